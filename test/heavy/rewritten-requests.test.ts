/**
 * Programs with requests and with keys on their way to browsers, written in another way that leaves what they do as it is.
 * The same has to be found in each, in the scanner and in ESLint, and the prefilter has to let it through.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findClientProblems } from '../../src/client/index.js';
import { DEFAULT_CONFIG } from '../../src/config/config.js';
import { decodeBytes } from '../../src/detect/decode.js';
import { Kind } from '../../src/detect/needles.js';
import { createPrefilter } from '../../src/detect/prefilter.js';
import type { TextProblem } from '../../src/finding.js';
import { findRequestProblems, judgeSettings } from '../../src/requests/index.js';
import { CHANGED, CLIENTS, RIGHT, WRONG } from '../requests/syntax/programs.js';
import { chance } from '../support/chance.js';
import { newFolder } from '../support/folder.js';
import { expandMarkers } from '../support/keys.js';
import { ESLINTS, eslintFor } from '../support/lint.js';
import { programsOn } from '../support/pages.js';
import { REWRITES, type Rewrite } from '../support/rewrites.js';
import { repositoryRoot } from '../support/run.js';

/** Each line of the pages of the rules that is marked wrong or right, each client wrong and right, headers that change. */
const PROGRAMS = [
  ...['auth-header', 'base-url', 'no-key-in-log', 'no-key-in-url'].flatMap(programsOn).map(expandMarkers),
  ...CLIENTS.flatMap(([, code]) => [code.replace('$H', WRONG), code.replace('$H', RIGHT)]),
  ...CHANGED,
];

const FIXTURES = path.join(repositoryRoot, 'fixtures/client');
const FILES = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .map((entry) => path.join(entry.parentPath, entry.name))
  .filter((file) => /\.[cm]?[jt]sx?$/.test(file));

/** How many rewrites are done one after the other, and how often for each program. */
const CHAIN = 3;
const CHAINS = 5;

const prefilter = createPrefilter([]);

function requestsIn(text: string): readonly TextProblem[] {
  return findRequestProblems(text, 'a.tsx', judgeSettings(DEFAULT_CONFIG)).problems;
}

/** What is said, and in which line; `shift` lines were put before it. */
function said(text: string, problems: readonly TextProblem[], shift = 0): string[] {
  return problems
    .map(({ ruleId, message, start }) => `${text.slice(0, start).split('\n').length - shift} ${ruleId} ${message}`)
    .sort();
}

/** The text after rewrites one after the other, those left out that have nothing to do. */
function rewritten(text: string, rewrites: readonly Rewrite[]): { text: string; shift: number } {
  return rewrites.reduce(
    (before, { rewrite, lines = 0 }) => {
      const after = rewrite(before.text);
      return after === null ? before : { text: after, shift: before.shift + lines };
    },
    { text, shift: 0 },
  );
}

function expectSameRequests(program: string, rewrites: readonly Rewrite[]): void {
  const { text, shift } = rewritten(program, rewrites);
  const problems = requestsIn(text);
  expect({ text, said: said(text, problems, shift) }).toEqual({ text, said: said(program, requestsIn(program)) });
  if (problems.length > 0) expect(prefilter.kinds(Buffer.from(text)) & Kind.request).not.toBe(0);
}

describe.each(REWRITES)('$name', (way) => {
  it('changes nothing of what is said of requests', () => {
    for (const program of PROGRAMS) expectSameRequests(program, [way]);
  });

  it.runIf(way.changesClients !== true)('changes nothing of what is said of keys on their way to browsers', () => {
    for (const file of FILES) {
      const original = readFileSync(file, 'utf8');
      const { text, shift } = rewritten(original, [way]);
      const problems = findClientProblems(file, text).problems;
      expect([file, ...said(text, problems, shift)]).toEqual([
        file,
        ...said(original, findClientProblems(file, original).problems),
      ]);
      if (problems.length > 0) expect(prefilter.kinds(Buffer.from(text)) & Kind.client).not.toBe(0);
    }
  });
});

it('several rewrites together change nothing either', () => {
  const { pick } = chance(1);
  for (const program of PROGRAMS) {
    for (let nth = 0; nth < CHAINS; nth++) {
      expectSameRequests(
        program,
        Array.from({ length: CHAIN }, () => pick(REWRITES)),
      );
    }
  }
});

it.each([
  ['with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ['as UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['as UTF-16, big-endian', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ['as UTF-16 without a byte order mark', (text: string) => Buffer.from(text, 'utf16le')],
])('a program is read that is saved %s', (_name, save) => {
  for (const program of PROGRAMS) {
    const bytes = save(program);
    const { text } = decodeBytes(bytes);
    expect(said(text, requestsIn(text))).toEqual(said(program, requestsIn(program)));
    if (requestsIn(program).length > 0) expect(prefilter.kinds(bytes) & (Kind.request | Kind.wide)).not.toBe(0);
  }
});

it.each(ESLINTS)('%s says of every rewrite what the scanner says', async (_name, Class) => {
  const eslint = eslintFor(Class, { cwd: newFolder() });
  for (const { rewrite, name } of REWRITES) {
    for (const program of PROGRAMS) {
      const text = rewrite(program);
      // Much before it takes ESLint's other parser long, and is the same to it.
      if (text === null || text.length > 100_000) continue;
      const [result] = await eslint.lintText(text, { filePath: 'a.tsx' });
      const messages = (result?.messages ?? []).filter(({ ruleId }) => /auth|base|log|url/.test(ruleId ?? ''));
      const reported = messages.map(({ line, ruleId, message }) => `${line} ${ruleId} ${message}`).sort();
      const expected = requestsIn(text).map(
        ({ ruleId, message, correction, start }) =>
          `${text.slice(0, start).split('\n').length} starrise/${ruleId} ${message}. ${correction}.`,
      );
      expect([name, text, ...reported]).toEqual([name, text, ...expected.sort()]);
    }
  }
});
