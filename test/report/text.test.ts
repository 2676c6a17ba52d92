import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderSummary } from '../../src/report/summary.js';
import { render } from '../../src/report/text.js';
import { summariseKeys } from '../../src/scan/keys.js';
import type { Finding } from '../../src/finding.js';
import { findingOf, reportOf } from '../support/reports.js';

const plain = { color: false };

function textOf(...findings: readonly Finding[]): string {
  return render(reportOf({ findings, keys: summariseKeys(findings) }), plain);
}

describe('findings', () => {
  it('are nothing where there are none', () => {
    expect(textOf()).toBe('');
  });

  it('of a report that somebody else wrote, and merge was given, steer nothing', () => {
    const text = textOf(
      findingOf({
        redacted: '\u001B[2K##vso[task.complete]',
        issuer: '\u009Bnew',
        snippet: { line: 1, text: 'a ##vso[task.complete] b', start: 5, end: 9 },
      }),
    );
    expect(text).not.toMatch(/[\u001B\u009B]|##\w*\[/);
    expect(text).toContain('1 │ a \\u{23}#vso[task.complete] b');
  });

  it('are grouped by key, with the place underlined, the reasons and what to do', () => {
    const proven = findingOf({
      path: 'src/b.ts',
      line: 12,
      issuer: 'new-api',
      confidence: 'high',
      encoding: 'base64',
      evidence: [{ kind: 'host', detail: 'host api.starrise.ai on line 3' }],
      snippet: { line: 12, text: '\tkey("密钥", "sk-Ab3d…9xQ2")', start: 12, end: 24 },
    });
    const keyless = findingOf({
      ruleId: 'auth-header',
      severity: 'warning',
      fingerprint: null,
      message: 'Bearer is missing',
      snippet: null,
      evidence: [],
      advice: 'Add it.',
    });
    expect(`\n${textOf(findingOf(), proven, keyless)}`).toMatchInlineSnapshot(`
      "
      error sk-Ab3d…9xQ2  New API gateway
        fingerprint aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, high confidence

        a.js:1:1
          1 │ key = "sk-Ab3d…9xQ2"
            │        ^^^^^^^^^^^^
          sk- and 48 letters and digits

        src/b.ts:12:1
          12 │  key("密钥", "sk-Ab3d…9xQ2")
             │               ^^^^^^^^^^^^
          written as base64; host api.starrise.ai on line 3

        → Revoke this key.

      warning Bearer is missing

        a.js:1:1  auth-header

        → Add it.

      Not a secret, or accepted? Say so with a reason: a comment "starrise-disable-line -- why" (or -next-line) beside it,
      or in starrise.config.json: "suppress": [{ "fingerprint": "…", "reason": "why" }].
      "
    `);
  });

  it('of history are accepted by what old commits can take: not by a comment that somebody writes now', () => {
    const findings = [findingOf()];
    const report = reportOf({ findings, keys: summariseKeys(findings) });
    const text = render({ ...report, target: { ...report.target, kind: 'history' } }, plain);
    expect(text).toContain(
      'Say so with a reason in starrise.config.json:\n"suppress": [{ "fingerprint": "…", "reason": "why" }]',
    );
    expect(text).not.toContain('beside it');
  });

  it('of no key are accepted by their place and rule: there is no fingerprint', () => {
    const report = reportOf({ findings: [findingOf({ fingerprint: null, ruleId: 'auth-header' })] });
    expect(render(report, plain)).toContain(
      'Accepted? Say so with a reason: a comment "starrise-disable-line -- why" (or -next-line) beside it,\n' +
        'or in starrise.config.json: "suppress": [{ "path": "…", "rule": "auth-header", "reason": "why" }].',
    );
    expect(renderSummary(report, plain)).toBe('no keys and 1 other problem; 3 files (1.2 kB) read\n');
  });

  it('of a key in many places are shown in part, and counted', () => {
    const text = textOf(...Array.from({ length: 23 }, (_, at) => findingOf({ line: at + 1 })));
    expect(text.match(/a\.js:\d+:1/g)).toHaveLength(20);
    expect(text.match(/│ key/g)).toHaveLength(5);
    expect(text).toContain('and 3 more places; --format json lists all');
  });

  it('of very many keys are shown in part, with the folders where the others are', () => {
    const findings = Array.from({ length: 10_000 }, (_, at) =>
      findingOf({
        path: at < 50 ? 'a.js' : at < 9000 ? `test/fixtures/deep/${at}.json` : `lib${at % 12}/x.js`,
        fingerprint: at.toString(16).padStart(32, '0'),
        severity: at === 9999 ? 'error' : 'warning',
      }),
    );
    const lines = textOf(...findings).split('\n');
    expect(lines.length).toBeLessThan(600);
    expect(lines.filter((line) => /^(?:error|warning) /.test(line))).toHaveLength(50);
    expect(lines[0]).toMatch(/^error /);
    expect(lines).toContain('… and 9,950 more keys:');
    expect(lines).toContain('  test/fixtures/  8,950 keys');
    expect(lines.filter((line) => /^ {2}(?:lib\d+\/|elsewhere|\.\/) {2}/.test(line))).toHaveLength(10);
  });

  it.each([
    ['tabs', '\t\tkey = "', 9],
    ['wide characters', '密钥ｋ＝「', 10],
    ['half-width ones', 'ｶﾞ = "', 6],
    ['emoji', '😀 "', 4],
    ['combining marks', 'e\u0301n\u0303 "', 4],
    ['what is made visible', '\u202E"', '\\u{202e}"'.length],
  ])('are underlined where %s stand before the key', (_, before, columns) => {
    const text = textOf(
      findingOf({ snippet: { line: 1, text: `${before}sk-X`, start: before.length, end: before.length + 4 } }),
    );
    expect(text).toContain(`      │ ${' '.repeat(columns)}^^^^\n`);
  });

  it('carry what history, a bundle and a verdict add', () => {
    const commit = { commit: '0123456789abcdef', author: 'A. Author', date: '2024-05-06T07:08:09Z', path: 'a.js' };
    const finding = findingOf({
      history: {
        object: 'o',
        kind: 'tag',
        introduced: commit,
        removed: [],
        refs: ['refs/tags/v1'],
        inHead: false,
        occurrences: 4,
      },
      bundle: { source: 'src/api.ts', sourceLine: 3, sourceColumn: 7, via: 'VITE_KEY', public: true },
    });
    const keys = summariseKeys([finding]).map((key) => ({
      ...key,
      verification: {
        state: 'live',
        checkedAt: '2026-01-01T00:00:00Z',
        host: 'api.starrise.ai',
        detail: 'token "ci"',
      } as const,
    }));
    const text = render(reportOf({ findings: [finding], keys }), plain);
    for (const part of [
      'live at api.starrise.ai: token "ci"',
      'in a tag; introduced by A. Author on 2024-05-06 in 0123456789ab; not in HEAD, but in refs/tags/v1; 4 occurrences',
      'served to browsers; from src/api.ts:3:7; via VITE_KEY',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('say of what only history has that no ref has it', () => {
    const history = {
      object: 'o',
      kind: 'blob',
      introduced: null,
      removed: [],
      inHead: false,
      occurrences: 1,
    } as const;
    const factOf = (refs: readonly string[]): string => textOf(findingOf({ history: { ...history, refs } }));
    expect(factOf([])).toContain('not in HEAD nor at the tip of any ref');
    expect(factOf(['refs/heads/old'])).toContain('not in HEAD, but in refs/heads/old');
    const tags = Array.from({ length: 4 }, (_, n) => `refs/tags/v${n}`);
    expect(factOf(tags)).toContain('not in HEAD, but in refs/tags/v0, refs/tags/v1 and 2 more');
  });

  it('say who removed a key of history, and whether it is there all the same', () => {
    const commit = (id: string) => ({
      commit: id.padEnd(40, '0'),
      author: 'B',
      date: '2025-01-02T03:04:05Z',
      path: 'a',
    });
    const factOf = (...removed: readonly ReturnType<typeof commit>[]): string =>
      textOf(
        findingOf({
          history: { object: 'o', kind: 'blob', introduced: null, removed, refs: [], inHead: true, occurrences: 1 },
        }),
      );
    expect(factOf()).not.toContain('removed');
    expect(factOf(commit('a1'))).toContain('removed by B on 2025-01-02 in a10000000000; still in HEAD');
    expect(factOf(commit('a1'), commit('b2'), commit('c3'))).toContain('in a10000000000 and in 2 more commits; still');
  });

  it('say the same with and without colour', () => {
    const report = reportOf({ findings: [findingOf()], keys: summariseKeys([findingOf()]) });
    const colored = render(report, { color: true });
    expect(colored).toContain('\u001B[');
    expect(stripVTControlCharacters(colored)).toBe(render(report, plain));
  });

  it('cannot steer the terminal', () => {
    const hostile = 'x\u001B]0;title\u0007\u202E\r\n';
    const commit = { commit: hostile, author: hostile, date: hostile, path: hostile };
    const finding = findingOf({
      path: hostile,
      message: hostile,
      advice: hostile,
      evidence: [{ kind: 'variable', detail: hostile }],
      snippet: { line: 1, text: `${hostile}sk-Ab3d…9xQ2${hostile}`, start: hostile.length, end: hostile.length + 12 },
      history: {
        object: hostile,
        kind: 'blob',
        introduced: commit,
        removed: [],
        refs: [hostile],
        inHead: true,
        occurrences: 1,
      },
      bundle: { source: hostile, sourceLine: 1, sourceColumn: 1, via: hostile, public: false },
    });
    const report = reportOf({
      findings: [finding, { ...finding, fingerprint: null }],
      keys: summariseKeys([finding]).map((key) => ({
        ...key,
        verification: { state: 'unknown', checkedAt: hostile, host: hostile, detail: hostile },
      })),
      gaps: [{ what: hostile, why: hostile }],
      skipped: [{ what: hostile, why: hostile }],
      staleSuppressions: [{ where: hostile, why: 'unused', detail: hostile }],
    });
    for (const line of (render(report, plain) + renderSummary(report, plain)).split('\n')) {
      expect(line).not.toMatch(/[\p{Cc}\u202E]/u);
    }
  });
});

describe('the summary', () => {
  it.each([
    [
      'nothing found',
      reportOf({ stats: { files: 312, bytes: 4_100_000, blobs: 0, commits: 0, refs: 0, durationMs: 1 } }),
      'no keys in 312 files (4.1 MB)\n',
    ],
    [
      'an empty change',
      reportOf({ stats: { files: 0, bytes: 0, blobs: 0, commits: 0, refs: 0, durationMs: 1 } }),
      'nothing to scan: the change is empty\n',
    ],
    [
      'findings',
      reportOf({
        findings: [findingOf(), findingOf({ line: 2 }), findingOf({ fingerprint: null })],
        keys: summariseKeys([findingOf()]),
      }),
      '1 key in 2 places and 1 other problem; 3 files (1.2 kB) read\n',
    ],
    [
      'omissions',
      reportOf({
        gaps: [{ what: 'a', why: 'permission denied' }],
        skipped: [{ what: 'b', why: 'too large' }],
        staleSuppressions: [{ where: 'c.js:3', why: 'unused', detail: 'starrise-disable-line' }],
        suppressed: [{ ...findingOf(), suppression: { by: 'comment', where: 'a.js:1', reason: null } }],
      }),
      [
        'not read a: permission denied',
        'left out b: too large',
        'unused suppression c.js:3: starrise-disable-line',
        'no keys in 3 files (1.2 kB); 1 finding suppressed; 1 left out; incomplete: 1 could not be read\n',
      ].join('\n'),
    ],
  ])('of %s', (_, report, text) => {
    expect(renderSummary(report, plain)).toBe(text);
  });

  it('shows the first of many omissions', () => {
    const skipped = Array.from({ length: 14 }, (_, at) => ({ what: `file${at}`, why: 'too large' }));
    const text = renderSummary(reportOf({ skipped }), plain);
    expect(text.match(/^left out/gm)).toHaveLength(10);
    expect(text).toContain('… and 4 more');
  });
});
