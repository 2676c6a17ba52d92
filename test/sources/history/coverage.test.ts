import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/folder.js';
import { historyScanner, line, pathsOf } from '../../support/history.js';
import { newRepository, openRepository, type TestRepository } from '../../support/repository.js';
import { runOrThrow, runScan } from '../../support/run.js';

const { scanHistory, cache } = historyScanner();

/** A clone made with `options`, of a repository that allows every filter. */
function cloneOf({ folder, git }: TestRepository, ...options: string[]): string {
  git('config', 'uploadpack.allowFilter', 'true');
  const clone = path.join(temporaryFolder(), 'clone');
  runOrThrow('git', ['clone', '-q', ...options, `file://${folder}`, clone]);
  return clone;
}

function looseFile({ folder }: TestRepository, id: string): string {
  return path.join(folder, '.git/objects', id.slice(0, 2), id.slice(2));
}

describe('absent objects', () => {
  function withManyBlobs(): TestRepository {
    const origin = newRepository();
    const files = Array.from({ length: 60 }, (_, at) => [`folder-${at % 3}/${at}.txt`, `content ${at}\n`] as const);
    origin.commit('many', Object.fromEntries(files));
    origin.commit('fewer', { 'folder-0/0.txt': 'changed\n' });
    return origin;
  }

  it('of a partial clone are a gap that names every one, in the first scan, from the cache, and in a range', () => {
    const clone = cloneOf(withManyBlobs(), '--no-checkout', '--filter=blob:none');
    const absent = openRepository(clone)
      .git('rev-list', '--all', '--objects', '--missing=print')
      .split('\n')
      .filter((row) => row.startsWith('?'))
      .map((row) => row.slice(1))
      .sort();
    expect(absent).toHaveLength(61);
    for (const args of [[], [], ['--no-cache']]) {
      const { run, report } = scanHistory(clone, args);
      expect(run.status).toBe(3);
      expect(report.complete).toBe(false);
      expect(report.gaps).toEqual([
        { what: '61 blobs', why: expect.stringContaining('partial clone'), objects: absent },
      ]);
    }
    const { run, report } = scanHistory(clone, ['HEAD']);
    expect(run.status).toBe(3);
    expect(report.gaps.flatMap(({ objects }) => objects ?? []).sort()).toEqual(absent);
    const { stdout, stderr } = runScan(['history'], { cwd: clone, env: { XDG_CACHE_HOME: cache } });
    expect(`${stdout}${stderr}`).toContain('incomplete: 61 could not be read');
    expect(`${stdout}${stderr}`.split('\n').length).toBeLessThan(6);
  });

  it('that are trees hide what is below them, and are named', () => {
    const clone = cloneOf(withManyBlobs(), '--no-checkout', '--filter=tree:0');
    const { run, report } = scanHistory(clone);
    expect(run.status).toBe(3);
    expect(report.gaps.map(({ what }) => what)).toEqual(['2 trees']);
  });

  it('are no gap once they are there', () => {
    const clone = cloneOf(withManyBlobs(), '--no-checkout', '--filter=blob:none');
    expect(scanHistory(clone).run.status).toBe(3);
    openRepository(clone).git('checkout', '-q', 'HEAD');
    expect(scanHistory(clone).report.gaps.map(({ what }) => what)).toEqual([expect.stringMatching(/^blob [0-9a-f]+$/)]);
    openRepository(clone).git('checkout', '-q', 'HEAD~1');
    expect(scanHistory(clone).run.status).toBe(0);
  });

  it('are damage where nothing says that they may be: the keys beside them are found', () => {
    const repository = newRepository();
    repository.commit('c', { 'a.txt': 'a\n', '.env': line('beside') });
    const lost = repository.git('rev-parse', 'HEAD:a.txt');
    rmSync(looseFile(repository, lost));
    const { report } = scanHistory(repository.folder);
    expect(report.gaps).toEqual([{ what: `blob ${lost}`, why: expect.stringContaining('damaged') }]);
    expect(pathsOf(report)).toEqual(['.env']);
  });

  it('are named where a commit, a tag or a reference names them', () => {
    const repository = newRepository();
    const first = repository.commit('first', { a: 'a' });
    repository.commit('second', { a: 'b' });
    repository.git('tag', '-a', 'v1', '-m', 'one', 'HEAD');
    const [tree, parentsTree] = repository.git('rev-parse', 'HEAD^{tree}', `${first}^{tree}`).split('\n');
    for (const id of [tree, first]) rmSync(looseFile(repository, String(id)));
    writeFileSync(path.join(repository.folder, '.git/refs/heads/lost'), `${'1'.repeat(40)}\n`);
    const { report } = scanHistory(repository.folder);
    const named = report.gaps.flatMap(({ what, objects }) => objects ?? what.split(' ')[1]);
    expect(new Set(named)).toEqual(new Set([tree, first, '1'.repeat(40)]));
    expect(named).not.toContain(parentsTree);
  });

  it('that only unreachable objects name were pruned by git: left out, not lost', () => {
    const repository = newRepository();
    repository.commit('c', { a: 'a' });
    const ghost = runOrThrow('git', ['mktree', '--missing'], {
      cwd: repository.folder,
      input: `100644 blob ${'2'.repeat(40)}\tghost\n`,
    });
    expect(ghost.trim()).toHaveLength(40);
    const { run, report } = scanHistory(repository.folder);
    expect(run.status).toBe(0);
    expect(report.skipped).toEqual([{ what: `blob ${'2'.repeat(40)}`, why: expect.stringContaining('pruned') }]);
  });

  it('beyond the edge of a shallow clone are no damage: it is said where it ends and how to go on', () => {
    const origin = newRepository();
    for (const round of ['1', '2', '3']) origin.commit(round, { a: round });
    const clone = cloneOf(origin, '--depth=2');
    const { run, report } = scanHistory(clone);
    expect(run.status).toBe(3);
    const edge = origin.git('rev-parse', 'HEAD~1');
    expect(report.gaps).toEqual([
      { what: `what came before commit ${edge}`, why: expect.stringContaining('git fetch --unshallow') },
    ]);
    expect(report.stats.commits).toBe(2);
  });
});

