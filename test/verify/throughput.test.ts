import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/verify/limits.js';
import { newGateway, newToken, type Limit, type Token } from '../support/gateway/gateway.js';
import { TestClock } from '../support/gateway/clock.js';
import { newApiKey, oneApiKey } from '../support/keys.js';
import { verifyAt } from '../support/verify.js';

const HOUR = 3_600_000;

describe('1,000 keys at a gateway with its default limits', () => {
  /** Every fifth key each: live, restricted, expired, exhausted, and deleted. */
  const conditions: readonly (Partial<Token> | null)[] = [
    {},
    { addresses: ['203.0.113.7'] },
    { expiresAt: 1_000_000_000 },
    { available: 0 },
    null,
  ];
  const expected = ['live', 'restricted', 'expired', 'exhausted', 'unrecognized'];

  it('all have their right states, given the time that the usage endpoint makes everybody wait', async () => {
    const { gateway, clock, keys } = await thousandKeys('new-api');
    const { states, gaps } = await verifyAt(gateway.url, keys, { clock, limits: { totalMs: 24 * HOUR } });
    expect(gaps).toEqual([]);
    expect(countsOf(states)).toEqual(Object.fromEntries(expected.map((state) => [state, 200])));
    expect(states.every((state, at) => state === expected[at % expected.length])).toBe(true);
    expect(gateway.requests.filter(({ status }) => status === 429)).toEqual([]);
  });

  it('finish within the default time, say inactive where the usage endpoint had no time for them, and say so', async () => {
    const { gateway, clock, keys } = await thousandKeys('new-api');
    const start = clock.now();
    const { states, gaps, skipped } = await verifyAt(gateway.url, keys, { clock });
    expect(clock.now() - start).toBeLessThan(DEFAULT_LIMITS.totalMs);
    expect(gaps).toEqual([]);
    const counts = countsOf(states);
    expect(counts).toMatchObject({ live: 200, restricted: 200 });
    expect(counts['inactive']).toBe(600 - DEFAULT_LIMITS.usage.requests);
    expect(skipped).toEqual([
      {
        what: expect.stringMatching(/refuses 585 keys, shown as inactive/) as string,
        why: expect.any(String) as string,
      },
    ]);
    expect(states.every((state, at) => state === expected[at % 5] || state === 'inactive')).toBe(true);
  });

  it('ask a One API once for the endpoint that it has not', async () => {
    const { gateway, clock, keys } = await thousandKeys('one-api');
    const { states } = await verifyAt(gateway.url, keys, { clock });
    expect(states.every((state, at) => state === expected[at % expected.length])).toBe(true);
    expect(gateway.requests.filter(({ path }) => path === '/api/usage/token/')).toHaveLength(1);
  });

  it('are each asked once, and never faster than the configured rate lets them', async () => {
    const { gateway, clock, keys } = await thousandKeys('new-api', DEFAULT_LIMITS.models);
    // One at a time: with several, the clock of the test jumps while requests are on their way.
    await verifyAt(gateway.url, keys, { clock, limits: { concurrency: 1 } });
    const asked = gateway.requests.filter(({ path }) => path === '/v1/models');
    const perKey = countsOf(asked.map(({ credential }) => credential.key));
    expect(keys.map((key) => perKey[key.slice(3)])).toEqual(keys.map(() => 1));
    expect(asked.filter(({ status }) => status === 429)).toEqual([]);
  });

  it('are asked for at that rate in all, the usage endpoint and the random keys too', async () => {
    const { gateway, clock, keys } = await thousandKeys('new-api');
    const times: number[] = [];
    gateway.fault = () => {
      times.push(clock.now());
      return false;
    };
    await verifyAt(gateway.url, keys.slice(0, 40), { clock, limits: { concurrency: 1 } });
    const { requests, windowMs } = DEFAULT_LIMITS.models;
    const asked = gateway.requests.map(({ path }) => path);
    expect(asked.filter((path) => path === '/api/usage/token/')).toHaveLength(DEFAULT_LIMITS.usage.requests);
    const inWindow = times.map((time) => times.filter((one) => one >= time && one < time + windowMs).length);
    expect(Math.max(...inWindow)).toBe(requests);
  });

  async function thousandKeys(dialect: 'new-api' | 'one-api', modelsLimit?: Limit) {
    const clock = new TestClock();
    const makeKey = dialect === 'one-api' ? oneApiKey : newApiKey;
    const keys = Array.from({ length: 1_000 }, (_, at) => makeKey(`throughput ${at}`));
    const tokens = keys.flatMap((key, at) => {
      const changes = conditions[at % conditions.length];
      return changes ? [newToken(key, changes)] : [];
    });
    const gateway = await newGateway({ dialect, tokens, now: clock.now, ...(modelsLimit && { modelsLimit }) });
    return { gateway, clock, keys };
  }
});

function countsOf(values: readonly (string | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
}
