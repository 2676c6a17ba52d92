import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';
import { expandMarkers } from '../../support/keys.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;

function codesIn(code: string): string[] {
  return findRequestProblems(expandMarkers(code), 'a.ts', SETTINGS).problems.map((problem) => problem.code);
}

const CHAT = 'https://api.starrise.ai/v1/chat/completions';
const WRONG = `{ 'x-api-key': process.env.STARRISE_API_KEY }`;
const RIGHT = '{ Authorization: `Bearer ${process.env.STARRISE_API_KEY}` }';

/** One client, the same request right and wrong. `$H` stands for the headers. */
const CLIENTS: readonly (readonly [client: string, code: string])[] = [
  ['fetch', `fetch('${CHAT}', { method: 'POST', headers: $H });`],
  ['window.fetch', `window.fetch('${CHAT}', { method: 'POST', headers: $H });`],
  ['new Request', `new Request('${CHAT}', { method: 'POST', headers: $H });`],
  ['node-fetch', `import fetch from 'node-fetch'; fetch('${CHAT}', { headers: $H });`],
  ['require of node-fetch', `const fetch = require('node-fetch'); fetch('${CHAT}', { headers: $H });`],
  ['undici', `import { request } from 'undici'; await request('${CHAT}', { method: 'POST', headers: $H });`],
  [
    'undici Client',
    `import { Client } from 'undici'; const c = new Client('https://api.starrise.ai'); c.request({ path: '/v1/chat/completions', method: 'POST', headers: $H });`,
  ],
  ['node:https', `import https from 'node:https'; https.request('${CHAT}', { headers: $H }, (r) => r);`],
  [
    'node:https with options',
    `import { request } from 'https'; request({ hostname: 'api.starrise.ai', path: '/v1/chat/completions', method: 'POST', headers: $H }, cb);`,
  ],
  ['axios(config)', `import axios from 'axios'; axios({ url: '${CHAT}', method: 'post', headers: $H });`],
  ['axios(url, config)', `import axios from 'axios'; axios('${CHAT}', { method: 'post', headers: $H });`],
  ['axios.post', `import axios from 'axios'; axios.post('${CHAT}', { model: 'm' }, { headers: $H });`],
  ['axios.get', `const axios = require('axios'); axios.get('https://api.starrise.ai/v1/embeddings', { headers: $H });`],
  ['axios.request', `import axios from 'axios'; axios.request({ url: '${CHAT}', headers: $H });`],
  [
    'axios.create',
    `import axios from 'axios'; const api = axios.create({ baseURL: 'https://api.starrise.ai', headers: $H }); api.post('/v1/chat/completions', {});`,
  ],
  [
    'axios.create, headers in the call',
    `import axios from 'axios'; const api = axios.create({ baseURL: 'https://api.starrise.ai/v1/' }); api.post('chat/completions', {}, { headers: $H });`,
  ],
  [
    'axios.defaults.baseURL',
    `import axios from 'axios'; axios.defaults.baseURL = 'https://api.starrise.ai'; axios.post('/v1/chat/completions', {}, { headers: $H });`,
  ],
  ['ky', `import ky from 'ky'; ky.post('${CHAT}', { headers: $H });`],
  [
    'ky.create',
    `import ky from 'ky'; const api = ky.create({ prefixUrl: 'https://api.starrise.ai/v1', headers: $H }); api.post('chat/completions');`,
  ],
  ['got', `import got from 'got'; got.post('${CHAT}', { headers: $H });`],
  [
    'got.extend',
    `import { got } from 'got'; const api = got.extend({ prefixUrl: 'https://api.starrise.ai', headers: $H }); api.post('v1/chat/completions');`,
  ],
  [
    'ofetch',
    `import { ofetch } from 'ofetch'; ofetch('/v1/chat/completions', { baseURL: 'https://api.starrise.ai', headers: $H });`,
  ],
  ['$fetch', `$fetch('${CHAT}', { method: 'POST', headers: $H });`],
  ['useFetch', `const { data } = await useFetch('${CHAT}', { headers: $H });`],
  ['superagent', `import superagent from 'superagent'; superagent.post('${CHAT}').set($H).send({});`],
  ['jQuery', `$.ajax({ url: '${CHAT}', type: 'POST', headers: $H });`],
  ['new Headers', `fetch('${CHAT}', { headers: new Headers($H) });`],
  ['a constant', `const headers = $H; fetch('${CHAT}', { headers });`],
  ['a spread constant', `const auth = $H; fetch('${CHAT}', { headers: { ...auth, accept: 'application/json' } });`],
  [
    'composed addresses',
    `const BASE = 'https://api.starrise.ai'; const url = \`\${BASE}/v1\`; fetch(url + '/chat/completions', { headers: $H });`,
  ],
  ['new URL', `fetch(new URL('/v1/chat/completions', 'https://api.starrise.ai'), { headers: $H });`],
  [
    'a default for a variable',
    `const BASE = process.env.BASE_URL ?? 'https://api.starrise.ai/v1'; fetch(\`\${BASE}/chat/completions\`, { headers: $H });`,
  ],
  ['a variable of the gateway', `fetch(\`\${process.env.STARRISE_BASE_URL}/chat/completions\`, { headers: $H });`],
  [
    'TypeScript',
    `const init: RequestInit = { headers: $H as Record<string, string> }; fetch('${CHAT}' as string, init!);`,
  ],
  [
    'a function that adds the base',
    `function call(path, init) { return fetch('https://api.starrise.ai/v1' + path, init); } call('/chat/completions', { headers: $H });`,
  ],
  [
    'an arrow function that adds the headers',
    `const post = (url, body) => fetch(url, { method: 'POST', headers: { accept: 'x', ...$H }, body }); post('${CHAT}', '{}');`,
  ],
  [
    'a function within a function',
    `const get = (url, headers) => fetch(url, { headers }); const chat = (headers) => get('${CHAT}', headers); chat($H);`,
  ],
  [
    'a function with named parameters',
    `async function call({ path, headers = {} }) { return fetch(\`https://api.starrise.ai\${path}\`, { headers }); } call({ path: '/v1/chat/completions', headers: $H });`,
  ],
  [
    'a parameter that may be left out',
    `function call(path, more) { return fetch('https://api.starrise.ai' + path, { headers: { ...$H, ...more } }); } call('/v1/chat/completions');`,
  ],
  [
    'a function that makes the headers',
    `const headersFor = (type) => { const accept = type; return { accept, ...$H }; }; fetch('${CHAT}', { headers: headersFor('x') });`,
  ],
  [
    'a method of the same class',
    `class Api { base = 'https://api.starrise.ai/v1'; headers() { return $H; } call(path) { return fetch(this.base + path, { headers: this.headers() }); } chat() { return this.call('/chat/completions'); } }`,
  ],
  [
    'a property of an object',
    `const config = { url: '${CHAT}', auth: { headers: $H } }; fetch(config.url, { headers: config.auth.headers });`,
  ],
  ['Object.assign', `fetch('${CHAT}', { headers: Object.assign({ accept: 'x' }, $H) });`],
  ['headers behind unknown options', `fetch('${CHAT}', { ...options, headers: $H });`],
  [
    'an interceptor of axios',
    `import axios from 'axios'; const api = axios.create({ baseURL: 'https://api.starrise.ai' }); api.interceptors.request.use((config) => { config.headers = { ...config.headers, ...$H }; return config; }); api.post('/v1/chat/completions', {}, { headers: { accept: 'x' } });`,
  ],
  [
    'common headers of axios',
    `import axios from 'axios'; const api = axios.create({ baseURL: 'https://api.starrise.ai', headers: { common: $H } }); api.post('/v1/chat/completions', {});`,
  ],
  [
    'got.extend of got.extend',
    `import got from 'got'; const a = got.extend({ prefixUrl: 'https://api.starrise.ai' }); const b = a.extend({ headers: $H }); b.post('v1/chat/completions');`,
  ],
  ['$.ajaxSetup', `$.ajaxSetup({ headers: $H }); $.ajax({ url: '${CHAT}' });`],
  [
    'fetchEventSource',
    `import { fetchEventSource } from '@microsoft/fetch-event-source'; fetchEventSource('${CHAT}', { headers: $H });`,
  ],
  ['optional chains and await', `async function f() { return (await fetch?.('${CHAT}', { headers: $H })); }`],
];

