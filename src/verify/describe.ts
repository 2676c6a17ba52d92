import type { TokenFacts } from '../finding.js';
import type { TokenState } from '../gateway/token-states.js';
import { count } from '../text/list.js';

/** What a state's description is made of; all of it fit to be shown. */
export interface Told {
  /** Why nothing was learned about the key. */
  readonly reason: string;
  /** Why the usage endpoint was no help. */
  readonly usageReason: string;
  readonly message: string | null;
  readonly token: TokenFacts | null;
}

/** Why a key has its state, and what the gateway told about its token: clauses for people, on one line. */
export function describeState(state: TokenState, told: Told): string {
  const facts = told.token === null ? [] : [describeToken(told.token)];
  return [WHY[state](told), ...facts].join('; ');
}

const WHY: Readonly<Record<TokenState, (told: Told) => string>> = {
  live: () => 'the gateway accepts it',
  restricted: ({ message }) => `the gateway knows it and refuses this caller: "${message ?? ''}"`,
  expired: () => 'its date has passed',
  exhausted: () => 'its quota is used up',
  disabled: () => 'it is switched off in the console',
  unrecognized: () => 'the gateway knows no such token: deleted, or never of this gateway',
  inactive: ({ usageReason }) => `refused now, and it may come back to life; why is not known: ${usageReason}`,
  unknown: ({ reason }) => reason,
};

function describeToken({ name, used, available, unlimited, expiresAt, models }: TokenFacts): string {
  const left = unlimited ? 'no limit of its own' : `${units(available)} left`;
  const end = expiresAt === null ? 'no expiry date' : `expiry date ${expiresAt.slice(0, 10)}`;
  const limits = models === null ? [] : [`only for ${models.slice(0, 5).join(', ')}${models.length > 5 ? ', …' : ''}`];
  return [`token "${name}": ${units(used)} used`, left, end, ...limits].join(', ');
}

/** Quota in the gateway's own units, whose price each deployment sets. */
function units(quota: number): string {
  return count(quota, 'unit');
}
