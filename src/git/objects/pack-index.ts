import { Buffer } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { rowOf } from './object-id.js';
import { UnreadablePack } from './unreadable.js';

/** gitformat-pack(5), "Version 2 pack-*.idx files": magic, version, 256 counts, ids, checksums, offsets. */
const MAGIC = 0xff744f63;
const VERSION = 2;
const FANOUT_AT = 8;
const IDS_AT = FANOUT_AT + 256 * 4;
const CHECKSUM_LENGTH = 4;
const OFFSET_LENGTH = 4;
const LARGE_OFFSET_LENGTH = 8;
/** An offset with this bit set is a row of the table of 64-bit offsets. */
const LARGE = 0x80000000;

/** Every id of a pack and where its entry begins, by row of the index: sorted by id. */
export interface PackTable {
  readonly count: number;
  readonly ids: Buffer;
  readonly offsets: Float64Array;
}

/** A pack's index, version 2. */
export class PackIndex {
  readonly count: number;
  readonly #descriptor: number;
  readonly #idLength: number;
  readonly #fanout: Uint32Array;
  #ids: Buffer | null = null;

  /** Throws {@link UnreadablePack} for another version or a file of the wrong size, and what the file system throws. */
  constructor(file: string, idLength: number) {
    this.#idLength = idLength;
    this.#descriptor = openSync(file, 'r');
    try {
      const head = Buffer.alloc(IDS_AT);
      const { size } = fstatSync(this.#descriptor);
      if (readSync(this.#descriptor, head, 0, IDS_AT, 0) < IDS_AT || head.readUInt32BE(0) !== MAGIC) {
        throw new UnreadablePack('its index is not of version 2');
      }
      if (head.readUInt32BE(4) !== VERSION) {
        throw new UnreadablePack(`its index is of version ${head.readUInt32BE(4)}`);
      }
      this.#fanout = Uint32Array.from({ length: 256 }, (_, byte) => head.readUInt32BE(FANOUT_AT + 4 * byte));
      this.count = this.#fanout[255] as number;
      const least = IDS_AT + this.count * (idLength + CHECKSUM_LENGTH + OFFSET_LENGTH) + 2 * idLength;
      const sorted = this.#fanout.every((count, byte) => byte === 0 || count >= (this.#fanout[byte - 1] as number));
      if (size < least || size > least + this.count * LARGE_OFFSET_LENGTH || !sorted) {
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
    this.#ids ??= this.#read(IDS_AT, this.count * this.#idLength, sharedBuffer(this.count * this.#idLength));
    return this.#ids;
  }

  /** The whole index. Keeps the ids, so that every later {@link find} is quick. */
  table(): PackTable {
    const { count } = this;
    const ids = this.ids();
    const offsetsAt = this.#offsetsAt();
    const largeAt = offsetsAt + count * OFFSET_LENGTH;
    const small = this.#read(offsetsAt, count * OFFSET_LENGTH);
    const offsets = new Float64Array(count);
    for (let row = 0; row < count; row++) {
      const offset = small.readUInt32BE(row * OFFSET_LENGTH);
      offsets[row] = offset < LARGE ? offset : this.#largeOffset(largeAt, offset - LARGE);
    }
    return { count, ids, offsets };
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #offsetsAt(): number {
    return IDS_AT + this.count * (this.#idLength + CHECKSUM_LENGTH);
  }

  #rowOnDisk(id: Uint8Array, at: number, low: number, high: number): number | null {
    const ids = this.#read(IDS_AT + low * this.#idLength, (high - low) * this.#idLength);
    const row = rowOf(ids, this.#idLength, id, at);
    return row === null ? null : low + row;
  }

  #offsetOf(row: number): number {
    const offset = this.#read(this.#offsetsAt() + row * OFFSET_LENGTH, OFFSET_LENGTH).readUInt32BE(0);
    if (offset < LARGE) return offset;
    return this.#largeOffset(this.#offsetsAt() + this.count * OFFSET_LENGTH, offset - LARGE);
  }

  #largeOffset(tableAt: number, row: number): number {
    return Number(this.#read(tableAt + row * LARGE_OFFSET_LENGTH, LARGE_OFFSET_LENGTH).readBigUInt64BE(0));
  }

  #read(at: number, length: number, bytes: Buffer = Buffer.allocUnsafe(length)): Buffer {
    if (readSync(this.#descriptor, bytes, 0, length, at) < length) throw new UnreadablePack('its index ends early');
    return bytes;
  }
}

function sharedBuffer(length: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(length));
}
