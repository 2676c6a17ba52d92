import { UsageError } from '../errors.js';
import { GitError, type Git } from './git.js';

/** What part of history is meant; `null` in its place means all of it. */
export interface Revisions {
  /** As `git rev-list` takes them: `main`, `a..b`, `^c`. */
  readonly wanted: readonly string[];
  /** As `wanted`, but what can be reached from these is left out. Ids that no longer exist are passed over. */
  readonly known: readonly string[];
  /** References whose content is known as well. */
  readonly knownRefs: '--remotes' | '--all' | null;
  /** Only commits after this date, in any form git reads. */
  readonly since: string | null;
}

/** The objects that a part of history adds. */
export interface AddedObjects {
  readonly ids: readonly string[];
  /** Ids that git knows of and cannot read. */
  readonly missing: readonly string[];
}

/** Everything that a name in the repository points at. */
const EVERYWHERE = ['--all', '--reflog'];

/** Lists the objects that `revisions` add. Rejects with a {@link UsageError} where git does not know one of them. */
export async function addedObjects(git: Git, revisions: Revisions): Promise<AddedObjects> {
  const { wanted, known, knownRefs, since } = revisions;
  const odd = [...wanted, ...known].find((name) => /^-|[\r\n]/.test(name));
  if (odd !== undefined) throw new UsageError(`${odd}: no revision is called so; give one such as origin/main..HEAD`);
  let from = wanted.length === 0 ? EVERYWHERE : [];
  let names = [...wanted, ...known.map((name) => `^${name}`)];
  if (since !== null) {
    // The commits since then, and the ones right before them, which hold what was there already.
    const lines = await revList(git, [`--since=${since}`, '--boundary', ...from], names);
    from = [];
    names = lines.map((line) => (line.startsWith('-') ? `^${line.slice(1)}` : line));
  }
  const ids: string[] = [];
  const missing: string[] = [];
  if (from.length === 0 && names.length === 0) return { ids, missing };
  const exclusion = knownRefs === null ? [] : ['--not', knownRefs];
  const options = ['--objects', '--no-object-names', '--missing=print', ...from];
  for (const line of await revList(git, options, names, exclusion)) {
    if (line.startsWith('?')) missing.push(line.slice(1));
    else ids.push(line);
  }
  return { ids, missing };
}

/** Names are given on standard input: no line can be too long, and none is taken for an option. */
async function revList(
  git: Git,
  options: readonly string[],
  names: readonly string[],
  exclusion: readonly string[] = [],
): Promise<string[]> {
  try {
    const args = ['rev-list', '--ignore-missing', ...options, '--stdin', ...exclusion];
    const text = await git.text(args, names.map((name) => `${name}\n`).join(''));
    return text === '' ? [] : text.split(/\r?\n/);
  } catch (error) {
    if (error instanceof GitError && /bad revision|unknown revision|bad object|ambiguous/i.test(error.message)) {
      throw new UsageError(`${error.message}: give a range such as origin/main..HEAD, or fetch what is missing first`);
    }
    throw error;
  }
}

/**
 * Reads what git writes to a hook's standard input: pre-push (`<local ref> <local id> <remote ref> <remote id>`), or
 * pre-receive and post-receive (`<old id> <new id> <ref>`); githooks(5). An id of zeros stands for "none".
 */
export function revisionsOfHook(text: string): Revisions {
  const wanted: string[] = [];
  const known: string[] = [];
  let knownRefs: Revisions['knownRefs'] = null;
  for (const line of text.split(/\r?\n/).filter((each) => each.trim() !== '')) {
    const [, , pushed, there] = /^(\S+) ([0-9a-f]{40,64}) \S+ ([0-9a-f]{40,64})$/.exec(line) ?? [];
    const [, old, received] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) \S+$/.exec(line) ?? [];
    const [after, before] = [pushed ?? received, there ?? old];
    if (after === undefined || before === undefined) {
      throw new UsageError(`standard input: expected the lines git gives a pre-push or pre-receive hook, got: ${line}`);
    }
    if (/[^0]/.test(after)) wanted.push(after);
    // What a new branch adds is what no branch over there has.
    if (/[^0]/.test(before)) known.push(before);
    else knownRefs = pushed === undefined ? '--all' : '--remotes';
  }
  return { wanted, known, knownRefs, since: null };
}
