import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LIFETIMES, VerdictCache } from '../../src/verify/cache.js';
import { planVerification, runPlan } from '../../src/verify/index.js';
import type { TokenState } from '../../src/gateway/token-states.js';
import type { Verification } from '../../src/finding.js';
import { temporaryFolder } from '../support/folder.js';
import { faults, newGateway, newToken } from '../support/gateway/gateway.js';
import { TestClock } from '../support/gateway/clock.js';
import { newApiKey } from '../support/keys.js';
import { foundKey, settingsFor } from '../support/verify.js';

const key = newApiKey('cache');
const BASE = 'https://gw.example';

const FACTS = { name: 'ci', used: 1, available: 2, unlimited: false, expiresAt: null, models: null };

describe('kept verdicts', () => {
  it('spare the gateway the same question, until they are old', async () => {
    const clock = new TestClock();
    const gateway = await newGateway({ tokens: [newToken(key)], now: clock.now });
    const settings = settingsFor([gateway.url], { clock, useCache: true });
    const ask = async () => {
      const plan = planVerification([foundKey(key)], settings);
      const { verdicts } = await runPlan(plan, settings);
      return [...verdicts.values()].map(({ state }) => state);
    };
    expect(await ask()).toEqual(['live']);
    const asked = gateway.requests.length;
    expect(await ask()).toEqual(['live']);
    expect(gateway.requests).toHaveLength(asked);

    gateway.tokens.clear();
    clock.advance(LIFETIMES.live);
    expect(await ask()).toEqual(['unrecognized']);
  });

  it('are not used with --no-cache, and are kept for the next run all the same', async () => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    const settings = settingsFor([gateway.url]);
    await runPlan(planVerification([foundKey(key)], settings), settings);
    expect(planVerification([foundKey(key)], settings).known.size).toBe(0);
    expect(planVerification([foundKey(key)], { ...settings, useCache: true }).known.size).toBe(1);
  });

  it('hold for the gateway that gave them only', async () => {
    const first = await newGateway({ tokens: [newToken(key)] });
    const settings = settingsFor([first.url], { useCache: true });
    await runPlan(planVerification([foundKey(key)], settings), settings);
    const second = await newGateway();
    const elsewhere = { ...settings, gateways: settingsFor([second.url]).gateways };
    expect(planVerification([foundKey(key)], elsewhere).known.size).toBe(0);
  });

  it('do not remember that a host could not be reached', async () => {
    const gateway = await newGateway();
    gateway.fault = faults.resetMidBody;
    const settings = settingsFor([gateway.url], { useCache: true });
    await runPlan(planVerification([foundKey(key)], settings), settings);
    expect(planVerification([foundKey(key)], settings).known.size).toBe(0);
  });

  it('tell what was last known of a key whose gateway cannot be asked', async () => {
    const clock = new TestClock(Date.UTC(2026, 10, 20, 9));
    const gateway = await newGateway({ tokens: [newToken(key)], now: clock.now });
    const settings = settingsFor([gateway.url], { clock, useCache: true });
    const ask = async () => {
      const { verdicts } = await runPlan(planVerification([foundKey(key)], settings), settings);
      return [...verdicts.values()][0];
    };
    await ask();
    gateway.fault = faults.portal;
    clock.advance(3 * 86_400_000);
    for (const again of [1, 2]) {
      expect((await ask())?.detail).toMatch(/web page.*; last known: live, 2026-11-20 09:00 UTC$/);
      clock.advance(again * LIFETIMES.unknown);
    }
    clock.advance(31 * 86_400_000);
    expect((await ask())?.detail).not.toMatch(/last known/);
  });

  it('last by state: minutes for what can hurt or was not learned, longer for the rest', () => {
    const minutes = (state: TokenState) => LIFETIMES[state] / 60_000;
    for (const state of ['live', 'restricted', 'unknown'] as const) expect(minutes(state)).toBeLessThanOrEqual(5);
    for (const state of ['inactive', 'disabled', 'expired', 'exhausted', 'unrecognized'] as const) {
      expect(minutes(state)).toBeGreaterThanOrEqual(60);
    }
  });

  it.skipIf(process.platform === 'win32')('are in a file that only the user can read', () => {
    const folder = path.join(temporaryFolder(), 'new');
    keptIn(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, 'verdicts.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['verdicts.json']);
  });

  it.skipIf(process.platform === 'win32')('do not go through a link that stands in their place', () => {
    const folder = temporaryFolder();
    const target = path.join(folder, 'precious');
    writeFileSync(target, 'precious');
    symlinkSync(target, path.join(folder, 'verdicts.json'));
    keptIn(folder);
    expect(readFileSync(target, 'utf8')).toBe('precious');
  });

  it.each([
    '',
    'not JSON',
    '[]',
    'null',
    '{"format":1,"keys":{"https://gw.example abc":{"verdict":{"state":"sleepy"}}}}',
    '{"format":99}',
    fileWith({ token: 5 }),
    fileWith({ token: { name: 'without the rest' } }),
    fileWith({ token: { ...FACTS, models: [5] } }),
    fileWith({ token: { ...FACTS, models: 'gpt' } }),
    fileWith({ token: { ...FACTS, expiresAt: 5 } }),
    fileWith({ token: { ...FACTS, unlimited: 'no' } }),
    fileWith({ token: { ...FACTS, used: '5' } }),
    fileWith({ detail: 5 }),
    fileWith({ host: null }),
    fileWith({ state: 'toString' }),
    fileWith({ checkedAt: 5 }),
  ])('count as none where the file holds %j', (content) => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'verdicts.json'), content);
    expect(new VerdictCache(folder, Date.now).read(BASE).size).toBe(0);
    expect(keptIn(folder).read(BASE).size).toBe(1);
  });

  it.each([{}, { token: FACTS }, { token: { ...FACTS, expiresAt: '2026-12-01T00:00:00.000Z', models: ['gpt'] } }])(
    'count where the file holds what was written: %j',
    (changes) => {
      const folder = temporaryFolder();
      writeFileSync(path.join(folder, 'verdicts.json'), fileWith(changes));
      expect(new VerdictCache(folder, Date.now).read(BASE).size).toBe(1);
    },
  );

  it('count as none where they are of the future', () => {
    const folder = temporaryFolder();
    keptIn(folder);
    const yesterday = new TestClock(new TestClock().now() - 86_400_000);
    expect(new VerdictCache(folder, yesterday.now).read(BASE).size).toBe(0);
  });

  it('that cannot be kept are a note, not an end', async () => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    const settings = settingsFor([gateway.url]);
    writeFileSync(
      path.join(settings.environment['XDG_CACHE_HOME'] ?? '', 'starrise'),
      'a file where a folder should be',
    );
    const { verdicts, skipped } = await runPlan(planVerification([foundKey(key)], settings), settings);
    expect(verdicts.size).toBe(1);
    expect(skipped).toEqual([
      {
        what: 'keeping verdicts for the next run',
        why: expect.stringMatching(/starrise cannot be written to \(E\w+\)$/) as string,
      },
    ]);
  });
});

function keptIn(folder: string): VerdictCache {
  const clock = new TestClock();
  const cache = new VerdictCache(folder, clock.now);
  const verdict: Verification = {
    state: 'disabled',
    checkedAt: new Date(clock.now()).toISOString(),
    host: 'gw.example',
    detail: 'it is switched off in the console',
  };
  cache.write(BASE, new Map([['0123456789abcdef0123456789abcdef', verdict]]));
  return cache;
}

/** A file of kept verdicts with one of just now, changed by `changes`. */
function fileWith(changes: object): string {
  const verdict = { state: 'live', checkedAt: new Date().toISOString(), host: 'gw.example', detail: '', ...changes };
  return JSON.stringify({ format: 1, keys: { [`${BASE} 0123`]: { verdict, last: null } } });
}
