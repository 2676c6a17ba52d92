import { Buffer } from 'node:buffer';
import { idTables, KnownIds, NOWHERE } from '../objects/known-ids.js';
import { idOfEntry, treeEntries } from '../objects/tree.js';
import { type HoldingSubtree, type SubtreeList, Subtrees } from './subtrees.js';

/** The trees of a repository. Those that cannot be read are left out. */
export interface EveryTree {
  /** The ids of all objects there are: lists that are each sorted, one id behind the other. */
  ids(): readonly Uint8Array[];
  /** Gives every tree, some more than once, and what the visit made of the tree that it is a delta on. */
  each<Mark>(visit: (id: Uint8Array, bytes: Buffer, base: Mark | undefined) => Mark): Promise<void>;
}

/** An object that was looked for, in a folder: the path of the folder's entry, as bytes; empty for the root itself. */
export interface Sighting {
  readonly path: string;
  readonly id: string;
}

/**
 * Finds the trees that hold, at any depth, one of some objects: what no `git log` can answer so quickly, and for
 * unreachable trees too. Every tree is read once, whatever it is a delta on, and what each names is kept in numbers; from
 * those the way goes upwards, level of folders by level.
 */
export class Containment {
  readonly #known: KnownIds;
  readonly #wanted: ReadonlySet<string>;
  /** By the number of a tree: what is looked for and stands in it. */
  readonly #direct: ReadonlyMap<number, readonly Sighting[]>;
  /** By the number of a tree: its folders that hold something. */
  readonly #subtrees: ReadonlyMap<number, readonly HoldingSubtree[]>;
  readonly #sightings = new Map<number, readonly Sighting[]>();
  /** By the number of a tree, and by what it holds: the numbers of that. */
  readonly #contents = new Map<number, number>();
  readonly #numbersOfContents = new Map<string, number>();

  private constructor(
    known: KnownIds,
    wanted: ReadonlySet<string>,
    direct: ReadonlyMap<number, readonly Sighting[]>,
    subtrees: ReadonlyMap<number, readonly HoldingSubtree[]>,
  ) {
    this.#known = known;
    this.#wanted = wanted;
    this.#direct = direct;
    this.#subtrees = subtrees;
  }

  /** `wanted` are the packed ids of blobs or trees. */
  static async of(wanted: ReadonlySet<string>, everyTree: EveryTree, idLength: number): Promise<Containment> {
    const known = new KnownIds(idTables(everyTree.ids(), idLength), idLength);
    const subtrees = new Subtrees(known, idLength);
    const search = new IdSearch(wanted, idLength);
    const direct = new Map<number, readonly Sighting[]>();
    await everyTree.each<SubtreeList | null>((id, bytes, base) => {
      const number = known.numberOf(id);
      // It has come since the ids were listed, in place of one that was there.
      if (number === NOWHERE) return null;
      const sightings = search.in(bytes);
      if (sightings.length > 0) direct.set(number, sightings);
      return subtrees.add(number, bytes, base ?? null);
    });
    return new Containment(known, wanted, direct, subtrees.above(direct.keys()));
  }

  /** Whether a wanted object stands below the tree of a packed id, or is it. */
  holds(tree: string): boolean {
    const number = this.#numberOf(tree);
    return this.#wanted.has(tree) || this.#direct.has(number) || this.#subtrees.has(number);
  }

  /** Where the wanted objects stand below the tree of a packed id. */
  sightingsIn(tree: string): readonly Sighting[] {
    const below = this.#sightingsBelow(this.#numberOf(tree));
    return this.#wanted.has(tree) ? [{ path: '', id: tree }, ...below] : below;
  }

  /** A number for what {@link sightingsIn} says: trees that differ in nothing else have the same. */
  contentsOf(tree: string): number {
    const below = this.#contentsBelow(this.#numberOf(tree));
    return this.#wanted.has(tree) ? this.#numberOfContents([tree, below]) : below;
  }

  #contentsBelow(tree: number): number {
    const known = this.#contents.get(tree);
    if (known !== undefined) return known;
    // Damaged packs may let trees stand in each other.
    this.#contents.set(tree, NOWHERE);
    const here = (this.#direct.get(tree) ?? []).map(({ path, id }) => [path, id]);
    const below = (this.#subtrees.get(tree) ?? []).map((each) => [each.name, this.#contentsBelow(each.tree)]);
    const contents = this.#numberOfContents([here, below]);
    this.#contents.set(tree, contents);
    return contents;
  }

  #numberOfContents(parts: readonly unknown[]): number {
    const text = JSON.stringify(parts);
    const number = this.#numbersOfContents.get(text) ?? this.#numbersOfContents.size;
    this.#numbersOfContents.set(text, number);
    return number;
  }

  #sightingsBelow(tree: number): readonly Sighting[] {
    const known = this.#sightings.get(tree);
    if (known !== undefined) return known;
    const sightings = [...(this.#direct.get(tree) ?? [])];
    // Damaged packs may let trees stand in each other.
    this.#sightings.set(tree, sightings);
    for (const { name, tree: subtree } of this.#subtrees.get(tree) ?? []) {
      for (const { path, id } of [...this.#sightingsBelow(subtree)]) sightings.push({ path: `${name}/${path}`, id });
    }
    return sightings;
  }

  #numberOf(id: string): number {
    return this.#known.numberOf(Buffer.from(id, 'latin1'));
  }
}

/** Looks for ids in trees that mostly hold none. */
class IdSearch {
  readonly #ids: ReadonlySet<string>;
  readonly #idLength: number;
  /** By the first two bytes of an id. */
  readonly #beginnings = new Uint8Array(1 << 16);

  constructor(ids: ReadonlySet<string>, idLength: number) {
    this.#ids = ids;
    this.#idLength = idLength;
    for (const id of ids) this.#beginnings[id.charCodeAt(0) * 256 + id.charCodeAt(1)] = 1;
  }

  /** The entries of a tree that are looked for. */
  in(bytes: Buffer): Sighting[] {
    const sightings: Sighting[] = [];
    if (!this.#mayHold(bytes)) return sightings;
    for (const entry of treeEntries(bytes, this.#idLength)) {
      const id = entry.id.toString('latin1');
      if (this.#ids.has(id)) sightings.push({ path: entry.name.toString('latin1'), id });
    }
    return sightings;
  }

  /** "No" is certain. */
  #mayHold(bytes: Buffer): boolean {
    for (let at = 0; at < bytes.length;) {
      const id = idOfEntry(bytes, at);
      const beginning = (bytes[id] as number) * 256 + (bytes[id + 1] as number);
      if (this.#beginnings[beginning] === 1) return true;
      at = id + this.#idLength;
    }
    return false;
  }
}
