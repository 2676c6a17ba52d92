import { describe, expect, it } from 'vitest';
import { globMatcher } from '../../src/config/globs.js';
import { globsFromRoot, pathFilter } from '../../src/sources/selection.js';
import { isInShard } from '../../src/sources/shard.js';
import { everything } from '../support/sources.js';

describe('globs of a folder below the root', () => {
  it.each([
    ['dist', 'packages/a/deep/dist/x.js', true],
    ['dist', 'dist/x.js', false],
    ['*.log', 'packages/a/x.log', true],
    ['*.log', 'packages/b/x.log', false],
    ['src/**', 'packages/a/src/x.js', true],
    ['./src', 'packages/a/src/x.js', true],
    ['/src', 'packages/a/src/x.js', true],
    ['/src', 'packages/a/lib/src/x.js', false],
    ['build/', 'packages/a/lib/build/x.js', true],
  ])('%s matches %s: %s', async (glob, path, matches) => {
    const isMatch = globMatcher(globsFromRoot([glob], '/repo/packages/a', '/repo'));
    expect(isMatch(path)).toBe(matches);
  });

  it('takes the name of the folder literally', async () => {
    const isMatch = globMatcher(globsFromRoot(['*.js'], '/repo/app/[id] (x)', '/repo'));
    expect([isMatch('app/[id] (x)/a.js'), isMatch('app/i (x)/a.js')]).toEqual([true, false]);
  });

  it('are as they stand where the folder is the root or elsewhere', () => {
    expect(globsFromRoot(['a/*'], '/repo', '/repo')).toEqual(['a/*']);
    expect(globsFromRoot(['a/*'], '/elsewhere', '/repo')).toEqual(['a/*']);
  });
});

describe('shards', () => {
  const paths = Array.from({ length: 3000 }, (_, at) => `src/folder${at % 17}/file${at}.ts`);

  it.each([1, 2, 3, 4, 7, 16])('put every path into exactly one of %i, evenly', (count) => {
    const sizes = Array.from(
      { length: count },
      (_, at) => paths.filter((path) => isInShard(path, { index: at + 1, count })).length,
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBe(paths.length);
    for (const size of sizes) expect(Math.abs(size - paths.length / count)).toBeLessThan(paths.length / count / 4 + 1);
  });

  it('divide alike on every machine', () => {
    // Changing the hash would let shards of two versions miss files between them.
    expect(paths.slice(0, 12).map((path) => isInShard(path, { index: 1, count: 2 }))).toMatchInlineSnapshot(`
      [
        true,
        false,
        false,
        true,
        true,
        true,
        false,
        false,
        false,
        false,
        false,
        true,
      ]
    `);
  });

  it('are told in the report once', async () => {
    const filter = pathFilter({ ...everything, exclude: ['*.md'], shard: { index: 2, count: 2 } });
    const answers = new Set(['a.md', ...paths].map((path) => JSON.stringify(filter?.file(path) ?? null)));
    expect([...answers].sort()).toEqual(
      [
        'null',
        JSON.stringify({ what: '*.md', why: 'excluded' }),
        JSON.stringify({ what: 'files of the other shards', why: 'only part 2 of 2 was read' }),
      ].sort(),
    );
  });
});
