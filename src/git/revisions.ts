import { existsSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { Git, GitError } from './git.js';
import type { Repository } from './repository.js';

/** What part of history is meant; `null` in its place means all of it. */
export interface Revisions {
  /** As `git rev-list` takes them: `main`, `a..b`, `^c`. Empty: nothing; `null`: everything a name points at. */
  readonly wanted: readonly string[] | null;
  /** As `wanted`, but what can be reached from these is left out. Ids that no longer exist are passed over. */
  readonly known: readonly string[];
  /** References whose content is known as well, as `git rev-list --not` takes them; empty: none. */
  readonly knownRefs: readonly string[];
  /** Only commits after this date, in any form git reads. */
  readonly since: string | null;
}

/** Whether commits are chosen by name or date: then what else names point at stays unscanned. */
export function areChosen(revisions: Revisions | null): boolean {
  return revisions !== null && (revisions.wanted !== null || revisions.since !== null);
}

/** The objects that a part of history adds. */
export interface AddedObjects {
  readonly ids: readonly string[];
  /** Ids that git knows of and cannot read. */
  readonly missing: readonly string[];
}

/** Everything that a name in the repository points at. */
const EVERYWHERE = ['--all', '--reflog'];

/**
 * Lists the objects that `revisions` add. Rejects with a {@link UsageError} where one of them cannot be a revision, with a
 * {@link GitError} where git does not know it: see {@link unknownRevision}.
 */
export async function listAdded(git: Git, revisions: Revisions): Promise<AddedObjects> {
  const { wanted, known } = revisions;
  const odd = [...(wanted ?? []), ...known].find((name) => /^-|[\r\n]/.test(name));
  if (odd !== undefined) throw new UsageError(`${odd}: no revision is called so; give one such as origin/main..HEAD`);
  if (wanted?.length === 0) return { ids: [], missing: [] };
  if (revisions.since !== null) await refusePresent(git, revisions.since);
  const added = listObjects(git, { from: wanted === null ? EVERYWHERE : [], ...revisions });
  // Only what is known may be missing, and then git passes over what is wanted too: that is looked at beside it.
  const isKnown = known.length > 0 && wanted !== null ? revList(git, ['--max-count=0'], wanted) : null;
  // Whichever fails first: the other failure is the same one, or follows from it.
  const [answer] = await Promise.all([added, isKnown]);
  return answer;
}

/** What git does not understand of a date is to it the present, after which there is nothing: a scan of it would pass. */
async function refusePresent(git: Git, since: string): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const [, seconds] = /^--max-age=(\d+)$/.exec(await git.text(['rev-parse', `--since=${since}`])) ?? [];
  if (Number(seconds ?? 0) < now) return;
  throw new UsageError(`--since ${since}: to git that is now or later; write 2026-01-31, midnight or "2 weeks ago"`);
}

/** As an error for people: what to do where git does not know one of the revisions that were `wanted` of a repository. */
export function unknownRevision(
  error: unknown,
  { wanted }: Pick<Revisions, 'wanted'>,
  { edge, git }: Pick<Repository, 'edge' | 'git'>,
): unknown {
  if (!(error instanceof GitError) || !UNKNOWN.test(error.message)) return error;
  const place = wanted?.find(
    (name) => error.message.includes(`'${name}'`) && existsSync(path.resolve(git.folder, name)),
  );
  if (place !== undefined) {
    return new UsageError(`${place}: a path, and history takes revisions: run it in the repository you mean`);
  }
  if (edge.length === 0) {
    return new UsageError(`${error.message}: give a range such as origin/main..HEAD, or fetch what is missing first`);
  }
  const why = OLDER.test(error.message) ? `${SHALLOW}; or is it misspelt?` : `is it misspelt? If not: ${SHALLOW}`;
  return new UsageError(`${error.message}: ${why}`);
}

/** A commit by its id or by its distance from another one: in a shallow clone more likely absent than misspelt. */
const OLDER = /\b[0-9a-f]{7,64}\b|[~^]/;

