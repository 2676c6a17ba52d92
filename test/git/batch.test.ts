import { describe, expect, it } from 'vitest';
import { BatchParser, ObjectReader, readAll, type BatchAnswer } from '../../src/git/batch.js';
import { Git } from '../../src/git/git.js';
import { newRepository } from '../support/repository.js';

const id = 'ab'.repeat(20);

describe('cutting cat-file output', () => {
  const contents = ['', 'one\nline\n', `${id} blob 3\nabc\n`, 'x'.repeat(100)];
  const output = Buffer.from(
    contents.map((content) => `${id} blob ${content.length}\n${content}\n`).join('') + `${id} missing\n`,
  );

  it.each([1, 2, 7, 45, 46, 1000])('in chunks of %i bytes', (size) => {
    const parser = new BatchParser(1000);
    const answers: BatchAnswer[] = [];
    for (let at = 0; at < output.length; at += size) answers.push(...parser.push(output.subarray(at, at + size)));
    expect(answers.map((answer) => (answer.type === null ? answer.why : answer.bytes?.toString()))).toEqual([
      ...contents,
      'missing',
    ]);
  });

  it('passes over what is larger than the limit', () => {
    const answers = new BatchParser(99).push(output);
    expect(answers[3]).toEqual({ id, type: 'blob', size: 100, bytes: null });
    expect(answers).toHaveLength(5);
  });
});

describe('reading objects', () => {
  it('answers every id in order, over several questions', async () => {
    const { folder, commit, git } = newRepository();
    commit('First', { 'a.txt': 'a', 'b.txt': 'b'.repeat(200_000) });
    const reader = new ObjectReader(new Git(folder), 1e6);
    const [a = '', b = '', tree = ''] = git('rev-parse', ':a.txt', ':b.txt', 'HEAD^{tree}').split('\n');
    for (const ids of [[a, b, tree], [], [b, id, a]]) {
      const answers: BatchAnswer[] = [];
      for await (const batch of reader.read(ids)) answers.push(...batch);
      expect(answers.map((answer) => answer.id)).toEqual(ids);
    }
    reader.close();
  });

  it('fails where git does not work at all', async () => {
    const reader = new ObjectReader(new Git('/no/such/folder'), 1e6);
    await expect(reader.read([id]).next()).rejects.toThrow('cannot be started');
  });

  it('answers every id in order when no other question follows', async () => {
    const { folder, commit, git } = newRepository();
    commit('First', { 'a.txt': 'a', 'b.txt': 'b'.repeat(200_000) });
    const [a = '', b = '', tree = ''] = git('rev-parse', ':a.txt', ':b.txt', 'HEAD^{tree}').split('\n');
    const ids = [a, id, b, b, tree, a];
    const answers: BatchAnswer[] = [];
    await readAll(new Git(folder), ids, 1e6, (answer) => void answers.push(answer));
    expect(answers.map((answer) => answer.id)).toEqual(ids);
    expect(answers.map((answer) => answer.type)).toEqual(['blob', null, 'blob', 'blob', 'tree', 'blob']);
  });

  it('reads no more while a visit waits', async () => {
    const { folder, commit, git } = newRepository();
    commit('First', Object.fromEntries([1, 2, 3].map((name) => [name, String(name).repeat(500_000)])));
    let waiting = false;
    const seen: string[] = [];
    await readAll(new Git(folder), git('rev-parse', ':1', ':2', ':3').split('\n'), 1e6, async ({ id }) => {
      expect(waiting).toBe(false);
      waiting = true;
      await new Promise((resolve) => setTimeout(resolve, 100));
      waiting = false;
      seen.push(id);
    });
    expect(seen).toHaveLength(3);
  });

  it('fails where a visit does, and where git does not work at all', async () => {
    const { folder, commit, git } = newRepository();
    commit('First', { 'a.txt': 'a' });
    const read = (where: string, visit: () => Promise<void> | void): Promise<void> =>
      readAll(new Git(where), [git('rev-parse', ':a.txt')], 1e6, visit);
    const failure = new Error('of the visit');
    await expect(read(folder, () => Promise.reject(failure))).rejects.toBe(failure);
    await expect(
      read(folder, () => {
        throw failure;
      }),
    ).rejects.toBe(failure);
    await expect(read('/no/such/folder', () => undefined)).rejects.toThrow('cannot be started');
  });
});
