import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';
import { expandMarkers } from '../../support/keys.js';
import { CHANGED, CHAT, CLIENTS, RIGHT, WRONG } from './programs.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;

function codesIn(code: string): string[] {
  return findRequestProblems(expandMarkers(code), 'a.ts', SETTINGS).problems.map((problem) => problem.code);
}

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
      'parameters of axios behind others',
      `import axios from 'axios'; axios.get('https://api.starrise.ai/v1beta/models?a=1', { params: { alt: 'sse', key: process.env.STARRISE_API_KEY } });`,
      ['key-in-query'],
    ],
    [
      'parameters of superagent',
      `import sa from 'superagent'; sa.get('https://api.starrise.ai/v1beta/models').query({ key: process.env.STARRISE_API_KEY });`,
      ['key-in-query'],
    ],
    [
      'superagent without a credential',
      `import sa from 'superagent'; sa.post('${CHAT}').set('accept', 'x').send({});`,
      ['no-credential'],
    ],
    [
      'an encoded parameter',
      `fetch('https://api.starrise.ai/v1beta/models?key=' + encodeURIComponent(process.env.STARRISE_API_KEY));`,
      ['key-in-query'],
    ],
    [
      'a second parameter of a URL',
      `const url = new URL('https://api.starrise.ai/v1beta/models'); url.searchParams.append('alt', 'sse'); url.searchParams.append('key', process.env.STARRISE_API_KEY); fetch(url);`,
      ['key-in-query'],
    ],
    [
      'a parameter of a URL behind another',
      `const url = new URL('https://api.starrise.ai/v1beta/models?alt=sse'); url.searchParams.set('key', process.env.STARRISE_API_KEY); fetch(url);`,
      ['key-in-query'],
    ],
    [
      'parameters of a URL that are read, or not known',
      `const url = new URL('https://api.starrise.ai/v1beta/models'); url.searchParams.get('key', process.env.STARRISE_API_KEY); url.searchParams.set(...pair); url.searchParams.set(name, process.env.STARRISE_API_KEY); fetch(url);`,
      [],
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
      'path dropped, before a query',
      `new URL('/chat/completions?debug=1', 'https://api.starrise.ai/v1/');`,
      ['path-dropped'],
    ],
    ['only the query of a base replaced', `new URL('?limit=5', 'https://api.starrise.ai/v1/models');`, []],
    ['a whole path that replaces another', `new URL('/v1/models', 'https://api.starrise.ai/v1beta/openai');`, []],
    ['a path of another kind', `new URL('/health', 'https://api.starrise.ai/v1');`, []],
    ['a base elsewhere', `new URL('/chat/completions', 'https://example.org/v1'); // starrise`, []],
    [
      'a path joined with a host',
      `fetch(new URL('v1/chat/completions', 'https://api.starrise.ai'), { headers: ${WRONG} });`,
      ['x-api-key-outside-claude'],
    ],
    [
      'a path that goes on from the folder of its base',
      `fetch(new URL('chat/completions', 'https://api.starrise.ai/v1/'), { headers: ${WRONG} });`,
      ['x-api-key-outside-claude'],
    ],
    [
      'a path behind a base whose scheme is in capitals',
      `fetch(new URL('chat/completions', 'HTTPS://api.starrise.ai/v1/'), { headers: ${WRONG} });`,
      ['x-api-key-outside-claude'],
    ],
    [
      'a path of its own behind a base with a query',
      `fetch(new URL('/v1/chat/completions', 'https://api.starrise.ai?next=/a'), { headers: ${WRONG} });`,
      ['x-api-key-outside-claude'],
    ],
    [
      'a base whose last name a path replaces',
      `fetch(new URL('chat/completions', 'https://api.starrise.ai/v1'), { headers: ${RIGHT} });`,
      ['missing-version'],
    ],
    [
      'a path on a base in a variable',
      `fetch(new URL('chat/completions', process.env.STARRISE_BASE_URL), { headers: ${WRONG} });`,
      ['x-api-key-outside-claude'],
    ],
    [
      'a path with a scheme of its own',
      `fetch(new URL('mailto:v1', 'https://api.starrise.ai/v1/models'), { headers: ${WRONG} });`,
      [],
    ],
    ['a query on a base', `fetch(new URL('?key=1', 'https://api.starrise.ai/v1/models/'), { headers: ${WRONG} });`, []],
    [
      'a query on a host',
      `new EventSource(new URL('/?key=' + process.env.STARRISE_API_KEY, 'https://api.starrise.ai'));`,
      ['key-in-query'],
    ],
    ['a host in the place of a path', `fetch(new URL('//example.org/v1/models', 'https://api.starrise.ai'));`, []],
    ['a base without a host', `fetch(new URL('chat/completions', 'v1/'), { headers: ${WRONG} });`, []],
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
      'join with a separator',
      `fetch([process.env.STARRISE_BASE_URL, 'chat', 'completions'].join('/'), { headers: { 'x-api-key': KEY } });`,
    ],
    ['href of a URL', `const u = new URL('$U'); fetch(u.href, { headers: { 'x-api-key': KEY } });`],
    ['toString of a URL', `const u = new URL('$U'); fetch(u.toString(), { headers: { 'x-api-key': KEY } });`],
    ['String', `fetch(String('$U'), { headers: { 'x-api-key': KEY } });`],
    ['trim', `fetch(' $U '.trim(), { headers: { 'x-api-key': KEY } });`],
    ['a number', `fetch('https://api.starrise.ai/v' + 1 + '/chat/completions', { headers: { 'x-api-key': KEY } });`],
    [
      'a variable without the slash at its end',
      `fetch(process.env.STARRISE_BASE_URL.replace(/\\/$/, '') + '/v1/chat/completions', { headers: { 'x-api-key': KEY } });`,
    ],
    [
      'a variable, or nothing',
      `fetch(\`\${process.env.STARRISE_BASE_URL || ''}/v1/chat/completions\`, { headers: { 'x-api-key': KEY } });`,
    ],
    [
      'a variable, or another',
      `fetch((process.env.STARRISE_BASE_URL ?? base) + '/v1/chat/completions', { headers: { 'x-api-key': KEY } });`,
    ],
    [
      'a base and a path with two slashes between them',
      `import axios from 'axios'; const api = axios.create({ baseURL: 'https://api.starrise.ai/v1/' }); api.post('/chat/completions', {}, { headers: { 'x-api-key': KEY } });`,
    ],
    [
      'headers of the instance that an instance was made of',
      `import got from 'got'; const a = got.extend({ prefixUrl: 'https://api.starrise.ai', headers: { 'x-api-key': KEY } }); const b = a.extend({ headers: { accept: 'x' } }); b.post('v1/chat/completions');`,
    ],
    [
      'a parameter with a name of its own',
      `function call({ url: to }) { return fetch(to, { headers: { 'x-api-key': KEY } }); } call({ url: '$U' });`,
    ],
    ['an address before the options of jQuery', `$.ajax('$U', { headers: { 'x-api-key': KEY } });`],
    [
      'headers that a function is given and adds to',
      `function call(h) { h['x-api-key'] = KEY; return fetch('$U', { headers: h }); } call({ accept: 'x' });`,
    ],
    [
      'a hook that looks first',
      `$fetch('$U', { headers: { accept: 'x' }, onRequest({ request, options }) { console.log(request); options.headers.set('x-api-key', KEY); } });`,
    ],
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

