import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.js';

/**
 * Writes `file` whole or not at all: a neighbour first, then renamed over it. A symbolic link is refused, not
 * followed: in a hostile repository it could point at any file of the user.
 */
export function writeAtomically(file: string, text: string, mode = 0o644): void {
  if (isLink(file)) throw cannotWrite(file, IS_LINK);
  // Not named after the file, whose name may be as long as one can be.
  const temporary = path.join(path.dirname(file), `.starrise-${Math.random().toString(36).slice(2)}.tmp`);
  try {
    // `x`: never a file, or a link, that somebody put there.
    const descriptor = openSync(temporary, 'wx', mode);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw cannotWrite(file, codeOf(error));
  }
}

/**
 * Refuses what {@link writeAtomically} could not write, before an hour of scanning is lost to it: a folder that is not
 * there, a name that is no ordinary file or a link, and a link below `cwd` that leads out of it.
 */
export function refuseUnwritable(file: string, cwd: string): void {
  let why: string | null;
  try {
    why = objectionTo(file, cwd);
  } catch (error) {
    why = codeOf(error);
  }
  if (why !== null) throw cannotWrite(file, why);
}

/** Why `file` could not be written; `null` where nothing speaks against it. Throws where that cannot be looked up. */
function objectionTo(file: string, cwd: string): string | null {
  const folder = path.dirname(file);
  const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder(folder)) return `there is no folder ${folder}; make it first`;
  if (isLink(file)) return IS_LINK;
  // Written to, a device or pipe would be replaced by a file.
  if (!(statSync(file, { throwIfNoEntry: false })?.isFile() ?? true)) {
    return isFolder(file) ? 'it is a folder' : 'it is no ordinary file';
  }
  if (isInside(file, cwd) && !isInside(realpathSync.native(folder), realpathSync.native(cwd))) {
    return `a symbolic link on the way leads out of ${cwd}`;
  }
  return null;
}

const IS_LINK = 'it is a symbolic link: name the file it should be written to';

function cannotWrite(file: string, why: string): UsageError {
  return new UsageError(`cannot write ${file}: ${why}`);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}

function isInside(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return !path.isAbsolute(way) && way.split(path.sep)[0] !== '..';
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
