import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/finding.js';
import { temporaryFolder, writeFiles } from '../../support/folder.js';
import { historyScanner, line, onlyPlaceOf, pathsOf, placesOf } from '../../support/history.js';
import {
  indexOfLaterGit,
  newRepository,
  openRepository,
  packOf,
  reindex,
  type TestRepository,
} from '../../support/repository.js';
import { newApiKey } from '../../support/keys.js';
import { cleanEnvironment, repositoryRoot, run, runOrThrow, runScan } from '../../support/run.js';

const { scanHistory } = historyScanner();
const CLI = path.join(repositoryRoot, 'dist/cli.js');

/** A repository with a key in its first commit and enough objects that its packs are walked as a whole. */
function packedRepository(blobs = 3000): TestRepository {
  const repository = newRepository();
  repository.commit('first', { '.env': line('packed') });
  const files = Array.from(
    { length: blobs },
    (_, at) => `M 644 inline many/${at}.txt\ndata ${String(at).length + 8}\ncontent ${at}`,
  );
  const commit = 'commit refs/heads/many\ncommitter C <c@example.com> 1700000000 +0000\ndata 4\nmany';
  runOrThrow('git', ['fast-import', '--quiet'], {
    cwd: repository.folder,
    input: `${[commit, ...files].join('\n')}\n`,
  });
  repository.git('repack', '-adq');
  return repository;
}

it('reads packs with an index of version 1', () => {
  const repository = packedRepository();
  const { report: expected } = scanHistory(repository.folder, ['--no-cache']);
  expect(pathsOf(expected)).toEqual(['.env']);
  reindex(repository, packOf(repository, '.idx'), '1');
  const { report } = scanHistory(repository.folder, ['--no-cache']);
  expect(report).toEqual({ ...expected, stats: { ...expected.stats, durationMs: report.stats.durationMs } });
});

it('says of a part with thousands of objects, read in their packs, what it says where git reads them', () => {
  const repository = packedRepository(6000);
  const { folder, git } = repository;
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 5\n`;
  mkdirSync(path.join(folder, 'submodule'));
  git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},submodule`);
  const text = Array.from({ length: 500 }, (_, at) => `line ${at * at}\n`).join('');
  repository.commit('in the part', { 'part.env': line('part'), 'folder/pointer': pointer, 'text.txt': text });
  // What comes behind the part, and what came before it, are what deltas in it are on: they are no findings.
  repository.commit('behind the part', { 'text.txt': `${text}${line('behind')}` });
  git('repack', '-adq');
  git('reset', '-q', '--hard', 'HEAD~1');
  repository.commit('not packed', { 'loose.env': line('loose') });
  const range = ['--no-cache', 'main', 'many', '^main~2'];
  const { report } = scanHistory(folder, range);
  expect(pathsOf(report)).toEqual(['loose.env', 'part.env']);
  expect(report.skipped.map(({ what }) => what)).toEqual(['folder/pointer', 'submodule']);
  expect(report.stats.blobs).toBe(6004);
  expect(report.gaps).toEqual([]);

  const pack = readFileSync(packOf(repository, '.pack'));
  rmSync(path.join(folder, '.git/objects/pack'), { recursive: true });
  run('git', ['unpack-objects', '-q'], { cwd: folder, input: pack });
  const { report: byGit } = scanHistory(folder, range);
  expect(report).toEqual({ ...byGit, stats: { ...byGit.stats, durationMs: report.stats.durationMs } });
});

it('follows a folder of such a part to all that is in it, where it is a delta on one that is not in the part', () => {
  const repository = packedRepository(6000);
  const { folder, git } = repository;
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 5\n`;
  const others = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`folder/${at}.txt`, `content ${at}`]));
  mkdirSync(path.join(folder, 'folder/submodule'), { recursive: true });
  git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},folder/submodule`);
  repository.commit('in the part', { ...others, 'folder/pointer': pointer });
  repository.commit('behind the part', { 'folder/1.txt': 'other content' });
  git('repack', '-adfq');
  const tree = git('rev-parse', 'HEAD~1:folder');
  expect(git('verify-pack', '-v', packOf(repository, '.idx'))).toMatch(
    new RegExp(`^${tree} tree .* ${git('rev-parse', 'HEAD:folder')}$`, 'm'),
  );
  const { report } = scanHistory(folder, ['--no-cache', 'main~1', 'many', '^main~2']);
  expect(report.skipped.map(({ what }) => what)).toEqual(['folder/pointer', 'folder/submodule']);
});

