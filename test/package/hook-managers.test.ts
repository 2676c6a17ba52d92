/**
 * Hook managers from the registry, with the packed package installed beside them, set up by `starrise-scan init`:
 * commits with a key are stopped, clean ones go through; a push of a key in a middle commit is stopped.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newFolder, removeFolder, temporaryFolder } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { installInto, npm, runInstalled } from '../support/npm.js';
import { newRepository, type TestRepository } from '../support/repository.js';
import { run, runOrThrow, type RunResult } from '../support/run.js';

const KEY = newApiKey('managers');
const LEAK = `export const key = '${KEY}';\n`;
const CLI = 'eslint-plugin-starrise/dist/cli.js';

/** Versions that work on Node 20. */
const HUSKY = 'husky@9.1.7';
const LEFTHOOK = 'lefthook@2.2.2';
const LINT_STAGED = 'lint-staged@16.3.4';
const SIMPLE = 'simple-git-hooks@2.14.0';

interface ManagerCase {
  readonly name: string;
  readonly packages: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** Members of package.json. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** What the project does once, after `init`. */
  readonly setUp: (folder: string) => void;
  readonly pushes: boolean;
}

const MANAGERS: readonly ManagerCase[] = [
  { name: 'git alone', packages: [], setUp: () => undefined, pushes: true },
  {
    name: 'husky',
    packages: [HUSKY],
    setUp: (folder) => void npm(['exec', '--no', 'husky'], { cwd: folder }),
    pushes: true,
  },
  {
    name: 'lefthook',
    packages: [LEFTHOOK],
    files: { 'lefthook.yml': 'pre-commit:\n  parallel: true\n  commands:\n    other:\n      run: git --version\n' },
    setUp: (folder) => void npm(['exec', '--no', 'lefthook', 'install'], { cwd: folder }),
    pushes: true,
  },
  {
    name: 'simple-git-hooks',
    packages: [SIMPLE],
    manifest: { 'simple-git-hooks': { 'pre-commit': 'git --version' } },
    setUp: (folder) => void npm(['exec', '--no', 'simple-git-hooks'], { cwd: folder }),
    pushes: true,
  },
  {
    name: 'lint-staged, called by git',
    packages: [LINT_STAGED],
    manifest: { 'lint-staged': { '*.md': 'git --version' } },
    files: { '.git/hooks/pre-commit': '#!/bin/sh\nexec node node_modules/lint-staged/bin/lint-staged.js\n' },
    setUp: (folder) => void runOrThrow('chmod', ['+x', '.git/hooks/pre-commit'], { cwd: folder }),
    pushes: false,
  },
];

