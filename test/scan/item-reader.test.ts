import { expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../src/config/config.js';
import { scan } from '../../src/scan.js';
import type { Source, SourceItem } from '../../src/sources/source.js';
import { newApiKey } from '../support/keys.js';

const key = newApiKey('item reader');

/** A source of these items. */
function sourceOf(...items: readonly SourceItem[]): Source {
  return {
    kind: 'files',
    root: '/nowhere',
    empty: false,
    gaps: [],
    skipped: [],
    tally: { files: items.length, bytes: 1, blobs: 0 },
    async *items() {
      yield* items;
    },
  };
}

it('names a file that we fail on, and goes on', async () => {
  // Stands for any mistake of ours.
  const bytes = Object.defineProperty(new Uint8Array(1), 'length', {
    get() {
      throw new TypeError(`broken\nby what ${key} says`);
    },
  });
  const broken = { path: `of ${key}.js`, bytes };
  const request = { loaded: { config: DEFAULT_CONFIG, file: null, folder: '/nowhere' }, baseline: null };
  const { findings, gaps, complete } = await scan({
    ...request,
    source: sourceOf(broken, { path: 'a.txt', bytes: Buffer.from(key) }),
    coversProject: true,
  });
  expect(findings.map(({ path }) => path)).toEqual(['a.txt']);
  expect(complete).toBe(false);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]?.why).toMatch(/^starrise-scan failed on it, please report this: TypeError: broken at .*:\d+:\d+\)?$/);
  expect(JSON.stringify(gaps)).not.toContain(key);
});
