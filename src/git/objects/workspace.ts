import { Buffer } from 'node:buffer';
import { UnreadableObject } from './unreadable.js';
import wasm from './unpack.wasm.js';

/** Node has WebAssembly; the types of @types/node 20 name it only with the DOM library. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
  RuntimeError: new () => Error;
};

/** What unpack.wat exports. */
interface Unpack {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  inflate(source: number, sourceEnd: number, out: number, size: number): number;
  resultSize(delta: number): number;
  apply(
    delta: number,
    deltaEnd: number,
    base: number,
    baseSize: number,
    out: number,
    size: number,
    margin: number,
  ): number;
  novelties(
    delta: number,
    deltaEnd: number,
    out: number,
    size: number,
    margin: number,
    into: number,
    limit: number,
  ): number;
  links(
    delta: number,
    deltaEnd: number,
    out: number,
    size: number,
    idLength: number,
    into: number,
    limit: number,
  ): number;
}

const KB = 1024;
const MB = 1024 * KB;

/** Copies in the module run in words and may write this much behind what they fill. */
export const SLACK = 64;

/** The pages with the code tables of unpack.wat. */
const TABLES = 24 * KB;
const NOVELTIES_SIZE = 256 * KB;
const INPUT_SIZE = 128 * KB;
const DELTA_SIZE = 1 * MB;

const NOVELTIES = TABLES;
const INPUT = NOVELTIES + NOVELTIES_SIZE + SLACK;
const DELTA = INPUT + INPUT_SIZE + SLACK;

/** Where the stack of objects begins; whoever uses the workspace lays it out. */
export const STACK = DELTA + DELTA_SIZE + SLACK;

/** How far the stack may reach: what a thread needs at most, whatever the pack holds. */
export const STACK_END = STACK + 80 * MB;

const PAGE = 64 * KB;
const GROWTH = 4 * MB;

/** Something that bytes can be read from by offset. */
export interface ByteSource {
  /** Fills `length` bytes of `target` from `start` on with those at `offset`; throws when there are fewer. */
  readInto(target: Uint8Array, start: number, length: number, offset: number): void;
  readonly size: number;
  /** Whether it is of no use to read ahead. */
  readonly isInMemory?: boolean;
}

/** Where a delta stands in the workspace. */
export interface DeltaPlace {
  readonly start: number;
  readonly end: number;
}

const NO_DELTA: DeltaPlace = { start: 0, end: 0 };

/** No copy of a delta is so long that it would have to be made at its ends only. */
const NO_MARGIN = 1 << 30;

let compiled: object | undefined;

/**
 * One thread's memory for unpacking: compressed bytes are read straight into it, inflated and patched in it, and
 * looked at in it, so that no object is copied on its way. Addresses are positions in `bytes`.
 */