describe('each client, right and wrong', () => {
  it.each(CLIENTS)('%s', (_client, code) => {
    expect(codesIn(code.replace('$H', WRONG))).toEqual(['x-api-key-outside-claude']);
    expect(codesIn(code.replace('$H', RIGHT))).toEqual([]);
  });
});

describe('other ways to set a header', () => {
  const rows: readonly (readonly [name: string, code: string, codes: readonly string[]])[] = [
    [
      'headers.set',
      `const h = new Headers(); h.set('x-api-key', KEY); fetch('${CHAT}', { headers: h });`,
      ['x-api-key-outside-claude'],
    ],
    [
      'headers.append',
      `const h = new Headers(); h.append('Authorization', 'BEARER ' + KEY); fetch('${CHAT}', { headers: h });`,
      ['scheme-case'],
    ],
    ['an assignment', `const h = {}; h['api-key'] = KEY; fetch('${CHAT}', { headers: h });`, ['api-key-header']],
    ['pairs', `fetch('${CHAT}', { headers: [['x-goog-api-key', KEY]] });`, ['x-goog-api-key-outside-gemini']],
    [
      'a hook of ky',
      `import ky from 'ky'; ky.post('${CHAT}', { headers: { accept: 'x' }, hooks: { beforeRequest: [(request) => { request.headers.set('x-api-key', KEY); }] } });`,
      ['x-api-key-outside-claude'],
    ],
    [
      'onRequest of ofetch',
      `$fetch('${CHAT}', { headers: { accept: 'x' }, onRequest({ options }) { options.headers.set('x-api-key', KEY); } });`,
      ['x-api-key-outside-claude'],
    ],
    [
      'an interceptor of axios',
      `import axios from 'axios'; axios.interceptors.request.use((c) => { c.headers['x-api-key'] = KEY; return c; }); axios.post('${CHAT}', {});`,
      ['x-api-key-outside-claude'],
    ],
    [
      'beforeSend of jQuery',
      `jQuery.ajax({ url: '${CHAT}', beforeSend(xhr) { xhr.setRequestHeader('x-api-key', KEY); } });`,
      ['x-api-key-outside-claude'],
    ],
    [
      'setHeader of node:http',
      `import http from 'http'; const r = http.request('${CHAT}', { method: 'POST' }); r.setHeader('x-api-key', KEY); r.end();`,
      ['x-api-key-outside-claude'],
    ],
    [
      'a parameter behind others that are not known',
      'fetch(`https://api.starrise.ai/v1beta/models?${sse ? "alt=sse&" : ""}key=${apiKey}`, { headers: { accept: "x" } });',
      ['key-in-query'],
    ],
    [
      'parameters of axios',
      `import axios from 'axios'; axios.get('https://api.starrise.ai/v1beta/models', { params: { key: process.env.STARRISE_API_KEY } });`,
      ['key-in-query'],
    ],
    [
      'parameters of a URL',
      `const url = new URL('https://api.starrise.ai/v1beta/models'); url.searchParams.set('key', process.env.STARRISE_API_KEY); fetch(url, { headers: { accept: 'x' } });`,
      ['key-in-query'],
    ],
    [
      'a header that each call of a function is given',
      `function call(key) { return fetch('${CHAT}', { headers: { Authorization: 'Bearer ' + key } }); } call('Bearer ' + KEY); call(KEY);`,
      ['doubled-bearer'],
    ],
    [
      'superagent.set',
      `import sa from 'superagent'; sa.post('${CHAT}').set('x-api-key', KEY).send({});`,
      ['x-api-key-outside-claude'],
    ],
    ['superagent.auth', `import sa from 'superagent'; sa.post('${CHAT}').auth('user', KEY);`, ['basic']],
    ['superagent bearer', `import sa from 'superagent'; sa.post('${CHAT}').auth(KEY, { type: 'bearer' });`, []],
    [
      'XMLHttpRequest with a handler, and no credential',
      `const x = new XMLHttpRequest(); x.open('POST', '${CHAT}'); x.setRequestHeader('accept', '*/*'); x.onload = () => show(x.response); x.send();`,
      ['no-credential'],
    ],
    [
      'XMLHttpRequest that somebody else gets',
      `const x = new XMLHttpRequest(); x.open('POST', '${CHAT}'); x.setRequestHeader('accept', '*/*'); sign(x); x.send();`,
      [],
    ],
    [
      'XMLHttpRequest with a header in a condition',
      `const x = new XMLHttpRequest(); x.open('POST', '${CHAT}'); x.setRequestHeader('accept', '*/*'); if (key) x.setRequestHeader('Authorization', key); x.send();`,
      [],
    ],
    [
      'XMLHttpRequest',
      `const x = new XMLHttpRequest(); x.open('POST', '${CHAT}'); x.setRequestHeader('x-api-key', KEY); x.send();`,
      ['x-api-key-outside-claude'],
    ],
    [
      'axios auth',
      `import axios from 'axios'; axios.get('${CHAT}', { auth: { username: 'u', password: KEY }, headers: {} });`,
      ['basic'],
    ],
    [
      'axios defaults',
      `import axios from 'axios'; axios.defaults.headers.common['x-api-key'] = KEY; axios.post('${CHAT}', {});`,
      ['x-api-key-outside-claude'],
    ],
    [
      'got password',
      `import got from 'got'; got.post('${CHAT}', { username: 'u', password: KEY, headers: {} });`,
      ['basic'],
    ],
    [
      'no credential',
      `fetch('${CHAT}', { method: 'POST', headers: { 'content-type': 'application/json' } });`,
      ['no-credential'],
    ],
    [
      'two credentials',
      `fetch('https://api.starrise.ai/v1/messages', { headers: { 'x-api-key': A, Authorization: 'Bearer ' + B, 'anthropic-version': '2023-06-01' } });`,
      ['two-credentials'],
    ],
    [
      '?key= on Gemini',
      'fetch(`https://api.starrise.ai/v1beta/models/gemini-2.5-pro:generateContent?key=${process.env.STARRISE_API_KEY}`, { headers: {} });',
      ['key-in-query'],
    ],
    [
      '?key= on chat',
      `fetch('${CHAT}?key=' + process.env.STARRISE_API_KEY, { headers: {} });`,
      ['query-key-outside-gemini', 'key-in-query'],
    ],
    ['EventSource', `new EventSource('${CHAT}?api_key=' + apiKey);`, ['key-in-query', 'no-credential']],
    [
      'an EventSource that sends headers',
      `import { EventSource } from 'eventsource'; new EventSource('${CHAT}', { fetch: signed });`,
      [],
    ],
    [
      'a model in the path',
      'fetch(`https://api.starrise.ai/v1beta/models/${model}:streamGenerateContent?alt=sse`, { headers: { "x-api-key": KEY } });',
      ['x-api-key-outside-claude'],
    ],
    [
      'a doubled prefix',
      `fetch('${CHAT}', { headers: { Authorization: 'Bearer sk-{{NEW_API:1}}' } });`,
      ['doubled-prefix'],
    ],
    [
      'path dropped',
      `fetch(new URL('/chat/completions', 'https://api.starrise.ai/v1'), { headers: ${RIGHT} });`,
      ['path-dropped', 'missing-version'],
    ],
    [
      'doubled version',
      `import axios from 'axios'; const a = axios.create({ baseURL: 'https://api.starrise.ai/v1', headers: ${RIGHT} }); a.post('/v1/chat/completions');`,
      ['doubled-version'],
    ],
  ];
  it.each(rows)('%s', (_name, code, codes) => {
    expect(codesIn(code).sort()).toEqual([...codes].sort());
  });
});

