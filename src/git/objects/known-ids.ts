import { Buffer } from 'node:buffer';
import { endianness } from 'node:os';
import { rowOf } from './object-id.js';
import { shared } from './shared.js';

/** Ids that are there: sorted, one behind the other, in memory that threads can share. */
export interface IdTable {
  readonly ids: Uint8Array;
  /** The same in words of 32 bits. */
  readonly words: Int32Array;
  /** By the first bits of an id: the row of the first one that begins so; one more for where the last ones end. `null` until it pays. */
  starts: Uint32Array | null;
  /** How far the first 32 bits of an id are shifted to be a place in `starts`. */
  readonly shift: number;
  /** By row: {@link UNNAMED}, {@link ROOT}, or one more than the number of a tree that names it. */
  readonly parents: Int32Array;
  /** The number of its first row, when all tables are counted through. */
  readonly first: number;
}

/** The fewest and the most bits that `starts` tells ids apart by. In between there are as many places in it as ids. */
const FEWEST_BITS = 8;
const MOST_BITS = 20;

/** Ids are hashes: more begin alike only where there are very many, or where somebody made them so. */
const MOST_ALIKE = 16;

/** So many look-ups take as long as it takes to make them quick. */
const FEW = 5000;

const UNNAMED = 0;
/** The tree of a commit: a path to what stands in it begins here. */
const ROOT = -1;

/** No row. */
export const NOWHERE = -1;

export function idTables(lists: readonly Uint8Array[], idLength: number): IdTable[] {
  let first = 0;
  return lists.map((ids) => {
    const count = ids.length / idLength;
    const words = new Int32Array(ids.buffer, ids.byteOffset, ids.length / Int32Array.BYTES_PER_ELEMENT);
    const bits = Math.min(MOST_BITS, Math.max(FEWEST_BITS, Math.ceil(Math.log2(count))));
    const table = { ids, words, starts: null, shift: 32 - bits, parents: shared(Int32Array, count), first };
    first += count;
    return table;
  });
}

/** Makes look-ups quick, for threads that share the tables too. */
export function withStarts(tables: readonly IdTable[], idLength: number): readonly IdTable[] {
  for (const table of tables) table.starts ??= startsOf(table, idLength);
  return tables;
}

function startsOf({ ids, shift }: IdTable, idLength: number): Uint32Array {
  const count = ids.length / idLength;
  const starts = shared(Uint32Array, 2 ** (32 - shift) + 1);
  let filled = 0;
  for (let row = 0, at = 0; row < count; row++, at += idLength) {
    const beginning = beginningAt(ids, at, shift);
    while (filled <= beginning) starts[filled++] = row;
  }
  starts.fill(count, filled);
  return starts;
}

/** The first bits of the id at `at`, all but `shift` of 32. */
function beginningAt(bytes: Uint8Array, at: number, shift: number): number {
  return big(bytes, at) >>> shift;
}

function big(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

function little(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** Four bytes as this machine reads them. */
const wordAt = endianness() === 'LE' ? little : big;

/** Objects by id, numbered through: says of any id whether it is one of them, and remembers which tree names which. */
export class KnownIds {
  readonly #tables: readonly IdTable[];
  readonly #idLength: number;
  #asked = 0;

  constructor(tables: readonly IdTable[], idLength: number) {
    this.#tables = tables;
    this.#idLength = idLength;
  }

  /** How many numbers there are. */
  get count(): number {
    const last = this.#tables.at(-1);
    return last === undefined ? 0 : last.first + last.parents.length;
  }

  /** The number of the id that stands in `bytes` from `at` on, or {@link NOWHERE}. */
  numberOf(bytes: Uint8Array, at = 0): number {
    if (this.#asked < FEW && ++this.#asked === FEW) withStarts(this.#tables, this.#idLength);
    for (const table of this.#tables) {
      const row = this.#rowIn(table, bytes, at);
      if (row !== NOWHERE) return table.first + row;
    }
    return NOWHERE;
  }

  markRoot(number: number): void {
    const { parents, first } = this.#tableOf(number);
    parents[number - first] = ROOT;
  }

  /**
   * Remembers one tree that names a tree or a blob; the tree of a commit needs none. Of several the first one by number, so
   * that it does not matter which thread comes first.
   */
  markParent(number: number, parent: number): void {
    const { parents, first } = this.#tableOf(number);
    const row = number - first;
    for (let known = parents[row] as number; known === UNNAMED || parent + 1 < known;) {
      const found = Atomics.compareExchange(parents, row, known, parent + 1);
      if (found === known) return;
      known = found;
    }
  }

  /** From a blob or tree up to the tree of a commit that it stands below; `null` where none is known. */
  chainOf(id: string): string[] | null {
    const chain: string[] = [];
    for (let number = this.numberOf(Buffer.from(id, 'hex')); number !== NOWHERE;) {
      const { ids, parents, first } = this.#tableOf(number);
      const at = (number - first) * this.#idLength;
      chain.push(Buffer.from(ids.subarray(at, at + this.#idLength)).toString('hex'));
      const parent = parents[number - first] as number;
      if (parent === ROOT) return chain;
      // No folder is that deep: damage, or a circle that hostile ids were made to form.
      if (parent === UNNAMED || chain.length > DEEPEST) return null;
      number = parent - 1;
    }
    return null;
  }

  #tableOf(number: number): IdTable {
    let at = this.#tables.length - 1;
    while (number < (this.#tables[at] as IdTable).first) at--;
    return this.#tables[at] as IdTable;
  }

  #rowIn({ ids, words, starts, shift }: IdTable, bytes: Uint8Array, at: number): number {
    const length = this.#idLength;
    if (starts === null) return rowOf(ids, length, bytes, at) ?? NOWHERE;
    const beginning = beginningAt(bytes, at, shift);
    const low = starts[beginning] as number;
    const high = starts[beginning + 1] as number;
    if (high - low > MOST_ALIKE) return rowOf(ids, length, bytes, at, low, high) ?? NOWHERE;
    const wordsOfId = length >> 2;
    for (let row = low; row < high; row++) {
      const first = row * wordsOfId;
      let word = 0;
      while (word < wordsOfId && words[first + word] === wordAt(bytes, at + 4 * word)) word++;
      if (word === wordsOfId) return row;
    }
    return NOWHERE;
  }
}

const DEEPEST = 4096;
