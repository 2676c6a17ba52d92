import { NONE, type Forest } from './forest.js';
import { UnreadableObject } from './unreadable.js';
import { SLACK, STACK, type ByteSource, type DeltaPlace, type Workspace } from './workspace.js';

/** An object in the workspace; valid until the visit ends. */
export interface VisitedObject {
  /** Its entry in the forest. */
  readonly entry: number;
  /** A type's number. */
  readonly type: number;
  readonly at: number;
  readonly size: number;
  /** What made it out of its base; `null` for whole objects. */
  readonly delta: DeltaPlace | null;
  readonly base: VisitedObject | null;
  /** Whether only what is new in it, with a {@link WalkOptions.margin}, has been made: see {@link Walker.complete}. */
  readonly isPartial: boolean;
}

/** Looks at one object. What it returns is handed to the visits of the deltas on it; whole objects get `undefined`. */
export type Visit<Mark> = (object: VisitedObject, base: Mark | undefined) => Mark;

export interface WalkOptions<Mark> {
  /** By type's number: families of other types are left out. */
  readonly types: readonly number[];
  /** By entry, 1 where it or a delta on it is wanted; without it all are. */
  readonly wanted?: Uint8Array | undefined;
  /**
   * Of an object that no delta is on, how much its visit is likely to look at: so many bytes on either side of what is
   * new in it. Asked by type's number and what the visit of its base returned; without an answer it is all.
   */
  readonly margin?: (type: number, base: Mark) => number | undefined;
}

/**
 * Visits every object of a pack's families, each inflated once: from a whole object depth first to the deltas on it,
 * the largest branch last, in the memory that its base leaves behind. So the objects alive at one time are at most as
 * many as the logarithm of the family's size, also where chains are thousands of deltas long. What cannot be read, and
 * with it all that depends on it, is simply not visited: the caller knows what it has seen.
 */
export class Walker<Mark> {
  readonly #forest: Forest;
  readonly #pack: ByteSource;
  readonly #workspace: Workspace;
  readonly #visit: Visit<Mark>;
  readonly #options: WalkOptions<Mark>;

  constructor(forest: Forest, pack: ByteSource, workspace: Workspace, visit: Visit<Mark>, options: WalkOptions<Mark>) {
    this.#forest = forest;
    this.#pack = pack;
    this.#workspace = workspace;
    this.#visit = visit;
    this.#options = options;
  }

  /** Walks the families of the roots from position `from` to before `to` in the list of roots. */
  walk(from: number, to: number): void {
    const { roots, types } = this.#forest;
    for (let position = from; position < to; position++) {
      const root = roots[position] as number;
      const type = types[root] as number;
      if (!this.#options.types.includes(type) || !this.#wants(root)) continue;
      const object = this.#whole(root, type);
      if (object !== null) this.#family(object, this.#visit(object, undefined), type);
    }
  }

  /** Makes the rest of an object, while it is being visited. */
  complete({ delta, base, at, size, isPartial }: VisitedObject): void {
    if (isPartial && delta !== null && base !== null) this.#workspace.apply(delta, base.at, base.size, at, size);
  }

  /** Visits all deltas on `object`. What stands in the workspace below it belongs to others. */
  #family(object: VisitedObject, mark: Mark, type: number): void {
    const { first, next, heaviest } = this.#forest;
    const floor = object.at;
    for (;;) {
      const above = aligned(object.at + object.size);
      const last = heaviest[object.entry] as number;
      for (let entry = first[object.entry] as number; entry !== NONE; entry = next[entry] as number) {
        if (entry === last) continue;
        const patched = this.#patched(entry, type, object, mark, above, above);
        if (patched !== null) this.#family(patched, this.#visit(patched, mark), type);
      }
      if (last === NONE) return;
      // The last delta on this object: once applied, its base is dead, and the next result may take its place.
      const patched = this.#patched(last, type, object, mark, floor, above);
      if (patched === null) return;
      object = patched;
      mark = this.#visit(object, mark);
    }
  }

  #whole(entry: number, type: number): VisitedObject | null {
    const { offsets, headLengths, sizes } = this.#forest;
    const size = sizes[entry] as number;
    const start = (offsets[entry] as number) + (headLengths[entry] as number);
    return orNull(() => {
      this.#workspace.inflate(this.#pack, start, offsets[entry + 1] as number, STACK, size, STACK);
      return { entry, type, at: STACK, size, delta: null, base: null, isPartial: false };
    });
  }

  /** The result of a delta: between `floor` and its base where it fits there, else at `above`, behind everything alive. */
  #patched(
    entry: number,
    type: number,
    base: VisitedObject,
    mark: Mark,
    floor: number,
    above: number,
  ): VisitedObject | null {
    if (!this.#wants(entry)) return null;
    const { offsets, headLengths, sizes, heaviest } = this.#forest;
    const margin = heaviest[entry] === NONE ? this.#options.margin?.(type, mark) : undefined;
    const start = (offsets[entry] as number) + (headLengths[entry] as number);
    return orNull(() => {
      const workspace = this.#workspace;
      const end = offsets[entry + 1] as number;
      const delta = workspace.inflateDelta(this.#pack, start, end, sizes[entry] as number, above);
      const size = workspace.resultSize(delta);
      const at = aligned(floor + size) <= base.at ? floor : above;
      workspace.apply(delta, base.at, base.size, at, size, margin);
      return { entry, type, at, size, delta, base, isPartial: margin !== undefined };
    });
  }

  #wants(entry: number): boolean {
    const { wanted } = this.#options;
    return wanted === undefined || wanted[entry] === 1;
  }
}

/** The first address at or behind `end` that leaves room for copies in words. */
function aligned(end: number): number {
  return Math.ceil((end + SLACK) / 16) * 16;
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableObject) return null;
    throw error;
  }
}
