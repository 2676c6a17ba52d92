import { WIDE, WIDE_PREFIX } from './boundaries.js';
import { isAllWords, placeholderReason } from '../keys/placeholders.js';

/** The beginning of a key that may go on elsewhere. */
interface Piece {
  /** Whether an expression may compose a key of it, so that the file is worth parsing. */
  readonly isWorthParsing: boolean;
}

/** A piece of a key that may go on elsewhere, and the operator that it goes on with. */
const GOES_ON = new RegExp(
  `^(${WIDE_PREFIX}${WIDE}*|sk-[\\w-]*)` +
    String.raw`(?:\\*["'\`](\s*(?:[-+.,;&|)~<\\]|as\b|satisfies\b|$))?|[\\$+{%&#=<]|\r?\n)`,
);
const LONGEST_PIECE = 160;

/** The piece that begins at `index`, where `sk-` stands; `null` where none goes on there. */
export function pieceAt(text: string, index: number): Piece | null {
  const [whole, piece = '', operator] = GOES_ON.exec(text.slice(index, index + LONGEST_PIECE)) ?? [];
  if (whole === undefined) return null;
  return { isWorthParsing: isPiece(piece.slice('sk-'.length), operator) && !isSpokenOf(text, index) };
}

/**
 * A literal that could be the rest of a key: digits among letters without a break, or among small and capital ones. Names of models and
 * dates have neither.
 */
const OTHER_PIECE =
  /["'`\\](?:(?:[\w-]*?[-_])?(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[0-9A-Za-z]{7,}|(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{8,})/;

/** Whether a literal in a text could be the rest of a key. */
export function holdsRest(text: string): boolean {
  return OTHER_PIECE.test(text);
}

/**
 * Whether a literal that begins a key is worth parsing the file for: alone, or joined to something, and neither a
 * placeholder nor words, as tests have them. Slovak, `sk-SK` and the voice `sk-SK-LukasNeural`, stands in every bundle that has a list of locales.
 */
function isPiece(word: string, operator: string | undefined): boolean {
  if (/^SK(?:-|$)/.test(word)) return false;
  if (word === '') return true;
  return operator !== undefined && placeholderReason(word, 'short') === null && !isAllWords(word);
}

/** Before a literal that is looked for in another text: `key.startsWith("sk-")`. */
const LOOKED_FOR = /\.(?:startsWith|endsWith|includes|indexOf|lastIndexOf)\(\s*\\*["'`]$/;
/** The longest of {@link LOOKED_FOR}, and some space. */
const LONGEST_CALL = 32;

/** `sk-` quoted within a text, and not a literal of its own: behind it the text ends or goes on with a word. */
const QUOTED = /^sk-["'`](?:["'`]|[ \t]+(?!(?:as|satisfies|in|instanceof|of)\b)[A-Za-z][\w-]*(?![\w-]|\s*=))/;

/**
 * Whether the prefix at `index` is asked about or told of (`'Must start with "sk-" for OpenAI'`), as in every program that
 * checks what its users enter. No key is composed of it.
 */
function isSpokenOf(text: string, index: number): boolean {
  return (
    LOOKED_FOR.test(text.slice(Math.max(0, index - LONGEST_CALL), index)) ||
    QUOTED.test(text.slice(index, index + LONGEST_PIECE))
  );
}
