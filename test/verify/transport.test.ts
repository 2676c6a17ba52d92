import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isLoopback, isPrivateAddress } from '../../src/net/address.js';
import { chooseGateways, DEFAULT_GATEWAY } from '../../src/verify/gateways.js';
import { DEFAULT_LIMITS, transportLimits } from '../../src/verify/limits.js';
import { controlKey } from '../../src/verify/probe.js';
import { proxyFor } from '../../src/net/proxy.js';
import { openTransport, type Transport, type TransportLimits } from '../../src/verify/transport.js';
import { selfSignedCertificate } from '../support/gateway/certificate.js';
import { newGateway } from '../support/gateway/gateway.js';
import { newProxy } from '../support/proxy.js';

describe('private addresses', () => {
  it.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
  ])('%s is one', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(['203.0.113.7', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is none', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  it('are refused for the default gateway, and allowed for one that the user named', async () => {
    const gateway = await newGateway();
    const base = { base: gateway.url, host: new URL(gateway.url).host };
    const limits = transportLimits(DEFAULT_LIMITS);
    const byDefault = openTransport({ ...base, namedBy: 'the default' }, null, limits);
    expect(await byDefault.ask('/v1/models', controlKey())).toEqual({
      failure: expect.stringMatching(/stands for the private address/) as string,
    });
    expect(gateway.requests).toHaveLength(0);
    const named = openTransport({ ...base, namedBy: 'the command line' }, null, limits);
    expect(await named.ask('/v1/models', controlKey())).toMatchObject({ status: 401 });
    byDefault.close();
    named.close();
  });

  it('that are this machine are known as such', () => {
    expect(['localhost', '127.8.9.1', '::1'].map(isLoopback)).toEqual([true, true, true]);
    expect(['localhost.example', '10.0.0.1', '::2'].map(isLoopback)).toEqual([false, false, false]);
  });
});

describe('a resolver that changes its answer', () => {
  it('is asked once in a run: what was judged is what is connected to', async () => {
    const gateway = await newGateway();
    const { port } = new URL(gateway.url);
    const asked = answerLookups(['127.0.0.1'], ['203.0.113.7']);
    const base = `http://localhost:${port}`;
    const limits = { ...transportLimits(DEFAULT_LIMITS), requestMs: 2_000 };
    const transport = openTransport({ base, host: `localhost:${port}`, namedBy: 'the command line' }, null, limits);
    const answers = await Promise.all([1, 2, 3].map(() => transport.ask('/v1/models', controlKey())));
    transport.close();
    expect(answers).toEqual([401, 401, 401].map((status) => expect.objectContaining({ status }) as unknown));
    expect(asked()).toBe(1);
  });

  it('hides no private address among public ones', async () => {
    answerLookups(['203.0.113.7', '10.0.0.5']);
    const transport = openTransport(
      { base: DEFAULT_GATEWAY, host: 'api.starrise.ai', namedBy: 'the default' },
      null,
      transportLimits(DEFAULT_LIMITS),
    );
    expect(await transport.ask('/v1/models', controlKey())).toEqual({
      failure: expect.stringMatching(/the private address 10\.0\.0\.5/) as string,
    });
  });

  it('sends nothing over plain HTTP to what is not this machine', async () => {
    answerLookups(['203.0.113.7']);
    const gateway = { base: 'http://localhost:3000', host: 'localhost:3000', namedBy: 'the command line' } as const;
    const transport = openTransport(gateway, null, transportLimits(DEFAULT_LIMITS));
    expect(await transport.ask('/v1/models', controlKey())).toEqual({
      failure: expect.stringMatching(/is not this machine/) as string,
    });
  });
});

