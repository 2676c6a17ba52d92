import { Buffer } from 'node:buffer';
import { treeEntries } from '../objects/tree.js';

/** Something a tree holds: an object that is looked for, or a tree that holds one. Ids as packed text. */
interface Held {
  readonly name: Buffer;
  readonly id: string;
}

/** Gives every tree there is to `visit`, each time it is called. Trees that cannot be read are left out. */
export type EveryTree = (visit: (id: string, bytes: Buffer) => void) => Promise<void>;

/** An object that was looked for, in a folder: the path of the folder's entry, as bytes; empty for the root itself. */
export interface Sighting {
  readonly path: string;
  readonly id: string;
}

/**
 * Finds the trees that hold, at any depth, one of some objects. It goes from the objects upwards, one look at all trees
 * for each level of folders: what no `git log` can answer so quickly, and for unreachable trees too.
 */
export class Containment {
  readonly #holding = new Map<string, readonly Held[]>();
  readonly #wanted: ReadonlySet<string>;
  readonly #sightings = new Map<string, readonly Sighting[]>();

  private constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  /** `wanted` are the packed ids of blobs or trees. */
  static async of(wanted: ReadonlySet<string>, everyTree: EveryTree, idLength: number): Promise<Containment> {
    const containment = new Containment(wanted);
    let level: ReadonlySet<string> = wanted;
    while (level.size > 0) {
      const found = new Map<string, readonly Held[]>();
      const search = new IdSearch(level);
      await everyTree((id, bytes) => {
        if (!search.occursIn(bytes)) return;
        const held: Held[] = [];
        for (const entry of treeEntries(bytes, idLength)) {
          const child = entry.id.toString('latin1');
          if (level.has(child)) held.push({ name: Buffer.from(entry.name), id: child });
        }
        if (held.length > 0) found.set(id, held);
      });
      for (const [id, held] of found) containment.#holding.set(id, [...(containment.#holding.get(id) ?? []), ...held]);
      level = new Set(found.keys());
    }
    return containment;
  }

  /** Whether a wanted object stands below the tree of a packed id, or is it. */
  holds(tree: string): boolean {
    return this.#holding.has(tree) || this.#wanted.has(tree);
  }

  /** Where the wanted objects stand below the tree of a packed id. */
  sightingsIn(tree: string): readonly Sighting[] {
    const known = this.#sightings.get(tree);
    if (known !== undefined) return known;
    const sightings: Sighting[] = this.#wanted.has(tree) ? [{ path: '', id: tree }] : [];
    for (const { name, id } of this.#holding.get(tree) ?? []) {
      const text = name.toString('latin1');
      if (this.#wanted.has(id)) sightings.push({ path: text, id });
      for (const { path, id: found } of this.#holding.has(id) ? this.sightingsIn(id) : []) {
        if (path !== '') sightings.push({ path: `${text}/${path}`, id: found });
      }
    }
    this.#sightings.set(tree, sightings);
    return sightings;
  }
}

/** Looks for many ids at once in bytes that mostly hold none. */
class IdSearch {
  /** By the first two bytes of an id. */
  readonly #beginnings = new Uint8Array(1 << 16);

  constructor(ids: ReadonlySet<string>) {
    for (const id of ids) this.#beginnings[id.charCodeAt(0) * 256 + id.charCodeAt(1)] = 1;
  }

  /** Whether one may be there; "no" is certain. An id stands behind a NUL. */
  occursIn(bytes: Buffer): boolean {
    for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1)) {
      const beginning = (bytes[at + 1] as number) * 256 + (bytes[at + 2] as number);
      if (this.#beginnings[beginning] === 1) return true;
    }
    return false;
  }
}
