import type { Finding, KeySummary, Verification } from '../finding.js';
import type { TokenState } from '../gateway/token-states.js';

/** What advice on a key depends on, besides its state. */
export interface Exposure {
  /** Whether browsers are given the key. */
  readonly isPublic: boolean;
  /** Whether git history holds it. */
  readonly inHistory: boolean;
}

/** How a key is exposed, by the places where it stands. */
export function exposureOf(places: readonly Finding[]): Exposure {
  return {
    isPublic: places.some(({ bundle, ruleId }) => bundle?.public === true || ruleId === 'no-client-key'),
    inHistory: places.some(({ history }) => history !== undefined),
  };
}

/** What to do about a verified key, the most urgent first: sentences for people. */
export function adviseVerdict(key: Pick<KeySummary, 'redacted'>, verdict: Verification, exposure: Exposure): string {
  const { host, token } = verdict;
  // The console shows the same ends of a key as we do.
  const which =
    token === undefined || token.name === '' ? `the token whose key reads ${key.redacted}` : `"${token.name}"`;
  const step = {
    replace: `make a new token at ${host}`,
    remove: `open Tokens in the console at ${host}, find ${which}, Delete`,
  };
  return [...FIRST[verdict.state](step, exposure), ...afterwards(verdict.state, exposure)].join(' ');
}

interface Steps {
  readonly replace: string;
  readonly remove: string;
}

const FIRST: Readonly<Record<TokenState, (steps: Steps, exposure: Exposure) => readonly string[]>> = {
  live: rotate,
  restricted: (steps, exposure) => ['It works for other callers than this one.', ...rotate(steps, exposure)],
  expired: dormant,
  exhausted: dormant,
  disabled: dormant,
  inactive: ({ remove }) => [`Do not take it for revoked: ${remove} if it is there.`],
  unrecognized: () => ['Already revoked, or never of this gateway: nothing to delete there. Take it out of the files.'],
  unknown: ({ remove }) => [`Take it for live until a verification succeeds: run again, or ${remove}.`],
};

/** Whom browsers have told a key, everybody has it: it cannot wait for its replacement. */
function rotate({ replace, remove }: Steps, { isPublic }: Exposure): readonly string[] {
  return isPublic
    ? [`Delete it now, before anything else: ${remove}.`, `Then ${replace}, and keep that one on the server.`]
    : [`First ${replace} with the same limits and put it where this one is used; then ${remove}.`];
}

function dormant({ remove }: Steps): readonly string[] {
  return [`One edit in the console makes it live again, so do not leave it: ${remove}. Nothing can need it now.`];
}

function afterwards(state: TokenState, { inHistory }: Exposure): readonly string[] {
  if (state === 'unrecognized' || state === 'unknown') return [];
  return [
    'Deleting does not bring back what was spent: look through Logs there for calls that are not yours.',
    ...(inHistory ? ['Rewriting git history does not revoke it: clones, forks, caches and CI logs keep it.'] : []),
  ];
}

/** The most dangerous first. A key without a verdict may be live. */
const DANGER: readonly (TokenState | 'not verified')[] = [
  'live',
  'restricted',
  'unknown',
  'not verified',
  'inactive',
  'disabled',
  'exhausted',
  'expired',
  'unrecognized',
];

/** Orders keys by what to revoke first: by state, public ones first within each; else as they were. */
export function byDanger<Key extends Pick<KeySummary, 'verification'> & Exposure>(keys: readonly Key[]): Key[] {
  const rank = ({ verification, isPublic }: Key): number =>
    DANGER.indexOf(verification?.state ?? 'not verified') * 2 + (isPublic ? 0 : 1);
  return [...keys].sort((a, b) => rank(a) - rank(b));
}
