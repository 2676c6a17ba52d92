import { expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { render } from '../../src/report/github.js';
import { summariseKeys } from '../../src/scan/keys.js';
import { inert } from '../../src/text/inert.js';
import { findingOf, HOSTILE, hostileReport, reportOf } from '../support/reports.js';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * A line as GitHub's runner reads it, after `TryParseV2` and `TryParse` of
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs; `null` for a line that is only text.
 */
function commandIn(line: string): Command | null {
  const [, name, listed = '', message = ''] = /^\s*::([^ :]+)(?: (.*?))?::(.*)$/s.exec(line) ?? [];
  if (name === undefined) {
    if (/##\[[^\]]*\]/.test(line)) throw new Error(`a command of the older form: ${line}`);
    return null;
  }
  const pairs = listed.split(',').map((pair) => {
    const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    return [key.trim(), unescape(value, ['\r', '\n', ':', ',', '%'])] as const;
  });
  return { name, properties: Object.fromEntries(pairs), message: unescape(message, ['\r', '\n', '%']) };
}

/** Each escape in this order, as the runner has them. */
function unescape(text: string, tokens: readonly string[]): string {
  return tokens.reduce((result, token) => {
    const escape = `%${token.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
    return result.replaceAll(escape, token);
  }, text);
}

function read(report: Report): (Command | null)[] {
  return render(report).split('\n').slice(0, -1).map(commandIn);
}

it('is a note beside each place that says all by itself, for the log shows its text alone, and one for the whole', () => {
  const findings = [
    findingOf({ severity: 'warning', path: 'b.js' }),
    findingOf({ path: 'src/a,b:c%.js', line: 3, endLine: 3 }),
  ];
  const commands = read(reportOf({ findings, keys: summariseKeys(findings) }));
  expect(commands).toEqual([
    {
      name: 'error',
      properties: {
        title: 'API key in source',
        file: 'src/a,b:c%.js',
        line: '3',
        endLine: '3',
        col: '1',
        endColumn: '52',
      },
      message:
        'sk- key sk-Ab3d…9xQ2 in source\nin src/a,b:c%.js, line 3\nsk- and 48 letters and digits\nRevoke this key.\n' +
        'fingerprint aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    },
    expect.objectContaining({ name: 'warning' }),
    { name: 'notice', properties: { title: 'starrise-scan' }, message: '1 key in 2 places; 3 files (1.2 kB) read' },
  ]);
});

it('is nothing where there is nothing to say', () => {
  expect(render(reportOf())).toBe('');
});

it('notes what was not read, and that GitHub shows only some of many', () => {
  const commands = read(
    reportOf({
      findings: Array.from({ length: 12 }, () => findingOf()),
      gaps: [{ what: 'b', why: 'permission denied' }],
    }),
  );
  expect(commands[0]).toEqual({ name: 'error', properties: { title: 'Not read' }, message: 'b: permission denied' });
  expect(commands.at(-1)?.message).toContain('GitHub shows 10 notes of a kind, this log has all 13');
});

it('points at the source of built code, and at no file for what only history has', () => {
  const commit = { commit: 'c', author: 'A', date: '2024-05-06', path: 'a.js' };
  const [built, old] = read(
    reportOf({
      findings: [
        findingOf({
          path: 'dist/a.js',
          bundle: { source: 'src/a.ts', sourceLine: 7, sourceColumn: 2, via: null, public: true },
        }),
        findingOf({
          history: {
            object: 'o',
            kind: 'blob',
            introduced: commit,
            removed: [],
            refs: [],
            inHead: false,
            occurrences: 1,
          },
        }),
      ],
    }),
  );
  expect(built?.properties).toEqual({ title: 'API key in source', file: 'src/a.ts', line: '7' });
  expect(built?.message).toContain('in dist/a.js, line 1');
  expect(old?.properties).toEqual({ title: 'API key in source' });
  expect(old?.message).toContain('in a.js, line 1');
});

it('gives hostile text back as text: no command but ours, no property but ours', () => {
  const commands = read(hostileReport());
  const texts = Object.values(HOSTILE);
  expect(commands).toHaveLength(texts.length * 3 + 1);
  for (const command of commands) {
    expect(['error', 'warning', 'notice']).toContain(command?.name);
    const known = ['title', 'file', 'line', 'endLine', 'col', 'endColumn'];
    expect(Object.keys(command?.properties ?? {}).filter((key) => !known.includes(key))).toEqual([]);
  }
  const messages = commands.map((command) => command?.message ?? '');
  for (const text of texts) expect(messages).toContain(inert(`${text}: ${text}`));
});
