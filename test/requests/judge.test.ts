import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIALECTS, type Dialect } from '../../src/gateway/dialects.js';
import { FAMILIES, type CredentialPlace, type Family } from '../../src/gateway/endpoints.js';
import { judge, type JudgeSettings } from '../../src/requests/judge.js';
import { fails, type Code, type Outcome, type Problem } from '../../src/requests/problem.js';
import type { RequestSite } from '../../src/requests/site.js';
import { newToken, startGateway, type TestGateway } from '../support/gateway/gateway.js';
import { key, methodFor, other, outcomeOf, WAYS, type Way } from './ways.js';
import { header, hole, known, requestSite } from '../support/sites.js';

const HOST = 'api.starrise.ai';

const gateways = new Map<Dialect, TestGateway>();
beforeAll(async () => {
  for (const dialect of DIALECTS) {
    gateways.set(dialect, await startGateway({ dialect, tokens: [newToken(key), newToken(other)], limited: false }));
  }
});
afterAll(async () => {
  for (const gateway of gateways.values()) await gateway.close();
});

function settings(dialect: Dialect): JudgeSettings {
  return { dialect, gateways: [HOST], variables: [] };
}

/** Families in which every request carries a key; on the management API a session may do instead of one. */
const SERVED = FAMILIES.filter(({ id }) => id !== 'management');

function problemsOf(path: string, { headers = {}, query = '' }: Way, dialect: Dialect): Problem[] {
  const versioned = path === '/v1/messages' ? { 'anthropic-version': '2023-06-01', ...headers } : headers;
  const site = requestSite(`https://${HOST}${path}${query}`, versioned);
  return judge(site, settings(dialect)).filter(({ ruleId }) => ruleId === 'auth-header');
}

/** What really happens, and which key decided. */
async function happens(path: string, { headers = {}, query = '' }: Way, dialect: Dialect) {
  const { url, requests } = gateways.get(dialect)!;
  const body = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = http.request(url + path + query, { method: methodFor(path), headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject).end();
  });
  return { outcome: outcomeOf(body), used: requests.at(-1)?.credential.key };
}

/** Where the key that decided stood, as messages call it. */
function winnerOf({ headers = {}, query = '' }: Way, used = ''): string | undefined {
  const names = Object.keys(headers).filter((name) => headers[name]?.includes(used));
  return names[0] ?? (query.includes(used) ? '?key=' : undefined);
}

describe.each(DIALECTS)('what the judgement says is what happens, %s', (dialect) => {
  const cases = SERVED.flatMap((family) => family.examples.map((path) => ({ family, path })));
  describe.each(cases)('$path', ({ path }) => {
    it.each(WAYS)('$name', async (way) => {
      const problems = problemsOf(path, way, dialect);
      const { outcome, used } = await happens(path, way, dialect);
      const said = problems.find(fails)?.outcome ?? 'works';
      // An endpoint that is not implemented says so to who has a key, and that is the mistake either way.
      const isUnheard = said === '501' && outcome === '401' && way.name !== 'Authorization: Bearer';
      expect(isUnheard ? outcome : said, problems.map(({ message }) => message).join('; ')).toBe(outcome);
      // Where two keys are sent, the one that is said to lose has lost.
      const lost = problems.find(({ code }) => code === 'two-credentials');
      if (lost !== undefined) expect(lost.message).toContain(`\`${winnerOf(way, used)}\` wins`);
    });
  });
});

