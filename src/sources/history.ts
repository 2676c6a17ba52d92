import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DetectSettings } from '../detect/index.js';
import type { Report } from '../finding.js';
import { ObjectReader } from '../git/batch.js';
import { ObjectDatabase } from '../git/objects/database.js';
import type { WholeObject } from '../git/objects/loose.js';
import type { ObjectType } from '../git/objects/object-id.js';
import { UnreadableObject } from '../git/objects/unreadable.js';
import { openRepository, references, type Reference, type Repository } from '../git/repository.js';
import { addedObjects, reachableAbsent, type Revisions, SHALLOW } from '../git/revisions.js';
import { censusOf, censusOfAll, type Census } from './history/census.js';
import { CleanObjects } from './history/clean-objects.js';
import { textsIn } from './history/judge.js';
import { locateHits } from './history/locate.js';
import { objectPath } from './history/object-path.js';
import { absentRows, objectRow, submodulePaths } from './history/omissions.js';
import { Sweep } from './history/sweep.js';
import type { LocatedText } from './located.js';
import { Ledger } from './ledger.js';
import { pathFilter, type Selection } from './selection.js';
import type { Source, SourceItem, SourceProgress, SourceTally } from './source.js';

export interface HistoryRequest {
  /** Where the user stands; absolute. */
  readonly folder: string;
  readonly selection: Selection;
  readonly settings: DetectSettings;
  /** `null`: every object there is, also what nothing reaches. */
  readonly revisions: Revisions | null;
  /** Whether to remember, and believe, which objects are clean. */
  readonly useCache: boolean;
}

/** A history to scan, and the way from what is found to who put it there. */
export interface HistorySource extends Source {
  /** Says of each hit in which commits and at which paths it stands. */
  locate(hits: readonly LocatedText[]): Promise<readonly LocatedText[]>;
}

/** Opens the repository that the folder is in. Rejects with a `GitError` where there is none. */
export async function openHistory(request: HistoryRequest): Promise<HistorySource> {
  const repository = await openRepository(request.folder);
  return new GitHistory(repository, await references(repository.git), request);
}

const ABSENT =
  'absent, although the repository needs it: it is damaged; git fsck says more, git fetch --refetch may mend it';
const ABSENT_IN_PARTIAL = 'absent: this is a partial clone; git fetch --refetch --no-filter brings everything';

class GitHistory implements HistorySource {
  readonly kind = 'history';
  readonly root: string;
  readonly tally: SourceTally = { files: 0, bytes: 0, blobs: 0, commits: 0, refs: 0 };
  readonly progress: SourceProgress = { done: 0, total: 0, bytes: 0 };
  readonly #repository: Repository;
  readonly #references: readonly Reference[];
  readonly #request: HistoryRequest;
  readonly #ledger = new Ledger();
  readonly #database: ObjectDatabase;
  #signal: AbortSignal | undefined;
  /** What the revisions add; `null` where everything is scanned. */
  #added: readonly string[] | null = null;
  #unread: readonly string[] = [];
  #ended = false;

  constructor(repository: Repository, refs: readonly Reference[], request: HistoryRequest) {
    this.root = repository.root;
    this.#repository = repository;
    this.#references = refs;
    this.#request = request;
    this.#database = new ObjectDatabase(repository.objectFolders, repository.format);
    this.tally.refs = refs.length;
  }

  get gaps() {
    return this.#ledger.gaps;
  }

  get skipped() {
    return this.#ledger.skipped;
  }

  get tips(): Report['tips'] {
    return this.#references.map(({ name, id }) => ({ ref: name, id }));
  }

  get empty() {
    return this.#ended && this.tally.bytes === 0;
  }

