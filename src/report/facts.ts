/** What reports tell of a key and of a place beside the message: clauses for people, in the words of others, not yet inert. */
import { inNameOf, issuerNames } from '../detect/describe.js';
import type { BundleFacts, Finding, HistoryFacts, KeySummary, Verification } from '../finding.js';
import { issuerLabel } from '../keys/issuers.js';
import { count } from '../text/list.js';

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

function historyFacts({ submodule, kind, introduced, inHead, occurrences, refs }: HistoryFacts): string[] {
  const of = submodule === undefined ? '' : ` of ${submodule}`;
  return [
    ...(kind === 'blob' || kind === 'name' ? [] : [`in a ${kind}`]),
    ...(introduced === null
      ? []
      : [
          `introduced by ${introduced.author} on ${introduced.date.slice(0, 10)} in ${introduced.commit.slice(0, 12)}${of}`,
        ]),
    whereItIs(inHead, refs),
    ...(occurrences > 1 ? [count(occurrences, 'occurrence')] : []),
  ];
}

function whereItIs(inHead: boolean, refs: readonly string[]): string {
  if (inHead) return 'still in HEAD';
  return refs.length === 0
    ? 'not in HEAD nor at the tip of any ref'
    : `not in HEAD, but in ${count(refs.length, 'ref')}`;
}

function bundleFacts(bundle: BundleFacts): string[] {
  return [
    bundle.public ? 'served to browsers' : 'in a build artefact',
    ...(bundle.source === null ? [] : [`from ${bundle.source}:${bundle.sourceLine ?? 1}:${bundle.sourceColumn ?? 1}`]),
    ...(bundle.via === null ? [] : [`via ${bundle.via}`]),
  ];
}
