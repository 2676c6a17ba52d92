import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { selfSignedCertificate } from '../support/gateway/certificate.js';
import { faults, fromRequest, newGateway, newToken, redirectTo, untilRequest } from '../support/gateway/gateway.js';
import { TestClock } from '../support/gateway/clock.js';
import { newApiKey } from '../support/keys.js';
import { planVerification, runPlan } from '../../src/verify/index.js';
import { foundKey, settingsFor, verifyAt } from '../support/verify.js';

const key = newApiKey('fault');

/** Answers that say nothing about a key, and what is said of them. */
const SAYS_NOTHING = [
  ['portal', /200 with a web page/],
  ['loginPage', /200 with a web page/],
  ['blockPage', /403 with a web page/],
  ['foreignRefusal', /401 with JSON that is not the gateway's/],
  ['errorWith200', /200 with JSON that is not the gateway's/],
  ['invalidJson', /not JSON/],
  ['wrongType', /200 with text\/plain/],
  ['storm', /failed with 500/],
  ['resetMidBody', /connection was cut/],
  ['slowBody', /no whole answer within/],
  ['endlessBody', /larger than/],
  ['compressed', /compressed, which was not asked for/],
  ['otherProtocol', /changed to another protocol/],
] as const;

describe.each(SAYS_NOTHING)('a host that answers with %s', (name, reason) => {
  const limits = { requestMs: 300 };

  it('is sent no real key', async () => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    gateway.fault = faults[name];
    const { states, details, gaps } = await verifyAt(gateway.url, [key], { limits });
    expect(states).toEqual(['unknown']);
    expect(details[0]).toMatch(reason);
    expect(gaps).toHaveLength(1);
    expect(gateway.requests.map(({ credential }) => credential.key)).not.toContain(key.slice(3));
  });

  it('makes every state unknown when it begins after the control probe', async () => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    gateway.fault = fromRequest(2, faults[name]);
    const { states, details } = await verifyAt(gateway.url, [key, newApiKey('gone')], { limits });
    expect(states).toEqual(['unknown', 'unknown']);
    expect(details[0]).toMatch(reason);
  });
});

describe('a host that names a type of its own', () => {
  it('shows nothing of it: it may be the key, as it came or in lower case', async () => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    gateway.fault = fromRequest(2, faults.echoesInType);
    const { details, gaps } = await verifyAt(gateway.url, [key]);
    expect(details).toEqual(['200 with something that is not JSON']);
    expect(JSON.stringify(gaps).toLowerCase()).not.toContain(key.slice(3, 11).toLowerCase());
  });
});

