import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nameFiles, openFiles } from '../../src/sources/files.js';
import type { Selection } from '../../src/sources/selection.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { newRepository } from '../support/repository.js';
import { everything, prefilter, readAll } from '../support/sources.js';

const key = newApiKey('files');

async function openIn(cwd: string, words: readonly string[] = ['.'], selection: Partial<Selection> = {}) {
  const source = openFiles(await nameFiles(words, cwd), { ...everything, ...selection }, prefilter);
  const found = await readAll(source);
  return { source, found, paths: Object.keys(found).sort(), gaps: source.gaps, skipped: source.skipped };
}

/** A folder where each named file holds the key. */
function folderWith(...names: readonly string[]): string {
  return writeFiles(temporaryFolder(), Object.fromEntries(names.map((name) => [name, key])));
}

describe('in a repository', () => {
  it('reads what git tracks and what it does not ignore', async () => {
    const { folder, commit, write, git } = newRepository();
    write({ 'tracked.log': key });
    git('add', 'tracked.log');
    commit('First', { '.gitignore': '*.log\n/out/\n', 'a.txt': key, 'deep/er/b.txt': 'nothing' });
    write({
      'new.txt': key,
      'new.log': key,
      'out/c.txt': key,
      'deep/.gitignore': 'private*\n',
      'deep/private.txt': key,
    });
    const { paths, source } = await openIn(folder);
    expect(paths).toEqual(['a.txt', 'new.txt', 'tracked.log']);
    expect(source.tally.files).toBe(6);
    expect(source).toMatchObject({ root: folder, gaps: [], skipped: [] });
  });

  it('names paths from the top, and reads below the named folder only', async () => {
    const { folder, commit } = newRepository();
    commit('First', { 'a.txt': key, 'sub/b.txt': key, 'sub/c/d.txt': key });
    expect((await openIn(path.join(folder, 'sub'))).paths).toEqual(['sub/b.txt', 'sub/c/d.txt']);
    expect((await openIn(path.join(folder, 'sub'), ['..'])).paths).toEqual(['a.txt', 'sub/b.txt', 'sub/c/d.txt']);
  });

  it('reads a named path even where git ignores it', async () => {
    const { folder, commit, write } = newRepository();
    commit('First', { '.gitignore': '.env\n/out/\n/built/*\n' });
    write({ '.env': key, 'out/a.js': key, 'out/.gitignore': 'no.js\n', 'out/no.js': key, 'built/b.js': key });
    expect((await openIn(folder, ['.env'])).paths).toEqual(['.env']);
    expect((await openIn(folder, ['out'])).paths).toEqual(['out/a.js']);
    expect((await openIn(folder, ['built'])).paths).toEqual(['built/b.js']);
    expect((await openIn(folder, ['.', 'out', '.env'])).paths).toEqual(['.env', 'out/a.js']);
  });

  it('reads the work tree, whatever index a hook is given', async () => {
    const { folder, commit, write } = newRepository();
    commit('First', { 'a.txt': 'a' });
    write({ 'a.txt': key });
    process.env.GIT_INDEX_FILE = path.join(folder, 'no-such-index');
    process.env.GIT_DIR = path.join(folder, 'no-such-repository');
    onTestFinished(() => {
      delete process.env.GIT_INDEX_FILE;
      delete process.env.GIT_DIR;
    });
    expect((await openIn(folder)).paths).toEqual(['a.txt']);
  });

  it('takes a tracked file that is deleted for no gap', async () => {
    const { folder, commit } = newRepository();
    commit('First', { 'a.txt': key, 'gone.txt': key, 'gone/too.txt': key });
    rmSync(path.join(folder, 'gone.txt'));
    rmSync(path.join(folder, 'gone'), { recursive: true });
    const { paths, gaps } = await openIn(folder);
    expect(paths).toEqual(['a.txt']);
    expect(gaps).toEqual([]);
  });

  it('reads a file with conflicts once', async () => {
    const { folder, commit, git } = newRepository();
    commit('First', { 'a.txt': 'a' });
    git('checkout', '-q', '-b', 'side');
    commit('Side', { 'a.txt': `b ${key}` });
    git('checkout', '-q', 'main');
    commit('Main', { 'a.txt': `c ${key}` });
    expect(() => git('merge', '-q', 'side')).toThrow();
    expect((await openIn(folder)).source.tally.files).toBe(1);
  });

  it('names submodules and other repositories in it, and never reads .git', async () => {
    const inner = newRepository();
    inner.commit('Inner', { 'inner.txt': key });
    const { folder, commit, git, write } = newRepository();
    git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'modules/sub');
    commit('First', { 'a.txt': key });
    newRepository(path.join(folder, 'nested')).commit('Nested', { 'n.txt': key });
    write({ '.git/description': key, 'nested/.git/description': key });
    const { paths, skipped } = await openIn(folder);
    expect(paths).toEqual(['a.txt']);
    expect(skipped.map(({ what }) => what).sort()).toEqual(['modules/sub', 'nested']);
    expect((await openIn(folder, ['modules/sub'])).paths).toEqual(['inner.txt']);
  });

  it('names a submodule that is not checked out', async () => {
    const { folder, commit, git } = newRepository();
    commit('First', { 'a.txt': key });
    git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
    expect((await openIn(folder)).skipped).toMatchObject([{ what: 'sub' }]);
  });

  it('works from a linked work tree', async () => {
    const { commit, git } = newRepository();
    commit('First', { 'a.txt': key });
    const linked = path.join(temporaryFolder(), 'linked');
    git('worktree', 'add', '-q', linked);
    expect(await openIn(linked)).toMatchObject({ paths: ['a.txt'], gaps: [] });
  });

  it('walks a folder whose repository is broken', async () => {
    const folder = folderWith('a.txt');
    writeFiles(folder, { '.git': 'gitdir: /nowhere/at/all\n' });
    expect(await openIn(folder)).toMatchObject({ paths: ['a.txt'], gaps: [] });
  });

  it('says what a walk leaves out where git refuses to list', async () => {
    const { folder, commit } = newRepository();
    commit('First', { 'a.txt': key });
    writeFileSync(path.join(folder, '.git/index'), 'no index at all');
    const { paths, gaps } = await openIn(folder);
    expect(paths).toEqual(['a.txt']);
    expect(gaps).toEqual([{ what: '.', why: expect.stringMatching(/index.*walked instead/) as string }]);
  });
});