/** The places that the documentation names for each family, where this dialect reads them. */
describe('right requests', () => {
  const right: Readonly<Record<CredentialPlace, (path: string) => RequestSite>> = {
    authorization: (path) => requestSite(`https://${HOST}${path}`, claude(path, { Authorization: `Bearer ${key}` })),
    'x-api-key': (path) => requestSite(`https://${HOST}${path}`, claude(path, { 'x-api-key': key })),
    'x-goog-api-key': (path) => requestSite(`https://${HOST}${path}`, { 'x-goog-api-key': key }),
    'query key': (path) => requestSite(`https://${HOST}${path}?key=${key}`, {}),
    'mj-api-secret': (path) => requestSite(`https://${HOST}${path}`, { 'mj-api-secret': key }),
    subprotocol: (path) =>
      requestSite(
        `wss://${HOST}${path}`,
        {},
        {
          webSocket: {
            isBrowser: true,
            protocols: ['realtime', `openai-insecure-api-key.${key}`, 'openai-beta.realtime-v1'].map(known),
          },
        },
      ),
  };
  const rows = FAMILIES.filter(({ dialects }) => dialects.length > 0).flatMap((family) =>
    family.credentials.flatMap((place) => family.examples.map((path) => ({ path, place }))),
  );
  it.each(rows)('$place on $path', ({ path, place }) => {
    const problems = judge(right[place](path), settings('new-api'));
    // A key in a URL is read by the server, and still seen by others.
    expect(problems.map(({ code }) => code)).toEqual(place === 'query key' ? ['key-in-query'] : []);
  });
});

function claude(path: string, headers: Record<string, string>): Record<string, string> {
  return path === '/v1/messages' ? { 'anthropic-version': '2023-06-01', ...headers } : headers;
}