describe('other ways to write the same', () => {
  it.each([
    [
      'a key within backticks',
      "import axios from 'axios'; axios.defaults.headers.common[`x-api-key`] = KEY; axios.post('$U', {});",
    ],
    [
      'a key in a constant',
      "import axios from 'axios'; const NAME = 'x-api-key'; axios.defaults.headers[NAME] = KEY; axios.post('$U', {});",
    ],
    ['a chain', `const h = new Headers(); h?.set('x-api-key', KEY); fetch('$U', { headers: h });`],
    ['an exported constant', `export const h = {}; h['x-api-key'] = KEY; fetch('$U', { headers: h });`],
    ['a comma', `(0, fetch)('$U', { headers: { 'x-api-key': KEY } });`],
    [
      'concat',
      `const call = (path) => fetch('https://api.starrise.ai'.concat(path), { headers: { 'x-api-key': KEY } }); call('/v1/chat/completions');`,
    ],
    ['join', `fetch(['$U?id=', id].join(''), { headers: { 'x-api-key': KEY } });`],
    [
      'a default under another name',
      `import { default as send } from 'axios'; send.post('$U', {}, { headers: { 'x-api-key': KEY } });`,
    ],
  ])('%s', (_name, code) => {
    expect(codesIn(code.replace('$U', CHAT))).toEqual(['x-api-key-outside-claude']);
  });

  it('is a variable by its name in a constant', () => {
    expect(codesIn("const NAME = 'STARRISE_API_KEY'; console.log(process.env[NAME]);")).toEqual(['key-logged']);
    expect(codesIn("const NAME = 'STARRISE_MODEL'; console.log(process.env[NAME], env[name]);")).toEqual([]);
  });

  it('is a key in two pieces', () => {
    const [head, tail] = ['{{ANTHROPIC:1}}'].map(expandMarkers).flatMap((key) => [key.slice(0, 30), key.slice(30)]);
    const code = `fetch('${CHAT}', { headers: { Authorization: 'Bearer ${head}' + '${tail}' } });`;
    expect(codesIn(code)).toEqual(['foreign-key']);
  });
});

