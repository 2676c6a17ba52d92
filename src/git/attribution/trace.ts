import type { Containment } from './containment.js';
import { type CommitGraph, NOBODY } from './graph.js';

/** A name that points at commits: a branch, a tag, an entry of the stash. */
export interface Tip {
  readonly name: string;
  /** Numbers of the commits whose content it names: one, but of a stash also those of its index and untracked files. */
  readonly commits: readonly number[];
  /** Whether people go on working from it: removals are told for these. */
  readonly isBranch: boolean;
}

/** An object at a path in a commit. Path and ids as packed text. */
export interface Standing {
  readonly commit: number;
  readonly path: string;
  readonly object: string;
}

/** What became of some content at one path. */
export interface PathTrace {
  readonly path: string;
  /** Where it first appeared at this path. */
  readonly first: Standing;
  /** Where it came from: as `first`, or before the renames that led to it. */
  readonly introduced: Standing;
  /** The commits after which it was gone from a branch, each once. */
  readonly removed: readonly number[];
  /** The names under which it still stands at this path. */
  readonly refs: readonly string[];
  readonly inHead: boolean;
  /** How many versions of the path hold it. */
  readonly versions: number;
}

/**
 * Follows content through the whole history at once, from what each commit's tree contains and not from differences:
 * so merges, cherry-picks, rewritten branches and commits that nothing reaches are no special cases.
 */
export class Tracer {
  readonly #graph: CommitGraph;
  readonly #tips: readonly Tip[];
  readonly #head: number;
  /** Distinct trees of commits that hold something, and for each commit the position of its own there. */
  readonly #roots: string[] = [];
  readonly #rootOf: Int32Array;
  /** Path → position of a root → ids there. */
  readonly #at: ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>;

  constructor(graph: CommitGraph, containment: Containment, tips: readonly Tip[], head: number) {
    this.#graph = graph;
    this.#tips = tips;
    this.#head = head;
    this.#rootOf = new Int32Array(graph.count).fill(NOBODY);
    const positions = new Map<string, number>();
    const at = new Map<string, Map<number, string[]>>();
    for (let commit = 0; commit < graph.count; commit++) {
      const tree = graph.trees[commit] as string;
      if (!containment.holds(tree)) continue;
      let position = positions.get(tree);
      if (position === undefined) {
        position = this.#roots.push(tree) - 1;
        positions.set(tree, position);
        for (const { path, id } of containment.sightingsIn(tree)) {
          const roots = at.get(path) ?? new Map<number, string[]>();
          at.set(path, roots.set(position, [...(roots.get(position) ?? []), id]));
        }
      }
      this.#rootOf[commit] = position;
    }
    // In an order that is the same wherever the commits lie in packs.
    this.#at = new Map([...at].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** What became of content that is the same, for the asker, in each of these objects; one trace a path. */
  trace(objects: ReadonlySet<string>): PathTrace[] {
    const presences = new Map<string, Presence>();
    for (const [path, roots] of this.#at) {
      const presence = this.#presence(roots, objects);
      if (presence !== null) presences.set(path, presence);
    }
    return [...presences].map(([path, presence]) => ({
      path,
      first: presence.standing(path, presence.first),
      introduced: this.#origin(path, presences),
      removed: this.#removals(presence),
      refs: this.#tips.filter(({ commits }) => commits.some((commit) => presence.has(commit))).map(({ name }) => name),
      inHead: presence.has(this.#head),
      versions: presence.versions,
    }));
  }

  #presence(roots: ReadonlyMap<number, readonly string[]>, objects: ReadonlySet<string>): Presence | null {
    const objectOf = new Map<number, string>();
    for (const [root, ids] of roots) {
      const id = ids.find((each) => objects.has(each));
      if (id !== undefined) objectOf.set(root, id);
    }
    return objectOf.size === 0 ? null : new Presence(this.#graph, this.#rootOf, objectOf);
  }

  /** Where the content at `path` came from: back through the commits that took it away from another path. */
  #origin(path: string, presences: ReadonlyMap<string, Presence>): Standing {
    const passed = new Set<string>();
    for (let at = path; ;) {
      passed.add(at);
      const presence = presences.get(at) as Presence;
      const { first } = presence;
      const before = [...presences].find(
        ([other, { has }]) =>
          !passed.has(other) && !has(first) && this.#graph.parentsOf(first).some((parent) => has(parent)),
      );
      if (before === undefined) return presence.standing(at, first);
      [at] = before;
    }
  }

  /** For each branch that no longer has it, the last commit on the way there that took it away. */
  #removals({ has }: Presence): number[] {
    const { count, times } = this.#graph;
    const removal = new Int32Array(count).fill(NOBODY);
    for (let commit = 0; commit < count; commit++) {
      if (has(commit)) continue;
      const parents = this.#graph.parentsOf(commit);
      if (parents.some((parent) => has(parent))) {
        removal[commit] = commit;
        continue;
      }
      for (const parent of parents) {
        const before = removal[parent] as number;
        const known = removal[commit] as number;
        if (before !== NOBODY && (known === NOBODY || (times[before] as number) > (times[known] as number))) {
          removal[commit] = before;
        }
      }
    }
    const tips = this.#tips.filter(({ isBranch }) => isBranch).flatMap(({ commits }) => commits);
    return [...new Set(tips.filter((tip) => !has(tip)).map((tip) => removal[tip] as number))].filter(
      (commit) => commit !== NOBODY,
    );
  }
}

/** Which commits have some content at one path, and in which object. */
class Presence {
  readonly first: number;
  readonly versions: number;
  readonly #rootOf: Int32Array;
  readonly #objectOf: ReadonlyMap<number, string>;

  constructor(graph: CommitGraph, rootOf: Int32Array, objectOf: ReadonlyMap<number, string>) {
    this.#rootOf = rootOf;
    this.#objectOf = objectOf;
    this.versions = new Set(objectOf.values()).size;
    // Clocks are only asked about commits that do not descend from each other.
    const hadIt = new Uint8Array(graph.count);
    let first = NOBODY;
    for (let commit = 0; commit < graph.count; commit++) {
      if (graph.parentsOf(commit).some((parent) => hadIt[parent] === 1)) hadIt[commit] = 1;
      else if (this.has(commit)) {
        hadIt[commit] = 1;
        if (first === NOBODY || graph.compareTimes(commit, first) < 0) first = commit;
      }
    }
    this.first = first;
  }

  readonly has = (commit: number): boolean => commit !== NOBODY && this.#objectOf.has(this.#rootOf[commit] as number);

  standing(path: string, commit: number): Standing {
    return { commit, path, object: this.#objectOf.get(this.#rootOf[commit] as number) as string };
  }
}
