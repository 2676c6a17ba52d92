/**
 * How JavaScript's clients name a URL and its headers. A callee is written as `module:export`, with an empty module for
 * what the platform gives. Source of every row: the client's own documentation, November 2026.
 */
import * as sdks from '../../gateway/sdks.js';

/** Called as `f(url, {method, headers})`, or constructed so. */
export const FETCHES: ReadonlySet<string> = new Set([
  ':fetch',
  ':Request',
  'node-fetch:default',
  'node-fetch:Request',
  'cross-fetch:default',
  'cross-fetch:fetch',
  'undici:fetch',
  'undici:Request',
  'undici:request',
  'undici:stream',
  'expo/fetch:fetch',
  '@microsoft/fetch-event-source:fetchEventSource',
  '@fortaine/fetch-event-source:fetchEventSource',
  '@tauri-apps/plugin-http:fetch',
  '@tauri-apps/api/http:fetch',
  ':UrlFetchApp.fetch',
]);

/** A client of methods that are called with a URL and options, and that makes instances with options of their own. */
export interface MethodClient {
  readonly origins: readonly string[];
  /** Methods that make an instance. */
  readonly factories: readonly string[];
  /** The option that a URL is relative to. */
  readonly base: readonly string[];
  /** The option that a URL is resolved against, as a browser does it. */
  readonly resolvedBase?: string;
  /** Which argument holds the options, by method; other methods make no request. */
  readonly optionsAt: Readonly<Record<string, number>>;
  /** Whether it can be called itself, as `f(url, options)` or `f(options)`. */
  readonly isCallable: boolean;
  /** The option of Basic authentication. */
  readonly basic: string | null;
  /** Options that hold parameters of the query. */
  readonly query: readonly string[];
  /** Options that hold functions, and the way from their parameter to the headers. */
  readonly hooks: readonly { readonly option: readonly string[]; readonly path: readonly string[] }[];
}

const ONE_EACH = { get: 1, post: 1, put: 1, patch: 1, head: 1, delete: 1 };

export const METHOD_CLIENTS: readonly MethodClient[] = [
  {
    origins: ['axios:default', 'axios:axios'],
    factories: ['create'],
    base: ['baseURL'],
    optionsAt: { get: 1, delete: 1, head: 1, options: 1, post: 2, put: 2, patch: 2, request: 0 },
    isCallable: true,
    basic: 'auth',
    query: ['params'],
    hooks: [],
  },
  {
    origins: ['ky:default', 'ky-universal:default'],
    factories: ['create', 'extend'],
    // ky 1.14 and 2.1, measured on loopback, November 2026.
    base: ['prefixUrl', 'prefix'],
    resolvedBase: 'baseUrl',
    optionsAt: ONE_EACH,
    isCallable: true,
    basic: null,
    query: ['searchParams'],
    hooks: [{ option: ['hooks', 'beforeRequest'], path: ['headers'] }],
  },
  {
    origins: ['got:default', 'got:got'],
    factories: ['extend'],
    base: ['prefixUrl'],
    optionsAt: { ...ONE_EACH, stream: 1 },
    isCallable: true,
    basic: 'password',
    query: ['searchParams'],
    hooks: [{ option: ['hooks', 'beforeRequest'], path: ['headers'] }],
  },
  {
    origins: [
      'ofetch:ofetch',
      'ofetch:$fetch',
      ':$fetch',
      ':useFetch',
      ':useLazyFetch',
      '#imports:useFetch',
      '#imports:$fetch',
    ],
    factories: ['create'],
    base: ['baseURL'],
    optionsAt: { raw: 1, native: 1 },
    isCallable: true,
    basic: null,
    query: ['query', 'params'],
    hooks: [{ option: ['onRequest'], path: ['options', 'headers'] }],
  },
];

/** Headers of an axios instance that count for every request. */
export const COMMON_HEADERS = ['common', 'get', 'post', 'put', 'patch', 'delete', 'head'];

export const SUPERAGENT = /^superagent:(?:get|post|put|patch|delete|del|head)$/;
export const JQUERY = /^(?::(?:\$|jQuery)\.ajax|jquery:ajax)$/;
/**
 * Called with one object that holds the URL too: `wx.request({ url, header })` and its like of other mini programs, uni-app and Taro,
 * user scripts, plugins of Obsidian, apps of Capacitor, and the package `request`. Source: the documentation of each.
 */