it('knows a gateway whose port is said elsewhere', () => {
  const settings = { dialect: 'new-api', gateways: ['llm.example.com:8443'], variables: [] } as const;
  const code = `import https from 'https'; https.request({ hostname: 'llm.example.com', port: 8443, path: '/v1/models', headers: { 'x-goog-api-key': key, accept: 'x' } });`;
  const found = findRequestProblems(code, 'a.js', settings).problems.map((problem) => problem.code);
  expect(found).toEqual(['x-goog-api-key-outside-gemini']);
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
    ['subprotocols that are spread in', `new WebSocket('${URL}', ['realtime', ...more]);`, []],
    ['no subprotocols', `new WebSocket('${URL}', undefined);`, ['no-credential']],
    ['one subprotocol', `import WebSocket from 'ws'; new WebSocket('${URL}', 'realtime');`, ['no-credential']],
    [
      'options of the WebSocket of Node',
      `new WebSocket('${URL}', { protocols: ['realtime'], headers: { accept: 'x' } });`,
      ['no-credential'],
    ],
    [
      'the same with subprotocols that are not known',
      `new WebSocket('${URL}', { protocols, headers: { accept: 'x' } });`,
      [],
    ],
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
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: '${G}/', apiKey: K });`, ['missing-version']],
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: '${G}//v1', apiKey: K });`, ['double-slash']],
    [`import OpenAI from 'openai'; new OpenAI({ apiKey: K, ...more, baseURL: '${G}' });`, ['missing-version']],
    [`import OpenAI from 'openai'; new OpenAI({ apiKey: K, baseURL: '${G}', ...more });`, []],
    [`const all = { env: { OPENAI_BASE_URL: '${G}' } };`, ['missing-version']],
    [`if (process.env.OPENAI_BASE_URL === '${G}') stop();`, []],
    [
      `import { GoogleGenerativeAI } from '@google/generative-ai'; new GoogleGenerativeAI(K).getGenerativeModel({ model: 'm' }, { baseUrl: '${G}' });`,
      [],
    ],
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: '${G}/chat/completions', apiKey: K });`, ['endpoint-as-base']],
    [`import OpenAI from 'openai'; new OpenAI({ baseURL: process.env.STARRISE_BASE_URL, apiKey: K });`, []],
    [
      `import OpenAI from 'openai'; new OpenAI({ baseURL: base, defaultHeaders: { Authorization: process.env.STARRISE_API_KEY } });`,
      ['missing-bearer'],
    ],
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
    [`import Anthropic from '@anthropic-ai/sdk'; new Anthropic({ baseURL: '${G}', apiKey: K, authToken: K });`, []],
    [
      `import Anthropic from '@anthropic-ai/sdk'; new Anthropic({ baseURL: process.env.STARRISE_BASE_URL + '/v1', apiKey: K });`,
      ['doubled-version'],
    ],
    [
      `import { GoogleGenAI } from '@google/genai'; new GoogleGenAI({ apiKey: K, httpOptions: { baseUrl: process.env.STARRISE_BASE_URL + '/v1beta' } });`,
      ['doubled-version'],
    ],
    [
      `import { ChatOpenAI } from '@langchain/openai'; new ChatOpenAI({ apiKey: A, openAIApiKey: B, configuration: { baseURL: '${G}/v1' } });`,
      [],
    ],
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
    [`import { OpenAI } from '@llamaindex/openai'; new OpenAI({ apiKey: K, baseURL: '${G}' });`, ['missing-version']],
    [`import { OpenAI } from '@llamaindex/openai'; new OpenAI({ apiKey: K, baseURL: '${G}/v1' });`, []],
    [`import { openai } from '@llamaindex/openai'; openai({ apiKey: K, baseURL: 'https://llm.example.org' });`, []],
    [
      `import { OpenAI } from 'llamaindex'; new OpenAI({ apiKey: K, additionalSessionOptions: { baseURL: '${G}/v1/chat/completions' } });`,
      ['endpoint-as-base'],
    ],
    [
      `import { OpenAIEmbedding } from 'llamaindex'; new OpenAIEmbedding({ apiKey: \`Bearer \${K}\`, baseURL: '${G}/v1' });`,
      ['bearer-in-key'],
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
    ["console.log(Deno.env.get('STARRISE_API_KEY'), config.get('STARRISE_MODEL'));", ['key-logged']],
    ['console.log(maskedApiKey, redacted_api_key, `key: ${safeApiKey}`); // starrise', []],
    ['console.log(`has a key: ${hasApiKey}`, is_api_key, needsApiKey); // starrise', []],
    ['console.log(hashApiKey, userApiKey, isoApiKey); // starrise', ['key-logged', 'key-logged', 'key-logged']],
    ['const maskedApiKey = process.env.STARRISE_API_KEY; console.log(maskedApiKey);', ['key-logged']],
    ['save(apiKey); // starrise', []],
    [
      'console.log(apiSecret, accessToken, secretKey, newApiToken, one_api_key); // starrise',
      Array.from({ length: 5 }, () => 'key-logged'),
    ],
    ['console.log(apiKeyName, authTokenUrl, starriseModel, STARRISE_KEY_FILE); // starrise', []],
    ['console.log(`${user}: {{NEW_API:1}} ${end}`); // starrise', ['key-logged']],
    [`console.log("for example sk-${'x'.repeat(48)}"); // starrise`, []],
  ];
  it.each(rows)('%s', (code, codes) => {
    expect(codesIn(code)).toEqual(codes);
  });
});

