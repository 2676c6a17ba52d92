import type { HereDocument, Word } from '../script.js';

/** Commands that set the variables that they are given. */
export const DECLARING = /^(?:export|declare|local|readonly|typeset)$/;

/** A command while it is read. */
export class Draft {
  readonly words: Word[] = [];
  /** The texts of the words. */
  readonly names: string[] = [];
  readonly assignments: { readonly name: string; readonly words: readonly Word[] }[] = [];
  readonly hereDocuments: HereDocument[] = [];
  isComplete = true;
  output: string | null = null;
  /** How many words only lead to the command: `then`, `time`. */
  leading = 0;
  assignedUpTo = -1;
  readonly #start: number;

  constructor(start: number) {
    this.#start = start;
  }

  /** Whether its assignments are for the script and not for one command. */
  get setsVariables(): boolean {
    return this.words.length === this.leading || DECLARING.test(this.names[this.leading] ?? '');
  }

  isInWord(at: number): boolean {
    return at > this.#start && (this.words.at(-1)?.end === at || this.assignedUpTo === at);
  }
}
