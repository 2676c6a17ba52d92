import { Buffer } from 'node:buffer';
import type { DetectSettings } from '../../detect/detection.js';
import { keyPrefilter } from '../../detect/prefilter.js';
import type { Omission } from '../../finding.js';
import { type BatchAnswer, ObjectReader, readAll } from '../../git/batch.js';
import type { Git, GitProcess } from '../../git/git.js';
import { isLfsPointer } from '../../git/lfs.js';
import { withoutSignatures } from '../../git/objects/commit.js';
import { type IdTable, idTables, KnownIds, NOWHERE } from '../../git/objects/known-ids.js';
import { LinkCheck, type SubmodulePointer } from '../../git/objects/links.js';
import type { WholeObject } from '../../git/objects/loose.js';
import type { ObjectType } from '../../git/objects/object-id.js';
import { packedFormat } from '../archives/signature.js';
import type { SourceProgress, SourceTally } from '../source.js';
import type { Judge } from './judge.js';
import type { PackFindings } from './pack-share.js';

export interface SweepRequest {
  readonly git: Git;
  /** Of the repository's object format, in bytes. */
  readonly idLength: number;
  readonly settings: DetectSettings;
  /** In bytes: larger blobs are left out and named. */
  readonly maxSize: number;
  /** Tells of an object above that size. */
  readonly skipTooLarge: (what: string, size: number) => void;
  readonly signal: AbortSignal | undefined;
  /** Grows with what is looked at. */
  readonly tally: SourceTally;
  /** As `tally`, sooner. */
  readonly progress: SourceProgress;
}

/** How many git processes share the objects that are asked of git. */
const GIT_PROCESSES = 2;

/**
 * How many objects each of them takes in turn: few enough that they end together, enough for a second one to pay, and to
 * leave together what are neighbours in a pack, since those are deltas on the same objects.
 */
const TURN = 1000;

/** One object of a type, as counts of all types. */
const ONE = { commit: { commit: 1 }, tree: { tree: 1 }, blob: { blob: 1 }, tag: { tag: 1 } };

type Look = (id: string, object: WholeObject) => Promise<void> | void;

/** Looks at objects, each once, and remembers which hold a key. */
export abstract class Sweep {
  /** Objects that hold a key, by id. */
  readonly holders = new Map<string, { readonly type: ObjectType; readonly size: number }>();
  /** Blobs that stand for content kept by Git LFS, with their sizes. */
  readonly lfsPointers = new Map<string, number>();
  /** Blobs that are archives, or compressed, with their sizes: they are opened when all else has been looked at. */
  readonly packed = new Map<string, number>();
  /** What could not be read of those, named from the blob on. */
  readonly unopened = new Map<string, readonly Omission[]>();
  /** Objects that could not be read, or were too large: not clean, whatever the rest says. */
  readonly unread = new Set<string>();
  /** By what git says of them: objects that it cannot read either. */
  readonly unreadable = new Map<string, string[]>();
  protected readonly request: SweepRequest;
  #judge: Judge | null = null;
  #tables: readonly IdTable[] | null = null;
  #known: KnownIds | null = null;
  #links: LinkCheck | null = null;

  constructor(request: SweepRequest) {
    this.request = request;
  }

  /** The ids of all objects that may be looked at, in lists that are each sorted, one id behind the other. */
  protected abstract lists(): readonly Uint8Array[];

  /** Commits whose parents a shallow clone leaves out; `null` where what is named and not in the lists is not absent. */
  protected abstract get edge(): readonly string[] | null;

  protected get stopped(): boolean {
    return this.request.signal?.aborted === true;
  }

  /** The commits of submodules that the trees looked at name. */
  get submodules(): readonly SubmodulePointer[] {
    return [...(this.links?.submodules.values() ?? [])];
  }

  /** From a blob or tree up to the tree of a commit that it stands below; `null` where none is known. */
  chainOf(id: string): readonly string[] | null {
    return this.#knownIds().chainOf(id);
  }

