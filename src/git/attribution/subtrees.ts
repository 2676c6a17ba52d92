import { Buffer } from 'node:buffer';
import { type KnownIds, NOWHERE } from '../objects/known-ids.js';
import { idOfEntry, isFolder } from '../objects/tree.js';

/** The folders in a tree, in its order: the numbers of their trees, and those of their names. */
export interface SubtreeList {
  readonly index: number;
  readonly trees: Int32Array;
  readonly names: Int32Array;
}

/** A folder in a tree that holds what is looked for. */
export interface HoldingSubtree {
  readonly name: string;
  /** The number of its tree. */
  readonly tree: number;
}

const NO_BASE = -1;
const SPACE = 0x20;

/**
 * Which folders each tree has, in a few numbers a tree: of a tree that is a delta only what it changes in its base, which
 * mostly is one folder.
 */
export class Subtrees {
  readonly #known: KnownIds;
  readonly #idLength: number;
  readonly #names: Buffer[] = [];
  readonly #numbersOfNames = new Map<string, number>();
  /** By the number of a tree: its place in the lists below, in which a base comes before what is based on it. */
  readonly #indexes: Int32Array;
  readonly #numbers: number[] = [];
  readonly #bases: number[] = [];
  /** Where the changes of each begin, and where those end that take away; one more for where the last ones end. */
  readonly #starts: number[] = [0];
  readonly #middles: number[] = [];
  /** Pairs of a tree and a name. */
  readonly #changes: number[] = [];
  #trees = new Int32Array(256);
  #namesOfTrees = new Int32Array(256);

  constructor(known: KnownIds, idLength: number) {
    this.#known = known;
    this.#idLength = idLength;
    this.#indexes = new Int32Array(known.count).fill(NOWHERE);
  }

  /** Takes in a tree; `base` is what this gave for the tree that it is a delta on. */
  add(number: number, bytes: Buffer, base: SubtreeList | null): SubtreeList {
    const { trees, names } = this.#read(bytes, base);
    const known = this.#indexes[number] as number;
    if (known !== NOWHERE) return { index: known, trees, names };
    const index = this.#numbers.push(number) - 1;
    this.#indexes[number] = index;
    this.#bases.push(base?.index ?? NO_BASE);
    const before = base ?? NOTHING;
    const isSame = (one: number, other: number): boolean =>
      before.trees[one] === trees[other] && before.names[one] === names[other];
    const shorter = Math.min(before.trees.length, trees.length);
    let start = 0;
    while (start < shorter && isSame(start, start)) start++;
    let [endBefore, end] = [before.trees.length, trees.length];
    while (endBefore > start && end > start && isSame(endBefore - 1, end - 1))
      [endBefore, end] = [endBefore - 1, end - 1];
    for (let at = start; at < endBefore; at++)
      this.#changes.push(before.trees[at] as number, before.names[at] as number);
    this.#middles.push(this.#changes.length);
    for (let at = start; at < end; at++) this.#changes.push(trees[at] as number, names[at] as number);
    this.#starts.push(this.#changes.length);
    return { index, trees, names };
  }

