import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LIFETIMES } from '../../src/verify/cache.js';
import { DEFAULT_LIMITS } from '../../src/verify/limits.js';
import { DEFAULT_GATEWAY } from '../../src/verify/index.js';
import { newGateway, newToken } from '../support/gateway/gateway.js';
import { newApiKey } from '../support/keys.js';
import { repositoryRoot } from '../support/run.js';
import { verifyAt } from '../support/verify.js';

const page = readFileSync(path.join(repositoryRoot, 'docs/what-leaves-your-machine.md'), 'utf8').replace(/\s+/g, ' ');
const MINUTE = 60_000;

describe('docs/what-leaves-your-machine.md', () => {
  it('names the limits that hold', () => {
    const { usage, models, bodyBytes, requestMs, totalMs, concurrency, failuresInRow } = DEFAULT_LIMITS;
    for (const claim of [
      `\`${DEFAULT_GATEWAY}\``,
      `at most ${usage.requests} in ${usage.windowMs / MINUTE} minutes`,
      `up to ${bodyBytes / 2 ** 20} MiB and ${requestMs / 1000} seconds`,
      `ends after ${totalMs / MINUTE} minutes`,
      `At most ${concurrency} requests to a gateway at the same time, at most ${models.requests} in a second`,
      `After ${failuresInRow} keys in a row`,
    ]) {
      expect(page).toContain(claim);
    }
    expect(models.windowMs).toBe(1_000);
  });

  it('names how long verdicts are kept', () => {
    const { live, restricted, unknown, inactive, disabled, exhausted, expired, unrecognized } = LIFETIMES;
    expect(page).toContain(`| live, restricted | ${live / MINUTE} minutes |`);
    expect(page).toContain(`| unknown, where the host answered | ${unknown / MINUTE} minutes |`);
    expect(page).toContain(`| inactive, disabled, exhausted, expired | ${inactive / MINUTE / 60} hour |`);
    expect(page).toContain(`| unrecognized | ${unrecognized / MINUTE / 60} hours |`);
    expect(restricted).toBe(live);
    expect([disabled, exhausted, expired]).toEqual([inactive, inactive, inactive]);
  });

  it('names every header and every path that is sent', async () => {
    const key = newApiKey('docs');
    const gateway = await newGateway({ tokens: [newToken(key)] });
    await verifyAt(gateway.url, [key, newApiKey('gone')]);
    const block = /Headers, all of them: ``` (.*?) ```/.exec(page)?.[1] ?? '';
    const documented = [...block.matchAll(/([A-Z][A-Za-z-]*):/g)].map(([, name = '']) => name.toLowerCase());
    for (const { headers, method, path: asked } of gateway.requests) {
      expect(Object.keys(headers).sort()).toEqual([...documented].sort());
      expect(page).toContain(`\`${method} ${asked}\``);
    }
  });
});
