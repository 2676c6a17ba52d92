/**
 * The pre-commit framework given the URL of our repository: it clones, installs everything that the build needs, builds,
 * packs, and installs the package once more. test/package/pre-commit.test.ts does the rest with what is built already.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { hasProgram } from '../support/programs.js';
import { newRepository } from '../support/repository.js';
import { repositoryRoot, run, runOrThrow } from '../support/run.js';

const KEY = newApiKey('pre-commit url');

it.skipIf(!hasProgram('pre-commit'))('pre-commit builds the hook from a git URL', () => {
  const scratch = temporaryFolder();
  const bare = path.join(scratch, 'ours.git');
  runOrThrow('git', ['clone', '--quiet', '--bare', repositoryRoot, bare]);
  const head = runOrThrow('git', ['rev-parse', 'HEAD'], { cwd: repositoryRoot }).trim();
  const { folder, git, write } = newRepository();
  const hooks = ['starrise-scan', 'starrise-scan-verify'].map((id) => `  - id: ${id}\n`).join('');
  const repo = `- repo: ${pathToFileURL(bare).href}\n  rev: ${head}\n  hooks:\n${hooks}`;
  const env = { PRE_COMMIT_HOME: path.join(scratch, 'cache'), PRE_COMMIT_COLOR: 'never' };
  const commit = () =>
    run('git', ['commit', '-m', 'Change'], { cwd: folder, env: { ...env, SKIP: 'starrise-scan-verify' } });
  write({ '.pre-commit-config.yaml': `repos:\n${repo}`, 'a.js': `'${KEY}'` });
  runOrThrow('pre-commit', ['install'], { cwd: folder, env });
  git('add', '.');

  const blocked = commit();
  expect(blocked.stdout + blocked.stderr).toContain('a.js:1:2');
  expect(blocked.status).toBe(1);
  write({ 'a.js': 'clean' });
  git('add', '.');
  expect(commit()).toMatchObject({ status: 0 });
});
