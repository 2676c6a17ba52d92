import { describe, expect, it } from 'vitest';
import { idTables, KnownIds } from '../../../src/git/objects/known-ids.js';
import { LinkCheck, type Followed } from '../../../src/git/objects/links.js';
import { shared } from '../../../src/git/objects/shared.js';
import { idOfEntry, isFolder, treeEntries } from '../../../src/git/objects/tree.js';

const LENGTH = 20;

function idOf(digit: number): Buffer {
  return Buffer.alloc(LENGTH, digit);
}

function entry(mode: string, name: string, id = idOf(1)): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), id]);
}

function entriesOf(bytes: Buffer): string[] {
  return [...treeEntries(bytes, LENGTH)].map(({ mode, name, id }) => `${mode} ${String(name)} ${id.toString('hex')}`);
}

describe('the entries of a tree', () => {
  const two = Buffer.concat([entry('100644', 'a file'), entry('40000', 'b', idOf(0))]);
  const TOLD = [`100644 a file ${'01'.repeat(LENGTH)}`, `40000 b ${'00'.repeat(LENGTH)}`];

  it('are told in their order', () => {
    expect(entriesOf(two)).toEqual(TOLD);
    expect(entriesOf(Buffer.alloc(0))).toEqual([]);
  });

  it.each([
    ['ends in an id', two.subarray(0, two.length - 1)],
    ['ends in a name', two.subarray(0, two.length - LENGTH - 1)],
    ['ends in a mode', Buffer.concat([two.subarray(0, two.length - LENGTH - 4), Buffer.alloc(30, 0x34)])],
  ])('are told up to where it %s', (_, bytes) => {
    expect(entriesOf(bytes)).toEqual(TOLD.slice(0, 1));
  });

  it.each([
    ['40000', true],
    ['040000', true],
    ['100644', false],
    ['160000', false],
    ['120000', false],
  ])('of mode %s are folders: %s', (mode, expected) => {
    const bytes = Buffer.concat([entry('100644', 'x'), entry(mode, 'y')]);
    const at = entry('100644', 'x').length;
    expect(isFolder(bytes, at)).toBe(expected);
    expect(idOfEntry(bytes, at)).toBe(bytes.length - LENGTH);
    expect(idOfEntry(bytes, bytes.length)).toBeGreaterThan(bytes.length);
  });
});