describe.each(MANAGERS)('$name', ({ packages, files = {}, manifest = {}, setUp, pushes }) => {
  let repository: TestRepository;
  let initiated: RunResult;

  beforeAll(() => {
    repository = newRepository(newFolder());
    const { folder, write } = repository;
    installInto(folder, [inject('tarball'), ...packages]);
    const installed = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
    write({
      ...files,
      'package.json': JSON.stringify({ ...installed, ...manifest }, null, 2),
      '.gitignore': 'node_modules\n',
    });
    initiated = runInstalled(folder, CLI, ['init', '--hook', 'pre-commit', ...(pushes ? ['--hook', 'pre-push'] : [])]);
    setUp(folder);
  });

  afterAll(() => {
    removeFolder(repository.folder);
  });

  function git(...args: readonly string[]): RunResult {
    return run('git', args, { cwd: repository.folder });
  }

  function expectStopped({ status, stdout, stderr }: RunResult, place: string): void {
    const said = stdout + stderr;
    expect(said).toContain(`${KEY.slice(0, 7)}…${KEY.slice(-4)}`);
    expect(said).toContain(place);
    expect(said).not.toContain(KEY);
    expect(status).not.toBe(0);
  }

  it('is set up, and stops a first commit with a key and lets a clean one through', () => {
    expect(initiated).toMatchObject({ status: 0, stderr: '' });
    repository.write({ 'a.js': LEAK });
    git('add', '.');
    expectStopped(git('commit', '-m', 'First'), 'a.js:1:21');
    expect(git('rev-parse', '--verify', 'HEAD').status).not.toBe(0);
    repository.write({ 'a.js': 'export default 1;\n', 'empty.js': '' });
    git('add', '.');
    expect(git('commit', '-m', 'First')).toMatchObject({ status: 0 });
  });

  it('judges git commit -a and git commit <path> by what they record', () => {
    repository.write({ 'a.js': LEAK });
    expectStopped(git('commit', '-a', '-m', 'All'), 'a.js:1:21');
    expectStopped(git('commit', '-m', 'Path', 'a.js'), 'a.js:1:21');
    git('checkout', '-q', '--', 'a.js');
    repository.write({ 'empty.js': 'export default 2;\n' });
    expect(git('commit', '-m', 'Path', 'empty.js')).toMatchObject({ status: 0 });
  });

  it('judges a partial commit by its staged half', () => {
    repository.write({ 'p.js': '// one\n\n\n\n\n\n// two\n' });
    git('add', '.');
    git('commit', '-m', 'Lines');
    repository.write({ 'p.js': '// clean\n// one\n\n\n\n\n\n// two\n' });
    git('add', 'p.js');
    repository.write({ 'p.js': `// clean\n// one\n\n\n\n\n\n// two\n${LEAK}` });
    expect(git('commit', '-m', 'Clean half')).toMatchObject({ status: 0 });
    git('add', 'p.js');
    repository.write({ 'p.js': '// clean\n' });
    expectStopped(git('commit', '-m', 'Other half'), 'p.js:9:21');
    git('reset', '-q', '--hard');
  });

  it('judges what a merge brings in', () => {
    git('checkout', '-q', '-b', 'side');
    repository.write({ 's.js': 'export default 1;\n' });
    git('add', '.');
    git('commit', '-m', 'Side');
    git('checkout', '-q', 'main');
    repository.write({ 'm.js': 'export default 1;\n' });
    git('add', '.');
    git('commit', '-m', 'Main');
    git('merge', '-q', '--no-commit', 'side');
    repository.write({ 'm.js': LEAK });
    git('add', 'm.js');
    expectStopped(git('commit', '-m', 'Merge'), 'm.js:1:21');
    git('checkout', '-q', 'HEAD', '--', 'm.js');
    expect(git('commit', '-m', 'Merge')).toMatchObject({ status: 0 });
    expect(git('rev-parse', '--verify', 'HEAD^2').status).toBe(0);
  });

  if (!pushes) return;

  it('stops the push of a branch with a key in its middle commit', () => {
    const remote = newRepository(temporaryFolder(), '--bare');
    git('remote', 'add', 'origin', remote.folder);
    expect(git('push', '-q', 'origin', 'main')).toMatchObject({ status: 0 });
    git('checkout', '-q', '-b', 'topic');
    for (const [at, text] of ['// 1\n', LEAK, '// 3\n'].entries()) {
      repository.write({ 't.js': text });
      git('add', '.');
      expect(git('commit', '--no-verify', '-m', `Commit ${at}`)).toMatchObject({ status: 0 });
    }
    expectStopped(git('push', '-q', 'origin', 'topic'), 't.js:1:21');
    expect(remote.git('for-each-ref')).not.toContain('topic');
    git('reset', '-q', '--hard', 'HEAD~2');
    expect(git('push', '-q', 'origin', 'topic')).toMatchObject({ status: 0 });
    expect(git('push', '-q', 'origin', '--delete', 'topic')).toMatchObject({ status: 0 });
    git('remote', 'remove', 'origin');
  });
});

describe('a server', () => {
  it('refuses a push with a key in its middle commit, and takes a clean one', () => {
    const server = newRepository(path.join(temporaryFolder(), 'a server.git'), '--bare');
    const tool = temporaryFolder();
    installInto(tool, [inject('tarball')]);
    expect(runInstalled(tool, CLI, ['init'], { cwd: server.folder })).toMatchObject({ status: 0 });
    const repository = newRepository();
    const push = (...args: string[]) => run('git', ['push', '-q', server.folder, ...args], { cwd: repository.folder });
    repository.commit('First', { 'a.js': 'export default 1;\n' });
    expect(push('main')).toMatchObject({ status: 0 });

    repository.git('checkout', '-q', '-b', 'topic');
    repository.commit('One', { 'b.js': '// 1\n' });
    repository.commit('Two', { 'b.js': LEAK });
    repository.commit('Three', { 'b.js': '// 3\n' });
    for (const refs of [['topic'], ['topic:refs/tags/t'], ['topic:main'], ['main', 'topic']]) {
      const { status, stderr } = push(...refs);
      expect(stderr).toContain('remote:');
      expect(stderr).toContain('b.js:1:21');
      expect(stderr).toContain('pre-receive hook declined');
      expect(stderr).not.toContain(KEY);
      expect(status).toBe(1);
    }
    expect(server.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');

    repository.git('reset', '-q', '--hard', 'HEAD~2');
    repository.git('merge', '-q', '--no-ff', '-m', 'Merge', 'main');
    expect(push('topic')).toMatchObject({ status: 0 });
    expect(push('--delete', 'topic')).toMatchObject({ status: 0 });
  });
});

describe('npx', () => {
  it('runs the packed package without a network, once it is installed', () => {
    const folder = temporaryFolder();
    installInto(folder, [inject('tarball')]);
    const { folder: repository, write, git } = newRepository(path.join(folder, 'inner'));
    write({ 'a.js': LEAK });
    git('add', '.');
    const env = {
      npm_config_offline: 'true',
      npm_config_registry: 'http://127.0.0.1:9/',
      http_proxy: 'http://127.0.0.1:9',
    };
    const { status, stdout } = run('npx', ['--no-install', 'starrise-scan', 'staged'], { cwd: repository, env });
    expect(stdout).toContain('a.js:1:21');
    expect(status).toBe(1);
  });
});
