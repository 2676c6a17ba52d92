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
  /** Absolute; `null` of a bare repository, and where git stands in `.git`. */
  readonly workTree: string | null;
  /** Its own folder: `.git`, or what that names. Absolute. */
  readonly gitFolder: string;
  /** The folder with what linked work trees share, and with the submodules' repositories. Absolute. */
  readonly commonFolder: string;
  /** What `HEAD` names; `null` where there is no commit yet. */
  readonly head: string | null;
}

/** A branch, tag or other reference. */
export interface Reference {
  /** `HEAD`, or the full name. */
  readonly name: string;
  readonly id: string;
}

/**
 * git for the repository that `folder` (absolute) is in. A bare repository is used where the user stands in it, and not where
 * one turns up around or below.
 */
export function gitAround(folder: string): Git {
  const isNamed = process.env.GIT_DIR !== undefined || existsSync(path.join(folder, '.git'));
  return new Git(folder, !isNamed && isBare(folder) ? { gitDir: folder } : {});
}

/** Where the parts of a repository are, as `git rev-parse` says it, a line each; relative to the folder it runs in. */
export type Layout = readonly string[];

/** Rejects with a {@link GitError} where there is no repository. */
export async function askLayout(git: Git): Promise<Layout> {
  return (await git.text(LAYOUT)).split(/\r?\n/);
}

/** The repository that git works on. */
export function repositoryAround(git: Git, layout: Layout): Repository {
  const repository = repositoryOf(git, layout, process.env);
  const up = layout.slice(LAYOUT_PATHS).find((line) => !OBJECT_ID.test(line));
  const workTree = up === undefined ? null : path.resolve(git.folder, up);
  return { ...repository, root: workTree ?? repository.gitFolder, workTree };
}

/**
 * The repository in a folder of git's that the user has not named: nothing of its configuration or of the environment says
 * where its parts are. `workTree`: where it is checked out, if it is.
 */
export async function openRepositoryIn(gitFolder: string, workTree: string | null): Promise<Repository> {
  const git = new Git(gitFolder, { repository: 'discovered', gitDir: gitFolder, workTree: gitFolder });
  const repository = repositoryOf(git, await askLayout(git), {});
  return { ...repository, root: workTree ?? gitFolder, workTree };
}

function repositoryOf(git: Git, layout: Layout, environment: NodeJS.ProcessEnv): Omit<Repository, 'root' | 'workTree'> {
  const { folder } = git;
  const [format = '', gitFolder = '', common = '', objects = '', shallow = ''] = layout;
  const { folders, absent } = objectFolders(path.resolve(folder, objects), environment);
  return {
    git,
    objectFolders: folders,
    absentFolders: absent,
    format: format as ObjectFormat,
    edge: linesOf(path.resolve(folder, shallow)),
    gitFolder,
    commonFolder: path.resolve(folder, common),
    head: layout.slice(LAYOUT_PATHS).find((line) => OBJECT_ID.test(line)) ?? null,
  };
}

const LAYOUT = [
  'rev-parse',
  '--show-object-format',
  '--absolute-git-dir',
  '--git-common-dir',
  '--git-path',
  'objects',
  '--git-path',
  'shallow',
  // Says nothing in a bare repository, nor in `.git`.
  '--show-cdup',
  // Says nothing where there is no commit yet.
  '--revs-only',
  'HEAD',
];

/** The lines that are always there. */
const LAYOUT_PATHS = 5;
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function linesOf(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** Whether `folder` itself is a bare repository. */
export function isBare(folder: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(path.join(folder, name)));
}

/** All references but `HEAD`. */
export async function askReferences(git: Git): Promise<Reference[]> {
  const lines = (await git.text(['for-each-ref', '--format=%(objectname) %(refname)'])).split(/\r?\n/);
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const space = line.indexOf(' ');
      return { name: line.slice(space + 1), id: line.slice(0, space) };
    });
}

/** `HEAD` first where it names a commit. */
export function withHead({ head }: Repository, references: readonly Reference[]): readonly Reference[] {
  return head === null ? references : [{ name: 'HEAD', id: head }, ...references];
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
