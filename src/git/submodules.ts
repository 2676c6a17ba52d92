import { lstatSync, readdirSync, readFileSync, realpathSync, type Stats } from 'node:fs';
import path from 'node:path';
import { type Git, GitError } from './git.js';
import { type RawText, rawText } from './records.js';
import { isBare, type Repository } from './repository.js';

/** A submodule in the tree of a commit. */
export interface Gitlink {
  readonly at: RawText;
  /** Of the submodule. */
  readonly commit: string;
}

/** The submodules in the tree of a commit; none where that is not there. */
export async function gitlinksIn(git: Git, commit: string): Promise<Gitlink[]> {
  const links: Gitlink[] = [];
  try {
    for await (const records of git.records(['ls-tree', '-r', '-z', '--full-tree', commit])) {
      for (const record of records) {
        const bytes = Buffer.from(record);
        const [head, id] = /^160000 commit ([0-9a-f]+)\t/.exec(bytes.toString('latin1', 0, LONGEST_HEAD)) ?? [];
        if (head !== undefined && id !== undefined)
          links.push({ at: rawText(bytes.subarray(head.length)), commit: id });
      }
    }
  } catch (error) {
    if (!(error instanceof GitError && error.status !== null)) throw error;
  }
  return links;
}

/** Mode, type and id. */
const LONGEST_HEAD = 100;

/** Where a checked-out submodule has its repository, or why that is not looked into. */
export interface CheckedOut {
  /** The folder that it is checked out in. */
  readonly workTree: string;
  readonly gitFolder: string | null;
}

/**
 * The repositories of submodules that lie where git puts them: in `modules` of the outer repository's own folder
 * (gitrepository-layout(5)), or as a `.git` folder in the place that the outer repository's trees give. No configuration and
 * no `.gitmodules` is asked where that is, and no link is followed: those are others' words.
 */
export class SubmodulePlaces {
  readonly #outer: Repository;
  readonly #modules: readonly string[];

  constructor(outer: Repository) {
    this.#outer = outer;
    const { gitFolder, commonFolder } = outer;
    const worktrees = path.join(commonFolder, 'worktrees');
    // A linked work tree has submodules of its own.
    const owners = [gitFolder, commonFolder, ...namesIn(worktrees).map((name) => path.join(worktrees, name))];
    this.#modules = [...new Set(owners.map((owner) => path.join(owner, 'modules')))].filter(isFolder);
  }

  /** What is checked out at a path of the outer repository; `null` where nothing is. */
  checkedOut(at: RawText): CheckedOut | null {
    const { workTree } = this.#outer;
    if (workTree === null || typeof at !== 'string' || !isPlain(at)) return null;
    let folder = workTree;
    for (const part of at.split('/')) {
      folder = path.join(folder, part);
      if (!isFolder(folder)) return null;
    }
    const link = path.join(folder, '.git');
    const stats = statsOf(link);
    if (stats === null) return null;
    if (stats.isDirectory()) return { workTree: folder, gitFolder: link };
    return { workTree: folder, gitFolder: stats.isFile() ? this.#named(link) : null };
  }

  /** Where git keeps the repository of a submodule that was added at this path. */
  namedAfter(at: RawText): string[] {
    if (typeof at !== 'string' || !isPlain(at)) return [];
    return this.#modules
      .map((folder) => path.join(folder, ...at.split('/')))
      .filter((folder) => this.all.includes(folder));
  }

  /** Every repository in `modules`, but for those in another one's. */
  get all(): readonly string[] {
    return (this.#all ??= this.#modules.flatMap((folder) => repositoriesBelow(folder)));
  }
  #all: readonly string[] | null = null;

  /** Follows a `.git` file as far as `modules`. */
  #named(file: string): string | null {
    const [, given] = /^gitdir: (.+?)[\r\n]*$/s.exec(readFileSync(file, 'utf8')) ?? [];
    if (given === undefined) return null;
    try {
      const real = realpathSync(path.resolve(path.dirname(file), given));
      return this.#modules.some((folder) => isInside(real, folder)) ? real : null;
    } catch {
      return null;
    }
  }
}

/** Whether `inner` is `outer` or lies in it, after all links. */
export function isInside(inner: string, outer: string): boolean {
  const way = path.relative(realpathSync(outer), realpathSync(inner));
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

/** Whether both belong to one user: git asks that of a repository that it finds, and not of one that it is told of. */
export function haveOneOwner(one: string, other: string): boolean {
  return process.getuid === undefined || statsOf(one)?.uid === statsOf(other)?.uid;
}

/** Whether git would check anything out there: it refuses ways up and every spelling of `.git`. */
function isPlain(at: string): boolean {
  return at.split('/').every((part) => !/^(?:|\.\.?|(?:\.git|git~1)[. ]*)$/i.test(part) && !FOREIGN.test(part));
}

/** What Windows takes for the end of a folder or for a drive. */
const FOREIGN = process.platform === 'win32' ? /[\\:]/ : /\0/;

function repositoriesBelow(folder: string): string[] {
  return namesIn(folder)
    .map((name) => path.join(folder, name))
    .filter(isFolder)
    .flatMap((each) => (isBare(each) ? [each] : repositoriesBelow(each)));
}

/** What is in a folder; nothing where that may not be read: what is missed by that is missed by its commits. */
function namesIn(folder: string): string[] {
  try {
    return isFolder(folder) ? readdirSync(folder).sort() : [];
  } catch {
    return [];
  }
}

function isFolder(folder: string): boolean {
  return statsOf(folder)?.isDirectory() === true;
}

function statsOf(file: string): Stats | null {
  return lstatSync(file, { throwIfNoEntry: false }) ?? null;
}
