import path from 'node:path';
import { Linter } from 'eslint';
import { expect, it } from 'vitest';
import { oneWayImports } from '../../../scripts/lint/one-way-imports.js';
import { repositoryRoot } from '../../support/run.js';

function messagesFor(file: string, code: string): string[] {
  return new Linter({ cwd: repositoryRoot })
    .verify(
      code,
      { files: ['**/*.ts'], plugins: { house: { rules: { imports: oneWayImports } } }, rules: { 'house/imports': 2 } },
      path.join(repositoryRoot, file),
    )
    .map(({ message }) => message);
}

it.each([
  ['a lower part', 'src/detect/index.ts', `import { a } from '../keys/secret.js';`],
  ['its own part', 'src/sources/files/walk.ts', `import { a } from '../git/git.js';`],
  ['the vocabulary', 'src/keys/secret.ts', `import { a } from '../finding.js';`],
  ['a package', 'src/keys/secret.ts', `import { a } from 'node:crypto';`],
  ['the core, from a rule', 'rules/no-hardcoded-key.ts', `import { a } from '../src/detect/index.js';`],
  ['the pipeline, later, from a command', 'src/cli/scan.ts', `await import('../scan.js');`],
])('lets a file import %s', (_, file, code) => {
  expect(messagesFor(file, code)).toEqual([]);
});

it.each([
  ['upwards', 'src/keys/secret.ts', `import { a } from '../detect/index.js';`, /keys must not import detect/],
  ['later', 'src/detect/index.ts', `await import('../scan.js');`, /detect must not import scan/],
  ['to pass it on', 'src/detect/index.ts', `export * from '../report/text.js';`, /detect must not import report/],
  ['from the core in a rule', 'src/scan.ts', `import a from '../rules/index.js';`, /scan must not import rules/],
  ['in a part without a row', 'src/cellar/a.ts', `import { a } from '../keys/secret.js';`, /cellar has no row/],
])('refuses an import %s', (_, file, code, message) => {
  expect(messagesFor(file, code)).toEqual([expect.stringMatching(message)]);
});
