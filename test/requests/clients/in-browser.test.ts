/** The clients that only browsers have, in Chromium: what the judgement says of their code is what happens there. */
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAMILIES } from '../../../src/gateway/endpoints.js';
import { findRequestProblems, fails, type Problem } from '../../../src/requests/index.js';
import { chromiumProgram, launchChromium } from '../../support/browser.js';
import { newToken, startGateway, type TestGateway } from '../../support/gateway/gateway.js';
import { headersFor, key, methodFor, other, outcomeOf, WAYS, type Way } from '../ways.js';
import type { Call } from './clients.js';

const JQUERY = createRequire(import.meta.url).resolve('jquery');
const REALTIME = '/v1/realtime?model=m';

/** Each sends one request and waits for its end. What `lasts` says, later requests of the page say too. */
const CLIENTS: readonly { readonly name: string; readonly code: (call: Call) => string; readonly lasts?: true }[] = [
  {
    name: 'fetch',
    code: ({ origin, path, method, headers }) =>
      `await fetch('${origin}${path}', { method: '${method}', headers: ${headers} });`,
  },
  {
    name: 'XMLHttpRequest',
    code: ({ origin, path, method, headers }) =>
      [
        `const request = new XMLHttpRequest();`,
        `request.open('${method}', '${origin}${path}');`,
        ...Object.entries(JSON.parse(headers) as Record<string, string>).map(
          ([name, value]) => `request.setRequestHeader('${name}', '${value}');`,
        ),
        `await new Promise((done) => { request.onloadend = done; request.send(); });`,
      ].join('\n'),
  },
  {
    name: '$.ajax(settings)',
    code: ({ origin, path, method, headers }) =>
      `await $.ajax({ url: '${origin}${path}', method: '${method}', headers: ${headers} });`,
  },
  {
    name: '$.ajax(url, settings)',
    code: ({ origin, path, method, headers }) =>
      `await $.ajax('${origin}${path}', { type: '${method}', headers: ${headers} });`,
  },
  {
    name: '$.ajaxSetup',
    lasts: true,
    code: ({ origin, path, method, headers }) =>
      `$.ajaxSetup({ headers: ${headers} });\nawait $.ajax({ url: '${origin}${path}', method: '${method}' });`,
  },
];

describe.skipIf(chromiumProgram === null)('in Chromium', () => {
  let gateway: TestGateway;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    gateway = await startGateway({ tokens: [newToken(key), newToken(other)], limited: false });
    browser = await launchChromium();
    page = await browser.newPage();
    await open();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });

  /** A page of the gateway's own site. */
  async function open(): Promise<void> {
    await page.goto(gateway.url);
    await page.addScriptTag({ path: JQUERY });
  }

  function problemsIn(code: string): readonly Problem[] {
    const settings = { dialect: 'new-api', gateways: [new URL(gateway.url).host], variables: [] } as const;
    const { problems, isUnparsed } = findRequestProblems(code, 'a.js', settings);
    expect(isUnparsed).toBe(false);
    return problems;
  }

  /** Runs `code` on the page; what the gateway was asked meanwhile. */
  async function asked(code: string) {
    const before = gateway.requests.length;
    await page.evaluate(`(async () => { ${code} })().catch(() => undefined)`);
    // A page asks for its icon when it likes.
    return gateway.requests.slice(before).filter((request) => !request.path.endsWith('.ico'));
  }

  /** What the judgement says, and what happens; a server that knows the path not says so only to who may ask. */
  async function told(code: string): Promise<{ said: string; happened: string }> {
    const said =
      problemsIn(code).find((problem) => problem.ruleId === 'auth-header' && fails(problem))?.outcome ?? 'works';
    const seen = await asked(code);
    expect(seen).toHaveLength(1);
    const happened = outcomeOf({ status: seen[0]!.status, text: seen[0]!.body });
    return { said: said === '501' && happened === '401' ? happened : said, happened };
  }

  const endpoints = FAMILIES.map(({ examples }) => examples[0]!).filter((path) => !/^\/api\/|realtime/.test(path));
  describe.each(CLIENTS)('$name', ({ code, lasts }) => {
    it.each(lasts ? endpoints.slice(0, 2) : endpoints)('does on %s what the judgement says', async (endpoint) => {
      const said: string[] = [];
      const happened: string[] = [];
      for (const way of WAYS) {
        if (lasts) await open();
        const answer = await told(code(callOf(endpoint, way)));
        said.push(`${way.name}: ${answer.said}`);
        happened.push(`${way.name}: ${answer.happened}`);
      }
      expect(said).toEqual(happened);
    });
  });

  function callOf(endpoint: string, way: Way): Call {
    const headers = JSON.stringify(headersFor(endpoint, way));
    return { origin: gateway.url, path: endpoint + (way.query ?? ''), method: methodFor(endpoint), headers };
  }

  it.each(['/v1/models', `/v1/models?key=${key}`, `/v1beta/models?key=${key}`])(
    'EventSource does on %s what the judgement says',
    async (address) => {
      const wait = 'await new Promise((done) => { source.onopen = source.onerror = done; });\nsource.close();';
      const { said, happened } = await told(`const source = new EventSource('${gateway.url}${address}');\n${wait}`);
      expect(said).toBe(happened);
    },
  );

  const SOCKETS: readonly (readonly [name: string, rest: string])[] = [
    ['nothing', ''],
    ['the key as a subprotocol', `, ['realtime', 'openai-insecure-api-key.${key}']`],
    ['the key as a subprotocol without its name', `, ['realtime', '${key}']`],
    ['the key twice marked', `, ['realtime', 'openai-insecure-api-key.sk-${key}']`],
  ];
  it.each(SOCKETS)('WebSocket does with %s what the judgement says', async (_name, rest) => {
    const address = gateway.url.replace('http', 'ws') + REALTIME;
    const wait = 'await new Promise((done) => { socket.onopen = socket.onerror = done; });\nsocket.close();';
    const { said, happened } = await told(`const socket = new WebSocket('${address}'${rest});\n${wait}`);
    expect(said).toBe(happened);
  });

  it('WebSocket takes no headers, as the judgement says', async () => {
    const address = gateway.url.replace('http', 'ws') + REALTIME;
    const code = `const socket = new WebSocket('${address}', [], { headers: { Authorization: 'Bearer ${key}' } });
      await new Promise((done) => { socket.onopen = socket.onerror = done; });`;
    const seen = await asked(code);
    expect(seen.map(({ status }) => status)).toEqual([401]);
    expect(
      problemsIn(code)
        .filter(fails)
        .map(({ outcome }) => outcome),
    ).toEqual(['401']);
  });
});
