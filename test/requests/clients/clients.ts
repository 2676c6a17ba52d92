/** The same request through every client: code that the reader reads and that the test runs, with real packages. */

/** A request in pieces of code. */
export interface Call {
  /** Scheme, host and port. */
  readonly origin: string;
  /** With the query. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** An object literal. */
  readonly headers: string;
}

export interface Client {
  readonly name: string;
  /** What stands at the head of the file. */
  readonly imports?: string;
  readonly code: (call: Call) => string;
  /** Client of WebSockets only. */
  readonly isWebSocket?: true;
}

const lower = (method: Call['method']): string => method.toLowerCase();
/** The arguments of axios' methods differ. */
const axiosArguments = (method: Call['method'], options: string): string =>
  method === 'POST' ? `{}, ${options}` : options;
const withoutSlash = (path: string): string => path.replace(/^\//, '');

export const CLIENTS: readonly Client[] = [
  {
    name: 'fetch',
    code: ({ origin, path, method, headers }) =>
      `await fetch('${origin}${path}', { method: '${method}', headers: ${headers} });`,
  },
  {
    name: 'new Request',
    code: ({ origin, path, method, headers }) =>
      `await fetch(new Request('${origin}${path}', { method: '${method}', headers: ${headers} }));`,
  },
  {
    name: 'new Headers',
    code: ({ origin, path, method, headers }) =>
      `const headers = new Headers(${headers}); await fetch('${origin}${path}', { method: '${method}', headers });`,
  },
  {
    name: 'a function of the file',
    code: ({ origin, path, method, headers }) =>
      `const call = (path, headers) => fetch('${origin}' + path, { method: '${method}', headers }); await call('${path}', ${headers});`,
  },
  {
    name: 'node-fetch',
    imports: `import fetch from 'node-fetch';`,
    code: ({ origin, path, method, headers }) =>
      `await fetch('${origin}${path}', { method: '${method}', headers: ${headers} });`,
  },
  {
    name: 'undici.request',
    imports: `import { request } from 'undici';`,
    code: ({ origin, path, method, headers }) =>
      `await request('${origin}${path}', { method: '${method}', headers: ${headers} });`,
  },
  ...['Client', 'Pool'].map((name) => ({
    name: `undici ${name}`,
    imports: `import { ${name} } from 'undici';`,
    code: ({ origin, path, method, headers }: Call) =>
      `const client = new ${name}('${origin}'); try { await client.request({ path: '${path}', method: '${method}', headers: ${headers} }); } finally { await client.destroy(); }`,
  })),
  {
    name: 'node:http',
    imports: `import http from 'node:http';`,
    code: ({ origin, path, method, headers }) =>
      `await new Promise((done, fail) => { const request = http.request('${origin}${path}', { method: '${method}', headers: ${headers} }, done); request.on('error', fail); request.end(); });`,
  },
  {
    name: 'node:http, options',
    imports: `import { request } from 'node:http';`,
    code: ({ origin, path, method, headers }) => {
      const { hostname, port } = new URL(origin);
      return `await new Promise((done) => request({ hostname: '${hostname}', port: ${port}, path: '${path}', method: '${method}', headers: ${headers} }, done).end());`;
    },
  },
  {
    name: 'axios(config)',
    imports: `import axios from 'axios';`,
    code: ({ origin, path, method, headers }) =>
      `await axios({ url: '${origin}${path}', method: '${lower(method)}', headers: ${headers} });`,
  },
  {
    name: 'axios.get, axios.post',
    imports: `import axios from 'axios';`,
    code: ({ origin, path, method, headers }) =>
      `await axios.${lower(method)}('${origin}${path}', ${axiosArguments(method, `{ headers: ${headers} }`)});`,
  },
  {
    name: 'axios.create',
    imports: `import axios from 'axios';`,
    code: ({ origin, path, method, headers }) =>
      `const api = axios.create({ baseURL: '${origin}', headers: ${headers} }); await api.request({ url: '${path}', method: '${method}' });`,
  },
  {
    name: 'an interceptor of axios',
    imports: `import axios from 'axios';`,
    code: ({ origin, path, method, headers }) =>
      `const api = axios.create({ baseURL: '${origin}/' }); api.interceptors.request.use((config) => { config.headers = { ...config.headers, ...${headers} }; return config; }); await api.request({ url: '${path}', method: '${method}', headers: { accept: '*/*' } });`,
  },
  {
    name: 'ky',
    imports: `import ky from 'ky';`,
    code: ({ origin, path, method, headers }) =>
      `await ky('${origin}${path}', { method: '${method}', headers: ${headers}, retry: 0 });`,
  },
  {
    name: 'ky.create',
    imports: `import ky from 'ky';`,
    code: ({ origin, path, method, headers }) =>
      `const api = ky.create({ prefixUrl: '${origin}', headers: ${headers}, retry: 0 }); await api.${lower(method)}('${withoutSlash(path)}');`,
  },
  {
    name: 'got',
    imports: `import got from 'got';`,
    code: ({ origin, path, method, headers }) =>
      `await got.${lower(method)}('${origin}${path}', { headers: ${headers} });`,
  },
  {
    name: 'got.extend',
    imports: `import got from 'got';`,
    code: ({ origin, path, method, headers }) =>
      `const api = got.extend({ prefixUrl: '${origin}', headers: ${headers} }); await api.${lower(method)}('${withoutSlash(path)}');`,
  },
  {
    name: 'ofetch',
    imports: `import { ofetch } from 'ofetch';`,
    code: ({ origin, path, method, headers }) =>
      `await ofetch('${path}', { baseURL: '${origin}', method: '${method}', headers: ${headers}, retry: 0 });`,
  },
  {
    name: 'superagent',
    imports: `import superagent from 'superagent';`,
    code: ({ origin, path, method, headers }) =>
      `await superagent.${lower(method)}('${origin}${path}').set(${headers});`,
  },
  {
    name: 'ws',
    isWebSocket: true,
    imports: `import WebSocket from 'ws';`,
    code: ({ origin, path, headers }) =>
      `await new Promise((done, fail) => { const socket = new WebSocket('${origin.replace('http', 'ws')}${path}', { headers: ${headers} }); socket.on('open', () => { socket.terminate(); done(); }); socket.on('error', fail); });`,
  },
];
