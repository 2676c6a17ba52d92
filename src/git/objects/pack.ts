import { Buffer } from 'node:buffer';
import { buildForest, type Forest } from './forest.js';
import { OBJECT_TYPES, type ObjectType } from './object-id.js';
import {
  ChunkReader,
  LONGEST_HEAD,
  OFS_DELTA,
  PackFile,
  REF_DELTA,
  readEntryHead,
  type EntryHead,
  type HeadSource,
} from './pack-file.js';
import { PackIndex } from './pack-index.js';
import type { WholeObject } from './loose.js';
import { UnreadableObject } from './unreadable.js';
import { SLACK, STACK, type Workspace } from './workspace.js';

/** How a delta names its base: an offset of the same pack, or an id that may be anywhere. */
type Base = { readonly offset: number } | { readonly object: WholeObject };

/** Results of reading that may soon be bases: the deltas of neighbours in history share them. In bytes. */
const CACHE_SIZE = 32 << 20;

/** A pack and its index, for reading single objects; {@link Pack.forest} is for reading them all. */
export class Pack {
  /** Without `.pack`. */
  readonly name: string;
  readonly file: PackFile;
  readonly index: PackIndex;
  readonly #idLength: number;
  #forest: Forest | null = null;
  readonly #cache = new Map<number, WholeObject>();
  #cached = 0;

  /** `name` is the path without an extension. */
  constructor(name: string, idLength: number) {
    this.name = name;
    this.#idLength = idLength;
    this.file = new PackFile(`${name}.pack`, idLength);
    try {
      this.index = new PackIndex(`${name}.idx`, idLength);
    } catch (error) {
      this.file.close();
      throw error;
    }
  }

  /** `heads`: where they are read for it, when it has not been made before. */
  forest(heads?: HeadSource): Forest {
    const { file, index } = this;
    return (this.#forest ??= buildForest(heads ?? new ChunkReader(file), file.end, index, this.#idLength));
  }

  /**
   * The object whose entry begins at `offset`. `elsewhere` reads the base of a delta that names one outside this pack.
   * Throws {@link UnreadableObject}.
   */
  read(offset: number, workspace: Workspace, elsewhere: (id: Buffer) => WholeObject): WholeObject {
    const deltas: { at: number; head: EntryHead }[] = [];
    let at = offset;
    let found = this.#cache.get(at);
    while (found === undefined) {
      // A chain as long as the pack has entries runs in a circle.
      if (deltas.length > this.index.count) throw new UnreadableObject('damaged: its deltas are based on each other');
      const head = this.#head(at);
      if (head.type !== OFS_DELTA && head.type !== REF_DELTA) {
        found = this.#whole(at, head, workspace);
        break;
      }
      deltas.push({ at, head });
      const base = this.#base(at, head, elsewhere);
      if ('object' in base) {
        found = base.object;
        break;
      }
      at = base.offset;
      found = this.#cache.get(at);
    }
    for (const { at: entry, head } of deltas.reverse()) {
      found = this.#patched(found, entry, head, workspace);
      this.#keep(entry, found);
    }
    return found;
  }

  close(): void {
    this.file.close();
    this.index.close();
  }

  #head(at: number): EntryHead {
    if (at >= this.file.end) throw new UnreadableObject('damaged: its index points behind the end of its pack');
    const bytes = Buffer.alloc(2 * LONGEST_HEAD);
    this.file.readInto(bytes, 0, Math.min(LONGEST_HEAD, this.file.size - at), at);
    return readEntryHead(bytes, 0);
  }

  #base(at: number, head: EntryHead, elsewhere: (id: Buffer) => WholeObject): Base {
    if (head.type === OFS_DELTA) {
      if (head.distance === 0 || head.distance > at) throw new UnreadableObject('damaged: its base cannot be');
      return { offset: at - head.distance };
    }
    const id = Buffer.alloc(this.#idLength);
    this.file.readInto(id, 0, id.length, at + head.length);
    const offset = this.index.find(id);
    return offset === null ? { object: elsewhere(id) } : { offset };
  }

  #whole(at: number, head: EntryHead, workspace: Workspace): WholeObject {
    const start = at + head.length;
    workspace.inflate(this.file, start, this.#latestEnd(start, head.size), STACK, head.size, STACK);
    const object = {
      type: OBJECT_TYPES[head.type] as ObjectType,
      bytes: Buffer.from(workspace.view(STACK, head.size)),
    };
    this.#keep(at, object);
    return object;
  }

  #patched(base: WholeObject, at: number, head: EntryHead, workspace: Workspace): WholeObject {
    const start = at + head.length + (head.type === REF_DELTA ? this.#idLength : 0);
    const out = STACK + base.bytes.length + SLACK;
    workspace.reserve(out);
    workspace.bytes.set(base.bytes, STACK);
    const delta = workspace.inflateDelta(this.file, start, this.#latestEnd(start, head.size), head.size, out);
    const size = workspace.resultSize(delta);
    workspace.apply(delta, STACK, base.bytes.length, out, size);
    return { type: base.type, bytes: Buffer.from(workspace.view(out, size)) };
  }

  /** Behind which the compressed bytes cannot reach: incompressible ones take 5 bytes more for every 16 KB (RFC 1951). */
  #latestEnd(start: number, size: number): number {
    return Math.min(this.file.end, start + size + Math.ceil(size / 1000) + SLACK);
  }

  #keep(offset: number, object: WholeObject): void {
    this.#cache.set(offset, object);
    this.#cached += object.bytes.length;
    for (const [oldest, { bytes }] of this.#cache) {
      if (this.#cached <= CACHE_SIZE) break;
      this.#cache.delete(oldest);
      this.#cached -= bytes.length;
    }
  }
}
