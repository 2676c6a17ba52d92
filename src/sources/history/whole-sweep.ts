import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Git } from '../../git/git.js';
import type { ObjectDatabase } from '../../git/objects/database.js';
import { readLoose, type WholeObject } from '../../git/objects/loose.js';
import { NOWHERE } from '../../git/objects/known-ids.js';
import { idsIn, type ObjectType, rowOf, sortedIds } from '../../git/objects/object-id.js';
import type { Pack } from '../../git/objects/pack.js';
import { shared } from '../../git/objects/shared.js';
import { UnreadableObject } from '../../git/objects/unreadable.js';
import type { Workspace } from '../../git/objects/workspace.js';
import type { CleanObjects, Recollection } from './clean-objects.js';
import type { Remembered } from './clean-objects-file.js';
import { Turns } from './interruption.js';
import type { PackCrew } from './pack-crew.js';
import { Sweep, type SweepRequest } from './sweep.js';

export interface WholeSweepRequest extends SweepRequest {
  readonly database: ObjectDatabase;
  /** Says which objects need no look: they were found clean before. */
  readonly clean: CleanObjects | null;
  /** Commits whose parents a shallow clone leaves out. */
  readonly edge: readonly string[];
}

type Telling = Map<string, { readonly type: ObjectType; readonly size: number }>;

/** Below so many objects, reading each by itself is quicker than finding out how the whole pack hangs together. */
const FEW = 2000;

/** Looks at every object of a repository. */
export class WholeSweep extends Sweep {
  /** Packs that neither we nor git can read, without their extension, and why. */
  readonly unreadablePacks = new Map<string, string>();
  /** Left over by our own reader. */
  readonly #leftToGit: string[] = [];
  /** Those of them that git has given, by type. */
  readonly #given = new Map<ObjectType, string[]>();
  /** The packs there were when the sweep began: those that come meanwhile are another scan's. */
  packs: readonly Pack[];
  declare protected readonly request: WholeSweepRequest;
  /** What only git can list: sorted, one behind the other. */
  #unlistedIds: Buffer = Buffer.alloc(0);
  /** All loose objects, as the index of a pack lists its own: sorted, one behind the other. */
  #looseIds: Buffer = Buffer.alloc(0);
  #recollection: Recollection | null = null;
  /** How much was looked at, now or before. */
  readonly #counts = { blobs: 0, commits: 0, bytes: 0 };
  /** A hash of the ids that references name. */
  #references: string | null = null;
  /** How many objects were looked at now. */
  #looked = 0;
  #crew: PackCrew | null = null;
  #workspace: Workspace | null = null;
  readonly #turns = new Turns();

  constructor(request: WholeSweepRequest) {
    super(request);
    this.packs = [...request.database.packs];
  }

  /** All objects of the repository, reachable or not. */
  async everything(): Promise<void> {
    const { database, progress } = this.request;
    const loose = new Map(database.looseObjects().map(({ id, file }) => [id, file]));
    this.#looseIds = sortedIds([...loose.keys()], database.idLength);
    this.packs = [...database.packs];
    if (database.unusable.length > 0) await this.#addUnlisted(loose);
    this.#recall();
    const packed = this.packs.reduce((sum, { index }) => sum + index.count, 0);
    progress.total += loose.size + packed + this.#leftToGit.length;
    await this.#packs();
    for (const bytes of this.#unknownOf(this.#looseIds)) {
      if (this.stopped) return;
      if (this.packs.some(({ index }) => index.row(bytes) !== null)) continue;
      const id = bytes.toString('hex');
      await this.#one(id, () => readLoose(loose.get(id) as string));
      await this.#turns.giveWay();
    }
    const unknown = this.#unknownToGit();
    if (unknown.length > FEW) this.#workspace = new (await import('../../git/objects/workspace.js')).Workspace();
    await this.askGit(unknown);
  }

