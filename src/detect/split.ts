import { formsAt, type FormFit } from '../keys/forms.js';

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

const QUOTE = String.raw`(?:\\*["'\`]|&quot;|&#3[49];)`;
const SPACE = String.raw`(?:\s|\\+[nrt])*`;
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
const MOST_PIECES = 32;

/**
 * Puts together the key that begins with the piece of one at `index`, where `sk-` stands. Only a whole key of a form that
 * needs no context counts, so pieces of something else come to nothing.
 */
export function splitKeyAt(text: string, index: number): SplitKey | null {
  const first = matchAt(PIECE, text, index)!;
  const parts: [number, number][] = [[index, index + first[0].length]];
  let value = first[0];
  let at = index + first[0].length;
  for (let count = 1; count < MOST_PIECES; count++) {
    const piece = nextLiteral(text, at) ?? namedPiece(text, at);
    if (piece === null) return null;
    value += piece.value;
    parts.push([piece.start, piece.end]);
    at = piece.resume;
    const fit = formsAt(value, 0).find(
      ({ proof, prefix, body }) => proof !== 'context' && (prefix + body).length === value.length,
    );
    // A digit or letter more would make it something else: see whether the text goes on.
    if (fit !== undefined && nextLiteral(text, at) === null) return { start: index, end: at, parts, value, fit };
  }
  return null;
}

interface Piece {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Where the joined text goes on. */
  readonly resume: number;
}

function nextLiteral(text: string, at: number): Piece | null {
  for (const pattern of BETWEEN_LITERALS) {
    const joiner = matchAt(pattern, text, at);
    if (joiner === null) continue;
    const start = at + joiner[0].length;
    const piece = matchAt(PIECE, text, start);
    if (piece === null) continue;
    const end = start + piece[0].length;
    return { value: piece[0], start, end, resume: end };
  }
  return null;
}

function namedPiece(text: string, at: number): Piece | null {
  for (const pattern of BEFORE_NAME) {
    const use = matchAt(pattern, text, at);
    const definition = use === null ? null : onlyDefinition(text, use[1]!);
    if (definition !== null) return { ...definition, resume: at + use![0].length };
  }
  return null;
}

/** The one literal that `name` is given in the text; `null` if there is none, or two that differ. */
function onlyDefinition(text: string, name: string): Omit<Piece, 'resume'> | null {
  const last = name.slice(name.lastIndexOf('.') + 1).replaceAll('$', '\\$');
  const pattern = new RegExp(
    `(?<![\\w$])${last}\\\\*["'\`]?\\]?(?:\\s*:\\s*[A-Za-z]\\w*)?\\s*(?::=|=>|=|:)\\s*[rRbBuU@]?(?:${QUOTE}([\\w-]+)(?=${QUOTE})|([\\w-]{8,})(?![\\w(.]))`,
    'g',
  );
  let found: Omit<Piece, 'resume'> | null = null;
  for (const match of text.matchAll(pattern)) {
    const value = match[1] ?? match[2]!;
    if (found !== null && found.value !== value) return null;
    const end = match.index + match[0].length;
    found ??= { value, start: end - value.length, end };
  }
  return found;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