describe('what stands for content elsewhere', () => {
  function pointer(at: number): string {
    return `version https://git-lfs.github.com/spec/v1\noid sha256:${String(at).padStart(64, '0')}\nsize 12345\n`;
  }

  it('is named: pointers of Git LFS by path and version, in the first scan, from the cache, packed, and in a range', () => {
    const repository = newRepository();
    const { git, folder } = repository;
    const first = repository.commit('pointers', { 'art/deep/1.psd': pointer(1), '2.psd': pointer(2), 'a.txt': 'a' });
    repository.commit('other version', { 'art/deep/1.psd': pointer(3) });
    const dangling = runOrThrow('git', ['hash-object', '-w', '--stdin'], { cwd: folder, input: pointer(4) }).trim();
    const id = (name: string): string => git('rev-parse', name);
    const named = (args: string[] = []): Record<string, readonly string[]> => {
      const { run, report } = scanHistory(folder, args);
      expect(run.status).toBe(0);
      for (const { why } of report.skipped) expect(why).toContain('Git LFS pointer');
      return Object.fromEntries(report.skipped.map(({ what, objects = [] }) => [what, objects]));
    };
    const all = {
      [`blob ${dangling}`]: [],
      '2.psd': [id('HEAD:2.psd')],
      'art/deep/1.psd': [id('HEAD:art/deep/1.psd'), id(`${first}:art/deep/1.psd`)].sort(),
    };
    expect(named()).toEqual(all);
    expect(named()).toEqual(all);
    repository.commit('more', { 'art/3.psd': pointer(5) });
    const more = { ...all, 'art/3.psd': [id('HEAD:art/3.psd')] };
    expect(named()).toEqual(more);
    expect(named()).toEqual(more);
    expect(named(['HEAD~1..HEAD'])).toEqual({ 'art/3.psd': [id('HEAD:art/3.psd')] });
  });

  it('is named where packs hold it as deltas on each other, whichever thread reads them', () => {
    const repository = newRepository();
    const names = Array.from({ length: 300 }, (_, at) => `folder-${at % 7}/${at}.psd`);
    repository.commit('pointers', Object.fromEntries(names.map((name, at) => [name, pointer(at)])));
    // Enough beside them for the whole pack to be walked.
    const files = Array.from({ length: 2500 }, (_, at) => [`many/${at}.txt`, `content ${at}`] as const);
    repository.commit('many', Object.fromEntries(files));
    repository.git('repack', '-adfq');
    for (const args of [['--no-cache'], [], []]) {
      const { report } = scanHistory(repository.folder, args);
      expect(report.skipped.map(({ what }) => what)).toEqual(names.toSorted());
    }
  });

  /** A repository with a submodule at the top and one in folders, each at two commits. */
  function withSubmodules(): { outer: TestRepository; inner: TestRepository; commits: string[] } {
    const inner = newRepository();
    const commits = [
      inner.commit('one', { a: '1' }),
      inner.commit('two', { a: '2', '.env': line('in the submodule') }),
    ];
    const outer = newRepository();
    const add = (at: string): void => {
      outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, at);
    };
    outer.commit('start', { 'b.txt': 'b' });
    add('top');
    add('libs/deep/inner');
    for (const at of ['top', 'libs/deep/inner'])
      openRepository(path.join(outer.folder, at)).git('checkout', '-q', 'HEAD~1');
    outer.commit('at one');
    openRepository(path.join(outer.folder, 'libs/deep/inner')).git('checkout', '-q', 'main');
    outer.commit('at two', { 'libs/deep/other.txt': 'o' });
    return { outer, inner, commits };
  }

  it('is named: submodules by path and commit, in the first scan, from the cache, packed, and in a range', () => {
    const { outer, commits } = withSubmodules();
    const named = (args: string[] = []): Record<string, string[]> => {
      const { run, report } = scanHistory(outer.folder, args);
      expect(run.status).toBe(0);
      return Object.fromEntries(report.skipped.map(({ what, objects = [] }) => [what, [...objects].sort()]));
    };
    const all = { top: [commits[0]], 'libs/deep/inner': commits.toSorted() };
    expect(named()).toEqual(all);
    expect(named()).toEqual(all);
    outer.git('repack', '-adq');
    expect(named(['--no-cache'])).toEqual(all);
    expect(named()).toEqual(all);
    expect(named()).toEqual(all);
    expect(named(['HEAD~1..HEAD'])).toEqual({ top: [commits[0]], 'libs/deep/inner': [commits[1]] });
  });

  it('is named: each of many submodules of one folder, also where two are the same commit', () => {
    const outer = newRepository();
    const point = (at: string, commit: string): void => {
      outer.git('update-index', '--add', '--cacheinfo', `160000,${commit.repeat(40)},${at}`);
    };
    outer.commit('start', { 'b.txt': 'b' });
    const digits = [...'123456789abcdef'];
    for (const digit of digits) point(`libs/of ${digit}`, digit);
    outer.git('commit', '-q', '-m', 'all');
    for (const digit of ['1', '2', '3']) point(`libs/of ${digit}`, 'f');
    outer.git('commit', '-q', '-m', 'three others');
    outer.git('gc', '-q', '--prune=now');
    const { report } = scanHistory(outer.folder);
    const named = Object.fromEntries(report.skipped.map(({ what, objects }) => [what, objects]));
    const also = (digit: string): string[] => (['1', '2', '3'].includes(digit) ? ['f'] : []);
    expect(named).toEqual(
      Object.fromEntries(
        digits.map((digit) => [`libs/of ${digit}`, [digit, ...also(digit)].map((each) => each.repeat(40))]),
      ),
    );
  });
});
