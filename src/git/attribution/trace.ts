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

/** A path, and its objects in each contents of a tree. */
type PathObjects = readonly [path: string, objects: ReadonlyMap<number, readonly string[]>];

/** A path that has some content in some trees, and in which object each time: by the number of the tree's contents. */
interface Place {
  readonly path: string;
  readonly objects: ReadonlyMap<number, string>;
  readonly presence: Presence;
}

/**
 * Follows content through the whole history at once, from what each commit's tree contains and not from differences:
 * so merges, cherry-picks, rewritten branches and commits that nothing reaches are no special cases.
 */
export class Tracer {
  readonly #graph: CommitGraph;
  readonly #tips: readonly Tip[];
  readonly #head: number;
  /** Of each commit the number of what its tree contains; {@link NOBODY}: nothing that is looked for. */
  readonly #contents: Int32Array;
  /** In an order that is the same wherever the commits lie in packs. */
  readonly #paths: readonly PathObjects[];
  /** By object: positions of the paths that have it. */
  readonly #pathsOf = new Map<string, Set<number>>();
  /** By the contents in which they are: files that came and went together share one. */
  readonly #presences = new Map<string, Presence>();

  constructor(graph: CommitGraph, containment: Containment, tips: readonly Tip[], head: number) {
    this.#graph = graph;
    this.#tips = tips;
    this.#head = head;
    this.#contents = new Int32Array(graph.count).fill(NOBODY);
    const met = new Set<number>();
    const paths = new Map<string, Map<number, string[]>>();
    for (let commit = 0; commit < graph.count; commit++) {
      const tree = graph.trees[commit] as string;
      if (!containment.holds(tree)) continue;
      const contents = containment.contentsOf(tree);
      this.#contents[commit] = contents;
      if (met.has(contents)) continue;
      met.add(contents);
      for (const { path, id } of containment.sightingsIn(tree)) {
        const objects = paths.get(path) ?? new Map<number, string[]>();
        paths.set(path, objects.set(contents, [...(objects.get(contents) ?? []), id]));
      }
    }
    this.#paths = [...paths].sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [at, [, objects]] of this.#paths.entries()) {
      for (const id of [...objects.values()].flat()) {
        this.#pathsOf.set(id, (this.#pathsOf.get(id) ?? new Set<number>()).add(at));
      }
    }
  }

  /** What became of content that is the same, for the asker, in each of these objects; one trace a path. */
  trace(objects: ReadonlySet<string>): PathTrace[] {
    const paths = new Set([...objects].flatMap((id) => [...(this.#pathsOf.get(id) ?? [])]));
    const places = [...paths].sort((one, other) => one - other).map((at) => this.#placeOf(at, objects));
    const origins = new Origins(places, this.#graph);
    return places.map((place) => ({
      path: place.path,
      first: this.#standing(place),
      introduced: this.#standing(origins.of(place)),
      removed: place.presence.removed,
      refs: place.presence.refs,
      inHead: place.presence.has(this.#head),
      versions: new Set(place.objects.values()).size,
    }));
  }

  #placeOf(at: number, wanted: ReadonlySet<string>): Place {
    const [path, all] = this.#paths[at] as PathObjects;
    const objects = new Map<number, string>();
    for (const [contents, ids] of all) {
      const id = ids.find((each) => wanted.has(each));
      if (id !== undefined) objects.set(contents, id);
    }
    return { path, objects, presence: this.#presenceIn([...objects.keys()]) };
  }

  #presenceIn(contents: readonly number[]): Presence {
    const name = contents.join();
    const presence =
      this.#presences.get(name) ?? new Presence(this.#graph, this.#contents, new Set(contents), this.#tips);
    this.#presences.set(name, presence);
    return presence;
  }

  /** Where the content first stood at the path. */
  #standing({ path, objects, presence: { first } }: Place): Standing {
    return { commit: first, path, object: objects.get(this.#contents[first] as number) as string };
  }
}

/** From which path content came to another one: back through the commits that took it away from there. */
class Origins {
  readonly #graph: CommitGraph;
  /** The paths of each presence, and their order. */
  readonly #places = new Map<Presence, Place[]>();
  readonly #order: ReadonlyMap<Place, number>;

  constructor(places: readonly Place[], graph: CommitGraph) {
    this.#graph = graph;
    this.#order = new Map(places.map((place, at) => [place, at]));
    for (const place of places) {
      const same = this.#places.get(place.presence);
      if (same === undefined) this.#places.set(place.presence, [place]);
      else same.push(place);
    }
  }

  of(place: Place): Place {
    const passed = new Set<Place>();
    for (let at = place; ;) {
      passed.add(at);
      const before = this.#before(at.presence, passed);
      if (before === null) return at;
      at = before;
    }
  }

  /** The first of the paths that lost the content with the commit that brought it here. */
  #before({ first }: Presence, passed: ReadonlySet<Place>): Place | null {
    let found: Place | null = null;
    for (const [presence, places] of this.#places) {
      if (presence.has(first) || !this.#graph.parentsOf(first).some((parent) => presence.has(parent))) continue;
      const place = places.find((each) => !passed.has(each));
      if (place !== undefined && (found === null || this.#orderOf(place) < this.#orderOf(found))) found = place;
    }
    return found;
  }

  #orderOf(place: Place): number {
    return this.#order.get(place) as number;
  }
}

/** The commits that have some content at a path. */
class Presence {
  /** Where it first appeared. */
  readonly first: number;
  readonly #graph: CommitGraph;
  readonly #contents: Int32Array;
  readonly #holding: ReadonlySet<number>;
  readonly #tips: readonly Tip[];
  #removed: readonly number[] | null = null;
  #refs: readonly string[] | null = null;

  /** `holding`: the numbers of contents with it; `contents`: those of commits. */
  constructor(graph: CommitGraph, contents: Int32Array, holding: ReadonlySet<number>, tips: readonly Tip[]) {
    this.#graph = graph;
    this.#contents = contents;
    this.#holding = holding;
    this.#tips = tips;
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

  has(commit: number): boolean {
    return commit !== NOBODY && this.#holding.has(this.#contents[commit] as number);
  }

  /** The names that have it. */
  get refs(): readonly string[] {
    this.#refs ??= this.#tips
      .filter(({ commits }) => commits.some((commit) => this.has(commit)))
      .map(({ name }) => name);
    return this.#refs;
  }

  /** For each branch that no longer has it, the last commit on the way there that took it away. */
  get removed(): readonly number[] {
    this.#removed ??= this.#removals();
    return this.#removed;
  }

  #removals(): number[] {
    const { count, times } = this.#graph;
    const removal = new Int32Array(count).fill(NOBODY);
    for (let commit = 0; commit < count; commit++) {
      if (this.has(commit)) continue;
      const parents = this.#graph.parentsOf(commit);
      if (parents.some((parent) => this.has(parent))) {
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
    return [...new Set(tips.filter((tip) => !this.has(tip)).map((tip) => removal[tip] as number))].filter(
      (commit) => commit !== NOBODY,
    );
  }
}
