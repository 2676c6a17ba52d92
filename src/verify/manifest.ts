import type { VerificationPlan } from './index.js';

/** Keys named at the most in the list of what is not sent; the report has them all. */
const NAMED = 20;

/** What will leave this machine, and what will not, in lines for people; shown before anything is sent. */
export function describePlan(plan: VerificationPlan): readonly string[] {
  const sent = plan.errands.flatMap(({ gateway, keys, proxy }) => [
    `${keyCount(keys.length)} to ${gateway.base} (named by ${gateway.namedBy}), in the Authorization header of GET /v1/models and GET /api/usage/token/`,
    ...(proxy === null ? [] : [`  through the proxy ${proxy.shown}, which sees the host and not the key`]),
  ]);
  const known =
    plan.known.size === 0 ? [] : [`${keyCount(plan.known.size)} not sent: asked a moment ago (--no-cache asks again)`];
  const held = plan.held.map(({ redacted, why }) => `  ${redacted}: ${why}`);
  const more = held.length - NAMED;
  return [
    ...(sent.length === 0 ? ['no key is sent anywhere'] : sent),
    ...known,
    ...(held.length === 0 ? [] : [`${keyCount(held.length)} not sent:`, ...held.slice(0, NAMED)]),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function keyCount(count: number): string {
  return count === 1 ? '1 key' : `${count} keys`;
}
