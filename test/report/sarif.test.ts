import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { render } from '../../src/report/sarif.js';
import { summariseKeys } from '../../src/scan/keys.js';
import { findingOf, reportOf } from '../support/reports.js';
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
  const text = render(report);
  return { text, ...(JSON.parse(text) as Log).runs[0] };
}

describe.skipIf(!existsSync(SCHEMA))('by the schema in ../shared/schemas', () => {
  it.each([
    ['an empty report', reportOf()],
    ['a full one', full],
  ])('%s is valid', (_, report) => {
    const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
    expect(validate(JSON.parse(render(report))) ? [] : validate.errors).toEqual([]);
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
    properties: { tags: ['security'], 'security-severity': '9.1', precision: 'high' },
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
    toolExecutionNotifications: [
      { level: 'error', message: { text: 'x: permission denied' } },
      { level: 'note', message: { text: 'y: too large' } },
    ],
  });
});