describe('what one place decides', () => {
  const rows: readonly (readonly [code: Code, outcome: Outcome, site: RequestSite, dialect?: Dialect])[] = [
    ['anthropic-version-missing', 'works', requestSite(`https://${HOST}/v1/messages`, { 'x-api-key': key })],
    [
      'anthropic-version-elsewhere',
      'ignored',
      requestSite(`https://${HOST}/v1/chat/completions`, {
        Authorization: `Bearer ${key}`,
        'anthropic-version': '2023-06-01',
      }),
    ],
    [
      'token-on-management',
      'error body',
      requestSite(`https://${HOST}/api/token/`, { Authorization: `Bearer ${key}` }),
    ],
    ['token-on-management', '401', requestSite(`https://${HOST}/api/token/`, { 'x-api-key': key })],
    [
      'token-on-management',
      '401',
      requestSite(`https://${HOST}/api/token/`, {}, { headers: [header('x-api-key', hole('token'))] }),
    ],
    ['token-on-management', 'error body', requestSite(`https://${HOST}/api/user/self`, { Authorization: key })],
    [
      'token-on-management',
      'error body',
      requestSite(
        `https://${HOST}/api/user/self`,
        {},
        { headers: [header('Authorization', hole('apiKey', 'Bearer '))] },
      ),
    ],
    ['not-implemented', '501', requestSite(`https://${HOST}/v1/files`, { Authorization: `Bearer ${key}` })],
    ['not-implemented', '404', requestSite(`https://${HOST}/v1/fine_tuning/jobs`, { Authorization: `Bearer ${key}` })],
    [
      'management-token-on-api',
      '401',
      requestSite(
        `https://${HOST}/v1/models`,
        {},
        {
          headers: [header('Authorization', hole('ACCESS_TOKEN')), header('New-Api-User', '1')],
        },
      ),
    ],
    [
      'browser-websocket-headers',
      '401',
      requestSite(
        `wss://${HOST}/v1/realtime`,
        { Authorization: `Bearer ${key}` },
        {
          webSocket: { isBrowser: true, protocols: null },
        },
      ),
    ],
    [
      'browser-websocket-headers',
      'ignored',
      requestSite(
        `wss://${HOST}/v1/realtime`,
        { Authorization: `Bearer ${key}` },
        { webSocket: { isBrowser: true, protocols: [known(`openai-insecure-api-key.${key}`)] } },
      ),
    ],
    [
      'no-credential',
      '401',
      requestSite(`wss://${HOST}/v1/realtime`, {}, { webSocket: { isBrowser: true, protocols: [known('realtime')] } }),
    ],
    [
      'gateway-key-elsewhere',
      'elsewhere',
      requestSite(
        'https://api.openai.com/v1/models',
        {},
        {
          headers: [header('Authorization', hole('STARRISE_API_KEY', 'Bearer '))],
        },
      ),
    ],
    ['basic', '401', requestSite(`https://${HOST}/v1/chat/completions`, {}, { basic: { start: 1, end: 2 } })],
    [
      'missing-bearer',
      'works',
      requestSite(`https://${HOST}/v1/models`, {}, { headers: [header('Authorization', hole('apiKey'))] }),
    ],
    ['missing-version', 'html', requestSite(`https://${HOST}/chat/completions`, { Authorization: `Bearer ${key}` })],
    ['doubled-version', '404', requestSite(`https://${HOST}/v1/v1/messages`, { 'x-api-key': key })],
    ['doubled-version', '404', requestSite(`https://${HOST}/v1beta/v1beta/models`, { 'x-goog-api-key': key })],
    ['missing-version', 'html', requestSite(`https://${HOST}/models/g:generateContent`, { 'x-goog-api-key': key })],
    ['double-slash', 'html', requestSite(`https://${HOST}//v1/chat/completions`, { Authorization: `Bearer ${key}` })],
    ['missing-version', 'html', requestSite(`https://${HOST}//chat/completions`, { Authorization: `Bearer ${key}` })],
    ['doubled-version', '404', requestSite(`https://${HOST}/v1//v1/models`, { Authorization: `Bearer ${key}` })],
    ['doubled-version', '404', requestSite('', {}, { url: hole('STARRISE_BASE_URL', '', '/v1/v1/models') })],
    [
      'key-in-user-info',
      'exposed',
      requestSite(`https://user:${key}@${HOST}/v1/models`, { Authorization: `Bearer ${key}` }),
    ],
    [
      'key-in-console-link',
      'exposed',
      requestSite(`https://${HOST}/chat#/?settings={"key":"${key}","url":"https://${HOST}"}`, {}),
    ],
    ['not-implemented', '404', requestSite(`https://${HOST}/v1/messages`, { 'x-api-key': key }), 'one-api'],
    ['not-implemented', 'html', requestSite(`https://${HOST}/mj/submit/imagine`, { 'mj-api-secret': key }), 'one-api'],
  ];
  const cases = rows.map(([code, outcome, site, dialect = 'new-api']) => ({ code, outcome, site, dialect }));
  it.each(cases)('$code: $outcome', ({ code, outcome, site, dialect }) => {
    const found = judge(site, settings(dialect)).find((problem) => problem.code === code);
    expect(found?.outcome).toBe(outcome);
  });
});

it('says of a request to Claude without a key only that it has none', () => {
  const site = requestSite(`https://${HOST}/v1/messages`, { accept: 'application/json' });
  expect(judge(site, settings('new-api')).map(({ code }) => code)).toEqual(['no-credential']);
});

it('says of a key that loses only that it does', () => {
  const headers = { 'mj-api-secret': other, Authorization: `Bearer ${key}` };
  const site = requestSite(`https://${HOST}/v1/chat/completions`, headers);
  expect(judge(site, settings('new-api')).map(({ code }) => code)).toEqual(['two-credentials']);
});

it.each(['api.openai.com:443', 'team.openai.azure.com'])('knows that %s is another’s', (host) => {
  const headers = [header('Authorization', hole('STARRISE_API_KEY', 'Bearer '))];
  const site = requestSite(`https://${host}/v1/models`, {}, { headers });
  expect(judge(site, settings('new-api')).map(({ code }) => code)).toEqual(['gateway-key-elsewhere']);
});

