/**
 * Made-up histories with branches, merges, renames and keys that come, go and come again: what a finding says of commits
 * and names has to be what follows, by the words of docs/history.md, from the trees that git lists.
 */
import { cpSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { CommitFact, Finding, Report } from '../../src/finding.js';
import { chance, type Chance } from '../support/chance.js';
import { newApiKey } from '../support/keys.js';
import { newRepository, openRepository, type TestRepository } from '../support/repository.js';
import { runOrThrow, runScan } from '../support/run.js';
import { newFolder, removeFolder } from '../support/folder.js';

const HISTORIES = 60;
const COMMITS = 40;
const BRANCHES = ['heads/main', 'heads/side', 'heads/old', 'remotes/origin/main', 'heads/deep/er'];
const PATHS = ['a.env', 'b.env', 'src/c.js', 'src/deep/d.js', 'é/f g.txt', 'src/deep/e.env'];
const KEYS = ['one', 'two', 'three'].map((seed) => newApiKey(`attribution ${seed}`));
const BEGIN = 1_700_000_000;

type Files = ReadonlyMap<string, string>;

interface MadeCommit {
  readonly parents: readonly number[];
  readonly files: Files;
  readonly time: number;
  readonly authored: number;
}

/** Commits, each after its parents, and which each branch ends at. */
interface MadeHistory {
  readonly commits: readonly MadeCommit[];
  readonly tips: ReadonlyMap<string, number>;
}

function madeUp(draw: Chance): MadeHistory {
  const { below, pick } = draw;
  const commits: MadeCommit[] = [];
  const tips = new Map<string, number>();
  for (let number = 0; number < COMMITS; number++) {
    const branch = pick(BRANCHES);
    // A branch that begins anew leaves commits behind that nothing reaches.
    const before =
      below(12) === 0 ? pick([undefined, ...tips.values()]) : (tips.get(branch) ?? pick([...tips.values(), undefined]));
    const merged = below(5) === 0 ? pick([...tips.values(), undefined]) : undefined;
    const parents = [...new Set([before, merged].filter((parent) => parent !== undefined))];
    const files = new Map(parents.flatMap((parent) => [...commits[parent]!.files]));
    for (let left = 1 + below(3); left > 0; left--) change(files, draw);
    const authored = BEGIN + below(50);
    commits.push({ parents, files, time: below(6) === 0 ? BEGIN + below(COMMITS) : BEGIN + number, authored });
    tips.set(branch, number);
  }
  return { commits, tips };
}

function change(files: Map<string, string>, { below, pick }: Chance): void {
  const path = pick(PATHS);
  const text = files.get(path) ?? '';
  const key = pick(KEYS);
  switch (below(7)) {
    case 0:
      files.delete(path);
      break;
    case 1: {
      // Renamed, over what may be there.
      files.delete(path);
      if (text !== '') files.set(pick(PATHS), text);
      break;
    }
    case 2:
      files.set(path, `${text}line ${below(4)}\n`);
      break;
    case 3:
      files.set(path, text.replaceAll(key, 'none'));
      break;
    default:
      files.set(path, `${text}k = "${key}"\n`);
  }
}

/** Writes it to a repository; returns the commits' ids. */
function write({ commits, tips }: MadeHistory, { folder, git }: TestRepository, draw: Chance): string[] {
  const lines = commits.flatMap(({ parents, files, time, authored }, number) => [
    // Reset, or what has no parent would go on where the last one ended.
    `reset refs/made/${number}`,
    `commit refs/made/${number}`,
    `mark :${number + 1}`,
    `author A <a@example.com> ${authored} +0100`,
    `committer C <c@example.com> ${time} +0000`,
    `data ${Buffer.byteLength(`Commit ${number}`)}\nCommit ${number}`,
    ...parents.map((parent, at) => `${at === 0 ? 'from' : 'merge'} :${parent + 1}`),
    'deleteall',
    ...[...files].map(([path, text]) => `M 100644 inline "${path}"\ndata ${Buffer.byteLength(text)}\n${text}`),
  ]);
  runOrThrow('git', ['fast-import', '--quiet', '--export-marks=.git/made'], {
    cwd: folder,
    input: `${lines.join('\n')}\n`,
  });
  const ids = commits.map((_, number) => git('rev-parse', `refs/made/${number}`));
  for (const [branch, number] of tips) git('update-ref', `refs/${branch}`, ids[number]!);
  const tagged = draw.below(COMMITS);
  git('tag', '-a', '-m', 'Tagged', 'tagged', ids[tagged]!);
  git('tag', 'light', ids[draw.below(COMMITS)]!);
  for (const number of commits.keys()) git('update-ref', '-d', `refs/made/${number}`);
  git('symbolic-ref', 'HEAD', `refs/${draw.pick([...tips.keys()].filter((name) => name.startsWith('heads/')))}`);
  return ids;
}

/** Which of the commits have the key at the path. */
function having({ commits }: MadeHistory, key: string, path: string): boolean[] {
  return commits.map(({ files }) => files.get(path)?.includes(key) === true);
}

function ancestorsOf({ commits }: MadeHistory, commit: number): Set<number> {
  const seen = new Set<number>();
  const left = [commit];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    left.push(...commits[at]!.parents);
  }
  return seen;
}