describe('WebSockets', () => {
  const URL = 'wss://api.starrise.ai/v1/realtime?model=gpt-realtime';
  const rows: readonly (readonly [name: string, code: string, codes: readonly string[]])[] = [
    [
      'subprotocols',
      `new WebSocket('${URL}', ['realtime', 'openai-insecure-api-key.' + KEY, 'openai-beta.realtime-v1']);`,
      [],
    ],
    [
      'no key among the subprotocols',
      `new WebSocket('${URL}', ['realtime', 'openai-beta.realtime-v1']);`,
      ['no-credential'],
    ],
    ['unknown subprotocols', `new WebSocket('${URL}', protocols);`, []],
    [
      'a key in the URL',
      `new WebSocket('${URL}&api_key=' + process.env.STARRISE_API_KEY);`,
      ['no-credential', 'key-in-query'],
    ],
    [
      'headers in a browser',
      `new WebSocket('${URL}', [], { headers: { Authorization: 'Bearer ' + KEY } });`,
      ['browser-websocket-headers'],
    ],
    [
      'headers with ws',
      `import WebSocket from 'ws'; new WebSocket('${URL}', { headers: { Authorization: 'Bearer ' + KEY } });`,
      [],
    ],
    [
      'x-api-key with ws',
      `import WebSocket from 'ws'; new WebSocket('${URL}', [], { headers: { 'x-api-key': KEY } });`,
      ['x-api-key-outside-claude'],
    ],
  ];
  it.each(rows)('%s', (_name, code, codes) => {
    expect(codesIn(code).sort()).toEqual([...codes].sort());
  });
});

