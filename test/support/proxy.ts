import http from 'node:http';
import https from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface TestProxy {
  readonly url: string;
  /** `host:port` of every tunnel that was asked for. */
  readonly tunnels: readonly string[];
  readonly authorizations: readonly (string | undefined)[];
  /** When the first client has gone. */
  readonly left: Promise<void>;
  /** Every byte that passed from the client, as Latin-1: what the proxy could read. */
  readonly seen: () => string;
}

export interface ProxyOptions {
  /** Answers every tunnel with this status instead of opening it. */
  readonly refuse?: number;
  /** Answers with the beginning of a header that goes on and on. */
  readonly drips?: boolean;
  /** Makes it a proxy that is itself spoken to over TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A proxy that knows `CONNECT`, and connects every tunnel to `localhost`, whatever name was asked for. */
export async function newProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const tunnels: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  let seen = '';
  let leave: () => void;
  const left = new Promise<void>((resolve) => (leave = resolve));
  const refuse: http.RequestListener = (_request, response) => void response.writeHead(400).end();
  const server = options.tls === undefined ? http.createServer(refuse) : https.createServer(options.tls, refuse);
  server.on('connect', (request, client: Socket) => {
    tunnels.push(request.url ?? '');
    authorizations.push(request.headers['proxy-authorization']);
    client.once('close', leave);
    if (options.drips) return void drip(client);
    if (options.refuse !== undefined) return void client.end(`HTTP/1.1 ${options.refuse} No\r\n\r\n`);
    const upstream = connect(Number(request.url?.split(':').at(-1)), 'localhost', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.on('data', (chunk: Buffer) => (seen += chunk.toString('latin1')));
      client.pipe(upstream).pipe(client);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://localhost:${(server.address() as AddressInfo).port}`,
    tunnels,
    authorizations,
    left,
    seen: () => seen,
  };
}

function drip(client: Socket): void {
  client.on('error', () => client.destroy());
  client.write('HTTP/1.1 200 Connection established\r\nX-Wait: ');
  const timer = setInterval(() => client.write('.'), 20);
  client.once('close', () => clearInterval(timer));
}
