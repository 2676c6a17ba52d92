import type { BundleFacts, Evidence, NameOf } from '../finding.js';
import { environmentVariableOf, findIssuer, issuerLabel } from '../keys/issuers.js';
import { listOf } from '../text/list.js';

/** What there is to say about a key, by a match in a text or by a finding. */
export interface DescribedKey {
  readonly redacted: string;
  readonly issuer: string;
  readonly candidates: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly nameOf?: NameOf;
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
export function describeKey(key: DescribedKey): string {
  const { redacted, issuer, candidates, evidence } = key;
  const where = placeOf(key);
  if (issuer === 'ambiguous') return `sk- key ${redacted} ${where} (${issuerNames(candidates)})`;
  const reason = TELLING.flatMap((kind) => evidence.find((one) => one.kind === kind) ?? [])[0];
  return `${issuerLabel(issuer)} key ${redacted} ${where}${reason === undefined ? '' : ` (${reason.detail})`}`;
}

function placeOf({ nameOf, bundle }: Pick<DescribedKey, 'nameOf' | 'bundle'>): string {
  if (nameOf !== undefined) return inNameOf(nameOf);
  if (bundle === undefined) return 'in source';
  return bundle.public ? 'in code that browsers load' : 'in a build artefact';
}

export function inNameOf(what: NameOf): string {
  return `in the name of a ${what}`;
}

/** Where a key was found, as far as it decides what to do. */
export interface KeyPlace extends Pick<DescribedKey, 'nameOf' | 'bundle'> {
  /** Whether it stands in a change that is not committed yet: then it may have been nowhere else. */
  readonly isUncommitted?: boolean;
}

/** The variable to read a key from: the one that the user configured, else the one that the text has for it, else its issuer's. */
export function variableFor(
  { issuer, variable }: { readonly issuer: string; readonly variable: string | null },
  configured: string | null,
): string {
  return configured ?? variable ?? environmentVariableOf(issuer);
}

/** What to do about a key of `issuer` that stands in source, in a name, or in built code, in one or two sentences. */
export function adviseKey(
  issuer: string,
  environmentVariable: string,
  { nameOf, bundle, isUncommitted = false }: KeyPlace = {},
): string {
  const where = findIssuer(issuer)?.console ?? 'the console of whoever issued it';
  if (bundle?.public) {
    return `Revoke this key (${where}): everyone who opens the page has it. Let a server route hold the new one in ${environmentVariable}, and call that.`;
  }
  if (isUncommitted) {
    const instead =
      nameOf === undefined
        ? `read it from the environment, for example ${environmentVariable}`
        : `rename the ${nameOf}`;
    return `Keep this key out of the commit: ${instead}. Revoke it (${where}) if it was ever pushed or shared.`;
  }
  if (nameOf !== undefined) return `Revoke this key (${where}), and rename the ${nameOf}.`;
  return `Revoke this key (${where}), and read a new one from the environment, for example ${environmentVariable}.`;
}

/** `New API gateway, Moonshot or Stability`. */
export function issuerNames(issuers: readonly string[]): string {
  return listOf(issuers.map(issuerLabel), 'or');
}
