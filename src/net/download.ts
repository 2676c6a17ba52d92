import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { VERSION } from '../version.js';
import { hostnameOf } from './address.js';
import { describeFailure } from './failure.js';
import { addressesOf, lookupOf, type Addresses } from './lookup.js';
import { PlainTunnelAgent, type Proxy, TunnelAgent } from './proxy.js';

export interface DownloadLimits {
  /** From the start of a request to the end of its answer. */
  readonly requestMs: number;
  /** Of one body, inflated. */
  readonly bodyBytes: number;
  readonly connections: number;
}

/** What a server answered to one request. Redirects are answers like others. */
export interface Download {
  readonly status: number;
  /** Lower case, without parameters; empty where the server states none. */
  readonly mediaType: string;
  /** As the headers give them. */
  readonly location: string | null;
  readonly sourceMap: string | null;
  /** Seconds or a date. */
  readonly retryAfter: string | null;
  readonly body: Uint8Array;
}

/** Why there is no answer, a clause for people. */
export interface NoDownload {
  readonly failure: string;
}

/** Reads public resources: no cookies, no credentials, no body, one address look-up for each host. */
export interface Downloader {
  /** One `GET` of `url`. Never throws for what the network does. */
  get(url: URL, signal?: AbortSignal): Promise<Download | NoDownload>;
  /** How many requests were sent. */
  readonly requests: number;
  close(): void;
}

export interface DownloadPolicy {
  readonly limits: DownloadLimits;
  /** Why nothing may be asked at `address`, an IP literal that the host of `url` stands for; `null` where it may. */
  readonly objection: (url: URL, address: string) => string | null;
  /** The same by the name of the host alone, where a proxy looks it up. */
  readonly objectionToName: (url: URL) => string | null;
  /** The proxy on the way to `url`; `null` for a direct connection. */
  readonly proxyFor: (url: URL) => Proxy | null;
}

export function openDownloader(policy: DownloadPolicy): Downloader {
  return new HttpDownloader(policy);
}

/** All that is sent, besides `Host` and `Connection`. */
const HEADERS = {
  accept: '*/*',
  'accept-encoding': 'gzip, br',
  'user-agent': `starrise-scan/${VERSION}`,
} as const;

class HttpDownloader implements Downloader {
  readonly #policy: DownloadPolicy;
  readonly #addresses = new Map<string, Promise<Addresses>>();
  readonly #agents = new Map<string, http.Agent>();
  requests = 0;

  constructor(policy: DownloadPolicy) {
    this.#policy = policy;
  }

  async get(url: URL, signal?: AbortSignal): Promise<Download | NoDownload> {
    const proxy = this.#policy.proxyFor(url);
    const addresses = await this.#judged(url, proxy);
    if ('failure' in addresses) return addresses;
    this.requests++;
    const request = (url.protocol === 'https:' ? https : http).request(withoutUserInfo(url), {
      agent: this.#agentFor(url, proxy),
      headers: HEADERS,
      ...(addresses.length > 0 && { lookup: lookupOf(addresses) }),
      ...(signal && { signal }),
    });
    return answerOf(request, this.#policy.limits);
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  /** The addresses of the host, all of them allowed; none where the proxy looks it up. */
  async #judged(url: URL, proxy: Proxy | null): Promise<Addresses> {
    const hostname = hostnameOf(url);
    if (proxy !== null && isIP(hostname) === 0) {
      const failure = this.#policy.objectionToName(url);
      return failure === null ? [] : { failure };
    }
    let known = this.#addresses.get(hostname);
    if (known === undefined) this.#addresses.set(hostname, (known = addressesOf(hostname)));
    const addresses = await known;
    if ('failure' in addresses) return addresses;
    const failure = addresses.map(({ address }) => this.#policy.objection(url, address)).find((text) => text !== null);
    return failure === undefined ? addresses : { failure };
  }

  #agentFor(url: URL, proxy: Proxy | null): http.Agent {
    let agent = this.#agents.get(url.origin);
    if (agent === undefined) {
      const { connections, requestMs } = this.#policy.limits;
      const options = { keepAlive: true, maxSockets: connections, rejectUnauthorized: true };
      const secure = url.protocol === 'https:';
      if (proxy === null) agent = secure ? new https.Agent(options) : new http.Agent(options);
      else agent = new (secure ? TunnelAgent : PlainTunnelAgent)(proxy, requestMs, options);
      this.#agents.set(url.origin, agent);
    }
    return agent;
  }
}

/** A name and password in an address would go out as a header. */
function withoutUserInfo(url: URL): URL {
  const plain = new URL(url);
  plain.username = plain.password = '';
  return plain;
}

/** Sends `request` and reads what comes back, within the limits. */
function answerOf(request: http.ClientRequest, limits: DownloadLimits): Promise<Download | NoDownload> {
  return new Promise((resolve) => {
    const fail = (failure: string): void => {
      clearTimeout(timer);
      resolve({ failure });
      request.destroy();
    };
    const failBy = (error: Error): void => fail(describeFailure(error));
    const timer = setTimeout(() => fail(`no whole answer within ${limits.requestMs / 1000} s`), limits.requestMs);
    request.on('error', failBy);
    request.on('response', (response) => {
      const body = inflated(response);
      if (body === null) {
        fail(`its encoding ${String(response.headers['content-encoding'])} is not known`);
        return;
      }
      const chunks: Uint8Array[] = [];
      let length = 0;
      response.on('error', failBy);
      body.on('error', (error) =>
        fail(`its body cannot be read (${(error as NodeJS.ErrnoException).code ?? error.name})`),
      );
      body.on('data', (chunk: Uint8Array) => {
        length += chunk.length;
        if (length > limits.bodyBytes) fail(`more than ${limits.bodyBytes} bytes (--max-size)`);
        else chunks.push(chunk);
      });
      body.on('end', () => {
        clearTimeout(timer);
        resolve(downloadOf(response, Buffer.concat(chunks)));
      });
    });
    request.end();
  });
}

const MOST_ENCODINGS = 2;

/** The body as the server means it; `null` where we cannot read its encoding. */
function inflated(response: http.IncomingMessage): Readable | null {
  const encodings = (response.headers['content-encoding'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  if (encodings.length > MOST_ENCODINGS) return null;
  let body: Readable = response;
  for (const name of encodings.reverse()) {
    if (name === '' || name === 'identity') continue;
    const inflate = INFLATERS[name];
    if (inflate === undefined) return null;
    body = body.pipe(inflate());
  }
  return body;
}

const INFLATERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function downloadOf({ statusCode, headers }: http.IncomingMessage, body: Uint8Array): Download {
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
  const sourceMap = headers['sourcemap'] ?? headers['x-sourcemap'];
  return {
    status: statusCode ?? 0,
    mediaType: mediaType.trim().toLowerCase(),
    location: headers.location ?? null,
    sourceMap: typeof sourceMap === 'string' ? sourceMap : null,
    retryAfter: headers['retry-after'] ?? null,
    body,
  };
}
