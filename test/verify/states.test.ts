import { describe, expect, it } from 'vitest';
import { newGateway, newToken, type Dialect, type Language, type Token } from '../support/gateway/gateway.js';
import { TestClock } from '../support/gateway/clock.js';
import { newApiKey, oneApiKey } from '../support/keys.js';
import { verifyAt } from '../support/verify.js';

const clock = new TestClock();
const PAST = Math.floor(clock.now() / 1000) - 3_600;
const FUTURE = PAST + 30 * 86_400;

/** Tokens in every condition that a database can hold them in; `deleted` is held no more. */
const CONDITIONS = {
  usable: { expiresAt: FUTURE },
  unlimited: { unlimited: true, available: 0 },
  expired: { expiresAt: PAST },
  exhausted: { available: 0 },
  disabled: { status: 'disabled' },
  foreignAddress: { addresses: ['203.0.113.7'] },
  banned: { owner: { banned: true, admin: false, language: null } },
  retiredGroup: { groupExists: false },
  deleted: null,
} as const satisfies Record<string, Partial<Token> | null>;

type Condition = keyof typeof CONDITIONS;
type Expected = Readonly<Record<Condition, string>>;

const TOLD_APART: Expected = {
  usable: 'live',
  unlimited: 'live',
  expired: 'expired',
  exhausted: 'exhausted',
  disabled: 'disabled',
  foreignAddress: 'restricted',
  banned: 'restricted',
  retiredGroup: 'restricted',
  deleted: 'unrecognized',
};

const EXPECTED: Readonly<Record<Dialect, Expected>> = {
  'new-api': TOLD_APART,
  // Its usage endpoint cannot tell an unknown token from trouble with the database.
  'new-api-between': { ...TOLD_APART, deleted: 'inactive' },
  // It does not look at addresses on this route, and its "invalid" is said of trouble with the database too.
  'new-api-early-2025': { ...TOLD_APART, foreignAddress: 'live', deleted: 'inactive' },
  'one-api': TOLD_APART,
};

const LANGUAGES: readonly (Language | null)[] = [null, 'zh', 'zh-TW', 'en', 'ru'];

describe.each(Object.keys(EXPECTED) as Dialect[])('states at %s', (dialect) => {
  it.each(LANGUAGES)("names every state, the token owner's language being %s", async (language) => {
    const makeKey = dialect === 'one-api' ? oneApiKey : newApiKey;
    const conditions = Object.entries(CONDITIONS) as [Condition, Partial<Token> | null][];
    const keys = conditions.map(([condition]) => makeKey(`${dialect} ${condition}`));
    const tokens = conditions.flatMap(([condition, changes], at) => {
      if (changes === null) return [];
      const owner = { banned: condition === 'banned', admin: false, language };
      return newToken(keys[at] ?? '', { ...changes, owner });
    });
    const gateway = await newGateway({ dialect, tokens, now: clock.now });
    const { states, gaps } = await verifyAt(gateway.url, keys, { clock });
    expect(Object.fromEntries(conditions.map(([condition], at) => [condition, states[at]]))).toEqual(EXPECTED[dialect]);
    expect(gaps).toEqual([]);
  });

  it('asks with the bare key where it was written with a channel', async () => {
    const key = newApiKey('channel');
    const gateway = await newGateway({ dialect, tokens: [newToken(key)] });
    const { states } = await verifyAt(gateway.url, [`${key}-7`]);
    expect(states).toEqual(['live']);
    expect(gateway.requests.map(({ credential }) => credential.channel)).not.toContain('7');
  });

  it('calls nothing dead while the database is down', async () => {
    const key = newApiKey('database');
    const gateway = await newGateway({ dialect, tokens: [newToken(key)] });
    gateway.databaseDown = true;
    const { states, gaps } = await verifyAt(gateway.url, [key]);
    expect(states).toEqual(['unknown']);
    expect(gaps).toHaveLength(1);
  });
});

describe('what the gateway tells', () => {
  it('shows name, quota, end and models of a token', async () => {
    const key = newApiKey('facts');
    const token = newToken(key, { name: 'ci', used: 1_500, available: 500, expiresAt: FUTURE, models: ['gpt-4o'] });
    const gateway = await newGateway({ tokens: [token], now: clock.now });
    const { verdicts } = await verifyAt(gateway.url, [key], { clock });
    const [verdict] = verdicts.values();
    expect(verdict?.token).toEqual({
      name: 'ci',
      used: 1_500,
      available: 500,
      unlimited: false,
      expiresAt: new Date(FUTURE * 1000).toISOString(),
      models: ['gpt-4o'],
    });
    expect(verdict?.detail).toContain('token "ci": 1,500 units used, 500 units left');
  });

  it("believes the server's clock, not ours, on whether a date has passed", async () => {
    const key = newApiKey('skew');
    const token = newToken(key, { status: 'disabled', expiresAt: Math.floor(clock.now() / 1000) + 3_600 });
    const gateway = await newGateway({ dialect: 'new-api-between', tokens: [token], now: clock.now });
    const ahead = new TestClock(clock.now() + 86_400_000);
    const { states } = await verifyAt(gateway.url, [key], { clock: ahead });
    expect(states).toEqual(['disabled']);
  });

  it("is not misled by a token's name that reads like another message", async () => {
    const keys = ['无效的令牌', '该令牌已过期', 'x（#1）额度已用尽 该令牌状态不可用'].map((name) => ({
      name,
      key: oneApiKey(name),
    }));
    const tokens = keys.map(({ name, key }) => newToken(key, { name, available: 0 }));
    const gateway = await newGateway({ dialect: 'one-api', tokens });
    const { states } = await verifyAt(
      gateway.url,
      keys.map(({ key }) => key),
    );
    expect(states).toEqual(['exhausted', 'exhausted', 'exhausted']);
  });

  it('shows no key, though a token be named after its key', async () => {
    const key = newApiKey('named after itself');
    const gateway = await newGateway({ tokens: [newToken(key, { name: `my \u001b[31m${key}` })] });
    const { verdicts } = await verifyAt(gateway.url, [key]);
    const text = JSON.stringify([...verdicts.values()]);
    expect(text).not.toContain(key.slice(3, 20));
    expect([...verdicts.values()][0]?.token?.name).toBe('my  [31msk-****');
  });
});