describe('a host that accepts any key', () => {
  it('proves nothing and is sent no real key', async () => {
    const gateway = await newGateway();
    gateway.fault = faults.acceptsEverything;
    const { states, details } = await verifyAt(gateway.url, [key]);
    expect(states).toEqual(['unknown']);
    expect(details[0]).toMatch(/accepts a random key/);
    expect(gateway.requests).toHaveLength(1);
  });

  it('is noticed when it begins in mid-run', async () => {
    const gateway = await newGateway();
    gateway.fault = fromRequest(3, faults.acceptsEverything);
    const { states } = await verifyAt(gateway.url, [newApiKey('gone 1'), newApiKey('gone 2'), newApiKey('gone 3')]);
    expect(states).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('is noticed behind the usage endpoint: no key is called revoked on its word', async () => {
    const gateway = await newGateway();
    // The random key, the key, its usage; and then the random key again.
    gateway.fault = fromRequest(4, faults.acceptsEverything);
    const { states, details } = await verifyAt(gateway.url, [newApiKey('gone')]);
    expect(states).toEqual(['inactive']);
    expect(details[0]).toMatch(/accepts a random key/);
  });

  it('is noticed in a later batch, and spares the keys that are left', async () => {
    const keys = Array.from({ length: 12 }, (_, at) => newApiKey(`gone ${at}`));
    const gateway = await newGateway({ dialect: 'one-api' });
    gateway.fault = fromRequest(1 + 4 + 1, faults.acceptsEverything);
    const { states } = await verifyAt(gateway.url, keys, { limits: { batch: 4, concurrency: 1 } });
    expect(new Set(states.slice(4))).toEqual(new Set(['unknown']));
    const asked = new Set(gateway.requests.map(({ credential }) => credential.key));
    expect(keys.filter((one) => asked.has(one.slice(3)))).toHaveLength(8);
  });
});

describe('a gateway whose refusals change their shape in mid-run', () => {
  it('is believed no more', async () => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    const another = JSON.stringify({ error: { message: '无效的令牌', type: 'one_api_error' } });
    gateway.fault = fromRequest(3, (_request, response) => {
      response.writeHead(401, { 'content-type': 'application/json' }).end(another);
      return true;
    });
    const { states, details } = await verifyAt(gateway.url, [newApiKey('gone'), key], { limits: { concurrency: 1 } });
    expect(states).toEqual(['unknown', 'unknown']);
    expect(details[0]).toMatch(/something else began to answer/);
  });
});

describe('a front proxy that takes the Authorization header out', () => {
  it.each(['new-api', 'new-api-early-2025', 'one-api'] as const)('makes no key look dead at %s', async (dialect) => {
    const gateway = await newGateway({ dialect, tokens: [newToken(key)] });
    const proxy = http.createServer(({ method, url, headers: { authorization: _, ...headers } }, response) => {
      http
        .request(gateway.url + String(url), { method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 0, answer.headers);
          answer.pipe(response);
        })
        .end();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const { states, details } = await verifyAt(`http://127.0.0.1:${port}`, [key]);
    expect(states).toEqual(['unknown']);
    expect(details[0]).toMatch(/the key did not arrive/);
  });
});

describe('the way there', () => {
  it('follows no redirect: the other host is never reached', async () => {
    const other = await newGateway({ tokens: [newToken(key)] });
    const gateway = await newGateway({ tokens: [newToken(key)] });
    gateway.fault = fromRequest(2, redirectTo(`${other.url}/v1/models`));
    const { states, details } = await verifyAt(gateway.url, [key]);
    expect(states).toEqual(['unknown']);
    expect(details[0]).toMatch(/302: a redirect, which is not followed/);
    expect(other.requests).toHaveLength(0);
  });

  it('says so where the connection is refused', async () => {
    const clock = new TestClock();
    const begun = clock.now();
    const { states, details } = await verifyAt(`http://localhost:${await closedPort()}`, [key], { clock });
    expect(states).toEqual(['unknown']);
    expect(details[0]).toMatch(/connection refused/);
    // It may come back: it is asked again.
    expect(clock.now()).toBeGreaterThan(begun);
  });

  it('says so where the name is not known', async () => {
    const { states, details } = await verifyAt('https://no-such-host.invalid', [key]);
    expect(states).toEqual(['unknown']);
    expect(details[0]).toMatch(/DNS/);
  });

  it('refuses a certificate that nobody vouches for, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const gateway = await newGateway({ tokens: [newToken(key)], tls: selfSignedCertificate() });
    const clock = new TestClock();
    const begun = clock.now();
    const { states, details } = await verifyAt(gateway.url, [key], { clock });
    expect(states).toEqual(['unknown']);
    // It would show the same one again.
    expect(clock.now()).toBe(begun);
    expect(details[0]).toMatch(/certificate is not to be trusted: it is signed by itself; .*NODE_EXTRA_CA_CERTS/);
    expect(gateway.requests).toHaveLength(0);
  });

  it('sends the bearer token, and nothing that would tell more', async () => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    gateway.fault = (_request, response) => {
      response.setHeader('set-cookie', 'session=1');
      return false;
    };
    await verifyAt(gateway.url, [key, newApiKey('gone')]);
    for (const { method, headers } of gateway.requests) {
      expect(method).toBe('GET');
      const { authorization, 'user-agent': agent, ...others } = headers;
      expect(authorization).toMatch(/^Bearer sk-[0-9A-Za-z]{48}$/);
      expect(agent).toMatch(/^starrise-scan\//);
      expect(others).toEqual({
        accept: 'application/json',
        'accept-language': 'en',
        connection: 'keep-alive',
        host: new URL(gateway.url).host,
      });
    }
  });

  it('never makes a request that spends quota', async () => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    await verifyAt(gateway.url, [key, newApiKey('gone')]);
    expect([...new Set(gateway.requests.map(({ path }) => path))].sort()).toEqual(['/api/usage/token/', '/v1/models']);
  });
});