it.each([
  `const init = { headers: { accept: 'x' } }; log(init.method); fetch('$U', init);`,
  `const init = { headers: { accept: 'x' }, tags: [] }; init.tags.push(1); fetch('$U', init);`,
  `const h = { accept: 'x' }; const same = h; console.log(same.accept, same); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const o = Object.freeze({ a: { headers: h }, b: [] }); o.b.push(1); fetch('$U', { headers: Object.freeze(h) });`,
  `const h = { accept: 'x' }; const { accept } = h; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; type = h.accept; show({ type: h.accept }); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; exports.headers = h; module.exports.all.headers = h; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; if (!h.accept) stop(); const n = h ? 1 : 2; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const o = { headers: h, tags: [] }; o.tags.push(1); fetch('$U', { headers: h });`,
  `fetch('$U', undefined ?? { headers: { accept: 'x' } });`,
  `const o = { headers: { accept: 'x' } } ?? given; fetch('$U', o);`,
  `const h = { accept: 'x' }; const show = (all) => all.accept === 'x'; show(h); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; client.post(u, {}, { headers: h }); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; show(JSON.stringify({ headers: h })); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; function call({ headers }) { return fetch(u, { headers }); } call({ headers: h }); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; function call(o) { return fetch(u, o); } call({ headers: h }); fetch('$U', { headers: h });`,
  `import got from 'got'; got('$U', { headers: { accept: 'x' } }).json();`,
  `class A { headers = { accept: 'x' }; call() { if (this.headers.accept) stop(); return fetch('$U', { headers: this.headers }); } }`,
  `const r = new Request('$U', { headers: { accept: 'x' } }); fetch(r);`,
  `import axios from 'axios'; const api = axios.create({ headers: { accept: 'x' } }); print(api.defaults.baseURL); api.post('$U', {});`,
  `import axios from 'axios'; const api = axios.create({ headers: { accept: 'x' } }); api.defaults.timeout = 5; api.interceptors.response.use(show); api.post('$U', {});`,
  `import axios from 'axios'; const api = axios.create(); api.post('$U', {}, { headers: { accept: 'x' } });`,
  `import http from 'http'; const r = http.request('$U', { headers: { accept: 'x' } }); other.setHeader('Authorization', AUTH); r.end();`,
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
    `fetch('${CHAT}', { headers: { accept: 'x', [name]: AUTH } });`,
    ...["'https://example.org/v1/chat/completions'", 'url'].map(
      (url) =>
        `import axios from 'axios'; const api = axios.create({ baseURL: 'https://api.starrise.ai/v1' }); api.post(${url}, {}, { headers: ${WRONG} });`,
    ),
    ...['settings', '...more'].map(
      (made) =>
        `import axios from 'axios'; const api = axios.create(${made}); api.post('${CHAT}', {}, { headers: { accept: 'x' } });`,
    ),
    `import axios from 'axios'; axios.post('${CHAT}', {}, ...more);`,
    ...['{ prefixUrl: G, headers }, settings', 'settings, { prefixUrl: G, headers }'].map((made) => {
      const [first, second] = made.split(/, (?=settings|\{ prefix)/);
      return `import got from 'got'; const G = 'https://api.starrise.ai'; const headers = { accept: 'x' }; const a = got.extend(${first}); const b = a.extend(${second}); b.post('v1/chat/completions');`;
    }),
    `function call(url) { url = other; return fetch(url, { headers: ${WRONG} }); } call('${CHAT}');`,
    `function call({ [name]: to }) { return fetch(to, { headers: ${WRONG} }); } call({ name: '${CHAT}' });`,
    `function call(...urls) { return fetch(urls, { headers: ${WRONG} }); } call('${CHAT}');`,
    `function call(url) { return fetch(url, { headers: ${WRONG} }); } function call(url) { return url; } call('${CHAT}');`,
    `import http from 'http'; const r = http.request('${CHAT}', { headers: { accept: 'x' } }); if (key) r.setHeader('x-api-key', KEY); r.end();`,
    `import sa from 'superagent'; sa.post('${CHAT}').set('accept', 'x').use(sign).send({});`,
    `import { Client } from 'undici'; const c = new Client('https://api.starrise.ai/v1'); c.request({ path: '/v1/chat/completions', headers: ${WRONG} });`,
    `fetch('${CHAT}', { headers: { accept: 'x', get Authorization() { return AUTH; } } });`,
    ...['pair', '[name, AUTH]', '[...pair]'].map(
      (pair) => `fetch('${CHAT}', { headers: [['accept', 'x'], ${pair}] });`,
    ),
    `fetch('${CHAT}', given ?? { headers: { accept: 'x' } });`,
    `fetch('${CHAT}', ok && { headers: { accept: 'x' } });`,
    `fetch(ok && '${CHAT}', { headers: ${WRONG} });`,
    `fetch(link.href, { headers: ${WRONG} }); link.href = '${CHAT}';`,
    `fetch('${CHAT}'.replace('chat', part), { headers: ${WRONG} });`,
    ...[
      "[process.env.STARRISE_BASE_URL, 'chat', 'completions'].join(by)",
      "[process.env.STARRISE_BASE_URL, ...rest, 'chat/completions'].join('/')",
    ].map((url) => `fetch(${url}, { headers: ${WRONG} });`),
    ...['audit(c);', "c.headers.delete('x-api-key');", "other.headers.set('accept', 'x');"].map(
      (statement) =>
        `import axios from 'axios'; axios.interceptors.request.use((c) => { c.headers['x-api-key'] = KEY; ${statement} return c; }); axios.post('${CHAT}', {}, { headers: { accept: 'x' } });`,
    ),
    `fetch('${CHAT}', init);`,
    `fetch('${CHAT}');`,
    ...CHANGED,
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
  const keys = [...'abcdefgh'];
  const holders = Array.from(
    { length: 15 },
    (_, at) => `const h${at + 1} = { ${keys.map((key) => `${key}: h${at}`).join()} };`,
  ).join('\n');
  expect(codesIn(`const h0 = ${WRONG}; ${holders} fetch('${CHAT}', { headers: h0 });`)).toEqual([
    'x-api-key-outside-claude',
  ]);
});
