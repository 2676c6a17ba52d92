import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { openStaged } from '../../src/sources/staged.js';
import { newFolder, removeFolder, temporaryFolder } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { newRepository, openRepository, type TestRepository } from '../support/repository.js';
import { repositoryRoot, run } from '../support/run.js';
import { everything, prefilter, readAll } from '../support/sources.js';

const [one, two, three] = [newApiKey('one'), newApiKey('two'), newApiKey('three')];

async function openIn(folder: string, selection = everything) {
  const source = await openStaged(folder, selection, prefilter);
  return { source, found: await readAll(source) };
}

describe('the staged source', () => {
  it('reads the index, not the work tree', async () => {
    const { folder, commit, write, git } = newRepository();
    commit('First', { 'a.txt': 'nothing' });
    write({ 'a.txt': one });
    git('add', 'a.txt');
    write({ 'a.txt': two, 'untracked.txt': three });
    const { source, found } = await openIn(folder);
    expect(found).toEqual({ 'a.txt': one });
    expect(source).toMatchObject({ root: folder, empty: false, gaps: [], skipped: [] });
    expect(source.tally).toEqual({ files: 1, bytes: one.length, blobs: 1 });
  });

  it('leaves out what HEAD holds already, and what is deleted', async () => {
    const { folder, commit, git } = newRepository();
    commit('First', { 'old.txt': one, 'gone.txt': two });
    git('rm', '-q', 'gone.txt');
    const { source, found } = await openIn(folder);
    expect(found).toEqual({});
    expect(source.empty).toBe(true);
  });

  it('gives a renamed file in full', async () => {
    const { folder, commit, git } = newRepository();
    commit('First', { 'old.txt': `${one}\n`.repeat(20) });
    git('config', 'diff.renames', 'copies');
    git('mv', 'old.txt', 'new.txt');
    expect(Object.keys((await openIn(folder)).found)).toEqual(['new.txt']);
  });

  it('reads everything before the first commit', async () => {
    for (const format of ['sha1', 'sha256']) {
      const { folder, write, git } = newRepository(undefined, `--object-format=${format}`);
      write({ 'a.txt': one, 'deep/er/b.txt': two });
      git('add', '.');
      expect((await openIn(folder)).found).toEqual({ 'a.txt': one, 'deep/er/b.txt': two });
    }
  });

  it('is empty where nothing is staged, also before the first commit', async () => {
    const { folder, commit, write } = newRepository();
    expect((await openIn(folder)).source.empty).toBe(true);
    commit('First', { 'a.txt': 'a' });
    write({ 'a.txt': one });
    expect((await openIn(folder)).source.empty).toBe(true);
  });

  it('gives paths relative to the top, also from a subfolder', async () => {
    const { folder, commit, write, git } = newRepository();
    commit('First', { 'sub/a.txt': 'a' });
    git('config', 'diff.relative', 'true');
    write({ 'sub/a.txt': one, 'top.txt': two });
    git('add', '.');
    const { source, found } = await openIn(path.join(folder, 'sub'));
    expect(found).toEqual({ 'sub/a.txt': one, 'top.txt': two });
    expect(source.root).toBe(folder);
  });

  it('reads names with spaces, line breaks and quotes', async () => {
    const { folder, commit, git } = newRepository();
    commit('First');
    const names = ['with space.txt', 'line\nbreak.txt', '"quoted".txt', ':(top)magic.txt', 'ünïcode.txt'];
    for (const name of names) writeFileSync(path.join(folder, name), one);
    git('add', '-A');
    expect(Object.keys((await openIn(folder)).found).sort()).toEqual(names.sort());
  });

  it.skipIf(process.platform !== 'linux')('shows bytes of a name that are not UTF-8', async () => {
    const { folder, commit, git } = newRepository();
    commit('First');
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9), Buffer.from('.txt')]), one);
    git('add', '-A');
    expect((await openIn(folder)).found).toEqual({ 'caf\\xE9.txt': one });
  });

  it("reads a link's target as the text git stores", async () => {
    const { folder, commit, git } = newRepository();
    commit('First', { 'outside.txt': two });
    symlinkSync(`/nowhere/${one}`, path.join(folder, 'link'));
    git('add', 'link');
    expect((await openIn(folder)).found).toEqual({ link: `/nowhere/${one}` });
  });

  it('names submodules, and reads what is staged beside them', async () => {
    const inner = newRepository();
    inner.commit('Inner', { 'inner.txt': one });
    const { folder, commit, write, git } = newRepository();
    commit('First');
    git('config', 'diff.ignoreSubmodules', 'all');
    git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'sub');
    write({ 'a.txt': two });
    git('add', 'a.txt');
    const { source, found } = await openIn(folder);
    expect(found).toEqual({ 'a.txt': two });
    expect(source.skipped).toEqual([{ what: 'sub', why: expect.stringContaining('submodule') as string }]);
    expect(source.empty).toBe(false);
  });

  it('names a file over the size cap and a Git LFS pointer', async () => {
    const { folder, commit, write, git } = newRepository();
    commit('First');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12345\n`;
    write({ 'big.txt': one.repeat(20), 'model.bin': pointer, 'small.txt': two });
    git('add', '.');
    const { source, found } = await openIn(folder, { ...everything, maxSize: 500 });
    expect(found).toEqual({ 'small.txt': two });
    expect(source.skipped.map(({ what }) => what)).toEqual(['big.txt', 'model.bin']);
    expect(source.gaps).toEqual([]);
  });

  it('leaves out what the selection excludes, and says by which rule', async () => {
    const { folder, commit, write, git } = newRepository();
    commit('First');
    write({ 'src/a.ts': one, 'src/fixtures/b.ts': two, 'notes.md': three });
    git('add', '.');
    const { source, found } = await openIn(folder, { ...everything, include: ['src'], exclude: ['fixtures/'] });
    expect(found).toEqual({ 'src/a.ts': one });
    expect(source.skipped).toEqual([
      { what: 'all other files', why: 'included are only src' },
      { what: 'fixtures/', why: 'excluded' },
    ]);
  });

  it('reports a blob that is absent or damaged, and goes on after it', async () => {
    const { folder, commit, write, git } = newRepository();
    commit('First');
    write({ 'a.txt': one, 'b.txt': two, 'c.txt': `${three} ${'x'.repeat(300_000)}`, 'd.txt': three });
    git('add', '.');
    const objectFile = (name: string): string => {
      const id = git('rev-parse', `:${name}`);
      return path.join(folder, '.git/objects', id.slice(0, 2), id.slice(2));
    };
    rmSync(objectFile('b.txt'));
    rmSync(objectFile('c.txt'));
    writeFileSync(objectFile('c.txt'), 'not an object');
    const { source, found } = await openIn(folder);
    expect(found).toEqual({ 'a.txt': one, 'd.txt': three });
    expect(source.gaps.map(({ what }) => what)).toEqual(['b.txt', 'c.txt']);
  });

  it('reports unresolved conflicts as not read', async () => {
    const repository = newRepository();
    conflict(repository);
    const { source } = await openIn(repository.folder);
    expect(source.gaps).toEqual([{ what: 'a.txt', why: expect.stringContaining('conflicts') as string }]);
  });

  it('says in one line that there is no repository', async () => {
    await expect(openStaged(temporaryFolder(), everything, prefilter)).rejects.toThrow('not a git repository');
  });
});

/** Both branches change a.txt, side.txt comes in by the merge. */
function conflict({ commit, git }: TestRepository): void {
  commit('First', { 'a.txt': 'a' });
  git('checkout', '-q', '-b', 'side');
  commit('Side', { 'a.txt': 'b', 'side.txt': two });
  git('checkout', '-q', 'main');
  commit('Main', { 'a.txt': 'c' });
  expect(() => git('merge', '-q', 'side')).toThrow();
}

describe('inside a real hook', () => {
  const folder = newFolder();
  afterAll(() => {
    removeFolder(folder);
  });
  const driver = path.join(folder, 'driver.mjs');
  buildSync({
    stdin: {
      contents: `
        import { openStaged } from './src/sources/staged.js';
        import { createPrefilter } from './src/detect/index.js';
        import { writeFileSync } from 'node:fs';
        const source = await openStaged(process.cwd(), { include: [], exclude: [], maxSize: 1e8 }, createPrefilter());
        const found = {};
        for await (const { path, bytes } of source.items()) found[path] = Buffer.from(bytes).toString('latin1');
        writeFileSync(process.env.HOOK_SAW, JSON.stringify({ root: source.root, found, gaps: source.gaps }));`,
      resolveDir: repositoryRoot,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: driver,
  });

  /** Installs the pre-commit hook, runs `git …` in `folder`, and returns what the hook saw. */
  function commitWithHook({ folder, git }: TestRepository, ...args: readonly string[]): unknown {
    const saw = path.join(temporaryFolder(), 'saw.json');
    const hooks = path.resolve(folder, git('rev-parse', '--git-common-dir'), 'hooks');
    mkdirSync(hooks, { recursive: true });
    for (const hook of ['pre-commit', 'pre-merge-commit']) {
      writeFileSync(path.join(hooks, hook), `#!/bin/sh\nexec '${process.execPath}' '${driver}'\n`, { mode: 0o755 });
    }
    const { status, stderr } = run('git', args, { cwd: folder, env: { HOOK_SAW: saw } });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(readFileSync(saw, 'utf8'));
  }

  function changedRepository(): TestRepository {
    const repository = newRepository();
    repository.commit('First', { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' });
    repository.write({ 'a.txt': one, 'b.txt': two, 'c.txt': three });
    repository.git('add', 'a.txt');
    return repository;
  }

  it('sees what is staged on git commit', () => {
    const repository = changedRepository();
    const saw = commitWithHook(repository, 'commit', '-qm', 'Staged');
    expect(saw).toEqual({ root: repository.folder, found: { 'a.txt': one }, gaps: [] });
  });

  it('sees every tracked change on git commit -a', () => {
    const saw = commitWithHook(changedRepository(), 'commit', '-qam', 'All');
    expect(saw).toMatchObject({ found: { 'a.txt': one, 'b.txt': two, 'c.txt': three } });
  });

  it('sees the named path alone on git commit <path>', () => {
    const saw = commitWithHook(changedRepository(), 'commit', '-qm', 'Partial', 'b.txt');
    expect(saw).toMatchObject({ found: { 'b.txt': two } });
  });

  it('sees index and named path on git commit --include', () => {
    const saw = commitWithHook(changedRepository(), 'commit', '-qm', 'Both', '--include', 'c.txt');
    expect(saw).toMatchObject({ found: { 'a.txt': one, 'c.txt': three } });
  });

  it('sees the staged half of a file on a partial commit', () => {
    const repository = newRepository();
    repository.commit('First', { 'a.txt': 'top\n\n\n\n\nend\n' });
    repository.write({ 'a.txt': `${one}\n\n\n\n\nend\n` });
    repository.git('add', 'a.txt');
    repository.write({ 'a.txt': `${one}\n\n\n\n\n${two}\n` });
    expect(commitWithHook(repository, 'commit', '-qm', 'Half')).toMatchObject({
      found: { 'a.txt': `${one}\n\n\n\n\nend\n` },
    });
  });

  it('sees everything on the first commit', () => {
    const repository = newRepository();
    repository.write({ 'a.txt': one });
    repository.git('add', '.');
    expect(commitWithHook(repository, 'commit', '-qm', 'First')).toMatchObject({ found: { 'a.txt': one } });
  });

  it('sees what is added on git commit --amend', () => {
    expect(commitWithHook(changedRepository(), 'commit', '-q', '--amend', '--no-edit')).toMatchObject({
      found: { 'a.txt': one },
    });
  });

  it('works in a linked work tree, also on a partial commit', () => {
    const { git } = changedRepository();
    const folder = path.join(temporaryFolder(), 'linked');
    git('worktree', 'add', '-q', folder);
    const linked = openRepository(folder);
    linked.write({ 'a.txt': two, 'b.txt': three });
    linked.git('add', 'a.txt');
    const saw = commitWithHook(linked, 'commit', '-qm', 'Partial', 'b.txt');
    expect(saw).toEqual({ root: folder, found: { 'b.txt': three }, gaps: [] });
  });

  it('works in a submodule', () => {
    const inner = newRepository();
    inner.commit('Inner', { 'inner.txt': 'i' });
    const outer = newRepository();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'sub');
    const submodule = openRepository(path.join(outer.folder, 'sub'));
    submodule.write({ 'inner.txt': one });
    const saw = commitWithHook(submodule, 'commit', '-qam', 'Inside');
    expect(saw).toMatchObject({ root: submodule.folder, found: { 'inner.txt': one } });
  });

  it('sees what a merge brings in and how its conflicts were resolved', () => {
    const repository = newRepository();
    conflict(repository);
    repository.write({ 'a.txt': three });
    repository.git('add', 'a.txt');
    const saw = commitWithHook(repository, 'commit', '-qm', 'Merge');
    expect(saw).toMatchObject({ found: { 'a.txt': three, 'side.txt': two } });
  });

  it('works with GIT_DIR and GIT_WORK_TREE apart', () => {
    const { folder, git } = changedRepository();
    const elsewhere = path.join(temporaryFolder(), 'apart.git');
    run('mv', [git('rev-parse', '--absolute-git-dir'), elsewhere]);
    const apart = openRepository(folder, { env: { GIT_DIR: elsewhere, GIT_WORK_TREE: folder } });
    const saw = path.join(temporaryFolder(), 'saw.json');
    const { status } = run(process.execPath, [driver], {
      cwd: folder,
      env: { GIT_DIR: elsewhere, GIT_WORK_TREE: folder, HOOK_SAW: saw },
    });
    expect(status).toBe(0);
    expect(apart.git('diff', '--cached', '--name-only')).toBe('a.txt');
    expect(JSON.parse(readFileSync(saw, 'utf8'))).toMatchObject({ found: { 'a.txt': one } });
  });
});
