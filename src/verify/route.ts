import type { Evidence } from '../finding.js';
import { issuerLabel } from '../keys/issuers.js';
import type { Secret } from '../keys/secret.js';
import { listOf } from '../text/list.js';
import { GATEWAY_ISSUERS, isForeign } from './foreign.js';
import type { VerifyGateway } from './gateways.js';
import type { RoutedKey } from './session.js';

/** A key at one place, as detection tells of it. */
export interface FoundKey {
  readonly secret: Secret;
  /** An issuer's id, or `ambiguous`: then see `candidates`. */
  readonly issuer: string;
  readonly candidates: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** Keys for one gateway, each once. */
export interface Errand {
  readonly gateway: VerifyGateway;
  readonly keys: readonly RoutedKey[];
}

/** A key that is sent nowhere. */
export interface HeldKey {
  readonly redacted: string;
  /** `null` for a guessable key. */
  readonly fingerprint: string | null;
  /** A clause for people. */
  readonly why: string;
  /** False where it may be a gateway's key, so that a verdict is missing; true where it is certainly another's. */
  readonly foreign: boolean;
}

export interface Routing {
  readonly errands: readonly Errand[];
  readonly held: readonly HeldKey[];
}

/** Evidence that points to an issuer from around a key. A variable's name is not among it: that one always decides. */
const POINTERS: ReadonlySet<Evidence['kind']> = new Set(['host', 'package']);

/** `sk-` and the 48 characters: what a gateway of this family gives out. */
const GATEWAY_SHAPE = /^(?:sk-)?[0-9A-Za-z]{48}$/;

/**
 * Decides where each distinct key may be sent, or why it is sent nowhere. All places of a key count together: one place
 * that names another issuer or gateway keeps it back.
 */
export function routeKeys(
  found: Iterable<FoundKey>,
  gateways: readonly VerifyGateway[],
  options: { readonly sendAmbiguous: boolean },
): Routing {
  const errands = gateways.map((gateway) => ({ gateway, keys: [] as RoutedKey[] }));
  const held: HeldKey[] = [];
  for (const places of byKey(found).values()) {
    const { secret } = places[0];
    const choice = choose(places, gateways, options.sendAmbiguous);
    const errand = errands.find(({ gateway }) => gateway === choice);
    // Only keys of the gateway's shape are sent, and those have a fingerprint.
    if (errand !== undefined && secret.fingerprint !== null)
      errand.keys.push({ secret, fingerprint: secret.fingerprint });
    else if ('why' in choice) held.push({ redacted: secret.redacted, fingerprint: secret.fingerprint, ...choice });
  }
  return { errands: errands.filter(({ keys }) => keys.length > 0), held };
}

type Places = readonly [FoundKey, ...FoundKey[]];
type Refusal = Pick<HeldKey, 'why' | 'foreign'>;

/** All places of each distinct key: every spelling of one has the same fingerprint. Guessable keys need not be told apart. */
function byKey(found: Iterable<FoundKey>): ReadonlyMap<string, Places> {
  const groups = new Map<string, [FoundKey, ...FoundKey[]]>();
  for (const place of found) {
    const id = place.secret.fingerprint ?? `guessable ${place.issuer}`;
    const places = groups.get(id);
    if (places === undefined) groups.set(id, [place]);
    else places.push(place);
  }
  return groups;
}

function choose(places: Places, gateways: readonly VerifyGateway[], sendAmbiguous: boolean): VerifyGateway | Refusal {
  const stranger = places.find(isForeign);
  if (stranger !== undefined) return foreign(strangerOf(stranger));
  const { secret } = places[0];
  if (secret.guessable || !GATEWAY_SHAPE.test(secret.expose())) return foreign('it has not the form of a gateway key');

  const torn = sendAmbiguous ? undefined : places.find(isTorn);
  if (torn !== undefined)
    return notTied(`what stands around it speaks for ${listOf(torn.candidates.map(issuerLabel), 'and')}`);
  const evidence = places.filter(({ issuer }) => GATEWAY_ISSUERS.has(issuer)).flatMap((place) => place.evidence);
  const hosts = [...new Set(evidence.flatMap(({ kind, name }) => (kind === 'host' && name !== undefined ? name : [])))];
  const [host] = hosts;
  if (hosts.length > 1) return notTied(`several gateways are named beside it, ${listOf(hosts, 'and')}`);
  const possible = host === undefined ? gateways : gateways.filter((one) => one.host === host);
  const [gateway, another] = possible;
  if (gateway === undefined) {
    return notTied(`the host beside it is ${String(host)}; if it belongs there: --gateway https://${String(host)}`);
  }
  if (another !== undefined) {
    const bases = possible.map(({ base }) => base);
    return notTied(`nothing says whether it belongs to ${listOf(bases, 'or')}`);
  }
  const isTied =
    host !== undefined ||
    gateway.namedBy === 'the command line' ||
    sendAmbiguous ||
    evidence.some((one) => isVariableOf(one, gateway));
  if (isTied) return gateway;
  return notTied(
    `nothing ties it to ${gateway.host}; to ask there all the same: --verify-ambiguous, or --gateway ${gateway.base}`,
  );
}

/** Whether what stands around a place speaks for several issuers: nothing else leaves such evidence undecided. */
function isTorn({ issuer, evidence }: FoundKey): boolean {
  return issuer === 'ambiguous' && evidence.some(({ kind }) => POINTERS.has(kind));
}

/**
 * Whether a variable's name ties its key to `gateway`. The names of other mints (`NEW_API_KEY`) stand for any of their
 * thousands of deployments: for the one that the user named, but not for ours.
 */
function isVariableOf({ kind, name }: Evidence, gateway: VerifyGateway): boolean {
  if (kind !== 'variable' || name === undefined) return false;
  return gateway.namedBy !== 'the default' || /starrise/i.test(name);
}

function strangerOf({ issuer, candidates }: FoundKey): string {
  return `it is a key of ${listOf((issuer === 'ambiguous' ? candidates : [issuer]).map(issuerLabel), 'or')}`;
}

function foreign(why: string): Refusal {
  return { why, foreign: true };
}

function notTied(why: string): Refusal {
  return { why, foreign: false };
}