describe("the caller's limit on the usage endpoint", () => {
  it('is no property of the key: it ends with what /v1/models said, and what is missing is said', async () => {
    const clock = new TestClock();
    const spent = newApiKey('spent');
    const gateway = await newGateway({ tokens: [newToken(spent, { available: 0 })], now: clock.now });
    await useUp(`${gateway.url}/api/usage/token/`, 20);
    const { states, gaps, skipped } = await verifyAt(gateway.url, [spent], { clock });
    expect(states).toEqual(['inactive']);
    expect(gaps).toEqual([]);
    expect(skipped).toEqual([
      { what: expect.stringMatching(/why localhost/) as string, why: expect.any(String) as string },
    ]);
  });

  it('is waited out where there is time for it', async () => {
    const clock = new TestClock();
    const spent = newApiKey('spent');
    const gateway = await newGateway({ tokens: [newToken(spent, { available: 0 })], now: clock.now });
    await useUp(`${gateway.url}/api/usage/token/`, 20);
    const start = clock.now();
    const { states } = await verifyAt(gateway.url, [spent], { clock, limits: { totalMs: 30 * 60_000 } });
    expect(states).toEqual(['exhausted']);
    expect(clock.now() - start).toBe(20 * 60_000);
  });

  it('hides that an endpoint is not there: no key is called revoked then', async () => {
    const clock = new TestClock();
    const gateway = await newGateway({ dialect: 'one-api', now: clock.now });
    await useUp(`${gateway.url}/console`, 240);
    expect((await verifyAt(gateway.url, [key], { clock })).states).toEqual(['inactive']);
    clock.advance(3 * 60_000);
    expect((await verifyAt(gateway.url, [key], { clock })).states).toEqual(['unrecognized']);
  });

  async function useUp(url: string, count: number): Promise<void> {
    for (let done = 0; done < count; done++) await (await fetch(url, { headers: { authorization: 'x' } })).text();
  }
});

describe('the end of the time', () => {
  const keys = Array.from({ length: 30 }, (_, at) => newApiKey(`late ${at}`));

  it('loses no answer that came before it, and makes gaps of the rest', async () => {
    const gateway = await newGateway({ tokens: keys.map((one) => newToken(one)) });
    const { states, gaps } = await verifyAt(gateway.url, keys, { limits: { totalMs: 3_500, concurrency: 1 } });
    // One random key and 19 of these in the first four seconds, at five in a second.
    expect(states).toEqual(keys.map((_, at) => (at < 19 ? 'live' : 'unknown')));
    expect(gaps).toEqual([
      { what: expect.stringMatching(/11 keys/) as string, why: expect.stringMatching(/time/) as string },
    ]);
  });

  it('comes at once with an interruption', async () => {
    const gateway = await newGateway({ tokens: keys.map((one) => newToken(one)) });
    const interruption = new AbortController();
    const settings = { ...settingsFor([gateway.url]), signal: interruption.signal };
    const plan = planVerification(
      keys.map((one) => foundKey(one)),
      settings,
    );
    const { verdicts, gaps } = await runPlan(plan, settings, (done) => {
      if (done === 5) interruption.abort();
    });
    expect(verdicts.size).toBe(keys.length);
    expect(gaps).not.toEqual([]);
    expect(gateway.requests.length).toBeLessThan(15);
  });

  it('does not wait for an answer that is on its way', async () => {
    const gateway = await newGateway();
    const interruption = new AbortController();
    gateway.fault = fromRequest(2, () => {
      interruption.abort();
      return true;
    });
    const settings = { ...settingsFor([gateway.url], { limits: { requestMs: 60_000 } }), signal: interruption.signal };
    const { gaps } = await runPlan(planVerification([foundKey(key)], settings), settings);
    expect(gaps.map(({ why }) => why)).toEqual([expect.stringMatching(/interrupted/)]);
  });
});