  /** What objects, or references, name and what is not there, but for what has come, or moved, in the meantime; sorted. */
  absent(references: readonly string[]): [id: string, type: ObjectType][] {
    const { database } = this.request;
    const named = this.#namedAbsent();
    this.#references = createHash('sha256').update(references.join()).digest('hex');
    // What is remembered is still there, and references that have not moved named nothing else.
    const haveMoved = this.#recollection?.remembered.references !== this.#references;
    const absent = [...named.keys(), ...(haveMoved ? references : [])].filter((id) => this.numberOf(id) === NOWHERE);
    if (absent.length === 0) return [];
    database.refresh();
    const now = new Set(database.looseObjects().map(({ id }) => id));
    return [...new Set(this.#absentOf(absent))]
      .filter((id) => !now.has(id))
      .sort()
      .map((id) => [id, named.get(id) ?? 'commit']);
  }

  /** Tells the next scan what it need not look at. `absent`: what it says of what is named. */
  remember(absent: readonly (readonly [id: string, type: ObjectType])[]): void {
    const telling = this.#telling();
    if (this.#recollection?.isComplete === true && this.#looked <= telling.size) return;
    const named = this.#namedAbsent();
    const absentFromObjects = absent.filter(([id]) => named.has(id));
    const pathed = new Set([
      ...this.submodules.map(({ tree }) => tree),
      ...this.lfsPointers.keys(),
      ...this.unopened.keys(),
    ]);
    const remembered = {
      ...this.#countsWithout(telling),
      unclean: [...telling.keys(), ...this.unread],
      absent: absentFromObjects,
      references: absentFromObjects.length === absent.length ? this.#references : null,
      chains: [...pathed].map((id) => this.chainOf(id)).filter((chain) => chain !== null),
    };
    this.request.clean?.remember(remembered, this.#remembers());
  }

  /** What was left to git, by type; `null`: what this scan did not see, since it was known or git cannot give it. */
  get leftToGit(): ReadonlyMap<ObjectType | null, readonly string[]> {
    const given = new Set([...this.#given.values()].flat());
    return new Map<ObjectType | null, readonly string[]>([
      ...this.#given,
      [null, this.#leftToGit.filter((id) => !given.has(id))],
    ]);
  }

  override chainOf(id: string): readonly string[] | null {
    return this.#recollection?.chains.get(id) ?? super.chainOf(id);
  }

  protected lists(): readonly Uint8Array[] {
    return [...this.packs.map(({ index }) => index.ids()), sharedCopy(this.#looseIds), sharedCopy(this.#unlistedIds)];
  }

  protected get edge(): readonly string[] {
    return this.request.edge;
  }

  /** The lists of objects that scans remember. */
  #remembers(): Buffer[] {
    const lists = [...this.packs.map(({ index }) => index.ids()), this.#looseIds, this.#unlistedIds];
    return lists.filter(({ length }) => length > 0);
  }

  #recall(): void {
    this.#recollection = this.request.clean?.recall(this.#remembers()) ?? null;
    if (this.#recollection === null) return;
    const { blobs, commits, bytes } = this.#recollection.remembered;
    this.count({ blob: blobs, commit: commits }, bytes);
    this.#looked = 0;
  }

  /** Those of a list of objects that have to be looked at. */
  #unknownOf(ids: Buffer): Buffer[] {
    return this.#recollection?.unknownOf(ids) ?? idsIn(ids, this.request.idLength);
  }

  /** Those left to git that have to be looked at. */
  #unknownToGit(): readonly string[] {
    if (this.#recollection === null) return this.#leftToGit;
    const known = new Set(idsIn(this.#unlistedIds, this.request.idLength).map((id) => id.toString('hex')));
    for (const id of this.#unknownOf(this.#unlistedIds)) known.delete(id.toString('hex'));
    return this.#leftToGit.filter((id) => !known.has(id));
  }

  /** What objects name and what was not there when they were looked at, now or before. */
  #namedAbsent(): ReadonlyMap<string, ObjectType> {
    return new Map([...(this.#recollection?.remembered.absent ?? []), ...(this.links?.absent ?? [])]);
  }

  /** Those of `ids` that are not there. */
  #absentOf(ids: readonly string[]): string[] {
    const { idLength } = this.request;
    const bytes = Buffer.from(ids.join(''), 'hex');
    return ids.filter((_, row) => {
      const at = row * idLength;
      const isThere =
        this.request.database.packs.some(({ index }) => index.row(bytes, at) !== null) ||
        [this.#looseIds, this.#unlistedIds].some((others) => rowOf(others, idLength, bytes, at) !== null);
      return !isThere;
    });
  }

  /** Objects that the report speaks of, and which every scan therefore looks at again. */
  #telling(): Telling {
    const telling = new Map(this.holders);
    for (const [id, size] of this.lfsPointers) telling.set(id, { type: 'blob', size });
    for (const id of this.unopened.keys()) telling.set(id, { type: 'blob', size: this.packed.get(id) ?? 0 });
    for (const { tree, size } of this.submodules) telling.set(tree, { type: 'tree', size });
    return telling;
  }

  /** How much was looked at, now or before, but for these. */
  #countsWithout(others: Telling): Pick<Remembered, 'blobs' | 'commits' | 'bytes'> {
    const left = [...others.values()];
    const many = (type: ObjectType): number => left.filter((other) => other.type === type).length;
    return {
      blobs: this.#counts.blobs - many('blob'),
      commits: this.#counts.commits - many('commit'),
      bytes: this.#counts.bytes - left.reduce((sum, { size }) => sum + size, 0),
    };
  }

  async #packs(): Promise<void> {
    const { packs } = this;
    try {
      for (const [at, pack] of packs.entries()) {
        if (!this.stopped) await this.#pack(pack, packs.slice(0, at));
      }
    } finally {
      await this.#crew?.end();
    }
  }

  async #pack(pack: Pack, earlier: readonly Pack[]): Promise<void> {
    const { progress } = this.request;
    const chosen = this.#chosen(pack, earlier);
    if (chosen !== null) progress.done += pack.index.count - chosen.length;
    if (chosen !== null && chosen.length <= FEW) {
      for (const id of chosen) {
        if (this.stopped) return;
        await this.#one(id.toString('hex'), () => this.request.database.read(id.toString('hex')));
        await this.#turns.giveWay();
      }
      return;
    }
    this.#crew ??= await this.#hired();
    const seen = await this.#crew.lookThrough(pack, chosen, this.tables(), this.packs.indexOf(pack));
    for (const findings of seen.findings) this.take(findings, seen.idOf);
    for (const id of seen.left) this.#leftToGit.push(id);
  }

  /** Loaded where there is a pack to look through: mostly there are a few new objects, or none. */
  async #hired(): Promise<PackCrew> {
    const { PackCrew } = await import('./pack-crew.js');
    const { settings, maxSize, signal, progress, edge } = this.request;
    const size = this.packs.reduce((sum, { file }) => sum + file.size, 0);
    return new PackCrew({ settings, maxSize, signal, progress, edge, size });
  }

  /** The ids of a pack that are neither known nor in an earlier pack; `null`: all of them. */
  #chosen({ index }: Pack, earlier: readonly Pack[]): Buffer[] | null {
    if (this.#recollection === null && earlier.length === 0) return null;
    const chosen = this.#unknownOf(index.ids()).filter((id) => earlier.every((other) => other.index.row(id) === null));
    return chosen.length === index.count ? null : chosen;
  }

  /** Looks at one object, or leaves it to git. */
  async #one(id: string, read: () => WholeObject | null): Promise<void> {
    let object;
    try {
      object = read();
    } catch (error) {
      // What has moved since it was listed, git finds again.
      if (!(error instanceof UnreadableObject) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      object = null;
    }
    if (object === null || object.bytes.length > this.request.maxSize) this.#leftToGit.push(id);
    else await this.look(id, object);
  }

  protected override count(counts: Partial<Record<ObjectType, number>>, bytes: number): void {
    super.count(counts, bytes);
    this.#counts.blobs += counts.blob ?? 0;
    this.#counts.commits += counts.commit ?? 0;
    this.#counts.bytes += bytes;
    for (const type in counts) this.#looked += counts[type as ObjectType] ?? 0;
  }

  protected override lookFromGit(id: string, object: WholeObject): Promise<void> | void {
    const ofType = this.#given.get(object.type);
    if (ofType === undefined) this.#given.set(object.type, [id]);
    else ofType.push(id);
    return super.lookFromGit(id, object);
  }

  protected override follow(id: string, object: WholeObject): void {
    const { type, bytes } = object;
    if (type !== 'tree' || this.#workspace === null) {
      super.follow(id, object);
      return;
    }
    const links = this.#workspace.linksIn(bytes, this.request.idLength);
    this.linkCheck().tree(links, { id, number: this.numberOf(id), size: bytes.length, bytes });
  }

  /** What only git can list: the objects of packs that our own reader does not know. */
  async #addUnlisted(loose: ReadonlyMap<string, unknown>): Promise<void> {
    const listing = ['cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objectname)'];
    const [listed] = await Promise.all([this.request.git.text(listing), this.#findUnreadablePacks()]);
    // Each id is looked up in all of them.
    for (const { index } of this.packs) index.ids();
    const isPacked = (bytes: Buffer): boolean => this.packs.some(({ index }) => index.row(bytes) !== null);
    for (const id of listed.split('\n')) {
      const isOurs = loose.has(id) || (this.packs.length > 0 && isPacked(Buffer.from(id, 'hex')));
      if (id !== '' && !isOurs) this.#leftToGit.push(id);
    }
    this.#unlistedIds = sortedIds(this.#leftToGit, this.request.idLength);
  }

  async #findUnreadablePacks(): Promise<void> {
    for (const { name, why } of this.request.database.unusable) {
      if (!(await isIndexKnown(this.request.git, `${name}.idx`))) this.unreadablePacks.set(name, why);
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

function sharedCopy(bytes: Uint8Array): Uint8Array {
  const copy = shared(Uint8Array, bytes.length);
  copy.set(bytes);
  return copy;
}