  async *items(signal?: AbortSignal): AsyncGenerator<SourceItem, void, undefined> {
    this.#signal = signal;
    this.#tellOfFolders();
    const sweep = await this.#sweep().catch(async (error: unknown) => {
      // Ctrl-C reaches git as well as us, and maybe sooner.
      await nextTurn();
      if (signal?.aborted !== true) throw error;
      return null;
    });
    for (const [id, { type }] of sweep?.holders ?? []) {
      const object = await this.#read(id);
      if (object === null) continue;
      for (const [at, bytes] of textsIn(type, object.bytes, this.#database.idLength).entries()) {
        yield { path: objectPath({ type, id, at }), bytes };
      }
    }
    this.#ended = true;
  }

  async locate(hits: readonly LocatedText[]): Promise<readonly LocatedText[]> {
    const relevant = hits.filter(({ detection }) => detection.matches.length + detection.suppressed.length > 0);
    if (relevant.length === 0 || this.#signal?.aborted) return relevant;
    const { git } = this.#repository;
    const located = await locateHits(relevant, {
      git,
      census: this.#census(),
      references: this.#references,
      read: (id) => this.#read(id),
      idLength: this.#database.idLength,
    });
    const filter = pathFilter(this.#request.selection);
    return located.filter(({ path }) => {
      const leftOut = filter?.file(path) ?? null;
      if (leftOut !== null) this.#ledger.skip(leftOut.what, leftOut.why);
      return leftOut === null;
    });
  }

  async #sweep(): Promise<Sweep> {
    const { revisions, selection, settings, useCache } = this.#request;
    const { git } = this.#repository;
    const clean = useCache && revisions === null ? CleanObjects.of(this.#repository, settings) : null;
    if (clean !== null) {
      this.tally.blobs += clean.blobs;
      this.tally.commits = clean.commits;
      this.tally.bytes += clean.bytes;
    }
    const sweep = new Sweep({
      git,
      database: this.#database,
      settings,
      maxSize: selection.maxSize,
      ledger: this.#ledger,
      known: clean,
      edge: this.#repository.edge,
      signal: this.#signal,
      tally: this.tally,
      progress: this.progress,
    });
    if (revisions === null) {
      this.#tellOfShallowness(null);
      await sweep.everything();
      if (!this.#signal?.aborted) {
        const absent = sweep.absent(this.#references.map(({ id }) => id));
        clean?.remember(sweep, absent, this.#database);
        await this.#tellOfAbsent(absent);
      }
    } else {
      const { ids, missing } = await addedObjects(this.#repository, revisions);
      this.#added = ids;
      this.#tellOfShallowness(ids);
      this.#gap('object', missing, 'absent');
      await sweep.only(ids);
    }
    this.#unread = [...sweep.leftToGit];
    for (const [why, ids] of sweep.unreadable) this.#gap('object', ids, why);
    await this.#tellOfSubmodules(sweep);
    this.#tellOfPointers([...sweep.lfsPointers.keys()]);
    return sweep;
  }

  async #read(id: string): Promise<WholeObject | null> {
    try {
      const object = this.#database.read(id);
      if (object !== null) return object;
    } catch (error) {
      if (!(error instanceof UnreadableObject)) throw error;
    }
    const reader = new ObjectReader(this.#repository.git, this.#request.selection.maxSize);
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
    for (const folder of this.#repository.absentFolders) {
      this.#ledger.gap(folder, 'a folder of objects that an alternates file names is not there');
    }
  }

  /** All of history, or a range, is not whole where it goes on before the first commits of a shallow clone. */
  #tellOfShallowness(added: readonly string[] | null): void {
    const edge = new Set(this.#repository.edge);
    const cut = added === null ? [...edge] : added.filter((id) => edge.has(id));
    if (cut.length === 0) return;
    const { what, objects } = objectRow('commit', cut);
    this.#ledger.gap(`what came before ${what}`, SHALLOW, objects);
  }

  /** Elsewhere than in a partial clone, what nothing reaches may lack parts: git prunes those by their age. */
  async #tellOfAbsent(absent: readonly (readonly [string, ObjectType])[]): Promise<void> {
    if (absent.length === 0) return;
    const isPartial = this.#database.isPartial;
    const reachable = isPartial ? null : await reachableAbsent(this.#repository.git);
    for (const { type, ids } of absentRows(absent)) {
      const missed = ids.filter((id) => reachable?.has(id) ?? true);
      this.#gap(type, missed, isPartial ? ABSENT_IN_PARTIAL : ABSENT);
      const pruned = ids.filter((id) => reachable?.has(id) === false);
      if (pruned.length === 0) continue;
      const { what, objects } = objectRow(type, pruned);
      this.#ledger.skip(what, 'pruned by git: only objects that nothing reaches name it', objects);
    }
  }

  #gap(type: string, ids: readonly string[], why: string): void {
    if (ids.length === 0) return;
    const { what, objects } = objectRow(type, ids);
    this.#ledger.gap(what, why, objects);
  }

  async #tellOfSubmodules(sweep: Sweep): Promise<void> {
    const paths = await submodulePaths(sweep.submodules, {
      chainOf: (tree) => sweep.chainOf(tree),
      read: (id) => this.#read(id),
      idLength: this.#database.idLength,
    });
    for (const [path, commits] of paths) {
      this.#ledger.skip(path, 'submodule: a repository of its own, scan it there', commits);
    }
  }

  #tellOfPointers(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const { what, objects } = objectRow('blob', ids);
    this.#ledger.skipLfsContent(what, objects);
  }

  #census(): Census {
    const { git } = this.#repository;
    return this.#added === null
      ? censusOfAll(git, this.#database, this.#unread)
      : censusOf(git, this.#database, this.#added);
  }
}