it.each<readonly [path: string, dialect: Dialect, places: string]>([
  ['/v1/chat/completions', 'new-api', '`Authorization: Bearer <key>`'],
  ['/v1beta/models', 'new-api', '`x-goog-api-key: <key>`, or `Authorization: Bearer <key>`'],
  ['/mj/submit/imagine', 'new-api', '`mj-api-secret: <key>`, or `Authorization: Bearer <key>`'],
  ['/v1/models', 'new-api', '`Authorization: Bearer <key>`, or `x-api-key: <key>` with `anthropic-version`'],
  ['/v1/models', 'one-api', '`Authorization: Bearer <key>`'],
])('advises on %s (%s) what is read there, and never the URL', (path, dialect, places) => {
  const [found] = judge(requestSite(`https://${HOST}${path}`, {}), settings(dialect));
  expect(found?.correction).toBe(`Send ${places}`);
});

it('sends no key elsewhere that goes to the Starrise gateway, though another one is configured', () => {
  const headers = [header('Authorization', hole('STARRISE_API_KEY', 'Bearer '))];
  const site = requestSite(`https://${HOST}/v1/models`, {}, { headers });
  expect(judge(site, { dialect: 'new-api', gateways: ['llm.example.org'], variables: [] })).toEqual([]);
});

describe('silence', () => {
  const wrong = [header('x-api-key', hole('key'))];
  const rows: readonly (readonly [name: string, site: RequestSite])[] = [
    ['another host', requestSite('https://example.org/v1/chat/completions', { 'x-api-key': key })],
    ['a path of our own server', requestSite('/v1/chat/completions', { 'x-api-key': key })],
    ['an unknown base', requestSite('', {}, { url: hole('baseUrl', '', '/v1/chat/completions'), headers: wrong })],
    ['an unknown path', requestSite(`https://${HOST}/v1/health`, { 'x-api-key': key })],
    ['a path that goes on', requestSite('', {}, { url: hole('x', `https://${HOST}/v1/`), headers: wrong })],
    [
      'headers that are spread in',
      requestSite(`https://${HOST}/v1/chat/completions`, {}, { headers: wrong, isComplete: false }),
    ],
    ['an image of Midjourney', requestSite(`https://${HOST}/mj/image/1`, {})],
    [
      'a token that may say Bearer itself',
      requestSite(`https://${HOST}/v1/models`, {}, { headers: [header('Authorization', hole('token'))] }),
    ],
    ['a page of the console', requestSite(`https://${HOST}/console/token`, {})],
    [
      'a path of our own server that the gateway has too',
      requestSite('/mj/submit/imagine', {}, { headers: [header('x-api-key', hole('STARRISE_API_KEY'))] }),
    ],
    [
      'a header that is left empty',
      requestSite(`https://${HOST}/v1/chat/completions`, { Authorization: `Bearer ${key}`, 'x-api-key': '' }),
    ],
    [
      'one key in two places',
      requestSite(
        `https://${HOST}/v1/messages`,
        claude('/v1/messages', { 'x-api-key': key, Authorization: `Bearer ${key}` }),
      ),
    ],
    [
      'an access token without the id of an account',
      requestSite(
        `https://${HOST}/v1/models`,
        {},
        { headers: [header('Authorization', hole('ACCESS_TOKEN', 'Bearer '))] },
      ),
    ],
    [
      'a variable that is named after a key and may hold more',
      requestSite(`https://${HOST}/v1/models`, {}, { headers: [header('Authorization', hole('API_KEY_AUTH'))] }),
    ],
    [
      'two slashes behind a variable that may hold the version',
      requestSite('', {}, { url: hole('STARRISE_BASE_URL', '', '//chat/completions') }),
    ],
    ['a path without its host', requestSite('v1/chat/completions', { 'x-api-key': key })],
    [
      'a Gemini path behind a variable, which may hold its version',
      requestSite(
        '',
        { 'x-goog-api-key': key },
        { url: hole('STARRISE_BASE_URL', '', '/models/gemini-2.5-pro:generateContent') },
      ),
    ],
    [
      'the same without an action',
      requestSite('', { 'x-goog-api-key': key }, { url: hole('STARRISE_BASE_URL', '', '/models') }),
    ],
    [
      'a list of models behind a variable, with a key of Claude',
      requestSite('', { 'x-api-key': key }, { url: hole('STARRISE_BASE_URL', '', '/models') }),
    ],
    [
      'a header of a browser’s WebSocket that is no credential',
      requestSite(
        `wss://${HOST}/v1/realtime`,
        { 'OpenAI-Beta': 'realtime=v1' },
        { webSocket: { isBrowser: true, protocols: ['realtime', `openai-insecure-api-key.${key}`].map(known) } },
      ),
    ],
    [
      'subprotocols that are not known',
      requestSite(`wss://${HOST}/v1/realtime`, {}, { webSocket: { isBrowser: true, protocols: null } }),
    ],
    [
      'an API token with the id of its account',
      requestSite(
        `https://${HOST}/v1/models`,
        {},
        { headers: [header('Authorization', hole('STARRISE_API_KEY', 'Bearer ')), header('New-Api-User', '1')] },
      ),
    ],
    [
      'a key of Claude with the id of its account',
      requestSite(`https://${HOST}/v1/models`, { 'x-api-key': key, 'New-Api-User': '1' }),
    ],
    [
      'the access token of an account on the management API',
      requestSite(
        `https://${HOST}/api/user/self`,
        {},
        { headers: [header('Authorization', hole('STARRISE_ACCESS_TOKEN')), header('New-Api-User', '1')] },
      ),
    ],
    [
      'the access token of an account as text',
      requestSite(`https://${HOST}/api/user/self`, { Authorization: `Bearer ${key.slice(3, 35)}` }),
    ],
    [
      'a rotated key of anything',
      requestSite(
        'https://api.openai.com/v1/models',
        {},
        { headers: [header('Authorization', hole('newApiKey', 'Bearer '))] },
      ),
    ],
  ];
  it.each(rows)('%s', (_name, site) => {
    expect(judge(site, settings('new-api'))).toEqual([]);
  });
});

