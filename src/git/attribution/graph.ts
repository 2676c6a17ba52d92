import { Buffer } from 'node:buffer';
import { commitFields } from '../objects/commit.js';

/** No commit. */
export const NOBODY = -1;

/**
 * The commits of a repository and how they descend from each other: numbered, every commit after its parents. Ids are
 * kept as text of one character a byte, which is half the memory of hexadecimal digits.
 */
export class CommitGraph {
  /** By number. */
  readonly ids: readonly string[];
  readonly trees: readonly string[];
  /** When they were committed, in seconds since 1970. */
  readonly times: Float64Array;
  /** When they were written: a commit that is copied to another branch keeps that. */
  readonly #authored: Float64Array;
  readonly parents: readonly (readonly number[])[];
  readonly #numbers: ReadonlyMap<string, number>;

  private constructor(commits: readonly RawCommit[], parents: readonly (readonly number[])[]) {
    this.ids = commits.map(({ id }) => id);
    this.trees = commits.map(({ tree }) => tree);
    this.times = Float64Array.from(commits, ({ time }) => time);
    this.#authored = Float64Array.from(commits, ({ authored }) => authored);
    this.parents = parents;
    this.#numbers = new Map(this.ids.map((id, number) => [id, number]));
  }

  /** Of commits that may come more than once: from each pack that they lie in. */
  static from(all: readonly RawCommit[]): CommitGraph {
    const positions = new Map<string, number>();
    for (const { id } of all) if (!positions.has(id)) positions.set(id, positions.size);
    const commits: RawCommit[] = [];
    for (const commit of all) commits[positions.get(commit.id) as number] = commit;
    // Parents that are absent, as at the edge of a shallow clone, are left out.
    const parents = commits.map((commit) => commit.parents.flatMap((id) => positions.get(id) ?? []));
    const order = parentsFirst(parents);
    const numbers = new Int32Array(order.length);
    for (const [number, at] of order.entries()) numbers[at] = number;
    return new CommitGraph(
      order.map((at) => commits[at] as RawCommit),
      order.map((at) => (parents[at] as readonly number[]).map((parent) => numbers[parent] as number)),
    );
  }

  get count(): number {
    return this.ids.length;
  }

  /** The number of a commit, by its packed id; {@link NOBODY} for what is no commit here. */
  numberOf(id: string): number {
    return this.#numbers.get(id) ?? NOBODY;
  }

  parentsOf(commit: number): readonly number[] {
    return this.parents[commit] as readonly number[];
  }

  /**
   * The order in time of commits of which none descends from another, in which objects lie in packs has no part: negative
   * where the first one was first.
   */
  compareTimes(one: number, other: number): number {
    const { times, ids } = this;
    const committed = (times[one] as number) - (times[other] as number);
    const written = (this.#authored[one] as number) - (this.#authored[other] as number);
    return committed || written || ((ids[one] as string) < (ids[other] as string) ? -1 : 1);
  }

  /** By number, 1 for the commits from which one marked in `marks` can be reached. */
  descendants(marks: Uint8Array): Uint8Array {
    const reached = Uint8Array.from(marks);
    for (let commit = 0; commit < this.count; commit++) {
      if (this.parentsOf(commit).some((parent) => reached[parent] === 1)) reached[commit] = 1;
    }
    return reached;
  }

  /** By number, 1 for `tips` and all that can be reached from them. */
  ancestors(tips: Iterable<number>): Uint8Array {
    const reached = new Uint8Array(this.count);
    for (const tip of tips) if (tip !== NOBODY) reached[tip] = 1;
    for (let commit = this.count - 1; commit >= 0; commit--) {
      if (reached[commit] === 1) for (const parent of this.parentsOf(commit)) reached[parent] = 1;
    }
    return reached;
  }
}

/** As read, with packed ids. */
export interface RawCommit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Seconds since 1970. */
  readonly time: number;
  readonly authored: number;
}

export function rawCommit(id: Uint8Array, bytes: Buffer): RawCommit {
  const { tree, parents, committed, authored } = commitFields(bytes);
  return {
    id: Buffer.from(id).toString('latin1'),
    tree: packed(tree),
    parents: parents.map(packed),
    time: committed,
    authored,
  };
}

/** Hexadecimal digits as text of one character a byte. */
export function packed(id: string): string {
  return Buffer.from(id, 'hex').toString('latin1');
}

/** The reverse of {@link packed}. */
export function unpacked(id: string): string {
  return Buffer.from(id, 'latin1').toString('hex');
}

/** Of commits, given by the positions of their parents: their positions, each after those of its parents. */
function parentsFirst(parents: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const done = new Uint8Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    const stack = [start];
    while (stack.length > 0) {
      const at = stack.at(-1) as number;
      const waiting = done[at] === 1 ? [] : (parents[at] as readonly number[]).filter((parent) => done[parent] === 0);
      if (waiting.length > 0) {
        stack.push(...waiting);
        continue;
      }
      stack.pop();
      if (done[at] === 0) order.push(at);
      done[at] = 1;
    }
  }
  return order;
}
