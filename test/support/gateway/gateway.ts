import { createHash } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { readCredential, type Credential } from './credential.js';
import { DIALECTS, type Dialect, type DialectFacts, type Limit } from './dialects.js';
import type { Fault } from './faults.js';
import { Limiter } from './limiter.js';
import { languageOf, MESSAGES, type Language, type MessageId } from './messages.js';
import type { Token } from './tokens.js';

export * from './credential.js';
export * from './dialects.js';
export * from './faults.js';
export * from './messages.js';
export * from './tokens.js';

export interface GatewayOptions {
  readonly dialect?: Dialect;
  readonly tokens?: readonly Token[];
  /** Milliseconds since the epoch, for expiry, limits and the `Date` header. */
  readonly now?: () => number;
  /** Makes it HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Whether the limits of the dialect hold; they do by default. */
  readonly limited?: boolean;
  /** The limit of a front proxy on `/v1/models`; the gateway itself has none there. */
  readonly modelsLimit?: Limit;
}

/** A request that reached the gateway. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly credential: Credential;
  readonly at: number;
  status: number;
  /** What was answered. */
  body: string;
}

/**
 * A gateway on loopback, ours, for tests: it answers like the builds of `dialects.ts`, as far as that is known. The relay
 * behind it is not there: a call that a real gateway would forward (and charge) answers with the credential it used.
 */
export interface TestGateway {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** The same list as the database: add and remove. */
  readonly tokens: Map<string, Token>;
  /** Answers in the gateway's place while it is set. */
  fault: Fault | null;
  /** While true, the database fails. */
  databaseDown: boolean;
  close(): Promise<void>;
}

/** Starts a gateway that stops when the test that asked for it is over. */
export async function newGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway(options);
  onTestFinished(() => gateway.close());
  return gateway;
}

/** As {@link newGateway}, for `beforeAll`: the caller closes it. */
export async function startGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const dialect = options.dialect ?? 'new-api';
  const now = options.now ?? Date.now;
  const requests: SeenRequest[] = [];
  const limiter = new Limiter(now);
  const gateway = {
    url: '',
    requests,
    tokens: new Map((options.tokens ?? []).map((token) => [token.key.replace(/^sk-/, ''), token])),
    fault: null as Fault | null,
    databaseDown: false,
    close: () => closeServer(server),
  };

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    // Not as a base: `//v1/models` would be taken for a host.
    const url = new URL(`http://gateway${request.url ?? '/'}`);
    const headers = headersOf(request);
    const credential = readCredential({ path: url.pathname, query: url.searchParams, headers }, dialect);
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: url.pathname,
      headers,
      credential,
      at: now(),
      status: 0,
      body: '',
    };
    requests.push(seen);
    const end = response.end.bind(response) as (text?: string) => ServerResponse;
    response.end = ((text?: string) => {
      seen.body = text ?? '';
      seen.status = response.statusCode;
      return end(text);
    }) as ServerResponse['end'];
    response.on('close', () => (seen.status = response.headersSent ? response.statusCode : 0));
    response.sendDate = false;
    response.setHeader('date', new Date(now()).toUTCString());
    request.resume();
    if (gateway.fault?.(request, response) === true) return;
    new Exchange(request, response, {
      dialect,
      now,
      limiter,
      credential,
      path: url.pathname,
      gateway,
      options,
    }).answer();
  };
  const server =
    options.tls === undefined ? http.createServer(listener) : https.createServer({ ...options.tls }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  gateway.url = `${options.tls === undefined ? 'http' : 'https'}://localhost:${port}`;
  return gateway;
}

interface Surroundings {
  readonly dialect: Dialect;
  readonly now: () => number;
  readonly limiter: Limiter;
  readonly credential: Credential;
  readonly path: string;
  readonly gateway: TestGateway;
  readonly options: GatewayOptions;
}

