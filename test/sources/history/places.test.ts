import { realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/finding.js';
import { newFolder, removeFolder } from '../../support/folder.js';
import { fingerprint, historyScanner, line, onlyPlaceOf, placesOf } from '../../support/history.js';
import { newApiKey } from '../../support/keys.js';
import { newRepository, openRepository, type TestRepository } from '../../support/repository.js';
import { runOrThrow, runScan } from '../../support/run.js';

const { scanHistory } = historyScanner();

describe('every place in a repository where a key can hide', () => {
  const folder = newFolder();
  let repository: TestRepository;
  let report: Report;
  const commits: Record<string, string> = {};
  const planted: string[] = [];

  function plant(seed: string): string {
    planted.push(seed);
    return line(seed);
  }

  beforeAll(() => {
    repository = newRepository(folder);
    const { git, commit, write } = repository;
    commits.first = commit('first', { 'a.txt': 'a\n', 'folder/deep/.env': `X=1\n${plant('file')}` });
    commits.removed = commit('remove', { 'folder/deep/.env': 'X=1\n' });
    commits.renamedFrom = commit('add', { 'before.env': plant('renamed') });
    git('mv', 'before.env', 'after.env');
    commits.rename = commit('rename');
    commits.wide = commit('utf-16', { 'wide.txt': Buffer.from(`\ufeff${plant('wide')}`, 'utf16le') });
    commits.binary = commit('binary', { 'b.bin': Buffer.from(`\0\0 ${plant('binary')}\0`) });
    commits.undiffed = commit('no diff', { '.gitattributes': '*.min -diff\n', 'x.min': plant('undiffed') });
    commits.named = commit('name', { [`names/${newApiKey('name')}.txt`]: 'x' });
    planted.push('name');
    symlinkSync(`/nowhere/${plant('link').trim()}`, path.join(folder, 'link'));
    commits.link = commit('link');
    commits.message = commit(`message\n\nused ${plant('message')}`);
    runOrThrow('git', ['commit', '-q', '--allow-empty', '-m', 'by'], {
      cwd: folder,
      env: { GIT_AUTHOR_NAME: plant('author').trim() },
    });
    commits.author = git('rev-parse', 'HEAD');

    git('checkout', '-q', '-b', 'side', 'HEAD~1');
    commit('side', { 'side.txt': 's' });
    git('checkout', '-q', 'main');
    git('merge', '-q', '--no-ff', '--no-commit', 'side');
    commits.merge = commit('merge', { 'evil.txt': plant('merge') });

    git('checkout', '-q', '-b', 'elsewhere');
    commits.branch = commit('on a branch', { 'branch.env': plant('branch') });
    git('checkout', '-q', 'main');
    git('tag', '-a', 'v1', '-m', `release\n${plant('tag')}`, 'HEAD');
    git('notes', 'add', '-m', plant('note'), 'HEAD');
    commits.noted = git('rev-parse', 'HEAD');

    write({ 'a.txt': plant('older stash') });
    git('stash', '-q');
    write({ 'a.txt': plant('staged in the stash') });
    git('add', 'a.txt');
    write({ 'a.txt': plant('in the stash'), 'untracked.env': plant('untracked in the stash') });
    git('stash', '-q', '-u');
    commits.reset = commit('reset away', { 'reset.env': plant('reset') });
    git('reset', '-q', '--hard', 'HEAD~1');
    runOrThrow('git', ['hash-object', '-w', '--stdin'], { cwd: folder, input: plant('dangling') });
    report = scanHistory(folder).report;
  });
  afterAll(() => removeFolder(folder));

  it('is looked at: all keys are found, and nothing else', () => {
    expect(new Set(report.findings.map((finding) => finding.fingerprint))).toEqual(
      new Set(planted.map((seed) => fingerprint(seed))),
    );
    expect(report.complete).toBe(true);
  });

  it.each([
    ['file', 'blob', 'folder/deep/.env', 'first'],
    ['wide', 'blob', 'wide.txt', 'wide'],
    ['binary', 'blob', 'b.bin', 'binary'],
    ['undiffed', 'blob', 'x.min', 'undiffed'],
    ['link', 'blob', 'link', 'link'],
    ['merge', 'blob', 'evil.txt', 'merge'],
    ['branch', 'blob', 'branch.env', 'branch'],
    ['reset', 'blob', 'reset.env', 'reset'],
  ] as const)('the key of "%s" is a %s at %s', (seed, kind, at, commit) => {
    const place = onlyPlaceOf(report, seed);
    expect(place).toMatchObject({ path: at, history: { kind, introduced: { commit: commits[commit], path: at } } });
    expect(place.history.introduced?.author).toBe('A. Author <author@example.com>');
  });

  it('says which commit removed a key, and where it still is', () => {
    const gone = onlyPlaceOf(report, 'file');
    expect(gone).toMatchObject({ line: 2, history: { inHead: false, refs: [] } });
    expect(gone.history.removed.map(({ commit }) => commit)).toEqual([commits.removed]);
    expect(onlyPlaceOf(report, 'branch').history).toMatchObject({ inHead: false, refs: ['refs/heads/elsewhere'] });
    expect(onlyPlaceOf(report, 'wide').history).toMatchObject({ inHead: true, removed: [] });
  });

  it('follows a rename back to the commit that brought the key', () => {
    for (const place of placesOf(report, 'renamed')) {
      expect(place.history?.introduced).toMatchObject({ commit: commits.renamedFrom, path: 'before.env' });
    }
    expect(placesOf(report, 'renamed').map((place) => [place.path, place.history?.inHead])).toEqual([
      ['after.env', true],
      ['before.env', false],
    ]);
  });

  it('names what is no file by its kind', () => {
    expect(onlyPlaceOf(report, 'message')).toMatchObject({
      path: `.git/commit/${commits.message}`,
      history: { kind: 'commit message', introduced: { commit: commits.message }, inHead: true },
    });
    expect(onlyPlaceOf(report, 'author').history).toMatchObject({ introduced: { commit: commits.author } });
    expect(onlyPlaceOf(report, 'tag').history).toMatchObject({ kind: 'tag', refs: ['refs/tags/v1'] });
    expect(onlyPlaceOf(report, 'note')).toMatchObject({
      path: `.git/refs/notes/commits/${commits.noted}`,
      history: { kind: 'note' },
    });
    expect(onlyPlaceOf(report, 'name').history).toMatchObject({
      kind: 'name',
      introduced: { commit: commits.named },
      inHead: true,
    });
    expect(onlyPlaceOf(report, 'dangling').history).toMatchObject({ kind: 'blob', introduced: null });
  });

  it('tells the stashes apart', () => {
    expect(onlyPlaceOf(report, 'in the stash').history.refs).toEqual(['refs/stash']);
    expect(onlyPlaceOf(report, 'untracked in the stash').history.refs).toEqual(['refs/stash']);
    expect(onlyPlaceOf(report, 'staged in the stash').history.refs).toEqual(['refs/stash']);
    expect(onlyPlaceOf(report, 'older stash').history.refs).toEqual(['stash@{1}']);
  });

  it('shows no key anywhere in the report', () => {
    const text = JSON.stringify(report);
    for (const seed of planted) expect(text.includes(newApiKey(seed))).toBe(false);
  });

  it('finds the same again from the cache, without it, and packed', () => {
    const found = (other: Report): unknown => other.findings;
    expect(found(scanHistory(folder).report)).toEqual(found(report));
    expect(found(scanHistory(folder, ['--no-cache']).report)).toEqual(found(report));
    runOrThrow('git', ['repack', '-aAdq'], { cwd: folder });
    expect(found(scanHistory(folder).report)).toEqual(found(report));
  });

  it('finds only what a range adds', () => {
    const { report: range } = scanHistory(folder, [`${commits.merge}^1..${commits.merge}`]);
    expect(range.findings.map(({ path: at }) => at)).toEqual(['evil.txt']);
    const push = `refs/heads/x ${commits.branch} refs/heads/x ${commits.merge}\n`;
    expect(scanHistory(folder, ['-'], { input: push }).report.findings.map(({ path: at }) => at)).toEqual([
      'branch.env',
    ]);
  });
});

it('knows what descends from a commit that lies in two packs', () => {
  const { folder, git, commit } = newRepository();
  commit('one');
  commit(`two\n\n${line('twice')}`);
  commit('three', { a: 'a' });
  git('repack', '-adq');
  for (const order of ['HEAD~1 HEAD', 'HEAD HEAD~1 HEAD~2', 'HEAD~2 HEAD~1']) {
    const ids = order.split(' ').map((name) => git('rev-parse', name));
    runOrThrow('git', ['pack-objects', '-q', '.git/objects/pack/pack'], { cwd: folder, input: `${ids.join('\n')}\n` });
    const { history } = onlyPlaceOf(scanHistory(folder, ['--no-cache']).report, 'twice');
    expect(history).toMatchObject({ inHead: true, refs: ['HEAD', 'refs/heads/main'] });
  }
});

it('takes an empty repository, and refuses names that look like options', () => {
  const { folder } = newRepository();
  expect(scanHistory(folder).run.status).toBe(0);
  const { status, stderr } = runScan(['history', '--', '--output=x'], { cwd: folder });
  expect([status, stderr]).toEqual([2, expect.stringContaining('no revision is called so')]);
});

it('scans a bare repository that the user stands in', () => {
  const { folder, commit } = newRepository();
  commit('c', { '.env': line('bare') });
  const bare = newFolder();
  runOrThrow('git', ['clone', '-q', '--bare', folder, bare]);
  expect(onlyPlaceOf(scanHistory(bare).report, 'bare')).toMatchObject({
    path: '.env',
    history: { inHead: true, refs: ['HEAD', 'refs/heads/main'] },
  });
  expect(openRepository(bare).git('rev-parse', '--is-bare-repository')).toBe('true');
});

it('scans a repository from inside its `.git`, where git knows no work tree', () => {
  const { folder, commit } = newRepository();
  commit('c', { '.env': line('inside') });
  const gitFolder = path.join(folder, '.git');
  const { report } = scanHistory(gitFolder);
  expect(report.target.root).toBe(realpathSync(gitFolder));
  expect(onlyPlaceOf(report, 'inside').history).toMatchObject({ inHead: true, refs: ['HEAD', 'refs/heads/main'] });
});
