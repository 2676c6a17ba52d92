import type { Dialect } from './dialects.js';
import type { CredentialPlace } from './endpoints.js';

/** Where the gateway looks for a credential. */
interface ReadingRow {
  readonly place: CredentialPlace;
  /** The paths on which it looks there; matched against the path without the query. */
  readonly on: RegExp;
  readonly dialects: readonly Dialect[];
  readonly source: string;
}

const ANYWHERE = /^/;
const GEMINI = /^\/(?:v1\/models(?:$|\/)|v1beta\/models|v1beta\/openai\/models)/;
const AUTH = 'New API middleware/auth.go, TokenAuth';

/**
 * In the order in which the gateway reads: a later row that finds something overrides the earlier ones. `mj-api-secret` is
 * asked for last, and only where nothing else was found.
 */
const READINGS: readonly ReadingRow[] = [
  {
    place: 'authorization',
    on: ANYWHERE,
    dialects: ['new-api', 'one-api'],
    source: `${AUTH}; One API middleware/auth.go`,
  },
  { place: 'subprotocol', on: ANYWHERE, dialects: ['new-api'], source: AUTH },
  { place: 'x-api-key', on: /\/v1\/(?:messages|models)/, dialects: ['new-api'], source: AUTH },
  { place: 'query key', on: GEMINI, dialects: ['new-api'], source: AUTH },
  { place: 'x-goog-api-key', on: GEMINI, dialects: ['new-api'], source: AUTH },
];

/** Headers in which keys are sent: those that the gateway reads, and Azure’s `api-key`. */
export const CREDENTIAL_HEADER = /^(?:authorization|x-api-key|x-goog-api-key|mj-api-secret|api-key)$/i;

/**
 * What `Authorization` holds for clients of midjourney-proxy that send the key as `mj-api-secret`: as good as nothing.
 * Source: as above.
 */
export const NO_CREDENTIAL = /^(?:Bearer )?midjourney-proxy$/;

/** Whether a credential at `place` is looked at on `path` when it stands alone. */
export function isRead(place: CredentialPlace, path: string, dialect: Dialect): boolean {
  // Token facts have a guard of their own, which reads `Authorization` alone.
  if (place === 'mj-api-secret') return dialect === 'new-api' && !path.startsWith('/api/');
  return READINGS.some((row) => row.place === place && row.dialects.includes(dialect) && row.on.test(path));
}

/** The credential that decides among several; `null` where none of them is read. */
export function inForce<C extends { readonly place: CredentialPlace }>(
  credentials: readonly C[],
  path: string,
  dialect: Dialect,
): C | null {
  const read = credentials.filter(({ place }) => isRead(place, path, dialect));
  const order = [...READINGS.map(({ place }) => place).reverse(), 'mj-api-secret'];
  const deciding = order.find((place) => read.some((credential) => credential.place === place));
  return read.find(({ place }) => place === deciding) ?? null;
}
