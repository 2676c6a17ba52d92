/** What reports tell of a key and of a place beside the message: clauses for people, in the words of others, not yet inert. */
import { inNameOf, issuerNames } from '../detect/describe.js';
import type { BundleFacts, CommitFact, Finding, HistoryFacts, KeySummary, Verification } from '../finding.js';
import { issuerLabel } from '../keys/issuers.js';
import { count, grouped, listOf } from '../text/list.js';

/** Refs with the same commit are many after releases; one of them is looked up. */
const REFS_NAMED = 2;

/** Whose key it is. */
export function identityOf({ issuer, candidates }: Pick<KeySummary, 'issuer' | 'candidates'>): string {
  return issuer === 'ambiguous' ? `issuer unknown: ${issuerNames(candidates)}` : issuerLabel(issuer);
}

/** What its gateway said. */
export function verdictOf({ state, host, detail, checkedAt }: Verification): string {
  const asked = `${checkedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return `${state} at ${host}${detail === '' ? '' : `: ${detail}`} (asked ${asked})`;
}

/** How the key is written at this place, why it is one, and where it comes from. */
export function factsOf({ encoding, evidence, nameOf, history, bundle }: Finding): string[] {
  return [
    ...(encoding === 'plain' ? [] : [`written as ${encoding}`]),
    ...(nameOf === undefined ? [] : [inNameOf(nameOf)]),
    ...evidence.map(({ detail }) => detail),
    ...(history === undefined ? [] : historyFacts(history)),
    ...(bundle === undefined ? [] : bundleFacts(bundle)),
  ];
}

/** As {@link factsOf}, without what the message says already. */
export function furtherFactsOf(finding: Finding): string[] {
  return factsOf(finding).filter((fact) => !finding.message.includes(fact));
}

function historyFacts({ submodule, kind, introduced, removed, inHead, occurrences, refs }: HistoryFacts): string[] {
  return [
    ...(kind === 'blob' || kind === 'name' ? [] : [`in a ${kind}`]),
    ...(introduced === null ? [] : [byWhom('introduced', [introduced], submodule)]),
    ...(removed.length === 0 ? [] : [byWhom('removed', removed, submodule)]),
    whereItIs(inHead, refs),
    ...(occurrences > 1 ? [count(occurrences, 'occurrence')] : []),
  ];
}

/** The first of the commits, with its author; reports for programs have all. */
function byWhom(done: string, [first, ...more]: readonly CommitFact[], submodule: string | undefined): string {
  const { author, date, commit } = first!;
  const of = submodule === undefined ? '' : ` of ${submodule}`;
  const others = more.length === 0 ? '' : ` and in ${count(more.length, 'more commit')}`;
  return `${done} by ${author} on ${date.slice(0, 10)} in ${commit.slice(0, 12)}${of}${others}`;
}

function whereItIs(inHead: boolean, refs: readonly string[]): string {
  if (inHead) return 'still in HEAD';
  if (refs.length === 0) return 'not in HEAD nor at the tip of any ref';
  const named = refs.slice(0, REFS_NAMED);
  const more = refs.length - named.length;
  return `not in HEAD, but in ${listOf([...named, ...(more > 0 ? [`${grouped(more)} more`] : [])], 'and')}`;
}

function bundleFacts(bundle: BundleFacts): string[] {
  return [
    bundle.public ? 'served to browsers' : 'in a build artefact',
    ...(bundle.source === null ? [] : [`from ${bundle.source}:${bundle.sourceLine ?? 1}:${bundle.sourceColumn ?? 1}`]),
    ...(bundle.via === null ? [] : [`via ${bundle.via}`]),
  ];
}
