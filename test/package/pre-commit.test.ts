/** The hooks of .pre-commit-hooks.yaml, run by the pre-commit framework itself, in commits and pushes. */
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newFolder, removeFolder, temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { hasProgram } from '../support/programs.js';
import { newRepository, openRepository, type TestRepository } from '../support/repository.js';
import { repositoryRoot, run, runOrThrow, type RunResult } from '../support/run.js';

const KEY = newApiKey('pre-commit');
const LEAK = `export const key = '${KEY}';\n`;

describe.skipIf(!hasProgram('pre-commit'))('the pre-commit framework', () => {
  const scratch = newFolder();
  /** pre-commit keeps what it installs here, for all tests of this file. */
  const env = { PRE_COMMIT_HOME: path.join(scratch, 'cache'), PRE_COMMIT_COLOR: 'never' };
  /** What is published, and the manifest, in a git repository: as the real one, but built already. */
  let hooks: { url: string; commit: string };

  beforeAll(() => {
    const folder = path.join(scratch, 'published');
    mkdirSync(folder);
    runOrThrow('tar', ['-xzf', inject('tarball'), '--strip-components=1', '-C', folder]);
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
    const published = { ...manifest, scripts: undefined, devDependencies: undefined };
    writeFiles(folder, { 'package.json': JSON.stringify(published) });
    cpSync(path.join(repositoryRoot, '.pre-commit-hooks.yaml'), path.join(folder, '.pre-commit-hooks.yaml'));
    const { commit } = newRepository(folder);
    hooks = { url: pathToFileURL(folder).href, commit: commit('Published') };
  });

  afterAll(() => {
    removeFolder(scratch);
  });

  /** A repository with the hooks `ids`, installed, after a first clean commit. */
  function withHooks(ids: string, ...types: readonly string[]): TestRepository {
    const { folder } = newRepository();
    const repository = openRepository(folder, { env });
    repository.write({
      '.pre-commit-config.yaml': `repos:\n- repo: ${hooks.url}\n  rev: ${hooks.commit}\n  hooks:\n${ids}`,
    });
    const which = (types.length === 0 ? ['pre-commit'] : types).flatMap((type) => ['--hook-type', type]);
    preCommit(folder, 'install', ...which);
    repository.commit('First', { 'a.js': 'export default 1;\n', 'b.js': 'export default 2;\n' });
    return repository;
  }

  function preCommit(folder: string, ...args: readonly string[]): RunResult {
    return run('pre-commit', args, { cwd: folder, env });
  }

  function commit({ folder }: TestRepository, ...args: readonly string[]): RunResult {
    return run('git', ['commit', '-m', 'Change', ...args], { cwd: folder, env });
  }

  function expectTheKey({ status, stdout, stderr }: RunResult, place: string): void {
    const said = stdout + stderr;
    expect(said).toContain(`${KEY.slice(0, 7)}…${KEY.slice(-4)}`);
    expect(said).toContain(place);
    expect(said).not.toContain(KEY);
    expect(status).toBe(1);
  }

  describe('starrise-scan', () => {
    it('lets a clean first commit through, blocks one with a key, and lets it through without', () => {
      const repository = withHooks('  - id: starrise-scan\n');
      repository.write({ 'a.js': LEAK });
      repository.git('add', '.');
      expectTheKey(commit(repository), 'a.js:1:21');
      repository.write({ 'a.js': 'export const key = process.env.KEY;\n' });
      repository.git('add', '.');
      expect(commit(repository)).toMatchObject({ status: 0 });
    });

    it('blocks what git commit -a and git commit <path> would record', () => {
      const repository = withHooks('  - id: starrise-scan\n');
      repository.write({ 'a.js': LEAK });
      expectTheKey(commit(repository, '-a'), 'a.js:1:21');
      expectTheKey(commit(repository, 'a.js'), 'a.js:1:21');
      repository.write({ 'b.js': 'export default 3;\n' });
      expect(commit(repository, 'b.js')).toMatchObject({ status: 0 });
    });

    it('judges a partial commit by what it records', () => {
      const repository = withHooks('  - id: starrise-scan\n');
      const lines = 'top\n\n\n\n\nend\n';
      repository.commit('Lines', { 'c.txt': lines });
      repository.write({ 'c.txt': `clean\n${lines}` });
      repository.git('add', 'c.txt');
      repository.write({ 'c.txt': `clean\n${lines}${KEY}\n` });
      expect(commit(repository)).toMatchObject({ status: 0 });
      repository.git('add', 'c.txt');
      repository.write({ 'c.txt': `clean\n${lines}` });
      expectTheKey(commit(repository), 'c.txt:8:1');
    });

    it('lets through what holds no byte to read: an empty file, a deletion, a submodule, what is excluded', () => {
      const repository = withHooks('  - id: starrise-scan\n');
      expect(() => repository.commit('Empty', { 'pkg/__init__.py': '' })).not.toThrow();
      repository.git('rm', '-q', 'b.js');
      expect(commit(repository)).toMatchObject({ status: 0 });
      const inner = newRepository();
      inner.commit('Inner', { 'inner.txt': KEY });
      repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'sub');
      expect(commit(repository)).toMatchObject({ status: 0 });
      repository.commit('Configuration', { 'starrise.config.json': '{ "exclude": ["vendor"] }\n' });
      repository.write({ 'vendor/x.js': LEAK });
      repository.git('add', '.');
      expect(commit(repository)).toMatchObject({ status: 0 });
    });

    it.skipIf(process.platform === 'win32')('reads links as git stores them', () => {
      const repository = withHooks('  - id: starrise-scan\n');
      symlinkSync('nowhere', path.join(repository.folder, 'dangling'));
      symlinkSync('/', path.join(repository.folder, 'root'));
      repository.git('add', '.');
      expect(commit(repository)).toMatchObject({ status: 0 });
      symlinkSync(`/srv/${KEY}`, path.join(repository.folder, 'link'));
      repository.git('add', '.');
      expectTheKey(commit(repository), 'link:1:6');
    });

    it('takes no file for an option, and is stopped where somebody forgot the --', () => {
      const repository = withHooks('  - id: starrise-scan\n');
      repository.write({ '--exclude=**': 'nothing\n', '--config=evil.json': LEAK, '-': 'nothing\n' });
      repository.git('add', '.');
      expectTheKey(commit(repository), '--config=evil.json:1:21');

      const careless = withHooks('  - id: starrise-scan\n    args: [--]\n');
      careless.write({
        '.pre-commit-config.yaml': readFileSync(path.join(careless.folder, '.pre-commit-config.yaml'), 'utf8').replace(
          '[--]',
          '[--fail-on=warning]',
        ),
      });
      careless.git('add', '.');
      const { status, stdout, stderr } = commit(careless);
      expect(status).toBe(1);
      expect(stdout + stderr).toContain('--as-change needs -- before the files');
    });

    it('works under run, --all-files, --files and --from-ref --to-ref', () => {
      const repository = withHooks('  - id: starrise-scan\n');
      const { folder, git } = repository;
      expect(preCommit(folder, 'run')).toMatchObject({ status: 0 });
      expect(preCommit(folder, 'run').stdout).toContain('no files to check');
      expect(preCommit(folder, 'run', '--all-files')).toMatchObject({ status: 0 });
      const base = git('rev-parse', 'HEAD');
      repository.write({ 'deep/er/c.js': LEAK, 'untracked.js': LEAK });
      git('add', 'deep');
      expectTheKey(preCommit(folder, 'run'), 'deep/er/c.js:1:21');
      git('commit', '-q', '--no-verify', '-m', 'Leak');
      expect(preCommit(folder, 'run')).toMatchObject({ status: 0 });
      expectTheKey(preCommit(folder, 'run', '--all-files'), 'deep/er/c.js:1:21');
      expectTheKey(preCommit(folder, 'run', '--files', 'untracked.js'), 'untracked.js:1:21');
      expect(preCommit(folder, 'run', '--files', 'a.js', 'gone.js')).toMatchObject({ status: 0 });
      expectTheKey(preCommit(folder, 'run', '--from-ref', base, '--to-ref', 'HEAD'), 'deep/er/c.js:1:21');
      expect(preCommit(folder, 'run', '--from-ref', 'HEAD', '--to-ref', 'HEAD')).toMatchObject({ status: 0 });
      git('checkout', '-q', 'HEAD~1');
      expect(preCommit(path.join(folder), 'run', '--all-files')).toMatchObject({ status: 0 });
    });
  });

  describe('starrise-scan-push', () => {
    function pushable(): TestRepository & { push(...args: readonly string[]): RunResult } {
      const repository = withHooks('  - id: starrise-scan-push\n    stages: [push]\n', 'pre-push');
      const remote = newRepository(temporaryFolder(), '--bare');
      repository.git('remote', 'add', 'origin', remote.folder);
      return {
        ...repository,
        push: (...args) => run('git', ['push', '-q', ...args], { cwd: repository.folder, env }),
      };
    }

    it('lets the first push through, and blocks a key in the middle commit of a branch', () => {
      const { push, commit, git } = pushable();
      expect(push('-u', 'origin', 'main')).toMatchObject({ status: 0 });
      git('checkout', '-q', '-b', 'topic');
      commit('One', { 'c.js': 'export default 1;\n' });
      commit('Two', { 'c.js': LEAK });
      commit('Three', { 'c.js': 'export default 3;\n' });
      expectTheKey(push('origin', 'topic'), 'c.js:1:21');
      git('reset', '-q', '--hard', 'HEAD~2');
      expect(push('origin', 'topic')).toMatchObject({ status: 0 });
      commit('Two again', { 'c.js': LEAK });
      git('rm', '-q', 'c.js');
      commit('Gone');
      expectTheKey(push('origin', 'topic'), 'c.js:1:21');
    });

    it('blocks a key in the root commit', () => {
      const { push, commit, git } = pushable();
      git('checkout', '-q', '--orphan', 'fresh');
      commit('Root', { 'c.js': LEAK });
      commit('Clean', { 'c.js': 'export default 1;\n' });
      expectTheKey(push('origin', 'fresh'), 'c.js:1:21');
    });

    it('says what is wrong where it is set up for commits', () => {
      const { folder, write, git } = newRepository();
      write({
        '.pre-commit-config.yaml': `repos:\n- repo: ${hooks.url}\n  rev: ${hooks.commit}\n  hooks:\n  - id: starrise-scan-push\n`,
      });
      git('add', '.');
      const { status, stdout } = preCommit(folder, 'run');
      expect(status).toBe(1);
      expect(stdout).toContain('give it stages: [pre-push]');
    });
  });

  it('starrise-scan-verify asks about the keys that it finds', () => {
    const repository = withHooks('  - id: starrise-scan-verify\n    args: [--dry-run, --]\n    verbose: true\n');
    repository.write({ 'a.js': `// https://api.starrise.ai\n${LEAK}` });
    repository.git('add', '.');
    const blocked = commit(repository);
    expectTheKey(blocked, 'a.js:2:21');
    expect(blocked.stdout + blocked.stderr).toContain('verify: 1 key to https://api.starrise.ai');
  });

  it('runs a tarball, or a version of the registry, as a local hook', () => {
    const { folder } = newRepository();
    const repository = openRepository(folder, { env });
    repository.write({
      '.pre-commit-config.yaml': localHook(inject('tarball')),
      'a.js': LEAK,
    });
    repository.git('add', '.');
    expectTheKey(preCommit(folder, 'run'), 'a.js:1:21');
    repository.write({ 'a.js': '' });
    repository.git('add', '.');
    expect(preCommit(folder, 'run')).toMatchObject({ status: 0 });
  });
});

/** As docs/hooks.md gives it. */
function localHook(specification: string): string {
  return `repos:
  - repo: local
    hooks:
      - id: starrise-scan
        name: keys of LLM gateways in changed files
        entry: starrise-scan --as-change --
        language: node
        additional_dependencies: ['${specification}']
        types: []
        types_or: [file, symlink]
        require_serial: true
`;
}
