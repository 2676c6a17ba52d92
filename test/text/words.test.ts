import { expect, it } from 'vitest';
import { count, listOf } from '../../src/text/list.js';
import { didYouMean, nearestName } from '../../src/text/nearest.js';
import { formatSize, parseSize } from '../../src/text/size.js';

it.each([
  ['500', 500],
  ['0', 0],
  ['1kB', 1000],
  ['1.5 MB', 1_500_000],
  ['10m', 10_000_000],
  ['2GB', 2e9],
  ['7b', 7],
  ['', null],
  ['MB', null],
  ['-1', null],
  ['1TB', null],
  ['1e3', null],
])('reads %j as %s bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [4_123_456, '4.1 MB'],
  [82_000_000, '82 MB'],
  [3e9, '3.0 GB'],
])('writes %i bytes as %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});

it('finds the name that was meant, or none', () => {
  const names = ['format', 'fail-on', 'config'];
  expect(nearestName('fromat', names)).toBe('format');
  expect(nearestName('CONFIG', names)).toBe('config');
  expect(nearestName('verbose', names)).toBeNull();
  expect(didYouMean('confg', names, '--')).toBe(' (did you mean --config?)');
  expect(didYouMean('zzz', names)).toBe('');
});

it('counts and lists as people do', () => {
  expect([count(0, 'file'), count(1, 'file'), count(1312, 'file'), count(2, 'entry', 'entries')]).toEqual([
    '0 files',
    '1 file',
    '1,312 files',
    '2 entries',
  ]);
  expect([listOf([], 'or'), listOf(['a'], 'or'), listOf(['a', 'b', 'c'], 'and')]).toEqual(['', 'a', 'a, b and c']);
});
