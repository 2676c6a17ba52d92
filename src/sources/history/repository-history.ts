import type { DetectSettings } from '../../detect/detection.js';
import type { Report } from '../../finding.js';
import { ObjectReader } from '../../git/batch.js';
import { beginPart, type BegunPart } from '../../git/history.js';
import type { ObjectDatabase } from '../../git/objects/database.js';
import type { WholeObject } from '../../git/objects/loose.js';
import { ID_LENGTH, type ObjectType } from '../../git/objects/object-id.js';
import { UnreadableObject } from '../../git/objects/unreadable.js';
import { askReferences, type Reference, type Repository, withHead } from '../../git/repository.js';
import { reachableAbsent, type Revisions, SHALLOW, unknownRevision } from '../../git/revisions.js';
import type { Ledger } from '../ledger.js';
import type { LocatedText } from '../located.js';
import type { SourceItem, SourceProgress, SourceTally } from '../source.js';
import type { Census } from './census.js';
import { isInterruption } from './interruption.js';
import { objectPath } from './object-path.js';
import { absentRows, blobPaths, objectRow, submodulePaths, unopenedRows, type SubmodulePath } from './omissions.js';
import { PartSweep } from './part-sweep.js';
import type { Sweep, SweepRequest } from './sweep.js';
import type { WholeSweep } from './whole-sweep.js';

/** What is asked of a repository, whichever it is. */
export interface HistoryTask {
  readonly settings: DetectSettings;
  /** In bytes: larger blobs are left out and named. */
  readonly maxSize: number;
  /** Whether to remember, and believe, which objects are clean. */
  readonly useCache: boolean;
  /** What several repositories have in common. */
  readonly ledger: Ledger;
  readonly tally: SourceTally;
  readonly progress: SourceProgress;
}

/** One repository of those that a scan enters. */
export interface HistoryPlace {
  readonly repository: Repository;
  /**
   * As git gives them, which is at work on them. Where commits are chosen by name or date `null`: they are asked for when
   * something is found.
   */
  readonly references: Promise<readonly Reference[]> | null;
  /** `null`: every object there is, also what nothing reaches. */
  readonly revisions: Revisions | null;
  /** Where git is at work on those already. */
  readonly begun: BegunPart | null;
  /** The path of the submodule that it is, for people; `null` for the repository that was named. */
  readonly submodule: string | null;
  /** The commit that stands in HEAD of what was named; `null` where none does. */
  readonly head: string | null;
}

const ABSENT =
  'absent, although the repository needs it: it is damaged; git fsck says more, git fetch --refetch may mend it';
const ABSENT_IN_PARTIAL = 'absent: this is a partial clone; git fetch --refetch --no-filter brings everything';

/** The history of one repository: what holds a key, and who put it there. */
export class RepositoryHistory {
  readonly place: HistoryPlace;
  readonly #task: HistoryTask;
  #database: ObjectDatabase | null = null;
  #signal: AbortSignal | undefined;
  /** What the revisions add; `null` where everything is scanned. */
  #added: readonly string[] | null = null;
  /** Those of it that our own reader could not give. */
  #damaged: ReadonlySet<string> = new Set();
  /** Where everything is scanned. */
  #whole: WholeSweep | null = null;
  /** With `HEAD`; `null` before they are known. */
  #references: readonly Reference[] | null = null;
  #submodules: readonly SubmodulePath[] = [];

  constructor(place: HistoryPlace, task: HistoryTask) {
    this.place = place;
    this.#task = task;
  }

  /** What stands before every path. */
  get prefix(): string {
    return this.place.submodule === null ? '' : `${this.place.submodule}/`;
  }

