import { WIDE, WIDE_PREFIX } from './boundaries.js';
import { formsAt, type FormFit } from '../keys/forms.js';
import { matchAt } from '../text/match-at.js';

/** A key whose pieces stand apart in one text. */
export interface SplitKey {
  readonly start: number;
  readonly end: number;
  /** The pieces, from left to right in the key. */
  readonly parts: readonly (readonly [start: number, end: number])[];
  /** The key put together. */
  readonly value: string;
  readonly fit: FormFit;
}

const QUOTE = String.raw`(?:\\{0,8}["'\`]|&quot;|&#3[49];)`;
/** Bounded, as all repetition here: a hostile file holds a million of anything. */
const SPACE = String.raw`(?:\s|\\{1,8}[nrt]){0,64}`;
const NAME = String.raw`[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*`;

/** How languages join two literals: `+`, `.`, `..`, `&`, `||`, `<>`, `~`, `,` in a call or list, a line's end, or nothing. */
const OPERATOR = String.raw`(?:\+|\.\.?|&|\|\||<>|~|,|\\\s*\n|)`;

/** What may stand between two pieces of literal text. */
const BETWEEN_LITERALS: readonly RegExp[] = [
  // "sk-" + "…", and the same in every other notation; a letter before the quote marks the kind of string.
  new RegExp(`${QUOTE}${SPACE}${OPERATOR}${SPACE}[rRbBuUfF@$]?${QUOTE}`, 'y'),
  new RegExp(`${QUOTE}${SPACE}\\.concat\\(${SPACE}${QUOTE}`, 'y'),
  // key = "sk-"; key += "…"
  new RegExp(`${QUOTE}${SPACE};?${SPACE}${NAME}${SPACE}(?:\\+=|\\.=|<<)${SPACE}${QUOTE}`, 'y'),
  // A line continued: shell, C, Python, YAML (\), quoted-printable (=), PowerShell (`).
  /[\\=`]\r?\n[ \t]*/y,
  // A folded or plain scalar of YAML that goes on, indented, on a line of its own.
  /\r?\n[ \t]+(?=[\w-]+["']?[ \t]*(?:\r?\n|$))/y,
];
/** The last of them, where the key has the characters of base64 and dots in it. */
const WIDE_FOLD = /\r?\n[ \t]+(?=[\w.+/=-]+["']?[ \t]*(?:\r?\n|$))/y;
const BETWEEN_WIDE: readonly RegExp[] = [...BETWEEN_LITERALS, WIDE_FOLD];

/** What may stand between a literal piece and the name of a constant that holds the next one. */
const BEFORE_NAME: readonly RegExp[] = [
  new RegExp(`[$#]\\{\\s*(${NAME})\\s*\\}`, 'y'),
  new RegExp(`\\{(${NAME})\\}`, 'y'),
  new RegExp(`\\$(${NAME})`, 'y'),
  new RegExp(`${QUOTE}${SPACE}(?:\\+|\\.\\.?|&|\\|\\||<>|~|,)${SPACE}(${NAME})(?![\\w$(])`, 'y'),
  new RegExp(`%s${QUOTE}${SPACE}%${SPACE}\\(?(${NAME})`, 'y'),
  new RegExp(`\\{\\}${QUOTE}\\.format\\(${SPACE}(${NAME})`, 'y'),
];

const PIECE = /[\w-]+/y;
const WIDE_PIECE = new RegExp(`${WIDE}+`, 'y');
const BEGINS_WIDE = new RegExp(`^${WIDE_PREFIX}`);
const MOST_PIECES = 32;
/** Each name costs a search of the whole text. */
const MOST_NAMES = 64;
/** The longest form of the table: OpenAI's scoped keys. */
const LONGEST_KEY = 256;

/** Puts keys together whose pieces stand apart in one text. */
export class Joiner {
  readonly #text: string;
  readonly #definitions = new Map<string, Definition | null>();

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * The key that begins with the piece of one at `index`, where `sk-` stands. Only a whole key of a form that needs no
   * context counts, so pieces of something else come to nothing.
   */
  keyAt(index: number): SplitKey | null {
    let value = this.#pieceAt(index, '')!;
    let at = index + value.length;
    const parts: [number, number][] = [[index, at]];
    for (let count = 1; count < MOST_PIECES; count++) {
      const piece = this.#literalAfter(at, value) ?? this.#constantAfter(at);
      // What begins with the prefix again is another key, or a list of prefixes.
      if (piece === null || piece.value.startsWith('sk-')) return null;
      value += piece.value;
      if (value.length > LONGEST_KEY) return null;
      parts.push([piece.start, piece.end]);
      at = piece.resume;
      const fit = wholeFit(value);
      // A digit or letter more would make it something else: see whether the text goes on.
      if (fit !== undefined && this.#literalAfter(at, value) === null)
        return { start: index, end: at, parts, value, fit };
    }
    return null;
  }

  /** What a key that begins with `before` may go on with at `index`; `null` for nothing. */
  #pieceAt(index: number, before: string): string | null {
    const piece = matchAt(PIECE, this.#text, index)?.[0] ?? '';
    if (!BEGINS_WIDE.test(before + piece)) return piece || null;
    return matchAt(WIDE_PIECE, this.#text, index)?.[0] ?? null;
  }

  #literalAfter(at: number, before: string): Piece | null {
    for (const pattern of BEGINS_WIDE.test(before) ? BETWEEN_WIDE : BETWEEN_LITERALS) {
      const joiner = matchAt(pattern, this.#text, at);
      if (joiner === null) continue;
      const start = at + joiner[0].length;
      const value = this.#pieceAt(start, before);
      if (value === null) continue;
      const end = start + value.length;
      return { value, start, end, resume: end };
    }
    return null;
  }

  #constantAfter(at: number): Piece | null {
    for (const pattern of BEFORE_NAME) {
      const use = matchAt(pattern, this.#text, at);
      const definition = use === null ? null : this.#definitionOf(use[1]!);
      if (definition !== null) return { ...definition, resume: at + use![0].length };
    }
    return null;
  }

  #definitionOf(name: string): Definition | null {
    const last = name.slice(name.lastIndexOf('.') + 1);
    let known = this.#definitions.get(last);
    if (known === undefined) {
      known = this.#definitions.size < MOST_NAMES ? onlyDefinition(this.#text, last) : null;
      this.#definitions.set(last, known);
    }
    return known;
  }
}

/** A literal that a constant is given. */
interface Definition {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

interface Piece extends Definition {
  /** Where the joined text goes on. */
  readonly resume: number;
}

function wholeFit(value: string): FormFit | undefined {
  return formsAt(value, 0).find(
    ({ proof, prefix, body }) => proof !== 'context' && prefix.length + body.length === value.length,
  );
}

/** The one literal that `name` is given in the text; `null` if there is none, or two that differ. */
function onlyDefinition(text: string, name: string): Definition | null {
  const pattern = new RegExp(
    String.raw`(?<![\w$])${name.replaceAll('$', '\\$')}\\{0,8}["'\`]?\]?(?:\s{0,8}:\s{0,8}[A-Za-z]\w{0,64})?\s{0,8}(?::=|=>|=|:)\s{0,8}[rRbBuU@]?(?:${QUOTE}(${WIDE}+)(?=${QUOTE})|([\w-]{8,})(?![\w(.]))`,
    'g',
  );
  let found: Definition | null = null;
  for (const match of text.matchAll(pattern)) {
    const value = match[1] ?? match[2]!;
    if (found !== null && found.value !== value) return null;
    const end = match.index + match[0].length;
    found ??= { value, start: end - value.length, end };
  }
  return found;
}
