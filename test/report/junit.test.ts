import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { render } from '../../src/report/junit.js';
import { inert } from '../../src/text/inert.js';
import { findingOf, HOSTILE, hostileReport, RENDERING, reportOf } from '../support/reports.js';

interface Case {
  readonly classname: string;
  readonly name: string;
  readonly file?: string;
  readonly failure?: { readonly message: string; readonly type: string; readonly '#text': string };
  readonly skipped?: { readonly message: string };
  readonly error?: { readonly message: string };
}

/** The document as an independent parser reads it. */
function read(report: Report): { counts: Record<string, string>; cases: Case[] } {
  const text = render(report, RENDERING);
  expect(XMLValidator.validate(text)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    htmlEntities: true,
    trimValues: false,
    parseAttributeValue: false,
    isArray: (name) => name === 'testcase',
  });
  const { testsuites } = parser.parse(text) as { testsuites: { testsuite: { testcase: Case[] } & object } };
  const { testcase, ...counts } = testsuites.testsuite as { testcase: Case[] } & Record<string, string>;
  return { counts, cases: testcase };
}

it('has a failed case for each place, a skipped one for what is accepted, an error for what was not read', () => {
  const { counts, cases } = read(
    reportOf({
      findings: [findingOf({ line: 3 })],
      suppressed: [{ ...findingOf(), suppression: { by: 'comment', where: 'a.js:1', reason: 'an example' } }],
      gaps: [{ what: 'b.txt', why: 'permission denied' }],
    }),
  );
  expect(counts).toMatchObject({
    tests: '3',
    failures: '1',
    errors: '1',
    skipped: '1',
    timestamp: '2026-11-27T01:02:03',
  });
  expect(cases).toMatchObject([
    {
      classname: 'a.js',
      name: 'API key in source at 3:1 (no-hardcoded-key)',
      file: 'a.js',
      line: '3',
      failure: { type: 'error', message: 'sk- key sk-Ab3d…9xQ2 in source' },
    },
    { skipped: { message: 'accepted by comment, a.js:1: an example' } },
    { classname: 'b.txt', error: { message: 'b.txt: permission denied' } },
  ]);
  expect(cases[0]?.failure?.['#text']).toContain('→ Revoke this key.\n');
});

it('has one case that passes where nothing was found', () => {
  const { counts, cases } = read(reportOf());
  expect(counts).toMatchObject({ tests: '1', failures: '0', errors: '0', skipped: '0' });
  expect(cases).toMatchObject([{ classname: 'starrise-scan', name: 'no keys in 3 files (1.2 kB)' }]);
});

it('gives hostile text back as text, and as nothing else', () => {
  const { cases } = read(hostileReport());
  const texts = Object.values(HOSTILE).map(inert);
  const failures = cases.flatMap(({ failure }) => failure ?? []);
  expect(failures.map(({ message }) => message)).toEqual(texts.flatMap((text) => [text, text]));
  expect(failures.map((failure) => Object.keys(failure).sort().join())).toEqual(
    failures.map(() => '#text,message,type'),
  );
  expect(cases.map(({ file }) => file).filter((file) => file !== undefined)).toHaveLength(texts.length * 4);
});
