import type { Prefilter } from '../detect/index.js';
import { repositoryRootOf } from '../config/discovery.js';
import type { Omission } from '../finding.js';
import { GitError } from '../git/git.js';
import { isIgnoredFolder, roughlyTracked, trackedFiles, untrackedFiles } from '../git/listing.js';
import { Bell } from './files/bell.js';
import { FILES_AT_ONCE, Hand } from './files/hand.js';
import type { Helper } from './files/helper.js';
import {
  findChanged,
  findTargets,
  isWithin,
  overlap,
  rootOf,
  sharedFolderOf,
  type FoundTarget,
} from './files/targets.js';
import type { Assignment, FileWork, Outcome, RepositoryWork, Work } from './files/work.js';
import { KeyNames } from './key-names.js';
import { Booked } from './ledger.js';
import { joinRaw, pathText, withSlashes } from './names.js';
import { type FoundItem, PackedItems } from './packed-items.js';
import type { Selection } from './selection.js';
import type { Source, SourceItem } from './source.js';

/** What the user's words name, looked up once: the command needs `root` to find its configuration before it reads. */
export interface NamedFiles {
  /** Absolute; see {@link rootOf}. */
  readonly root: string;
  /** The innermost folder that holds all that was named: where configuration is looked for from. */
  readonly folder: string;
  readonly targets: readonly FoundTarget[];
  /** Words that name nothing. */
  readonly gaps: readonly Omission[];
  /**
   * Whether a hook manager named the files of a change, not a person. Links among them are read as git stores them,
   * submodules are named in `skipped`, no name is a glob, and the configuration may leave out all of them.
   */
  readonly asChange: boolean;
}

/** Looks up `words`, relative to `cwd`: files, folders, and what is neither as a glob. */
export async function nameFiles(words: readonly string[], cwd: string, asChange = false): Promise<NamedFiles> {
  const { found, gaps } = asChange ? findChanged(words, cwd) : await findTargets(words, cwd);
  const folder = sharedFolderOf(found, cwd);
  return { root: rootOf(folder, cwd), folder, targets: found, gaps, asChange };
}

/**
 * Files and folders on the disk. In a repository: what git tracks there and what it does not ignore. Elsewhere:
 * everything that no .gitignore at or below the named folder ignores, `node_modules` too. A file the user names is read
 * whatever git says, and a folder that git ignores is walked like one outside a repository. `.git` is never read, links
 * are read as text and not followed, submodules and repositories in a repository are named in `skipped`.
 */
export function openFiles(named: NamedFiles, selection: Selection, prefilter: Prefilter): Source {
  return new FilesSource(named, selection, prefilter);
}

/**
 * From here on a worker pays for its start, which takes as long as reading some 5,000 files: files read and known to come,
 * where git lists them; where nobody knows how many will come, files read; or bytes read.
 */
const HELPER_FOR_FILES = 3000;
const HELPER_AFTER_FILES = 500;
const HELPER_AFTER_BYTES = 16 << 20;

class FilesSource extends Booked implements Source {
  readonly kind = 'files';
  readonly givesWhatItFound = true;
  readonly root: string;
  readonly #named: NamedFiles;
  readonly #assignment: Assignment;
  readonly #packed: PackedItems;
  readonly #prefilter: Prefilter;
  readonly #queue: Work[] = [];
  readonly #matched = new Set<number>();
  /** Hands find names, each for itself. */
  readonly #keyNames: KeyNames;
  /** Not yet handed on. */
  readonly #found: FoundItem[] = [];
  #hasFolder = false;
  /** Files that git seems to track in the repositories it lists. */
  #expected = 0;
  #listings = 0;
  #failure: unknown = null;
  readonly #bell = new Bell();

