import { UsageError } from '../errors.js';
import type { Revisions } from './revisions.js';

/** What a hook is told beside its standard input. */
export interface HookSurroundings {
  /** The remote that is pushed to, or its URL: the first argument of pre-push. */
  readonly remote: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** An id of zeros stands for "none". */
const SOME = /[^0]/;

/**
 * Reads what git writes to a hook's standard input: pre-push (`<local ref> <local id> <remote ref> <remote id>`), or
 * pre-receive and post-receive (`<old id> <new id> <ref>`); githooks(5). Where the pre-commit framework has read it
 * before us, its variables say what is pushed. Deletions add nothing.
 */
export function revisionsOfHook(text: string, { remote, env }: HookSurroundings): Revisions {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0 && env['PRE_COMMIT'] !== undefined) return revisionsOfPreCommit(env);
  const wanted: string[] = [];
  const known: string[] = [];
  const updated: string[] = [];
  for (const line of lines) {
    const [, pushed, there] = /^.+ ([0-9a-f]{40,64}) \S+ ([0-9a-f]{40,64})$/.exec(line) ?? [];
    const [, old, received, name] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (\S+)$/.exec(line) ?? [];
    const [after, before] = [pushed ?? received, there ?? old];
    if (after === undefined || before === undefined) {
      throw new UsageError(`standard input: expected the lines git gives a pre-push or pre-receive hook, got: ${line}`);
    }
    if (SOME.test(after)) wanted.push(after);
    if (SOME.test(before)) known.push(before);
    if (name !== undefined) updated.push(name);
  }
  // What a server had is in its references, but for those that a post-receive finds moved already.
  const onServer = [...updated.map((name) => `--exclude=${name}`), '--all'];
  return { wanted, known, knownRefs: updated.length > 0 ? onServer : remoteBranches(remote), since: null };
}

/** https://pre-commit.com/#pre-push: a new branch has no `FROM`. */
function revisionsOfPreCommit(env: HookSurroundings['env']): Revisions {
  const wanted = env['PRE_COMMIT_TO_REF'] ?? env['PRE_COMMIT_LOCAL_BRANCH'];
  const from = env['PRE_COMMIT_FROM_REF'];
  if (wanted === undefined) {
    throw new UsageError(
      'pre-commit runs this hook where nothing is pushed: give it stages: [pre-push] ([push] before 3.2)',
    );
  }
  const remote = env['PRE_COMMIT_REMOTE_NAME'];
  const knownRefs = remote === undefined ? [] : remoteBranches(remote);
  return { wanted: [wanted], known: from === undefined ? [] : [from], knownRefs, since: null };
}

/** What a remote had when we last looked; without its name, what any had. A URL has no branches here. */
function remoteBranches(remote: string | null): readonly string[] {
  return [remote === null ? '--remotes' : `--remotes=${remote}`];
}
