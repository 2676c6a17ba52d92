import { describe, expect, it } from 'vitest';
import { newGateway, newToken, readCredential, type Dialect } from './gateway.js';
import { newApiKey } from '../keys.js';

const key = newApiKey('credential');
const body = key.slice(3);

/** One request, and whether its credential is the key (else the server answers 401), in each dialect. */
const CASES: readonly {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly understoodBy: readonly Dialect[];
}[] = [
  row('Bearer', '/v1/chat/completions', { authorization: `Bearer ${key}` }, 'everyone'),
  row('the bare 48 characters', '/v1/chat/completions', { authorization: `Bearer ${body}` }, 'everyone'),
  row('no Bearer', '/v1/chat/completions', { authorization: key }, 'everyone'),
  row('a channel', '/v1/chat/completions', { authorization: `Bearer ${key}-7` }, 'everyone'),
  row('bearer', '/v1/chat/completions', { authorization: `bearer ${key}` }, ['new-api']),
  row('BEARER', '/v1/chat/completions', { authorization: `BEARER ${key}` }, []),
  row('Bearer twice', '/v1/chat/completions', { authorization: `Bearer Bearer ${key}` }, []),
  row('sk- twice', '/v1/chat/completions', { authorization: `Bearer sk-${key}` }, []),
  row('Basic', '/v1/chat/completions', { authorization: `Basic ${btoa(`x:${key}`)}` }, []),
  row('api-key', '/v1/chat/completions', { 'api-key': key }, []),
  row('x-api-key on messages', '/v1/messages', { 'x-api-key': key }, ['new-api', 'new-api-early-2025']),
  row('x-api-key on models', '/v1/models', { 'x-api-key': key }, ['new-api']),
  row('x-api-key on chat', '/v1/chat/completions', { 'x-api-key': key }, []),
  row('Bearer in x-api-key', '/v1/messages', { 'x-api-key': `Bearer ${key}` }, []),
  row('x-goog-api-key', '/v1beta/models/gemini-2.5-pro:generateContent', { 'x-goog-api-key': key }, ['new-api']),
  row('query key', `/v1beta/models?key=${key}`, {}, ['new-api']),
  row('query key on chat', `/v1/chat/completions?key=${key}`, {}, []),
  row('Bearer in x-goog-api-key', '/v1beta/models', { 'x-goog-api-key': `Bearer ${key}` }, []),
  row('mj-api-secret', '/mj/submit/imagine', { 'mj-api-secret': key }, ['new-api', 'new-api-early-2025']),
  row('Bearer in mj-api-secret', '/mj/submit/imagine', { 'mj-api-secret': `Bearer ${key}` }, [
    'new-api',
    'new-api-early-2025',
  ]),
  row(
    'mj-api-secret under a placeholder',
    '/mj/submit/imagine',
    { authorization: 'Bearer midjourney-proxy', 'mj-api-secret': key },
    ['new-api', 'new-api-early-2025'],
  ),
  row('mj-api-secret under another key', '/mj/submit/imagine', { authorization: 'other', 'mj-api-secret': key }, []),
  row(
    'the WebSocket subprotocol',
    '/v1/realtime',
    { 'sec-websocket-protocol': `realtime, openai-insecure-api-key.${key}, openai-beta.realtime-v1` },
    ['new-api', 'new-api-early-2025'],
  ),
  row('x-api-key over Authorization', '/v1/messages', { authorization: `Bearer ${key}`, 'x-api-key': 'other' }, [
    'one-api',
  ]),
  row('x-goog-api-key over the query', '/v1beta/models?key=other', { 'x-goog-api-key': key }, ['new-api']),
];

function row(
  name: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  understoodBy: readonly Dialect[] | 'everyone',
): (typeof CASES)[number] {
  const dialects: readonly Dialect[] =
    understoodBy === 'everyone' ? ['new-api', 'new-api-early-2025', 'one-api'] : understoodBy;
  return { name, path, headers, understoodBy: dialects };
}

describe.each(['new-api', 'new-api-early-2025', 'one-api'] as const)('the credential in force, %s', (dialect) => {
  it.each(CASES)('$name', ({ path, headers, understoodBy }) => {
    const url = new URL(path, 'http://gateway');
    const credential = readCredential({ path: url.pathname, query: url.searchParams, headers }, dialect);
    expect(credential.key === body).toBe(understoodBy.includes(dialect));
  });
});

describe('the gateway for tests', () => {
  it('answers 200 or 401 as the credential says', async () => {
    const gateway = await newGateway({ tokens: [newToken(key)] });
    for (const { path, headers, understoodBy } of CASES) {
      const method = path.startsWith('/v1/models') ? 'GET' : 'POST';
      const { status } = await fetch(gateway.url + path, { method, headers });
      // A channel is for admins: the key is understood, and refused.
      const understood = headers['authorization']?.endsWith('-7') === true ? 403 : 200;
      expect(status).toBe(understoodBy.includes('new-api') ? understood : 401);
    }
  });

  it('answers an unknown path with JSON below /v1 and /api, and with the console elsewhere', async () => {
    const gateway = await newGateway();
    const kind = async (path: string) => {
      const { status, headers } = await fetch(gateway.url + path);
      return `${status} ${headers.get('content-type')}`;
    };
    expect(await kind('/v1/nothing')).toBe('404 application/json; charset=utf-8');
    expect(await kind('/api/nothing')).toBe('404 application/json; charset=utf-8');
    expect(await kind('/chat/completions')).toBe('200 text/html; charset=utf-8');
  });

  it('lets 20 usage requests through in 20 minutes, and then one for each that left the window', async () => {
    let time = Date.UTC(2026, 0, 1);
    const gateway = await newGateway({ tokens: [newToken(key)], now: () => time });
    const ask = async () => {
      const { status } = await fetch(`${gateway.url}/api/usage/token/`, {
        headers: { authorization: `Bearer ${key}` },
      });
      return status;
    };
    for (let count = 0; count < 20; count++) {
      expect(await ask()).toBe(200);
      time += 1_000;
    }
    expect(await ask()).toBe(429);
    time += 20 * 60_000 - 20_000;
    expect(await ask()).toBe(200);
    expect(await ask()).toBe(429);
  });
});
