import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { UsageError } from '../errors.js';
import { HARDENED_ARGUMENTS, hardenedEnvironment, type RepositoryChoice } from './environment.js';
import { gitProgram } from './program.js';
import { type RawText, splitByNul } from './records.js';

export interface GitOptions {
  readonly repository?: RepositoryChoice;
  /** The repository's own folder, where it must not be searched: a bare repository the user named. */
  readonly gitDir?: string;
  /** The work tree, whatever `core.worktree` of the repository says. */
  readonly workTree?: string;
}

/** What is written to git's standard input. */
export type GitInput = string | Uint8Array | Iterable<string> | AsyncIterable<string>;

/** A running git. `ended` never rejects. */
export interface GitProcess {
  /** `null` where it has nothing to read. */
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  readonly ended: Promise<GitExit>;
  readonly kill: () => void;
}

export interface GitExit {
  /** The exit status; `null` when git was killed or could not be started. */
  readonly status: number | null;
  /** What git said, without `fatal: ` and the like; empty when it said nothing. */
  readonly complaint: string;
}

/** git could not be run, or gave up. The message is one line for people. */
export class GitError extends UsageError {
  override readonly name = 'GitError';
  readonly status: number | null;

  constructor(subcommand: string, { status, complaint }: GitExit) {
    super(`git ${subcommand}: ${complaint || `stopped with status ${status}`}`);
    this.status = status;
  }
}

/** The only door to git: no shell, no pager, no program from the repository's configuration, nothing fetched or written. */
export class Git {
  /** The folder git runs in. */
  readonly folder: string;
  readonly #arguments: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;
  /** What runs, each as a call that ends it; `null` when nothing may run any more. */
  #running: Set<() => void> | null = new Set();

  constructor(folder: string, { repository = 'ambient', gitDir, workTree }: GitOptions = {}) {
    this.folder = folder;
    this.#arguments = [
      ...HARDENED_ARGUMENTS,
      ...(gitDir === undefined ? [] : [`--git-dir=${gitDir}`]),
      ...(workTree === undefined ? [] : [`--work-tree=${workTree}`]),
    ];
    this.#environment = hardenedEnvironment(repository);
  }

  /** Ends with the signal whatever runs then, and lets nothing start after it. */
  endWith(signal: AbortSignal | undefined): void {
    if (signal?.aborted) this.end();
    else signal?.addEventListener('abort', () => this.end(), { once: true });
  }

  /** Ends whatever runs, and lets nothing start any more. */
  end(): void {
    for (const kill of this.#running ?? []) kill();
    this.#running = null;
  }

  /**
   * Starts git and leaves its streams to the caller, who must read `stdout` to the end or call `kill`, and write to
   * `stdin` where no `input` is given.
   */
  start(args: readonly string[], input?: GitInput): GitProcess {
    const child = this.#spawn(args, input);
    // A git that ends early closes its input: the status and the complaint say why, not the broken pipe.
    child.stdin?.on('error', () => undefined);
    if (input !== undefined && child.stdin !== null) void feed(child.stdin, input);
    const kill = (): void => void child.kill();
    this.#running?.add(kill);
    if (this.#running === null) kill();
    child.once('exit', () => this.#running?.delete(kill));
    return { stdin: child.stdin, stdout: child.stdout, ended: endOf(child), kill };
  }

  /** Throws {@link GitError} where the system does not even begin: Node tells of the usual reasons later, and throws others. */
  #spawn(
    args: readonly string[],
    input: GitInput | undefined,
  ): ChildProcessByStdio<Writable | null, Readable, Readable> {
    try {
      return spawn(gitProgram(), [...this.#arguments, ...args], {
        cwd: this.folder,
        env: this.#environment,
        // A pipe is a socket to Node, and takes a hook as long to make as a file to read.
        stdio: [input === '' ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        windowsHide: true,
      }) as ChildProcessByStdio<Writable | null, Readable, Readable>;
    } catch (error) {
      throw new GitError(args[0] ?? '', { status: null, complaint: (error as Error).message });
    }
  }

  /** The output in pieces as they come. Throws {@link GitError} after the last one where git ends with another status than 0. */
  async *chunks(
    args: readonly string[],
    input: GitInput = '',
    started = this.start(args, input),
  ): AsyncGenerator<Buffer, void, undefined> {
    const { stdout, ended, kill } = started;
    try {
      for await (const chunk of stdout) yield chunk as Buffer;
      const exit = await ended;
      if (exit.status !== 0) throw new GitError(args[0] ?? '', exit);
    } finally {
      kill();
    }
  }

  /** The output split at its NUL bytes, in batches as they come. `started`: of a process that these arguments began. */
  records(args: readonly string[], input?: GitInput, started?: GitProcess): AsyncGenerator<RawText[], void, undefined> {
    return splitByNul(this.chunks(args, input, started));
  }

  /** The whole output of a command that says little, without the last line break. */
  async text(args: readonly string[], input?: GitInput): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.chunks(args, input)) chunks.push(chunk);
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/\r?\n$/, '');
  }
}

async function feed(stdin: Writable, input: GitInput): Promise<void> {
  if (typeof input === 'string' || input instanceof Uint8Array) {
    stdin.end(input);
    return;
  }
  for await (const piece of input) {
    if (stdin.destroyed) return;
    if (!stdin.write(piece)) await roomIn(stdin);
  }
  stdin.end();
}

function roomIn(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

/** More than any real complaint; a program that fills standard error must not fill the memory. */
const COMPLAINT_LIMIT = 8192;

function endOf(child: ChildProcessByStdio<Writable | null, Readable, Readable>): Promise<GitExit> {
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (complaint.length < COMPLAINT_LIMIT) complaint += chunk.toString('utf8');
  });
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ status: null, complaint: error.code === 'ENOENT' ? notStarted(child.spawnfile) : error.message });
    });
    child.once('close', (status) => resolve({ status, complaint: complaintIn(complaint) }));
  });
}

function notStarted(program: string): string {
  return `cannot be started: is ${program} installed and the folder there?`;
}

/** git's first sentence, with what to do about it; hints and usage after it are left out. */
export function complaintIn(complaint: string): string {
  const lines = complaint.split(/\r?\n/).filter((line) => line !== '');
  const first = lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines[0] ?? '';
  const dubious = lines.find((line) => line.includes('safe.directory'))?.trim();
  const said = first.replace(/^(?:fatal|error): /, '');
  if (dubious !== undefined) return `${said}; if you trust it: ${dubious}`;
  return said.startsWith('not a git repository') ? `${said}; run this in the one you mean` : said;
}
