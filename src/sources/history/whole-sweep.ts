import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { DetectSettings } from '../../detect/index.js';
import { ObjectReader } from '../../git/batch.js';
import type { Git } from '../../git/git.js';
import { isLfsPointer } from '../../git/lfs.js';
import type { ObjectDatabase } from '../../git/objects/database.js';
import { idOf, withBases } from '../../git/objects/forest.js';
import { idTables, KnownIds, NOWHERE, type IdTable } from '../../git/objects/known-ids.js';
import { LinkCheck, type SubmodulePointer } from '../../git/objects/links.js';
import { readLoose, type WholeObject } from '../../git/objects/loose.js';
import type { ObjectType } from '../../git/objects/object-id.js';
import type { Pack } from '../../git/objects/pack.js';
import { shared } from '../../git/objects/shared.js';
import { UnreadableObject } from '../../git/objects/unreadable.js';
import { Workspace } from '../../git/objects/workspace.js';
import { workerFile } from '../../worker-file.js';
import type { SourceProgress, SourceTally } from '../source.js';
import type { CleanObjects } from './clean-objects.js';
import { Turns } from './interruption.js';
import { Judge } from './judge.js';
import { Done, PackShare, type PackFindings, type PackWork } from './pack-share.js';

export interface SweepRequest {
  readonly git: Git;
  readonly database: ObjectDatabase;
  readonly settings: DetectSettings;
  /** In bytes: larger blobs are left out and named. */
  readonly maxSize: number;
  /** Tells of an object above that size. */
  readonly skipTooLarge: (what: string, size: number) => void;
  /** Objects that need no look: found clean before. */
  readonly known: CleanObjects | null;
  /** Commits whose parents a shallow clone leaves out. */
  readonly edge: readonly string[];
  readonly signal: AbortSignal | undefined;
  /** Grows with what is looked at. */
  readonly tally: SourceTally;
  /** As `tally`, sooner. */
  readonly progress: SourceProgress;
}

/** Packs below this size, in bytes, are read sooner than a second thread has started. */
const WORTH_A_WORKER = 16_000_000;

/** Below so many objects, reading each by itself is quicker than finding out how the whole pack hangs together. */
const FEW = 2000;

/** Packs of up to this size together, in bytes, are held in memory while they are looked through: of 300 MB in all. */
const HELD = 96_000_000;

/** How many git processes share what our own reader leaves over. */
const GIT_PROCESSES = 2;

/** Looks at every object once, and remembers which hold a key. */
export class Sweep {
  /** Objects that hold a key, by id. */
  readonly holders = new Map<string, { readonly type: ObjectType; readonly size: number }>();
  /** Blobs that stand for content kept by Git LFS, with their sizes. */
  readonly lfsPointers = new Map<string, number>();
  /** Objects that could not be read, or were too large: not clean, whatever the rest says. */
  readonly unread = new Set<string>();
  /** By what git says of them: objects that it cannot read either. */
  readonly unreadable = new Map<string, string[]>();
  /** Packs that neither we nor git can read, without their extension, and why. */
  readonly unreadablePacks = new Map<string, string>();
  /** Left over by our own reader, for git. */
  readonly leftToGit = new Set<string>();
  /** The packs there were when the sweep began: those that come meanwhile are another scan's. */
  packs: readonly Pack[];
  /** All loose objects, as the index of a pack lists its own: sorted, one behind the other. */
  looseIds: Buffer = Buffer.alloc(0);
  /** How many objects were looked at. */
  looked = 0;
  readonly #request: SweepRequest;
  readonly #judge: Judge;
  readonly #workspace = new Workspace();
  #tables: readonly IdTable[] | null = null;
  #known: KnownIds | null = null;
  #links: LinkCheck | null = null;
  /** The ids of a part of history, as the index of a pack lists its own; `null`: everything is looked at. */
  #part: Buffer | null = null;
  readonly #turns = new Turns();

  constructor(request: SweepRequest) {
    this.#request = request;
    this.packs = [...request.database.packs];
    this.#judge = new Judge(request.settings, request.database.idLength);
  }

