import { ObjectReader } from './batch.js';
import { GitError, type Git } from './git.js';

/** Where a remote-tracking branch has, or had, what was looked for. */
export interface PushedFile {
  /** `origin/main`; `a remote branch` where an older commit had it. */
  readonly ref: string;
  readonly path: string;
  readonly isTip: boolean;
}

/** Whether a content holds what is looked for. */
type Holds = (bytes: Uint8Array) => boolean | Promise<boolean>;

/** Bounds of a look that somebody waits for: branches, files, versions of a file, the largest one in bytes, time in ms. */
const BRANCHES = 20;
const PATHS = 20;
const VERSIONS = 100;
const LARGEST = 1 << 20;
const PATIENCE_MS = 2000;

/**
 * The first place in the remote-tracking branches where `holds` is true of a file at one of `paths`: at their tips, then
 * in their history. `null` where there is none, or none was found in the time that this may take.
 */
export async function findPushed(git: Git, paths: readonly string[], holds: Holds): Promise<PushedFile | null> {
  return hintFrom(git, async (reader) => {
    const refs = await remoteBranches(git);
    if (refs.length === 0) return null;
    const files = namable(paths);
    const tips = refs.flatMap((ref) => files.map((path) => ({ ref, path, name: `${ref}:${path}` })));
    const atTip = await firstThat(
      reader,
      tips.map(({ name }) => name),
      holds,
    );
    const tip = tips[atTip];
    if (tip !== undefined) return { ref: tip.ref.replace('refs/remotes/', ''), path: tip.path, isTip: true };
    for (const path of files) {
      const ids = await versionsOf(git, path);
      if ((await firstThat(reader, ids, holds)) !== -1) return { ref: 'a remote branch', path, isTip: false };
    }
    return null;
  });
}

/** The first of `paths` at which HEAD has a file of which `holds` is true. */
export async function findInHead(git: Git, paths: readonly string[], holds: Holds): Promise<string | null> {
  const files = namable(paths);
  const names = files.map((path) => `HEAD:${path}`);
  return hintFrom(git, async (reader) => files[await firstThat(reader, names, holds)] ?? null);
}

/** The first of these paths with what is looked for in a name; `null` where there is none. */
type FirstNamed = (paths: readonly string[]) => string | null;

/** The first path at the tips of the remote-tracking branches with what is looked for in a name. */
export async function findPushedName(git: Git, firstNamed: FirstNamed): Promise<PushedFile | null> {
  return unlessGitGivesUp(async () => {
    for (const ref of await remoteBranches(git)) {
      const path = firstNamed(await pathsIn(git, ref));
      if (path !== null) return { ref: ref.replace('refs/remotes/', ''), path, isTip: true };
    }
    return null;
  });
}

/** The same of HEAD. */
export async function findNameInHead(git: Git, firstNamed: FirstNamed): Promise<string | null> {
  return unlessGitGivesUp(async () => firstNamed(await pathsIn(git, 'HEAD')));
}

async function pathsIn(git: Git, ref: string): Promise<string[]> {
  return (await git.text(['ls-tree', '-r', '-z', '--name-only', ref])).split('\0').filter((path) => path !== '');
}

/** What `look` finds in the objects of `git`. */
async function hintFrom<T>(git: Git, look: (reader: ObjectReader) => Promise<T | null>): Promise<T | null> {
  const reader = new ObjectReader(git, LARGEST);
  try {
    return await unlessGitGivesUp(() => look(reader));
  } finally {
    reader.close();
  }
}

/** `null` where it does: a hint must not get in the way of what it is one for. */
async function unlessGitGivesUp<T>(look: () => Promise<T | null>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof GitError) return null;
    throw error;
  }
}

/** The first of `paths`, less those that cannot be asked for: git reads one name a line. */
function namable(paths: readonly string[]): string[] {
  return paths.filter((path) => !/[\n\r]/.test(path)).slice(0, PATHS);
}

async function remoteBranches(git: Git): Promise<string[]> {
  const args = ['for-each-ref', '--sort=-committerdate', `--count=${BRANCHES}`, '--format=%(refname)', 'refs/remotes'];
  return (await git.text(args)).split(/\r?\n/).filter((name) => name !== '' && !name.endsWith('/HEAD'));
}

/** The index of the first object whose content `holds`, or -1. */
async function firstThat(reader: ObjectReader, names: readonly string[], holds: Holds): Promise<number> {
  const until = Date.now() + PATIENCE_MS;
  let at = 0;
  let found = -1;
  for await (const answers of reader.read(names)) {
    for (const answer of answers) {
      // Archives may take long to open.
      if (
        found === -1 &&
        Date.now() < until &&
        answer.type === 'blob' &&
        answer.bytes !== null &&
        (await holds(answer.bytes))
      )
        found = at;
      at++;
    }
  }
  return found;
}

/** The blobs that `path` was in the remote branches, as far as git finds them in time. */
async function versionsOf(git: Git, path: string): Promise<string[]> {
  const args = ['--literal-pathspecs', 'rev-list', '--objects', '--remotes', '--', path];
  const { stdout, kill } = git.start(args, '');
  const timer = setTimeout(kill, PATIENCE_MS);
  let text = '';
  try {
    for await (const chunk of stdout) text += String(chunk);
  } finally {
    clearTimeout(timer);
    kill();
  }
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((row) => row.split(' '));
  return rows.flatMap(([id = '', ...name]) => (name.join(' ') === path ? [id] : [])).slice(0, VERSIONS);
}
