import { issuerNames } from '../detect/describe.js';
import type { BundleFacts, Finding, HistoryFacts, KeySummary, Report } from '../finding.js';
import { issuerLabel } from '../keys/issuers.js';
import { formatFrame } from './frame.js';
import type { RenderOptions } from './index.js';
import { inert } from '../text/inert.js';
import { type Paint, painter } from './paint.js';
import { count } from '../text/list.js';

/** A key that stands in hundreds of files is understood after these; the JSON report lists all. */
const PLACES_SHOWN = 20;

/** For people: a block per key with its places, then what concerns no key. Empty where nothing was found. */
export function render({ findings, keys }: Report, options: RenderOptions): string {
  const paint = painter(options.color);
  const blocks = [
    ...keys.map((key) => keyBlock(key, findings, paint)),
    ...findings.filter(({ fingerprint }) => fingerprint === null).map((finding) => problemBlock(finding, paint)),
  ];
  if (blocks.length > 0) blocks.push(HOW_TO_ACCEPT.map((line) => paint('dim', line)));
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

const HOW_TO_ACCEPT = [
  'Not a secret, or accepted? Say so with a reason: a comment "starrise-disable-line -- why" (or -next-line) beside it,',
  'or in starrise.config.json: "suppress": [{ "fingerprint": "…", "reason": "why" }].',
];

function keyBlock(key: KeySummary, findings: readonly Finding[], paint: Paint): string[] {
  const places = findings.filter(({ fingerprint }) => fingerprint === key.fingerprint);
  const hidden = places.length - PLACES_SHOWN;
  const severity = places.some((place) => place.severity === 'error') ? 'error' : 'warning';
  return [
    `${badge(severity, paint)} ${paint('bold', key.redacted)}  ${identity(key)}`,
    `  ${paint('dim', `fingerprint ${key.fingerprint}, ${key.confidence} confidence`)}`,
    ...(key.verification === null ? [] : [`  ${verdict(key.verification)}`]),
    ...places.slice(0, PLACES_SHOWN).flatMap((place) => placeLines(place, paint)),
    ...(hidden > 0 ? ['', `  and ${count(hidden, 'more place')}; --format json lists all`] : []),
    '',
    next(key.advice, paint),
  ];
}

function problemBlock(finding: Finding, paint: Paint): string[] {
  return [
    `${badge(finding.severity, paint)} ${inert(finding.message)}`,
    ...placeLines(finding, paint),
    '',
    next(finding.advice, paint),
  ];
}

function badge(severity: Finding['severity'], paint: Paint): string {
  return severity === 'error' ? paint(['red', 'bold'], 'error') : paint(['yellow', 'bold'], 'warning');
}

function identity({ issuer, candidates }: KeySummary): string {
  return issuer === 'ambiguous' ? `issuer unknown: ${issuerNames(candidates)}` : issuerLabel(issuer);
}

function verdict({ state, host, detail, checkedAt }: NonNullable<KeySummary['verification']>): string {
  const asked = `${checkedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return inert(`${state} at ${host}${detail === '' ? '' : `: ${detail}`} (asked ${asked})`);
}

function placeLines(finding: Finding, paint: Paint): string[] {
  const { path, line, column, evidence, encoding, snippet, history, bundle } = finding;
  const facts = [
    ...(encoding === 'plain' ? [] : [`written as ${encoding}`]),
    ...evidence.map(({ detail }) => detail),
    ...(history === undefined ? [] : historyFacts(history)),
    ...(bundle === undefined ? [] : bundleFacts(bundle)),
  ];
  return [
    '',
    `  ${paint('cyan', `${inert(path)}:${line}:${column}`)}${finding.ruleId === 'no-hardcoded-key' ? '' : `  ${finding.ruleId}: ${inert(finding.message)}`}`,
    ...(snippet === null ? [] : formatFrame(snippet, paint).map((row) => `    ${row}`)),
    ...(facts.length === 0 ? [] : [`    ${paint('dim', inert(facts.join('; ')))}`]),
  ];
}

function historyFacts({ kind, introduced, inHead, occurrences, refs }: HistoryFacts): string[] {
  return [
    ...(kind === 'blob' ? [] : [`in a ${kind}`]),
    ...(introduced === null
      ? []
      : [`introduced by ${introduced.author} on ${introduced.date.slice(0, 10)} in ${introduced.commit.slice(0, 12)}`]),
    inHead ? 'still in HEAD' : `not in HEAD, but in ${count(refs.length, 'ref')}`,
    ...(occurrences > 1 ? [count(occurrences, 'occurrence')] : []),
  ];
}

function bundleFacts(bundle: BundleFacts): string[] {
  return [
    bundle.public ? 'served to browsers' : 'in a build artefact',
    ...(bundle.source === null ? [] : [`from ${bundle.source}:${bundle.sourceLine ?? 1}:${bundle.sourceColumn ?? 1}`]),
    ...(bundle.via === null ? [] : [`via ${bundle.via}`]),
  ];
}

function next(advice: string, paint: Paint): string {
  return `  ${paint('green', '→')} ${inert(advice)}`;
}
