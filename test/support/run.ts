import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

export interface RunOptions {
  readonly cwd?: string;
  /** Added to {@link cleanEnvironment}; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Uint8Array;
}

export interface RunResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Never throws on a failure: the caller looks at `status`. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): RunResult {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: options.cwd,
    env: { ...cleanEnvironment(), ...options.env },
    input: options.input ?? '',
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** As {@link run}; anything but status 0 throws what the program said. */
export function runOrThrow(command: string, args: readonly string[], options: RunOptions = {}): string {
  const { status, stdout, stderr } = run(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${String(status)}\n${stdout}\n${stderr}`);
  return stdout;
}

/** The built command, as a hook would call it. */
export function runScan(args: readonly string[], options: RunOptions = {}): RunResult {
  return run(process.execPath, [path.join(repositoryRoot, 'dist/cli.js'), ...args], options);
}

/** The environment of this process without what git, npm, vitest and CI would leak into a child, and no global git configuration. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(GIT_|npm_(?!config_(cache|registry)$)|VITEST|NODE_ENV$|NO_COLOR$|FORCE_COLOR$|INIT_CWD$)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'A. Author',
    GIT_AUTHOR_EMAIL: 'author@example.com',
    GIT_COMMITTER_NAME: 'C. Committer',
    GIT_COMMITTER_EMAIL: 'committer@example.com',
  };
}

/** As {@link runScan}, while this process goes on: for runs that talk to a server of the test. */
export async function runScanBeside(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const child = spawn(process.execPath, [path.join(repositoryRoot, 'dist/cli.js'), ...args], {
    cwd: options.cwd,
    env: { ...cleanEnvironment(), ...options.env },
  });
  child.stdin.end(options.input ?? '');
  const [stdout, stderr, [status]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status, stdout, stderr };
}
