import { describe, expect, it } from 'vitest';
import { commitFields, headLines, signature, withoutSignatures } from '../../../src/git/objects/commit.js';

const ID = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);

function commit(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\n'));
}

describe('what a commit says', () => {
  it('is read from its first lines', () => {
    const bytes = commit(
      `tree ${ID}`,
      `parent ${OTHER}`,
      `parent ${ID}`,
      'author Zoë Ünal <z@example.com> 1700000000 -0730',
      'committer C <c@example.com> 1700000100 +0000',
      'encoding UTF-8',
      '',
      `tree ${OTHER}`,
    );
    expect(commitFields(bytes)).toEqual({
      tree: ID,
      parents: [OTHER, ID],
      author: 'Zoë Ünal <z@example.com>',
      date: '2023-11-14T14:43:20-07:30',
      authored: 1_700_000_000,
      committed: 1_700_000_100,
    });
  });

  it('may be nothing but a tree', () => {
    expect(commitFields(commit(`tree ${ID}`))).toMatchObject({ tree: ID, parents: [], author: '', authored: 0 });
  });

  it.each([
    ['that has no tree', commit('author A <a@example.com> 5 +0000', '', 'text')],
    ['that has something else first', commit('x', `tree ${ID}`, '', 'text')],
    ['that is empty', Buffer.alloc(0)],
    ['whose message alone speaks of a tree', commit('author A <a@example.com> 5 +0000', '', `tree ${ID}`)],
  ])('is not made up for one %s', (_, bytes) => {
    expect(commitFields(bytes)).toMatchObject({ tree: '', parents: [] });
  });

  it.each([
    ['A <a@example.com> -1 +0000', 'A <a@example.com>', -1, '1969-12-31T23:59:59+00:00'],
    ['A <a@example.com> 0 +0530', 'A <a@example.com>', 0, '1970-01-01T05:30:00+05:30'],
    ['A 5 +0000 <a@example.com> 5 +0000', 'A 5 +0000 <a@example.com>', 5, '1970-01-01T00:00:05+00:00'],
    ['A <a@example.com> 99999999999999999 +0000', 'A <a@example.com>', 99999999999999999, ''],
    ['A <a@example.com> 5', 'A <a@example.com> 5', 0, '1970-01-01T00:00:00+00:00'],
    ['A <a@example.com> 5 +00000', 'A <a@example.com> 5 +00000', 0, '1970-01-01T00:00:00+00:00'],
    ['', '', 0, '1970-01-01T00:00:00+00:00'],
  ])('of who and when is: %s', (line, who, seconds, date) => {
    const read = signature(line);
    expect([read.who, read.seconds, read.date]).toEqual([who, seconds, date]);
  });
});

it('of a tag every line of the head is told by its first word, and nothing of the message', () => {
  const lines = headLines(
    commit(`object ${ID}`, 'type commit', 'tag v 1', ' goes on', 'bare', 'type tag', '', 'tagger x'),
  );
  expect([...lines]).toEqual([
    ['object', [ID]],
    ['type', ['commit', 'tag']],
    ['tag', ['v 1']],
  ]);
  expect([...headLines(commit('type blob'))]).toEqual([['type', ['blob']]]);
});

describe('signatures', () => {
  const HEAD = [`tree ${ID}`, 'author A <a@example.com> 5 +0000'];
  const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

  it.each([
    ['between other lines', ['gpgsig -----BEGIN', ' abc', ' ', ' -----END'], ['encoding UTF-8']],
    ['at the end of the head', ['gpgsig -----BEGIN', ' abc'], []],
    ['of SHA-256', ['gpgsig-sha256 -----BEGIN', ' abc'], ['x y', ' z']],
    ['two of them', ['gpgsig a', ' b', 'gpgsig-sha256 c', ' d'], []],
  ])('are blanked out %s, and all else stays where it is', (_, signed, more) => {
    const [before, between, behind] = [HEAD, signed, [...more, '', 'gpgsig is a word', ' of the message']].map(
      (lines) => lines.join('\n'),
    );
    const bytes = Buffer.from(`${before}\n${between}\n${behind}`);
    expect(withoutSignatures(bytes).toString()).toBe(`${before}\n${blank(between!)}\n${behind}`);
    expect(bytes.toString()).toBe(`${before}\n${between}\n${behind}`);
  });

  it.each([
    ['the message speaks of one', commit(...HEAD, '', 'gpgsig a', ' b')],
    ['a word ends so', commit(...HEAD, 'my-gpgsig a', ' b', '', 'text')],
    ['there is no message', commit(...HEAD, 'gpgsig a', ' b')],
  ])('are none where %s', (_, bytes) => {
    expect(withoutSignatures(bytes)).toBe(bytes);
  });
});