  /** All objects of the repository, reachable or not. */
  async everything(): Promise<void> {
    const { database, progress } = this.#request;
    const loose = new Map(database.looseObjects().map(({ id, file }) => [id, file]));
    this.looseIds = Buffer.from([...loose.keys()].sort().join(''), 'hex');
    this.packs = [...database.packs];
    progress.total += loose.size + this.packs.reduce((sum, { index }) => sum + index.count, 0);
    await this.#packs();
    const { unusable, idLength } = database;
    for (const bytes of this.#request.known?.unknownOf(this.looseIds) ?? idsIn(this.looseIds, idLength)) {
      if (this.#stopped) return;
      if (this.packs.some(({ index }) => index.find(bytes) !== null)) continue;
      const id = bytes.toString('hex');
      this.#one(id, () => readLoose(loose.get(id) as string));
      await this.#turns.giveWay();
    }
    if (unusable.length > 0) await this.#addUnlisted(new Set(loose.keys()));
    await this.#askGit();
  }

  /** These objects and no others. */
  async only(ids: readonly string[]): Promise<void> {
    this.#request.progress.total += ids.length;
    this.#part = Buffer.from(ids.toSorted().join(''), 'hex');
    for (const id of ids) {
      if (this.#stopped) return;
      this.#one(id, () => this.#request.database.read(id));
      await this.#turns.giveWay();
    }
    await this.#askGit();
  }

  get #stopped(): boolean {
    return this.#request.signal?.aborted === true;
  }

  /** What objects, or references, name and what is not there, but for what has come, or moved, in the meantime; sorted. */
  absent(references: readonly string[]): [id: string, type: ObjectType][] {
    const { known, database } = this.#request;
    const named = new Map<string, ObjectType>([
      ...references.map((id) => [id, 'commit'] as const),
      ...(known?.absent ?? []),
      ...(this.#links?.absent ?? []),
    ]);
    const packed = (id: string): boolean => {
      const bytes = Buffer.from(id, 'hex');
      return this.leftToGit.has(id) || database.packs.some(({ index }) => index.find(bytes) !== null);
    };
    const loose = new KnownIds(idTables([this.looseIds], database.idLength), database.idLength);
    const absent = [...named].filter(([id]) => !packed(id) && loose.numberOf(Buffer.from(id, 'hex')) === NOWHERE);
    if (absent.length === 0) return [];
    database.refresh();
    const now = new Set(database.looseObjects().map(({ id }) => id));
    return absent.filter(([id]) => !packed(id) && !now.has(id)).sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /** The commits of submodules that the trees looked at name. */
  get submodules(): readonly SubmodulePointer[] {
    return [...(this.#links?.submodules.values() ?? [])];
  }

  /** Objects that the report speaks of, and which every scan therefore looks at again. */
  telling(): Map<string, { readonly type: ObjectType; readonly size: number }> {
    const telling = new Map(this.holders);
    for (const [id, size] of this.lfsPointers) telling.set(id, { type: 'blob', size });
    for (const { tree, size } of this.submodules) telling.set(tree, { type: 'tree', size });
    return telling;
  }

  /** How many blobs, commits and bytes were looked at, but for these. */
  countsWithout(others: ReturnType<Sweep['telling']>): readonly [blobs: number, commits: number, bytes: number] {
    const { blobs, commits = 0, bytes } = this.#request.tally;
    const left = [...others.values()];
    const many = (type: ObjectType): number => left.filter((other) => other.type === type).length;
    return [blobs - many('blob'), commits - many('commit'), bytes - left.reduce((sum, { size }) => sum + size, 0)];
  }

  /** From a blob or tree up to the tree of a commit that it stands below; `null` where none is known. */
  chainOf(id: string): readonly string[] | null {
    return this.#request.known?.chains.get(id) ?? this.#knownIds().chainOf(id);
  }

  /** All objects there are, loose and packed, or those of the part. Listed when first needed: often nothing is new. */
  #knownTables(): readonly IdTable[] {
    this.#tables ??= idTables(
      this.#part === null ? [...this.packs.map(({ index }) => index.ids()), sharedCopy(this.looseIds)] : [this.#part],
      this.#request.database.idLength,
    );
    return this.#tables;
  }

  #knownIds(): KnownIds {
    this.#known ??= new KnownIds(this.#knownTables(), this.#request.database.idLength);
    return this.#known;
  }

  #linkCheck(): LinkCheck {
    const { database, edge } = this.#request;
    this.#links ??= new LinkCheck(this.#knownIds(), database.idLength, this.#part === null ? edge : null);
    return this.#links;
  }

  get #packSize(): number {
    return this.packs.reduce((sum, { file }) => sum + file.size, 0);
  }

