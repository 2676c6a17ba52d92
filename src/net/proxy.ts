import { Buffer } from 'node:buffer';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { UsageError } from '../errors.js';
import { familyOf, hostnameOf, isLoopback } from './address.js';
import { describeFailure, NetError } from './failure.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy that the environment names. */
export interface Proxy {
  readonly url: URL;
  /** For people: without user name and password. */
  readonly shown: string;
}

/** The proxy for requests to `target` by the variables that curl reads; `null` for a direct connection. */
export function proxyFor(target: URL, environment: Environment): Proxy | null {
  const hostname = hostnameOf(target);
  if (isLoopback(hostname) || isExempt(target, variable(environment, 'no_proxy'))) return null;
  const text = variable(environment, `${target.protocol.slice(0, -1)}_proxy`) || variable(environment, 'all_proxy');
  if (text === '') return null;
  const whole = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    const kind = url === null ? 'is not an URL' : `is of the kind ${url.protocol.slice(0, -1)}`;
    throw new UsageError(
      `the proxy of HTTPS_PROXY or ALL_PROXY ${kind}: only http:// and https:// proxies can be used`,
    );
  }
  return { url, shown: `${url.protocol}//${url.host}` };
}

/** Lower case first, as curl does. */
function variable(environment: Environment, name: string): string {
  return environment[name] || environment[name.toUpperCase()] || '';
}

/** Whether `NO_PROXY` (`*`, names, parent domains, addresses, networks, each with an optional port) takes `target` out. */
function isExempt(target: URL, list: string): boolean {
  const hostname = hostnameOf(target);
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [name, entryPort] = hostAndPort(entry.toLowerCase().replace(/^\*?\./, ''));
      if (entryPort !== undefined && entryPort !== port) return false;
      return isIP(hostname) === 0 ? isBelow(hostname, name) : isAmong(hostname, name);
    });
}

/** Whether `hostname` is `domain` or of it; a dot at the end, which says that a name is whole, changes neither. */
function isBelow(hostname: string, domain: string): boolean {
  const [name, parent] = [hostname, domain].map((text) => text.replace(/\.$/, ''));
  return name === parent || name!.endsWith(`.${parent}`);
}

/** Whether `address` is `range`: an address in any spelling, or a network such as `10.0.0.0/8`. */
function isAmong(address: string, range: string): boolean {
  const [network = '', prefix, ...others] = range.split('/');
  const family = isIP(network);
  const bits = family === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : /^\d+$/.test(prefix) ? Number(prefix) : NaN;
  if (family === 0 || others.length > 0 || !(length <= bits)) return false;
  const addresses = new BlockList();
  addresses.addSubnet(network, length, familyOf(network));
  return addresses.check(address, familyOf(address));
}

/** Of `name`, `name:port`, `[address]:port`; an address of IPv6 may stand without brackets. */
function hostAndPort(entry: string): [host: string, port: string | undefined] {
  if (isIP(entry) !== 0) return [entry, undefined];
  const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return [host.replace(/^\[|\]$/g, ''), port];
}

/**
 * Reaches the target through a tunnel (`CONNECT`), so that the proxy sees a host and a port and nothing else: the TLS
 * inside is the target's, checked as without a proxy. Written here rather than taken from a package, so that one code
 * path bounds, checks and times every request, with a proxy or without.
 */
export class TunnelAgent extends https.Agent {
  readonly #proxy: URL;
  readonly #timeoutMs: number;
  readonly #closing = new AbortController();

  constructor(proxy: Proxy, timeoutMs: number, options: https.AgentOptions) {
    super(options);
    this.#proxy = proxy.url;
    this.#timeoutMs = timeoutMs;
  }

  // Node calls this for every new connection; a socket that comes later goes to the callback.
  override createConnection(options: http.ClientRequestArgs, callback?: Connected): undefined {
    const target = `${bracketed(options.host ?? '')}:${options.port ?? 443}`;
    openTunnel(this.#proxy, target, this.#timeoutMs, this.#closing.signal).then(
      (socket) => callback?.(null, connectTls({ ...(options as ConnectionOptions), socket })),
      (error: unknown) => (callback as ((error: unknown) => void) | undefined)?.(error),
    );
  }

  // A tunnel that is not yet open is no socket of the agent's: it would keep the process alive.
  override destroy(): void {
    this.#closing.abort();
    super.destroy();
  }
}

/** The same for plain HTTP, which then leaves the proxy as it came. */
export class PlainTunnelAgent extends http.Agent {
  readonly #proxy: URL;
  readonly #timeoutMs: number;
  readonly #closing = new AbortController();

  constructor(proxy: Proxy, timeoutMs: number, options: http.AgentOptions) {
    super(options);
    this.#proxy = proxy.url;
    this.#timeoutMs = timeoutMs;
  }

  override createConnection(options: http.ClientRequestArgs, callback?: Connected): undefined {
    const target = `${bracketed(options.host ?? '')}:${options.port ?? 80}`;
    openTunnel(this.#proxy, target, this.#timeoutMs, this.#closing.signal).then(
      (socket) => callback?.(null, socket),
      (error: unknown) => (callback as ((error: unknown) => void) | undefined)?.(error),
    );
  }

  override destroy(): void {
    this.#closing.abort();
    super.destroy();
  }
}

type Connected = (error: Error | null, stream: Duplex) => void;

/** A socket that the proxy has connected to `target` (`host:port`). */
function openTunnel(proxy: URL, target: string, timeoutMs: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === 'https:' ? https : http).request({
      host: hostnameOf(proxy),
      // Node would take it from the Host header, which names the target.
      servername: isIP(hostnameOf(proxy)) === 0 ? hostnameOf(proxy) : '',
      port: proxy.port,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorization(proxy) },
      agent: false,
      rejectUnauthorized: true,
      signal,
    });
    // Of Node's own only silence counts: an answer that comes byte by byte would never end.
    const timer = setTimeout(() => request.destroy(new ProxyError('the proxy did not answer')), timeoutMs);
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(
        error instanceof ProxyError ? error : new ProxyError(`the proxy cannot be used: ${describeFailure(error)}`),
      );
    });
    request.on('connect', (response, socket) => {
      clearTimeout(timer);
      if (response.statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(new ProxyError(refusalOf(response.statusCode, proxy)));
      }
    });
    request.end();
  });
}

function refusalOf(status: number | undefined, proxy: URL): string {
  if (status !== 407) return `the proxy refused with ${status}`;
  return hasCredentials(proxy)
    ? 'the proxy refused with 407: it does not take the user name and password of its address, sent as Basic'
    : 'the proxy refused with 407: it wants a user name and password; they go into its address, http://name:password@host:port';
}

function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

/** Trouble on the way through the proxy. */
class ProxyError extends NetError {}

function authorization(proxy: URL): http.OutgoingHttpHeaders {
  if (!hasCredentials(proxy)) return {};
  const credentials = `${decoded(proxy.username)}:${decoded(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** A percent sign that begins no escape stands for itself, as for curl. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString());
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
