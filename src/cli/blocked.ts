import { Buffer } from 'node:buffer';
import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { type Config, detectSettings } from '../config/config.js';
import { repositoryRootOf } from '../config/discovery.js';
import { detect, type DetectSettings, keyPrefilter } from '../detect/index.js';
import { redactKeys } from '../detect/redact.js';
import type { Finding, Report } from '../finding.js';
import { Git, GitError } from '../git/git.js';
import { differsFromStaged, isIgnoredName } from '../git/listing.js';
import { findInHead, findNameInHead, findPushed, findPushedName } from '../git/pushed.js';
import { packedFormat } from '../sources/archives/signature.js';
import { mayNameKeys, namesWithKeys } from '../sources/key-names.js';
import { outerFile } from '../sources/names.js';
import { DEFAULT_MAX_SIZE } from '../sources/source.js';
import { listOf } from '../text/list.js';
import { inert } from '../text/inert.js';
import { shellWord } from '../text/shell-word.js';
import { commentIn, isEnvironmentFile, needsOwnLine } from './blocked/comments.js';
import type { Surroundings } from './io.js';

/** What stopped, as it is told to the person in front of it. */
export type Stopped = 'commit' | 'push';

const PLACES_SHOWN = 3;

/** As many as fit into a command line everywhere. */
const MOST_COMMITS = 1000;

const LINE_FEED = 0x0a;

/**
 * What to do now, in the few lines that somebody reads whose commit was stopped late in the evening: the way out for a
 * real key, the way out for none, and whether the key is out already.
 */
export async function describeBlocked(
  stopped: Stopped,
  { findings, target }: Report,
  config: Config,
  surroundings: Surroundings,
): Promise<string> {
  const keys = findings.filter(({ fingerprint }) => fingerprint !== null);
  const inFiles = keys.filter(({ nameOf }) => nameOf === undefined);
  const first = inFiles[0] ?? keys[0];
  if (first === undefined) return '';
  const lines =
    stopped === 'commit'
      ? [...(await wayOutOfCommit(keys, target.root, standingIn(surroundings))), acceptance(first)]
      : await wayOutOfPush(keys, target.root);
  if (stopped === 'commit') lines.push(...(await whereItIsAlready(target.root, keys, detectSettings(config))));
  return `\n${lines.join('\n')}\n`;
}

/** Where the person stands: git tells a hook in which folder it was called, and a hook may go to another itself. */
function standingIn({ cwd, env }: Surroundings): string {
  const prefix = env['GIT_PREFIX'];
  return prefix === undefined ? cwd : path.join(repositoryRootOf(cwd) ?? cwd, prefix);
}

async function wayOutOfCommit(keys: readonly Finding[], root: string, standing: string): Promise<string[]> {
  const inArchives = keys.filter(({ path: file }) => outerFile(file) !== file);
  const others = keys.filter((key) => !inArchives.includes(key));
  const inNames = others.filter(({ nameOf }) => nameOf !== undefined);
  const inFiles = others.filter((key) => !inNames.includes(key));
  const ofMachine = inFiles.filter(({ path: file }) => isEnvironmentFile(file));
  const ofProject = inFiles.filter((key) => !ofMachine.includes(key));
  const typed = (file: string): string => {
    const way = path.relative(standing, path.join(root, file)).replaceAll(path.sep, '/');
    return shellWord(inert(way.startsWith('-') ? `./${way}` : way));
  };
  const lines: string[] = [];
  if (inNames.length > 0) {
    const paths = firstFew(filesOf(inNames).map(inert));
    lines.push(
      `Not committed: ${redactedIn(inNames)} in the name of ${paths}.`,
      '  Rename it without the key (git mv), and commit again.',
    );
  }
  for (const file of filesOf(ofMachine).slice(0, PLACES_SHOWN)) {
    // git takes no text out of the index that is nowhere else, unless told to.
    const force = (await differsFromStaged(root, file)) ? '-f ' : '';
    lines.push(
      `Not committed: ${inert(file)} belongs to this machine.`,
      `  git rm --cached ${force}${typed(file)}      it stays on your disk`,
    );
    if (!(await isIgnoredName(root, file))) lines.push(`  ${ignoring(path.posix.basename(file), standing)}`);
  }
  if (inArchives.length > 0) {
    const archives = filesOf(inArchives).slice(0, PLACES_SHOWN).map(typed).join(' ');
    lines.push(
      `Not committed: ${placesOf(inArchives)}.`,
      `  Pack it again without the key, git add ${archives}, and commit again; or leave it out: git rm --cached ${archives}`,
    );
  }
  const files = filesOf(ofProject);
  if (files.length > 0) {
    const ignored = (await isIgnoredName(root, '.env')) ? '' : ` (first: ${ignoring('.env', standing)})`;
    lines.push(
      `Not committed: ${placesOf(ofProject)}.`,
      `  1. Move the key into the environment: ${variablesOf(ofProject)} in .env${ignored}, and read it from there.`,
      `  2. git add ${files.slice(0, PLACES_SHOWN).map(typed).join(' ')}${files.length > PLACES_SHOWN ? ' …' : ''}, and commit again.`,
    );
  }
  return lines;
}

