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

  it('stops at every run of 48 letters and digits, once', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 48, max: 90 }), (before, length) => {
        const bytes = Buffer.from('.'.repeat(before) + 'Zz9Aa0Mm5'.repeat(10).slice(0, length) + '..');
        const { runs } = placesIn(bytes);
        return runs.length === 1 && runs[0]! >= before && runs[0]! < before + length;
      }),
    );
  });

  it('goes on where its list of places was full', () => {
    const bytes = Buffer.from(`${'s'}k-`.repeat(Math.floor(CAPACITY / 3)));
    const { needles } = placesIn(bytes);
    expect(needles).toHaveLength(Math.floor(CAPACITY / 3));
    expect(needles.at(-1)).toBe(bytes.length - 3);
  });
});
