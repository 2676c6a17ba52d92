import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { cacheFolder } from '../../config/cache-folder.js';
import type { DetectSettings } from '../../detect/detection.js';
import { ID_LENGTH, rowOf } from '../../git/objects/object-id.js';
import type { Repository } from '../../git/repository.js';
import { SOURCE } from '../../version.js';
import { readCleanObjects, type Remembered, writeCleanObjects } from './clean-objects-file.js';

/**
 * The ids of a repository's objects that held no key when they were last looked at, so that a second scan costs only what
 * is new. One file a repository and rule set, in the user's cache folder.
 */
export class CleanObjects {
  readonly #file: string;
  readonly #rules: Buffer;
  readonly #idLength: number;

  constructor({ objectFolders, format }: Repository, settings: DetectSettings) {
    this.#rules = createHash('sha256')
      .update(JSON.stringify([SOURCE, settings]))
      .digest();
    const name = createHash('sha256')
      .update(JSON.stringify([objectFolders[0], this.#rules.toString('hex')]))
      .digest('hex');
    this.#file = path.join(cacheFolder(process.env), 'history', name);
    this.#idLength = ID_LENGTH[format];
  }

  /**
   * What is remembered of the objects that are there now: ids in lists, each sorted, one behind the other. `null` where that
   * is nothing, and where an object has gone since: what else is remembered, of what names it or of how much there is, may
   * be wrong then.
   */
  recall(present: readonly Buffer[]): Recollection | null {
    const read = readCleanObjects(this.#file, this.#rules);
    if (read === null) return null;
    const { remembered, lists } = read;
    // The ids themselves are compared: that takes a few milliseconds, and the checksums at the end of a pack or of its index
    // are as good as whoever wrote them.
    const same = new Set(present.filter((ids) => lists.some((list) => list.equals(ids))));
    const changed = lists.filter((list) => !present.some((ids) => ids.equals(list)));
    const isComplete = changed.length === 0 && same.size === present.length;
    if (!isComplete && !read.areListsWhole()) return null;
    if (changed.some((list) => rowsAmong(list, present, this.#idLength).includes(0))) return null;
    return new Recollection(remembered, lists, same, isComplete, this.#idLength);
  }

  /** Writes down what is to be remembered of the objects in these lists. */
  remember(remembered: Remembered, lists: readonly Buffer[]): void {
    writeCleanObjects(this.#file, this.#rules, remembered, lists);
  }
}

/** What an earlier scan found out about objects that are all still there. */
export class Recollection {
  readonly remembered: Remembered;
  /** Whether it is about all objects that are there now, in the lists in which they stand now. */
  readonly isComplete: boolean;
  readonly #lists: readonly Buffer[];
  readonly #same: ReadonlySet<Buffer>;
  readonly #unclean: readonly Buffer[];
  /** From trees with submodules, and from pointers of Git LFS, up to the tree of a commit. */
  readonly chains: ReadonlyMap<string, readonly string[]>;
  readonly #idLength: number;

  constructor(
    remembered: Remembered,
    lists: readonly Buffer[],
    same: ReadonlySet<Buffer>,
    isComplete: boolean,
    idLength: number,
  ) {
    this.remembered = remembered;
    this.isComplete = isComplete;
    this.#lists = lists;
    this.#same = same;
    this.#unclean = remembered.unclean.map((id) => Buffer.from(id, 'hex'));
    this.chains = new Map(remembered.chains.map((chain) => [chain[0]!, chain]));
    this.#idLength = idLength;
  }

  /** Those of `ids`, one of the lists of objects, that are not known to be clean. */
  unknownOf(ids: Buffer): Buffer[] {
    const length = this.#idLength;
    const unclean = this.#unclean.map((id) => rowOf(ids, length, id)).filter((row) => row !== null);
    const idAt = (row: number): Buffer => ids.subarray(row * length, (row + 1) * length);
    if (this.#same.has(ids)) return unclean.map(idAt);
    const isKnown = rowsAmong(ids, this.#lists, length);
    for (const row of unclean) isKnown[row] = 0;
    const unknown: Buffer[] = [];
    for (let row = 0; row < isKnown.length; row++) if (isKnown[row] === 0) unknown.push(idAt(row));
    return unknown;
  }
}

/** By row of `ids`: 1 where the id is in one of the lists. */
function rowsAmong(ids: Buffer, lists: readonly Buffer[], length: number): Uint8Array {
  const rows = new Uint8Array(ids.length / length);
  for (const list of lists) {
    // Each id of the shorter one is looked up in the other.
    if (list.length < ids.length) {
      for (let at = 0; at < list.length; at += length) {
        const row = rowOf(ids, length, list, at);
        if (row !== null) rows[row] = 1;
      }
    } else {
      for (let row = 0; row < rows.length; row++) if (rowOf(list, length, ids, row * length) !== null) rows[row] = 1;
    }
  }
  return rows;
}
