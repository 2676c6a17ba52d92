import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/finding.js';
import { temporaryFolder } from '../../support/folder.js';
import { historyScanner, line, onlyPlaceOf, pathsOf, placesOf } from '../../support/history.js';
import { newRepository, openRepository, type TestRepository } from '../../support/repository.js';
import { runOrThrow, runScan } from '../../support/run.js';

const { scanHistory } = historyScanner();
const WITH = ['--submodules'];

/** Adds `inner` as a submodule, and commits. */
function addSubmodule(outer: TestRepository, inner: TestRepository, at: string): TestRepository {
  outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, at);
  outer.commit(`add ${at}`);
  return openRepository(path.join(outer.folder, at));
}

function whyOf(report: Report, what: string): string {
  return report.gaps.find((gap) => gap.what === what)?.why ?? `not named: ${JSON.stringify(report.gaps)}`;
}

describe('histories of submodules', () => {
  let outer: TestRepository;
  let inner: TestRepository;
  let introduced: string;
  beforeEach(() => {
    inner = newRepository();
    introduced = inner.commit('key', { 'config/.env': line('inner') });
    inner.commit('without', { 'config/.env': 'X=1\n' });
    outer = newRepository();
    outer.commit('first', { '.env': line('outer') });
  });

  it('are scanned where they are asked for, and named where they are not', () => {
    addSubmodule(outer, inner, 'libs/inner');
    const without = scanHistory(outer.folder);
    expect([without.run.status, pathsOf(without.report)]).toEqual([1, ['.env']]);
    expect(without.report.skipped).toMatchObject([
      { what: 'libs/inner', why: expect.stringContaining('--submodules') },
    ]);

    const { run, report } = scanHistory(outer.folder, WITH);
    expect([run.status, report.complete, report.gaps, report.skipped]).toEqual([1, true, [], []]);
    expect(pathsOf(report)).toEqual(['.env', 'libs/inner/config/.env']);
    expect(onlyPlaceOf(report, 'outer').history).not.toHaveProperty('submodule');
    const place = onlyPlaceOf(report, 'inner');
    expect(place).toMatchObject({
      path: 'libs/inner/config/.env',
      line: 1,
      history: {
        submodule: 'libs/inner',
        introduced: { commit: introduced, path: 'libs/inner/config/.env', author: 'A. Author <author@example.com>' },
        inHead: false,
      },
    });
    expect(place.history.removed.map(({ commit }) => commit)).toEqual([inner.git('rev-parse', 'HEAD')]);
    expect(report.stats.commits).toBe(4);
    expect(report.tips).toContainEqual({ ref: 'HEAD', id: inner.git('rev-parse', 'HEAD'), submodule: 'libs/inner' });
    // And again from the cache of both.
    expect(scanHistory(outer.folder, WITH).report.findings).toEqual(report.findings);
    const { stdout } = runScan(['history', ...WITH], { cwd: outer.folder });
    expect(stdout).toContain(`in ${introduced.slice(0, 12)} of libs/inner`);
  });

  it('call that HEAD what HEAD of the outer repository names, whatever is checked out', () => {
    const checkedOut = addSubmodule(outer, inner, 'inner');
    checkedOut.git('checkout', '-q', introduced);
    expect(onlyPlaceOf(scanHistory(outer.folder, WITH).report, 'inner').history.inHead).toBe(false);
    outer.commit('back');
    checkedOut.git('checkout', '-q', 'main');
    expect(onlyPlaceOf(scanHistory(outer.folder, WITH).report, 'inner').history.inHead).toBe(true);
  });

  it('go on in the submodules of submodules', () => {
    const innermost = newRepository();
    const deepest = innermost.commit('key', { 'deep.env': line('innermost'), 'n.txt': 'n' });
    addSubmodule(inner, innermost, 'nested/deep');
    addSubmodule(outer, inner, 'inner');
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init', '--recursive');
    const { report } = scanHistory(outer.folder, WITH);
    expect([report.complete, pathsOf(report)]).toEqual([
      true,
      ['.env', 'inner/config/.env', 'inner/nested/deep/deep.env'],
    ]);
    expect(onlyPlaceOf(report, 'innermost').history).toMatchObject({
      submodule: 'inner/nested/deep',
      introduced: { commit: deepest },
      inHead: true,
    });
    const only = scanHistory(outer.folder, [...WITH, '--include', 'inner/nested/**']).report;
    expect(pathsOf(only)).toEqual(['inner/nested/deep/deep.env']);
    // From a linked work tree, whose own submodules are not there yet.
    const linked = path.join(temporaryFolder(), 'linked');
    outer.git('worktree', 'add', '-q', linked);
    expect(pathsOf(scanHistory(linked, WITH).report)).toEqual(pathsOf(report));
  });

  it('are found where a submodule was moved, removed, has a `.git` folder of its own, or stands twice', () => {
    addSubmodule(outer, inner, 'old');
    outer.git('mv', 'old', 'new');
    outer.commit('moved');
    const moved = scanHistory(outer.folder, WITH).report;
    expect([moved.complete, moved.skipped, pathsOf(moved)]).toEqual([true, [], ['.env', 'new/config/.env']]);
    outer.git('rm', '-q', 'new');
    outer.commit('removed');
    const removed = scanHistory(outer.folder, WITH).report;
    expect([removed.complete, placesOf(removed, 'inner').length]).toEqual([true, 1]);
    expect(onlyPlaceOf(removed, 'inner').history.inHead).toBe(false);

    const other = newRepository();
    other.commit('key', { 'own.env': line('own') });
    runOrThrow('git', ['clone', '-q', other.folder, path.join(outer.folder, 'own')]);
    outer.git('-c', 'advice.addEmbeddedRepo=false', 'add', 'own');
    outer.commit('own');
    addSubmodule(outer, other, 'twice');
    expect(pathsOf(scanHistory(outer.folder, WITH).report).filter((each) => each.endsWith('own.env'))).toEqual([
      'own/own.env',
      'twice/own.env',
    ]);
  });

  it('that are not here, in whole or in part, are gaps that say what to do', () => {
    addSubmodule(outer, inner, 'inner');
    const clone = path.join(temporaryFolder(), 'clone');
    runOrThrow('git', ['clone', '-q', outer.folder, clone]);
    const pointer = inner.git('rev-parse', 'HEAD');
    const gapsOfClone = (why: string): void => {
      const { run, report } = scanHistory(clone, [...WITH, '--exclude', '.env']);
      expect([run.status, report.gaps]).toEqual([
        3,
        [{ what: 'inner', why: expect.stringContaining(why), objects: [pointer] }],
      ]);
    };
    gapsOfClone('git submodule update --init');
    expect(scanHistory(clone, ['--exclude', '.env']).run.status).toBe(0);
    openRepository(clone).git('rm', '-q', 'inner');
    openRepository(clone).commit('without');
    gapsOfClone('scan a clone of it');

    // A commit that was never pushed, or is gone.
    const lost = '3'.repeat(40);
    outer.git('update-index', '--cacheinfo', `160000,${lost},inner`);
    outer.git('commit', '-q', '-m', 'a commit that nobody has');
    const { run, report } = scanHistory(outer.folder, [...WITH, '--exclude', '*.env', '--exclude', '.env']);
    expect([run.status, report.gaps]).toEqual([
      3,
      [{ what: 'inner', why: expect.stringContaining('does not have here'), objects: [lost] }],
    ]);
  });

  it('that no commit names are named', () => {
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'staged');
    const { report } = scanHistory(outer.folder, WITH);
    expect(report.skipped).toEqual([
      { what: path.join(outer.folder, '.git/modules/staged'), why: expect.stringContaining('no commit names') },
    ]);
  });

  describe('in a part of history', () => {
    let checkedOut: TestRepository;
    beforeEach(() => {
      checkedOut = addSubmodule(outer, inner, 'inner');
    });

    /** Moves the submodule on by a commit with a key. */
    function bump(seed: string): string {
      const commit = checkedOut.commit(seed, { [`${seed}.env`]: line(seed) });
      outer.commit(`bump to ${seed}`);
      return commit;
    }

    it('add what the commits bring that the range names, and the ones before it did not', () => {
      bump('one');
      const added = bump('two');
      outer.commit('beside', { 'b.txt': 'b' });
      const { report } = scanHistory(outer.folder, [...WITH, 'HEAD~2..HEAD']);
      expect([report.complete, pathsOf(report)]).toEqual([true, ['inner/two.env']]);
      expect(onlyPlaceOf(report, 'two').history.introduced?.commit).toBe(added);
      expect(pathsOf(scanHistory(outer.folder, [...WITH, 'HEAD~1..HEAD']).report)).toEqual([]);
      expect(pathsOf(scanHistory(outer.folder, [...WITH, 'HEAD~3..HEAD']).report)).toEqual([
        'inner/one.env',
        'inner/two.env',
      ]);
      const push = `refs/heads/main ${outer.git('rev-parse', 'HEAD')} refs/heads/main ${outer.git('rev-parse', 'HEAD~2')}\n`;
      expect(pathsOf(scanHistory(outer.folder, [...WITH, '-'], { input: push }).report)).toEqual(['inner/two.env']);
      const { stderr } = runScan(['history', ...WITH, '-'], { cwd: outer.folder, input: push });
      expect(stderr).toMatch(new RegExp(`cd inner\n +git rebase -i ${added.slice(0, 12)}`));
      // Where the submodule is added, all that it brings along.
      expect(pathsOf(scanHistory(outer.folder, [...WITH, 'HEAD~4..HEAD']).report)).toEqual([
        'inner/config/.env',
        'inner/one.env',
        'inner/two.env',
      ]);
    });

    it('find what a range adds and takes back, and need nothing that it does not add', () => {
      const before = checkedOut.git('rev-parse', 'HEAD');
      bump('back');
      checkedOut.git('checkout', '-q', before);
      outer.commit('back again');
      expect(pathsOf(scanHistory(outer.folder, [...WITH, 'HEAD~2..HEAD']).report)).toEqual(['inner/back.env']);
      outer.commit('beside', { 'b.txt': 'b' });
      rmSync(path.join(outer.folder, '.git/modules'), { recursive: true });
      const { run, report } = scanHistory(outer.folder, [...WITH, 'HEAD~1..HEAD']);
      expect([run.status, report.gaps]).toEqual([0, []]);
    });

    it('since a date: what the commits since then name', () => {
      outer.git('checkout', '-q', '--orphan', 'dated');
      const dated = (day: string): void => {
        const date = `${day}T12:00:00Z`;
        runOrThrow('git', ['commit', '-q', '-a', '-m', day], {
          cwd: outer.folder,
          env: { GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
        });
      };
      for (const [day, seed] of [
        ['2026-01-01', 'old'],
        ['2026-03-01', 'new'],
      ] as const) {
        checkedOut.commit(seed, { [`${seed}.env`]: line(seed) });
        outer.git('add', 'inner');
        dated(day);
      }
      outer.git('branch', '-q', '-D', 'main');
      outer.git('reflog', 'expire', '--expire=now', '--all');
      const { report } = scanHistory(outer.folder, [...WITH, '--since', '2026-02-01']);
      expect(pathsOf(report)).toEqual(['inner/new.env']);
    });

    it('since a report: all that is new in each repository, also what no commit outside names yet', () => {
      const file = path.join(temporaryFolder(), 'report.json');
      const since = (args: readonly string[]): string[] => {
        return pathsOf(scanHistory(outer.folder, [...args, '--new-since', file]).report);
      };
      writeFileSync(file, scanHistory(outer.folder).run.stdout);
      // That report knows of no submodule: all of them is new.
      expect(since(WITH)).toEqual(['inner/config/.env']);
      writeFileSync(file, scanHistory(outer.folder, WITH).run.stdout);
      expect(since(WITH)).toEqual([]);
      checkedOut.commit('unnamed', { 'unnamed.env': line('unnamed') });
      expect(since(WITH)).toEqual(['inner/unnamed.env']);
      expect(since([])).toEqual([]);
      bump('named');
      expect(since(WITH)).toEqual(['inner/named.env', 'inner/unnamed.env']);
    });
  });
});