it.each([
  ['all of history', 3000, []],
  ['a part with thousands of objects', 6000, ['HEAD', 'many']],
])('leaves out what is larger than --max-size in the packs of %s', (_, blobs, revisions) => {
  const repository = packedRepository(blobs);
  repository.commit('large', { 'large.env': line('large') + '#'.repeat(2_000_000) });
  repository.git('repack', '-adq');
  const { report } = scanHistory(repository.folder, ['--no-cache', '--max-size', '1MB', ...revisions]);
  expect(pathsOf(report)).toEqual(['.env']);
  expect(report.skipped.map(({ what }) => what)).toEqual([`blob ${repository.git('rev-parse', 'HEAD:large.env')}`]);
  const { report: unlimited } = scanHistory(repository.folder, ['--no-cache', ...revisions]);
  expect(pathsOf(unlimited)).toEqual(['.env', 'large.env']);
});

it('asks git for what is damaged in the packs of such a part, and scans the rest', () => {
  const repository = packedRepository(6000);
  repository.git('repack', '-adq');
  const { report: whole } = scanHistory(repository.folder, ['--no-cache', 'HEAD', 'many']);
  const pack = packOf(repository, '.pack');
  const bytes = readFileSync(pack);
  const blob = repository.git('rev-parse', 'many:many/1234.txt');
  const listed = repository.git('verify-pack', '-v', packOf(repository, '.idx'));
  const [, at] = new RegExp(`^${blob} .* (\\d+)(?: 1 [0-9a-f]+)?$`, 'm').exec(listed) ?? [];
  bytes[Number(at) + 5] = (bytes[Number(at) + 5] as number) ^ 0x41;
  writeFileSync(pack, bytes);
  const { report } = scanHistory(repository.folder, ['--no-cache', 'HEAD', 'many']);
  expect(report.findings).toEqual(whole.findings);
  expect(report.stats.blobs).toBe(whole.stats.blobs - 1);
  expect(report.gaps.map(({ what }) => what)).toEqual([`object ${blob}`]);
});

