import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** Answers in the gateway's place. False leaves the request to the gateway. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

const MODEL_LIST = JSON.stringify({ object: 'list', data: [{ id: 'gpt-4o', object: 'model' }] });

function answer(status: number, type: string, body: string): Fault {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
    return true;
  };
}

export const faults = {
  /** A captive portal, or the console where a gateway was expected. */
  portal: answer(200, 'text/html; charset=utf-8', '<!doctype html><title>Welcome to the hotel</title>'),
  loginPage: answer(200, 'text/html', '<!doctype html><form action="/login"><input type="password"></form>'),
  blockPage: answer(403, 'text/html', '<!doctype html><title>Attention Required!</title>'),
  /** Somebody else's 401. */
  foreignRefusal: answer(401, 'application/json', '{"message":"Unauthorized"}'),
  errorWith200: answer(200, 'application/json', '{"success":false,"message":"try again later"}'),
  acceptsEverything: answer(200, 'application/json', MODEL_LIST),
  invalidJson: answer(200, 'application/json', MODEL_LIST.slice(0, -3)),
  wrongType: answer(200, 'text/plain', MODEL_LIST),
  storm: answer(500, 'application/json', '{"error":{"message":"boom","type":"new_api_error"}}'),
  /** What it was sent, in a header of the answer. */
  echoesInType: ({ headers: { authorization = '' } }, response) => {
    response.writeHead(200, { 'content-type': `text/${authorization.replace('Bearer ', '')}` }).end('-');
    return true;
  },
  compressed: (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(MODEL_LIST));
    return true;
  },
  otherProtocol: (_request, response) => {
    response.writeHead(101, { connection: 'upgrade', upgrade: 'websocket' }).end();
    return true;
  },
  tooMany: answer(429, 'application/json', ''),

  resetMidBody: (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 });
    response.write('{"object":"list",');
    setImmediate(() => response.socket?.resetAndDestroy());
    return true;
  },

  /** One byte now and then, for as long as somebody listens. */
  slowBody: (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
    return true;
  },

  /** Ten gigabytes, sent as fast as they are taken. */
  endlessBody: (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10 * 2 ** 30 });
    const block = Buffer.alloc(1 << 16, ' ');
    const pump = (): void => {
      while (!response.destroyed && response.write(block));
    };
    response.on('drain', pump);
    pump();
    return true;
  },
} satisfies Record<string, Fault>;

export function redirectTo(location: string): Fault {
  return (_request, response) => {
    response.writeHead(302, { location }).end();
    return true;
  };
}

/** `fault` from request number `first` on (counted from 1). */
export function fromRequest(first: number, fault: Fault): Fault {
  let count = 0;
  return (request, response) => ++count >= first && fault(request, response);
}

/** `fault` for the first `count` requests only. */
export function untilRequest(count: number, fault: Fault): Fault {
  let seen = 0;
  return (request, response) => ++seen <= count && fault(request, response);
}
