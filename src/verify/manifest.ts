import { count } from '../text/list.js';
import type { VerificationPlan } from './index.js';
import type { HeldKey } from './route.js';

/** Keys named at the most for each reason; the report has them all. */
const NAMED = 5;

/** What will leave this machine, and what will not, in lines for people; shown before anything is sent. */
export function describePlan({ errands, held, known }: VerificationPlan): readonly string[] {
  const sent = errands.flatMap(({ gateway, keys, proxy }) => [
    `${count(keys.length, 'key')} to ${gateway.base} (named by ${gateway.namedBy}), in the Authorization header of GET /v1/models and GET /api/usage/token/`,
    ...(proxy === null ? [] : [`  through the proxy ${proxy.shown}, which sees the host and not the key`]),
  ]);
  return [
    ...(sent.length === 0 ? ['no key is sent anywhere'] : sent),
    ...(known.size === 0 ? [] : [`${count(known.size, 'key')} not sent: asked a moment ago (--no-cache asks again)`]),
    ...[...byReason(held)].map(([why, keys]) => `${count(keys.length, 'key')} not sent: ${why}: ${named(keys)}`),
  ];
}

function byReason(held: readonly HeldKey[]): ReadonlyMap<string, readonly HeldKey[]> {
  const groups = new Map<string, HeldKey[]>();
  for (const key of held) groups.set(key.why, [...(groups.get(key.why) ?? []), key]);
  return groups;
}

function named(keys: readonly HeldKey[]): string {
  const more = keys.length - NAMED;
  const shown = keys.slice(0, NAMED).map(({ redacted }) => redacted);
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
