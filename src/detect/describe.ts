import type { BundleFacts, Evidence } from '../finding.js';
import { findIssuer, issuerLabel } from '../keys/issuers.js';
import { listOf } from '../text/list.js';

/** What there is to say about a key, by a match in a text or by a finding. */
export interface DescribedKey {
  readonly redacted: string;
  readonly issuer: string;
  readonly candidates: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Where it stands in built code, if it does. */
  readonly bundle?: BundleFacts;
}

/** Evidence that says more than the form of the key, the most telling first. */
const TELLING: readonly Evidence['kind'][] = [
  'host',
  'variable',
  'header',
  'package',
  'repository',
  'structure',
  'marker',
];

/** The message of a finding: `New API gateway key sk-Ab3d…9xQ2 in source (host api.starrise.ai on line 3)`. */
export function describeKey({ redacted, issuer, candidates, evidence, bundle }: DescribedKey): string {
  const where = placeOf(bundle);
  if (issuer === 'ambiguous') return `sk- key ${redacted} ${where} (${issuerNames(candidates)})`;
  const reason = TELLING.flatMap((kind) => evidence.find((one) => one.kind === kind) ?? [])[0];
  return `${issuerLabel(issuer)} key ${redacted} ${where}${reason === undefined ? '' : ` (${reason.detail})`}`;
}

function placeOf(bundle: BundleFacts | undefined): string {
  if (bundle === undefined) return 'in source';
  return bundle.public ? 'in code that browsers load' : 'in a build artefact';
}

/** What to do about a key of `issuer` that stands in source, or in built code, in one or two sentences. */
export function adviseKey(issuer: string, environmentVariable: string, bundle?: BundleFacts): string {
  const where = findIssuer(issuer)?.console ?? 'the console of whoever issued it';
  if (bundle?.public) {
    return `Revoke this key (${where}): everyone who opens the page has it. Let a server route hold the new one in ${environmentVariable}, and call that.`;
  }
  return `Revoke this key (${where}), and read a new one from the environment, for example ${environmentVariable}.`;
}

/** `New API gateway, Moonshot or Stability`. */
export function issuerNames(issuers: readonly string[]): string {
  return listOf(issuers.map(issuerLabel), 'or');
}
