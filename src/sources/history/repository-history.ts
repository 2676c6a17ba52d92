import type { DetectSettings } from '../../detect/index.js';
import { redactKeys } from '../../detect/redact.js';
import type { Report } from '../../finding.js';
import { ObjectReader } from '../../git/batch.js';
import { ObjectDatabase } from '../../git/objects/database.js';
import type { WholeObject } from '../../git/objects/loose.js';
import type { ObjectType } from '../../git/objects/object-id.js';
import { UnreadableObject } from '../../git/objects/unreadable.js';
import type { Reference, Repository } from '../../git/repository.js';
import { addedObjects, reachableAbsent, type Revisions, SHALLOW } from '../../git/revisions.js';
import type { Ledger } from '../ledger.js';
import type { LocatedText } from '../located.js';
import type { SourceItem, SourceProgress, SourceTally } from '../source.js';
import { type Census, censusOf, censusOfAll } from './census.js';
import { CleanObjects } from './clean-objects.js';
import { isInterruption } from './interruption.js';
import { textsIn } from './judge.js';
import { locateHits } from './locate.js';
import { objectPath } from './object-path.js';
import { absentRows, blobPaths, objectRow, submodulePaths, type SubmodulePath } from './omissions.js';
import { Sweep } from './sweep.js';

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
  readonly references: readonly Reference[];
  /** `null`: every object there is, also what nothing reaches. */
  readonly revisions: Revisions | null;
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
  readonly #database: ObjectDatabase;
  #signal: AbortSignal | undefined;
  #clean: CleanObjects | null = null;
  /** What the revisions add; `null` where everything is scanned. */
  #added: readonly string[] | null = null;
  #unread: readonly string[] = [];
  #submodules: readonly SubmodulePath[] = [];

  constructor(place: HistoryPlace, task: HistoryTask) {
    this.place = place;
    this.#task = task;
    this.#database = new ObjectDatabase(place.repository.objectFolders, place.repository.format);
    task.tally.refs = (task.tally.refs ?? 0) + place.references.length;
  }

  /** What stands before every path. */
  get prefix(): string {
    return this.place.submodule === null ? '' : `${this.place.submodule}/`;
  }

  get tips(): Report['tips'] {
    const { references, submodule } = this.place;
    return references.map(({ name, id }) => ({ ref: name, id, ...(submodule !== null && { submodule }) }));
  }

  /** The submodules that what was looked at names; final when `items()` ends. */
  get submodules(): readonly SubmodulePath[] {
    return this.#submodules;
  }

  async *items(signal?: AbortSignal): AsyncGenerator<SourceItem, void, undefined> {
    this.#signal = signal;
    this.place.repository.git.endWith(signal);
    this.#tellOfFolders();
    const sweep = this.#newSweep();
    try {
      await this.#look(sweep);
    } catch (error) {
      if (!(await isInterruption(signal))) throw error;
    }
    for (const [id, { type }] of sweep.holders) {
      const object = await this.#read(id);
      if (object === null) continue;
      for (const [at, bytes] of textsIn(type, object.bytes, this.#database.idLength).entries()) {
        yield { path: this.prefix + objectPath({ type, id, at }), bytes };
      }
    }
  }

  /** Says of each hit, called as `items()` calls it, in which commits and at which paths it stands. */
  async locate(hits: readonly LocatedText[]): Promise<readonly LocatedText[]> {
    const { repository, references, head, submodule } = this.place;
    const { prefix } = this;
    const located = await locateHits(
      hits.map((hit) => ({ ...hit, path: hit.path.slice(prefix.length) })),
      {
        git: repository.git,
        census: this.#census(),
        references,
        head,
        signal: this.#signal,
        read: (id) => this.#read(id),
        idLength: this.#database.idLength,
      },
    );
    return submodule === null ? located : located.map((hit) => inSubmodule(hit, submodule));
  }

  #newSweep(): Sweep {
    const { repository, revisions } = this.place;
    const { settings, maxSize, useCache, tally, progress } = this.#task;
    const clean = useCache && revisions === null ? CleanObjects.of(repository, settings) : null;
    this.#clean = clean;
    if (clean !== null) {
      tally.blobs += clean.blobs;
      tally.commits = (tally.commits ?? 0) + clean.commits;
      tally.bytes += clean.bytes;
    }
    return new Sweep({
      git: repository.git,
      database: this.#database,
      settings,
      maxSize,
      skipTooLarge: (what, size) => this.#ledger.skipTooLarge(this.#named(what), size, maxSize),
      known: clean,
      edge: repository.edge,
      signal: this.#signal,
      tally,
      progress,
    });
  }

  async #look(sweep: Sweep): Promise<void> {
    const { repository, references, revisions } = this.place;
    if (revisions === null) {
      this.#tellOfShallowness(null);
      await sweep.everything();
      if (!this.#signal?.aborted) {
        const absent = sweep.absent(references.map(({ id }) => id));
        this.#clean?.remember(sweep, absent, this.#database);
        await this.#tellOfAbsent(absent);
      }
    } else {
      const { ids, missing } = await addedObjects(repository, revisions);
      this.#added = ids;
      this.#tellOfShallowness(ids);
      this.#gap('object', missing, 'absent');
      await sweep.only(ids);
    }
    this.#unread = [...sweep.leftToGit];
    for (const [why, ids] of sweep.unreadable) this.#gap('object', ids, why);
    for (const [name, why] of sweep.unreadablePacks) {
      this.#ledger.gap(this.#named(`${name}.pack`), `${why}, and git cannot read it either`);
    }
    const trees = {
      chainOf: (id: string) => sweep.chainOf(id),
      read: (id: string) => this.#read(id),
      idLength: this.#database.idLength,
    };
    this.#submodules = await submodulePaths(sweep.submodules, trees);
    for (const [path, ids] of await blobPaths([...sweep.lfsPointers.keys()], trees)) this.#tellOfPointers(path, ids);
  }

  async #read(id: string): Promise<WholeObject | null> {
    try {
      const object = this.#database.read(id);
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
  #tellOfShallowness(added: readonly string[] | null): void {
    const edge = new Set(this.place.repository.edge);
    const cut = added === null ? [...edge] : added.filter((id) => edge.has(id));
    if (cut.length === 0) return;
    const { what, objects } = objectRow('commit', cut);
    this.#ledger.gap(this.#named(`what came before ${what}`), SHALLOW, objects);
  }

  /** Elsewhere than in a partial clone, what nothing reaches may lack parts: git prunes those by their age. */
  async #tellOfAbsent(absent: readonly (readonly [string, ObjectType])[]): Promise<void> {
    if (absent.length === 0) return;
    const isPartial = this.#database.isPartial;
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

  #census(): Census {
    const { git } = this.place.repository;
    return this.#added === null
      ? censusOfAll(git, this.#database, this.#unread, this.#signal)
      : censusOf(git, this.#database, this.#added, this.#signal);
  }
}

/** As if the files of the submodule were the outer repository's. */
function inSubmodule(hit: LocatedText, submodule: string): LocatedText {
  const below = (path: string): string => `${submodule}/${path}`;
  const shown = redactKeys(submodule);
  const { history } = hit;
  return {
    ...hit,
    path: below(hit.path),
    ...(history && {
      history: {
        ...history,
        submodule: shown,
        introduced: history.introduced && { ...history.introduced, path: `${shown}/${history.introduced.path}` },
        removed: history.removed.map((fact) => ({ ...fact, path: `${shown}/${fact.path}` })),
      },
    }),
  };
}
