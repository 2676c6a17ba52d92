import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/folder.js';
import { newRepository, openRepository, reindex, type TestRepository } from '../../support/repository.js';
import { runOrThrow } from '../../support/run.js';
import { objectsByGit, objectsByReading, objectsByWalking, openDatabase } from './judge.js';
import { appendingDelta, writePack } from './pack-writer.js';

/** Text that deflate and git's deltas have work with, the same for the same seed. */
function prose(seed: number, lines: number): string {
  return Array.from({ length: lines }, (_, line) =>
    createHash('sha256')
      .update(`${seed} ${line}`)
      .digest('hex')
      .replace(/[0-4]+/g, ' '),
  ).join('\n');
}

/** A repository with some history in files that grow, move and differ; all objects loose. */
function livedIn(...initArguments: string[]): TestRepository {
  const repository = newRepository(undefined, ...initArguments);
  const rounds: string[] = [];
  let text = prose(1, 400);
  for (let round = 0; round < 40; round++) {
    text = text.replace(/\n.*\n/, `\nround ${round}\n${prose(round, 3)}\n`) + `\nend ${round}`;
    rounds.push(
      `commit refs/heads/main\ncommitter C <c@example.com> ${1_700_000_000 + round} +0000\n${data(`round ${round}`)}`,
      `M 644 inline grow.txt\n${data(text)}`,
      `M 644 inline folder/${round % 7}/file-${round}.js\n${data(prose(round, 20 + round))}`,
      `M 644 inline folder/empty\n${data('')}`,
    );
  }
  rounds.push(
    `tag v1\nfrom refs/heads/main\ntagger C <c@example.com> 1700000100 +0000\n${data('a tag with a message')}`,
  );
  fastImport(repository, rounds, '-c', 'fastimport.unpackLimit=10000');
  repository.git('reset', '-q', '--hard');
  return repository;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function fastImport({ folder }: TestRepository, commands: readonly string[], ...options: string[]): void {
  runOrThrow('git', [...options, 'fast-import', '--quiet', '--depth=4095'], {
    cwd: folder,
    input: `${commands.join('\n')}\n`,
  });
}

function packFolder({ folder, git }: TestRepository): string {
  return path.resolve(folder, git('rev-parse', '--git-path', 'objects/pack'));
}

function expectEqualToGit(folder: string): void {
  const judged = objectsByGit(folder);
  expect(judged.size).toBeGreaterThan(0);
  expect(objectsByWalking(folder)).toEqual(judged);
  expect(objectsByReading(folder, judged.keys())).toEqual(judged);
}

describe('every object has the type, size and bytes that git gives', () => {
  it('when all are loose', () => {
    expectEqualToGit(livedIn().folder);
  });

  it('when all are packed', () => {
    const { folder, git } = livedIn();
    git('gc', '-q', '--prune=now');
    expectEqualToGit(folder);
  });

  it('in SHA-256 repositories, packed and loose', () => {
    const repository = livedIn('--object-format=sha256');
    repository.git('repack', '-adq');
    repository.commit('loose again', { 'grow.txt': 'short now' });
    expectEqualToGit(repository.folder);
  });

  it('when deltas name their bases by id', () => {
    const { folder, git } = livedIn();
    git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq');
    expectEqualToGit(folder);
  });

  it('when chains are as deep as git makes them', () => {
    const repository = newRepository();
    const lines = Array.from({ length: 60 }, (_, line) => `line ${line} ${prose(line, 1)}`);
    const blobs: string[] = [];
    const files: string[] = [];
    for (let round = 1; round <= 4500; round++) {
      lines[round % 60] = `round ${round}`;
      blobs.push(`blob\nmark :${round}\n${data(lines.join('\n'))}`);
      files.push(`M 644 :${round} file-${round}`);
    }
    const commit = `commit refs/heads/main\ncommitter C <c@example.com> 1 +0000\n${data('deep')}`;
    fastImport(repository, [...blobs, commit, ...files]);
    const depths = repository
      .git('verify-pack', '-v', ...indexesOf(repository))
      .match(/chain length = \d+/g)
      ?.map((text) => Number(/\d+/.exec(text)));
    expect(Math.max(...(depths ?? []))).toBeGreaterThan(1000);
    expectEqualToGit(repository.folder);
  });

  it('when offsets stand in the table for 64 bits', () => {
    const repository = livedIn();
    repository.git('repack', '-adq');
    const [index = ''] = indexesOf(repository);
    reindex(repository, index, '2,0x40');
    expectEqualToGit(repository.folder);
  });

  it.each(['sha1', 'sha256'])('when the index is of version 1, with ids of %s', (format) => {
    const repository = livedIn(`--object-format=${format}`);
    repository.git('repack', '-adq');
    const [index = ''] = indexesOf(repository);
    reindex(repository, index, '1');
    expect(readFileSync(index).readUInt32BE(0)).toBeLessThan(1000);
    expectEqualToGit(repository.folder);
  });

  it('in several packs with an index over all of them', () => {
    const repository = livedIn();
    repository.git('repack', '-dq');
    repository.commit('more', { 'more.txt': prose(77, 90) });
    repository.git('repack', '-dq');
    repository.git('multi-pack-index', 'write');
    expectEqualToGit(repository.folder);
  });

  it('in alternates, and alternates of alternates', () => {
    const origin = livedIn();
    const between = temporaryFolder();
    runOrThrow('git', ['clone', '-q', '--shared', origin.folder, between]);
    const clone = temporaryFolder();
    runOrThrow('git', ['clone', '-q', '--shared', between, clone]);
    openRepository(between).commit('in the middle', { 'middle.txt': 'm' });
    openRepository(clone).commit('own', { 'own.txt': 'o' });
    expectEqualToGit(clone);
  });

  it('in a linked work tree, and in a submodule', () => {
    const repository = livedIn();
    const linked = path.join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '-q', linked);
    expectEqualToGit(linked);
    const outer = newRepository();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository.folder, 'inner');
    expectEqualToGit(path.join(outer.folder, 'inner'));
  });

  it('where the environment names the folders of objects', () => {
    const { folder } = livedIn();
    const other = newRepository();
    other.commit('c', { a: 'a' });
    const env = {
      GIT_OBJECT_DIRECTORY: path.join(other.folder, '.git/objects'),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${path.join(folder, '.git/objects')}"`,
    };
    expect(objectsByWalking(folder, env)).toEqual(objectsByGit(folder, env));
  });

  it('when a pack holds a delta on an object of another pack, or on a loose one', () => {
    const repository = livedIn();
    repository.git('repack', '-adq');
    const base = Buffer.from(prose(0, 20));
    const packed = repository.git('rev-parse', 'HEAD:folder/0/file-0.js');
    const loose = runOrThrow('git', ['hash-object', '-w', '--stdin'], {
      cwd: repository.folder,
      input: 'a loose base',
    }).trim();
    const [onPacked, onLoose] = [Buffer.from(' and more'), Buffer.from(' with a tail')];
    const ids = [blobId(Buffer.concat([base, onPacked])), blobId(Buffer.from('a loose base with a tail'))] as const;
    writePack(packFolder(repository), [
      { id: ids[0], base: packed, delta: appendingDelta(base.length, onPacked) },
      { id: ids[1], base: loose, delta: appendingDelta('a loose base'.length, onLoose) },
    ]);
    const read = objectsByReading(repository.folder, ids);
    expect([...read.keys()]).toEqual(ids);
    // The walk leaves them to git, which has another way to each base.
    expect(objectsByWalking(repository.folder).size).toBe(objectsByGit(repository.folder).size - 2);
  });
});

