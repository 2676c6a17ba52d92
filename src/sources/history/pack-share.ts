import { Buffer } from 'node:buffer';
import type { DetectSettings } from '../../detect/index.js';
import { PART_MARGIN } from '../../detect/index.js';
import { isLfsPointer } from '../../git/lfs.js';
import { idOf, type Forest } from '../../git/objects/forest.js';
import { KnownIds, type IdTable } from '../../git/objects/known-ids.js';
import { LinkCheck, type Followed, type LinkFindings } from '../../git/objects/links.js';
import { OBJECT_TYPES, TYPE_NUMBER, type ObjectType } from '../../git/objects/object-id.js';
import { HeldFile, SharedFile } from '../../git/objects/pack-file.js';
import { Walker, type VisitedObject } from '../../git/objects/walk.js';
import type { Workspace } from '../../git/objects/workspace.js';
import { packedFormat } from '../archives/signature.js';
import { beginsLikeProgram, endsInZip } from '../archives/zip-place.js';
import { Judge } from './judge.js';

/** A pack to look through, as threads share it. */
export interface PackWork {
  readonly descriptor: number;
  readonly size: number;
  /** The whole file, where it is small enough to be held. */
  readonly content: Uint8Array | null;
  readonly forest: Forest;
  /** By entry, 1 where it is to be looked at; `null`: all are. */
  readonly chosen: Uint8Array | null;
  /** As `chosen`, with everything that those are deltas on. */
  readonly wanted: Uint8Array | null;
  /** One number: the first root that nobody has taken yet. */
  readonly next: Int32Array;
  /** How far all threads together are: see {@link Done}. */
  readonly done: Int32Array;
  /** By entry, 1 where it has been looked at. */
  readonly seen: Uint8Array;
  readonly settings: DetectSettings;
  /** In bytes: larger objects are left to git, which tells what they are. */
  readonly maxSize: number;
  /** As {@link LinkCheck} takes them. */
  readonly known: readonly IdTable[];
  readonly edge: readonly string[] | null;
  /** The number of this pack's first id among the known ones. */
  readonly first: number;
}

/** Positions in {@link PackWork.done}. */
export const Done = { objects: 0, kilobytes: 1 } as const;

/** What a thread found in its share. */
export interface PackFindings {
  /** Entries that hold a key. */
  readonly holders: { readonly entry: number; readonly type: ObjectType; readonly size: number }[];
  /** Entries that stand for content kept by Git LFS. */
  readonly lfsPointers: { readonly entry: number; readonly size: number }[];
  /** Entries that are archives, or compressed. */
  readonly packed: { readonly entry: number; readonly size: number }[];
  /** How many objects of each type were looked at. */
  readonly counts: Record<ObjectType, number>;
  /** Of all objects looked at. */
  bytes: number;
  readonly links: LinkFindings;
}

/** Roots taken at once: few enough that threads end together, many enough that taking costs nothing. */
const ROOTS_AT_ONCE = 32;

/** In bytes. */
const TAR_BLOCK = 512;

const ALL_TYPES = Object.values(TYPE_NUMBER);

/** One thread's share in looking through a pack. */
export class PackShare {
  readonly findings: PackFindings;
  readonly #links: LinkCheck;
  readonly #work: PackWork;
  readonly #workspace: Workspace;
  readonly #judge: Judge;
  readonly #walker: Walker<boolean>;
  #looked = 0;