describe('outside of a repository', () => {
  it('obeys .gitignore files as git does, at every level', async () => {
    const files = {
      '.gitignore': '*.log\n/top.txt\nfolder/\n!keep.log\nCase.txt\n**/x/y\n',
      'a.txt': key,
      'b.log': key,
      'keep.log': key,
      'top.txt': key,
      'case.txt': key,
      'deep/top.txt': key,
      'deep/b.log': key,
      'deep/.gitignore': '!b.log\nlocal.txt\n',
      'deep/local.txt': key,
      'deep/er/local.txt': key,
      'deep/er/b.log': key,
      'folder/a.txt': key,
      'folder/.gitignore': '!a.txt\n',
      'deep/folder/a.txt': key,
      'deep/x/y/z.txt': key,
      'deep/x/z.txt': key,
    };
    const plain = writeFiles(temporaryFolder(), files);
    const { folder, write } = newRepository();
    write(files);
    const { paths } = await openIn(plain);
    expect(paths).toContain('deep/b.log');
    expect(paths).toEqual((await openIn(folder)).paths);
  });

  it('reads a folder that a deeper .gitignore takes in again, but for what a rule above names in it', async () => {
    const files = {
      '.gitignore': 'lib/\n*.log\n',
      'lib/a.js': key,
      'packages/one/.gitignore': '!lib/\n',
      'packages/one/lib/a.js': key,
      'packages/one/lib/a.log': key,
      'packages/one/lib/deep/lib/b.js': key,
      'packages/[2]/.gitignore': '!*.log/\n',
      'packages/[2]/x y.log/!c.js': key,
      'packages/[2]/x y.log/c.log': key,
      'packages/three/lib/a.js': key,
    };
    const plain = writeFiles(temporaryFolder(), files);
    const { folder, write } = newRepository();
    write(files);
    const { paths } = await openIn(plain);
    expect(paths).toEqual(['packages/[2]/x y.log/!c.js', 'packages/one/lib/a.js', 'packages/one/lib/deep/lib/b.js']);
    expect(paths).toEqual((await openIn(folder)).paths);
  });

  it('reads node_modules and hidden files too, where no .gitignore names them', async () => {
    const folder = folderWith('node_modules/some/index.js', '.env', '.config/settings.json');
    expect((await openIn(folder)).paths).toEqual(['.config/settings.json', '.env', 'node_modules/some/index.js']);
  });

  it('has git list the repositories below it', async () => {
    const folder = folderWith('a.txt');
    const { commit, write } = newRepository(path.join(folder, 'project'));
    write({ 'tracked.log': key });
    commit('First');
    write({ '.gitignore': '*.log\n', 'new.log': key, 'new.txt': key });
    expect((await openIn(folder)).paths).toEqual(['a.txt', 'project/new.txt', 'project/tracked.log']);
  });

  it('names a bare repository instead of reading its compressed objects', async () => {
    const folder = folderWith('a.txt');
    newRepository(path.join(folder, 'bare.git'), '--bare');
    expect(await openIn(folder)).toMatchObject({ paths: ['a.txt'], skipped: [{ what: 'bare.git' }], gaps: [] });
  });
});

