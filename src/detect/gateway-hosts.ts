import { ISSUERS } from '../keys/issuers.js';
import { findClues } from './clues.js';
import type { DetectSettings } from './detection.js';

/** A host that a text names as that of a gateway. */
export interface NamedHost {
  readonly host: string;
  readonly index: number;
  /** Whether it is one of those that we were told of; else it is what a base is set to. */
  readonly isKnown: boolean;
}

/** A setting that names the base that requests go to: `STARRISE_BASE_URL=https://…`, `baseURL: 'https://…'`. */
const BASE_SETTING =
  /(?:base_?url|api_?base|api_?url|api_?host)\\?["'`]?\s*(?:[:=]|=>)\s*\\?["'`]?https?:\/\/([\w.-]+(?::\d+)?)/gi;

/** A key that somebody wrote where a host belongs: evidence is shown. */
const KEY_LIKE = /sk-[\w-]{16,}/g;

const OTHER_HOSTS = ISSUERS.filter(({ id }) => id !== 'new-api' && id !== 'one-api').flatMap(({ hosts }) => hosts);

/**
 * The gateways that a piece of text names around the key at `[start, end)`, nearest first: several where none is much nearer
 * than the others. A base that is set to a host nobody told us of is a gateway as well, for a key beside it is then not one
 * of the gateways that we know.
 */
export function gatewayHosts(text: string, start: number, end: number, settings: DetectSettings): NamedHost[] {
  const distance = ({ host, index }: NamedHost): number => (index < start ? start - index - host.length : index - end);
  const hosts = [...knownHosts(text, settings), ...baseHosts(text)].sort((a, b) => distance(a) - distance(b));
  const [nearest] = hosts;
  if (nearest === undefined) return [];
  const rivals = hosts.filter((one) => distance(one) <= distance(nearest) * 2);
  return rivals.filter(({ host }, at) => rivals.findIndex((one) => one.host === host) === at);
}

function knownHosts(text: string, settings: DetectSettings): NamedHost[] {
  return findClues(text, settings)
    .filter(({ kind, issuer }) => kind === 'host' && issuer === 'new-api')
    .map(({ name, index }) => ({ host: name, index, isKnown: true }));
}

/** What bases are set to, but for those of other issuers; in the order of the text. */
export function baseHosts(text: string): NamedHost[] {
  return [...text.matchAll(BASE_SETTING)].flatMap(({ 0: whole, 1: name = '', index }) => {
    const host = name.toLowerCase().replace(KEY_LIKE, 'sk-****');
    if (OTHER_HOSTS.some((other) => (other.startsWith('.') ? host.endsWith(other) : host === other))) return [];
    return [{ host, index: index + whole.length - name.length, isKnown: false }];
  });
}
