import { redactKeys } from '../detect/redact.js';
import { Git, GitError } from '../git/git.js';
import type { Report } from '../finding.js';
import type { Provenance } from '../report/index.js';
import type { Io } from './io.js';

/** What was scanned, as others can find it: as CI says, else as git does. `null` for what is not of one repository. */
export async function provenanceOf(target: Report['target'], env: Io['env']): Promise<Provenance | null> {
  if (!['files', 'staged', 'history'].includes(target.kind)) return null;
  const known = ofCi(env) ?? (await ofGit(target.root));
  const repository = known === null ? null : publicAddress(known.repository);
  return known === null || repository === null ? null : { ...known, repository };
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables and https://docs.gitlab.com/ci/variables/predefined_variables/ */
function ofCi(env: Io['env']): Provenance | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA, GITHUB_REF_NAME } = env;
  if (server && name && GITHUB_SHA) {
    return { repository: `${server}/${name}`, commit: GITHUB_SHA, branch: GITHUB_REF_NAME ?? null };
  }
  const { CI_PROJECT_URL, CI_COMMIT_SHA, CI_COMMIT_REF_NAME } = env;
  if (CI_PROJECT_URL && CI_COMMIT_SHA) {
    return { repository: CI_PROJECT_URL, commit: CI_COMMIT_SHA, branch: CI_COMMIT_REF_NAME ?? null };
  }
  return null;
}

async function ofGit(folder: string): Promise<Provenance | null> {
  try {
    const git = new Git(folder);
    const repository = await git.text(['config', '--get', 'remote.origin.url']);
    const commit = await git.text(['rev-parse', '--verify', 'HEAD']);
    const branch = await git.text(['rev-parse', '--abbrev-ref', 'HEAD']);
    return { repository, commit, branch: branch === 'HEAD' ? null : branch };
  } catch (error) {
    // No repository, no remote, no commit: then there is nothing to say.
    if (error instanceof GitError) return null;
    throw error;
  }
}

/** Without user, password, query or key; `null` for a folder of this machine, which is nobody's business. */
function publicAddress(remote: string): string | null {
  const scp = /^(?:[^@/:]+@)?([^/:]{2,}):(?!\/\/)(.+)$/.exec(remote);
  const address = scp === null ? remote : `ssh://${scp[1] ?? ''}/${scp[2] ?? ''}`;
  if (!URL.canParse(address)) return null;
  const { protocol, host, pathname } = new URL(address);
  if (!['http:', 'https:', 'ssh:', 'git:'].includes(protocol)) return null;
  return redactKeys(`${protocol}//${host}${pathname}`);
}
