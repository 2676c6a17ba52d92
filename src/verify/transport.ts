import { Buffer } from 'node:buffer';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Secret } from '../keys/secret.js';
import { hostnameOf, isLoopback, isPrivateAddress } from '../net/address.js';
import { describeFailure, isDistrust } from '../net/failure.js';
import { addressesOf, lookupOf, type Addresses } from '../net/lookup.js';
import { TunnelAgent, type Proxy } from '../net/proxy.js';
import { VERSION } from '../version.js';
import type { Answer, Reply } from './answer.js';
import type { VerifyGateway } from './gateways.js';

export interface TransportLimits {
  /** From the start of a request to the end of its answer. */
  readonly requestMs: number;
  /** Of an answer's body. */
  readonly bodyBytes: number;
  readonly connections: number;
}

/** Asks one gateway. The one place in the product where a raw key leaves the process. */
export interface Transport {
  /** `GET` of `path` below the gateway's base with `secret` as the bearer token. Never throws for what the network does. */
  ask(path: string, secret: Secret): Promise<Answer>;
  /** Closes the connections kept open. */
  close(): void;
}

/**
 * A transport of `node:https`, not of fetch: certificates are checked whatever `NODE_TLS_REJECT_UNAUTHORIZED` says, the
 * address is looked up once, judged and kept, redirects are not followed and there are no cookies. `signal` ends the
 * requests under way.
 */
export function openTransport(
  gateway: VerifyGateway,
  proxy: Proxy | null,
  limits: TransportLimits,
  signal?: AbortSignal,
): Transport {
  const base = new URL(gateway.base);
  const secure = base.protocol === 'https:';
  const options = { keepAlive: true, maxSockets: limits.connections, rejectUnauthorized: true };
  const agent = !secure
    ? new http.Agent(options)
    : proxy === null
      ? new https.Agent(options)
      : new TunnelAgent(proxy, limits.requestMs, options);
  const pin = pinnedAddresses(gateway, base);
  // A signal of its own for each gateway: Node takes more than ten listeners on one for a leak.
  const ended = AbortSignal.any(signal === undefined ? [] : [signal]);

  const ask = async (path: string, secret: Secret): Promise<Answer> => {
    // Behind a proxy the proxy resolves the name; an address that stands in the URL itself is judged all the same.
    const addresses = proxy === null || isIP(hostnameOf(base)) !== 0 ? await pin() : [];
    if ('failure' in addresses) return addresses;
    const request = (secure ? https : http).request(gateway.base + path, {
      agent,
      headers: {
        authorization: `Bearer ${secret.expose()}`,
        accept: 'application/json',
        // The language of a refusal that no token owner's setting decides.
        'accept-language': 'en',
        'user-agent': `starrise-scan/${VERSION}`,
      },
      ...(addresses.length > 0 && { lookup: lookupOf(addresses) }),
    });
    return answerOf(request, limits, ended);
  };
  return { ask, close: () => agent.destroy() };
}

/** The gateway's addresses, looked up once; a failed look-up is tried again by the next request. */
function pinnedAddresses(gateway: VerifyGateway, base: URL): () => Promise<Addresses> {
  let pinned: Promise<Addresses> | null = null;
  return async () => {
    pinned ??= addressesOf(hostnameOf(base)).then((addresses) => {
      if ('failure' in addresses) return addresses;
      const failure = addresses.map(({ address }) => objection(address, gateway, base)).find((text) => text !== null);
      return failure === undefined ? addresses : { failure };
    });
    const result = await pinned;
    if ('failure' in result) pinned = null;
    return result;
  };
}

/** Why a key must not go to `address`; `null` where it may. */
function objection(address: string, gateway: VerifyGateway, base: URL): string | null {
  if (base.protocol === 'http:' && !isLoopback(address))
    return `${gateway.host} is not this machine, and it is plain HTTP`;
  if (gateway.namedBy !== 'the default' || !isPrivateAddress(address)) return null;
  return `${gateway.host} stands for the private address ${address}; if that is meant, name it with --gateway`;
}

/** Sends `request` and reads what comes back, within the limits. */
function answerOf(request: http.ClientRequest, limits: TransportLimits, ended: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer): void => {
      clearTimeout(timer);
      ended.removeEventListener('abort', interrupt);
      resolve(answer);
    };
    const fail = (failure: string, lasting = false): void => {
      settle({ failure, ...(lasting && { lasting }) });
      request.destroy();
    };
    // Not left to the request, which hears of an end only where it has a connection.
    const interrupt = (): void => fail('it was interrupted');
    const timer = setTimeout(() => fail(`no whole answer within ${limits.requestMs / 1000} s`), limits.requestMs);
    ended.addEventListener('abort', interrupt);
    request.on('error', (error) => fail(describeFailure(error), isDistrust(error)));
    // That is neither a response nor an error.
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      fail('it changed to another protocol');
    });
    request.on('response', (response) => {
      if (isEncoded(response)) {
        fail('the answer is compressed, which was not asked for');
        return;
      }
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > limits.bodyBytes) fail(`the answer is larger than ${limits.bodyBytes} bytes`);
        else chunks.push(chunk);
      });
      response.on('error', (error) => fail(describeFailure(error)));
      response.on('end', () => {
        settle(replyOf(response, Buffer.concat(chunks).toString('utf8')));
      });
    });
    request.end();
  });
}

function isEncoded({ headers }: http.IncomingMessage): boolean {
  return !['', 'identity'].includes((headers['content-encoding'] ?? '').trim().toLowerCase());
}

function replyOf({ statusCode, headers }: http.IncomingMessage, body: string): Reply {
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
  const date = Date.parse(headers.date ?? '');
  return {
    status: statusCode ?? 0,
    mediaType: mediaType.trim().toLowerCase(),
    body,
    date: Number.isNaN(date) ? null : date,
    retryAfter: retryAfterOf(headers['retry-after'], date),
  };
}

/** As good as never. */
const MOST_SECONDS = 1e9;

/**
 * Milliseconds from either form of `Retry-After`; a date is read by the server's own clock. `null` for anything else, in
 * which JavaScript would find a date of long ago: in `-1`, or in `about 5 minutes`.
 */
function retryAfterOf(header: string | undefined, serverDate: number): number | null {
  if (header === undefined) return null;
  if (/^\d+(?:\.\d+)?$/.test(header)) return Math.min(Number(header), MOST_SECONDS) * 1000;
  const date = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(header) ? Date.parse(header) : NaN;
  const wait = date - (Number.isNaN(serverDate) ? Date.now() : serverDate);
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}
