import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Git } from './git.js';
import type { RawText } from './records.js';

/** What git tracks in a folder. */
export interface TrackedBatch {
  /** Files and links, relative to the folder. */
  readonly files: readonly RawText[];
  readonly submodules: readonly RawText[];
}

/** What lies in a folder that git neither tracks nor ignores. */
export interface UntrackedBatch {
  readonly files: readonly RawText[];
  /** Repositories of their own; git does not look into them. */
  readonly repositories: readonly RawText[];
}

/** `<mode> <id> <stage>TAB` before each name: a submodule's mode, and the stage of what is in no conflict. */
const SUBMODULE = '160000 ';
const NO_CONFLICT = '0';

/** Of an entry of an index with a path of medium length, in bytes: gitformat-index(5). */
const INDEX_ENTRY = 120;

/** About how many files git tracks below `top`, where that can be seen without asking it; else 0. */
export function roughlyTracked(top: string): number {
  try {
    return Math.round(statSync(path.join(top, '.git', 'index')).size / INDEX_ENTRY);
  } catch {
    // Nothing was added yet, or the index of a linked work tree stands elsewhere.
    return 0;
  }
}

/** Lists what git tracks at and below `folder`, in batches as they come; a file with conflicts once. */
export async function* trackedFiles(folder: string): AsyncGenerator<TrackedBatch, void, undefined> {
  let conflicted = '';
  for await (const records of discovered(folder).records(['ls-files', '-z', '--cached', '--stage'])) {
    const files: RawText[] = [];
    const submodules: RawText[] = [];
    for (const record of records) {
      const text = byteText(record);
      const nameStart = text.indexOf('\t') + 1;
      if (text[nameStart - 2] !== NO_CONFLICT) {
        if (text.slice(nameStart) === conflicted) continue;
        conflicted = text.slice(nameStart);
      }
      (text.startsWith(SUBMODULE) ? submodules : files).push(record.slice(nameStart));
    }
    yield { files, submodules };
  }
}

/** Lists what git neither tracks nor ignores at and below `folder`, in batches as they come. */
export async function* untrackedFiles(folder: string): AsyncGenerator<UntrackedBatch, void, undefined> {
  for await (const records of discovered(folder).records(['ls-files', '-z', '--others', '--exclude-standard'])) {
    const files: RawText[] = [];
    const repositories: RawText[] = [];
    for (const record of records) {
      if (byteText(record).endsWith('/')) repositories.push(record.slice(0, -1));
      else files.push(record);
    }
    yield { files, repositories };
  }
}

/** Whether git ignores `folder` itself, or a folder it lies in. */
export async function isIgnoredFolder(folder: string): Promise<boolean> {
  return (await statusOf(discovered(folder), ['check-ignore', '--quiet', '--no-index', '--', folder])) === 0;
}

/** Whether git would leave out a file called `name` in `folder`, there or not. */
export async function isIgnoredName(folder: string, name: string): Promise<boolean> {
  return (await statusOf(discovered(folder), ['check-ignore', '--quiet', '--no-index', '--', name])) === 0;
}

/**
 * Whether the file at `file`, from the top `root`, holds something else than its entry in the index of the commit at hand.
 * What is no file on the disk, or cannot be read, does not. git itself would run filters of the configuration to tell.
 */
export async function differsFromStaged(root: string, file: string): Promise<boolean> {
  try {
    const onDisk = path.join(root, file);
    const stats = lstatSync(onDisk);
    if (!stats.isFile()) return false;
    const chunks: Buffer[] = [];
    for await (const chunk of new Git(root).chunks(['cat-file', 'blob', `:0:${file}`])) chunks.push(chunk);
    const staged = Buffer.concat(chunks);
    // What has grown to gigabytes need not be read.
    return staged.length !== stats.size || !staged.equals(readFileSync(onDisk));
  } catch {
    return false;
  }
}

async function statusOf(git: Git, args: readonly string[]): Promise<number | null> {
  const { stdout, ended } = git.start(args, '');
  stdout.resume();
  return (await ended).status;
}

/** The folder's own repository: a hook's index is of no use for files on the disk. */
function discovered(folder: string): Git {
  return new Git(folder, { repository: 'discovered' });
}

/** Text to look into: of bytes that are not UTF-8 each becomes one character, so that places agree. */
function byteText(record: RawText): string {
  return typeof record === 'string' ? record : Buffer.from(record).toString('latin1');
}