  constructor(work: PackWork, workspace: Workspace) {
    this.#work = work;
    this.#workspace = workspace;
    const { idLength } = work.forest;
    this.#judge = new Judge(work.settings, idLength);
    this.#links = new LinkCheck(new KnownIds(work.known, idLength), idLength, work.edge);
    this.findings = {
      holders: [],
      lfsPointers: [],
      packed: [],
      counts: { commit: 0, tree: 0, blob: 0, tag: 0 },
      bytes: 0,
      links: this.#links,
    };
    const file = work.content === null ? new SharedFile(work.descriptor, work.size) : new HeldFile(work.content);
    this.#walker = new Walker(work.forest, file, workspace, (object, base) => this.#isClean(object, base), {
      types: ALL_TYPES,
      wanted: work.wanted ?? undefined,
      // Of a blob what is new is looked at, and its first line, which in a result of a delta counts as new.
      margin: (type, baseIsClean) => (type === TYPE_NUMBER.blob && baseIsClean ? PART_MARGIN : undefined),
    });
  }

  /** Looks through the next few families; false when there are none left. */
  step(): boolean {
    const { next, done, forest } = this.#work;
    const from = Atomics.add(next, 0, ROOTS_AT_ONCE);
    if (from >= forest.roots.length) return false;
    const before = this.findings.bytes;
    this.#looked = 0;
    this.#walker.walk(from, Math.min(from + ROOTS_AT_ONCE, forest.roots.length));
    Atomics.add(done, Done.objects, this.#looked);
    Atomics.add(done, Done.kilobytes, Math.round((this.findings.bytes - before) / 1000));
    return true;
  }

  /**
   * Looks at one object, and says whether it is free of everything that could make a key. Of a delta on a free object
   * only what is new is looked at: mostly a few hundred bytes.
   */
  #isClean(object: VisitedObject, baseIsClean: boolean | undefined): boolean {
    const { entry, at, size, delta } = object;
    const type = OBJECT_TYPES[object.type] as ObjectType;
    const { chosen, seen, maxSize } = this.#work;
    const isChosen = chosen === null || chosen[entry] === 1;
    if (isChosen && size > maxSize) return false;
    if (isChosen) {
      seen[entry] = 1;
      this.findings.counts[type]++;
      this.findings.bytes += size;
      this.#looked++;
      if (type !== 'blob') this.#follow(type, object);
      else if (isLfsPointer(this.#workspace.bytes, at, at + size)) this.findings.lfsPointers.push({ entry, size });
    }
    if (type === 'blob' && this.#isPacked(object)) {
      if (isChosen) this.findings.packed.push({ entry, size });
      return false;
    }
    if (baseIsClean === true && delta !== null) {
      const news = this.#workspace.novelties(delta, at, size, PART_MARGIN);
      if (news !== null && !this.#judge.mightHold(type, news)) return true;
    }
    this.#walker.complete(object);
    const bytes = this.#workspace.view(at, size);
    if (!this.#judge.mightHold(type, bytes)) return true;
    if (isChosen && this.#judge.holds(type, bytes)) this.findings.holders.push({ entry, type, size });
    return false;
  }

  /** What a delta makes is there at both ends; a tar, which is made of whole blocks, and a zip behind others are told by what stands farther in. */
  #isPacked(object: VisitedObject): boolean {
    const { at, size, isPartial } = object;
    const { bytes } = this.#workspace;
    if (isPartial && (size % TAR_BLOCK === 0 || endsInZip(bytes, at, at + size) || beginsLikeProgram(bytes, at))) {
      this.#walker.complete(object);
    }
    return packedFormat(bytes, at, at + size) !== null;
  }

  /** Of a tree that is a delta only what its base does not name is followed, where that was. */
  #follow(type: ObjectType, object: VisitedObject): void {
    const followed = new FollowedEntry(object, this.#work, this.#workspace);
    if (type !== 'tree') this.#links.whole(type, followed);
    else {
      const { delta, base, at, size } = object;
      const { seen, forest } = this.#work;
      const fromBase = base !== null && seen[base.entry] === 1 ? delta : null;
      this.#links.tree(this.#workspace.links(fromBase, at, size, forest.idLength), followed);
    }
  }
}

/** An entry of the pack while it is visited. */
class FollowedEntry implements Followed {
  readonly #object: VisitedObject;
  readonly #work: PackWork;
  readonly #workspace: Workspace;

  constructor(object: VisitedObject, work: PackWork, workspace: Workspace) {
    this.#object = object;
    this.#work = work;
    this.#workspace = workspace;
  }

  get id(): string {
    return idOf(this.#work.forest, this.#object.entry);
  }

  get number(): number {
    return this.#work.first + (this.#work.forest.rows[this.#object.entry] as number);
  }

  get size(): number {
    return this.#object.size;
  }

  get bytes(): Buffer {
    const { at, size } = this.#object;
    return this.#workspace.bytes.subarray(at, at + size);
  }
}
