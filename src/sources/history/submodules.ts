import { GitError } from '../../git/git.js';
import { begun } from '../../git/history.js';
import { askReferences, openRepositoryIn, type Repository } from '../../git/repository.js';
import { areChosen, commitsAmong, commitsBefore, type Revisions } from '../../git/revisions.js';
import { type Gitlink, gitlinksIn, haveOneOwner, isInside, SubmodulePlaces } from '../../git/submodules.js';
import { pathText } from '../names.js';
import type { SubmodulePath } from './omissions.js';
import { type HistoryTask, RepositoryHistory } from './repository-history.js';

const NOT_HERE = 'submodule that is not on this machine: git submodule update --init --recursive brings it';
const NOT_HERE_ANY_MORE = 'submodule that is not in HEAD any more, and not on this machine: scan a clone of it';
const LACKS =
  'commits that the repository of this submodule does not have here: git submodule update, or git fetch in it';
const UNNAMED = 'the repository of a submodule that no commit names: scan it there';
const LEADS_OUT = 'its .git leads out of this repository: not followed';
const OF_SOMEONE_ELSE = 'the repository of this submodule belongs to someone else: not looked into';
const IN_PARTS = 'parts of the repository of this submodule lie outside of this one: not looked into';

/** Finds the repositories of submodules that are on this machine, each once, and says which are not. */
export class Submodules {
  readonly #outermost: Repository;
  readonly #task: HistoryTask;
  /** Their folders of objects: a repository may be its own submodule. */
  readonly #entered = new Set<string>();

  constructor(outermost: Repository, task: HistoryTask) {
    this.#outermost = outermost;
    this.#task = task;
    for (const folder of outermost.objectFolders.slice(0, 1)) this.#entered.add(folder);
  }

  /** The histories of the submodules that a history names, as far as its revisions bring something of them. */
  async of(outer: RepositoryHistory, signal: AbortSignal | undefined): Promise<RepositoryHistory[]> {
    const { repository, revisions, head } = outer.place;
    const inHead = head === null ? [] : await gitlinksIn(repository.git, head);
    const before = await commitsOfSubmodulesBefore(repository, revisions, outer.submodules);
    const wanted = new Search(
      revisions !== null && !areChosen(revisions)
        ? [...outer.submodules, ...inHead.map(submoduleOf)]
        : outer.submodules,
      before,
      inHead,
    );
    const unnamed = await this.#find(wanted, repository, outer.prefix, signal);
    for (const folder of revisions === null ? unnamed : []) this.#task.ledger.skip(folder, UNNAMED);
    this.#tellOfMissing(wanted, outer.prefix);
    const histories: RepositoryHistory[] = [];
    for (const { repository: inner, path, commits } of wanted.found.values()) {
      const own = revisionsWithin(revisions, [...commits], before);
      const [objects = ''] = inner.objectFolders;
      if (own?.wanted?.length === 0 || this.#entered.has(objects)) continue;
      this.#entered.add(objects);
      const place = {
        repository: inner,
        references: areChosen(own) ? null : begun(askReferences(inner.git)),
        revisions: own,
        begun: null,
        submodule: outer.prefix + path,
        head: wanted.headOf(path),
      };
      histories.push(new RepositoryHistory(place, this.#task));
    }
    return histories;
  }

  /**
   * What is checked out at a path is the submodule there; then what is called so; then whatever has its commits. Gives the
   * folders of those that are nobody's.
   */
  async #find(wanted: Search, outer: Repository, prefix: string, signal: AbortSignal | undefined): Promise<string[]> {
    const places = new SubmodulePlaces(outer);
    const opened = new Map<string, Repository | null>();
    const look = async (target: Target, gitFolder: string, workTree: string | null): Promise<Repository | null> => {
      let repository = opened.get(gitFolder);
      if (repository === undefined) {
        repository = await this.#open(gitFolder, workTree, prefix + target.path);
        repository?.git.endWith(signal);
        signal?.throwIfAborted();
        opened.set(gitFolder, repository);
      }
      return repository;
    };
    for (const target of wanted.targets) {
      const checkedOut = places.checkedOut(target.at);
      if (checkedOut === null) continue;
      const { gitFolder, workTree } = checkedOut;
      if (gitFolder === null) this.#task.ledger.gap(prefix + target.path, LEADS_OUT);
      else await wanted.take(target, await look(target, gitFolder, workTree));
    }
    for (const target of wanted.targets.filter(({ isFound }) => !isFound)) {
      for (const folder of places.namedAfter(target.at)) {
        await wanted.take(target, await look(target, folder, null));
      }
    }
    for (const target of wanted.targets) {
      for (const folder of places.all) {
        if (target.missing.size === 0) break;
        await wanted.takeIfItHas(target, await look(target, folder, null));
      }
    }
    return places.all.filter((folder) => !wanted.has(opened.get(folder) ?? null));
  }

  async #open(gitFolder: string, workTree: string | null, path: string): Promise<Repository | null> {
    const { gitFolder: own, commonFolder, workTree: top } = this.#outermost;
    const { ledger } = this.#task;
    if (!haveOneOwner(gitFolder, own)) {
      ledger.gap(path, OF_SOMEONE_ELSE);
      return null;
    }
    try {
      const repository = await openRepositoryIn(gitFolder, workTree);
      const bounds = [own, commonFolder, ...(top === null ? [] : [top])];
      const parts = [repository.commonFolder, repository.objectFolders[0] ?? '/'];
      if (parts.every((part) => bounds.some((bound) => isInside(part, bound)))) return repository;
      ledger.gap(path, IN_PARTS);
    } catch (error) {
      if (!(error instanceof GitError && error.status !== null)) throw error;
      ledger.gap(path, `the repository of this submodule cannot be read: ${error.message}`);
    }
    return null;
  }

  #tellOfMissing(wanted: Search, prefix: string): void {
    for (const { path, isFound, missing } of wanted.targets) {
      if (missing.size === 0) continue;
      const why = isFound ? LACKS : wanted.headOf(path) === null ? NOT_HERE_ANY_MORE : NOT_HERE;
      this.#task.ledger.gap(prefix + path, why, [...missing]);
    }
  }
}

