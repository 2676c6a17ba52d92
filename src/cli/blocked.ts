import { type Config, detectSettings } from '../config/config.js';
import { detect, type DetectSettings } from '../detect/index.js';
import type { Finding, Report } from '../finding.js';
import { Git } from '../git/git.js';
import { isIgnoredName } from '../git/listing.js';
import { findPushed, type PushedFile } from '../git/pushed.js';
import { listOf } from '../text/list.js';
import { inert } from '../text/inert.js';
import { commentIn, isEnvironmentFile } from './blocked/comments.js';

/** What stopped, as it is told to the person in front of it. */
export type Stopped = 'commit' | 'push';

const PLACES_SHOWN = 3;

/**
 * What to do now, in the few lines that somebody reads whose commit was stopped late in the evening: the way out for a
 * real key, the way out for none, and whether the key is out already.
 */
export async function describeBlocked(stopped: Stopped, { findings, target }: Report, config: Config): Promise<string> {
  const keys = findings.filter(({ fingerprint }) => fingerprint !== null);
  const [first] = keys;
  if (first === undefined) return '';
  const lines =
    stopped === 'commit'
      ? [
          ...wayOutOfCommit(keys, config.environmentVariable, await isIgnoredName(target.root, '.env')),
          acceptance(first),
        ]
      : wayOutOfPush(keys);
  const pushed = stopped === 'commit' ? await findPushedKeys(target.root, keys, detectSettings(config)) : null;
  if (pushed !== null) {
    const where = `${inert(pushed.ref)}${pushed.isTip ? ' has it' : ' had it'} in ${inert(pushed.path)}`;
    lines.push(`Pushed already: ${where}. Revoke the key first: no commit takes it back.`);
  }
  return `\n${lines.join('\n')}\n`;
}

function wayOutOfCommit(keys: readonly Finding[], variable: string, envIsIgnored: boolean): string[] {
  const [first] = keys as [Finding];
  const files = [...new Set(keys.map(({ path }) => path))];
  if (isEnvironmentFile(first.path)) {
    const file = inert(first.path);
    return [
      `Not committed: ${file} belongs to this machine.`,
      `  git rm --cached ${file}      it stays on your disk`,
      ...(envIsIgnored ? [] : [`  echo .env >> .gitignore`]),
    ];
  }
  const ignored = envIsIgnored ? '' : ' (first: echo .env >> .gitignore)';
  return [
    `Not committed: ${placesOf(keys)}.`,
    `  1. Move the key into the environment: ${variable}=… in .env${ignored}, and read it from there.`,
    `  2. git add ${files.slice(0, PLACES_SHOWN).map(inert).join(' ')}${files.length > PLACES_SHOWN ? ' …' : ''}, and commit again.`,
  ];
}

function wayOutOfPush(keys: readonly Finding[]): string[] {
  const commits = [...new Set(keys.flatMap(({ history }) => history?.introduced?.commit.slice(0, 12) ?? []))];
  const [first] = commits;
  const submodule = keys[0]?.history?.submodule;
  return [
    `Not pushed: ${placesOf(keys)}${first === undefined ? '' : `, since ${listOf(commits.slice(0, PLACES_SHOWN), 'and')}`}.`,
    '  A new commit without the key is not enough, the old one would be pushed with it. Take it out where it came in:',
    ...(first === undefined
      ? []
      : [
          ...(submodule === undefined ? [] : [`  cd ${inert(submodule)}`]),
          `  git rebase -i ${first}^      mark it "edit", amend it, git rebase --continue; --root where it is the first`,
        ]),
  ];
}

/** How to say that it is no secret: the comment as the file writes it. */
function acceptance({ path, line, fingerprint }: Finding): string {
  const directive = isEnvironmentFile(path) ? 'starrise-disable-next-line' : 'starrise-disable-line';
  const comment = commentIn(path, `${directive} -- why it is none`);
  if (comment === null) {
    return `No secret? In starrise.config.json: "suppress": [{ "fingerprint": "${fingerprint ?? ''}", "reason": "why it is none" }]`;
  }
  const where = isEnvironmentFile(path) ? `above line ${line}` : `at the end of line ${line}`;
  return `No secret? Write ${where} of ${inert(path)}: ${comment}`;
}

function placesOf(keys: readonly Finding[]): string {
  const places = [...new Set(keys.map(({ path, line }) => `${inert(path)}:${line}`))];
  const more = places.length - PLACES_SHOWN;
  const shown = more > 0 ? [...places.slice(0, PLACES_SHOWN), `${more} more`] : places;
  return `${keys[0]?.redacted ?? ''} is in ${listOf(shown, 'and')}`;
}

/** Where a remote branch has one of the keys. Asked only after something was found: nobody waits for it otherwise. */
async function findPushedKeys(
  root: string,
  keys: readonly Finding[],
  settings: DetectSettings,
): Promise<PushedFile | null> {
  const fingerprints = new Set(keys.map(({ fingerprint }) => fingerprint));
  const holds = (bytes: Uint8Array): boolean =>
    detect(bytes, settings).matches.some(({ secret }) => fingerprints.has(secret.fingerprint));
  return findPushed(new Git(root), [...new Set(keys.map(({ path }) => path))], holds);
}