describe('what our own reader does not know goes to git, and the report is the same', () => {
  const onSystemsWithScripts = it.skipIf(process.platform === 'win32');

  onSystemsWithScripts('an index of a version that only git knows', () => {
    const repository = packedRepository();
    const { report: expected } = scanHistory(repository.folder, ['--no-cache']);
    const PATH = indexOfLaterGit(repository);
    const { run: done, report } = scanHistory(repository.folder, ['--no-cache'], { env: { PATH } });
    expect(done.status).toBe(1);
    expect(report.findings).toEqual(expected.findings);
    expect(report.stats).toEqual({ ...expected.stats, durationMs: report.stats.durationMs });
    expect(report.gaps).toEqual([]);
  });

  onSystemsWithScripts('such an index, where trees name submodules, pointers of Git LFS and what is not there', () => {
    const repository = packedRepository();
    const { folder, git } = repository;
    const gitWith = (input: string, ...args: string[]): string =>
      runOrThrow('git', args, { cwd: folder, input }).trim();
    const hash = (content: string): string => gitWith(content, 'hash-object', '-w', '--stdin');
    const pointer = hash(`version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 5\n`);
    const absent = 'ab'.repeat(20);
    const entries = [
      `100644 blob ${absent}\tabsent`,
      `040000 tree ${gitWith(`100644 blob ${pointer}\tpointer\n`, 'mktree')}\tfolder`,
      `160000 commit ${git('rev-parse', 'HEAD')}\tsubmodule`,
    ];
    const tree = gitWith(`${entries.join('\n')}\n`, 'mktree', '--missing');
    git('update-ref', 'refs/heads/names', git('commit-tree', '-m', 'names', tree));
    // A pack of everything: `git repack` would refuse for what is absent.
    const ids = git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)');
    const parts = packOf(repository, '.pack').replace(/\.pack$/, '');
    gitWith(`${ids}\n`, 'pack-objects', '-q', '.git/objects/pack/pack');
    for (const part of ['.pack', '.idx']) rmSync(`${parts}${part}`);
    git('prune-packed', '-q');
    const { report: expected } = scanHistory(folder, ['--no-cache']);
    expect(expected.gaps.map(({ what }) => what)).toEqual([`blob ${absent}`]);
    expect(expected.skipped.map(({ what }) => what)).toEqual(['folder/pointer', 'submodule']);
    const PATH = indexOfLaterGit(repository);
    const { report } = scanHistory(folder, ['--no-cache'], { env: { PATH } });
    expect(report).toEqual({ ...expected, stats: { ...expected.stats, durationMs: report.stats.durationMs } });
  });

  it('an index of a version that neither we nor git know: the pack is named, the rest is scanned', () => {
    const repository = packedRepository();
    const packed = newRepository(path.join(temporaryFolder(), 'other'));
    packed.commit('beside', { 'beside.env': line('beside') });
    packed.git('repack', '-adq');
    // A pack that nothing here refers to: no reference and no object says that something is missing.
    const index = packOf(packed, '.idx');
    const bytes = readFileSync(index);
    bytes.writeUInt32BE(3, 4);
    const name = path.join(repository.folder, '.git/objects/pack', path.basename(index, '.idx'));
    writeFileSync(`${name}.idx`, bytes);
    writeFileSync(`${name}.pack`, readFileSync(packOf(packed, '.pack')));
    const { run: done, report } = scanHistory(repository.folder, ['--no-cache']);
    expect([done.status, report.complete, pathsOf(report)]).toEqual([1, false, ['.env']]);
    expect(report.gaps).toEqual([{ what: `${name}.pack`, why: expect.stringContaining('version 3') }]);
  });

  it('a damaged pack: what git cannot read either is named, the rest is scanned, and nothing dies', () => {
    const repository = packedRepository();
    const pack = packOf(repository, '.pack');
    const bytes = readFileSync(pack);
    for (let at = 2000; at < bytes.length - 30; at += 3001) bytes[at] = (bytes[at] as number) ^ 0x41;
    writeFileSync(pack, bytes);
    const { run: done, report } = scanHistory(repository.folder, ['--no-cache']);
    expect(done.status).not.toBe(2);
    expect(report.complete).toBe(false);
    expect(report.gaps.length).toBeGreaterThan(0);
    expect(report.stats.blobs).toBeGreaterThan(1000);
    expect(JSON.stringify(report.gaps)).toMatch(/[0-9a-f]{40}/);
  });

  it('a corrupt loose object is named and not fatal', () => {
    const repository = newRepository();
    repository.commit('c', { 'a.txt': 'a'.repeat(1000), '.env': line('beside') });
    const id = repository.git('rev-parse', 'HEAD:a.txt');
    const file = path.join(repository.folder, '.git/objects', id.slice(0, 2), id.slice(2));
    chmodSync(file, 0o644);
    writeFileSync(file, readFileSync(file).subarray(0, 12));
    const { report } = scanHistory(repository.folder);
    expect(report.gaps.map(({ what }) => what)).toEqual([`object ${id}`]);
    expect(pathsOf(report)).toEqual(['.env']);
  });
});

describe('repositories of every make', () => {
  it('SHA-256, alternates, linked work trees, `.git` files, and a folder below the top', () => {
    const origin = newRepository(undefined, '--object-format=sha256');
    origin.commit('c', { 'folder/.env': line('sha256') });
    const shared = path.join(temporaryFolder(), 'shared');
    runOrThrow('git', ['clone', '-q', '--shared', origin.folder, shared]);
    const linked = path.join(temporaryFolder(), 'linked');
    origin.git('worktree', 'add', '-q', linked);
    const separate = path.join(temporaryFolder(), 'separate');
    runOrThrow('git', [
      'clone',
      '-q',
      '--separate-git-dir',
      path.join(temporaryFolder(), 'git'),
      origin.folder,
      separate,
    ]);
    for (const folder of [origin.folder, shared, linked, separate, path.join(linked, 'folder')]) {
      const { report } = scanHistory(folder, ['--no-cache']);
      expect([folder, pathsOf(report), report.complete]).toEqual([folder, ['folder/.env'], true]);
      expect(report.findings[0]?.history?.object).toHaveLength(64);
    }
  });

  it('an alternate that is not there is a gap', () => {
    const { folder, commit } = newRepository();
    commit('c', { a: 'a' });
    writeFileSync(path.join(folder, '.git/objects/info/alternates'), '/no/such/folder\n');
    const { run: done, report } = scanHistory(folder);
    expect(done.status).toBe(3);
    expect(report.gaps.map(({ what }) => what)).toEqual([path.resolve('/no/such/folder')]);
  });
});

