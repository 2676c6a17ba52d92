import { Buffer } from 'node:buffer';
import { compareIds, rowOf } from './object-id.js';
import { shared } from './shared.js';

/** Ids that are there: sorted, one behind the other, in memory that threads can share. */
export interface IdTable {
  readonly ids: Uint8Array;
  /**
   * By the first two bytes of an id: the row of the first one that begins so; one more for where the last ones end. `null`
   * until it pays.
   */
  starts: Uint32Array | null;
  /** By row: {@link UNNAMED}, {@link ROOT}, or one more than the number of a tree that names it. */
  readonly parents: Int32Array;
  /** The number of its first row, when all tables are counted through. */
  readonly first: number;
}

const BEGINNINGS = 1 << 16;

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
    const table = { ids, starts: null, parents: shared(Int32Array, count), first };
    first += count;
    return table;
  });
}

/** Makes look-ups quick, for threads that share the tables too. */
export function withStarts(tables: readonly IdTable[], idLength: number): readonly IdTable[] {
  for (const table of tables) table.starts ??= startsOf(table.ids, idLength);
  return tables;
}

function startsOf(ids: Uint8Array, idLength: number): Uint32Array {
  const count = ids.length / idLength;
  const starts = shared(Uint32Array, BEGINNINGS + 1);
  let filled = 0;
  for (let row = 0, at = 0; row < count; row++, at += idLength) {
    const beginning = (ids[at] as number) * 256 + (ids[at + 1] as number);
    while (filled <= beginning) starts[filled++] = row;
  }
  starts.fill(count, filled);
  return starts;
}

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

  #rowIn({ ids, starts }: IdTable, bytes: Uint8Array, at: number): number {
    const length = this.#idLength;
    if (starts === null) return rowOf(ids, length, bytes, at) ?? NOWHERE;
    const beginning = (bytes[at] as number) * 256 + (bytes[at + 1] as number);
    let low = starts[beginning] as number;
    let high = starts[beginning + 1] as number;
    while (low < high) {
      const middle = (low + high) >>> 1;
      // The first two bytes are the same.
      const order = compareIds(ids, middle * length + 2, bytes, at + 2, length - 2);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return NOWHERE;
  }
}

const DEEPEST = 4096;