describe('through a proxy', () => {
  it('the key travels in a tunnel, inside the TLS of the gateway, whose certificate is still checked', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const proxy = await newProxy();
    const gateway = await newGateway({ tls: selfSignedCertificate() });
    const secret = controlKey();
    const { port } = new URL(gateway.url);
    const answer = await askThrough(proxy.url, `https://gw.example:${port}`, secret);
    expect(answer).toEqual({
      failure: expect.stringMatching(/certificate is not to be trusted/) as string,
      lasting: true,
    });
    expect(proxy.tunnels).toEqual([`gw.example:${port}`]);
    expect(proxy.seen().length).toBeGreaterThan(0);
    expect(proxy.seen()).not.toContain(secret.expose().slice(3));
    expect(gateway.requests).toHaveLength(0);
  });

  it('its own user name and password go to it alone', async () => {
    const proxy = await newProxy({ refuse: 407 });
    const url = proxy.url.replace('http://', 'http://user:p%40ss@');
    const answer = await askThrough(url, 'https://gw.example', controlKey());
    expect(answer).toEqual({ failure: expect.stringMatching(/407: it does not take the user name/) as string });
    expect(proxy.authorizations).toEqual([`Basic ${btoa('user:p@ss')}`]);
  });

  it('that wants credentials and was given none is told apart from one that does not take those of its address', async () => {
    const wanting = await newProxy({ refuse: 407 });
    const answer = await askThrough(wanting.url, 'https://gw.example', controlKey());
    expect(answer).toEqual({
      failure: expect.stringMatching(/407: it wants a user name and password; they go/) as string,
    });
    const refusing = await newProxy({ refuse: 403 });
    expect(await askThrough(refusing.url, 'https://gw.example', controlKey())).toEqual({
      failure: 'the proxy refused with 403',
    });
  });

  it('whose own certificate nobody vouches for is not used', async () => {
    const proxy = await newProxy({ tls: selfSignedCertificate() });
    const answer = await askThrough(proxy.url, 'https://gw.example', controlKey());
    expect(answer).toEqual({ failure: expect.stringMatching(/^the proxy cannot be used: its certificate/) as string });
    expect(proxy.tunnels).toEqual([]);
  });

  it('its credentials may hold a percent sign, or be a password alone', async () => {
    const proxy = await newProxy({ refuse: 407 });
    for (const credentials of ['us%er:p%40ss', ':p%C3%A4ss'])
      await askThrough(proxy.url.replace('http://', `http://${credentials}@`), 'https://gw.example', controlKey());
    const sent = proxy.authorizations.map((text = '') => Buffer.from(text.replace('Basic ', ''), 'base64').toString());
    expect(sent).toEqual(['us%er:p@ss', ':päss']);
  });

  it('that answers byte by byte is left when the time is over', async () => {
    const proxy = await newProxy({ drips: true });
    const transport = openThrough(proxy.url, 'https://gw.example', { requestMs: 200 });
    expect(await transport.ask('/v1/models', controlKey())).toHaveProperty('failure');
    await proxy.left;
    transport.close();
  });

  it('that has not answered is left when all is over', async () => {
    const proxy = await newProxy({ drips: true });
    const interruption = new AbortController();
    const transport = openThrough(proxy.url, 'https://gw.example', {}, interruption.signal);
    const answer = transport.ask('/v1/models', controlKey());
    await vi.waitUntil(() => proxy.tunnels.length > 0);
    interruption.abort();
    expect(await answer).toEqual({ failure: 'it was interrupted' });
    transport.close();
    await proxy.left;
  });

  it('that is not there is no way around it', async () => {
    const answer = await askThrough('http://127.0.0.1:9', 'https://gw.example', controlKey());
    expect(answer).toEqual({ failure: 'the proxy cannot be used: connection refused' });
  });
});

/** Makes the resolver of this process give each of `answers` in turn, until the test is over; returns how often it was asked. */
function answerLookups(...answers: readonly (readonly string[])[]): () => number {
  const original = dns.lookup;
  let count = 0;
  const lookup = (
    _host: string,
    _options: object,
    callback: (error: null, found: dns.LookupAddress[]) => void,
  ): void => {
    const addresses = answers[Math.min(count++, answers.length - 1)] ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  };
  const install = (replacement: typeof dns.lookup): void => {
    dns.lookup = replacement;
    syncBuiltinESMExports();
  };
  install(lookup as unknown as typeof dns.lookup);
  onTestFinished(() => install(original));
  return () => count;
}

function openThrough(
  proxyUrl: string,
  gatewayUrl: string,
  limits: Partial<TransportLimits> = {},
  signal?: AbortSignal,
): Transport {
  const [gateway] = chooseGateways({ commandLine: [gatewayUrl], environment: {}, userConfiguration: [] });
  if (gateway === undefined) throw new Error('no gateway was chosen');
  const proxy = proxyFor(new URL(gateway.base), { HTTPS_PROXY: proxyUrl });
  return openTransport(gateway, proxy, { ...transportLimits(DEFAULT_LIMITS), ...limits }, signal);
}

async function askThrough(proxyUrl: string, gatewayUrl: string, secret: ReturnType<typeof controlKey>) {
  const transport = openThrough(proxyUrl, gatewayUrl);
  try {
    return await transport.ask('/v1/models', secret);
  } finally {
    transport.close();
  }
}
