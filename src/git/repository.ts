import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Git, GitError } from './git.js';
import { objectFolders } from './objects/folders.js';
import type { ObjectFormat } from './objects/object-id.js';

/** A repository, wherever its parts are: bare or not, linked work tree, submodule, with a `.git` file. */
export interface Repository {
  readonly git: Git;
  /** The top of the work tree; of a bare repository its own folder. Absolute. */
  readonly root: string;
  /** Its own folder of objects, then those of its alternates. Absolute. */
  readonly objectFolders: readonly string[];
  /** Alternates that are named but not there. */
  readonly absentFolders: readonly string[];
  readonly format: ObjectFormat;
  /** Commits of a shallow clone whose parents it leaves out. */
  readonly edge: readonly string[];
  /** Absolute; `null` of a bare repository. */
  readonly workTree: string | null;
  /** Its own folder: `.git`, or what that names. Absolute. */
  readonly gitFolder: string;
  /** The folder with what linked work trees share, and with the submodules' repositories. Absolute. */
  readonly commonFolder: string;
}

/** A branch, tag or other reference. */
export interface Reference {
  /** `HEAD`, or the full name. */
  readonly name: string;
  readonly id: string;
}

/** The repository that `folder` (absolute) is in. Rejects with a {@link GitError} where there is none. */
export async function openRepository(folder: string): Promise<Repository> {
  const { git, lines } = await layoutOf(folder);
  const repository = repositoryOf(git, lines, process.env);
  const [, bare, , , , , up = ''] = lines;
  const workTree = bare === 'true' ? null : path.resolve(folder, up);
  return { ...repository, root: workTree ?? repository.gitFolder, workTree };
}

/**
 * The repository in a folder of git's that the user has not named: nothing of its configuration or of the environment says
 * where its parts are. `workTree`: where it is checked out, if it is.
 */
export async function openRepositoryIn(gitFolder: string, workTree: string | null): Promise<Repository> {
  const git = new Git(gitFolder, { repository: 'discovered', gitDir: gitFolder, workTree: gitFolder });
  const repository = repositoryOf(git, (await git.text(LAYOUT)).split(/\r?\n/), {});
  return { ...repository, root: workTree ?? gitFolder, workTree };
}

function repositoryOf(
  git: Git,
  [format = '', , gitFolder = '', common = '', objects = '', shallow = '']: readonly string[],
  environment: NodeJS.ProcessEnv,
): Omit<Repository, 'root' | 'workTree'> {
  const { folder } = git;
  const { folders, absent } = objectFolders(path.resolve(folder, objects), environment);
  return {
    git,
    objectFolders: folders,
    absentFolders: absent,
    format: format as ObjectFormat,
    edge: linesOf(path.resolve(folder, shallow)),
    gitFolder,
    commonFolder: path.resolve(folder, common),
  };
}

const LAYOUT = [
  'rev-parse',
  '--show-object-format',
  '--is-bare-repository',
  '--absolute-git-dir',
  '--git-common-dir',
  '--git-path',
  'objects',
  '--git-path',
  'shallow',
  '--show-cdup',
];

function linesOf(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

async function layoutOf(folder: string): Promise<{ git: Git; lines: string[] }> {
  const git = new Git(folder);
  try {
    return { git, lines: (await git.text(LAYOUT)).split(/\r?\n/) };
  } catch (error) {
    // A bare repository is used where the user stands in it, and not where one turns up around or below.
    if (!(error instanceof GitError && /safe\.bareRepository/i.test(error.message) && isBare(folder))) throw error;
    const bare = new Git(folder, { gitDir: folder });
    return { git: bare, lines: (await bare.text(LAYOUT)).split(/\r?\n/) };
  }
}

/** Whether `folder` itself is a bare repository. */
export function isBare(folder: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(path.join(folder, name)));
}

/** All references, `HEAD` first where it names a commit. */
export async function references(git: Git): Promise<Reference[]> {
  const listed = (await git.text(['for-each-ref', '--format=%(HEAD)%(objectname) %(refname)'])).split(/\r?\n/);
  const refs: Reference[] = [];
  let head: string | undefined;
  for (const line of listed) {
    const [, star, id, name] = /^([ *])([0-9a-f]+) (.+)$/.exec(line) ?? [];
    if (id === undefined || name === undefined) continue;
    refs.push({ name, id });
    if (star === '*') head = id;
  }
  head ??= await detachedHead(git);
  return head === undefined ? refs : [{ name: 'HEAD', id: head }, ...refs];
}

async function detachedHead(git: Git): Promise<string | undefined> {
  try {
    return await git.text(['rev-parse', '--quiet', '--verify', 'HEAD']);
  } catch (error) {
    // No commits yet.
    if (error instanceof GitError && error.status === 1) return undefined;
    throw error;
  }
}

/** The entries of the stash below the newest one, which is a reference: `stash@{1}` and so on. */
export async function stashes(git: Git): Promise<Reference[]> {
  try {
    const ids = await git.text(['rev-list', '--walk-reflogs', '--end-of-options', 'refs/stash']);
    return ids
      .split(/\r?\n/)
      .map((id, at) => ({ name: `stash@{${at}}`, id }))
      .slice(1);
  } catch (error) {
    // No stash. A git that was killed has not said so.
    if (error instanceof GitError && error.status !== null) return [];
    throw error;
  }
}
