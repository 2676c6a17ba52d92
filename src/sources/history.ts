import type { DetectSettings } from '../detect/detection.js';
import type { Omission, Report } from '../finding.js';
import type { BegunHistory } from '../git/history.js';
import { repositoryAround } from '../git/repository.js';
import { isInterruption } from './history/interruption.js';
import { type HistoryTask, RepositoryHistory } from './history/repository-history.js';
import type { Submodules } from './history/submodules.js';
import { Ledger } from './ledger.js';
import type { LocatedText } from './located.js';
import { pathFilter, type Selection } from './selection.js';
import type { Source, SourceItem, SourceProgress, SourceTally } from './source.js';

export interface HistoryRequest {
  /** git at work in the folder where the user stands. */
  readonly begun: BegunHistory;
  readonly selection: Selection;
  readonly settings: DetectSettings;
  /** Whether to remember, and believe, which objects are clean. */
  readonly useCache: boolean;
  /** Whether the repositories of submodules are scanned too. */
  readonly entersSubmodules: boolean;
}

/** A history to scan, and the way from what is found to who put it there. */
export interface HistorySource extends Source {
  /** Says of each hit in which commits and at which paths it stands. */
  locate(hits: readonly LocatedText[]): Promise<readonly LocatedText[]>;
}

/** Opens the repository that git is at work on. Rejects with a `GitError` where there is none. */
export async function openHistory(request: HistoryRequest): Promise<HistorySource> {
  const { selection, settings, useCache, begun } = request;
  const repository = repositoryAround(begun.git, await begun.layout);
  const books = {
    ledger: new Ledger(),
    tally: { files: 0, bytes: 0, blobs: 0, commits: 0, refs: 0 },
    progress: { done: 0, total: 0, bytes: 0 },
  };
  const task = { settings, maxSize: selection.maxSize, useCache, ...books };
  const revisions = begun.part?.revisions ?? null;
  const place = {
    repository,
    references: begun.references,
    revisions,
    begun: begun.part,
    submodule: null,
    head: repository.head,
  };
  return new GitHistory(new RepositoryHistory(place, task), task, request);
}

class GitHistory implements HistorySource {
  readonly kind = 'history';
  readonly givesWhatItFound = true;
  readonly root: string;
  readonly tally: SourceTally;
  readonly progress: SourceProgress;
  readonly #ledger: Ledger;
  readonly #request: HistoryRequest;
  readonly #task: HistoryTask;
  #submodules: Submodules | null = null;
  /** That of the repository, then those of its submodules. */
  readonly #histories: RepositoryHistory[];
  /** By the path of an item. */
  readonly #origins = new Map<string, RepositoryHistory>();
  #signal: AbortSignal | undefined;
  #ended = false;

  constructor(outer: RepositoryHistory, task: HistoryTask, request: HistoryRequest) {
    this.root = outer.place.repository.root;
    this.tally = task.tally;
    this.progress = task.progress;
    this.#ledger = task.ledger;
    this.#request = request;
    this.#task = task;
    this.#histories = [outer];
  }

  get gaps(): readonly Omission[] {
    return this.#ledger.gaps;
  }

  get skipped(): readonly Omission[] {
    return this.#ledger.skipped;
  }

  get tips(): Report['tips'] {
    return this.#histories.flatMap(({ tips }) => tips);
  }

  get empty() {
    return this.#ended && this.tally.bytes === 0;
  }

  async *items(signal?: AbortSignal): AsyncGenerator<SourceItem, void, undefined> {
    this.#signal = signal;
    // The list grows on the way.
    for (const history of this.#histories) {
      for await (const item of history.items(signal)) {
        this.#origins.set(item.path, history);
        yield item;
      }
      if (signal?.aborted) break;
      if (this.#request.entersSubmodules) this.#histories.push(...(await this.#enter(history)));
      else history.leaveOutSubmodules();
    }
    this.#ended = true;
  }

  async locate(hits: readonly LocatedText[]): Promise<readonly LocatedText[]> {
    const relevant = hits.filter(({ detection }) => detection.matches.length + detection.suppressed.length > 0);
    if (relevant.length === 0) return relevant;
    const located: LocatedText[] = [];
    for (const history of this.#histories) {
      const own = relevant.filter(({ path }) => this.#origins.get(path) === history);
      if (own.length > 0) located.push(...(await this.#locateIn(history, own)));
    }
    const filter = pathFilter(this.#request.selection);
    return located.filter(({ path }) => {
      const leftOut = filter?.file(path) ?? null;
      if (leftOut !== null) this.#ledger.skip(leftOut.what, leftOut.why);
      return leftOut === null;
    });
  }

  async #enter(history: RepositoryHistory): Promise<RepositoryHistory[]> {
    try {
      const { Submodules } = await import('./history/submodules.js');
      this.#submodules ??= new Submodules(this.#histories[0]!.place.repository, this.#task);
      return await this.#submodules.of(history, this.#signal);
    } catch (error) {
      if (!(await isInterruption(this.#signal))) throw error;
      return [];
    }
  }

  /** Where it is interrupted, hits stay called by their objects. */
  async #locateIn(history: RepositoryHistory, hits: readonly LocatedText[]): Promise<readonly LocatedText[]> {
    if (this.#signal?.aborted) return hits;
    try {
      return await history.locate(hits);
    } catch (error) {
      if (!(await isInterruption(this.#signal))) throw error;
      return hits;
    }
  }
}
