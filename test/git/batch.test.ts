import { describe, expect, it } from 'vitest';
import { BatchParser, ObjectReader, type BatchAnswer } from '../../src/git/batch.js';
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
});
