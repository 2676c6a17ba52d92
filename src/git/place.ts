import type { Git } from './git.js';

/** The absolute path of the top of the work tree that git works on. Throws a `GitError` where there is none. */
export async function workTreeTop(git: Git): Promise<string> {
  return await git.text(['rev-parse', '--show-toplevel']);
}
