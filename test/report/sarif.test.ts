import { existsSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { render } from '../../src/report/sarif.js';
import { summariseKeys } from '../../src/scan/keys.js';
import { findingOf, hostileReport, RENDERING, reportOf } from '../support/reports.js';
import { repositoryRoot } from '../support/run.js';

/** Given beside the repository, not in it. */
const SCHEMA = path.join(repositoryRoot, '../shared/schemas/sarif-2.1.0.json');

const commit = { commit: '0123456789abcdef', author: 'A', date: '2024-05-06T07:08:09Z', path: 'a.js' };
const found = findingOf({
  path: 'src/a b#1?%:é\uD800.js',
  history: { object: 'o', kind: 'blob', introduced: commit, removed: [], refs: [], inHead: true, occurrences: 1 },
});
const full = reportOf({
  findings: [found],
  keys: summariseKeys([found]).map((key) => ({
    ...key,
    verification: { state: 'live', checkedAt: '2026-01-01T00:00:00Z', host: 'h', detail: '' },
  })),
  suppressed: [
    { ...findingOf(), suppression: { by: 'comment', where: 'a.js:1', reason: 'an example' } },
    { ...findingOf({ snippet: null }), suppression: { by: 'baseline', where: 'b.json', reason: null } },
  ],
  gaps: [{ what: 'x', why: 'permission denied' }],
  skipped: [{ what: 'y', why: 'too large' }],
});

interface Log {
  runs: [{ tool: { driver: { rules: object[] } }; invocations: [object]; results: Record<string, unknown>[] }];
}

function runOf(report: Report) {
  const text = render(report, RENDERING);
  return { text, ...(JSON.parse(text) as Log).runs[0] };
}

describe.skipIf(!existsSync(SCHEMA))('by the schema in ../shared/schemas', () => {
  it.each([
    ['an empty report', reportOf()],
    ['a full one', full],
    ['a hostile one', hostileReport()],
  ])('%s is valid', (_, report) => {
    const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
    expect(validate(JSON.parse(render(report, RENDERING))) ? [] : validate.errors).toEqual([]);
  });
});

it('names places relative to the root, percent-encoded, and the root nowhere', () => {
  const { results, text } = runOf(full);
  expect(results[0]).toMatchObject({
    ruleId: 'no-hardcoded-key',
    ruleIndex: 0,
    level: 'error',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'src/a%20b%231%3F%25%3A%C3%A9%EF%BF%BD.js', uriBaseId: '%SRCROOT%' },
          region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 52 },
        },
      },
    ],
  });
  expect(text).not.toContain('/project');
});

it('carries what the contract promises in properties, and the finding id as fingerprint', () => {
  const [result] = runOf(full).results;
  expect(result?.['properties']).toMatchObject({
    issuer: 'ambiguous',
    confidence: 'medium',
    fingerprint: found.fingerprint,
    commit: commit.commit,
    inHead: true,
    kind: 'blob',
    verification: 'live',
  });
  expect(result?.['partialFingerprints']).toMatchObject({ primaryLocationLineHash: `${found.findingId}:1` });
});

it('says of a rule what code scanning shows', () => {
  expect(runOf(reportOf()).tool.driver.rules[0]).toMatchObject({
    id: 'no-hardcoded-key',
    shortDescription: { text: expect.any(String) as string },
    help: { text: expect.any(String) as string, markdown: expect.stringContaining('`starrise.config.json`') as string },
    properties: { tags: ['security', 'external/cwe/cwe-798'], 'security-severity': '9.1', precision: 'high' },
  });
});

it('marks what is accepted, and how', () => {
  const [, byComment, byBaseline] = runOf(full).results;
  expect(byComment?.['suppressions']).toEqual([{ kind: 'inSource', justification: 'an example' }]);
  expect(byBaseline?.['suppressions']).toEqual([{ kind: 'external', justification: 'accepted by b.json' }]);
});

