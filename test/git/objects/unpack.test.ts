import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STACK, Workspace, type ByteSource } from '../../../src/git/objects/workspace.js';

/** Bytes as in text, as in binaries, and as in long repetitions. */
const content = fc.oneof(
  fc.string({ maxLength: 3000, unit: fc.constantFrom(...'etaoin shrdlu\n{}();') }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.string({ minLength: 1, maxLength: 40 }), fc.nat(5000))
    .map(([text, times]) => Buffer.from(text.repeat(times))),
);
const compression = fc.record({ level: fc.integer({ min: 0, max: 9 }), strategy: fc.integer({ min: 0, max: 4 }) });

function sourceOf(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    readInto: (target, start, length, offset) => void target.set(bytes.subarray(offset, offset + length), start),
  };
}

function inflated(compressed: Buffer, size: number): Buffer {
  const workspace = new Workspace();
  workspace.inflate(sourceOf(compressed), 0, compressed.length, STACK, size, STACK);
  return Buffer.from(workspace.view(STACK, size));
}

describe('inflating', () => {
  it('gives what was deflated, at every level and strategy', () => {
    fc.assert(
      fc.property(content, compression, (bytes, options) => {
        expect(inflated(deflateSync(bytes, options), bytes.length).equals(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses bytes that were changed or cut off, or gives the right ones all the same', () => {
    fc.assert(
      fc.property(content, compression, fc.nat(), fc.integer({ min: 0, max: 255 }), (bytes, options, at, mask) => {
        const damaged = deflateSync(bytes, options);
        const place = at % damaged.length;
        damaged[place] = (damaged[place] as number) ^ mask;
        let result;
        try {
          result = inflated(mask === 0 ? damaged.subarray(0, place) : damaged, bytes.length);
        } catch (error) {
          expect(String(error)).toContain('damaged');
          return;
        }
        expect(result.equals(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
