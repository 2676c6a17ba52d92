import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { KeySummary, Report } from '../../src/finding.js';
import { summariseKeys } from '../../src/scan/keys.js';
import { mergeReports } from '../../src/scan/merge.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { findingOf, reportOf } from '../support/reports.js';
import { runScan } from '../support/run.js';

/** In pieces, or it would be a suppression of this file. */
const ACCEPT = 'starrise-' + 'disable-line';

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

it('says of a place what the most telling report does, in whatever order they come', () => {
  const introduced = { commit: 'c'.repeat(40), author: 'A', date: '2026-01-01T00:00:00Z', path: 'z.js', line: 1 };
  const history = {
    object: 'b'.repeat(40),
    kind: 'blob',
    introduced,
    removed: [],
    refs: [],
    inHead: true,
    occurrences: 1,
  } as const;
  const accepted = { ...open, history, suppression: { by: 'baseline', where: 'x', reason: null } } as const;
  const reports = [
    reportOf({ findings: [{ ...open, history }] }),
    reportOf({ findings: [open] }),
    reportOf({ suppressed: [accepted] }),
  ];
  for (const some of [reports, reports.toReversed(), [reports[1]!, reports[2]!, reports[0]!]]) {
    const { findings, suppressed } = mergeReports(some);
    expect(findings).toMatchObject([{ history: { introduced } }]);
    expect(suppressed).toEqual([]);
  }
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

it('knows in a merge of merges which shards there are', () => {
  const half = mergeReports([reportOf(shard(1, 4)), reportOf(shard(3, 4))]);
  expect(half.target.shards).toEqual([
    { index: 1, count: 4 },
    { index: 3, count: 4 },
  ]);
  expect(mergeReports([half, reportOf(shard(2, 4))])).toMatchObject({ complete: false, gaps: [{ what: 'shard 4/4' }] });
  const rest = mergeReports([reportOf(shard(4, 4)), reportOf(shard(2, 4))]);
  expect(mergeReports([half, rest])).toMatchObject({ complete: true, gaps: [] });
  // What the shards themselves could not read stays.
  const gaps = [{ what: 'a', why: 'EACCES: permission denied' }];
  const broken = mergeReports([reportOf({ ...shard(4, 4), complete: false, gaps }), reportOf(shard(2, 4))]);
  expect(mergeReports([half, broken])).toMatchObject({ complete: false, gaps });
});

it('names no million of missing shards one by one', () => {
  const { gaps } = mergeReports([reportOf(shard(1, 1e9)), reportOf(shard(3, 1e9)), reportOf(shard(2, 103))]);
  expect(gaps.map(({ what }) => what)).toEqual(['102 of 103 shards', '999999998 of 1000000000 shards']);
  expect(mergeReports([reportOf(shard(2, 101))]).gaps).toHaveLength(100);
});

it('names no more of them where a report speaks of many divisions', () => {
  const shards = Array.from({ length: 2000 }, (_, at) => ({ index: 1, count: at + 51 }));
  const { gaps } = mergeReports([reportOf({ target: { kind: 'merge', root: '/project', shards } })]);
  expect(gaps).toHaveLength(50 + 1999);
  expect(gaps.filter(({ what }) => what.startsWith('shard '))).toHaveLength(50);
});

it('counts the files of a shard once, where a job that was run again left two reports', () => {
  const again = { stats: { ...reportOf().stats, durationMs: 7 } };
  const once = mergeReports([reportOf(shard(1, 2)), reportOf(shard(2, 2))]);
  const twice = mergeReports([reportOf(shard(1, 2)), reportOf(shard(2, 2)), reportOf({ ...shard(1, 2), ...again })]);
  expect(twice.stats.files).toBe(once.stats.files);
  expect(once.stats.files).toBe(2 * reportOf().stats.files);
});

it('reads what PowerShell wrote, counts a file named twice once, and says what is missing in one that is no report', () => {
  const text = JSON.stringify(reportOf({ findings: [open] }));
  const folder = writeFiles(temporaryFolder(), { 'plain.json': text, 'none.json': '{"schemaVersion":1}' });
  writeFileSync(path.join(folder, 'wide.json'), Buffer.from(`\uFEFF${text}`, 'utf16le'));
  const merged = (...files: readonly string[]): Report =>
    JSON.parse(runScan(['merge', ...files, '--format', 'json'], { cwd: folder }).stdout) as Report;
  expect(merged('wide.json').findings).toHaveLength(1);
  expect(merged('plain.json', './plain.json').stats).toEqual(merged('plain.json').stats);
  const { status, stderr } = runScan(['merge', 'none.json'], { cwd: folder });
  expect([status, stderr]).toEqual([
    2,
    'starrise-scan: none.json: not a JSON report of this version: tool is missing\n',
  ]);
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

it.each([2, 3, 5])('says of %i parts what a scan of the whole says, in the same order', (count) => {
  const key = (name: string): string => `const ${name} = '${newApiKey('merge')}';`;
  const proof = key('NEW_API_TOKEN');
  const folder = writeFiles(temporaryFolder(), {
    ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`${at}/open.js`, key('k')])),
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`${at}/stale.js`, `x = 1; // ${ACCEPT} -- nothing\n`]),
    ),
    ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`${at}/large`, 'x'.repeat(2000)])),
    '3/proof.js': proof,
    '7/proof.js': `${proof} // ${ACCEPT} -- revoked\n`,
    'z/proof.js': proof,
  });
  const report = (...args: readonly string[]): Report => {
    const { stdout } = runScan([...args, '--format', 'json'], { cwd: folder });
    const { target, stats, ...said } = JSON.parse(stdout) as Report;
    return { ...said, target: { kind: 'merge', root: target.root }, stats: { ...stats, durationMs: 0 } };
  };
  const whole = report('--max-size', '1000');
  expect(whole.staleSuppressions).toHaveLength(12);
  expect(whole.skipped).toHaveLength(12);
  const parts = Array.from({ length: count }, (_, at) => {
    const file = path.join(temporaryFolder(), 'part.json');
    runScan(['--max-size', '1000', '--shard', `${at + 1}/${count}`, '--format', `json=${file}`], { cwd: folder });
    return file;
  });
  expect(report('merge', ...parts.reverse())).toEqual(whole);
});
