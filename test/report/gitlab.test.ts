import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { render } from '../../src/report/gitlab.js';
import { summariseKeys } from '../../src/scan/keys.js';
import { findingOf, hostileReport, RENDERING, reportOf } from '../support/reports.js';
import { repositoryRoot } from '../support/run.js';

/** Given beside the repository, not in it. */
const SCHEMA = path.join(repositoryRoot, '../shared/schemas/gitlab-secret-detection-15.2.1.json');

const commit = { commit: '0123456789abcdef', author: 'A. Author', date: '2024-05-06T07:08:09Z', path: 'a.js' };
const old = findingOf({
  history: { object: 'o', kind: 'blob', introduced: commit, removed: [], refs: [], inHead: false, occurrences: 1 },
});

interface Read {
  scan: { status: string; messages: { level: string; value: string }[] };
  vulnerabilities: Record<string, unknown>[];
}

function read(report: Report): Read {
  return JSON.parse(render(report, RENDERING)) as Read;
}

describe.skipIf(!existsSync(SCHEMA))('by the schema in ../shared/schemas', () => {
  it.each([
    ['an empty report', reportOf()],
    ['one with a key in a file and in history', reportOf({ findings: [findingOf(), old] })],
    ['an incomplete one', reportOf({ gaps: [{ what: 'a', why: 'b' }], skipped: [{ what: 'c', why: 'd' }] })],
    ['a hostile one', hostileReport()],
    [
      'one with texts longer than GitLab takes',
      reportOf({
        findings: [findingOf({ redacted: 'r'.repeat(300), message: 'm'.repeat(1_100_000), advice: 'a'.repeat(8000) })],
      }),
    ],
  ])('%s is valid', (_, report) => {
    const validate = new Ajv({ strict: false, allErrors: true }).compile(
      JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
    );
    expect(validate(read(report)) ? [] : validate.errors).toEqual([]);
  });
});

it('says where a key stands, in which commit, how bad it is and what to do', () => {
  const { vulnerabilities, scan } = read(reportOf({ findings: [findingOf({ path: 'src/a.js' }), old] }));
  expect(vulnerabilities[0]).toMatchObject({
    id: 'f'.repeat(32),
    name: 'API key in source: sk-Ab3d…9xQ2',
    severity: 'Critical',
    solution: 'Revoke this key.',
    identifiers: [
      { type: 'starrise_rule', value: 'no-hardcoded-key' },
      { type: 'cwe', value: '798' },
    ],
    location: { file: 'src/a.js', start_line: 1, end_line: 1, commit: { sha: '0000000' } },
  });
  expect(vulnerabilities[1]).toMatchObject({
    location: { commit: { sha: commit.commit, author: 'A. Author', date: commit.date } },
  });
  expect(scan.status).toBe('success');
});

it('takes a revoked key for less than one nobody asked about', () => {
  const key = summariseKeys([old])[0]!;
  const verification = { state: 'unrecognized', checkedAt: '2026-01-01T00:00:00Z', host: 'h', detail: '' } as const;
  const { vulnerabilities } = read(reportOf({ findings: [old], keys: [{ ...key, verification }] }));
  expect(vulnerabilities[0]).toMatchObject({ severity: 'Low' });
});

it('says what was not read, and what is not in it', () => {
  const { scan } = read(
    reportOf({
      gaps: [{ what: 'a', why: 'permission denied' }],
      skipped: [{ what: 'b', why: 'too large' }],
      suppressed: [{ ...findingOf(), suppression: { by: 'baseline', where: 'b.json', reason: null } }],
    }),
  );
  expect(scan).toMatchObject({
    status: 'failure',
    messages: [
      { level: 'warn', value: 'not read: a: permission denied' },
      { level: 'info', value: 'left out: b: too large' },
      { level: 'info', value: '1 accepted finding not listed' },
    ],
  });
});
