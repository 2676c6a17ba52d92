/** Programs of JavaScript that make requests. */

export const CHAT = 'https://api.starrise.ai/v1/chat/completions';
export const WRONG = `{ 'x-api-key': process.env.STARRISE_API_KEY }`;
export const RIGHT = '{ Authorization: `Bearer ${process.env.STARRISE_API_KEY}` }';

/** One client, the same request right and wrong. `$H` stands for the headers. */
export const CLIENTS: readonly (readonly [client: string, code: string])[] = [
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
  ['a user script', `GM_xmlhttpRequest({ url: '${CHAT}', method: 'POST', headers: $H, onload() {} });`],
  ['a user script of today', `GM.xmlHttpRequest({ url: '${CHAT}', method: 'POST', headers: $H });`],
  [
    'a plugin of Obsidian',
    `import { requestUrl } from 'obsidian';\nawait requestUrl({ url: '${CHAT}', method: 'POST', headers: $H, body });`,
  ],
  [
    'an app of Capacitor',
    `import { CapacitorHttp } from '@capacitor/core';\nCapacitorHttp.post({ url: '${CHAT}', headers: $H, data });`,
  ],
  ['Tauri 1', `import { fetch } from '@tauri-apps/api/http';\nfetch('${CHAT}', { method: 'POST', headers: $H });`],
  ['Apps Script', `UrlFetchApp.fetch('${CHAT}', { method: 'post', headers: $H });`],
  [
    'request',
    `const request = require('request');\nconst options = { method: 'POST', url: '${CHAT}', headers: $H };\nrequest(options, done);`,
  ],
  ['a method of request', `const request = require('request');\nrequest.post({ url: '${CHAT}', headers: $H }, done);`],
  ['a mini program of WeChat', `wx.request({ url: '${CHAT}', method: 'POST', header: $H });`],
  ['uni-app', `uni.request({ url: '${CHAT}', method: 'POST', header: $H, success(res) {} });`],
  ['Taro', `import Taro from '@tarojs/taro';\nTaro.request({ url: '${CHAT}', method: 'POST', header: $H });`],
  ['a mini program of Alipay', `my.request({ url: '${CHAT}', method: 'POST', headers: $H });`],
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

/** Headers that are given one more, in a way that is not followed. */
export const CHANGED: readonly string[] = [
  `const init = { headers: { accept: 'x' } }; init.headers['Authorization'] = AUTH; fetch('$U', init);`,
  `const init = { headers: new Headers({ accept: 'x' }) }; init.headers.set('Authorization', AUTH); fetch('$U', init);`,
  `const config = { headers: { accept: 'x' } }; config.headers.Authorization = AUTH; fetch('$U', { headers: config.headers });`,
  `const config = { headers: { accept: 'x' } }; sign(config.headers); fetch('$U', { headers: config.headers });`,
  `const config = { headers: { accept: 'x' } }; sign(config); fetch('$U', { headers: config.headers });`,
  `const config = { headers: { accept: 'x' } }; const { headers } = config; headers.Authorization = AUTH; fetch('$U', config);`,
  `const o = { a: { headers: { accept: 'x' } } }; o.a.headers = auth; fetch('$U', o.a);`,
  `const h = { accept: 'x' }; const init = { headers: h }; init.headers.Authorization = AUTH; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const init = Object.freeze({ ...{ headers: h } }); init.headers.Authorization = AUTH; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const o = { a: { headers: h } }; o.a.headers.Authorization = AUTH; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const same = h; same.Authorization = AUTH; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const same = given ?? h; sign(same); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; this.headers = h; fetch('$U', { headers: h });`,
  `const h = { 'x-api-key': KEY }; delete h['x-api-key']; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; h.Authorization += KEY; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; fetch('$U', { headers: h }); h['x-api-key'] = KEY;`,
  `const h = { accept: 'x' }; if (key) h['x-api-key'] = KEY; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; h[name] = KEY; fetch('$U', { headers: h });`,
  `const h = new Headers({ accept: 'x' }); h.set(...pair); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const same = ok ? h : other; same.Authorization = AUTH; fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const o = { headers: h }; sign(o); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; function add({ url, headers }) { headers.Authorization = AUTH; } add({ headers: h }); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; function add(o) { sign(o); } add({ headers: h }); fetch('$U', { headers: h });`,
  `const config = { url: '$U', headers: { accept: 'x' } }; const { url, headers } = config; headers.Authorization = AUTH; fetch('$U', { headers: config.headers });`,
  `const h = { accept: 'x' }; sign({ headers: h }); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; const signed = sign(u, { a: { headers: h } }); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; function add({ headers }) { headers.Authorization = AUTH; } add({ headers: h }); fetch('$U', { headers: h });`,
  `const h = { accept: 'x' }; function add(o) { o.headers.Authorization = AUTH; } add({ headers: h }); fetch('$U', { headers: h });`,
  `import got from 'got'; got('$U', { headers: { accept: 'x' } }).on('request', sign);`,
  `import got from 'got'; const r = got('$U', { headers: { accept: 'x' } }); r.once('request', sign);`,
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
].map((code) => code.replaceAll('$U', CHAT));
