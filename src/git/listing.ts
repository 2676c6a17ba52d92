import { isUtf8 } from 'node:buffer';
import { Git } from './git.js';

/** A name as git stores it: text, or the bytes where they are not UTF-8. */
type Name = string | Uint8Array;

/** What git tracks in a folder. */
export interface TrackedBatch {
  /** Files and links, relative to the folder. */
  readonly files: readonly Name[];
  readonly submodules: readonly Name[];
}

/** What lies in a folder that git neither tracks nor ignores. */
export interface UntrackedBatch {
  readonly files: readonly Name[];
  /** Repositories of their own; git does not look into them. */
  readonly repositories: readonly Name[];
}

const SUBMODULE_MODE = '160000';

/** Lists what git tracks at and below `folder`, in batches as they come; a file with conflicts once. */
export async function* trackedFiles(folder: string): AsyncGenerator<TrackedBatch, void, undefined> {
  let last: Buffer = Buffer.alloc(0);
  for await (const records of discovered(folder).records(['ls-files', '-z', '--cached', '--stage'])) {
    const files: Name[] = [];
    const submodules: Name[] = [];
    for (const record of records) {
      // `<mode> <id> <stage>TAB<name>`; conflicts give one name up to three times in a row.
      const name = record.subarray(record.indexOf('\t') + 1);
      if (name.equals(last)) continue;
      last = name;
      const isSubmodule = record.toString('latin1', 0, SUBMODULE_MODE.length) === SUBMODULE_MODE;
      (isSubmodule ? submodules : files).push(nameFrom(name));
    }
    yield { files, submodules };
  }
}

/** Lists what git neither tracks nor ignores at and below `folder`, in batches as they come. */
export async function* untrackedFiles(folder: string): AsyncGenerator<UntrackedBatch, void, undefined> {
  for await (const records of discovered(folder).records(['ls-files', '-z', '--others', '--exclude-standard'])) {
    const files: Name[] = [];
    const repositories: Name[] = [];
    for (const record of records) {
      const isFolder = record.at(-1) === '/'.charCodeAt(0);
      if (isFolder) repositories.push(nameFrom(record.subarray(0, -1)));
      else files.push(nameFrom(record));
    }
    yield { files, repositories };
  }
}

/** Whether git ignores `folder` itself, or a folder it lies in. */
export async function isIgnoredFolder(folder: string): Promise<boolean> {
  const { stdout, ended } = discovered(folder).start(['check-ignore', '--quiet', '--no-index', '--', folder], '');
  stdout.resume();
  const { status } = await ended;
  return status === 0;
}

/** The folder's own repository: a hook's index is of no use for files on the disk. */
function discovered(folder: string): Git {
  return new Git(folder, { repository: 'discovered' });
}

function nameFrom(bytes: Buffer): Name {
  return isUtf8(bytes) ? bytes.toString('utf8') : new Uint8Array(bytes);
}
