import type { Span } from '../../site.js';
import { isKnown, type Piece, type Template } from '../../template.js';

/** One word of a command, without its quotes. */
export interface Word extends Template {
  /** The stretches between quotes: there a blank can be written without ending the word. */
  readonly quoted: readonly Span[];
  /** Whether the shell may make several words of it, or none: an unknown variable without quotes. */
  readonly mayBeMore: boolean;
  /** What PowerShell's `@{…}` holds, or a variable that holds one. */
  readonly table?: Table;
}

/** A hashtable of PowerShell, as far as it is known. */
export interface Table {
  readonly entries: readonly { readonly name: Word; readonly value: Word }[];
  readonly isComplete: boolean;
}

export interface HereDocument extends Span {
  /** Whether `$` means nothing in it. */
  readonly isLiteral: boolean;
}

/** One command with what it is given. */
export interface Command extends Span {
  readonly words: readonly Word[];
  /** Whether `words` are all that it is given: no quote is open, nothing is added when it runs. */
  readonly isComplete: boolean;
  readonly hereDocuments: readonly HereDocument[];
  /** Whether what it prints stays on the screen or in a log: it is not caught, piped on, or written to a file. */
  readonly isShown: boolean;
  /** The file that its output is written to. */
  readonly output: string | null;
}

/** What a script runs, in its order. */
export interface Script {
  readonly commands: readonly Command[];
}

/** The words that a variable was set to, and how certain that is. */
interface Assignment {
  readonly words: readonly Word[];
  readonly isCertain: boolean;
}

/** More pieces than this are not a request but an attack on us. */
const MAX_PIECES = 200;
const MAX_WORDS = 200;
const MAX_DEPTH = 10;

/** The variables of a script. One that is set in a single place, come what may, has its value everywhere. */
export class Variables {
  readonly #key: (name: string) => string;
  readonly #assignments = new Map<string, Assignment[]>();
  /** What names were resolved to, by depth: one may stand many times in the value of another. */
  readonly #known = new Map<string, readonly Piece[]>();

  /** `key` gives the spellings of one name the same. */
  constructor(key: (name: string) => string = (name) => name) {
    this.#key = key;
  }

  set(name: string, words: readonly Word[], isCertain: boolean): void {
    this.#known.clear();
    const key = this.#key(name);
    const all = this.#assignments.get(key);
    if (all) all.push({ words, isCertain });
    else this.#assignments.set(key, [{ words, isCertain }]);
  }

  /** A word with the values of its variables. */
  resolved(word: Word): Word {
    const pieces = this.#pieces(word.pieces, 0);
    return { ...word, pieces, mayBeMore: word.mayBeMore && pieces.some((piece) => !isKnown(piece)) };
  }

  /** The words that an array holds. */
  wordsOf(name: string): readonly Word[] | null {
    const words = this.#only(name)?.words ?? null;
    return words !== null && words.length > MAX_WORDS ? null : words;
  }

  #only(name: string): Assignment | null {
    const all = this.#assignments.get(this.#key(name));
    const only = all?.length === 1 ? all[0] : undefined;
    return only?.isCertain === true ? only : null;
  }

  #pieces(pieces: readonly Piece[], depth: number): Piece[] {
    const all: Piece[] = [];
    for (const piece of pieces) {
      const value = isKnown(piece) || piece.name === null || depth > MAX_DEPTH ? null : this.#only(piece.name);
      const [word, ...others] = value?.words ?? [];
      if (isKnown(piece) || word === undefined || others.length > 0) all.push(piece);
      else {
        // What stands elsewhere is not ours to change: other commands use it too.
        const key = `${depth} ${piece.name!}`;
        const inner = this.#known.get(key) ?? this.#pieces(word.pieces, depth + 1);
        this.#known.set(key, inner);
        all.push(
          ...inner.map((each) =>
            isKnown(each) ? { text: each.text, at: null, name: piece.name! } : { name: each.name },
          ),
        );
      }
      if (all.length > MAX_PIECES) return [...pieces];
    }
    return all;
  }
}
