/**
 * What decides whether something is a key, changed in every way that Stryker knows, one at a time: some test has to fail.
 * What may survive is what changes no answer: bounds that are there for speed, conditions that another one implies.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newFolder, removeFolder, writeFiles } from '../support/folder.js';
import { npm } from '../support/npm.js';
import { repositoryRoot, run, runOrThrow } from '../support/run.js';

/** The last major that runs on Node 20. */
const STRYKER = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/vitest-runner@9.6.1'];

/** How many of a file's changes some test has to notice, in percent; in November 2026 it was so. */
const LEAST: Readonly<Record<string, number>> = {
  'src/detect/bare.ts': 80,
  'src/detect/boundaries.ts': 80,
  'src/detect/context.ts': 80,
};

/** They repeat for speed, or by chance, what others show. */
const SLOW = 'hostile|ten thousand places|four megabytes|fewer than 1 in|no random one|among 60000';

const VITEST = `import { defineConfig } from 'vitest/config';
export default defineConfig({
  test: {
    include: ['test/{keys,detect}/**/*.test.ts'],
    testNamePattern: '^(?!.*(?:${SLOW}))',
    exclude: ['test/detect/hostile.test.ts'],
    isolate: false,
  },
});
`;

const CONFIGURATION = {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: Object.keys(LEAST),
  // What an explanation says, and the rows of tables.
  mutator: { excludedMutations: ['StringLiteral', 'ObjectLiteral'] },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  disableTypeChecks: true,
  reporters: ['json'],
  jsonReporter: { fileName: 'mutation.json' },
};

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number } };
}

const project = newFolder();
let mutants: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>> = {};

beforeAll(() => {
  runOrThrow('git', ['clone', '--quiet', repositoryRoot, project]);
  npm(['ci', '--ignore-scripts'], { cwd: project });
  npm(['install', '--no-save', '--ignore-scripts', ...STRYKER], { cwd: project });
  writeFiles(project, {
    'vitest.mutation.config.ts': VITEST,
    'stryker.config.json': JSON.stringify(CONFIGURATION),
  });
  const script = path.join(project, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const { status, stdout, stderr } = run(process.execPath, [script, 'run'], { cwd: project });
  if (status !== 0) throw new Error(stdout + stderr);
  ({ files: mutants } = JSON.parse(readFileSync(path.join(project, 'mutation.json'), 'utf8')));
}, 60 * 60_000);

afterAll(() => {
  removeFolder(project);
});

it.each(Object.entries(LEAST))('changes to %s are noticed, %i in a hundred and more', (file, least) => {
  const tried = mutants[file]!.mutants.filter(({ status }) => status !== 'Ignored');
  const unnoticed = tried.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const rows = unnoticed.map(
    ({ location, mutatorName, replacement }) => `${file}:${location.start.line} ${mutatorName}: ${replacement}`,
  );
  expect(tried.length).toBeGreaterThan(20);
  expect(100 - (100 * unnoticed.length) / tried.length, rows.join('\n')).toBeGreaterThanOrEqual(least);
});