it('reads on in packs that gc has replaced in the meantime, and finds what has moved', () => {
  const repository = livedIn();
  repository.git('repack', '-dq');
  repository.commit('loose', { 'loose.txt': 'still loose' });
  const ids = [...objectsByGit(repository.folder).keys()];
  const database = openDatabase(repository.folder);
  repository.git('gc', '-q', '--prune=now');
  expect(ids.filter((id) => database.read(id) === null)).toEqual([]);
  database.close();
});

it('says of absent objects that they are absent', () => {
  const database = openDatabase(livedIn().folder);
  expect(database.read('0123456789012345678901234567890123456789')).toBeNull();
  database.close();
});

describe('what is damaged is left out, and nothing else', () => {
  it('when bytes of a pack are wrong', () => {
    const repository = livedIn();
    repository.git('gc', '-q', '--prune=now');
    const [index = ''] = indexesOf(repository);
    const whole = objectsByGit(repository.folder);
    const pack = index.replace(/idx$/, 'pack');
    const bytes = readFileSync(pack);
    for (let at = 500; at < bytes.length; at += 2000) bytes[at] = (bytes[at] as number) ^ 0x55;
    chmodSync(pack, 0o644);
    writeFileSync(pack, bytes);
    const walked = objectsByWalking(repository.folder);
    expect(walked.size).toBeLessThan(whole.size);
    expect(walked.size).toBeGreaterThan(0);
    for (const [id, fact] of walked) expect(fact).toBe(whole.get(id));
  });

  it('when a loose object is cut off', () => {
    const repository = livedIn();
    const id = repository.git('rev-parse', 'HEAD:grow.txt');
    const file = path.join(repository.folder, '.git/objects', id.slice(0, 2), id.slice(2));
    chmodSync(file, 0o644);
    writeFileSync(file, readFileSync(file).subarray(0, 40));
    const database = openDatabase(repository.folder);
    expect(() => database.read(id)).toThrow('damaged');
    database.close();
  });

  it.each([
    ['of an unknown version', 9, '2'],
    ['of version 1 with a count that is wrong', 12_345, '1'],
  ])('when there is an index %s', (_, number, version) => {
    const repository = livedIn();
    repository.git('repack', '-adq');
    const [index = ''] = indexesOf(repository);
    reindex(repository, index, version);
    const bytes = readFileSync(index);
    bytes.writeUInt32BE(number, 4);
    chmodSync(index, 0o644);
    writeFileSync(index, bytes);
    const database = openDatabase(repository.folder);
    expect(database.packs).toEqual([]);
    const name = index.replace(/\.idx$/, '');
    expect(database.unusable).toEqual([{ name, why: expect.stringContaining('index') }]);
    database.close();
  });

  it('when there is a pack without an index, or files that are none of git', () => {
    const repository = livedIn();
    const judged = objectsByGit(repository.folder);
    mkdirSync(packFolder(repository), { recursive: true });
    writeFileSync(path.join(packFolder(repository), 'pack-1.pack'), 'PACK');
    writeFileSync(path.join(packFolder(repository), 'tmp_idx_1'), '');
    mkdirSync(path.join(repository.folder, '.git/objects/00'), { recursive: true });
    writeFileSync(path.join(repository.folder, '.git/objects/00/tmp_obj_1'), '');
    expect(objectsByWalking(repository.folder)).toEqual(judged);
  });
});

function indexesOf(repository: TestRepository): string[] {
  const folder = packFolder(repository);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.idx'))
    .map((name) => path.join(folder, name));
}

function blobId(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