  constructor(named: NamedFiles, selection: Selection, prefilter: Prefilter) {
    super();
    this.root = named.root;
    this.#named = named;
    this.#prefilter = prefilter;
    this.#keyNames = new KeyNames(prefilter);
    this.#packed = new PackedItems(selection, this.ledger);
    const targets = named.targets.map(({ word, path, glob }) => ({ word, path, glob }));
    this.#assignment = {
      root: named.root,
      selection,
      targets,
      gateways: prefilter.gateways,
      overlapping: overlap(targets),
    };
    for (const { what, why } of named.gaps) this.ledger.gap(what, why);
  }

  /**
   * Files that were named one by one may be empty: each of them was opened and read to its end. What the configuration
   * leaves out of them was not, which passes for a change only: nobody chose its files.
   */
  get empty() {
    return !this.#hasFolder && this.gaps.length === 0 && (this.#named.asChange || this.skipped.length === 0);
  }

  async *items(signal?: AbortSignal): AsyncGenerator<SourceItem, void, undefined> {
    for (const [at, target] of this.#named.targets.entries()) this.#begin(target, at);
    const hand = await Hand.for(this.#assignment, this.#prefilter);
    let helper: Helper | null = null;
    // Where one file could come twice, one hand does it all.
    let isStaffed = this.#assignment.overlapping;
    try {
      for (;;) {
        this.#throwFailure();
        if (signal?.aborted === true) {
          yield* this.#found.filter(({ isPacked }) => isPacked !== true);
          return;
        }
        if (!isStaffed && this.#needsHelp()) {
          isStaffed = true;
          helper = await this.#hire();
        }
        for (const outcome of helper?.collect() ?? []) this.#absorb(outcome);
        while (helper?.wantsWork === true && this.#queue.length > 1) this.#share(helper);
        // Looking through the first items takes a while: by then the worker is at work, if one is needed.
        if (isStaffed || this.#queue.length === 0) yield* this.#handOn();
        const work = this.#queue.pop();
        if (work?.kind === 'repository') this.#list(work);
        else if (work !== undefined) {
          this.#absorb(hand.do(work));
          await breath();
        } else if (this.#listings > 0 || helper?.busy === true) await this.#bell.rung();
        else if (this.#found.length === 0) break;
      }
      // A listing may have failed while an item was out.
      this.#throwFailure();
    } finally {
      await helper?.stop();
    }
    this.#close();
  }

  async *#handOn(): AsyncGenerator<SourceItem> {
    for (const { isPacked, ...item } of this.#found.splice(0)) {
      if (isPacked !== true) yield item;
      else yield* this.#packed.of(item);
    }
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure as Error;
  }

  /** Puts a named target to work. */
  #begin({ path, isFolder }: FoundTarget, target: number): void {
    const { asChange } = this.#named;
    if (isFolder && asChange && repositoryRootOf(path) === path) {
      this.#matched.add(target);
      this.ledger.skipSubmodule(this.#display(path));
    } else if (isFolder) {
      this.#hasFolder = true;
      this.#list({ kind: 'repository', target, folder: path });
    } else this.#queue.push({ kind: 'files', target, origin: asChange ? 'found' : 'named', folder: '', names: [path] });
  }

  /** Lists a folder through git if it belongs to a repository, else walks it. */
  #list(work: RepositoryWork): void {
    this.#listings++;
    void this.#listOrWalk(work)
      .catch((error: unknown) => (this.#failure = error))
      .finally(() => {
        this.#listings--;
        this.#bell.ring();
      });
  }

  async #listOrWalk({ folder, target }: RepositoryWork): Promise<void> {
    const top = repositoryRootOf(folder);
    if (top === folder) this.#expected += roughlyTracked(top);
    const listable = top !== null && (top === folder || !(await isIgnoredFolder(folder)));
    if (listable && (await this.#listWithGit(folder, target))) return;
    this.#put({ kind: 'folders', target, top: folder, folders: [folder] });
  }

  /** Whether git listed anything. Where it refuses, what a walk would miss is a gap. */
  async #listWithGit(folder: string, target: number): Promise<boolean> {
    try {
      const listed = await Promise.all([this.#listTracked(folder, target), this.#listUntracked(folder, target)]);
      return listed.includes(true);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      if (!error.message.includes('not a git repository')) {
        const loss = 'the folder was walked instead, which leaves out tracked files that a .gitignore names';
        this.ledger.gap(this.#display(folder), `${error.message}; ${loss}`);
      }
      return false;
    }
  }

  async #listTracked(folder: string, target: number): Promise<boolean> {
    let any = false;
    for await (const { files, submodules } of trackedFiles(folder)) {
      any = true;
      for (const name of submodules) this.ledger.skipSubmodule(this.#display(joinRaw(folder, name)));
      this.#putFiles({ kind: 'files', target, origin: 'tracked', folder, names: files });
    }
    return any;
  }

  async #listUntracked(folder: string, target: number): Promise<boolean> {
    let any = false;
    for await (const { files, repositories } of untrackedFiles(folder)) {
      any = true;
      for (const name of repositories) this.ledger.skipRepository(this.#display(joinRaw(folder, name)));
      this.#putFiles({ kind: 'files', target, origin: 'found', folder, names: files });
    }
    return any;
  }

  /** In pieces that a hand reads in one go: what it would hand back would be copied twice. */
  #putFiles(work: FileWork): void {
    for (let at = 0; at < work.names.length; at += FILES_AT_ONCE) {
      this.#put({ ...work, names: work.names.slice(at, at + FILES_AT_ONCE) });
    }
  }

  #put(work: Work): void {
    this.#queue.push(work);
    this.#bell.ring();
  }

  #needsHelp(): boolean {
    if (this.#expected >= HELPER_FOR_FILES) return true;
    if (this.#queue.length < 2) return false;
    const { files, bytes } = this.ledger.tally;
    if (bytes >= HELPER_AFTER_BYTES) return true;
    if (this.#queue.some(({ kind }) => kind === 'folders')) return files >= HELPER_AFTER_FILES;
    const waiting = this.#queue.reduce((sum, work) => sum + (work.kind === 'files' ? work.names.length : 0), 0);
    return files + waiting >= HELPER_FOR_FILES;
  }

  async #hire(): Promise<Helper | null> {
    const { Helper } = await import('./files/helper.js');
    return Helper.start(this.#assignment, () => this.#bell.ring());
  }

  /** Gives away the oldest work: the folders nearest to the top, with the most below them. */
  #share(helper: Helper): void {
    const work = this.#queue.shift();
    if (work?.kind === 'repository') this.#list(work);
    else if (work !== undefined) helper.give(work);
  }

  #absorb({ items, entries, more, matched }: Outcome): void {
    this.ledger.add(entries);
    this.#queue.push(...more.flatMap(inHalves));
    if (matched !== null) this.#matched.add(matched);
    this.#found.push(...items.filter((item) => item.nameOf === undefined || this.#keyNames.isNew(item)));
  }

  /** The last entries of the books: what was named for nothing. */
  #close(): void {
    for (const [at, { word }] of this.#named.targets.entries()) {
      if (!this.#matched.has(at)) this.ledger.gap(word, 'matched nothing');
    }
  }

  #display(file: Parameters<typeof pathText>[0]): string {
    const text = pathText(file);
    return isWithin(this.root, text) ? withSlashes(text.slice(this.root.length + 1)) || '.' : withSlashes(text);
  }
}

/** Two pieces of work instead of one with many folders, so that it can be shared. */
function inHalves(work: Work): Work[] {
  if (work.kind !== 'folders' || work.folders.length < 2) return [work];
  const middle = work.folders.length >> 1;
  return [
    { ...work, folders: work.folders.slice(0, middle) },
    { ...work, folders: work.folders.slice(middle) },
  ];
}

/** Lets listings, workers and timers have their turn. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
