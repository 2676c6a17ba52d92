import { LONGEST_HEAD, SharedFile, type HeadSource, type Stretch } from './pack-file.js';
import { shared } from './shared.js';
import { UnreadableObject } from './unreadable.js';

/** What threads take at once. In bytes. */
const PIECE = 4 << 20;

/** States of a piece. */
const FREE = 0;
const TAKEN = 1;
const READ = 2;

/** A pack's file on its way into memory that threads share. Plain data, so that it can be sent to them. */
export interface PackToHold {
  readonly descriptor: number;
  readonly bytes: Uint8Array;
  /** The state of each piece. */
  readonly pieces: Int32Array;
}

export function packToHold(descriptor: number, size: number): PackToHold {
  return { descriptor, bytes: shared(Uint8Array, size), pieces: shared(Int32Array, Math.ceil(size / PIECE)) };
}

/** Whether all of it has been read: not while other threads still do, and never where the file has ended early. */
export function isHeld({ pieces }: PackToHold): boolean {
  return pieces.every((_, piece) => Atomics.load(pieces, piece) === READ);
}

/** Reads a pack into memory piece by piece, each once by one of the threads: one comes from the front, the others from the end. */
export class PackHolder implements HeadSource {
  readonly #work: PackToHold;
  readonly #file: SharedFile;

  constructor(work: PackToHold) {
    this.#work = work;
    this.#file = new SharedFile(work.descriptor, work.bytes.length);
  }

  /** Reads what nobody has taken, the last piece first. */
  readRest(): void {
    const { pieces } = this.#work;
    try {
      for (let piece = pieces.length - 1; piece >= 0; piece--) {
        if (Atomics.compareExchange(pieces, piece, FREE, TAKEN) === FREE) this.#read(piece);
      }
    } catch (error) {
      if (!(error instanceof UnreadableObject)) throw error;
    }
  }

  /** Throws {@link UnreadableObject} where the file ends early. */
  stretchAt(offset: number): Stretch {
    const { bytes, pieces } = this.#work;
    let piece = Math.floor(offset / PIECE);
    const end = Math.min(offset + LONGEST_HEAD, bytes.length);
    // One that another thread is just reading is read twice: sooner than waited for.
    for (; piece * PIECE < end; piece++) if (Atomics.load(pieces, piece) !== READ) this.#read(piece);
    return { bytes, start: 0, end: piece === pieces.length ? Infinity : piece * PIECE - LONGEST_HEAD };
  }

  #read(piece: number): void {
    const { bytes, pieces } = this.#work;
    Atomics.store(pieces, piece, TAKEN);
    const start = piece * PIECE;
    this.#file.readInto(bytes, start, Math.min(PIECE, bytes.length - start), start);
    Atomics.store(pieces, piece, READ);
  }
}
