import { redactKeys } from '../detect/redact.js';
import { UsageError } from '../errors.js';
import { hostnameOf, isLoopback } from '../net/address.js';

/** The gateway that a key is asked of where nobody named another. Source: Starrise's documentation. */
export const DEFAULT_GATEWAY = 'https://api.starrise.ai';

/** Who named a gateway that keys may be sent to. Never the scanned repository. */
type NamedBy = 'the command line' | 'STARRISE_BASE_URL' | 'your configuration' | 'the default';

/** A gateway that keys may be sent to. */
export interface VerifyGateway {
  /** Scheme, host, port and base path, without a slash at the end, e.g. `https://api.starrise.ai`. */
  readonly base: string;
  /** Lower case, with the port where it is not the scheme's own; IPv6 in brackets. */
  readonly host: string;
  readonly namedBy: NamedBy;
}

/** The places where a user names gateways; each an URL such as `https://gateway.example`. */
export interface GatewaySources {
  readonly commandLine: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly userConfiguration: readonly string[];
}

/**
 * The gateways that keys may be sent to: those of the command line; without any, those of `STARRISE_BASE_URL` and the
 * user's own configuration; without any, the default.
 */
export function chooseGateways(sources: GatewaySources): readonly VerifyGateway[] {
  const named = sources.commandLine.length > 0 ? fromCommandLine(sources) : fromElsewhere(sources);
  const chosen = named.length > 0 ? named : [parseGateway(DEFAULT_GATEWAY, 'the default')];
  return [...new Map(chosen.map((gateway) => [gateway.base, gateway])).values()];
}

function fromCommandLine({ commandLine }: GatewaySources): readonly VerifyGateway[] {
  return commandLine.map((url) => parseGateway(url, 'the command line'));
}

function fromElsewhere({ environment, userConfiguration }: GatewaySources): readonly VerifyGateway[] {
  const fromEnvironment = environment['STARRISE_BASE_URL'];
  return [
    ...(fromEnvironment ? [parseGateway(fromEnvironment, 'STARRISE_BASE_URL')] : []),
    ...userConfiguration.map((url) => parseGateway(url, 'your configuration')),
  ];
}

function parseGateway(text: string, namedBy: NamedBy): VerifyGateway {
  // A key in place of an address, or in it, would be shown, and told to the resolver of names.
  const holdsKey = redactKeys(text) !== text;
  const url = holdsKey ? null : parseUrl(text);
  const problem = holdsKey ? 'holds a key' : url === null ? 'is not an URL' : problemOf(url);
  if (url === null || problem !== null) {
    // An URL can hold a password by mistake: what is shown stops before it.
    const shown = url === null ? '' : ` ${url.protocol}//${url.host}`;
    throw new UsageError(`the gateway${shown} named by ${namedBy} ${problem}: give it as https://host`);
  }
  return { base: url.origin + basePath(url), host: url.host, namedBy };
}

function parseUrl(text: string): URL | null {
  const trimmed = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  return URL.canParse(whole) ? new URL(whole) : null;
}

function problemOf(url: URL): string | null {
  const hostname = hostnameOf(url);
  if (url.username !== '' || url.password !== '') return 'holds a user name or password';
  if (hostname.includes('*')) return 'holds a wildcard';
  if (url.search !== '' || url.hash !== '') return 'holds a query or a hash';
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return 'is not HTTPS';
  return isLoopback(hostname) ? null : 'would send keys over plain HTTP, which only this machine may receive';
}

/** Users give the base that they give their SDK; both requests start above its `/v1`. */
function basePath(url: URL): string {
  return url.pathname.replace(/\/+$/, '').replace(/\/v1(?:beta)?$/, '');
}