describe('evidence of the gateway behind a variable', () => {
  const headers = [header('x-api-key', hole('STARRISE_API_KEY'))];
  const plain = [header('x-api-key', hole('key'))];
  const rows: readonly (readonly [name: string, site: RequestSite])[] = [
    [
      'the name of the base',
      requestSite('', {}, { url: hole('STARRISE_BASE_URL', '', '/v1/chat/completions'), headers: plain }),
    ],
    [
      'the same, its version in the variable',
      requestSite('', {}, { url: hole('starriseBase', '', '/chat/completions'), headers: plain }),
    ],
    ['the name of the key', requestSite('', {}, { url: hole('base', '', '/v1/chat/completions'), headers })],
    ['a path that only it has', requestSite('', {}, { url: hole('base', '', '/suno/submit/music'), headers: plain })],
    [
      'the name of the host',
      requestSite('', {}, { url: hole('STARRISE_HOST', 'https://', '/v1/chat/completions'), headers: plain }),
    ],
  ];
  it.each([
    ...rows,
    [
      'a Gemini path',
      requestSite(
        '',
        {},
        { url: hole('STARRISE_BASE_URL', '', '/models/gemini-2.5-pro:generateContent'), headers: plain },
      ),
    ] as const,
  ])('%s', (_name, site) => {
    expect(judge(site, settings('new-api')).map(({ code }) => code)).toEqual(['x-api-key-outside-claude']);
  });
});

it('shows no key in any message', () => {
  const all = FAMILIES.flatMap((family: Family) =>
    family.examples.flatMap((path) => WAYS.flatMap((way) => problemsOf(path, way, 'new-api'))),
  );
  const body = key.slice(3);
  expect(all.length).toBeGreaterThan(300);
  expect(all.filter(({ message, correction }) => (message + correction).includes(body))).toEqual([]);
});