/** One request and its answer. */
class Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #around: Surroundings;
  readonly #facts: DialectFacts;

  constructor(request: IncomingMessage, response: ServerResponse, around: Surroundings) {
    this.#request = request;
    this.#response = response;
    this.#around = around;
    this.#facts = DIALECTS[around.dialect];
  }

  answer(): void {
    const { path } = this.#around;
    if (path === '/api/usage/token' && this.#facts.usage !== 'absent') {
      this.#response.writeHead(301, { location: '/api/usage/token/' }).end();
    } else if (path === '/api/usage/token/' && this.#facts.usage !== 'absent') this.#answerUsage();
    else if (path.startsWith('/v1/dashboard/billing/')) this.#answerBilling();
    else if (path === '/v1/models' && this.#request.method === 'GET') this.#answerModels();
    else if (/^\/api\/(?:user|token|channel)(?:\/|$)/.test(path)) this.#answerManagement();
    else if (isUnimplemented(path, this.#around.dialect)) this.#answerUnimplemented();
    else if (path === '/v1/realtime' && this.#request.headers.upgrade === 'websocket') this.#answerWebSocket();
    else if (isRelayed(path, this.#around.dialect)) this.#answerRelayed();
    else this.#answerElsewhere();
  }

  #answerModels(): void {
    const { credential, options } = this.#around;
    if (options.modelsLimit !== undefined && !this.#admit('models', options.modelsLimit)) return;
    const { checksAddressOnModels, modelList } = this.#facts;
    const token = this.#authenticate(checksAddressOnModels);
    if (token === null) return;
    // On this path a key that came the Gemini way asks for Gemini's own list, which has another body.
    if (credential.place === 'x-goog-api-key' || credential.place === 'query key') {
      return this.#json(200, { success: false, message: 'no such list' });
    }
    const data = (token.models ?? ['gpt-4o', 'claude-sonnet-4']).map((id) => ({ id, object: 'model' }));
    this.#json(200, modelList === 'object' ? { object: 'list', data } : { success: true, data });
  }

  #answerUsage(): void {
    const { api, critical } = this.#facts.limits;
    if (!this.#admit('api', api) || !this.#admit('critical', critical)) return;
    const { gateway, dialect } = this.#around;
    // A guard of its own: nothing but `Authorization` counts here.
    const { authorization } = this.#request.headers;
    const only = { path: '/', query: new URLSearchParams(), headers: { authorization } };
    const credential = readCredential(only, dialect);
    const bare = this.#facts.usage === 'bare';
    const fullKey = credential.channel === null ? credential.key : `${credential.key}-${credential.channel}`;
    const token = gateway.databaseDown ? undefined : gateway.tokens.get(bare ? fullKey : credential.key);
    if (token === undefined && bare) return this.#fail(200, 'lookUpFailed');
    if (!bare && this.#request.headers.authorization === undefined) return this.#fail(401, 'notProvided');
    if (gateway.databaseDown) return this.#fail(500, 'database');
    if (token === undefined) return this.#fail(401, 'unknown');
    if (!bare && token.status === 'disabled') return this.#fail(401, 'disabled', token);
    if (!bare && token.owner.banned) return this.#fail(403, 'banned', token);
    this.#json(200, {
      code: true,
      message: 'ok',
      data: {
        object: 'token_usage',
        name: token.name,
        total_granted: token.used + token.available,
        total_used: token.used,
        total_available: token.available,
        unlimited_quota: token.unlimited,
        model_limits: Object.fromEntries((token.models ?? []).map((model) => [model, true])),
        model_limits_enabled: token.models !== null,
        expires_at: token.expiresAt,
      },
    });
  }

  #answerBilling(): void {
    const token = this.#authenticate(true);
    if (token === null) return;
    if (this.#around.path.endsWith('/usage')) return this.#json(200, { object: 'list', total_usage: token.used });
    this.#json(200, {
      object: 'billing_subscription',
      hard_limit_usd: token.used + token.available,
      access_until: token.expiresAt,
    });
  }

  #answerRelayed(): void {
    if (this.#request.method === 'GET' && /^\/(?:mj-\w+\/)?mj\/image\//.test(this.#around.path)) {
      return this.#json(200, { ok: true, place: null });
    }
    const token = this.#authenticate(true);
    if (token !== null) this.#json(200, { ok: true, place: this.#around.credential.place });
  }

  /** There are no accounts here, so no access token is right. */
  #answerManagement(): void {
    const isGiven = this.#request.headers.authorization !== undefined;
    this.#json(isGiven ? 200 : 401, { success: false, message: 'no right to do this' });
  }

  #answerUnimplemented(): void {
    if (this.#authenticate(true) === null) return;
    const error = {
      message: 'API not implemented',
      type: this.#facts.errorType,
      param: '',
      code: 'api_not_implemented',
    };
    this.#json(501, { error });
  }

  /** The handshake, behind which nothing is said. */
  #answerWebSocket(): void {
    if (!isRelayed(this.#around.path, this.#around.dialect)) return this.#answerElsewhere();
    if (this.#authenticate(true) === null) return;
    const { headers } = this.#request;
    const accept = createHash('sha1')
      .update(`${headers['sec-websocket-key'] ?? ''}${WEB_SOCKET_GUID}`)
      .digest('base64');
    const [protocol] = (headers['sec-websocket-protocol'] ?? '').split(',');
    this.#response.writeHead(101, {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-accept': accept,
      ...(protocol && { 'sec-websocket-protocol': protocol.trim() }),
    });
    this.#response.end();
  }

  #answerElsewhere(): void {
    const { path } = this.#around;
    const isApi = path.startsWith('/api');
    if (isApi && !this.#admit('api', this.#facts.limits.api)) return;
    if (!this.#admit('web', this.#facts.limits.web)) return;
    if (!isApi && !path.startsWith('/v1')) {
      this.#response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      return void this.#response.end('<!doctype html><title>Console</title><div id="root"></div>');
    }
    this.#json(404, {
      error: {
        message: `Invalid URL (${this.#request.method ?? ''} ${path})`,
        type: 'invalid_request_error',
        param: '',
        code: '',
      },
    });
  }

  /** The token of a request that may go on; `null` where it was refused, and answered. */
  #authenticate(checkAddress: boolean): Token | null {
    const { credential, gateway, now } = this.#around;
    const { namesState, databaseTrouble } = this.#facts;
    if (gateway.databaseDown) return this.#refuse(databaseTrouble, 'database');
    if (credential.key === '') return this.#refuse(401, namesState ? 'notProvided' : 'unknown');
    const token = gateway.tokens.get(credential.key);
    if (token === undefined) return this.#refuse(401, 'unknown');
    const trouble = troubleOf(token, now());
    if (trouble !== null) return this.#refuse(401, namesState ? trouble : 'unknown', token);
    const caller = (this.#request.socket.remoteAddress ?? '').replace('::ffff:', '');
    if (checkAddress && token.addresses !== null && !token.addresses.includes(caller)) {
      return this.#refuse(403, 'address', token);
    }
    if (token.owner.banned) return this.#refuse(403, 'banned', token);
    if (!token.groupExists) return this.#refuse(403, 'group', token);
    if (credential.channel !== null && !token.owner.admin) return this.#refuse(403, 'channel', token);
    return token;
  }

  /** The relay's error shape. */
  #refuse(status: number, id: MessageId, token?: Token): null {
    const message = this.#message(id, token);
    this.#json(status, {
      error: { message: `${message} (request id: 20261123000000abc)`, type: this.#facts.errorType },
    });
    return null;
  }

  /** The management routes' error shape. */
  #fail(status: number, id: MessageId, token?: Token): void {
    this.#json(status, { success: false, message: this.#message(id, token) });
  }

  #message(id: MessageId, token?: Token): string {
    const { languages } = this.#facts;
    const language: Language =
      languages === 'zh' ? 'zh' : (token?.owner.language ?? languageOf(this.#request.headers['accept-language']));
    if (this.#around.dialect === 'one-api') {
      if (id === 'exhausted' && token !== undefined) return `令牌 ${token.name}（#${token.id}）额度已用尽`;
      if (id === 'database') return '令牌验证失败';
    }
    return MESSAGES[id][language];
  }

  #admit(mark: string, limit: Limit): boolean {
    const { limiter, options } = this.#around;
    if (options.limited === false || limiter.admit(mark, limit)) return true;
    // The real limiter sets the status and writes no body.
    this.#response.writeHead(429).end();
    return false;
  }

  #json(status: number, body: unknown): void {
    this.#response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  }
}