export const OPTIONS_CLIENTS = new RegExp(
  [
    ':(?:wx|uni|my|tt|swan|qq|ks)\\.request',
    '@tarojs/taro:request',
    ':GM_xmlhttpRequest|:GM\\.xmlHttpRequest|\\$:GM_xmlhttpRequest',
    'obsidian:requestUrl',
    '@capacitor/core:CapacitorHttp\\.(?:request|get|post|put|patch|delete)',
    'request(?:-promise(?:-native)?)?:(?:default|get|post|put|patch|delete)',
  ]
    .map((origin) => `^(?:${origin})$`)
    .join('|'),
);
/** Of those: what may add headers to every request, by interceptors, defaults or an option of its own. */
export const WITH_INTERCEPTORS = /^(?::uni\.|@tarojs|request)/;
/** Source: request 2.88, measured on loopback, November 2026. */
export const PACKAGE_REQUEST = /^request\b/;
export const NODE_HTTP = /^(https?):(?:request|get)$/;
export const UNDICI_CLIENTS: ReadonlySet<string> = new Set(['undici:Client', 'undici:Pool']);
export const WEB_SOCKETS: ReadonlySet<string> = new Set([':WebSocket', 'ws:default', 'ws:WebSocket']);
export const EVENT_SOURCES: ReadonlySet<string> = new Set([
  ':EventSource',
  'eventsource:default',
  'eventsource:EventSource',
]);

/** A constructor or factory of an SDK, and the way to its base URL through its options. */
export interface SdkRow {
  readonly sdk: sdks.Sdk;
  readonly base: readonly string[];
  /** Another one. */
  readonly otherBase?: readonly string[];
  /** The way to headers that take the place of its own. */
  readonly headers?: readonly string[];
  /** What it is by the major version that the project depends on, where that makes a difference. */
  readonly byMajor?: (major: number) => sdks.Sdk;
}

function anthropicOf(major: number): sdks.Sdk {
  return major < 1 ? sdks.ANTHROPIC_BEFORE_1 : sdks.ANTHROPIC_FROM_1;
}

export const SDKS: ReadonlyMap<string, SdkRow> = new Map<string, SdkRow>([
  ['openai:default', { sdk: sdks.OPENAI, base: ['baseURL'], headers: ['defaultHeaders'] }],
  ['openai:OpenAI', { sdk: sdks.OPENAI, base: ['baseURL'], headers: ['defaultHeaders'] }],
  // openai 3 and older.
  ['openai:Configuration', { sdk: sdks.OPENAI, base: ['basePath'] }],
  ['openai:AzureOpenAI', { sdk: sdks.AZURE_OPENAI, base: ['endpoint'] }],
  ['@anthropic-ai/sdk:default', { sdk: sdks.ANTHROPIC, base: ['baseURL'], byMajor: anthropicOf }],
  ['@anthropic-ai/sdk:Anthropic', { sdk: sdks.ANTHROPIC, base: ['baseURL'], byMajor: anthropicOf }],
  ['@google/genai:GoogleGenAI', { sdk: sdks.GOOGLE_GENAI, base: ['httpOptions', 'baseUrl'] }],
  ['@ai-sdk/openai:createOpenAI', { sdk: sdks.AI_SDK_OPENAI, base: ['baseURL'], headers: ['headers'] }],
  [
    '@ai-sdk/openai-compatible:createOpenAICompatible',
    { sdk: sdks.AI_SDK_COMPATIBLE, base: ['baseURL'], headers: ['headers'] },
  ],
  ['@ai-sdk/anthropic:createAnthropic', { sdk: sdks.AI_SDK_ANTHROPIC, base: ['baseURL'] }],
  ['@ai-sdk/google:createGoogleGenerativeAI', { sdk: sdks.AI_SDK_GOOGLE, base: ['baseURL'] }],
  ['@langchain/openai:ChatOpenAI', { sdk: sdks.LANGCHAIN_OPENAI, base: ['configuration', 'baseURL'] }],
  ['@langchain/openai:OpenAIEmbeddings', { sdk: sdks.LANGCHAIN_OPENAI, base: ['configuration', 'baseURL'] }],
  ...['llamaindex:', '@llamaindex/openai:'].flatMap((module) =>
    ['OpenAI', 'OpenAIResponses', 'OpenAIEmbedding', 'openai'].map((name): [string, SdkRow] => [
      module + name,
      { sdk: sdks.LLAMA_INDEX_TS, base: ['baseURL'], otherBase: ['additionalSessionOptions', 'baseURL'] },
    ]),
  ),
  ['@langchain/anthropic:ChatAnthropic', { sdk: sdks.LANGCHAIN_ANTHROPIC, base: ['anthropicApiUrl'] }],
  ['@langchain/google-genai:ChatGoogleGenerativeAI', { sdk: sdks.LANGCHAIN_GOOGLE, base: ['baseUrl'] }],
]);

/** Its base is an option of a method: `new GoogleGenerativeAI(key).getGenerativeModel(model, {baseUrl})`. */
export const GENERATIVE_AI = { origin: '@google/generative-ai:GoogleGenerativeAI', method: 'getGenerativeModel' };

/** Where texts end up in logs: methods of the console and of things that are called as loggers are. */
export const LOG_METHOD = /^(?:log|info|warn|error|debug|trace|dir|table|verbose|fatal|silly|notice|critical)$/;
export const LOGGER_NAME = /^(?:console|log|logger|winston|pino|bunyan|log4js|consola|signale)$/i;
export const ERROR_NAME = /^:(?:\w*Error)$/;
