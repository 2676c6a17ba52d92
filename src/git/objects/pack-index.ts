import { Buffer } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { rowOf } from './object-id.js';
import { UnreadablePack } from './unreadable.js';

/** gitformat-pack(5): what an index of version 2 begins with; one of version 1, without it, with its counts. */
const MAGIC = 0xff744f63;
const VERSION = 2;
const MAGIC_LENGTH = 8;
const FANOUT_LENGTH = 256 * 4;
const CHECKSUM_LENGTH = 4;
const OFFSET_LENGTH = 4;
const LARGE_OFFSET_LENGTH = 8;
/** In version 2 an offset with this bit set is a row of the table of 64-bit offsets. */
const LARGE = 0x80000000;

/** A column of an index: where its first value stands, and how far it is from one to the next. */
interface Column {
  readonly at: number;
  readonly step: number;
}

/** Where things stand in an index. */
interface Layout {
  readonly ids: Column;
  readonly offsets: Column;
  /** Where the 64-bit offsets begin; `null` where there are none. */
  readonly largeOffsetsAt: number | null;
  readonly size: { readonly least: number; readonly most: number };
}

/** 256 counts, then offset and id of each entry in turn. */
function layoutOfVersion1(count: number, idLength: number): Layout {
  const step = OFFSET_LENGTH + idLength;
  const size = FANOUT_LENGTH + count * step + 2 * idLength;
  return {
    ids: { at: FANOUT_LENGTH + OFFSET_LENGTH, step },
    offsets: { at: FANOUT_LENGTH, step },
    largeOffsetsAt: null,
    size: { least: size, most: size },
  };
}

/** Magic, version, 256 counts; then all ids, all checksums, all offsets. */
function layoutOfVersion2(count: number, idLength: number): Layout {
  const idsAt = MAGIC_LENGTH + FANOUT_LENGTH;
  const offsetsAt = idsAt + count * (idLength + CHECKSUM_LENGTH);
  const largeOffsetsAt = offsetsAt + count * OFFSET_LENGTH;
  const least = largeOffsetsAt + 2 * idLength;
  return {
    ids: { at: idsAt, step: idLength },
    offsets: { at: offsetsAt, step: OFFSET_LENGTH },
    largeOffsetsAt,
    size: { least, most: least + count * LARGE_OFFSET_LENGTH },
  };
}

/** Every id of a pack and where its entry begins, by row of the index: sorted by id. */
export interface PackTable {
  readonly count: number;
  readonly ids: Buffer;
  readonly offsets: Float64Array;
}

/** A pack's index, version 1 or 2. */
export class PackIndex {
  readonly count: number;
  readonly #descriptor: number;
  readonly #idLength: number;
  readonly #fanout: Uint32Array;
  readonly #layout: Layout;
  #ids: Buffer | null = null;

  /** Throws {@link UnreadablePack} for another version or a file of the wrong size, and what the file system throws. */
  constructor(file: string, idLength: number) {
    this.#idLength = idLength;
    this.#descriptor = openSync(file, 'r');
    try {
      const head = Buffer.alloc(MAGIC_LENGTH + FANOUT_LENGTH);
      const { size } = fstatSync(this.#descriptor);
      const read = readSync(this.#descriptor, head, 0, head.length, 0);
      const isVersion1 = head.readUInt32BE(0) !== MAGIC;
      if (!isVersion1 && head.readUInt32BE(4) !== VERSION) {
        throw new UnreadablePack(`its index is of version ${head.readUInt32BE(4)}`);
      }
      const fanoutAt = isVersion1 ? 0 : MAGIC_LENGTH;
      this.#fanout = Uint32Array.from({ length: 256 }, (_, byte) => head.readUInt32BE(fanoutAt + 4 * byte));
      this.count = this.#fanout[255] as number;
      this.#layout = (isVersion1 ? layoutOfVersion1 : layoutOfVersion2)(this.count, idLength);
      const { least, most } = this.#layout.size;
      const sorted = this.#fanout.every((count, byte) => byte === 0 || count >= (this.#fanout[byte - 1] as number));
      if (read < fanoutAt + FANOUT_LENGTH || size < least || size > most || !sorted) {
        throw new UnreadablePack('its index is damaged');
      }
    } catch (error) {
      closeSync(this.#descriptor);
      throw error;
    }
  }

  /** Where the entry of an object begins in the pack; `null` when it is not there. */
  find(id: Uint8Array): number | null {
    const row = this.row(id);
    return row === null ? null : this.#offsetOf(row);
  }

  /** The row of the id at `at`; `null` when it is not there. Quick where {@link ids} or {@link table} has been called. */
  row(id: Uint8Array, at = 0): number | null {
    const first = id[at] as number;
    const low = first === 0 ? 0 : (this.#fanout[first - 1] as number);
    const high = this.#fanout[first] as number;
    return this.#ids === null
      ? this.#rowOnDisk(id, at, low, high)
      : rowOf(this.#ids, this.#idLength, id, at, low, high);
  }

  /** All ids, one behind the other, sorted; threads can share them. Keeps them, so that every later {@link find} is quick. */
  ids(): Buffer {
    this.#ids ??= this.#readIds(0, this.count, sharedBuffer(this.count * this.#idLength));
    return this.#ids;
  }

  /** The whole index. Keeps the ids, so that every later {@link find} is quick. */
  table(): PackTable {
    const { count } = this;
    const { at, step } = this.#layout.offsets;
    const ids = this.ids();
    const rows = this.#read(at, count * step);
    const offsets = new Float64Array(count);
    for (let row = 0; row < count; row++) offsets[row] = this.#offsetFrom(rows.readUInt32BE(row * step));
    return { count, ids, offsets };
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #rowOnDisk(id: Uint8Array, at: number, low: number, high: number): number | null {
    const ids = this.#readIds(low, high, Buffer.allocUnsafe((high - low) * this.#idLength));
    const row = rowOf(ids, this.#idLength, id, at);
    return row === null ? null : low + row;
  }

  #offsetOf(row: number): number {
    const { at, step } = this.#layout.offsets;
    return this.#offsetFrom(this.#read(at + row * step, OFFSET_LENGTH).readUInt32BE(0));
  }

  /** What an offset of 32 bits stands for. */
  #offsetFrom(offset: number): number {
    const { largeOffsetsAt } = this.#layout;
    if (largeOffsetsAt === null || offset < LARGE) return offset;
    const at = largeOffsetsAt + (offset - LARGE) * LARGE_OFFSET_LENGTH;
    return Number(this.#read(at, LARGE_OFFSET_LENGTH).readBigUInt64BE(0));
  }

  /** The ids of the rows from `low` to before `high`. */
  #readIds(low: number, high: number, into: Buffer): Buffer {
    const idLength = this.#idLength;
    const { at, step } = this.#layout.ids;
    if (step === idLength) return this.#read(at + low * step, into.length, into);
    // The last id ends before its step does.
    const rows = this.#read(at + low * step, Math.max(0, (high - low) * step - (step - idLength)));
    for (let row = 0; row < high - low; row++) rows.copy(into, row * idLength, row * step, row * step + idLength);
    return into;
  }

  #read(at: number, length: number, bytes: Buffer = Buffer.allocUnsafe(length)): Buffer {
    if (readSync(this.#descriptor, bytes, 0, length, at) < length) throw new UnreadablePack('its index ends early');
    return bytes;
  }
}

function sharedBuffer(length: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(length));
}