  /** Looks at one object. A promise where code has to be loaded first: to wait for nothing takes as long as to look. */
  protected look(id: string, object: WholeObject): Promise<void> | void {
    const { type, bytes } = object;
    this.count(ONE[type], bytes.length);
    this.request.progress.done++;
    this.request.progress.bytes += bytes.length;
    if (type !== 'blob') this.follow(id, object);
    else if (isLfsPointer(bytes)) this.lfsPointers.set(id, bytes.length);
    else if (packedFormat(bytes) !== null) {
      this.packed.set(id, bytes.length);
      return;
    }
    if (!mightHold(type, bytes)) return;
    if (this.#judge === null) return this.#loadJudge().then((judge) => this.#hear(judge, id, object));
    this.#hear(this.#judge, id, object);
  }

  /** Follows the ids that a commit, tree or tag names. */
  protected follow(id: string, { type, bytes }: WholeObject): void {
    // Only what a tree names is remembered by who names it.
    const number = type === 'tree' ? this.numberOf(id) : NOWHERE;
    this.linkCheck().whole(type, { id, number, size: bytes.length, bytes });
  }

  protected count(counts: Partial<Record<ObjectType, number>>, bytes: number): void {
    const { tally } = this.request;
    tally.blobs += counts.blob ?? 0;
    tally.commits = (tally.commits ?? 0) + (counts.commit ?? 0);
    tally.bytes += bytes;
  }

  /** Takes over what was found in a pack. */
  protected take(findings: PackFindings, idOfEntry: (entry: number) => string): void {
    for (const { entry, type, size } of findings.holders) this.holders.set(idOfEntry(entry), { type, size });
    for (const { entry, size } of findings.lfsPointers) this.lfsPointers.set(idOfEntry(entry), size);
    for (const { entry, size } of findings.packed) this.packed.set(idOfEntry(entry), size);
    this.linkCheck().add(findings.links);
    this.count(findings.counts, findings.bytes);
  }

  /** Looks at objects that git reads, which is quicker in two processes. `batch`: one that was started before. */
  protected async askGit(ids: readonly string[], batch?: GitProcess): Promise<void> {
    const look: Look = (id, object) => this.lookFromGit(id, object);
    const shards = inShards(ids);
    await Promise.all(shards.map((shard, at) => this.readThroughGit(shard, look, at === 0 ? batch : undefined)));
  }

  /** Looks at one object that git has given. */
  protected lookFromGit(id: string, object: WholeObject): Promise<void> | void {
    return this.look(id, object);
  }

  /** Gives objects in their order, as git reads them. What it cannot read either is a gap. */
  protected async readThroughGit(ids: readonly string[], look: Look, batch?: GitProcess): Promise<void> {
    const { git, maxSize, skipTooLarge } = this.request;
    const take = (answer: BatchAnswer): Promise<void> | void => {
      if (answer.type !== null && answer.bytes !== null) {
        return look(answer.id, { type: answer.type, bytes: answer.bytes });
      }
      this.unread.add(answer.id);
      if (answer.type === null)
        this.unreadable.set(answer.why, [...(this.unreadable.get(answer.why) ?? []), answer.id]);
      else skipTooLarge(`${answer.type} ${answer.id}`, answer.size);
    };
    if (batch === undefined) {
      await readAll(git, ids, maxSize, take);
      return;
    }
    const reader = new ObjectReader(git, maxSize, batch);
    try {
      for await (const answers of reader.read(ids)) {
        for (const answer of answers) {
          const loading = take(answer);
          if (loading !== undefined) await loading;
        }
        if (this.stopped) return;
      }
    } finally {
      reader.close();
    }
  }

  /** What follows the ids that objects name. Made when first needed: often nothing is new. */
  protected linkCheck(): LinkCheck {
    this.#links ??= new LinkCheck(this.#knownIds(), this.request.idLength, this.edge);
    return this.#links;
  }

  protected get links(): LinkCheck | null {
    return this.#links;
  }

  /** Of an object among all that may be looked at, or {@link NOWHERE}. */
  protected numberOf(id: string): number {
    return this.#knownIds().numberOf(Buffer.from(id, 'hex'));
  }

  protected tables(): readonly IdTable[] {
    this.#tables ??= idTables(this.lists(), this.request.idLength);
    return this.#tables;
  }

  /** Most parts of history hold nothing that has to be judged: the code for it is loaded when something does. */
  async #loadJudge(): Promise<Judge> {
    const { Judge } = await import('./judge.js');
    this.#judge ??= new Judge(this.request.settings, this.request.idLength);
    return this.#judge;
  }

  #hear(judge: Judge, id: string, { type, bytes }: WholeObject): void {
    if (judge.holds(type, bytes)) this.holders.set(id, { type, size: bytes.length });
  }

  #knownIds(): KnownIds {
    this.#known ??= new KnownIds(this.tables(), this.request.idLength);
    return this.#known;
  }
}

/** One list for each git process; the first one where there is little to do. */
function inShards(ids: readonly string[]): string[][] {
  const shards = Array.from({ length: GIT_PROCESSES }, (): string[] => []);
  for (let from = 0; from < ids.length; from += TURN) {
    shards[(from / TURN) % GIT_PROCESSES]?.push(...ids.slice(from, from + TURN));
  }
  return shards;
}

/** As {@link Judge.holds}, quickly; "no" is certain. */
function mightHold(type: ObjectType, bytes: Buffer): boolean {
  if (type === 'tree') return keyPrefilter().testNames(bytes);
  return keyPrefilter().test(type === 'blob' ? bytes : withoutSignatures(bytes));
}
