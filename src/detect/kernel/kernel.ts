import { Buffer } from 'node:buffer';
import type { Needle } from '../needles.js';
import wasm from './kernel.wasm.js';

/** As laid out in kernel.wat. */
const PLACES_AT = 1024;
const BYTES_AT = 65536;
const RUN_BIT = 0x80000000;

/** How many bytes the kernel takes at once. */
export const CAPACITY = 1 << 20;
/** Zeroed behind the bytes, so that the last loads see nothing of an earlier file. */
const SLACK = 32;

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly next: { readonly value: number };
  readonly find: (from: number, end: number) => number;
}

/** Node has WebAssembly; the types of @types/node 20 name it only with the DOM library. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
};

/** One instance of the kernel with its memory. */
export interface Kernel {
  /** `CAPACITY` bytes to read into. */
  readonly bytes: Buffer;
  /** Calls `visit` with each place in the first `length` bytes where a needle may stand, or where a run goes on; stops when it returns true. */
  find(length: number, visit: (at: number, isRun: boolean) => boolean): boolean;
}

export function createKernel(needles: readonly Needle[]): Kernel {
  const module = new WebAssembly.Module(Buffer.from(wasm, 'base64'));
  const { memory, find, next } = new WebAssembly.Instance(module).exports as KernelExports;
  new Uint8Array(memory.buffer).set(nibbleTables(needles), 0);
  const bytes = Buffer.from(memory.buffer, BYTES_AT, CAPACITY + SLACK);
  const places = new Uint32Array(memory.buffer, PLACES_AT);
  return {
    bytes: bytes.subarray(0, CAPACITY),
    find(length, visit) {
      bytes.fill(0, length, length + SLACK);
      for (let from = 0; from < length; from = next.value) {
        const count = find(from, length);
        for (let index = 0; index < count; index++) {
          const place = places[index]!;
          if (visit(place & ~RUN_BIT, place >= RUN_BIT)) return true;
        }
      }
      return false;
    },
  };
}

/** The eight tables of kernel.wat: for three places, which groups allow a low and a high half; then letters and digits. */
function nibbleTables(needles: readonly Needle[]): Uint8Array {
  const tables = new Uint8Array(8 * 16);
  for (const { classes, window, bucket } of needles) {
    for (let place = 0; place < 3; place++) {
      for (const byte of classes[window + place]!) allow(tables, place, byte, 1 << bucket);
    }
  }
  for (const [first, last, bit] of ALPHANUMERIC_BLOCKS) {
    for (let byte = first; byte <= last; byte++) allow(tables, 3, byte, bit);
  }
  return tables;
}

function allow(tables: Uint8Array, pair: number, byte: number, bit: number): void {
  tables[pair * 32 + (byte & 15)]! |= bit;
  tables[pair * 32 + 16 + (byte >> 4)]! |= bit;
}

/** A bit each for stretches that share a high half, so that the two tables together are exact. */
const ALPHANUMERIC_BLOCKS: readonly (readonly [first: number, last: number, bit: number])[] = [
  [0x30, 0x39, 1],
  [0x41, 0x4f, 2],
  [0x50, 0x5a, 4],
  [0x61, 0x6f, 2],
  [0x70, 0x7a, 4],
];