describe('what the user names', () => {
  it('may be files, folders and globs, each file once', async () => {
    const folder = folderWith('a.txt', 'b.txt', 'src/c.ts', 'src/deep/d.ts', 'src/e.js');
    expect((await openIn(folder, ['a.txt', 'src', 'a.txt', './a.txt'])).paths).toEqual([
      'a.txt',
      'src/c.ts',
      'src/deep/d.ts',
      'src/e.js',
    ]);
    expect((await openIn(folder, ['src/**/*.ts'])).paths).toEqual(['src/c.ts', 'src/deep/d.ts']);
    expect((await openIn(folder, ['src/**/*.ts', 'src/*.{ts,js}', 'src'])).source.tally.files).toBe(3);
    expect((await openIn(folder, ['*.txt'])).paths).toEqual(['a.txt', 'b.txt']);
  });

  it('is a gap where it matches nothing', async () => {
    const folder = folderWith('a.txt');
    mkdirSync(path.join(folder, 'empty'));
    const { gaps, paths } = await openIn(folder, ['a.txt', 'none.txt', 'none/**', '*.md', 'empty']);
    expect(paths).toEqual(['a.txt']);
    expect(gaps).toEqual(
      ['none.txt', 'none/**', '*.md', 'empty'].map((what) => ({ what, why: 'matched nothing' })).sort(),
    );
  });

  it('may have a name that looks like a glob', async () => {
    const folder = folderWith('[id].tsx', 'i.tsx');
    expect((await openIn(folder, ['[id].tsx'])).paths).toEqual(['[id].tsx']);
  });

  it('names what lies elsewhere from the folder that holds it', async () => {
    const folder = folderWith('a.txt');
    const elsewhere = folderWith('b.txt');
    const { source, paths } = await openIn(folder, [elsewhere]);
    expect(paths).toEqual(['b.txt']);
    expect(source.root).toBe(elsewhere);
    expect((await openIn(folder, [elsewhere, '.'])).source.root).toBe(path.dirname(folder));
  });
});

describe('the selection', () => {
  it('includes and excludes by globs, and says by which rule', async () => {
    const folder = folderWith('a.ts', 'src/b.ts', 'src/c.md', 'src/gen/d.ts', 'lib/gen/e.ts');
    const { paths, skipped, gaps } = await openIn(folder, ['.'], { include: ['*.ts'], exclude: ['src/gen/'] });
    expect(paths).toEqual(['a.ts', 'lib/gen/e.ts', 'src/b.ts']);
    expect(skipped).toEqual([
      { what: 'all other files', why: 'included are only *.ts' },
      { what: 'src/gen/', why: 'excluded' },
    ]);
    expect(gaps).toEqual([]);
  });

  it('leaves a file over the size cap out, and names it', async () => {
    const folder = writeFiles(temporaryFolder(), { 'big.txt': key.repeat(50_000), 'small.txt': key });
    const { paths, skipped } = await openIn(folder, ['.'], { maxSize: 2_000_000 });
    expect(paths).toEqual(['small.txt']);
    expect(skipped).toMatchObject([{ what: 'big.txt' }]);
  });
});