  /** For each tree that holds one of `holders` at any depth, by number: its folders that do, or are holders. */
  above(holders: Iterable<number>): Map<number, readonly HoldingSubtree[]> {
    const holds = this.#holding(holders);
    const subtrees = new Map<number, readonly HoldingSubtree[]>();
    const lists: (readonly number[] | undefined)[] = [];
    for (const [index, number] of this.#numbers.entries()) {
      const list = this.#listOf(index, lists, holds);
      lists.push(list);
      if (list === undefined) continue;
      const held: HoldingSubtree[] = [];
      for (let at = 0; at < list.length; at += 2) {
        const name = (this.#names[list[at + 1] as number] as Buffer).toString('latin1');
        held.push({ name, tree: list[at] as number });
      }
      subtrees.set(number, held);
    }
    return subtrees;
  }

  /** By number, 1 for the holders and all trees that hold one. */
  #holding(holders: Iterable<number>): Uint8Array {
    const holds = new Uint8Array(this.#known.count);
    for (const number of holders) holds[number] = 1;
    // How many folders of each hold something. While trees come to hold something it is too low for some, never too high.
    const counts = new Int32Array(this.#numbers.length);
    for (let hasGrown = true; hasGrown;) {
      hasGrown = false;
      for (let index = 0; index < counts.length; index++) {
        const base = this.#bases[index] as number;
        let count = base === NO_BASE ? 0 : (counts[base] as number);
        const [start, middle, end] = this.#changesOf(index);
        for (let at = start; at < middle; at += 2) count -= holds[this.#changes[at] as number] as number;
        for (let at = middle; at < end; at += 2) count += holds[this.#changes[at] as number] as number;
        counts[index] = count;
        const number = this.#numbers[index] as number;
        if (count > 0 && holds[number] === 0) {
          holds[number] = 1;
          hasGrown = true;
        }
      }
    }
    return holds;
  }

  /** The folders of a tree that hold something, as pairs; `undefined`: none. */
  #listOf(
    index: number,
    lists: readonly (readonly number[] | undefined)[],
    holds: Uint8Array,
  ): readonly number[] | undefined {
    let list = lists[this.#bases[index] as number];
    const [start, middle, end] = this.#changesOf(index);
    const pair = (at: number): readonly [number, number] => [
      this.#changes[at] as number,
      this.#changes[at + 1] as number,
    ];
    for (let at = start; at < middle; at += 2) {
      const [tree, name] = pair(at);
      if (list === undefined || holds[tree] === 0) continue;
      list = list.filter((_, place) => list?.[place & ~1] !== tree || list[place | 1] !== name);
    }
    for (let at = middle; at < end; at += 2) {
      const [tree, name] = pair(at);
      if (holds[tree] === 1) list = [...(list ?? []), tree, name];
    }
    return list?.length === 0 ? undefined : list;
  }

  #changesOf(index: number): readonly [start: number, middle: number, end: number] {
    return [this.#starts[index] as number, this.#middles[index] as number, this.#starts[index + 1] as number];
  }

  /** The folders in a tree that are there, as far as it makes sense. */
  #read(bytes: Buffer, base: SubtreeList | null): Pick<SubtreeList, 'trees' | 'names'> {
    let count = 0;
    for (let at = 0; at < bytes.length;) {
      const id = idOfEntry(bytes, at);
      if (id + this.#idLength > bytes.length) break;
      const tree = isFolder(bytes, at) ? this.#known.numberOf(bytes, id) : NOWHERE;
      if (tree !== NOWHERE) {
        if (count === this.#trees.length) this.#grow();
        this.#trees[count] = tree;
        this.#namesOfTrees[count] = this.#nameNumber(bytes, bytes.indexOf(SPACE, at) + 1, id - 1, base?.names[count]);
        count++;
      }
      at = id + this.#idLength;
    }
    return { trees: this.#trees.slice(0, count), names: this.#namesOfTrees.slice(0, count) };
  }

  #grow(): void {
    const [trees, names] = [new Int32Array(2 * this.#trees.length), new Int32Array(2 * this.#trees.length)];
    trees.set(this.#trees);
    names.set(this.#namesOfTrees);
    [this.#trees, this.#namesOfTrees] = [trees, names];
  }

  /** `likely` is the number of a name that it may well be. */
  #nameNumber(bytes: Buffer, start: number, end: number, likely: number | undefined): number {
    if (likely !== undefined) {
      const name = this.#names[likely] as Buffer;
      let same = name.length === end - start;
      for (let at = 0; same && at < name.length; at++) same = name[at] === bytes[start + at];
      if (same) return likely;
    }
    const text = bytes.toString('latin1', start, end);
    let number = this.#numbersOfNames.get(text);
    if (number === undefined) {
      number = this.#names.push(Buffer.from(text, 'latin1')) - 1;
      this.#numbersOfNames.set(text, number);
    }
    return number;
  }
}

const NOTHING: Pick<SubtreeList, 'trees' | 'names'> = { trees: new Int32Array(0), names: new Int32Array(0) };
