import { familyOf, type Family } from '../../gateway/endpoints.js';
import { ISSUERS } from '../../keys/issuers.js';
import type { Address } from '../address.js';
import { isGatewayName } from '../credential-value.js';
import type { JudgeSettings } from '../judge.js';
import { variablesIn, type Template } from '../template.js';

/** Where a request goes: to a gateway, to another issuer of keys (its name), or `null` where that is not known. */
export type Destination = 'gateway' | { readonly issuer: string } | null;

/** Paths that no other service has; `/mj/submit` is midjourney-proxy's as well, which takes the same credential. */
const OWN_PATH = /^\/(?:mj-(?:fast|relax|turbo)\/mj\/|mj\/submit\/|suno\/(?:submit|fetch)(?:\/|$)|kling\/v1\/)/;

/** `values` are the credentials: the variable that a key is read from says whose it is. */
export function destinationOf(address: Address, values: readonly Template[], settings: JudgeSettings): Destination {
  const { host, variable, isTail, path } = address;
  if (host !== null) return settings.gateways.includes(host) ? 'gateway' : issuerOf(host);
  if (variable !== null && isGatewayName(variable, settings.variables)) return 'gateway';
  if (!isTail) return null;
  const isOwn = OWN_PATH.test(path) || values.some((value) => isGatewayValue(value, settings));
  return isOwn ? 'gateway' : null;
}

/** Whether a value is read from a variable of the gateway. */
export function isGatewayValue(value: Template, settings: JudgeSettings): boolean {
  return variablesIn(value).some((name) => isGatewayName(name, settings.variables));
}

function issuerOf(host: string): Destination {
  const name = host.replace(/:\d+$/, '');
  const issuer = ISSUERS.find(({ hosts }) =>
    hosts.some((each) => (each.startsWith('.') ? name.endsWith(each) : name === each)),
  );
  return issuer === undefined || issuer.id === 'new-api' ? null : { issuer: issuer.label };
}

/**
 * The path as the server sees it with its family; behind a variable base, the version may be the variable's part. Both
 * have models: an action, `/models/gemini-2.5-pro:generateContent`, or a credential of Gemini (`isGemini`) tells which.
 */
export function servedPath(
  { path, isTail }: Address,
  isGemini: boolean,
): { readonly path: string; readonly family: Family } | null {
  const versions = isGemini || path.includes(':') ? ['/v1beta', '/v1'] : ['/v1'];
  const candidates = isTail ? [path, ...versions.map((version) => version + path)] : [path];
  for (const candidate of candidates) {
    const family = familyOf(candidate);
    if (family !== null) return { path: candidate, family };
  }
  return null;
}