/** The first that has it: without an ancestor that had; of several the one committed, then written first, then by its id. */
function firstOf(history: MadeHistory, ids: readonly string[], key: string, path: string): number {
  const has = having(history, key, path);
  const firsts = [...has.keys()].filter(
    (commit) => has[commit] && [...ancestorsOf(history, commit)].every((before) => before === commit || !has[before]),
  );
  const order = (commit: number): [number, number, string] => {
    const { time, authored } = history.commits[commit]!;
    return [time, authored, ids[commit]!];
  };
  return firsts.sort((one, other) => {
    const [a, b] = [order(one), order(other)];
    return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1);
  })[0]!;
}

/** Where that came from: before it, the parents had the key at another path, from which this commit took it. */
function introductionOf(history: MadeHistory, ids: readonly string[], key: string, path: string): [number, string] {
  const passed = new Set<string>();
  for (let at = path; ;) {
    passed.add(at);
    const first = firstOf(history, ids, key, at);
    const before = [...PATHS].sort().find((other) => {
      const has = having(history, key, other);
      return !passed.has(other) && !has[first] && history.commits[first]!.parents.some((parent) => has[parent]);
    });
    if (before === undefined) return [first, at];
    at = before;
  }
}

/** The commits that took it away last, on any way to a tip without it. */
function removalsFor(history: MadeHistory, has: readonly boolean[], tip: number): number[] {
  if (has[tip]) return [];
  const { parents } = history.commits[tip]!;
  if (parents.some((parent) => has[parent])) return [tip];
  const all = parents.flatMap((parent) => removalsFor(history, has, parent));
  const last = Math.max(...all.map((commit) => history.commits[commit]!.time));
  return [...new Set(all.filter((commit) => history.commits[commit]!.time === last))];
}

/** What is right about a finding, in words of its own where it is wrong. */
function faultsOf(finding: Finding, history: MadeHistory, ids: readonly string[], key: string, names: Names): string[] {
  const facts = finding.history!;
  const { path } = finding;
  const has = having(history, key, path);
  const [first, from] = introductionOf(history, ids, key, path);
  const holding = [...has.keys()].filter((commit) => has[commit]);
  const refs = [...names].flatMap(([name, commit]) => (has[commit] ? [name] : []));
  const removals = [...names].flatMap(([name, commit]) =>
    BRANCH.test(name) ? [removalsFor(history, has, commit)] : [],
  );
  const removed = facts.removed.map(({ commit }) => ids.indexOf(commit));
  const introduced = facts.introduced as CommitFact;
  const checks: Record<string, boolean> = {
    kind: facts.kind === 'blob',
    introduced: introduced.commit === ids[first] && introduced.path === from,
    removed:
      removed.every((commit) => removals.some((each) => each.includes(commit))) &&
      removals.every((each) => each.length === 0 || each.some((commit) => removed.includes(commit))),
    once: new Set(removed).size === removed.length,
    refs: JSON.stringify([...facts.refs].sort()) === JSON.stringify(refs.sort()),
    inHead: facts.inHead === has[names.get('HEAD')!],
    occurrences: facts.occurrences === new Set(holding.map((commit) => history.commits[commit]!.files.get(path))).size,
  };
  const wrong = Object.keys(checks).filter((name) => !checks[name]);
  return wrong.map((name) => `${name} of ${KEYS.indexOf(key)} at ${path}: ${JSON.stringify(facts)}`);
}

/** References, by the commit that each names in the end. */
type Names = ReadonlyMap<string, number>;
const BRANCH = /^(?:HEAD$|refs\/heads\/|refs\/remotes\/)/;

function namesOf({ git }: TestRepository, ids: readonly string[]): Names {
  const lines = git('for-each-ref', '--format=%(refname) %(objectname) %(*objectname)').split('\n');
  const named = lines.map((line): [string, number] => {
    const [name = '', id = '', peeled = ''] = line.split(' ');
    return [name, ids.indexOf(peeled || id)];
  });
  return new Map([['HEAD', ids.indexOf(git('rev-parse', 'HEAD'))], ...named]);
}

function findingsIn(folder: string): readonly Finding[] {
  const { stdout } = runScan(['history', '--no-cache', '--format', 'json'], { cwd: folder });
  return (JSON.parse(stdout) as Report).findings;
}

it.each(Array.from({ length: HISTORIES }, (_, seed) => seed))('made-up history %i', (seed) => {
  const draw = chance(seed);
  const repository = newRepository(undefined, `--object-format=${draw.pick(['sha1', 'sha256'])}`);
  const history = madeUp(draw);
  const ids = write(history, repository, draw);
  const names = namesOf(repository, ids);
  const findings = findingsIn(repository.folder);

  const shown = new Map<string | null, string>(KEYS.map((key) => [`${key.slice(0, 7)}…${key.slice(-4)}`, key]));
  const told = findings.map(({ redacted, path }) => `${KEYS.indexOf(shown.get(redacted)!)} ${path}`);
  const planted = KEYS.flatMap((key, at) =>
    PATHS.flatMap((path) => (having(history, key, path).includes(true) ? [`${at} ${path}`] : [])),
  );
  // A version may hold it at several places.
  expect([...new Set(told)].sort()).toEqual(planted.sort());
  expect(findings.flatMap((finding) => faultsOf(finding, history, ids, shown.get(finding.redacted)!, names))).toEqual(
    [],
  );

  // Wherever objects lie, and in a bare repository.
  repository.git('repack', '-adfq', '--keep-unreachable');
  expect(findingsIn(repository.folder)).toEqual(findings);
  const bare = newFolder();
  try {
    cpSync(path.join(repository.folder, '.git'), bare, { recursive: true });
    openRepository(bare).git('config', 'core.bare', 'true');
    expect(findingsIn(bare)).toEqual(findings);
  } finally {
    removeFolder(bare);
  }
});