describe('SDKs', () => {
  const G = 'https://api.starrise.ai';
  const rows: readonly (readonly [code: string, codes: readonly string[]])[] = [
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: '${G}/v1', apiKey: K });`, []],
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: '${G}/v1/', apiKey: K });`, []],
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: '${G}', apiKey: K });`, ['missing-version']],
    [
      `import { OpenAI } from 'openai'; new OpenAI({ baseURL: '${G}/v1/chat/completions', apiKey: K });`,
      ['endpoint-as-base'],
    ],
    [`const { OpenAI } = require('openai'); new OpenAI({ baseURL: '${G}/v1/v1', apiKey: K });`, ['doubled-version']],
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: '${G}/proxy/team', apiKey: K });`, []],
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: '${G}/v1', apiKey: \`Bearer \${K}\` });`, ['bearer-in-key']],
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: process.env.OPENAI_BASE_URL, apiKey: K }); // starrise`, []],
    [
      `import OpenAI from 'openai'; new OpenAI({ baseURL: process.env.OPENAI_BASE_URL || '${G}', apiKey: K });`,
      ['missing-version'],
    ],
    [
      `import OpenAI from 'openai'; new OpenAI({ baseURL: 'https://api.openai.com/v1', apiKey: process.env.STARRISE_API_KEY });`,
      ['gateway-key-elsewhere'],
    ],
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: '${G}/v1', apiKey: '{{ANTHROPIC:1}}' });`, ['foreign-key']],
    [`import { AzureOpenAI } from 'openai'; new AzureOpenAI({ endpoint: '${G}', apiKey: K });`, ['sdk-cannot-reach']],
    [`import Anthropic from '@anthropic-ai/sdk'; new Anthropic({ baseURL: '${G}', apiKey: K });`, []],
    [
      `import Anthropic from '@anthropic-ai/sdk'; new Anthropic({ baseURL: '${G}/v1', apiKey: K });`,
      ['doubled-version'],
    ],
    [
      `import Anthropic from '@anthropic-ai/sdk'; new Anthropic({ baseURL: '${G}', apiKey: A, authToken: B });`,
      ['two-credentials'],
    ],
    [`import Anthropic from '@anthropic-ai/sdk'; new Anthropic({ baseURL: '${G}', apiKey: null, authToken: B });`, []],
    [
      `import { GoogleGenAI } from '@google/genai'; new GoogleGenAI({ apiKey: K, httpOptions: { baseUrl: '${G}' } });`,
      [],
    ],
    [
      `import { GoogleGenAI } from '@google/genai'; new GoogleGenAI({ apiKey: K, httpOptions: { baseUrl: '${G}/v1beta' } });`,
      ['doubled-version'],
    ],
    [
      `import { GoogleGenerativeAI } from '@google/generative-ai'; new GoogleGenerativeAI(K).getGenerativeModel({ model: 'm' }, { baseUrl: '${G}/' });`,
      ['double-slash'],
    ],
    [
      `import { createOpenAI } from '@ai-sdk/openai'; createOpenAI({ baseURL: '${G}', apiKey: K });`,
      ['missing-version'],
    ],
    [
      `import { createAnthropic } from '@ai-sdk/anthropic'; createAnthropic({ baseURL: '${G}', apiKey: K });`,
      ['missing-version'],
    ],
    [`import { createAnthropic } from '@ai-sdk/anthropic'; createAnthropic({ baseURL: '${G}/v1', apiKey: K });`, []],
    [
      `import { createGoogleGenerativeAI } from '@ai-sdk/google'; createGoogleGenerativeAI({ baseURL: '${G}', apiKey: K });`,
      ['missing-version'],
    ],
    [
      `import { createOpenAICompatible } from '@ai-sdk/openai-compatible'; createOpenAICompatible({ name: 'g', baseURL: '${G}/v1', apiKey: K });`,
      [],
    ],
    [
      `import { ChatOpenAI } from '@langchain/openai'; new ChatOpenAI({ apiKey: K, configuration: { baseURL: '${G}' } });`,
      ['missing-version'],
    ],
    [
      `import { ChatAnthropic } from '@langchain/anthropic'; new ChatAnthropic({ apiKey: K, anthropicApiUrl: '${G}/v1' });`,
      ['doubled-version'],
    ],
    [
      `import { ChatGoogleGenerativeAI } from '@langchain/google-genai'; new ChatGoogleGenerativeAI({ apiKey: K, baseUrl: '${G}/v1beta' });`,
      ['doubled-version'],
    ],
  ];
  it.each(rows)('%s', (code, codes) => {
    expect(codesIn(code)).toEqual(codes);
  });
});

describe('logs', () => {
  const rows: readonly (readonly [code: string, codes: readonly string[]])[] = [
    ['console.log(process.env.STARRISE_API_KEY);', ['key-logged']],
    ['console.log(`key: ${process.env.STARRISE_API_KEY}`); // starrise', ['key-logged']],
    ['logger.debug("using " + apiKey); // starrise', ['key-logged']],
    ['this.logger.info({ apiKey }); // starrise', ['key-logged']],
    ['throw new Error(`bad key ${apiKey}`); // starrise', ['key-logged']],
    [
      'const headers = { Authorization: `Bearer ${apiKey}` }; console.log(JSON.stringify(headers)); // starrise',
      ['key-logged'],
    ],
    ['const config = { headers: { "x-api-key": apiKey } }; console.error(config); // starrise', ['key-logged']],
    ['console.log("set STARRISE_API_KEY first");', []],
    ['console.log(apiKey.slice(0, 4)); // starrise', []],
    ['console.log(apiKey ? "set" : "missing"); // starrise', []],
    ['console.log(mask(apiKey), apiKey.length, typeof apiKey, !!apiKey); // starrise', []],
    ['console.log(token); // starrise', []],
    ['save(apiKey); // starrise', []],
  ];
  it.each(rows)('%s', (code, codes) => {
    expect(codesIn(code)).toEqual(codes);
  });
});

/** Headers that are given one more, in a way that is not followed. */
const CHANGED: readonly string[] = [
  `const init = { headers: { accept: 'x' } }; init.headers['Authorization'] = AUTH; fetch('$U', init);`,
  `const init = { headers: new Headers({ accept: 'x' }) }; init.headers.set('Authorization', AUTH); fetch('$U', init);`,
  `const config = { headers: { accept: 'x' } }; config.headers.Authorization = AUTH; fetch('$U', { headers: config.headers });`,
  `const config = { headers: { accept: 'x' } }; sign(config.headers); fetch('$U', { headers: config.headers });`,
  `const config = { headers: { accept: 'x' } }; sign(config); fetch('$U', { headers: config.headers });`,
  `const config = { headers: { accept: 'x' } }; const { headers } = config; headers.Authorization = AUTH; fetch('$U', config);`,
  `const o = { a: { headers: { accept: 'x' } } }; o.a.headers = auth; fetch('$U', o.a);`,
  `const h = { accept: 'x' }; const init = { headers: h }; init.headers.Authorization = AUTH; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const same = h; same.Authorization = AUTH; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const same = given ?? h; sign(same); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; this.headers = h; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; new Signer(h).sign(); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; ({ key: h.Authorization } = keys); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; for (h.Authorization of keys) fetch('$U', { headers: h });`,
  `const h = [['accept', 'x']]; h.push(['Authorization', AUTH]); fetch('$U', { headers: h });`,
  `class A { headers = { accept: 'x' }; constructor(k) { this.headers.Authorization = k; } call() { return fetch('$U', { headers: this.headers }); } }`,
  `class A { #h = new Headers({ accept: 'x' }); constructor(k) { this.#h.set('Authorization', k); } call() { return fetch('$U', { headers: this.#h }); } }`,
  `const r = new Request('$U', { headers: { accept: 'x' } }); r.headers.set('Authorization', AUTH); fetch(r);`,
  `fetch(new Request('$U', { headers: { accept: 'x' } }), { headers: { Authorization: AUTH } });`,
  `const x = new XMLHttpRequest(); x.open('POST', '$U'); x.setRequestHeader('accept', '*/*'); x[name]('Authorization', AUTH); x.send();`,
  ...[
    'api.defaults.headers[name] = AUTH;',
    'Object.assign(api.defaults.headers, auth);',
    'const { headers } = api.defaults; headers.Authorization = AUTH;',
    'sign(api);',
    'export { api };',
    'export default api;',
  ].map(
    (change) =>
      `import axios from 'axios'; const api = axios.create({ headers: { accept: 'x' } }); ${change} api.post('$U', {});`,
  ),
  `import axios from 'axios'; export const api = axios.create({ headers: { accept: 'x' } }); api.post('$U', {});`,
];