function troubleOf(token: Token, now: number): MessageId | null {
  if (token.status === 'disabled') return 'disabled';
  if (token.expiresAt > 0 && token.expiresAt * 1000 < now) return 'expired';
  return !token.unlimited && token.available <= 0 ? 'exhausted' : null;
}

/** RFC 6455, 1.3. */
const WEB_SOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

const OPENAI_PATHS =
  /^\/v1\/(?:chat\/completions|completions|embeddings|images\/generations|edits|audio\/(?:transcriptions|translations|speech)|moderations|models\/[^/]+)$/;
const NEW_API_PATHS =
  /^\/(?:v1\/(?:messages|responses(?:\/compact)?|rerank|images\/edits|video\/generations|videos|realtime)|v1beta\/models(?:\/[^/]+:\w+)?|v1beta\/openai\/.+|(?:mj-\w+\/)?mj\/.+|suno\/(?:submit\/\w+|fetch(?:\/.+)?)|kling\/v1\/.+|jimeng)$/;

/** Whether a build forwards calls on this path. */
function isRelayed(path: string, dialect: Dialect): boolean {
  return OPENAI_PATHS.test(path) || (dialect !== 'one-api' && NEW_API_PATHS.test(path));
}

/** Whether a build has this path only to say that it does not implement it. */
function isUnimplemented(path: string, dialect: Dialect): boolean {
  const more = dialect === 'one-api' ? 'images/edits|fine_tuning/jobs.*|assistants.*|threads.*' : 'fine-tunes.*';
  return new RegExp(`^/v1/(?:images/variations|files(?:/.*)?|${more})$`).test(path);
}

function headersOf({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

async function closeServer(server: http.Server | https.Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
