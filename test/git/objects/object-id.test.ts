import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { sortedIds } from '../../../src/git/objects/object-id.js';

describe('sorting ids', () => {
  const random = Array.from({ length: 500 }, (_, at) =>
    ((at * 2654435761) >>> 0).toString(16).padStart(8, '0').repeat(5),
  );
  const alike = ['ff', '00', '80', '01', '7f'].map((end) => `${'ab'.repeat(19)}${end}`);

  it.each([
    ['none', []],
    ['one', ['ab'.repeat(20)]],
    ['many', random],
    ['some that begin alike', [...alike, ...random, ...alike.map((id) => `${'ab'.repeat(10)}${id.slice(20)}`)]],
    ['the first and the last that can be', ['ff'.repeat(20), '00'.repeat(20)]],
  ])('%s', (_, ids) => {
    expect(sortedIds(ids, 20).toString('hex')).toBe([...ids].sort().join(''));
  });

  it('of SHA-256', () => {
    const ids = random.map((id) => id.padEnd(64, '1'));
    expect(sortedIds(ids, 32)).toEqual(Buffer.from([...ids].sort().join(''), 'hex'));
  });
});
