import { Buffer } from 'node:buffer';
import type { Needle } from '../needles.js';
import wasm from './kernel.wasm.js';

/** As laid out in kernel.wat. */
const BYTE_TABLES_AT = 256;
const PLACES_AT = 4096;
const BYTES_AT = 65536;
const RUN_BIT = 0x80000000;

/** How many bytes the kernel takes at once. */
export const CAPACITY = 1 << 20;

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
  /** Calls `visit` with each place in the first `length` bytes where a needle may stand, or where a run begins. */
  find(length: number, visit: (at: number, isRun: boolean) => void): void;
}

export function createKernel(needles: readonly Needle[]): Kernel {
  const module = new WebAssembly.Module(Buffer.from(wasm, 'base64'));
  const { memory, find, next } = new WebAssembly.Instance(module).exports as KernelExports;
  const tables = new Uint8Array(memory.buffer);
  tables.set(nibbleTables(needles), 0);
  tables.set(byteTables(needles), BYTE_TABLES_AT);
  const places = new Uint32Array(memory.buffer, PLACES_AT);
  return {
    bytes: Buffer.from(memory.buffer, BYTES_AT, CAPACITY),
    find(length, visit) {
      for (let from = 0; from < length; from = next.value) {
        const count = find(from, length);
        for (let index = 0; index < count; index++) {
          const place = places[index]!;
          visit(place & ~RUN_BIT, place >= RUN_BIT);
        }
      }
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

/** The six tables of kernel.wat by whole bytes, for the places from one before a window's first to two behind its last. */
function byteTables(needles: readonly Needle[]): Uint8Array {
  const tables = new Uint8Array(6 * 256);
  for (let place = 0; place < 6; place++) {
    const table = tables.subarray(place * 256, (place + 1) * 256);
    // Groups with a needle that says nothing of this place allow every byte there.
    let anything = 0;
    for (const { classes, window, bucket } of needles) {
      const allowed = classes[window + place - 1];
      if (allowed === undefined) anything |= 1 << bucket;
      else for (const byte of allowed) table[byte]! |= 1 << bucket;
    }
    for (let byte = 0; byte < 256; byte++) table[byte]! |= anything;
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
