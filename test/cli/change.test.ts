/** What hooks and pipelines ask for: files of a change, ranges of commits; and when that may rightly hold nothing. */
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { newRepository, openRepository, type TestRepository } from '../support/repository.js';
import { runOrThrow, runScan } from '../support/run.js';

const KEY = newApiKey('change');
const NONE = '0'.repeat(40);

describe('an empty file', () => {
  const folder = (): string => {
    const made = writeFiles(temporaryFolder(), { 'empty.py': '', 'other.py': '', 'full.py': 'nothing' });
    mkdirSync(path.join(made, 'folder'));
    return made;
  };

  it('that was named was read whole, and passes', () => {
    expect(runScan(['empty.py'], { cwd: folder() })).toEqual({
      status: 0,
      stdout: '',
      stderr: 'no keys in 1 file (0 B)\n',
    });
    expect(runScan(['empty.py', 'other.py'], { cwd: folder() })).toMatchObject({ status: 0 });
    expect(runScan(['--as-change', '--', 'empty.py'], { cwd: folder() })).toMatchObject({ status: 0 });
  });

  it.each([
    ['a name that matches nothing', ['gone.py']],
    ['one beside it', ['empty.py', 'gone.py']],
    ['one in a change', ['--as-change', '--', 'empty.py', 'gone.py']],
    ['a folder with nothing', ['folder']],
    ['such a folder beside it', ['empty.py', 'folder']],
    ['such a folder in a change', ['--as-change', '--', 'folder']],
    ['a glob that matches only empty files', ['{empty,other}.p*']],
    ['a file that is left out', ['empty.py', '--exclude', 'empty.py']],
    ['a file over the size cap', ['full.py', '--max-size', '3']],
    ['standard input', ['-']],
  ])('is another thing than %s: status 3', (_, args) => {
    expect(runScan(args, { cwd: folder() })).toMatchObject({ status: 3, stdout: '' });
  });
});

