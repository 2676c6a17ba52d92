/** The mints whose keys a gateway of this family can hold. */
export const GATEWAY_ISSUERS: ReadonlySet<string> = new Set(['new-api', 'one-api']);

/** Whose key it is, as far as it is known: an issuer's id, or `ambiguous` between the candidates. */
export interface Attributed {
  readonly issuer: string;
  readonly candidates: readonly string[];
}

/** Whether a key, or a place of one, is shown to be another issuer's. */
export function isForeign({ issuer, candidates }: Attributed): boolean {
  if (issuer !== 'ambiguous') return !GATEWAY_ISSUERS.has(issuer);
  return !candidates.some((candidate) => GATEWAY_ISSUERS.has(candidate));
}
