import { Buffer } from 'node:buffer';
import { endianness } from 'node:os';
import { OFS_DELTA, readEntryHead, REF_DELTA, type HeadSource, type Stretch } from './pack-file.js';
import type { PackIndex, PackTable } from './pack-index.js';
import { shared } from './shared.js';
import { UnreadablePack } from './unreadable.js';

/** No entry. */
export const NONE = -1;

/** The type of an entry whose head could not be read. */
const DAMAGED = 0;

/** Sizes from here on are too large for this reader; the exact one does not matter to it. */
const SIZE_LIMIT = 0xffffffff;

/**
 * All entries of a pack, in the order in which they stand, and which of them is a delta on which: a forest, whose
 * roots are whole objects. Typed arrays over shared memory, so that threads can walk it together.
 */
export interface Forest {
  readonly count: number;
  readonly idLength: number;
  /** The ids, by row of the index. */
  readonly ids: Uint8Array;
  /** Entry to row of the index. */
  readonly rows: Uint32Array;
  /** Where each entry begins; one more for where the last one ends. */
  readonly offsets: Float64Array;
  readonly headLengths: Uint8Array;
  readonly types: Uint8Array;
  /** Of what is compressed. */
  readonly sizes: Uint32Array;
  /** The entry that each one is a delta on, or {@link NONE}. */
  readonly bases: Int32Array;
  /** The delta on this entry whose own deltas are the most: walked last, so that few objects are alive at once. */
  readonly heaviest: Int32Array;
  /** All deltas on this entry, as a list through `next`. */
  readonly first: Int32Array;
  readonly next: Int32Array;
  /** Whole objects, and deltas whose base is in no entry of this pack. */
  readonly roots: Int32Array;
}

/** The id of an entry, in hexadecimal digits. */
export function idOf(forest: Forest, entry: number): string {
  return idBytes(forest, entry).toString('hex');
}

export function idBytes({ ids, rows, idLength }: Forest, entry: number): Buffer {
  const start = (rows[entry] as number) * idLength;
  return Buffer.from(ids.buffer, ids.byteOffset + start, idLength);
}

/** By entry, 1 for those of these objects. */
export function marksOf({ count, rows }: Forest, index: PackIndex, ids: readonly Uint8Array[]): Uint8Array {
  const marks = shared(Uint8Array, count);
  const chosen = new Set(ids.map((id) => index.row(id)));
  for (let entry = 0; entry < count; entry++) if (chosen.has(rows[entry] as number)) marks[entry] = 1;
  return marks;
}

/** For {@link WalkOptions.wanted}: the entries marked in `wanted`, and all that they are deltas on. */
export function withBases({ bases, count }: Forest, wanted: Uint8Array): Uint8Array {
  const marked = shared(Uint8Array, count);
  for (let entry = 0; entry < count; entry++) {
    if (wanted[entry] !== 1) continue;
    for (let base = entry; base !== NONE && marked[base] !== 1; base = bases[base] as number) marked[base] = 1;
  }
  return marked;
}

/** Reads the heads of all entries and links deltas to their bases. `end`: where entries end. Throws {@link UnreadablePack}. */
export function buildForest(heads: HeadSource, end: number, index: PackIndex, idLength: number): Forest {
  const table = index.table();
  const { count } = table;
  const { rows, offsets } = inPackOrder(table, end);
  const headLengths = shared(Uint8Array, count);
  const types = shared(Uint8Array, count);
  const sizes = shared(Uint32Array, count);
  const bases = shared(Int32Array, count).fill(NONE);

  let entryOfRow: Uint32Array | null = null;
  const entryAtRow = (row: number): number => {
    if (entryOfRow === null) {
      entryOfRow = new Uint32Array(count);
      for (let entry = 0; entry < count; entry++) entryOfRow[rows[entry] as number] = entry;
    }
    return entryOfRow[row] as number;
  };

  let stretch: Stretch | null = null;
  for (let entry = 0; entry < count; entry++) {
    const offset = offsets[entry] as number;
    if (stretch === null || offset >= stretch.end) stretch = heads.stretchAt(offset);
    const { bytes } = stretch;
    const at = offset - stretch.start;
    let head;
    try {
      head = readEntryHead(bytes, at);
    } catch {
      types[entry] = DAMAGED;
      continue;
    }
    types[entry] = head.type;
    headLengths[entry] = head.type === REF_DELTA ? head.length + idLength : head.length;
    sizes[entry] = Math.min(head.size, SIZE_LIMIT);
    if (head.type === OFS_DELTA) {
      bases[entry] = entryAt(offsets, offset - head.distance, entry);
      if (bases[entry] === NONE) types[entry] = DAMAGED;
    } else if (head.type === REF_DELTA) {
      const row = index.row(bytes.subarray(at + head.length, at + head.length + idLength));
      if (row !== null) bases[entry] = entryAtRow(row);
    }
  }
  return {
    count,
    idLength,
    ids: table.ids,
    rows,
    offsets,
    headLengths,
    types,
    sizes,
    bases,
    ...linked(bases, types),
  };
}

