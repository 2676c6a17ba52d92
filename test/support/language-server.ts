import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { cleanEnvironment } from './run.js';

type Message = {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};

/** Answers of an editor: how it is configured, and yes or nothing to everything else. */
type Answers = Readonly<Record<string, (params: never) => unknown>>;

/** Speaks the Language Server Protocol with a server over its standard input and output. */
export class LanguageServer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: Answers;
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  #received = Buffer.alloc(0);
  #said = '';

  constructor(script: string, cwd: string, answers: Answers) {
    this.#answers = answers;
    this.#process = spawn(process.execPath, [script, '--stdio'], { cwd, env: cleanEnvironment() });
    this.#process.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#process.stderr.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    this.#process.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the language server ended: ${this.#said}`));
    });
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = this.#waiting.size + 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  stop(): void {
    this.#process.kill();
  }

  #send(message: Message): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.#process.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#process.stdin.write(body);
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const header = this.#received.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/i.exec(this.#received.toString('latin1', 0, Math.max(header, 0)))?.[1],
      );
      const end = header + 4 + length;
      if (header === -1 || this.#received.length < end) return;
      const message = JSON.parse(this.#received.toString('utf8', header + 4, end)) as Message;
      this.#received = this.#received.subarray(end);
      this.#handle(message);
    }
  }

  #handle({ id, method, params, result, error }: Message): void {
    if (method === undefined) {
      const waiting = this.#waiting.get(Number(id));
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result);
    } else if (id !== undefined) {
      const answer = this.#answers[method];
      this.#send({ id, result: answer ? answer(params as never) : null });
    }
  }
}

export function uriOf(file: string): string {
  return pathToFileURL(file).href;
}
