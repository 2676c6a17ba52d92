import { expect, it } from 'vitest';
import { amount } from '../../src/cli/progress.js';

const tally = { files: 1312, bytes: 5_000_000, blobs: 0 };

it('of files says how many there were', () => {
  expect(amount({ tally }, 9000)).toBe('1,312 files, 5.0 MB');
});

it('of objects says of how many, and, once that can be known, how long the rest takes', () => {
  const progress = { done: 50_000, total: 200_000, bytes: 300_000_000 };
  expect(amount({ tally, progress }, 500)).toBe('50,000 of 200,000 objects, 300 MB');
  expect(amount({ tally, progress }, 2000)).toBe('50,000 of 200,000 objects, 300 MB, about 6 s left');
  expect(amount({ tally, progress }, 80_000)).toBe('50,000 of 200,000 objects, 300 MB, about 4 min left');
  expect(amount({ tally, progress: { ...progress, done: 10 } }, 80_000)).toBe('10 of 200,000 objects, 300 MB');
});
