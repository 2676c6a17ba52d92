import { GitError, type Git, type GitProcess } from './git.js';
import type { RawText } from './records.js';

/** How git writes that there is no object, in either object format. */
const NO_OBJECT = /^0+$/;

/** What one path of the index holds that HEAD does not hold there. */
export interface StagedChange {
  /** Relative to the top of the work tree, as git stores it. */
  readonly path: RawText;
  /** `unmerged`: a conflict nobody has resolved. */
  readonly kind: 'file' | 'link' | 'submodule' | 'unmerged';
  /** The blob, or the submodule's commit; all zeros for `unmerged`. */
  readonly id: string;
}

/** What `git commit` would add or change. git is started at once, so that it looks while the caller is still being loaded. */
export class StagedChanges {
  readonly #git: Git;
  readonly #sinceHead: GitProcess;

  constructor(git: Git) {
    this.#git = git;
    this.#sinceHead = git.start(comparisonWith('HEAD'), '');
    // Of a process that has ended, Node throws away what nobody waits for.
    this.#sinceHead.stdout.on('readable', () => undefined);
  }

  /** In batches as they come; deletions left out. Iterate once. */
  async *batches(): AsyncGenerator<StagedChange[], void, undefined> {
    try {
      yield* changesSince('HEAD', this.#git, this.#sinceHead);
    } catch (error) {
      if (!(error instanceof GitError) || (await hasHead(this.#git))) throw error;
      // The first commit adds everything. The empty tree's id depends on the object format.
      yield* changesSince(await this.#git.text(['hash-object', '-t', 'tree', '--stdin']), this.#git);
    }
  }

  /** Ends git, where nobody iterates. */
  close(): void {
    this.#sinceHead.kill();
  }
}

function comparisonWith(tree: string): string[] {
  const settled = ['--no-renames', '--no-abbrev', '--ignore-submodules=none'];
  return ['diff-index', '--cached', '--raw', '-z', ...settled, tree, '--'];
}

async function* changesSince(
  tree: string,
  git: Git,
  started?: GitProcess,
): AsyncGenerator<StagedChange[], void, undefined> {
  let header: string | null = null;
  for await (const batch of git.records(comparisonWith(tree), '', started)) {
    const changes: StagedChange[] = [];
    for (const record of batch) {
      if (header === null) {
        header = String(record);
        continue;
      }
      const change = changeFrom(header, record);
      if (change !== null) changes.push(change);
      header = null;
    }
    if (changes.length > 0) yield changes;
  }
}

/** `header` is `:<old mode> <new mode> <old id> <new id> <status>`. */
function changeFrom(header: string, path: RawText): StagedChange | null {
  const [, mode = '', , id = '', status] = header.split(' ');
  if (status === 'U') return { path, kind: 'unmerged', id };
  if (NO_OBJECT.test(id)) return null;
  return { path, kind: kindOf(mode), id };
}

function kindOf(mode: string): StagedChange['kind'] {
  if (mode === '160000') return 'submodule';
  return mode === '120000' ? 'link' : 'file';
}

async function hasHead(git: Git): Promise<boolean> {
  const { stdout, ended } = git.start(['rev-parse', '--verify', '--quiet', 'HEAD'], '');
  stdout.resume();
  const { status } = await ended;
  return status !== 1;
}
