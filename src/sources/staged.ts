import { repositoryRootOf } from '../config/discovery.js';
import type { Prefilter } from '../detect/prefilter.js';
import { ObjectReader, type BatchAnswer } from '../git/batch.js';
import type { StagedChange } from '../git/changes.js';
import type { Git } from '../git/git.js';
import { isLfsPointer } from '../git/lfs.js';
import { workTreeTop } from '../git/place.js';
import { beginStaged, type BegunStaged } from '../git/staged.js';
import { KeyNames } from './key-names.js';
import { Booked } from './ledger.js';
import { pathText } from './names.js';
import { type FoundItem, foundItem, PackedItems } from './packed-items.js';
import { pathFilter, type PathFilter, type Selection } from './selection.js';
import type { Source, SourceItem } from './source.js';

/**
 * What `git commit` would record: the content of the index where it differs from HEAD, never the work tree. Inside a
 * hook that is the index git names there, also for `git commit -a` and `git commit <path>`. Links are read as their
 * target's text. Rejects with a `GitError` where `folder` is in no work tree. `begun` there, if git was started before.
 */
export async function openStaged(
  folder: string,
  selection: Selection,
  prefilter: Prefilter,
  begun = beginStaged(folder),
): Promise<Source> {
  try {
    const root = await topOf(folder, begun.git);
    return new StagedSource(root, begun, selection, prefilter);
  } catch (error) {
    begun.close();
    throw error;
  }
}

/** Starting git takes longer than looking for `.git`, which is as good unless the environment names the repository. */
async function topOf(folder: string, git: Git): Promise<string> {
  const isNamed = process.env.GIT_DIR !== undefined || process.env.GIT_WORK_TREE !== undefined;
  return (isNamed ? null : repositoryRootOf(folder)) ?? (await workTreeTop(git));
}

class StagedSource extends Booked implements Source {
  readonly kind = 'staged';
  readonly root: string;
  readonly #begun: BegunStaged;
  readonly #reader: ObjectReader;
  readonly #filter: PathFilter | null;
  readonly #maxSize: number;
  readonly #prefilter: Prefilter;
  readonly #packed: PackedItems;
  readonly #keyNames: KeyNames;

  constructor(root: string, begun: BegunStaged, selection: Selection, prefilter: Prefilter) {
    super();
    this.root = root;
    this.#begun = begun;
    this.#reader = new ObjectReader(begun.git, selection.maxSize, begun.batch);
    this.#filter = pathFilter(selection);
    this.#maxSize = selection.maxSize;
    this.#prefilter = prefilter;
    this.#keyNames = new KeyNames(prefilter);
    this.#packed = new PackedItems(selection, this.ledger);
  }

  /** Deletions, submodules and empty files are changes without a byte to read: they pass too. */
  get empty() {
    return this.tally.bytes === 0 && this.gaps.length === 0;
  }

  async *items(): AsyncGenerator<SourceItem, void, undefined> {
    try {
      for await (const batch of this.#begun.changes.batches()) {
        const changes = batch.filter((change) => this.#isTaken(change));
        yield* this.#namesIn(changes);
        yield* this.#read(changes.filter((change) => this.#isRead(change)));
      }
    } finally {
      this.#reader.close();
    }
  }

  /** Names of what is staged, and of the folders around it, that may hold a key. */
  #namesIn(changes: readonly StagedChange[]): Iterable<SourceItem> {
    return this.#keyNames.newIn(changes.map(({ path, kind }) => pathText(path) + (kind === 'submodule' ? '/' : '')));
  }

  async *#read(changes: readonly StagedChange[]): AsyncGenerator<SourceItem, void, undefined> {
    let at = 0;
    for await (const answers of this.#reader.read(changes.map(({ id }) => id))) {
      for (const answer of answers) {
        const change = changes[at++];
        const item = change && this.#itemFrom(pathText(change.path), answer);
        if (!item) continue;
        if (item.isPacked === true) yield* this.#packed.of(item);
        else yield item;
      }
    }
  }

  #itemFrom(path: string, answer: BatchAnswer): FoundItem | null {
    if (answer.type === null) {
      this.ledger.gap(path, `object ${answer.id}: ${answer.why}`);
      return null;
    }
    if (answer.bytes === null) {
      this.ledger.skipTooLarge(path, answer.size, this.#maxSize);
      return null;
    }
    this.ledger.count(answer.size);
    this.ledger.tally.blobs++;
    if (isLfsPointer(answer.bytes)) this.ledger.skipLfsContent(path);
    return foundItem(path, answer.bytes, this.#prefilter);
  }

  #isTaken({ path }: StagedChange): boolean {
    const leftOut = this.#filter?.file(pathText(path)) ?? null;
    if (leftOut === null) return true;
    this.ledger.skip(leftOut.what, leftOut.why);
    return false;
  }

  #isRead({ path, kind }: StagedChange): boolean {
    const name = pathText(path);
    if (kind === 'submodule') this.ledger.skipSubmodule(name);
    else if (kind === 'unmerged') this.ledger.gap(name, 'has conflicts: resolve them and `git add` it');
    else return true;
    return false;
  }
}
