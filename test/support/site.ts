import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a test's server answers: a body, or all of it. */
export type Answer = string | Uint8Array | AnswerParts | http.RequestListener;

interface AnswerParts {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface TestSite {
  /** Scheme, host and port. */
  readonly url: string;
  /** Paths with their queries, in the order they were asked for. */
  readonly asked: string[];
  readonly headers: http.IncomingHttpHeaders[];
}

const TYPES: Readonly<Record<string, string>> = {
  '': 'text/html',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

/** A real server on this machine; what it does not have is a 404, or what `fallback` says. */
export async function serveSite(files: Readonly<Record<string, Answer>>, fallback?: Answer): Promise<TestSite> {
  const asked: string[] = [];
  const headers: http.IncomingHttpHeaders[] = [];
  const server = http.createServer((request, response) => {
    const address = request.url ?? '/';
    asked.push(address);
    headers.push(request.headers);
    const name = address.replace(/[?#].*/, '');
    const answer = files[address] ?? files[name] ?? fallback ?? { status: 404, body: 'not here' };
    if (typeof answer === 'function') return answer(request, response);
    const parts = typeof answer === 'string' || answer instanceof Uint8Array ? { body: answer } : answer;
    const type = answer === fallback ? 'text/html' : (TYPES[path.extname(name)] ?? 'application/octet-stream');
    response.writeHead(parts.status ?? 200, { 'content-type': type, ...parts.headers });
    response.end(parts.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, headers };
}

/** The files below `folder`, for {@link serveSite}; `index.html` answers for its folder. */
export function filesOf(folder: string): Record<string, Uint8Array> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  const files = names.map((name) => [`/${name}`, readFileSync(path.join(folder, name))] as const);
  const indexes = files.flatMap(([name, body]) =>
    name.endsWith('/index.html') ? [[name.slice(0, -'index.html'.length), body] as const] : [],
  );
  return Object.fromEntries([...files, ...indexes]);
}