function filesOf(keys: readonly Finding[]): string[] {
  return [...new Set(keys.map(({ path: file }) => outerFile(file)))];
}

/** `OPENAI_API_KEY=…`, each variable once. */
function variablesOf(keys: readonly Finding[]): string {
  return firstFew([...new Set(keys.flatMap(({ environmentVariable: name }) => name ?? []))].map((name) => `${name}=…`));
}

/** The command that has git ignore `name`; where the last line of `.gitignore` is open, `echo` would go on with it. */
function ignoring(name: string, standing: string): string {
  const word = shellWord(inert(name));
  return isOpenEnded(path.join(standing, '.gitignore'))
    ? `printf '\\n%s\\n' ${word} >> .gitignore`
    : `echo ${word} >> .gitignore`;
}

function isOpenEnded(file: string): boolean {
  try {
    // What a repository holds under that name may be a pipe, or a link to one.
    const stats = lstatSync(file);
    return stats.isFile() && stats.size > 0 && lastByteOf(file, stats.size) !== LINE_FEED;
  } catch {
    return false;
  }
}

function lastByteOf(file: string, size: number): number | undefined {
  const opened = openSync(file, 'r');
  try {
    const last = Buffer.alloc(1);
    readSync(opened, last, 0, 1, size - 1);
    return last[0];
  } finally {
    closeSync(opened);
  }
}

async function wayOutOfPush(keys: readonly Finding[], root: string): Promise<string[]> {
  const inTags = keys.filter(({ history }) => history?.kind === 'tag');
  const inCommits = keys.filter((key) => !inTags.includes(key));
  const commits = [...new Set(inCommits.flatMap(({ history }) => history?.introduced?.commit.slice(0, 12) ?? []))];
  const [first] = commits;
  const submodule = inCommits[0]?.history?.submodule;
  const oldest = first === undefined || submodule !== undefined ? first : await baseOf(commits, new Git(root));
  return [
    `Not pushed: ${placesOf(keys)}${first === undefined ? '' : `, since ${listOf(commits.slice(0, PLACES_SHOWN), 'and')}`}.`,
    ...(inCommits.length === 0
      ? []
      : [
          '  A new commit without the key is not enough, the old one would be pushed with it. Take it out where it came in:',
        ]),
    ...(oldest === undefined
      ? []
      : [
          ...(submodule === undefined ? [] : [`  cd ${inert(submodule)}`]),
          `  git rebase -i ${commits.includes(oldest) ? `${oldest}^` : oldest}      mark ${commits.length > 1 ? 'each' : 'it'} "edit", amend it, git rebase --continue; --root where it is the first`,
        ]),
    ...(inTags.length === 0 ? [] : [`  git tag -d ${namesOf(inTags)}      make it again without the key`]),
  ];
}