describe.skipIf(process.platform === 'win32')('a submodule that leads elsewhere', () => {
  /** A repository outside, with a key, whose configuration would run a program. */
  function elsewhere(): { target: TestRepository; trace: string } {
    const target = newRepository();
    const trace = path.join(temporaryFolder(), 'it-ran');
    target.commit('secret', { 'secret.env': line('elsewhere') });
    const program = path.join(target.folder, 'evil.sh');
    writeFileSync(program, `#!/bin/sh\necho ran >> '${trace}'\n`, { mode: 0o755 });
    for (const name of ['core.fsmonitor', 'core.sshCommand', 'alias.ls-tree', 'core.alternateRefsCommand'])
      target.git('config', name, name.startsWith('alias') ? `!${program}` : program);
    return { target, trace };
  }

  /** An outer repository with a submodule at `sub`, whose commit is the one of `target`. */
  function withPointerTo(target: TestRepository, at = 'sub'): TestRepository {
    const outer = newRepository();
    outer.commit('first', { 'a.txt': 'a' });
    outer.git('update-index', '--add', '--cacheinfo', `160000,${target.git('rev-parse', 'HEAD')},${at}`);
    outer.git('commit', '-q', '-m', 'pointer');
    return outer;
  }

  const ways: Record<string, (outer: TestRepository, target: TestRepository) => void> = {
    'a `.git` file that names it absolutely': ({ write }, { folder }) =>
      write({ 'sub/.git': `gitdir: ${path.join(folder, '.git')}\n` }),
    'a `.git` file with a way up': ({ write, folder }, target) =>
      write({ 'sub/.git': `gitdir: ${path.relative(path.join(folder, 'sub'), path.join(target.folder, '.git'))}\n` }),
    'a `.git` file that leads back to the repository itself': ({ write }) => write({ 'sub/.git': 'gitdir: ../.git\n' }),
    'a `.git` file without sense': ({ write }) => write({ 'sub/.git': 'nonsense' }),
    'a `.git` that is a link': ({ folder }, target) => {
      mkdirSync(path.join(folder, 'sub'));
      symlinkSync(path.join(target.folder, '.git'), path.join(folder, 'sub/.git'));
    },
    'a folder that is a link': ({ folder }, target) => symlinkSync(target.folder, path.join(folder, 'sub')),
    'a folder in modules that is a link': ({ folder }, target) => {
      mkdirSync(path.join(folder, '.git/modules'));
      symlinkSync(path.join(target.folder, '.git'), path.join(folder, '.git/modules/sub'));
    },
    'modules that are a link': ({ folder }, target) => {
      mkdirSync(path.join(target.folder, 'modules'));
      renameSync(path.join(target.folder, '.git'), path.join(target.folder, 'modules/sub'));
      symlinkSync(path.join(target.folder, 'modules'), path.join(folder, '.git/modules'));
    },
    'a repository with a common folder elsewhere': ({ folder }, target) => {
      const own = path.join(folder, '.git/modules/sub');
      for (const name of ['objects', 'refs']) mkdirSync(path.join(own, name), { recursive: true });
      writeFileSync(path.join(own, 'HEAD'), 'ref: refs/heads/main\n');
      writeFileSync(path.join(own, 'commondir'), `${path.join(target.folder, '.git')}\n`);
    },
    'objects that are a link': ({ folder }, target) => {
      const own = path.join(folder, '.git/modules/sub');
      runOrThrow('git', ['init', '-q', '--bare', own]);
      rmSync(path.join(own, 'objects'), { recursive: true });
      symlinkSync(path.join(target.folder, '.git/objects'), path.join(own, 'objects'));
    },
    '.gitmodules and configuration': ({ folder, write, git }, target) => {
      write({ '.gitmodules': `[submodule "sub"]\n\tpath = ${target.folder}\n\turl = ${target.folder}\n` });
      git('config', 'submodule.sub.url', target.folder);
      git('config', 'submodule.sub.update', `!${path.join(target.folder, 'evil.sh')}`);
      const own = path.join(folder, '.git/modules/other');
      runOrThrow('git', ['init', '-q', '--bare', own]);
      openRepository(own).git('config', 'core.worktree', target.folder);
    },
  };

  it.each(Object.entries(ways))('by %s is not entered, and nothing runs', (_, lead) => {
    const { target, trace } = elsewhere();
    const outer = withPointerTo(target);
    lead(outer, target);
    const { run, report } = scanHistory(outer.folder, WITH);
    expect([run.status, report.findings]).toEqual([3, []]);
    expect(report.gaps.map(({ what }) => what)).toContain('sub');
    expect(() => runOrThrow('ls', [trace])).toThrow();
  });

  it.each(['..', '.', '.git', '.GIT', '../../outside'])('by a tree that calls it %s is not entered', (name) => {
    const { target } = elsewhere();
    const parent = temporaryFolder();
    const outer = newRepository(path.join(parent, 'in/outer'));
    renameSync(target.folder, path.join(parent, 'outside'));
    const moved = openRepository(path.join(parent, 'outside'));
    const pointer = moved.git('rev-parse', 'HEAD');
    const entry = (mode: string, id: string, called: string): Buffer =>
      Buffer.concat([Buffer.from(`${mode} ${called}\0`), Buffer.from(id, 'hex')]);
    const store = (type: string, input: Buffer): string =>
      runOrThrow('git', ['hash-object', '-w', '-t', type, '--literally', '--stdin'], {
        cwd: outer.folder,
        input,
      }).trim();
    let tree = store('tree', entry('160000', pointer, name.split('/').at(-1) ?? ''));
    for (const part of name.split('/').slice(0, -1).reverse()) tree = store('tree', entry('40000', tree, part));
    outer.git('update-ref', 'refs/heads/main', outer.git('commit-tree', '-m', 'hostile', tree));
    const { run, report } = scanHistory(outer.folder, WITH);
    expect([run.status, report.findings]).toEqual([3, []]);
    expect(whyOf(report, name)).toContain('git submodule update');
  });

  it('asks no program of a submodule that is entered, and finds it whatever its work tree is said to be', () => {
    const { target, trace } = elsewhere();
    const outer = newRepository();
    const inner = addSubmodule(outer, target, 'sub');
    const modules = openRepository(path.join(outer.folder, '.git/modules/sub'));
    const program = path.join(target.folder, 'evil.sh');
    for (const name of ['core.fsmonitor', 'core.hooksPath', 'core.sshCommand', 'alias.rev-list'])
      inner.git('config', name, name === 'alias.rev-list' ? `!${program}` : program);
    inner.git('config', 'core.worktree', '/no/such/folder');
    expect(modules.folder).toContain('modules');
    const { run, report } = scanHistory(outer.folder, WITH);
    expect([run.status, report.complete, pathsOf(report)]).toEqual([1, true, ['sub/secret.env']]);
    expect(() => runOrThrow('ls', [trace])).toThrow();
  });
});
