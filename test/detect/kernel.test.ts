import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPACITY, createKernel } from '../../src/detect/kernel/kernel.js';
import { NEEDLES } from '../../src/detect/needles.js';

describe('the kernel', () => {
  const kernel = createKernel(NEEDLES);
  const placesIn = (bytes: Buffer): { needles: number[]; runs: number[] } => {
    const needles: number[] = [];
    const runs: number[] = [];
    bytes.copy(kernel.bytes);
    kernel.find(bytes.length, (at, isRun) => {
      (isRun ? runs : needles).push(at);
      return false;
    });
    return { needles, runs };
  };

  it('stops at every needle, at every alignment', () => {
    for (const [row, { classes, window }] of NEEDLES.entries()) {
      const needle = Buffer.from(classes.map((place) => place.at(-1)!));
      for (let offset = 0; offset < 34; offset++) {
        const bytes = Buffer.concat([Buffer.alloc(offset, 0x2e), needle, Buffer.alloc(5, 0x2e)]);
        expect(placesIn(bytes).needles, `row ${row} at ${offset}`).toContain(offset + window);
      }
    }
  });

  it('stops where a run of 48 to 53 letters and digits begins, once, and at no other run', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 16, max: 130 }), fc.boolean(), (before, length, isLast) => {
        const run = 'Zz9Aa0Mm5'.repeat(15).slice(0, length);
        const bytes = Buffer.from('.'.repeat(before) + run + (isLast ? '' : '.../'.repeat(40)));
        expect(placesIn(bytes).runs).toEqual(length >= 48 && length <= 53 ? [before] : []);
      }),
      { numRuns: 2000 },
    );
  });

  it('counts no byte of an earlier, longer text to a run', () => {
    placesIn(Buffer.alloc(200, 'Zz9'));
    expect(placesIn(Buffer.from('Zz9Aa0Mm5'.repeat(4))).runs).toEqual([]);
  });

  it('goes on where its list of places was full', () => {
    const bytes = Buffer.from(`${'s'}k-`.repeat(Math.floor(CAPACITY / 3)));
    const { needles } = placesIn(bytes);
    expect(needles).toHaveLength(Math.floor(CAPACITY / 3));
    expect(needles.at(-1)).toBe(bytes.length - 3);
  });
});
