import Papa from 'papaparse';
import { expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { render } from '../../src/report/csv.js';
import { inert } from '../../src/text/inert.js';
import { summariseKeys } from '../../src/scan/keys.js';
import { findingOf, HOSTILE, hostileReport, reportOf } from '../support/reports.js';

function read(report: Report): Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(render(report), {
    header: true,
    skipEmptyLines: true,
    newline: '\r\n',
  });
  expect(errors).toEqual([]);
  return data;
}

it('has a row for each place, accepted ones with the reason', () => {
  const commit = { commit: 'c0ffee', author: 'A. "Author", Jr.', date: '2024-05-06T07:08:09Z', path: 'a.js' };
  const finding = findingOf({
    history: { object: 'o', kind: 'blob', introduced: commit, removed: [], refs: [], inHead: true, occurrences: 1 },
    bundle: { source: 'src/a.ts', sourceLine: 7, sourceColumn: 1, via: null, public: true },
  });
  const verification = { state: 'live', checkedAt: '2026-01-01T00:00:00Z', host: 'h', detail: '' } as const;
  const rows = read(
    reportOf({
      findings: [finding],
      keys: summariseKeys([finding]).map((key) => ({ ...key, verification })),
      suppressed: [
        { ...findingOf({ fingerprint: null }), suppression: { by: 'baseline', where: 'b.json', reason: null } },
      ],
    }),
  );
  expect(rows).toMatchObject([
    {
      severity: 'error',
      rule: 'no-hardcoded-key',
      path: 'a.js',
      line: '1',
      key: 'sk-Ab3d…9xQ2',
      verification: 'live',
      commit: 'c0ffee',
      author: 'A. "Author", Jr.',
      inHead: 'true',
      source: 'src/a.ts:7',
      suppressedBy: '',
      findingId: 'f'.repeat(32),
    },
    { suppressedBy: 'baseline', reason: '', fingerprint: '', verification: '' },
  ]);
});

it('has its heading alone where nothing was found', () => {
  expect(read(reportOf())).toEqual([]);
  expect(render(reportOf())).toMatch(/^"severity","rule",.*\r\n$/);
});

it('gives hostile text back, and nothing that a spreadsheet would run', () => {
  const rows = read(hostileReport());
  const texts = Object.values(HOSTILE);
  expect(rows).toHaveLength(texts.length * 4);
  expect(rows.slice(0, texts.length * 2).map(({ author }) => author?.replace(/^'/, ''))).toEqual(
    texts.flatMap((text) => [inert(text), inert(text)]),
  );
  for (const row of rows) {
    for (const value of Object.values(row)) expect(value).not.toMatch(/^\s*[=+\-@\t\r＝＋－＠]/);
  }
});