  /** Up to where everything has been looked at: nowhere, where commits were chosen or the scan was interrupted. */
  get tips(): Report['tips'] {
    const { submodule } = this.place;
    if (this.#references === null || this.#signal?.aborted === true) return [];
    return submodule === null
      ? this.#references.map(({ name, id }) => ({ ref: name, id }))
      : this.#references.map(({ name, id }) => ({ ref: name, id, submodule }));
  }

  /** The submodules that what was looked at names; final when `items()` ends. */
  get submodules(): readonly SubmodulePath[] {
    return this.#submodules;
  }

  async *items(signal?: AbortSignal): AsyncGenerator<SourceItem, void, undefined> {
    this.#signal = signal;
    const { repository, revisions } = this.place;
    repository.git.endWith(signal);
    this.#tellOfFolders();
    const { sweep, look } = revisions === null ? await this.#all() : this.#part(revisions);
    try {
      await look();
      await this.#tellOf(sweep);
    } catch (error) {
      if (!(await isInterruption(signal))) throw error;
    }
    if (sweep.holders.size === 0) return;
    const { textsIn } = await import('./judge.js');
    for (const [id, { type }] of sweep.holders) {
      const object = await this.#read(id);
      if (object === null) continue;
      if (sweep.packed.has(id)) {
        const { filesIn } = await import('./packed-blobs.js');
        for await (const { path: inner, ...text } of filesIn(object.bytes, this.#task.maxSize)) {
          yield { ...text, path: this.prefix + objectPath({ type, id, at: 0, inner }) };
        }
        continue;
      }
      for (const [at, bytes] of textsIn(type, object.bytes, ID_LENGTH[repository.format]).entries()) {
        yield { path: this.prefix + objectPath({ type, id, at, inner: '' }), bytes };
      }
    }
  }

  /** Says of each hit, called as `items()` calls it, in which commits and at which paths it stands. */
  async locate(hits: readonly LocatedText[]): Promise<readonly LocatedText[]> {
    const { inSubmodule, locateHits } = await import('./locate.js');
    const { repository, head, submodule } = this.place;
    const { prefix } = this;
    const located = await locateHits(
      hits.map((hit) => ({ ...hit, path: hit.path.slice(prefix.length) })),
      {
        git: repository.git,
        census: await this.#census(),
        references: this.#references ?? withHead(repository, await askReferences(repository.git)),
        head,
        signal: this.#signal,
        read: (id) => this.#read(id),
        idLength: ID_LENGTH[repository.format],
      },
    );
    return submodule === null ? located : located.map((hit) => inSubmodule(hit, submodule));
  }

  /** Without the option to enter them. */
  leaveOutSubmodules(): void {
    for (const { path, commits } of this.#submodules) {
      const why = 'submodule: a repository of its own, scan it there or, where it is here, with --submodules';
      this.#ledger.skip(this.prefix + path, why, commits);
    }
  }

  /** Every object there is. */
  async #all(): Promise<Look> {
    const { repository } = this.place;
    const { settings, useCache } = this.#task;
    const { CleanObjects } = await import('./clean-objects.js');
    const { WholeSweep } = await import('./whole-sweep.js');
    const clean = useCache ? new CleanObjects(repository, settings) : null;
    const database = await this.#objects();
    const sweep = new WholeSweep({ ...this.#sweepRequest(), database, clean, edge: repository.edge });
    const look = async (): Promise<void> => {
      this.#tellOfShallowness(repository.edge);
      await sweep.everything();
      await this.#lookIntoPacked(sweep);
      if (!this.#signal?.aborted) {
        const references = (await this.#readReferences()).map(({ id }) => id);
        const absent = sweep.absent(references);
        sweep.remember(absent);
        await this.#tellOfAbsent(absent, database.isPartial);
      }
      this.#whole = sweep;
      for (const [name, why] of sweep.unreadablePacks) {
        this.#ledger.gap(this.#named(`${name}.pack`), `${why}, and git cannot read it either`);
      }
    };
    return { sweep, look };
  }

  /** What the revisions add. */
  #part(revisions: Revisions): Look {
    const { repository, begun } = this.place;
    const sweep = new PartSweep({ ...this.#sweepRequest(), database: () => this.#objects() });
    const look = async (): Promise<void> => {
      const { added, batch } = begun ?? beginPart(repository.git, revisions);
      try {
        const { ids, missing } = await added.catch((error: unknown) => {
          throw unknownRevision(error, revisions, repository);
        });
        this.#added = ids;
        this.#damaged = sweep.damaged;
        const edge = new Set(repository.edge);
        this.#tellOfShallowness(edge.size === 0 ? [] : ids.filter((id) => edge.has(id)));
        this.#gap('object', missing, 'absent');
        await sweep.only(ids, batch);
        await this.#lookIntoPacked(sweep);
        await this.#readReferences();
      } finally {
        batch.kill();
      }
    };
    return { sweep, look };
  }

  async #lookIntoPacked(sweep: Sweep): Promise<void> {
    if (sweep.packed.size === 0 || this.#signal?.aborted === true) return;
    const [{ lookIntoPacked }, { Judge }] = await Promise.all([import('./packed-blobs.js'), import('./judge.js')]);
    const { settings, maxSize } = this.#task;
    const judge = new Judge(settings, ID_LENGTH[this.place.repository.format]);
    await lookIntoPacked(sweep, { judge, read: (id) => this.#read(id), maxSize, signal: this.#signal });
  }

  async #readReferences(): Promise<readonly Reference[]> {
    const { repository, references } = this.place;
    if (references === null) return [];
    const { tally } = this.#task;
    this.#references = withHead(repository, await references);
    tally.refs = (tally.refs ?? 0) + this.#references.length;
    return this.#references;
  }

  #sweepRequest(): SweepRequest {
    const { repository } = this.place;
    const { settings, maxSize, tally, progress } = this.#task;
    return {
      git: repository.git,
      idLength: ID_LENGTH[repository.format],
      settings,
      maxSize,
      skipTooLarge: (what, size) => this.#ledger.skipTooLarge(this.#named(what), size, maxSize),
      signal: this.#signal,
      tally,
      progress,
    };
  }

  async #tellOf(sweep: Sweep): Promise<void> {
    for (const [why, ids] of sweep.unreadable) this.#gap('object', ids, why);
    const trees = {
      chainOf: (id: string) => sweep.chainOf(id),
      read: (id: string) => this.#read(id),
      idLength: ID_LENGTH[this.place.repository.format],
    };
    this.#submodules = await submodulePaths(sweep.submodules, trees);
    for (const [path, ids] of await blobPaths([...sweep.lfsPointers.keys()], trees)) this.#tellOfPointers(path, ids);
    for (const [path, ids] of await blobPaths([...sweep.unopened.keys()], trees)) {
      for (const { what, why, ids: own } of unopenedRows(sweep.unopened, ids)) {
        const name = path === null ? this.#named(objectRow('blob', own).what) : this.prefix + path;
        this.#ledger.skip(name + what, why, own);
      }
    }
  }

  /** Our own reader. A part of history mostly holds nothing that has to be read a second time. */
  async #objects(): Promise<ObjectDatabase> {
    const { ObjectDatabase } = await import('../../git/objects/database.js');
    const { objectFolders, format } = this.place.repository;
    this.#database ??= new ObjectDatabase(objectFolders, format);
    return this.#database;
  }

  async #read(id: string): Promise<WholeObject | null> {
    try {
      const object = (await this.#objects()).read(id);
      if (object !== null) return object;
    } catch (error) {
      if (!(error instanceof UnreadableObject)) throw error;
    }
    const reader = new ObjectReader(this.place.repository.git, this.#task.maxSize);
    try {
      for await (const [answer] of reader.read([id])) {
        if (answer?.type != null && answer.bytes !== null) return { type: answer.type, bytes: answer.bytes };
      }
      return null;
    } finally {
      reader.close();
    }
  }

  #tellOfFolders(): void {
    for (const folder of this.place.repository.absentFolders) {
      this.#ledger.gap(folder, 'a folder of objects that an alternates file names is not there');
    }
  }

  /** All of history, or a range, is not whole where it goes on before the first commits of a shallow clone. */
  #tellOfShallowness(cut: readonly string[]): void {
    if (cut.length === 0) return;
    const { what, objects } = objectRow('commit', cut);
    this.#ledger.gap(this.#named(`what came before ${what}`), SHALLOW, objects);
  }

  /** Elsewhere than in a partial clone, what nothing reaches may lack parts: git prunes those by their age. */
  async #tellOfAbsent(absent: readonly (readonly [string, ObjectType])[], isPartial: boolean): Promise<void> {
    if (absent.length === 0) return;
    const reachable = isPartial ? null : await reachableAbsent(this.place.repository.git);
    for (const { type, ids } of absentRows(absent)) {
      const missed = ids.filter((id) => reachable?.has(id) ?? true);
      this.#gap(type, missed, isPartial ? ABSENT_IN_PARTIAL : ABSENT);
      const pruned = ids.filter((id) => reachable?.has(id) === false);
      if (pruned.length === 0) continue;
      const { what, objects } = objectRow(type, pruned);
      this.#ledger.skip(this.#named(what), 'pruned by git: only objects that nothing reaches name it', objects);
    }
  }

  get #ledger(): Ledger {
    return this.#task.ledger;
  }

  /** Says of objects in which repository they are. */
  #named(what: string): string {
    return this.place.submodule === null ? what : `${this.place.submodule}: ${what}`;
  }

  #gap(type: string, ids: readonly string[], why: string): void {
    if (ids.length === 0) return;
    const { what, objects } = objectRow(type, ids);
    this.#ledger.gap(this.#named(what), why, objects);
  }

  #tellOfPointers(path: string | null, ids: readonly string[]): void {
    const { what, objects } = objectRow('blob', ids);
    if (path === null) this.#ledger.skipLfsContent(this.#named(what), objects);
    else this.#ledger.skipLfsContent(this.prefix + path, ids);
  }

  async #census(): Promise<Census> {
    const { censusOf, censusOfAll } = await import('./census.js');
    const { git } = this.place.repository;
    const database = await this.#objects();
    return this.#added === null
      ? censusOfAll(git, database, this.#whole?.leftToGit ?? new Map(), this.#signal)
      : censusOf(git, database, this.#added, this.#damaged, this.#signal);
  }
}

/** Objects to be looked at. */
interface Look {
  readonly sweep: Sweep;
  readonly look: () => Promise<void>;
}