/** Of tags; a server that refuses them has none by name. */
function namesOf(inTags: readonly Finding[]): string {
  const refs = [...new Set(inTags.flatMap(({ history }) => history?.refs ?? []))];
  const names = refs.slice(0, PLACES_SHOWN).map((ref) => shellWord(inert(ref.replace(/^refs\/tags\//, ''))));
  return names.length === 0 ? 'TAG' : names.join(' ');
}

/** The commit from which a rebase has all of `commits` in it; the first of them where they have nothing in common. */
async function baseOf(commits: readonly string[], git: Git): Promise<string | undefined> {
  if (commits.length < 2) return commits[0];
  try {
    return (await git.text(['merge-base', '--octopus', ...commits.slice(0, MOST_COMMITS)])).slice(0, 12);
  } catch (error) {
    if (error instanceof GitError) return commits[0];
    throw error;
  }
}

/** How to say that it is no secret: the comment as the file writes it. */
function acceptance({ path: file, line, fingerprint, nameOf }: Finding): string {
  const directive = needsOwnLine(file) ? 'starrise-disable-next-line' : 'starrise-disable-line';
  const holdsComments = nameOf === undefined && outerFile(file) === file;
  const comment = holdsComments ? commentIn(file, `${directive} -- why it is none`) : null;
  if (comment === null) {
    return `No secret? In starrise.config.json: "suppress": [{ "fingerprint": "${fingerprint ?? ''}", "reason": "why it is none" }]`;
  }
  const where = needsOwnLine(file) ? `above line ${line}` : `at the end of line ${line}`;
  return `No secret? Write ${where} of ${inert(file)}: ${comment}`;
}

function placesOf(keys: readonly Finding[]): string {
  const places = [...new Set(keys.map(({ path, line }) => `${inert(path)}:${line}`))];
  return `${redactedIn(keys)} in ${firstFew(places)}`;
}

/** Each key once, with its verb: `sk-Ab3d…9xQ2 is`. */
function redactedIn(keys: readonly Finding[]): string {
  const names = [...new Map(keys.map((key) => [key.fingerprint, key.redacted ?? ''])).values()];
  return `${firstFew(names)} ${names.length > 1 ? 'are' : 'is'}`;
}

function firstFew(words: readonly string[]): string {
  const more = words.length - PLACES_SHOWN;
  return listOf(more > 0 ? [...words.slice(0, PLACES_SHOWN), `${more} more`] : words, 'and');
}

/**
 * Whether a remote branch or HEAD has one of the keys, and what that means. Asked only after something was found: nobody
 * waits for it otherwise.
 */
async function whereItIsAlready(
  root: string,
  keys: readonly Finding[],
  settings: DetectSettings,
): Promise<readonly string[]> {
  const git = new Git(root);
  const inNames = keys.filter(isInLooseName);
  const files = filesOf(keys.filter((key) => !isInLooseName(key)));
  const holds = holderOf(keys, settings);
  const firstNamed = firstNamedBy(inNames, settings);
  const pushed =
    (files.length === 0 ? null : await findPushed(git, files, holds)) ??
    (inNames.length === 0 ? null : await findPushedName(git, firstNamed));
  if (pushed !== null) {
    const where = `${inert(pushed.ref)}${pushed.isTip ? ' has it' : ' had it'} in ${inert(redactKeys(pushed.path))}`;
    return [`Pushed already: ${where}. Revoke the key first: no commit takes it back.`];
  }
  const committed =
    (files.length === 0 ? null : await findInHead(git, files, holds)) ??
    (inNames.length === 0 ? null : await findNameInHead(git, firstNamed));
  if (committed === null) return [];
  const where = inert(redactKeys(committed));
  return [
    `Committed already: HEAD has it in ${where}, and a new commit leaves it there. Since when: starrise-scan history HEAD`,
  ];
}

function isInLooseName({ nameOf, path: file }: Finding): boolean {
  return nameOf !== undefined && outerFile(file) === file;
}

/** Whether bytes hold one of the keys, those of archives in what comes out of them. */
function holderOf(keys: readonly Finding[], settings: DetectSettings): (bytes: Uint8Array) => Promise<boolean> {
  const isOne = matcherOf(keys, settings);
  return async (bytes) => {
    if (packedFormat(bytes) === null) return isOne(bytes);
    const { filesIn } = await import('../sources/history/packed-blobs.js');
    for await (const file of filesIn(bytes, DEFAULT_MAX_SIZE)) if (isOne(file.bytes)) return true;
    return false;
  };
}

/** The first path with one of the keys in a name. */
function firstNamedBy(keys: readonly Finding[], settings: DetectSettings): (paths: readonly string[]) => string | null {
  const isOne = matcherOf(keys, settings);
  const prefilter = keyPrefilter();
  return (paths) => {
    if (!mayNameKeys(paths, prefilter)) return null;
    const isNamed = (path: string): boolean => namesWithKeys(path, prefilter).some(({ bytes }) => isOne(bytes));
    return paths.find(isNamed) ?? null;
  };
}

function matcherOf(keys: readonly Finding[], settings: DetectSettings): (bytes: Uint8Array) => boolean {
  const fingerprints = new Set(keys.map(({ fingerprint }) => fingerprint));
  return (bytes) => detect(bytes, settings).matches.some(({ secret }) => fingerprints.has(secret.fingerprint));
}
