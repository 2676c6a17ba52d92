import { GitError, type Git } from './git.js';

/** The absolute path of the top of the work tree around git's folder. Throws {@link GitError} where there is none. */
export async function workTreeTop(git: Git): Promise<string> {
  return await git.text(['rev-parse', '--show-toplevel']);
}

/** As {@link workTreeTop}; `null` where the folder belongs to no repository, or lies inside its `.git`. */
export async function workTreeTopIfAny(git: Git): Promise<string | null> {
  try {
    return await workTreeTop(git);
  } catch (error) {
    if (error instanceof GitError && /not a git repository|must be run in a work tree/.test(error.message)) return null;
    throw error;
  }
}