/** A submodule that is looked for. */
interface Target extends SubmodulePath {
  /** Commits of it that no repository had so far. */
  readonly missing: Set<string>;
  isFound: boolean;
}

/** A repository, the path that it is called by, and the commits of it that are wanted. */
interface Found {
  readonly repository: Repository;
  readonly path: string;
  readonly commits: Set<string>;
}

class Search {
  /** Those in HEAD first. */
  readonly targets: readonly Target[];
  /** By the folder of objects. */
  readonly found = new Map<string, Found>();
  readonly #heads: ReadonlyMap<string, string>;

  constructor(submodules: readonly SubmodulePath[], before: readonly string[], inHead: readonly Gitlink[]) {
    const known = new Set(before);
    const targets = new Map<string, Target>();
    for (const { at, path, commits } of submodules) {
      const target = targets.get(path) ?? { at, path, commits: [], missing: new Set<string>(), isFound: false };
      const wanted = new Set([...target.commits, ...commits.filter((commit) => !known.has(commit))]);
      if (wanted.size > 0) targets.set(path, { ...target, commits: [...wanted], missing: wanted });
    }
    this.#heads = new Map(inHead.map(({ at, commit }) => [pathText(at), commit]));
    const isGone = ({ path }: Target): number => (this.#heads.has(path) ? 0 : 1);
    this.targets = [...targets.values()].sort((a, b) => isGone(a) - isGone(b));
  }

  /** The commit of a submodule that HEAD names; `null` where it names none. */
  headOf(path: string): string | null {
    return this.#heads.get(path) ?? null;
  }

  /** Whether a repository is that of a submodule. */
  has(repository: Repository | null): boolean {
    return repository !== null && this.found.has(repository.objectFolders[0] ?? '');
  }

  /** Takes a repository for that of a submodule. */
  async take(target: Target, repository: Repository | null): Promise<void> {
    if (repository === null) return;
    target.isFound = true;
    const [objects = ''] = repository.objectFolders;
    const found = this.found.get(objects) ?? { repository, path: target.path, commits: new Set<string>() };
    this.found.set(objects, found);
    for (const commit of await commitsAmong(repository.git, [...target.missing])) {
      target.missing.delete(commit);
      found.commits.add(commit);
    }
  }

  /** As {@link take}, where it has a commit that is still missed. */
  async takeIfItHas(target: Target, repository: Repository | null): Promise<void> {
    if (repository === null) return;
    const here = await commitsAmong(repository.git, [...target.missing]);
    if (here.length > 0) await this.take(target, repository);
  }
}

function submoduleOf({ at, commit }: Gitlink): SubmodulePath {
  return { at, path: pathText(at), commits: [commit] };
}

/** The commits of submodules that stood in the repository right before what the revisions add. */
async function commitsOfSubmodulesBefore(
  { git }: Repository,
  revisions: Revisions | null,
  submodules: readonly SubmodulePath[],
): Promise<string[]> {
  if (revisions === null || !areChosen(revisions) || submodules.length === 0) return [];
  const links: Gitlink[] = [];
  for (const commit of await commitsBefore(git, revisions)) links.push(...(await gitlinksIn(git, commit)));
  return [...new Set(links.map(({ commit }) => commit))];
}

/**
 * Of a submodule, a part of history brings what the commits bring that it names, and those right before it did not. What
 * is new since a report is new in every repository: ids of others that are known are passed over.
 */
function revisionsWithin(
  revisions: Revisions | null,
  commits: readonly string[],
  before: readonly string[],
): Revisions | null {
  if (revisions === null) return null;
  const { known } = revisions;
  if (!areChosen(revisions)) return { wanted: null, known, knownRefs: [], since: null };
  return { wanted: commits, known: [...new Set([...known, ...before])], knownRefs: [], since: null };
}
