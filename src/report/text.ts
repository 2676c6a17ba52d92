import type { Finding, Report } from '../finding.js';
import { inert } from '../text/inert.js';
import { count } from '../text/list.js';
import { factsOf, identityOf, verdictOf } from './facts.js';
import { formatFrame } from './frame.js';
import type { RenderOptions } from './index.js';
import { groupFindings, hasError, type KeyGroup } from './order.js';
import { type Paint, painter } from './paint.js';

/** A key that stands in hundreds of files is understood after these, with their lines; then come addresses alone. */
const FRAMES_SHOWN = 5;
const PLACES_SHOWN = 20;

/** As many as somebody reads; of more it is told where they are. */
const BLOCKS_SHOWN = 50;

/** Folders that are named where there is more than is shown. */
const FOLDERS_SHOWN = 10;

/** For people: a block per key with its places, then what concerns no key. Empty where nothing was found. */
export function render(report: Report, options: Pick<RenderOptions, 'color'>): string {
  const paint = painter(options.color);
  const { groups, problems } = groupFindings(report);
  const shownProblems = problems.slice(0, Math.max(BLOCKS_SHOWN - groups.length, FOLDERS_SHOWN));
  const blocks = [
    ...groups.slice(0, BLOCKS_SHOWN).map((group) => keyBlock(group, paint)),
    ...hiddenBlock(
      'key',
      groups.slice(BLOCKS_SHOWN).flatMap(({ places }) => places.slice(0, 1)),
      paint,
    ),
    ...shownProblems.map((finding) => problemBlock(finding, paint)),
    ...hiddenBlock('problem', problems.slice(shownProblems.length), paint),
  ];
  if (blocks.length > 0) blocks.push(howToAccept(report).map((line) => paint('dim', line)));
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** Old commits keep the comments that they have, and in a name there is none. */
function howToAccept({ target, keys, findings }: Report): readonly string[] {
  const inHistory = target.kind === 'history';
  const question = keys.length === 0 ? 'Accepted?' : 'Not a secret, or accepted?';
  const which = keys.length === 0 ? `"path": "…", "rule": "${findings[0]?.ruleId ?? '…'}"` : '"fingerprint": "…"';
  const entry = `"suppress": [{ ${which}, "reason": "why" }].`;
  if (!inHistory && !findings.every(({ nameOf }) => nameOf !== undefined)) {
    return [
      `${question} Say so with a reason: a comment "starrise-disable-line -- why" (or -next-line) beside it,`,
      `or in starrise.config.json: ${entry}`,
    ];
  }
  return [
    `${question} Say so with a reason in starrise.config.json:`,
    inHistory ? `${entry} A comment that is written now is not in these commits.` : entry,
  ];
}

function keyBlock({ key, places }: KeyGroup, paint: Paint): string[] {
  const hidden = places.length - PLACES_SHOWN;
  return [
    `${badge(hasError(places) ? 'error' : 'warning', paint)} ${paint('bold', inert(key.redacted))}  ${inert(identityOf(key))}`,
    `  ${paint('dim', `fingerprint ${key.fingerprint}, ${key.confidence} confidence`)}`,
    ...(key.verification === null ? [] : [`  ${inert(verdictOf(key.verification))}`]),
    ...places.slice(0, FRAMES_SHOWN).flatMap((place) => placeLines(place, paint)),
    ...(places.length > FRAMES_SHOWN ? [''] : []),
    ...places.slice(FRAMES_SHOWN, PLACES_SHOWN).map((place) => addressLine(place, paint, aboutPlace(place))),
    ...(hidden > 0 ? [`  and ${count(hidden, 'more place')}; --format json lists all`] : []),
    '',
    next(key.advice, paint),
  ];
}

function problemBlock(finding: Finding, paint: Paint): string[] {
  return [
    `${badge(finding.severity, paint)} ${inert(finding.message)}`,
    ...placeLines(finding, paint, finding.ruleId),
    '',
    next(finding.advice, paint),
  ];
}

/** How much more there is, and in which folders most of it. */
function hiddenBlock(what: 'key' | 'problem', hidden: readonly Finding[], paint: Paint): string[][] {
  if (hidden.length === 0) return [];
  const folders = new Map<string, number>();
  for (const { path } of hidden) {
    const folder = path.split('/').slice(0, -1).slice(0, 2).join('/');
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  const ranked = [...folders].sort((a, b) => b[1] - a[1]);
  const others = ranked.slice(FOLDERS_SHOWN).reduce((sum, [, amount]) => sum + amount, 0);
  return [
    [
      paint('bold', `… and ${count(hidden.length, `more ${what}`)}:`),
      ...ranked
        .slice(0, FOLDERS_SHOWN)
        .map(([folder, amount]) => `  ${inert(`${folder === '' ? '.' : folder}/`)}  ${count(amount, what)}`),
      ...(others > 0 ? [`  elsewhere  ${count(others, what)}`] : []),
      '',
      next(
        'All of them: --format html=FILE to read, --format json=FILE for a program. Is a folder not yours? --exclude it.',
        paint,
      ),
    ],
  ];
}

function badge(severity: Finding['severity'], paint: Paint): string {
  return severity === 'error' ? paint(['red', 'bold'], 'error') : paint(['yellow', 'bold'], 'warning');
}

function placeLines(finding: Finding, paint: Paint, about = aboutPlace(finding)): string[] {
  const { snippet } = finding;
  const facts = factsOf(finding);
  return [
    '',
    addressLine(finding, paint, about),
    ...(snippet === null ? [] : formatFrame(snippet, paint).map((row) => `    ${row}`)),
    ...(facts.length === 0 ? [] : [`    ${paint('dim', inert(facts.join('; ')))}`]),
  ];
}

function addressLine({ path, line, column }: Finding, paint: Paint, about: string): string {
  return `  ${paint('cyan', `${inert(path)}:${line}:${column}`)}${about && `  ${about}`}`;
}

/** What is to be said of a place of a key, besides that the key stands there. */
function aboutPlace({ ruleId, message }: Finding): string {
  return ruleId === 'no-hardcoded-key' ? '' : `${ruleId}: ${inert(message)}`;
}

function next(advice: string, paint: Paint): string {
  return `  ${paint('green', '→')} ${inert(advice)}`;
}
