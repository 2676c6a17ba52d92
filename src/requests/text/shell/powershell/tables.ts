import { isKnown, shapeOf } from '../../../template.js';
import { UNKNOWN } from './words.js';
import { type Command, type Table, Variables, type Word } from '../script.js';

/** More members are set by no script. */
export const MAX_ENTRIES = 100;

/** A member that is set later, or `null` where it is not known which. */
export interface Change {
  readonly at: number;
  readonly entry: Table['entries'][number] | null;
}

/** The variables of a script for PowerShell, and what is set in the tables that they hold. */
export class Tables {
  readonly #variables = new Variables((name) => name.toLowerCase());
  readonly #changes = new Map<string, Change[]>();

  /** As {@link Variables.set}. */
  set(name: string, words: readonly Word[], isCertain: boolean): void {
    this.#variables.set(name, words, isCertain);
  }

  /** Takes in a change of the table that a variable holds. */
  change(name: string, change: Change): void {
    const key = name.toLowerCase();
    const all = this.#changes.get(key);
    if (all === undefined) this.#changes.set(key, [change]);
    else if (all.length <= MAX_ENTRIES) all.push(change);
  }

  /** The command with the values of its variables, and the tables that it is given. */
  resolved(command: Command): Command {
    const words = command.words.flatMap((word) => this.#resolvedWord(word, command.start));
    const isComplete = command.isComplete && !words.some(({ mayBeMore }) => mayBeMore);
    return { ...command, words, isComplete };
  }

  #resolvedWord(word: Word, at: number): Word[] {
    if (!('isSplat' in word)) return [this.#withTable(word, at)];
    const table = this.#tableIn(word, at);
    // `@parameters`: each member is an option.
    if (table === null) return [{ ...word, pieces: [{ name: null }], mayBeMore: true }];
    const options = table.entries.flatMap(({ name, value }) => {
      const option: Word = { ...name, pieces: [{ text: '-', at: null }, ...name.pieces] };
      return [option, /^headers$/i.test(shapeOf(name)) ? this.#withTable(value, at) : this.#variables.resolved(value)];
    });
    return table.isComplete ? options : [...options, { ...UNKNOWN, mayBeMore: true }];
  }

  #withTable(word: Word, at: number): Word {
    const table = this.#tableIn(word, at);
    const resolved = this.#variables.resolved(word);
    if (table === null) return resolved;
    const entries = table.entries.map(({ name, value }) => ({
      name: this.#variables.resolved(name),
      value: this.#variables.resolved(value),
    }));
    return { ...resolved, table: { ...table, entries } };
  }

  /** The table that a word is, or that a variable holds where the word stands. */
  #tableIn(word: Word, at: number): Table | null {
    const [piece, ...others] = word.pieces;
    if (word.table) return word.table;
    if (piece === undefined || others.length > 0 || isKnown(piece) || piece.name === null) return null;
    const [only] = this.#variables.wordsOf(piece.name) ?? [];
    if (!only?.table) return null;
    return changed(
      only.table,
      (this.#changes.get(piece.name.toLowerCase()) ?? []).filter((change) => change.at < at),
    );
  }
}

/** With the members that are set later; those of one name replace each other. */
function changed(table: Table, changes: readonly Change[]): Table {
  const entries = new Map(table.entries.map((entry) => [shapeOf(entry.name).toLowerCase(), entry]));
  for (const { entry } of changes) if (entry !== null) entries.set(shapeOf(entry.name).toLowerCase(), entry);
  return {
    entries: [...entries.values()],
    isComplete: table.isComplete && changes.length < MAX_ENTRIES && changes.every(({ entry }) => entry !== null),
  };
}