/** How git says that it does not know a revision. */
const UNKNOWN = /bad revision|unknown revision|bad object|ambiguous|invalid (?:revision range|symmetric difference)/i;

/** What to do where a range begins or ends before the commits that a checkout of CI has. */
export const SHALLOW =
  'this clone is shallow, older commits are not in it: get them with `git fetch --unshallow`, ' +
  'on GitHub with "fetch-depth: 0", on GitLab with "GIT_DEPTH: 0"';

/** The commits right before those that `revisions` add: what they hold was there already. */
export async function commitsBefore(git: Git, { wanted, known, knownRefs, since }: Revisions): Promise<string[]> {
  const names = [...(wanted ?? []), ...known.map((name) => `^${name}`)];
  const options = [
    ...(known.length > 0 ? ['--ignore-missing'] : []),
    ...(since === null ? [] : [`--since=${since}`]),
    '--boundary',
    ...(wanted === null ? EVERYWHERE : []),
  ];
  const lines = await revList(git, options, names, exclusionOf(knownRefs));
  return lines.filter((line) => line.startsWith('-')).map((line) => line.slice(1));
}

/** Of `ids`, those that are commits here. */
export async function commitsAmong(git: Git, ids: readonly string[]): Promise<string[]> {
  const answers = await git.text(['cat-file', '--batch-check'], ids.map((id) => `${id}\n`).join(''));
  return answers.split(/\r?\n/).flatMap((line) => /^([0-9a-f]+) commit /.exec(line)?.[1] ?? []);
}

async function listObjects(git: Git, revisions: Revisions & { from: readonly string[] }): Promise<AddedObjects> {
  const { wanted, known, knownRefs, since } = revisions;
  const mayMiss = known.length > 0 ? ['--ignore-missing'] : [];
  let { from } = revisions;
  let names = [...(wanted ?? []), ...known.map((name) => `^${name}`)];
  if (since !== null) {
    // The commits since then, and the ones right before them, which hold what was there already.
    const lines = await revList(git, [...mayMiss, `--since=${since}`, '--boundary', ...from], names);
    from = [];
    names = lines.map((line) => (line.startsWith('-') ? `^${line.slice(1)}` : line));
  }
  const ids: string[] = [];
  const missing: string[] = [];
  if (from.length === 0 && names.length === 0) return { ids, missing };
  const options = [...mayMiss, '--objects', '--no-object-names', '--missing=print', ...from];
  for (const line of await revList(git, options, names, exclusionOf(knownRefs))) {
    if (line.startsWith('?')) missing.push(line.slice(1));
    else ids.push(line);
  }
  return { ids, missing };
}

function exclusionOf(knownRefs: readonly string[]): string[] {
  return knownRefs.length === 0 ? [] : ['--not', ...knownRefs];
}

/**
 * The objects that can be reached from any reference or reflog and are not there; `null` where git cannot tell, because
 * commits are among them.
 */
export async function reachableAbsent(git: Git): Promise<ReadonlySet<string> | null> {
  try {
    const lines = await revList(git, ['--objects', '--no-object-names', '--missing=print', ...EVERYWHERE], []);
    return new Set(lines.filter((line) => line.startsWith('?')).map((line) => line.slice(1)));
  } catch {
    return null;
  }
}

/** Names are given on standard input: no line can be too long, and none is taken for an option. */
async function revList(
  git: Git,
  options: readonly string[],
  names: readonly string[],
  exclusion: readonly string[] = [],
): Promise<string[]> {
  const args = ['rev-list', ...options, '--stdin', ...exclusion];
  const text = await git.text(args, names.map((name) => `${name}\n`).join(''));
  return text === '' ? [] : text.split(/\r?\n/);
}

/** Whether the repository that `folder` is in has the commit that `name` stands for. */
export async function knowsCommit(folder: string, name: string): Promise<boolean> {
  const { stdout, ended } = new Git(folder).start(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`],
    '',
  );
  stdout.resume();
  const { status } = await ended;
  return status === 0;
}
