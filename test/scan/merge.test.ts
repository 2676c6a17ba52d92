import { expect, it } from 'vitest';
import type { KeySummary } from '../../src/finding.js';
import { summariseKeys } from '../../src/scan/keys.js';
import { mergeReports } from '../../src/scan/merge.js';
import { findingOf, reportOf } from '../support/reports.js';

const open = findingOf({ findingId: '1'.repeat(32), path: 'z.js' });
const proven = findingOf({ findingId: '2'.repeat(32), issuer: 'new-api', candidates: ['new-api'], confidence: 'high' });

function shard(index: number, count: number) {
  return { target: { kind: 'files', root: '/project', shard: { index, count } } } as const;
}

it('judges a key by its places in all reports, each place once', () => {
  const report = mergeReports([
    reportOf({ findings: [open] }),
    reportOf({ findings: [proven] }),
    reportOf({ findings: [open], skipped: [{ what: 'x', why: 'y' }] }),
  ]);
  expect(report.findings.map(({ path, issuer }) => [path, issuer])).toEqual([
    ['a.js', 'new-api'],
    ['z.js', 'new-api'],
  ]);
  expect(report.keys).toMatchObject([{ issuer: 'new-api', places: 2 }]);
  expect(report).toMatchObject({
    target: { kind: 'merge', root: '/project' },
    complete: true,
    skipped: [{ what: 'x' }],
  });
  expect(report.stats).toMatchObject({ files: 9, bytes: 3600 });
});

it('is complete when every shard is there, and then speaks of shards no more', () => {
  const skipped = [{ what: 'files of the other shards', why: 'only part 1 of 2 was read' }];
  expect(mergeReports([reportOf({ ...shard(1, 2), skipped }), reportOf(shard(2, 2))])).toMatchObject({
    complete: true,
    gaps: [],
    skipped: [],
  });
});

it('names missing shards as gaps', () => {
  const { complete, gaps } = mergeReports([reportOf(shard(2, 3))]);
  expect(complete).toBe(false);
  expect(gaps.map(({ what }) => what)).toEqual(['shard 1/3', 'shard 3/3']);
});

it('stays incomplete where a report was', () => {
  const gaps = [{ what: 'secret.txt', why: 'permission denied' }];
  expect(mergeReports([reportOf(), reportOf({ gaps })])).toMatchObject({ complete: false, gaps });
});

it('keeps what was accepted apart, and the latest verdict on a key', () => {
  const suppressed = { ...open, suppression: { by: 'baseline', where: 'b.json', reason: null } } as const;
  const verdict = (state: 'live' | 'expired', checkedAt: string): KeySummary[] =>
    summariseKeys([proven]).map((key) => ({ ...key, verification: { state, checkedAt, host: 'h', detail: '' } }));
  const report = mergeReports([
    reportOf({ findings: [proven], keys: verdict('live', '2026-01-02T00:00:00Z') }),
    reportOf({ findings: [proven], suppressed: [suppressed], keys: verdict('expired', '2026-01-01T00:00:00Z') }),
  ]);
  expect(report.findings).toHaveLength(1);
  expect(report.suppressed).toMatchObject([{ path: 'z.js', suppression: { by: 'baseline' } }]);
  expect(report.keys).toMatchObject([{ verification: { state: 'live' } }]);
});