export class Workspace {
  readonly #unpack: Unpack;
  #bytes: Buffer;
  #source: ByteSource | null = null;
  #inputStart = 0;
  #inputEnd = 0;

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(wasm, 'base64'));
    this.#unpack = new WebAssembly.Instance(compiled).exports as Unpack;
    this.#bytes = this.#grownTo(STACK + GROWTH);
  }

  /** The whole memory. Do not keep it: growing replaces it. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** A look at an object; valid until the next one is unpacked. */
  view(at: number, size: number): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + at, size);
  }

  /** Makes sure that the stack reaches up to `end`. Throws {@link UnreadableObject} beyond {@link STACK_END}. */
  reserve(end: number): void {
    if (end > STACK_END) throw new UnreadableObject('larger than the memory set aside for it');
    if (end + SLACK > this.#bytes.length) this.#bytes = this.#grownTo(end + SLACK + GROWTH);
  }

  /**
   * Inflates `size` bytes to `out` from the zlib stream that stands in `source` between `start` and, at most, `end`.
   * `spare` is an address above everything in use.
   */
  inflate(source: ByteSource, start: number, end: number, out: number, size: number, spare: number): void {
    this.reserve(Math.max(out + size, spare));
    const at = this.#load(source, start, end, Math.max(out + size + SLACK, spare));
    if (this.#guarded(() => this.#unpack.inflate(at, at + end - start, out, size)) === 0) {
      throw new UnreadableObject('damaged: its compressed bytes do not inflate to what they should');
    }
  }

  /** Inflates a delta of `size` bytes; it stays until the next one. */
  inflateDelta(source: ByteSource, start: number, end: number, size: number, spare: number): DeltaPlace {
    // A delta that does not fit its place stands far behind its result, in the other half of what is left.
    const place = size <= DELTA_SIZE ? DELTA : spare + Math.ceil((STACK_END - spare) / 2);
    this.inflate(source, start, end, place, size, spare);
    return { start: place, end: place + size };
  }

  /** How many bytes applying a delta makes. */
  resultSize({ start }: DeltaPlace): number {
    return this.#guarded(() => this.#unpack.resultSize(start)) >>> 0;
  }

  /**
   * Applies a delta to the object at `base`; the result, of {@link resultSize} bytes, goes to `out`. With a margin there is
   * garbage in it wherever {@link novelties} with that margin does not look.
   */
  apply(delta: DeltaPlace, base: number, baseSize: number, out: number, size: number, margin = NO_MARGIN): void {
    this.reserve(out + size);
    if (delta.start > DELTA && out + size + SLACK > delta.start) {
      throw new UnreadableObject('larger than the memory set aside for it');
    }
    if (this.#guarded(() => this.#unpack.apply(delta.start, delta.end, base, baseSize, out, size, margin)) === 0) {
      throw new UnreadableObject('damaged: its delta does not fit its base');
    }
  }

  /**
   * What the delta just applied made new in the result at `out`: insertions and the joints of copies, with `margin`
   * bytes on either side. `null` when that is so much that one may as well look at the whole result.
   */
  novelties(delta: DeltaPlace, out: number, size: number, margin: number): Uint8Array | null {
    const length = this.#unpack.novelties(delta.start, delta.end, out, size, margin, NOVELTIES, NOVELTIES_SIZE);
    return length < 0 ? null : this.view(NOVELTIES, length);
  }

  /**
   * The ids that the tree at `out` names and its base does not, without a delta all: each behind a byte that is a
   * {@link LinkKind}. `null` when there are too many; valid until the next call. A delta must just have been applied.
   */
  links(delta: DeltaPlace | null, out: number, size: number, idLength: number): Uint8Array | null {
    const { start, end } = delta ?? NO_DELTA;
    const length = this.#unpack.links(start, end, out, size, idLength, NOVELTIES, NOVELTIES_SIZE);
    return length < 0 ? null : this.view(NOVELTIES, length);
  }

  /** As {@link links}, of a tree that stands elsewhere. Overwrites the stack. */
  linksIn(tree: Uint8Array, idLength: number): Uint8Array | null {
    if (STACK + tree.length > STACK_END) return null;
    this.reserve(STACK + tree.length);
    this.#bytes.set(tree, STACK);
    return this.links(null, STACK, tree.length, idLength);
  }

  /** Reads what stands between `start` and `end`; large stretches to `spare`, others through a window that reads ahead. */
  #load(source: ByteSource, start: number, end: number, spare: number): number {
    if (source === this.#source && start >= this.#inputStart && end <= this.#inputEnd) {
      return INPUT + start - this.#inputStart;
    }
    if (end - start > INPUT_SIZE) {
      this.reserve(spare + end - start);
      source.readInto(this.#bytes, spare, end - start, start);
      return spare;
    }
    const ahead = source.isInMemory === true ? 0 : Math.min(READ_AHEAD, source.size - start);
    const length = Math.max(end - start, ahead);
    this.#source = null;
    source.readInto(this.#bytes, INPUT, length, start);
    this.#source = source;
    this.#inputStart = start;
    this.#inputEnd = start + length;
    return INPUT;
  }

  /** Hostile bytes can make the module run against the end of its memory: that is one damaged object, not a crash. */
  #guarded(call: () => number): number {
    try {
      return call();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) return 0;
      throw error;
    }
  }

  #grownTo(size: number): Buffer {
    const { memory } = this.#unpack;
    const missing = Math.ceil((size - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    return Buffer.from(memory.buffer);
  }
}

/** Entries of one family stand close to each other: a read costs about a microsecond, 32 KB of copying two. */
const READ_AHEAD = 32 * KB;