it.each([
  `const init = { headers: { accept: 'x' } }; log(init.method); fetch('$U', init);`,
  `const init = { headers: { accept: 'x' }, tags: [] }; init.tags.push(1); fetch('$U', init);`,
  `const h = { accept: 'x' }; const same = h; console.log(same.accept, same); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const { accept } = h; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const show = (all) => all.accept === 'x'; show(h); fetch('$U', { headers: h });`,
  `class A { headers = { accept: 'x' }; call() { if (this.headers.accept) stop(); return fetch('$U', { headers: this.headers }); } }`,
  `const r = new Request('$U', { headers: { accept: 'x' } }); fetch(r);`,
  `import axios from 'axios'; const api = axios.create({ headers: { accept: 'x' } }); print(api.defaults.baseURL); api.post('$U', {});`,
  `import axios from 'axios'; const { get } = axios; axios.post('$U', {}, { headers: { accept: 'x' } });`,
])('headers that are only read are all there are: %s', (code) => {
  expect(codesIn(code.replace('$U', CHAT))).toEqual(['no-credential']);
});

describe('silence where it is not certain', () => {
  it.each([
    'fetch(`https://api.starrise.ai/v1beta/models?${more}`, { headers: { accept: "x" } });',
    `import axios from 'axios'; axios.interceptors.request.use((c) => { if (key) c.headers.Authorization = key; return c; }); axios.post('${CHAT}', {}, { headers: { accept: 'x' } });`,
    `$fetch('${CHAT}', { headers: { accept: 'x' }, onRequest: sign });`,
    `$.ajaxSetup(settings); $.ajax({ url: '${CHAT}', headers: { accept: 'x' } });`,
    `function call(path, more) { return fetch('https://api.starrise.ai' + path, { headers: { accept: 'x', ...more } }); } call('/v1/chat/completions', headers); call('/v1/chat/completions', ...rest);`,
    `function call(url, headers) { headers = sign(headers); return fetch(url, { headers }); } call('${CHAT}', { accept: 'x' });`,
    `const headersFor = () => { if (signed) return auth; return { accept: 'x' }; }; fetch('${CHAT}', { headers: headersFor() });`,
    `class A { headers = { accept: 'x' }; set(key) { this.headers = { key }; } call() { return fetch('${CHAT}', { headers: this.headers }); } }`,
    `class A { headers() { return { accept: 'x' }; } } class B { call() { return fetch('${CHAT}', { headers: this.headers() }); } }`,
    `abstract class A { abstract headers(): object; call() { return fetch('${CHAT}', { headers: this.headers() }); } }`,
    `declare function headers(): object; fetch('${CHAT}', { headers: headers() });`,
    `abstract class A { abstract send(url: string): void; call() { this.send('${CHAT}'); } }`,
    `const h = { accept: 'x' }; function call() { return fetch('${CHAT}', { headers: h }); } h.Authorization = 'Bearer ' + KEY; call();`,
    `function f(x) { return f({ ...x }); } fetch('${CHAT}', { headers: f({}) });`,
    `fetch('${CHAT}', { headers: { ...common, 'x-api-key': KEY } });`,
    `fetch('${CHAT}', { headers: { 'x-api-key': KEY, ...common } });`,
    `fetch('${CHAT}', { headers: headersFor(KEY) });`,
    `fetch('${CHAT}', init);`,
    `fetch('${CHAT}');`,
    ...CHANGED.map((code) => code.replace('$U', CHAT)),
    `const h = { 'content-type': 'application/json' }; if (key) h.Authorization = key; fetch('${CHAT}', { headers: h });`,
    `const h = {}; sign(h); fetch('${CHAT}', { headers: h });`,
    `fetch(cond ? '${CHAT}' : other, { headers: ${WRONG} });`,
    `fetch('${CHAT}', { headers: { Authorization: ok ? 'Basic x' : y } });`,
    `fetch(url, { headers: { 'x-api-key': KEY } }); // starrise`,
    `import fetch from './fetch'; fetch('${CHAT}', { headers: ${WRONG} });`,
    `function f(fetch) { fetch('${CHAT}', { headers: ${WRONG} }); }`,
    `fetch('https://example.org/v1/chat/completions', { headers: { 'x-api-key': KEY } }); // starrise`,
    `import axios from 'axios'; axios.interceptors.request.use(f); axios.post('${CHAT}', {}, { headers: { 'x-api-key': KEY } });`,
  ])('%s', (code) => {
    expect(codesIn(code)).toEqual([]);
  });
});

it('survives hostile nesting and doubling', () => {
  const nested = `fetch('${CHAT}', ${'['.repeat(20_000)}${']'.repeat(20_000)});`;
  const doubling = Array.from({ length: 60 }, (_, at) => `const a${at + 1} = a${at} + a${at};`).join('\n');
  expect(codesIn(nested)).toEqual([]);
  const calls = Array.from({ length: 60 }, (_, at) => `const f${at + 1} = (x) => { f${at}(x); f${at}(x); };`).join(
    '\n',
  );
  expect(codesIn(`const f0 = (x) => fetch(x); ${calls} f60('${CHAT}');`)).toEqual([]);
  expect(codesIn(`const a = a.b; const c = { ...c }; fetch('${CHAT}', { headers: { ...a, ...c } });`)).toEqual([]);
  expect(codesIn(`const a0 = 'x'; ${doubling} fetch('${CHAT}' + a60, { headers: ${WRONG} });`)).toEqual([]);
});
