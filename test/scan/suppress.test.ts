import { describe, expect, it } from 'vitest';
import { type Config, DEFAULT_CONFIG, type Suppression } from '../../src/config/config.js';
import { baselineEntryOf } from '../../src/config/baseline.js';
import { suppressFindings } from '../../src/scan/suppress.js';
import { findingOf } from '../support/reports.js';

const inDocs = findingOf({ path: 'packages/a/docs/x.md' });
const inSource = findingOf({ path: 'packages/a/src/x.js', fingerprint: 'b'.repeat(32) });
const keyless = findingOf({
  ruleId: 'auth-header',
  fingerprint: null,
  redacted: null,
  issuer: null,
  findingId: 'c'.repeat(32),
});

/** Applied in /repo, by a configuration in /repo/packages/a. */
function suppress(
  suppress: readonly Suppression[],
  baseline: Parameters<typeof suppressFindings>[1]['baseline'] = null,
  readsRequests = true,
) {
  const config: Config = { ...DEFAULT_CONFIG, suppress };
  const loaded = { config, file: '/repo/packages/a/starrise.config.json', folder: '/repo/packages/a' };
  return suppressFindings([inDocs, inSource, keyless], {
    loaded,
    baseline,
    today: '2026-06-15',
    root: '/repo',
    readsRequests,
  });
}

describe('the configuration', () => {
  it.each<[string, Suppression, string[]]>([
    ['a fingerprint', { fingerprint: 'b'.repeat(32), reason: 'r' }, [inSource.path]],
    ['a folder, seen from the configuration', { path: 'docs', reason: 'r' }, [inDocs.path]],
    ['a glob', { path: '*.js', reason: 'r' }, [inSource.path]],
    ['a path outside', { path: 'packages/a/docs', reason: 'r' }, []],
    ['a fingerprint in a path', { fingerprint: 'b'.repeat(32), path: 'docs', reason: 'r' }, []],
    ['a rule', { path: '**', rule: 'auth-header', reason: 'r' }, []],
  ])('accepts by %s', async (_, suppression, paths) => {
    const { suppressed, findings } = await suppress([suppression]);
    expect(suppressed.map(({ path }) => path)).toEqual(paths);
    expect(findings).toHaveLength(3 - paths.length);
  });

  it('gives its reason and its place', async () => {
    const { suppressed, unused, expired } = await suppress([
      { path: 'docs', reason: 'an example', expires: '2026-06-15' },
    ]);
    expect(suppressed[0]?.suppression).toEqual({
      by: 'configuration',
      where: 'starrise.config.json suppress[0]',
      reason: 'an example',
    });
    expect([...unused, ...expired]).toEqual([]);
  });

  it('accepts nothing after its date, and says so', async () => {
    const { suppressed, expired, unused } = await suppress([{ path: 'docs', reason: 'r', expires: '2026-06-14' }]);
    expect(suppressed).toEqual([]);
    expect(expired).toEqual([
      { where: 'starrise.config.json suppress[0]', why: 'expired', detail: 'it held until 2026-06-14' },
    ]);
    expect(unused).toEqual([]);
  });

  it('names what accepts nothing', async () => {
    const { unused } = await suppress([
      { path: 'docs', reason: 'r' },
      { path: 'gone/**', reason: 'r' },
    ]);
    expect(unused).toEqual([{ where: 'starrise.config.json suppress[1]', why: 'unused', detail: 'gone/**' }]);
  });
});

describe('the baseline', () => {
  const salt = '0'.repeat(32);

  it('accepts keys wherever they stand, and problems without a key by their id', async () => {
    const entries = [baselineEntryOf({ ...inSource, path: 'moved.js' }), baselineEntryOf(keyless)];
    const { findings, suppressed, unused } = await suppress([], { salt, entries });
    expect(findings).toEqual([inDocs]);
    expect(suppressed.map(({ suppression }) => suppression.by)).toEqual(['baseline', 'baseline']);
    expect(unused).toEqual([]);
  });

  it('accepts a key for the rule it names only, and names stale entries without a whole key', async () => {
    const { findings, unused } = await suppress([], {
      salt,
      entries: [{ ...baselineEntryOf(inSource), rule: 'no-client-key' }],
    });
    expect(findings).toHaveLength(3);
    expect(unused).toEqual([
      { where: 'starrise.baseline.json', why: 'unused', detail: `no-client-key sk-Ab3d…9xQ2 (${'b'.repeat(32)})` },
    ]);
  });
});

describe('where keys alone were looked for', () => {
  const gone = { fingerprint: 'd'.repeat(32), reason: 'r' };

  it('only entries about keys are told to accept nothing', () => {
    const entries = [
      gone,
      { ...gone, rule: 'no-hardcoded-key' },
      { ...gone, rule: 'auth-header' },
      { path: 'gone/**', reason: 'r' },
    ] as const;
    const told = (readsRequests: boolean): string[] =>
      suppress(entries, null, readsRequests).unused.map(({ where }) => where.slice(-2, -1));
    expect([told(true), told(false)]).toEqual([
      ['0', '1', '2', '3'],
      ['0', '1'],
    ]);
  });

  it('so are those of the baseline', () => {
    const entries = [
      baselineEntryOf({ ...inSource, fingerprint: 'd'.repeat(32) }),
      baselineEntryOf({ ...keyless, findingId: 'e'.repeat(32) }),
    ];
    const told = (readsRequests: boolean): number =>
      suppress([], { salt: '0'.repeat(32), entries }, readsRequests).unused.length;
    expect([told(true), told(false)]).toEqual([2, 1]);
  });
});
