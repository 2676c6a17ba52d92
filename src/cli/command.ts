import type { Io } from './io.js';
import type { OptionName, OptionValues } from './options.js';

/** A command line, understood. */
export interface Invocation {
  readonly command: Command;
  readonly operands: readonly string[];
  readonly values: OptionValues;
}

/** One row of the command table: all that help, completion and the parser need, and where the code is. */
export interface Command {
  /** `null` for what runs where no command is named. */
  readonly name: string | null;
  /** What follows the name, as help shows it; empty where the command takes no operands. */
  readonly operands: string;
  /** Where it takes none: where what was given belongs, to be read after the name. Without it: that there are none. */
  readonly instead?: string;
  /** One line, what it is for. */
  readonly summary: string;
  readonly options: readonly OptionName[];
  readonly examples: readonly Example[];
  /** Imports the code, and only then: each command pays for its own start. Its `run` gives the exit status. */
  readonly load: () => Promise<{ readonly run: Run }>;
}

export interface Example {
  readonly line: string;
  readonly does: string;
}

export type Run = (invocation: Invocation, io: Io) => Promise<number>;
