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
  if (isLink(file)) throw new UsageError(`${file} is a symbolic link: name the file it should be written to`);
  const mark = Math.random().toString(36).slice(2);
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${mark}.tmp`);
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
    throw new UsageError(`cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
}

/**
 * Refuses what {@link writeAtomically} could not write, before an hour of scanning is lost to it: a folder that is not
 * there, a name that is no ordinary file or a link, and a link below `cwd` that leads out of it.
 */
export function refuseUnwritable(file: string, cwd: string): void {
  const folder = path.dirname(file);
  const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder(folder)) throw new UsageError(`cannot write ${file}: there is no folder ${folder}; make it first`);
  if (isLink(file)) throw new UsageError(`${file} is a symbolic link: name the file it should be written to`);
  // Written to, a device or pipe would be replaced by a file.
  if (!(statSync(file, { throwIfNoEntry: false })?.isFile() ?? true)) {
    throw new UsageError(`cannot write ${file}: ${isFolder(file) ? 'it is a folder' : 'it is no ordinary file'}`);
  }
  if (isInside(file, cwd) && !isInside(realpathSync.native(folder), realpathSync.native(cwd))) {
    throw new UsageError(`cannot write ${file}: a symbolic link on the way leads out of ${cwd}`);
  }
}

function isInside(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return !path.isAbsolute(way) && way.split(path.sep)[0] !== '..';
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