it('says what was not read', () => {
  expect(runOf(full).invocations[0]).toEqual({
    executionSuccessful: false,
    startTimeUtc: '2026-11-27T01:02:03.451Z',
    endTimeUtc: '2026-11-27T01:02:03.456Z',
    toolExecutionNotifications: [
      { descriptor: { id: 'not-read' }, level: 'error', message: { text: 'x: permission denied' } },
      { descriptor: { id: 'left-out' }, level: 'note', message: { text: 'y: too large' } },
    ],
  });
});

it('relates a place to the commits of its history and to the source of built code', () => {
  const removed = { ...commit, commit: 'fedcba98', author: 'B [x](https://evil.example)', path: 'b c.js', line: 9 };
  const finding = findingOf({
    history: {
      object: 'o',
      kind: 'blob',
      introduced: commit,
      removed: [removed],
      refs: [],
      inHead: false,
      occurrences: 1,
    },
    bundle: { source: 'src/a.ts', sourceLine: 7, sourceColumn: 1, via: null, public: true },
  });
  expect(runOf(reportOf({ findings: [finding] })).results[0]?.['relatedLocations']).toEqual([
    related(1, 'Introduced by A on 2024-05-06 in 0123456789abcdef', 'a.js', 1),
    related(2, String.raw`Removed by B \[x\](https://evil.example) on 2024-05-06 in fedcba98`, 'b%20c.js', 9),
    related(3, 'Written here', 'src/a.ts', 7),
  ]);
});

function related(id: number, text: string, uri: string, startLine: number): object {
  const physicalLocation = { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: { startLine } };
  return { id, message: { text }, physicalLocation };
}

it('keeps analyses of files and of history apart, and says what was scanned where that is known', () => {
  const provenance = { repository: 'https://github.com/a/b', commit: 'c0ffee', branch: 'main' };
  const [run] = (JSON.parse(render(reportOf(), { ...RENDERING, provenance })) as Log).runs;
  expect(run).toMatchObject({
    automationDetails: { id: 'starrise-scan/files/' },
    versionControlProvenance: [{ repositoryUri: 'https://github.com/a/b', revisionId: 'c0ffee', branch: 'main' }],
  });
  expect(runOf(reportOf())).not.toHaveProperty('versionControlProvenance');
});

describe('beyond what GitHub takes', () => {
  it('keeps errors before warnings before accepted findings, and says what it leaves out', () => {
    const warned: string[] = [];
    const report = reportOf({
      findings: [...Array.from({ length: 20 }, () => findingOf({ severity: 'warning' })), findingOf(), findingOf()],
      suppressed: [{ ...findingOf(), suppression: { by: 'comment', where: 'a.js:1', reason: null } }],
    });
    const options = { ...RENDERING, warn: (line: string) => warned.push(line) };
    const text = render(report, options, { results: 21, compressedBytes: 1e6 });
    const [run] = (JSON.parse(text) as Log).runs;
    expect(run.results.map(({ level }) => level)).toEqual(['error', 'error', ...Array<string>(19).fill('warning')]);
    expect(run.results.filter(({ suppressions }) => suppressions)).toEqual([]);
    expect(warned).toEqual([
      'SARIF leaves out 2 of 23 results: code scanning takes 21 and 1.0 MB; --format json=FILE has all',
    ]);
    expect(run.invocations[0]).toMatchObject({
      toolExecutionNotifications: [{ descriptor: { id: 'left-out' }, level: 'warning', message: { text: warned[0] } }],
    });
    render(reportOf({ findings: report.findings }), options);
    expect(warned).toHaveLength(1);
  });

  it('stays below its size, compressed', () => {
    const findings = Array.from({ length: 60 }, () => findingOf({ message: randomBytes(1000).toString('hex') }));
    const limits = { results: 100, compressedBytes: 30_000 };
    const text = render(reportOf({ findings }), RENDERING, limits);
    expect(gzipSync(text).length).toBeLessThanOrEqual(limits.compressedBytes);
    const { results } = (JSON.parse(text) as Log).runs[0];
    expect(results.length).toBeGreaterThan(10);
    expect(results.length).toBeLessThan(30);
  });
});
