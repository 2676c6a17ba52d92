import {
  chmodSync,
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/finding.js';
import { temporaryFolder } from '../../support/folder.js';
import { historyScanner, line, pathsOf } from '../../support/history.js';
import { newRepository, packOf, reindex, type TestRepository } from '../../support/repository.js';
import { repositoryRoot, run, runOrThrow } from '../../support/run.js';

const { scanHistory } = historyScanner();

/** What a scan says, but for how long it took. */
function said(folder: string, args: readonly string[]): Report {
  const { report } = scanHistory(folder, args);
  return { ...report, stats: { ...report.stats, durationMs: 0 } };
}

/** The file of a loose object. */
function looseFile({ folder, git }: TestRepository, revision: string): string {
  const id = git('rev-parse', revision);
  return path.join(folder, '.git/objects', id.slice(0, 2), id.slice(2));
}

describe('the cache', () => {
  it('changes nothing in what is said, whatever has become of the repository', () => {
    const repository = newRepository();
    const { folder, git, commit } = repository;
    const expectTheSame = (after: string): void => {
      const expected = said(folder, ['--no-cache']);
      for (const time of ['first', 'second']) expect([after, time, said(folder, [])]).toEqual([after, time, expected]);
    };
    const lfsPointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'1'.repeat(64)}\nsize 12345\n`;
    commit('start', { 'a.txt': 'a', 'b.txt': 'b', '.env': line('start'), 'art/1.psd': lfsPointer });
    expectTheSame('the start');
    commit('clean', { 'a.txt': 'changed' });
    expectTheSame('a commit');
    commit('key', { 'new.env': line('new') });
    expectTheSame('a commit with a key');
    git('repack', '-dq');
    expectTheSame('a pack in place of loose objects');
    commit('beside', { 'c.txt': 'c', 'art/2.psd': lfsPointer.replace('12345', '54321') });
    git('repack', '-dq');
    expectTheSame('a second pack');
    runOrThrow('git', ['hash-object', '-w', '--stdin'], { cwd: folder, input: line('dangling') });
    expectTheSame('an object that nothing reaches');
    git('gc', '-q');
    expectTheSame('gc');
    git('branch', 'other', 'HEAD~1');
    expectTheSame('a reference more');
    git('branch', '-D', 'other');
    expectTheSame('a reference less');
    const broken = path.join(folder, '.git/refs/heads/broken');
    writeFileSync(broken, `${'1'.repeat(40)}\n`);
    commit('more', { 'd.txt': 'd' });
    expectTheSame('a reference to what is not there');
    rmSync(broken);
    expectTheSame('that reference less');
    const lost = looseFile(repository, 'HEAD:d.txt');
    renameSync(lost, `${lost}.away`);
    expectTheSame('an object less that another one names');
    renameSync(`${lost}.away`, lost);
    expectTheSame('that object again');
    git('reset', '-q', '--hard', 'HEAD~2');
    git('reflog', 'expire', '--expire=now', '--all');
    git('gc', '-q', '--prune=now');
    expectTheSame('objects less that nothing names');
    const index = packOf(repository, '.idx');
    reindex(repository, index, '1');
    expectTheSame('an index that only git knows');
    commit('last', { 'last.env': line('last') });
    expectTheSame('a commit beside it');
  });

  it('spares a look at what was clean before, wherever it stands now', () => {
    const repository = newRepository();
    const { folder, git, commit } = repository;
    commit('packed', { 'a.txt': 'a' });
    git('repack', '-adq');
    commit('loose', { 'b.txt': 'b' });
    const gaps = (args: string[] = []): string[] => said(folder, args).gaps.map(({ what }) => what);
    expect(gaps()).toEqual([]);
    // What is not looked at cannot be noticed to be damaged.
    const file = looseFile(repository, 'HEAD:b.txt');
    chmodSync(file, 0o644);
    writeFileSync(file, 'damaged');
    commit('new', { 'c.txt': 'c' });
    expect(gaps()).toEqual([]);
    runOrThrow('git', ['pack-objects', '-q', '.git/objects/pack/pack'], {
      cwd: folder,
      input: git('rev-parse', 'HEAD'),
    });
    expect(gaps()).toEqual([]);
    expect(gaps(['--no-cache'])).toEqual([`object ${git('rev-parse', 'HEAD:b.txt')}`]);
  });

  it('counts what is in a submodule once', () => {
    const inner = newRepository();
    inner.commit('inner', { 'a.txt': 'a' });
    const { folder, git, commit } = newRepository();
    git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'inner');
    commit('outer', { 'b.txt': 'b' });
    const stats = (...args: string[]): Report['stats'] => said(folder, ['--submodules', ...args]).stats;
    const expected = stats('--no-cache');
    expect([stats(), stats()]).toEqual([expected, expected]);
  });

  it('is believed only whole, ours, of these rules and this layout', () => {
    const own = temporaryFolder();
    const env = { XDG_CACHE_HOME: own };
    const repository = newRepository();
    repository.commit('c', { 'a.txt': 'clean\n' });
    const scan = (): [paths: string[], blobs: number] => {
      const { report } = scanHistory(repository.folder, [], { env });
      return [pathsOf(report), report.stats.blobs];
    };
    expect(scan()).toEqual([[], 1]);
    const folder = path.join(own, 'starrise/history');
    const [name = ''] = readdirSync(folder);
    const file = path.join(folder, name);
    const good = readFileSync(file);
    // A forgery: it calls the blob of the next commit clean.
    repository.commit('key', { '.env': line('forged') });
    const id = repository.git('rev-parse', 'HEAD:.env');
    for (const forged of [
      Buffer.concat([good, Buffer.from(id, 'hex')]),
      Buffer.concat([good.subarray(0, -32), Buffer.from(id, 'hex'), good.subarray(-32)]),
      good.subarray(0, 100),
      Buffer.alloc(0),
      Buffer.from(good.toString('latin1').replace('objects 4', 'objects 3'), 'latin1'),
      Buffer.from(good.toString('latin1').replace('"blobs":1', '"blobs":7'), 'latin1'),
    ]) {
      writeFileSync(file, forged);
      expect(scan()).toEqual([['.env'], 2]);
    }
  });

  it.skipIf(process.platform === 'win32')(
    'is not believed where others may write to it, and is for its owner alone',
    () => {
      const own = temporaryFolder();
      const { folder, commit } = newRepository();
      commit('c', { 'a.txt': 'clean\n' });
      const scan = (): void => void scanHistory(folder, [], { env: { XDG_CACHE_HOME: own } });
      scan();
      const kept = path.join(own, 'starrise/history');
      const file = path.join(kept, readdirSync(kept)[0] ?? '');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      utimesSync(file, 1, 1);
      scan();
      expect(statSync(file).mtimeMs).toBe(1000);
      chmodSync(file, 0o666);
      scan();
      expect(statSync(file).mtimeMs).not.toBe(1000);
    },
  );

  it('of other settings is another one: a key that the old ones took for clean is found', () => {
    const own = { env: { XDG_CACHE_HOME: temporaryFolder() } };
    const { folder, commit } = newRepository();
    commit('c', { 'a.env': `OUR_KEY=${line('other rules').slice('STARRISE_API_KEY=s'.length + 2)}` });
    expect(scanHistory(folder, [], own).report.findings).toEqual([]);
    writeFileSync(path.join(folder, 'starrise.config.json'), '{ "variables": ["OUR_KEY"] }');
    expect(pathsOf(scanHistory(folder, [], own).report)).toEqual(['a.env']);
  });

  it('of another build of the same version is another one', () => {
    const cache = temporaryFolder();
    const other = temporaryFolder();
    cpSync(path.join(repositoryRoot, 'dist'), other, { recursive: true });
    const [chunk] = readdirSync(path.join(other, 'chunks'))
      .map((name) => path.join(other, 'chunks', name))
      .filter((file) => /\bSOURCE = "\w{16}"/.test(readFileSync(file, 'utf8')));
    if (chunk === undefined) throw new Error('no hash of the source in what was built');
    writeFileSync(chunk, readFileSync(chunk, 'utf8').replace(/\bSOURCE = "\w{16}"/, 'SOURCE = "another"'));
    const { folder, commit } = newRepository();
    commit('c', { 'a.txt': 'a' });
    for (const dist of [path.join(repositoryRoot, 'dist'), other, other]) {
      const { status } = run(process.execPath, [path.join(dist, 'cli.js'), 'history'], {
        cwd: folder,
        env: { XDG_CACHE_HOME: cache },
      });
      expect(status).toBe(0);
    }
    expect(readdirSync(path.join(cache, 'starrise/history'))).toHaveLength(2);
  });
});