describe('reading', () => {
  it('finds a key anywhere in a file larger than the window, and hands it over whole', async () => {
    const size = prefilter.window.length;
    const folder = temporaryFolder();
    const places = [0, size - 2, size - 1, size, 2 * size - 1025, 2 * size - 1, 3 * size - key.length];
    for (const place of places) {
      const text = `${'.'.repeat(place)}${key}`.padEnd(3 * size, '.');
      writeFileSync(path.join(folder, `${place}.txt`), text);
    }
    writeFileSync(path.join(folder, 'none.txt'), '.'.repeat(3 * size));
    const { paths, found, source } = await openIn(folder);
    expect(paths).toEqual(places.map((place) => `${place}.txt`).sort());
    expect(Object.values(found).every((text) => text.length === 3 * size)).toBe(true);
    expect(source.tally).toMatchObject({ files: places.length + 1, bytes: 3 * size * (places.length + 1) });
  });

  it('gives what it has found when it is interrupted', async () => {
    const folder = folderWith(...Array.from({ length: 1000 }, (_, at) => `${at % 10}/${at}.txt`));
    const source = openFiles(await nameFiles(['.'], folder), everything, prefilter);
    const controller = new AbortController();
    let given = 0;
    setImmediate(() => controller.abort());
    for await (const item of source.items(controller.signal)) given += item.path === '' ? 0 : 1;
    expect(given).toBe(source.tally.files);
    expect(given).toBeGreaterThan(0);
    expect(given).toBeLessThan(1000);
  });

  it('names a Git LFS pointer whose content is not there', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12345\n`;
    const folder = writeFiles(temporaryFolder(), { 'model.bin': pointer, 'a.txt': key });
    expect((await openIn(folder)).skipped).toMatchObject([{ what: 'model.bin' }]);
  });

  it.skipIf(process.platform === 'win32')('takes what it may not read for a gap', async () => {
    const folder = folderWith('a.txt', 'closed.txt', 'closed/b.txt');
    const [file, inner] = [path.join(folder, 'closed.txt'), path.join(folder, 'closed')];
    chmodSync(folder, 0o755);
    chmodSync(file, 0);
    chmodSync(inner, 0);
    const { paths, gaps } = await asOrdinaryUser(() => openIn(folder));
    chmodSync(inner, 0o700);
    expect(paths).toEqual(['a.txt']);
    expect([...gaps].sort((one, other) => one.what.length - other.what.length)).toEqual([
      { what: 'closed', why: 'EACCES: permission denied' },
      { what: 'closed.txt', why: 'EACCES: permission denied' },
    ]);
  });
});

/** The superuser may read everything: for the time of `action` be somebody else. */
async function asOrdinaryUser<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(65534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

describe.skipIf(process.platform === 'win32')('links and special files', () => {
  it("reads a link's text, does not follow it, and names those that leave the root", async () => {
    const outside = folderWith('secret.txt');
    const { folder, commit } = newRepository();
    const build = (target: string): void => {
      writeFiles(target, { 'real/a.txt': key });
      symlinkSync('real', path.join(target, 'inside'));
      symlinkSync('.', path.join(target, 'real/loop'));
      symlinkSync('nowhere', path.join(target, 'dangling'));
      symlinkSync('self', path.join(target, 'self'));
      symlinkSync(outside, path.join(target, 'out'));
      symlinkSync(path.join(outside, 'secret.txt'), path.join(target, 'out.txt'));
      symlinkSync(`nowhere/${key}`, path.join(target, 'text'));
    };
    build(folder);
    commit('First');
    const plain = temporaryFolder();
    build(plain);
    for (const root of [folder, plain]) {
      const { paths, skipped, gaps } = await openIn(root);
      expect(paths).toEqual(['real/a.txt', 'text']);
      expect(skipped.map(({ what }) => what).sort()).toEqual(['out', 'out.txt']);
      expect(gaps).toEqual([]);
    }
  });

  it('follows a link that the user names', async () => {
    const outside = folderWith('secret.txt');
    const folder = temporaryFolder();
    symlinkSync(path.join(outside, 'secret.txt'), path.join(folder, 'link.txt'));
    symlinkSync(outside, path.join(folder, 'link'));
    expect((await openIn(folder, ['link.txt'])).paths).toEqual(['link.txt']);
    expect((await openIn(folder, ['link'])).paths).toEqual(['secret.txt']);
  });

  it('does not wait for pipes and sockets', async () => {
    const { folder, commit, git } = newRepository();
    commit('First', { 'a.txt': key, 'was-a-file': 'x' });
    rmSync(path.join(folder, 'was-a-file'));
    execFileSync('mkfifo', [path.join(folder, 'was-a-file')]);
    expect(await openIn(folder)).toMatchObject({ paths: ['a.txt'], skipped: [{ what: 'was-a-file' }], gaps: [] });
    expect(git('ls-files')).toContain('was-a-file');

    const plain = folderWith('a.txt');
    execFileSync('mkfifo', [path.join(plain, 'pipe')]);
    const server = createServer().listen(path.join(plain, 'socket'));
    onTestFinished(() => void server.close());
    const { paths, skipped } = await openIn(plain);
    expect(paths).toEqual(['a.txt']);
    expect(skipped.map(({ what }) => what).sort()).toEqual(['pipe', 'socket']);
    expect((await openIn(plain, ['pipe'])).gaps).toMatchObject([{ what: 'pipe' }]);
  });

  it('reads a folder that stands in for a tracked file', async () => {
    const { folder, commit } = newRepository();
    commit('First', { 'a.txt': key, thing: 'x' });
    rmSync(path.join(folder, 'thing'));
    writeFiles(folder, { 'thing/b.txt': key });
    expect(await openIn(folder)).toMatchObject({ paths: ['a.txt', 'thing/b.txt'], gaps: [] });
  });

  it.skipIf(process.platform !== 'linux')('reads files and folders whose names are not UTF-8', async () => {
    const build = (folder: string): void => {
      const odd = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9)]);
      mkdirSync(odd);
      writeFileSync(Buffer.concat([odd, Buffer.from('/ü.txt')]), key);
      writeFileSync(Buffer.concat([odd, Buffer.from('.txt')]), key);
    };
    const { folder, commit } = newRepository();
    build(folder);
    commit('First');
    const plain = temporaryFolder();
    build(plain);
    for (const root of [folder, plain]) {
      const { paths, gaps } = await openIn(root);
      expect(paths).toEqual(['caf\\xE9.txt', 'caf\\xE9/ü.txt']);
      expect(gaps).toEqual([]);
    }
  });
});

describe('a large tree', () => {
  const folders = 60;
  const filesEach = 75;

  /** 4,500 files, every hundredth of which holds the key. */
  function largeTree(folder: string): string[] {
    const files: Record<string, string> = {};
    for (let at = 0; at < folders * filesEach; at++) {
      files[`f${at % 7}/g${at % folders}/${at}.txt`] = at % 100 === 0 ? `${key}\n${at}` : `nothing ${at}`;
    }
    writeFiles(folder, files);
    return Object.keys(files).filter((_, at) => at % 100 === 0);
  }

  it('comes out the same from two hands, listed by git or walked', async () => {
    const { folder } = newRepository();
    const expected = largeTree(folder).sort();
    const listed = await openIn(folder);
    expect(listed.paths).toEqual(expected);
    expect(listed.source.tally.files).toBe(folders * filesEach);

    rmSync(path.join(folder, '.git'), { recursive: true });
    const walked = await openIn(folder);
    expect(walked.found).toEqual(listed.found);
    expect(walked.source.tally).toEqual(listed.source.tally);
    expect(walked.gaps).toEqual([]);
  });

  it('can be left in the middle', async () => {
    const folder = temporaryFolder();
    largeTree(folder);
    const source = openFiles(await nameFiles(['.'], folder), everything, prefilter);
    for await (const item of source.items()) {
      expect(item.path).toMatch(/\.txt$/);
      break;
    }
    expect(source.tally.files).toBeLessThan(folders * filesEach);
  });
});
