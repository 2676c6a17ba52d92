import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../src/client/frameworks.js';
import type { Report } from '../../src/finding.js';
import { newFolder, removeFolder } from '../support/folder.js';
import { ESLINTS, eslintFor } from '../support/lint.js';
import { repositoryRoot, runScan } from '../support/run.js';

/** Small projects, one a framework: each line with this sign hands a key to browsers, and its neighbours do not. */
const FIXTURES = path.join(repositoryRoot, 'fixtures/client');
const SIGN = '✗';
/** Where only the scanner follows imports into the file; a rule reads its own file. */
const SCANNER_SIGN = '✗ in the scanner';

let folder = '';
let findings: readonly { place: string; message: string }[] = [];

beforeAll(() => {
  // Elsewhere, because the configuration of this repository accepts the fixtures.
  folder = newFolder();
  cpSync(FIXTURES, folder, { recursive: true });
  findings = clientKeysIn(folder);
});

function clientKeysIn(cwd: string): typeof findings {
  const ran = runScan(['.', '--format', 'json'], { cwd });
  return (JSON.parse(ran.stdout) as Report).findings
    .filter(({ ruleId }) => ruleId === 'no-client-key')
    .map(({ path: file, line, column, endLine, endColumn, message, advice }) => ({
      place: `${file}:${line}:${column}-${endLine}:${endColumn}`,
      message: `${message}. ${advice}`,
    }));
}

afterAll(() => {
  removeFolder(folder);
});

const files = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(FIXTURES, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
  .sort();

function signedLinesOf(file: string, sign = SIGN): string[] {
  const lines = readFileSync(path.join(FIXTURES, file), 'utf8').split('\n');
  return lines.flatMap((line, at) => (line.includes(sign) ? [`${file}:${at + 1}`] : []));
}

describe('keys on their way to browsers, framework by framework', () => {
  it.each(readdirSync(FIXTURES))('are found in %s where a line is signed, and nowhere else', (project) => {
    const own = files.filter((file) => file.startsWith(`${project}/`));
    const found = findings.filter(({ place }) => place.startsWith(`${project}/`)).map(({ place }) => lineOf(place));
    expect([...new Set(found)].sort()).toEqual(own.flatMap((file) => signedLinesOf(file)).sort());
  });

  it.each(ESLINTS)('are found by %s where the scanner finds them, in the same words', async (_name, Class) => {
    const eslint = eslintFor(Class, { cwd: folder });
    const reported: (typeof findings)[number][] = [];
    for (const file of files) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const [result] = await eslint.lintText(text, { filePath: path.join(folder, file) });
      for (const { ruleId, line, column, endLine, endColumn, message } of result?.messages ?? []) {
        if (ruleId !== 'starrise/no-client-key') continue;
        reported.push({ place: `${file}:${line}:${column}-${endLine}:${endColumn}`, message });
      }
    }
    const sorted = (list: typeof findings): typeof findings => [...list].sort((a, b) => (a.place < b.place ? -1 : 1));
    const followed = new Set(files.flatMap((file) => signedLinesOf(file, SCANNER_SIGN)));
    expect(sorted(reported)).toEqual(sorted(findings.filter(({ place }) => !followed.has(lineOf(place)))));
  });

  it('are the same where an editor of Windows wrote every file', () => {
    const windows = newFolder();
    try {
      for (const file of files) {
        const text = readFileSync(path.join(FIXTURES, file), 'utf8');
        mkdirSync(path.dirname(path.join(windows, file)), { recursive: true });
        writeFileSync(path.join(windows, file), `\uFEFF${text.replaceAll('\n', '\r\n')}`);
      }
      expect(clientKeysIn(windows)).toEqual(findings);
    } finally {
      removeFolder(windows);
    }
  });

  it('has a project for every row of the table', () => {
    const aliases: Readonly<Record<string, string>> = { next: 'next-app', plasmo: 'extension', bundler: 'esbuild' };
    const projects = readdirSync(FIXTURES);
    expect(FRAMEWORKS.map(({ id }) => aliases[id] ?? id).filter((id) => !projects.includes(id))).toEqual([]);
  });
});

function lineOf(place: string): string {
  return place.replace(/:\d+-\d+:\d+$/, '');
}