describe('a part of history', () => {
  function dated(): TestRepository {
    const repository = newRepository();
    for (const [day, seed] of [
      ['2026-01-01', 'old'],
      ['2026-02-01', 'middle'],
      ['2026-03-01', 'new'],
    ] as const) {
      repository.write({ [`${seed}.env`]: line(seed) });
      repository.git('add', '-A');
      runOrThrow('git', ['commit', '-q', '-m', seed], {
        cwd: repository.folder,
        env: { GIT_COMMITTER_DATE: `${day}T12:00:00Z`, GIT_AUTHOR_DATE: `${day}T12:00:00Z` },
      });
    }
    return repository;
  }

  it('refuses a range that begins nowhere, as an empty variable of CI leaves it: git takes it for no change', () => {
    const { folder } = dated();
    for (const range of ['', '..HEAD', '...HEAD']) {
      const { status, stderr } = runScan(['history', range], { cwd: folder });
      expect(stderr).toContain(`"${range}" begins nowhere: is a variable empty? Give a range such as`);
      expect(status).toBe(2);
    }
  });

  it('since a date: what commits after it added', () => {
    expect(pathsOf(scanHistory(dated().folder, ['--since', '2026-01-15']).report)).toEqual(['middle.env', 'new.env']);
  });

  it('since a day: from its midnight on, where git would begin at the time that it is now', () => {
    const repository = newRepository();
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
    repository.write({ 'today.env': line('today') });
    repository.git('add', '-A');
    runOrThrow('git', ['commit', '-q', '-m', 'Today'], {
      cwd: repository.folder,
      env: { GIT_COMMITTER_DATE: `${day.join('-')} 00:00:10` },
    });
    expect(pathsOf(scanHistory(repository.folder, ['--since', day.join('-')]).report)).toEqual(['today.env']);
  });

  it.each(['yesterdayy', 'now'])('since %s, which is now to git, is a mistake and no empty change', (since) => {
    const { status, stderr } = runScan(['history', '--since', since], { cwd: dated().folder });
    expect(stderr).toBe(
      `starrise-scan: --since ${since}: to git that is now or later; write 2026-01-31, midnight or "2 weeks ago"\n`,
    );
    expect(status).toBe(2);
  });

  it('since a report: what came after its tips, also on other branches, also when a branch was rewritten', () => {
    const repository = dated();
    const file = path.join(temporaryFolder(), 'report.json');
    const first = scanHistory(repository.folder);
    writeFileSync(file, first.run.stdout);
    const none = scanHistory(repository.folder, ['--new-since', file]);
    expect([none.run.status, none.report.findings]).toEqual([0, []]);
    repository.commit('later', { 'later.env': line('later') });
    repository.git('checkout', '-q', '-b', 'other', 'HEAD~2');
    repository.commit('elsewhere', { 'elsewhere.env': line('elsewhere') });
    repository.git('checkout', '-q', 'main');
    repository.git('commit', '-q', '--amend', '-m', 'rewritten');
    expect(pathsOf(scanHistory(repository.folder, ['--new-since', file]).report)).toEqual([
      'elsewhere.env',
      'later.env',
    ]);
  });

  it('since a report that is not there is a mistake, and no scan of everything', () => {
    const { folder } = dated();
    const { status, stdout, stderr } = runScan(['history', '--new-since', 'gone.json'], { cwd: folder });
    expect(stderr).toBe(`starrise-scan: --new-since ${path.join(folder, 'gone.json')}: no such file\n`);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('since a file that is no report is a mistake that shows nothing of the file', () => {
    const { folder } = dated();
    const key = newApiKey('in the wrong file');
    const file = path.join(writeFiles(temporaryFolder(), { 'other.env': key }), 'other.env');
    const { status, stderr } = runScan(['history', '--new-since', file], { cwd: folder });
    expect(stderr).toBe(`starrise-scan: --new-since ${file}: not the JSON report of starrise-scan history\n`);
    expect(status).toBe(2);
  });

  it('since the report of a part: everything, for that report knows of no place up to which all was scanned', () => {
    const repository = dated();
    const file = path.join(temporaryFolder(), 'report.json');
    for (const part of [['HEAD~1..HEAD'], ['--since', '2026-02-15']]) {
      const { run: scan, report } = scanHistory(repository.folder, part);
      expect([pathsOf(report), report.tips, report.stats.refs]).toEqual([['new.env'], [], 0]);
      expect(report.findings[0]?.history?.refs).toEqual(['HEAD', 'refs/heads/main']);
      writeFileSync(file, scan.stdout);
      const next = scanHistory(repository.folder, ['--new-since', file]).report;
      expect(pathsOf(next)).toEqual(['middle.env', 'new.env', 'old.env']);
      expect(next.tips.map(({ ref }) => ref)).toEqual(['HEAD', 'refs/heads/main']);
    }
  });

  it.skipIf(process.platform === 'win32')(
    'in a pre-receive hook: what is pushed is read out of quarantine, and refused',
    () => {
      const server = newRepository(undefined, '--bare');
      const out = path.join(temporaryFolder(), 'report.json');
      writeFileSync(
        path.join(server.folder, 'hooks/pre-receive'),
        `#!/bin/sh\nexec '${process.execPath}' '${CLI}' history - --no-cache --format json='${out}'\n`,
        { mode: 0o755 },
      );
      const repository = newRepository();
      repository.git('remote', 'add', 'origin', server.folder);
      repository.commit('clean', { a: 'a' });
      const push = (...refs: string[]): number | null =>
        run('git', ['push', '-q', 'origin', ...refs], { cwd: repository.folder }).status;
      const paths = (): string[] => pathsOf(JSON.parse(readFileSync(out, 'utf8')) as Report);
      expect(push('main')).toBe(0);
      repository.commit('key', { '.env': line('pushed') });
      expect(push('main')).not.toBe(0);
      expect(paths()).toEqual(['.env']);
      expect(push('main:refs/heads/new')).not.toBe(0);
      expect(paths()).toEqual(['.env']);
      repository.git('reset', '-q', '--hard', 'HEAD~1');
      repository.commit('clean again', { b: 'b' });
      expect(push('main', 'main:refs/heads/new')).toBe(0);
      expect(push(':refs/heads/new')).toBe(0);
      expect(server.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
    },
  );
});

it('calls no suppression unused that may be about requests, which history is not read for', () => {
  const { folder, commit } = newRepository();
  const suppress = [
    { rule: 'auth-header', path: 'examples/**', reason: 'shows it wrong' },
    { path: 'docs/**', reason: 'samples' },
    { rule: 'no-hardcoded-key', path: 'gone/**', reason: 'was there once' },
    { fingerprint: 'b'.repeat(32), reason: 'revoked' },
  ];
  commit('c', { 'a.txt': 'a', 'starrise.config.json': JSON.stringify({ suppress }) });
  const { report } = scanHistory(folder);
  expect(report.staleSuppressions.map(({ where }) => where)).toEqual([
    'starrise.config.json suppress[2]',
    'starrise.config.json suppress[3]',
  ]);
  const files = JSON.parse(runScan(['--format', 'json'], { cwd: folder }).stdout) as Report;
  expect(files.staleSuppressions).toHaveLength(4);
});

describe('attribution', () => {
  it('names the first commit of a key that was cherry-picked, merged and rewritten, and where each branch lost it', () => {
    const { folder, git, commit } = newRepository();
    const base = commit('base', { 'a.txt': 'a\n' });
    git('checkout', '-q', '-b', 'feature');
    const first = commit('key', { 'k.env': line('travelled') });
    git('checkout', '-q', 'main');
    commit('other', { 'b.txt': 'b\n' });
    // Commits of one second have no order in time.
    const later = openRepository(folder, { env: { GIT_COMMITTER_DATE: '2099-01-01T00:00:00Z' } });
    later.git('cherry-pick', 'feature');
    const removedHere = commit('without', { 'k.env': 'none\n' });
    git('checkout', '-q', '-b', 'third', base);
    git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    git('rm', '-q', 'k.env');
    const removedThere = commit('gone');
    git('checkout', '-q', '-b', 'keeps', 'feature');
    commit('more', { 'c.txt': 'c\n' });
    git('checkout', '-q', 'main');
    const { history } = onlyPlaceOf(scanHistory(folder).report, 'travelled');
    expect(history.introduced).toMatchObject({ commit: first, path: 'k.env' });
    expect(new Set(history.removed.map((fact) => fact.commit))).toEqual(new Set([removedHere, removedThere]));
    expect([...history.refs].sort()).toEqual(['refs/heads/feature', 'refs/heads/keeps']);
    expect(history.inHead).toBe(false);
  });

  /** Runs git with both clocks of a commit set. */
  function at(repository: TestRepository, committed: string, authored = committed): TestRepository {
    return openRepository(repository.folder, {
      env: { GIT_COMMITTER_DATE: `${committed}T00:00:00Z`, GIT_AUTHOR_DATE: `${authored}T00:00:00Z` },
    });
  }

  /** What a scan says introduced the key, where one commit is packed alone, so that it is read first. */
  function introducedWithFirst(repository: TestRepository, commit: string, seed: string): string | undefined {
    const { folder } = repository;
    const copy = path.join(temporaryFolder(), 'copy');
    cpSync(folder, copy, { recursive: true });
    const packs = path.join(copy, '.git/objects/pack/pack');
    runOrThrow('git', ['pack-objects', '-q', packs], { cwd: copy, input: `${commit}\n` });
    openRepository(copy).git('prune-packed', '-q');
    const { report } = scanHistory(copy, ['--no-cache']);
    return onlyPlaceOf(report, seed).history.introduced?.commit;
  }

  it.each([
    ['written first, where both were committed in one second', '2026-01-02', '2026-01-01'],
    ['written first, the other way round', '2026-01-01', '2026-01-02'],
    ['with the first id, where nothing else tells them apart', '2026-01-01', '2026-01-01'],
  ])(
    'names of two commits that bring a key to two branches the one %s, in whatever order they are read',
    (_, one, two) => {
      const repository = newRepository();
      const base = at(repository, '2025-01-01').commit('base', { 'a.txt': 'a\n' });
      const first = at(repository, '2026-02-01', one).commit('one', { 'k.env': line('twins') });
      repository.git('checkout', '-q', '-b', 'other', base);
      const second = at(repository, '2026-02-01', two).commit('two', { 'k.env': line('twins'), 'b.txt': 'b' });
      const expected = one === two ? [first, second].sort()[0] : one < two ? first : second;
      for (const commit of [first, second]) {
        expect([commit, introducedWithFirst(repository, commit, 'twins')]).toEqual([commit, expected]);
      }
    },
  );

  it('names the first commit of a line of descent, whatever the clocks said', () => {
    const repository = newRepository();
    const first = at(repository, '2030-01-01').commit('key', { 'k.env': line('clocks') });
    at(repository, '2026-01-01').commit('without', { 'k.env': 'none\n' });
    const again = at(repository, '2026-01-02').commit('again', { 'k.env': line('clocks') });
    for (const commit of [first, again]) expect(introducedWithFirst(repository, commit, 'clocks')).toBe(first);
  });

  it('counts versions, and tells paths apart', () => {
    const { folder, commit } = newRepository();
    commit('1', { 'k.env': line('versions') });
    commit('2', { 'k.env': `# moved down\n${line('versions')}` });
    commit('3', { 'k.env': `# moved\n# down\n${line('versions')}`, 'copy.env': line('versions') });
    const { report } = scanHistory(folder);
    expect(report.findings.map((finding) => [finding.path, finding.history?.occurrences])).toEqual([
      ['copy.env', 1],
      ['k.env', 3],
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('interrupted', () => {
  interface Interruption {
    readonly word: string;
    readonly signal: NodeJS.Signals;
    /** Whether all processes of the scan get it. */
    readonly group: boolean;
    readonly args?: readonly string[];
    /** Where git is. */
    readonly searchPath?: string;
  }

  /** A folder with a git that says who it is, and never answers a command that has `word` in it. */
  function gitThatStopsAt(
    word: string,
    searchPath: string | undefined,
  ): { bin: string; alive: () => number[]; isStuck: () => boolean } {
    const bin = temporaryFolder();
    const [pids, stuck] = [path.join(bin, 'pids'), path.join(bin, 'stuck')];
    const git = runOrThrow('sh', ['-c', 'command -v git'], { env: { PATH: searchPath } }).trim();
    const never = `exec '${process.execPath}' -e 'process.stdin.resume(); setInterval(() => 0, 1e6)'`;
    writeFileSync(
      path.join(bin, 'git'),
      `#!/bin/sh\necho $$ >> '${pids}'\ncase " $* " in *" ${word} "*) echo >> '${stuck}'; ${never};; esac\nexec '${git}' "$@"\n`,
      { mode: 0o755 },
    );
    const isAlive = (pid: number): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    return { bin, alive: () => readPids(pids).filter(isAlive), isStuck: () => existsSync(stuck) };
  }

  /** Scans with that git until it is stuck, sends the signal, and waits until everything has ended. */
  async function interruptedScan(
    { folder }: TestRepository,
    { word, signal, group, args = [], searchPath = process.env.PATH }: Interruption,
  ): Promise<{ status: number | null; report: Report; stderr: string }> {
    const { bin, alive, isStuck } = gitThatStopsAt(word, searchPath);
    const child = spawn(process.execPath, [CLI, 'history', '--no-cache', '--format', 'json', ...args], {
      cwd: folder,
      env: { ...cleanEnvironment(), PATH: `${bin}:${process.env.PATH}` },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
    while (child.exitCode === null && !isStuck()) await pause();
    process.kill((group ? -1 : 1) * (child.pid as number), signal);
    const [status] = (await once(child, 'exit')) as [number | null];
    const [stdout, stderr] = await output;
    while (alive().length > 0) await pause();
    return { status, report: JSON.parse(stdout) as Report, stderr };
  }

  const signals = (['SIGINT', 'SIGTERM'] as const).flatMap((signal) => [
    [signal, 'the command', false] as const,
    [signal, 'its whole group', true] as const,
  ]);

  it.each(signals)(
    'by %s to %s: git is gone, and what was read is reported as incomplete',
    async (signal, _, group) => {
      const repository = packedRepository(6000);
      // A pack that only git can read makes the scan long, and gives it children.
      const searchPath = indexOfLaterGit(repository);
      const interruption = { word: '--batch', signal, group, searchPath };
      const nothing = await interruptedScan(repository, interruption);
      expect(nothing.status).toBe(3);
      const { target, complete, gaps, findings, tips } = nothing.report;
      // A scan of what is new since then must not pass over what this one has not read.
      expect([complete, findings, tips]).toEqual([false, [], []]);
      expect(gaps).toContainEqual({ what: target.root, why: expect.stringContaining('interrupted') as string });

      // What our own reader has seen before is reported, all of it.
      const ofLaterGit = openRepository(repository.folder, { env: { PATH: searchPath } });
      ofLaterGit.commit('loose', { 'one.env': line('one'), 'two.env': line('two') });
      const { status, report } = await interruptedScan(repository, interruption);
      expect([status, report.complete, placesOf(report, 'one').length, placesOf(report, 'two').length]).toEqual([
        1,
        false,
        1,
        1,
      ]);
    },
  );

  it.each(signals)(
    'by %s to %s while keys are attributed: they are called by their objects',
    async (signal, _, group) => {
      const repository = newRepository();
      repository.commit('key', { '.env': line('unattributed') });
      const { status, report } = await interruptedScan(repository, { word: '--walk-reflogs', signal, group });
      expect([status, report.complete, pathsOf(report)]).toEqual([
        1,
        false,
        [`.git/blob/${repository.git('rev-parse', 'HEAD:.env')}`],
      ]);
      expect(report.gaps.map(({ why }) => why)).toEqual([expect.stringContaining('interrupted')]);
    },
  );

  it.each(signals)('by %s to %s while submodules are looked for', async (signal, _, group) => {
    const repository = newRepository();
    repository.commit('key', { '.env': line('outer') });
    const interruption = { word: 'ls-tree', signal, group, args: ['--submodules'] };
    const { status, report, stderr } = await interruptedScan(repository, interruption);
    expect([status, report.complete, placesOf(report, 'outer').length]).toEqual([1, false, 1]);
    expect(stderr).not.toContain('bug');
  });
});

function readPids(file: string): number[] {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').map(Number);
  } catch {
    return [];
  }
}

it('goes on in packs that gc replaces in mid-scan', async () => {
  const repository = packedRepository(20_000);
  repository.commit('loose', { 'loose.env': line('loose') });
  const child = spawn(process.execPath, [CLI, 'history', '--no-cache', '--format', 'json'], {
    cwd: repository.folder,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const output = text(child.stdout);
  const gone = once(child, 'exit');
  for (let round = 0; round < 3 && child.exitCode === null; round++) {
    openRepository(repository.folder).git('-c', `pack.depth=${10 + round}`, 'repack', '-adfq');
    repository.git('gc', '-q', '--prune=now');
  }
  await gone;
  const report = JSON.parse(await output) as Report;
  expect(pathsOf(report)).toEqual(['.env', 'loose.env']);
  expect(report.complete).toBe(true);
});