describe('what objects name and is not there', () => {
  const THERE = [3, 5];

  function known(): KnownIds {
    const ids = shared(Uint8Array, THERE.length * LENGTH);
    ids.set(Buffer.concat(THERE.map(idOf)));
    return new KnownIds(idTables([ids], LENGTH), LENGTH);
  }

  function check(edge: readonly string[] | null, ids = known()): LinkCheck {
    return new LinkCheck(ids, LENGTH, edge);
  }

  function followed(bytes: Buffer, id = 9): Followed {
    return { id: idOf(id).toString('hex'), number: 0, size: bytes.length, bytes };
  }

  const hex = (digit: number): string => idOf(digit).toString('hex');
  const absentIn = ({ absent }: LinkCheck): [string, string][] => [...absent];
  const commit = (tree: number, ...parents: readonly number[]): Buffer =>
    Buffer.from(`tree ${hex(tree)}\n${parents.map((parent) => `parent ${hex(parent)}\n`).join('')}author A\n\ntext`);

  it('is told with what it would be', () => {
    const links = check([]);
    links.whole(
      'tree',
      followed(
        Buffer.concat([entry('100644', 'a', idOf(1)), entry('040000', 'b', idOf(2)), entry('40000', 'c', idOf(3))]),
      ),
    );
    links.whole('commit', followed(commit(4, 5, 6)));
    links.whole('tag', followed(Buffer.from(`object ${hex(7)}\ntype commit\ntag v1\n`)));
    links.whole('tag', followed(Buffer.from(`object ${hex(3)}\ntype tree\ntag v1\n`)));
    links.whole('blob', followed(commit(8)));
    expect(absentIn(links)).toEqual([
      [hex(1), 'blob'],
      [hex(2), 'tree'],
      [hex(4), 'tree'],
      [hex(6), 'commit'],
      [hex(7), 'commit'],
    ]);
  });

  it('is nothing in a part of history, and no parent where a shallow clone ends', () => {
    const part = check(null);
    part.whole('commit', followed(commit(4, 6)));
    expect(absentIn(part)).toEqual([]);
    const shallow = check([hex(9)]);
    shallow.whole('commit', followed(commit(4, 6, 7), 9));
    shallow.whole('commit', followed(commit(5, 6), 8));
    expect(absentIn(shallow)).toEqual([
      [hex(4), 'tree'],
      [hex(6), 'commit'],
    ]);
  });

  it.each([
    ['a commit without a tree', 'commit', Buffer.from('author A\n\ntext')],
    ['a commit with half an id', 'commit', Buffer.from(`tree ${hex(4).slice(0, 20)}\n\ntext`)],
    ['a commit with other letters', 'commit', Buffer.from(`tree ${hex(4).slice(1)}G\n`)],
    ['a tag with half an id', 'tag', Buffer.from(`object ${hex(4).slice(0, 20)}\ntype commit\n`)],
    ['a tag in another order', 'tag', Buffer.from(`type commit\nobject ${hex(4)}\n`)],
  ] as const)('is not made up for %s', (_, type, bytes) => {
    const links = check([]);
    links.whole(type, followed(bytes));
    expect(absentIn(links)).toEqual([]);
  });

  it('are commits of submodules, told once for each name, by the tree with the smallest id', () => {
    const bytes = Buffer.concat([entry('160000', 'lib', idOf(1)), entry('0160000', 'other lib', idOf(1))]);
    const [one, other] = [check([]), check([])];
    one.whole('tree', followed(bytes, 8));
    other.whole('tree', followed(bytes, 7));
    one.add(other);
    other.add(one);
    expect([...one.submodules.values()]).toEqual(
      ['lib', 'other lib'].map((name) => ({ name, commit: hex(1), tree: hex(7), size: bytes.length })),
    );
    expect([...other.submodules]).toEqual([...one.submodules]);
    expect(absentIn(one)).toEqual([]);
  });

  it('is told the same where another thread gathered what trees name', () => {
    const bytes = Buffer.concat([
      entry('100644', 'a', idOf(1)),
      entry('100644', 'b', idOf(3)),
      entry('40000', 'c', idOf(2)),
      entry('160000', 'lib', idOf(7)),
    ]);
    const gathered = [
      [0, 1],
      [0, 3],
      [1, 2],
      [2, 7],
    ].map(([type, digit]) => Buffer.from([type!, ...idOf(digit!)]));
    const [own, other, all] = [check([]), check([]), check([])];
    own.tree(null, followed(bytes));
    other.tree(Buffer.concat(gathered), followed(bytes));
    all.add(other);
    for (const links of [other, all]) {
      expect(absentIn(links)).toEqual(absentIn(own));
      expect([...links.submodules]).toEqual([...own.submodules]);
    }
    expect(own.submodules.size).toBe(1);
  });
});

describe('the way from an object up to the tree of a commit', () => {
  const hex = (digit: number): string => idOf(digit).toString('hex');

  function known(): KnownIds {
    const [one, other] = [
      [1, 2, 3],
      [4, 5],
    ].map((digits) => {
      const ids = shared(Uint8Array, digits.length * LENGTH);
      ids.set(Buffer.concat(digits.map(idOf)));
      return ids;
    });
    return new KnownIds(idTables([one!, other!], LENGTH), LENGTH);
  }

  it('is told from the inside out, through tables of several packs', () => {
    const ids = known();
    ids.markRoot(ids.numberOf(idOf(5)));
    ids.markParent(ids.numberOf(idOf(2)), ids.numberOf(idOf(5)));
    ids.markParent(ids.numberOf(idOf(4)), ids.numberOf(idOf(2)));
    expect(ids.count).toBe(5);
    expect(ids.chainOf(hex(4))).toEqual([hex(4), hex(2), hex(5)]);
    expect(ids.chainOf(hex(5))).toEqual([hex(5)]);
  });

  it('goes through the first tree by number, whichever comes first, and ends at the tree of a commit', () => {
    for (const order of [
      [2, 3],
      [3, 2],
    ]) {
      const ids = known();
      for (const digit of order) ids.markParent(ids.numberOf(idOf(4)), ids.numberOf(idOf(digit)));
      for (const digit of [2, 3]) ids.markRoot(ids.numberOf(idOf(digit)));
      ids.markParent(ids.numberOf(idOf(2)), ids.numberOf(idOf(1)));
      expect(ids.chainOf(hex(4))).toEqual([hex(4), hex(2)]);
    }
  });

  it('is not known of what no tree names, of what is not there, and in a circle', () => {
    const ids = known();
    ids.markParent(ids.numberOf(idOf(2)), ids.numberOf(idOf(3)));
    expect([ids.chainOf(hex(1)), ids.chainOf(hex(2)), ids.chainOf(hex(9))]).toEqual([null, null, null]);
    ids.markParent(ids.numberOf(idOf(3)), ids.numberOf(idOf(2)));
    expect(ids.chainOf(hex(2))).toBeNull();
  });
});
