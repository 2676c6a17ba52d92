import type { Confidence, Evidence } from '../finding.js';

/** What there is to say about a key, by a match in a text or by a finding. */
export interface DescribedKey {
  readonly redacted: string;
  readonly issuer: string;
  readonly candidates: readonly string[];
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
}

/** Evidence that says more than the shape of the key, the most telling first. */
const TELLING: readonly Evidence['kind'][] = [
  'host',
  'variable',
  'header',
  'package',
  'repository',
  'structure',
  'marker',
];

/** The message of a finding: `New API key sk-Ab3d…9xQ2 in source (host api.starrise.ai on line 3)`. */
export function describeKey(key: DescribedKey): string {
  if (key.issuer === 'ambiguous') return `sk- key ${key.redacted} in source (${listOf(key.candidates, 'or')})`;
  const reason = TELLING.map((kind) => key.evidence.find((evidence) => evidence.kind === kind)).find(Boolean);
  return `${key.issuer} key ${key.redacted} in source${reason === undefined ? '' : ` (${reason.detail})`}`;
}

/** What to do about a key of `issuer` that stands in source, in one or two sentences. */
export function adviseKey(issuer: string, environmentVariable: string): string {
  const where = issuer === 'ambiguous' ? 'at whoever issued it' : `at ${issuer}`;
  return `Delete the key ${where} and make a new one; then read it from the environment (${environmentVariable}).`;
}

/** `a, b or c`. */
function listOf(names: readonly string[], conjunction: string): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${conjunction} ${names.at(-1) ?? ''}`;
}
