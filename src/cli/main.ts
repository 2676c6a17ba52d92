import { UsageError } from '../errors.js';
import { VERSION } from '../version.js';
import { parseCommandLine } from './arguments.js';
import type { Io } from './io.js';

/** Runs one command line (without `node` and the script) and gives the exit status. Never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const invocation = parseCommandLine(argv);
    if (invocation.values.version) return print(io, `${VERSION}\n`);
    if (invocation.values.help) {
      const { helpFor } = await import('./help.js');
      return print(io, helpFor(invocation.command));
    }
    const { run } = await invocation.command.load();
    return await run(invocation, io);
  } catch (error) {
    io.stderr.write(await describeError(error));
    return 2;
  }
}

function print(io: Io, text: string): number {
  io.stdout.write(text);
  return 0;
}

/** One line for a mistake of the user; the stack for one of ours. What others wrote may hold a key, or steer a terminal. */
export async function describeError(error: unknown): Promise<string> {
  const { redactKeys } = await import('../detect/redact.js');
  const { inert } = await import('../text/inert.js');
  if (error instanceof UsageError) return `starrise-scan: ${inert(redactKeys(error.message))}\n`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const shown = text.split('\n').map((line) => inert(redactKeys(line)));
  return `starrise-scan: this is a bug, please report it:\n${shown.join('\n')}\n`;
}
