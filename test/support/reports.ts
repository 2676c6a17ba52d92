import type { Finding, Report, SuppressedFinding } from '../../src/finding.js';
import type { RenderOptions } from '../../src/report/index.js';
import { summariseKeys } from '../../src/scan/keys.js';

/** A finding of an ambiguous key, but for what the test says otherwise. */
export function findingOf(given: Partial<Finding> = {}): Finding {
  return {
    findingId: 'f'.repeat(32),
    ruleId: 'no-hardcoded-key',
    problem: 'key',
    severity: 'error',
    message: 'sk- key sk-Ab3d…9xQ2 in source',
    path: 'a.js',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 52,
    fingerprint: 'a'.repeat(32),
    redacted: 'sk-Ab3d…9xQ2',
    issuer: 'ambiguous',
    candidates: ['new-api', 'moonshot'],
    confidence: 'medium',
    evidence: [{ kind: 'shape', detail: 'sk- and 48 letters and digits' }],
    encoding: 'plain',
    snippet: { line: 1, text: 'key = "sk-Ab3d…9xQ2"', start: 7, end: 19 },
    advice: 'Revoke this key.',
    ...given,
  };
}

/** A complete report of a scan of files, but for what the test says otherwise. */
export function reportOf(given: Partial<Report> & { suppressed?: readonly SuppressedFinding[] } = {}): Report {
  return {
    schemaVersion: 1,
    tool: { name: 'starrise-scan', version: '0.0.0' },
    target: { kind: 'files', root: '/project' },
    complete: (given.gaps ?? []).length === 0,
    gaps: [],
    skipped: [],
    stats: { files: 3, bytes: 1200, blobs: 0, commits: 0, refs: 0, durationMs: 5 },
    tips: [],
    keys: [],
    findings: [],
    suppressed: [],
    staleSuppressions: [],
    ...given,
  };
}

/** How a report is rendered where the test does not care: without colour, at a fixed time. */
export const RENDERING: RenderOptions = {
  color: false,
  finished: new Date('2026-11-27T01:02:03.456Z'),
  provenance: null,
  warn: () => undefined,
};

/** What names, messages and authors may be made of by somebody who wants to steer a reader, each with its own mark. */
export const HOSTILE: Readonly<Record<string, string>> = {
  ansi: '\u001B[2J\u001B]0;title\u0007\u009B31m',
  bidi: '\u202Egnp.\u2066x\u2069\u200F\u061C',
  invisible: '\u200B\uFEFF\u2060\u{E0041}',
  lines: 'a\r\nb\u2028c\u0085d\u000Be\0f',
  github: '::error file=x::',
  githubOnItsLine: '\n::stop-commands::x\n',
  githubOld: '##[add-mask]x',
  azure: '##vso[task.setvariable variable=a]b',
  teamCity: "##teamcity[buildStop comment='x']",
  cdata: ']]><x/>',
  entity: '&lt;&#60;&xxe;%0A%25%3A',
  script: `</script></style></code><script>alert(1)</script><img src=x onerror="alert(1)">`,
  attribute: `" onmouseover="alert(1)" ' x='`,
  comment: '--><!--<!doctype x>',
  formula: `=cmd|' /C calc'!A0`,
  formulaPlus: '+1+1',
  formulaMinus: '-1+1',
  formulaAt: '@SUM(1)',
  formulaWide: '\uFF1D1+1',
  formulaBehindSpace: '\t =1+1',
  csv: 'a","=1+1",";\r\n=1+1',
  markdown: '[click](https://evil.example) ![x](javascript:alert(1)) `x`',
  surrogate: 'a\uD800b\uDC00',
  noncharacter: 'a\uFFFE\uFFFFb\u{1FFFF}',
  notUtf8: String.raw`caf\xE9.txt`,
  prototype: '__proto__',
};

/** A report of which everything that others write is one of {@link HOSTILE}: each stands in every place. */
export function hostileReport(): Report {
  const findings = Object.values(HOSTILE).flatMap((text, at) => {
    const commit = { commit: 'c'.repeat(40), author: text, date: '2024-05-06T07:08:09Z', path: text };
    const one = findingOf({
      findingId: at.toString(16).padStart(32, '0'),
      fingerprint: at.toString(16).padStart(32, 'a'),
      path: text,
      message: text,
      advice: text,
      encoding: text,
      evidence: [{ kind: 'variable', detail: text, name: text }],
      snippet: { line: 1, text: `${text}sk-Ab3d…9xQ2${text}`, start: text.length, end: text.length + 12 },
      history: {
        object: 'o'.repeat(40),
        kind: 'blob',
        introduced: commit,
        removed: [commit],
        refs: [text],
        inHead: true,
        occurrences: 2,
      },
    });
    const other = {
      ...one,
      findingId: at.toString(16).padStart(32, 'b'),
      ruleId: 'auth-header' as const,
      fingerprint: null,
      redacted: null,
      bundle: { source: text, sourceLine: 1, sourceColumn: 1, via: text, public: true },
    };
    return [one, other];
  });
  const texts = Object.values(HOSTILE);
  return reportOf({
    findings,
    keys: summariseKeys(findings).map((key, at) => ({
      ...key,
      verification: { state: 'live', checkedAt: '2026-01-01T00:00:00Z', host: 'h', detail: texts[at] ?? '' },
    })),
    suppressed: findings.map((finding, at) => {
      const text = texts[at % texts.length] ?? '';
      return { ...finding, suppression: { by: 'comment' as const, where: text, reason: text } };
    }),
    gaps: texts.map((text) => ({ what: text, why: text })),
    skipped: texts.map((text) => ({ what: text, why: text })),
    staleSuppressions: texts.map((text) => ({ where: text, why: 'unused' as const, detail: text })),
    target: { kind: 'history', root: `/home/somebody/${HOSTILE['script'] ?? ''}` },
  });
}
