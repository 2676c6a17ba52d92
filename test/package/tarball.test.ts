/** What the registry would serve, installed in an empty folder as a stranger would. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newFolder, removeFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { installInto, npm, runInstalled } from '../support/npm.js';
import { repositoryRoot, run, type RunResult } from '../support/run.js';

const ESLINT_9 = 'eslint@9.39.5';
const ESLINT_10 = 'eslint@10.15.0';
const NODE_TYPES = '@types/node@20.19.43';
const TYPESCRIPT_7 = 'typescript@7.0.2';

const KEY = newApiKey('tarball');
const FILES = {
  'clean.js': 'export const key = process.env.STARRISE_API_KEY;\n',
  'leak.js': `export const key = '${KEY}';\n`,
  'leak.env': `STARRISE_API_KEY=${KEY}\n`,
  'esm.config.js': `import starrise from 'eslint-plugin-starrise';
export default [starrise.configs.recommended, starrise.configs.text];\n`,
  'commonjs.config.cjs': `const starrise = require('eslint-plugin-starrise');
module.exports = [starrise.configs.recommended, starrise.configs.text];\n`,
};

/** A project with the tarball and `packages`, set up once for the tests of one `describe`. */
function project(...packages: string[]): { folder: string } {
  const state = { folder: '' };
  beforeAll(() => {
    state.folder = writeFiles(newFolder(), FILES);
    installInto(state.folder, [inject('tarball'), ...packages]);
  });
  afterAll(() => {
    removeFolder(state.folder);
  });
  return state;
}

describe('without ESLint and TypeScript', () => {
  const here = project();

  it('installs neither', () => {
    expect(existsSync(path.join(here.folder, 'node_modules/eslint'))).toBe(false);
    expect(existsSync(path.join(here.folder, 'node_modules/typescript'))).toBe(false);
  });

  it('runs the command', () => {
    const scan = (...args: string[]) => runInstalled(here.folder, 'eslint-plugin-starrise/dist/cli.js', args);
    expect(scan('clean.js')).toMatchObject({ status: 0 });
    expectTheKey(scan('leak.js', 'leak.env'));
  });

  it('runs under the name of the package, as npx runs a package that is not installed', () => {
    const empty = writeFiles(newFolder(), { 'clean.js': FILES['clean.js'] });
    try {
      const said = npm(['exec', '--yes', `file:${inject('tarball')}`, '--', 'clean.js', '--format', 'json'], {
        cwd: empty,
      });
      expect(JSON.parse(said)).toMatchObject({ complete: true, findings: [], stats: { files: 1 } });
    } finally {
      removeFolder(empty);
    }
  });

  it('gives the scanner to a program', () => {
    const { status, stdout, stderr } = program(
      here.folder,
      `import { scanFiles } from 'eslint-plugin-starrise/scanner';
       const { findings } = await scanFiles(['leak.js', 'clean.js']);
       console.log(JSON.stringify(findings.map(({ path, line, redacted }) => [path, line, redacted])));`,
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `[["leak.js",1,"${KEY.slice(0, 7)}…${KEY.slice(-4)}"]]\n`,
      stderr: '',
    });
  });
});

describe.each([
  [ESLINT_9, TYPESCRIPT_7],
  [ESLINT_9, 'no TypeScript'],
  [ESLINT_10, TYPESCRIPT_7],
  [ESLINT_10, 'no TypeScript'],
])('with %s and %s', (eslint, typescript) => {
  const here = project(eslint, ...(typescript === TYPESCRIPT_7 ? [typescript] : []));

  it.each(['esm.config.js', 'commonjs.config.cjs'])('lints under %s', (config) => {
    const lint = (...files: string[]) => runInstalled(here.folder, 'eslint/bin/eslint.js', ['-c', config, ...files]);
    expect(lint('clean.js')).toEqual({ status: 0, stdout: '', stderr: '' });
    const leak = lint('leak.js', 'leak.env');
    expectTheKey(leak);
    expect(leak.stdout.match(/starrise\/no-hardcoded-key/g)).toHaveLength(2);
  });
});

describe.each([
  { name: 'TypeScript 7', tsc: 'node_modules/typescript/bin/tsc', packages: [TYPESCRIPT_7] },
  { name: 'TypeScript 6', tsc: path.join(repositoryRoot, 'node_modules/typescript/bin/tsc'), packages: [] },
])('types under $name', ({ tsc, packages }) => {
  const here = project(ESLINT_10, NODE_TYPES, ...packages);

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('check with module %s, moduleResolution %s', (module, moduleResolution) => {
    writeFiles(here.folder, {
      'consumer.ts': `import { defineConfig } from 'eslint/config';
import starrise from 'eslint-plugin-starrise';
import { detect, scanFiles, type DetectSettings, type Report } from 'eslint-plugin-starrise/scanner';

export default defineConfig([starrise.configs.recommended, starrise.configs.text]);
export const report: Promise<Report> = scanFiles(['src'], { cwd: '..' });
const settings: DetectSettings = { gateways: [{ host: 'api.example' }], variables: [], foreignSuppressions: true };
export const lines: number[] = detect(new Uint8Array(), settings).matches.map(({ line }) => line);
// @ts-expect-error: a setting is missing
detect(new Uint8Array(), { gateways: [] });
`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: { module, moduleResolution, target: 'es2023', strict: true, noEmit: true, types: ['node'] },
        files: ['consumer.ts'],
      }),
    });
    expect(run(process.execPath, [tsc, '-p', '.'], { cwd: here.folder })).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });
});

/** One finding or more, and the key itself nowhere. */
function expectTheKey({ status, stdout, stderr }: RunResult): void {
  expect(status).toBe(1);
  expect(stdout).toContain(`${KEY.slice(0, 7)}…`);
  expect(stdout + stderr).not.toContain(KEY);
}

function program(folder: string, code: string): RunResult {
  return run(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder });
}
