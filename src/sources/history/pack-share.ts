import type { DetectSettings } from '../../detect/index.js';
import { PART_MARGIN } from '../../detect/index.js';
import { isLfsPointer } from '../../git/lfs.js';
import { type Forest } from '../../git/objects/forest.js';
import { OBJECT_TYPES, TYPE_NUMBER, type ObjectType } from '../../git/objects/object-id.js';
import { SharedFile } from '../../git/objects/pack-file.js';
import { Walker, type VisitedObject } from '../../git/objects/walk.js';
import type { Workspace } from '../../git/objects/workspace.js';
import { Judge } from './judge.js';

/** A pack to look through, as threads share it. */
export interface PackWork {
  readonly descriptor: number;
  readonly size: number;
  readonly forest: Forest;
  /** By entry, 1 where it is to be looked at; `null`: all are. */
  readonly chosen: Uint8Array | null;
  /** As `chosen`, with everything that those are deltas on. */
  readonly wanted: Uint8Array | null;
  /** One number: the first root that nobody has taken yet. */
  readonly next: Int32Array;
  /** By entry, 1 where it has been looked at. */
  readonly seen: Uint8Array;
  readonly settings: DetectSettings;
}

/** What a thread found in its share. */
export interface PackFindings {
  /** Entries that hold a key. */
  readonly holders: { readonly entry: number; readonly type: ObjectType; readonly size: number }[];
  /** Entries that stand for content kept by Git LFS. */
  readonly lfsPointers: number[];
  /** How many objects of each type were looked at. */
  readonly counts: Record<ObjectType, number>;
  /** Of all objects looked at. */
  bytes: number;
}

/** Roots taken at once: few enough that threads end together, many enough that taking costs nothing. */
const ROOTS_AT_ONCE = 32;

const ALL_TYPES = Object.values(TYPE_NUMBER);

/** One thread's share in looking through a pack. */
export class PackShare {
  readonly findings: PackFindings = {
    holders: [],
    lfsPointers: [],
    counts: { commit: 0, tree: 0, blob: 0, tag: 0 },
    bytes: 0,
  };
  readonly #work: PackWork;
  readonly #workspace: Workspace;
  readonly #judge: Judge;
  readonly #walker: Walker<boolean>;

  constructor(work: PackWork, workspace: Workspace) {
    this.#work = work;
    this.#workspace = workspace;
    this.#judge = new Judge(work.settings, work.forest.idLength);
    const file = new SharedFile(work.descriptor, work.size);
    const options = { types: ALL_TYPES, wanted: work.wanted ?? undefined };
    this.#walker = new Walker(work.forest, file, workspace, (object, base) => this.#isClean(object, base), options);
  }

  /** Looks through the next few families; false when there are none left. */
  step(): boolean {
    const { next, forest } = this.#work;
    const from = Atomics.add(next, 0, ROOTS_AT_ONCE);
    if (from >= forest.roots.length) return false;
    this.#walker.walk(from, Math.min(from + ROOTS_AT_ONCE, forest.roots.length));
    return true;
  }

  /**
   * Looks at one object, and says whether it is free of everything that could make a key. Of a delta on a free object
   * only what is new is looked at: mostly a few hundred bytes.
   */
  #isClean(object: VisitedObject, baseIsClean: boolean | undefined): boolean {
    const { entry, at, size, delta } = object;
    const type = OBJECT_TYPES[object.type] as ObjectType;
    const { chosen, seen } = this.#work;
    if (chosen === null || chosen[entry] === 1) {
      seen[entry] = 1;
      this.findings.counts[type]++;
      this.findings.bytes += size;
    }
    if (baseIsClean === true && delta !== null) {
      const news = this.#workspace.novelties(delta, at, size, PART_MARGIN);
      if (news !== null && !this.#judge.mightHold(news)) return true;
    }
    const bytes = this.#workspace.view(at, size);
    if (type === 'blob' && isLfsPointer(bytes)) this.findings.lfsPointers.push(entry);
    if (!this.#judge.mightHold(bytes)) return true;
    if (this.#judge.holds(type, bytes)) this.findings.holders.push({ entry, type, size });
    return false;
  }
}