/** The rows of the index in the order of their offsets, and those offsets. */
function inPackOrder({ count, offsets }: PackTable, end: number): { rows: Uint32Array; offsets: Float64Array } {
  // Offset and row in one 64-bit number sort without a comparison function, ten times as fast: 40 bits and 24.
  if (count >= 2 ** 24 || end >= 2 ** 40) throw new UnreadablePack('it is larger than this reader knows');
  const keys = new BigUint64Array(count);
  const words = new Uint32Array(keys.buffer);
  const [low, high] = endianness() === 'LE' ? [0, 1] : [1, 0];
  for (let row = 0; row < count; row++) {
    const offset = offsets[row] as number;
    if (offset >= end) throw new UnreadablePack('its index points behind its end');
    words[2 * row + high] = Math.floor(offset / 256);
    words[2 * row + low] = ((offset & 255) << 24) | row;
  }
  keys.sort();
  const rows = shared(Uint32Array, count);
  const sorted = shared(Float64Array, count + 1);
  for (let entry = 0; entry < count; entry++) {
    const row = (words[2 * entry + low] as number) & 0xffffff;
    rows[entry] = row;
    sorted[entry] = offsets[row] as number;
  }
  sorted[count] = end;
  return { rows, offsets: sorted };
}

/** The entry that begins at `offset`, looked for before `limit`; a base is mostly close before its delta. */
function entryAt(offsets: Float64Array, offset: number, limit: number): number {
  let low = 0;
  let high = limit;
  for (let step = 1; step <= limit; step *= 4) {
    if ((offsets[limit - step] as number) <= offset) {
      low = limit - step;
      break;
    }
    high = limit - step;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = offsets[middle] as number;
    if (found === offset) return middle;
    if (found < offset) low = middle + 1;
    else high = middle;
  }
  return offsets[low] === offset && low < limit ? low : NONE;
}

/** Turns "my base is" around into "my deltas are". */
function linked(
  bases: Int32Array,
  types: Uint8Array,
): { heaviest: Int32Array; first: Int32Array; next: Int32Array; roots: Int32Array } {
  const count = bases.length;
  const weights = new Uint32Array(count).fill(1);
  const heaviest = shared(Int32Array, count).fill(NONE);
  const first = shared(Int32Array, count).fill(NONE);
  const next = shared(Int32Array, count).fill(NONE);
  let rootCount = 0;
  // Bases stand before their deltas, except, rarely, those of REF_DELTAs: for them the weight is only a guess.
  for (let entry = count - 1; entry >= 0; entry--) {
    const base = bases[entry] as number;
    if (base === NONE) {
      if (types[entry] !== DAMAGED) rootCount++;
      continue;
    }
    const weight = weights[entry] as number;
    weights[base] = (weights[base] as number) + weight;
    const rival = heaviest[base] as number;
    if (rival === NONE || weight >= (weights[rival] as number)) heaviest[base] = entry;
    next[entry] = first[base] as number;
    first[base] = entry;
  }
  const roots = shared(Int32Array, rootCount);
  for (let entry = 0, at = 0; entry < count; entry++) {
    if (bases[entry] === NONE && types[entry] !== DAMAGED) roots[at++] = entry;
  }
  return { heaviest, first, next, roots };
}