describe('passing trouble', () => {
  it.each(['storm', 'resetMidBody', 'tooMany'] as const)('%s that ends is waited out', async (name) => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    gateway.fault = untilRequest(2, faults[name]);
    const { states } = await verifyAt(gateway.url, [key]);
    expect(states).toEqual(['live']);
  });

  it('waits as long as Retry-After says', async () => {
    const clock = new TestClock();
    const gateway = await newGateway({ tokens: [newToken(key)], now: clock.now });
    gateway.fault = untilRequest(1, (_request, response) => {
      response.writeHead(429, { 'retry-after': '17' }).end();
      return true;
    });
    const { states } = await verifyAt(gateway.url, [key], { clock });
    expect(states).toEqual(['live']);
    const [first, second] = gateway.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(17_000);
  });

  it("reads a date in Retry-After by the server's clock", async () => {
    const clock = new TestClock();
    const skewed = (): number => clock.now() - 3_600_000;
    const gateway = await newGateway({ tokens: [newToken(key)], now: skewed });
    gateway.fault = untilRequest(1, (_request, response) => {
      response.writeHead(503, { 'retry-after': new Date(skewed() + 20_000).toUTCString() }).end();
      return true;
    });
    const { states } = await verifyAt(gateway.url, [key], { clock });
    expect(states).toEqual(['live']);
    const [first, second] = gateway.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(20_000);
  });

  it('gives up at once where the server asks for more time than there is', async () => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    gateway.fault = fromRequest(2, (_request, response) => {
      response.writeHead(429, { 'retry-after': '86400' }).end();
      return true;
    });
    const { states, details } = await verifyAt(gateway.url, [key]);
    expect(states).toEqual(['unknown']);
    expect(details[0]).toMatch(/86400 s \(429\)/);
    expect(gateway.requests).toHaveLength(2);
  });

  it.each(['/v1/models', '/api/usage/token/'])(
    'of a server that names a time is left alone as long: %s',
    async (path) => {
      const gateway = await newGateway({ tokens: [newToken(key, { status: 'disabled' })] });
      gateway.fault = (request, response) => {
        if (request.url !== path || request.headers.authorization !== `Bearer ${key}`) return false;
        response.writeHead(503, { 'retry-after': '86400' }).end();
        return true;
      };
      const { details } = await verifyAt(gateway.url, [key]);
      expect(details[0]).toMatch(/503/);
      const asked = gateway.requests.filter((one) => one.path === path && one.credential.key === key.slice(3));
      expect(asked).toHaveLength(1);
    },
  );

  it.each([
    ['2.5', 2_500],
    ['-1', 60_000],
    ['about 5 minutes', 60_000],
  ])('reads %j in Retry-After as a wait of %i ms: as no date of long ago', async (header, wait) => {
    const clock = new TestClock();
    const gateway = await newGateway({ tokens: [newToken(key)], now: clock.now });
    gateway.fault = untilRequest(1, (_request, response) => {
      response.writeHead(429, { 'retry-after': header }).end();
      return true;
    });
    expect((await verifyAt(gateway.url, [key], { clock })).states).toEqual(['live']);
    const [first, second] = gateway.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(wait);
  });

  it('says a number where the server asks for more than any', async () => {
    const gateway = await newGateway();
    gateway.fault = (_request, response) => {
      response.writeHead(429, { 'retry-after': '9'.repeat(400) }).end();
      return true;
    };
    expect((await verifyAt(gateway.url, [key])).details[0]).toMatch(/left alone for \d+ s \(429\)/);
  });

  it('leaves a gateway alone that fails key after key', async () => {
    const keys = Array.from({ length: 40 }, (_, at) => newApiKey(`storm ${at}`));
    const gateway = await newGateway();
    gateway.fault = fromRequest(2, faults.storm);
    const { states, gaps } = await verifyAt(gateway.url, keys, { limits: { attempts: 1 } });
    expect(new Set(states)).toEqual(new Set(['unknown']));
    expect(gateway.requests.length).toBeLessThan(12);
    expect(gaps.length).toBeLessThan(4);
  });
});

async function closedPort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