describe('--as-change', () => {
  it('passes where the configuration leaves out every file, and says so', () => {
    const folder = writeFiles(temporaryFolder(), {
      'vendor/a.js': KEY,
      'starrise.config.json': '{ "exclude": ["vendor"] }',
    });
    const { status, stderr } = runScan(['--as-change', '--', 'vendor/a.js'], { cwd: folder });
    expect(stderr).toContain('left out vendor');
    expect(status).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('reads links as git stores them and names submodules', () => {
    const { folder, write } = newRepository();
    newRepository(path.join(folder, 'sub')).commit('Inner', { 'a.js': KEY });
    write({ 'a.js': 'nothing' });
    symlinkSync('sub', path.join(folder, 'link'));
    symlinkSync('gone', path.join(folder, 'dangling'));
    const { status, stderr } = runScan(['--as-change', '--', 'sub', 'link', 'dangling', 'a.js'], { cwd: folder });
    expect(stderr).toContain('left out sub: submodule');
    expect(status).toBe(0);
    symlinkSync(KEY, path.join(folder, 'leak'));
    expect(runScan(['--as-change', '--', 'leak'], { cwd: folder }).stdout).toContain('leak:1:1');
  });

  it('takes names as they are: no glob, no option, no standard input', () => {
    const folder = writeFiles(temporaryFolder(), { '[id].js': KEY, 'i.js': '', '--quiet': KEY, '-': KEY });
    const { stdout, status } = runScan(['--as-change', '--', '[id].js', '--quiet', '-'], { cwd: folder });
    for (const name of ['[id].js:1:1', '--quiet:1:1', '-:1:1']) expect(stdout).toContain(name);
    expect(status).toBe(1);
    expect(runScan(['--as-change', '--', '*.js'], { cwd: folder }).status).toBe(3);
  });

  it.each([
    [['--as-change', 'a.js'], 'needs -- before the files'],
    [['--as-change', '--'], 'needs the files of the change'],
    [['staged', '--as-change'], 'is no option of staged'],
  ])('%j is a mistake', (args, message) => {
    const { status, stderr } = runScan(args, { cwd: writeFiles(temporaryFolder(), { 'a.js': KEY }) });
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe('history -', () => {
  /** A repository with a remote that knows its first commit, and then a key that was taken away again. */
  function pushing(): TestRepository & { ids: readonly [string, string, string] } {
    const repository = newRepository();
    const first = repository.commit('First', { 'a.js': 'nothing' });
    repository.git('update-ref', 'refs/remotes/origin/main', first);
    const second = repository.commit('Second', { 'a.js': KEY });
    const third = repository.commit('Third', { 'a.js': 'nothing more' });
    return { ...repository, ids: [first, second, third] };
  }

  it('scans what a push adds, and nothing where a branch is deleted or all is up to date', () => {
    const { folder, ids } = pushing();
    const push = (input: string, ...args: string[]) => runScan(['history', '-', ...args], { cwd: folder, input });
    expect(push(`refs/heads/main ${ids[2]} refs/heads/main ${ids[0]}\n`)).toMatchObject({ status: 1 });
    expect(push(`refs/heads/main ${ids[2]} refs/heads/new ${NONE}\n`)).toMatchObject({ status: 1 });
    const nothing = { status: 0, stdout: '', stderr: 'nothing to scan: the change is empty\n' };
    expect(push('')).toEqual(nothing);
    expect(push(`(delete) ${NONE} refs/heads/main ${ids[0]}\n`)).toEqual(nothing);
  });

  it('takes for known only what the remote of the push has', () => {
    const { folder, ids, git } = pushing();
    git('update-ref', 'refs/remotes/backup/main', ids[2]);
    const push = (...args: string[]) =>
      runScan(['history', '-', ...args], { cwd: folder, input: `refs/heads/main ${ids[2]} refs/heads/main ${NONE}\n` });
    expect(push().status).toBe(0);
    expect(push('--remote', 'backup').status).toBe(0);
    expect(push('--remote', 'origin').status).toBe(1);
    expect(push('--remote', 'https://git.example/x.git').status).toBe(1);
  });

  it('goes by what we know of the remote where somebody else moved its branch', () => {
    const { folder, ids, git, commit } = pushing();
    git('update-ref', 'refs/remotes/origin/main', ids[2]);
    const next = commit('Next', { 'b.js': 'nothing' });
    const input = `refs/heads/main ${next} refs/heads/main ${'ab'.repeat(20)}\n`;
    expect(runScan(['history', '-', '--remote', 'origin'], { cwd: folder, input }).status).toBe(0);
  });

  it('scans a new branch in a post-receive, whose reference is there already', () => {
    const { folder, ids, git } = pushing();
    git('update-ref', 'refs/heads/new', ids[2]);
    git('checkout', '-q', '-B', 'main', ids[0]);
    const input = `${NONE} ${ids[2]} refs/heads/new\n`;
    expect(runScan(['history', '-'], { cwd: folder, input }).status).toBe(1);
  });

  it('--remote is for hooks', () => {
    const { folder } = pushing();
    expect(runScan(['history', '--remote', 'origin'], { cwd: folder })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--remote is for hooks') as string,
    });
  });
});

describe('a shallow clone', () => {
  function shallow(depth: number): TestRepository & { ids: readonly string[] } {
    const origin = newRepository();
    const ids = [1, 2, 3, 4].map((at) => origin.commit(`Commit ${at}`, { 'a.txt': `line ${at}` }));
    const folder = path.join(temporaryFolder(), 'clone');
    runOrThrow('git', ['clone', '-q', `--depth=${depth}`, pathToFileURL(origin.folder).href, folder]);
    return { ...openRepository(folder), ids };
  }

  it('is the reason where the first commit of a range is not there: status 2, and what to do', () => {
    const { folder, ids } = shallow(2);
    for (const range of [`${ids[0]}..HEAD`, `${ids[0]}...HEAD`, 'HEAD~3..HEAD', String(ids[0])]) {
      const { status, stdout, stderr } = runScan(['history', range], { cwd: folder });
      expect(stderr).toMatch(
        /^starrise-scan: .*: this clone is shallow.*git fetch --unshallow.*fetch-depth: 0.*GIT_DEPTH: 0"; or is it misspelt\?\n$/,
      );
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    }
  });

  it('makes a scan incomplete that goes on before its first commit: status 3', () => {
    const { folder } = shallow(2);
    for (const args of [[], ['HEAD'], ['--since', '10 years ago']]) {
      const { status, stderr } = runScan(['history', ...args], { cwd: folder });
      expect(stderr).toMatch(/not read what came before commit [0-9a-f]{40}: this clone is shallow/);
      expect(status).toBe(3);
    }
  });

  it('is the second guess where a name may be misspelt', () => {
    const { folder } = shallow(2);
    for (const range of ['mian', 'origin/mian..HEAD', 'feature']) {
      const { status, stdout, stderr } = runScan(['history', range], { cwd: folder });
      expect(stderr).toMatch(
        /^starrise-scan: .*: is it misspelt\? If not: this clone is shallow.*git fetch --unshallow.*\n$/,
      );
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    }
  });

  it('does not matter to a range that it holds', () => {
    const { folder } = shallow(3);
    expect(runScan(['history', 'HEAD~2..HEAD'], { cwd: folder })).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^no keys in 2 commits/) as string,
    });
  });

  it('is not blamed for a name that no clone knows', () => {
    const { folder } = newRepository();
    expect(runScan(['history', 'nope..HEAD'], { cwd: folder }).stderr).toContain('fetch what is missing first');
  });

  it('names the revision that it does not know, and not a folder that is called like another', () => {
    const { folder, commit } = newRepository();
    commit('one');
    mkdirSync(path.join(folder, 'main'));
    expect(runScan(['history', 'main', 'nope'], { cwd: folder }).stderr).toContain('fetch what is missing first');
  });

  it.each(['.', 'lib', path.resolve('test')])('takes no path for a revision: %s', (place) => {
    const { folder } = newRepository();
    mkdirSync(path.join(folder, 'lib'));
    const { status, stderr } = runScan(['history', place], { cwd: folder });
    expect([status, stderr]).toEqual([2, expect.stringContaining(`${place}: a path, and history takes revisions`)]);
  });
});