  async #packs(): Promise<void> {
    const { packs } = this;
    const file = this.#packSize >= WORTH_A_WORKER && availableParallelism() > 1 ? workerFile('history') : null;
    const worker = file === null ? null : new Worker(file);
    try {
      for (const [at, pack] of packs.entries()) {
        if (!this.#stopped) await this.#pack(pack, packs.slice(0, at), worker);
      }
    } finally {
      await worker?.terminate();
    }
  }

  async #pack(pack: Pack, earlier: readonly Pack[], worker: Worker | null): Promise<void> {
    const { progress } = this.#request;
    const chosen = this.#chosen(pack, earlier);
    if (chosen !== null) progress.done += pack.index.count - chosen.length;
    if (chosen !== null && chosen.length <= FEW) {
      for (const id of chosen) {
        if (this.#stopped) return;
        this.#one(id.toString('hex'), () => this.#request.database.read(id.toString('hex')));
        await this.#turns.giveWay();
      }
      return;
    }
    const forest = pack.forest();
    let marks: Uint8Array | null = null;
    if (chosen !== null) {
      marks = shared(Uint8Array, forest.count);
      const rows = new Set(chosen.map((id) => pack.index.row(id)));
      for (let entry = 0; entry < forest.count; entry++) if (rows.has(forest.rows[entry] as number)) marks[entry] = 1;
    }
    const work: PackWork = {
      descriptor: pack.file.descriptor,
      size: pack.file.size,
      content: marks === null && this.#packSize <= HELD ? pack.file.content() : null,
      forest,
      chosen: marks,
      wanted: marks && withBases(forest, marks),
      next: shared(Int32Array, 1),
      done: shared(Int32Array, 2),
      seen: shared(Uint8Array, forest.count),
      settings: this.#request.settings,
      known: this.#knownTables(),
      first: this.#knownTables()[this.packs.indexOf(pack)]?.first ?? 0,
      edge: this.#request.edge,
    };
    const helped = worker === null ? null : answerOf(worker, work);
    // A failure is thrown where the answer is awaited, not where it happens to arrive before.
    helped?.catch(() => undefined);
    const share = new PackShare(work, this.#workspace);
    const before = { ...progress };
    while (share.step()) {
      progress.done = before.done + Atomics.load(work.done, Done.objects);
      progress.bytes = before.bytes + Atomics.load(work.done, Done.kilobytes) * 1000;
      await this.#turns.giveWay();
      if (this.#stopped) Atomics.store(work.next, 0, forest.roots.length);
    }
    for (const findings of [share.findings, await helped]) {
      if (findings !== null) this.#take(findings, (entry) => idOf(forest, entry));
    }
    if (this.#stopped) return;
    for (let entry = 0; entry < forest.count; entry++) {
      if (work.seen[entry] !== 1 && (marks === null || marks[entry] === 1)) this.leftToGit.add(idOf(forest, entry));
    }
  }

  /** The ids of a pack that are neither known nor in an earlier pack; `null`: all of them. */
  #chosen(pack: Pack, earlier: readonly Pack[]): Buffer[] | null {
    const { known, database } = this.#request;
    if ((known === null || known.isEmpty) && earlier.length === 0) return null;
    const ids = pack.index.ids();
    const chosen = (known?.unknownOf(ids) ?? idsIn(ids, database.idLength)).filter((id) =>
      earlier.every(({ index }) => index.find(id) === null),
    );
    return chosen.length === pack.index.count ? null : chosen;
  }

  #take(findings: PackFindings, idOfEntry: (entry: number) => string): void {
    for (const { entry, type, size } of findings.holders) this.holders.set(idOfEntry(entry), { type, size });
    for (const { entry, size } of findings.lfsPointers) this.lfsPointers.set(idOfEntry(entry), size);
    this.#linkCheck().add(findings.links);
    this.#count(findings.counts, findings.bytes);
  }

  /** Looks at one object, or leaves it to git. */
  #one(id: string, read: () => WholeObject | null): void {
    let object;
    try {
      object = read();
    } catch (error) {
      // What has moved since it was listed, git finds again.
      if (!(error instanceof UnreadableObject) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      object = null;
    }
    if (object === null || object.bytes.length > this.#request.maxSize) this.leftToGit.add(id);
    else this.#look(id, object);
  }

  #look(id: string, { type, bytes }: WholeObject): void {
    this.#count({ [type]: 1 }, bytes.length);
    this.#request.progress.done++;
    this.#request.progress.bytes += bytes.length;
    if (type === 'blob' && isLfsPointer(bytes)) this.lfsPointers.set(id, bytes.length);
    if (type !== 'blob') {
      const number = (): number => this.#knownIds().numberOf(Buffer.from(id, 'hex'));
      this.#linkCheck().whole(type, { id: () => id, number }, bytes);
    }
    if (this.#judge.mightHold(bytes) && this.#judge.holds(type, bytes))
      this.holders.set(id, { type, size: bytes.length });
  }

  #count(counts: Partial<Record<ObjectType, number>>, bytes: number): void {
    const { tally } = this.#request;
    tally.blobs += counts.blob ?? 0;
    tally.commits = (tally.commits ?? 0) + (counts.commit ?? 0);
    tally.bytes += bytes;
    for (const count of Object.values(counts)) this.looked += count;
  }

  /** What only git can list: the objects of packs that our own reader does not know. */
  async #addUnlisted(loose: ReadonlySet<string>): Promise<void> {
    for (const { name, why } of this.#request.database.unusable) {
      if (!(await isIndexKnown(this.#request.git, `${name}.idx`))) this.unreadablePacks.set(name, why);
    }
    const listing = ['cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objectname)'];
    for (const id of (await this.#request.git.text(listing)).split(/\r?\n/)) {
      const bytes = Buffer.from(id, 'hex');
      const isOurs = loose.has(id) || this.#request.database.packs.some(({ index }) => index.find(bytes) !== null);
      if (id !== '' && !isOurs) this.leftToGit.add(id);
    }
  }

  /** Reads through git what our own reader left over. What git cannot read either is a gap. */
  async #askGit(): Promise<void> {
    const ids = [...this.leftToGit];
    const each = Math.ceil(ids.length / GIT_PROCESSES);
    const shards = Array.from({ length: GIT_PROCESSES }, (_, at) => ids.slice(at * each, (at + 1) * each));
    await Promise.all(shards.map((shard) => this.#askOne(shard)));
  }

  async #askOne(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const { git, maxSize, skipTooLarge } = this.#request;
    const reader = new ObjectReader(git, maxSize);
    try {
      for await (const answers of reader.read(ids)) {
        for (const answer of answers) {
          if (answer.type !== null && answer.bytes !== null) {
            this.#look(answer.id, { type: answer.type, bytes: answer.bytes });
            continue;
          }
          this.unread.add(answer.id);
          if (answer.type === null)
            this.unreadable.set(answer.why, [...(this.unreadable.get(answer.why) ?? []), answer.id]);
          else skipTooLarge(`${answer.type} ${answer.id}`, answer.size);
        }
        if (this.#stopped) return;
      }
    } finally {
      reader.close();
    }
  }
}

/** Whether git knows what to do with the index of a pack. Of one that it does not know it lists nothing, and says so to nobody. */
async function isIndexKnown(git: Git, file: string): Promise<boolean> {
  const { stdout, ended } = git.start(['show-index'], readFileSync(file));
  stdout.resume();
  const { status } = await ended;
  return status === 0;
}

/** Ids that stand one behind the other. */
function idsIn(ids: Buffer, idLength: number): Buffer[] {
  return Array.from({ length: ids.length / idLength }, (_, at) => ids.subarray(at * idLength, (at + 1) * idLength));
}

function sharedCopy(bytes: Uint8Array): Uint8Array {
  const copy = shared(Uint8Array, bytes.length);
  copy.set(bytes);
  return copy;
}

/** What the worker finds in its share of `work`. */
function answerOf(worker: Worker, work: PackWork): Promise<PackFindings> {
  const answer = new Promise<PackFindings>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  worker.postMessage(work);
  return answer;
}
