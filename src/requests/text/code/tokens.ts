import type { Piece, Template } from '../../template.js';
import { matchAt } from '../../../text/match-at.js';

/** A word, a string, or a single other character of a program. */
export interface Token {
  readonly kind: 'name' | 'string' | 'mark';
  /** A name or a mark as it stands; empty for strings. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Of strings. */
  readonly value: Template | undefined;
  /** Where the bracket that it opens is closed, or that it closes was opened: a number of a token. */
  partner: number | undefined;
  /** Whether it is the first of its line. */
  isFirst: boolean;
  /** How many blanks stand before it, where it is the first of its line. */
  readonly indent: number;
}

/** Numbers of tokens, `to` left out. */
export type Range = readonly [from: number, to: number];

/** How a language writes strings and comments. */
export interface Lexicon {
  readonly lineComments: readonly string[];
  readonly blockComments: boolean;
  /** Quotes; longer ones first. */
  readonly quotes: readonly string[];
  /** Quotes between which a backslash means nothing, and no value is put in. */
  readonly raw: readonly string[];
  /** What stands for a value in a string: the first group names the variable. `null`: nothing does. */
  readonly interpolation: RegExp | null;
  /** Letters before a quote that only then let it hold values; `null` where all strings do. */
  readonly interpolated: RegExp | null;
}

const NAME = /[A-Za-z_$@][\w$]*/y;
const WORD = /[\w$@]/;
const NUMBER = /\d[\w.]*/y;
const PREFIX = /(?:[A-Za-z]{1,2}|[$@]{1,2})(?=["'])/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** The tokens of a program, with its brackets matched. A string that nothing closes ends with its line. */
export function tokensOf(text: string, lexicon: Lexicon): Token[] {
  const { lineComments, blockComments, quotes } = lexicon;
  const tokens: Token[] = [];
  const open: number[] = [];
  let at = 0;
  let [isFirst, indent] = [true, 0];
  // Programs have a token for each three characters: all of one shape, and none made twice.
  const push = (kind: Token['kind'], content: string, end: number, value: Template | undefined): void => {
    tokens.push({
      kind,
      text: content,
      start: at,
      end,
      value,
      partner: undefined,
      isFirst,
      indent: isFirst ? indent : 0,
    });
    isFirst = false;
    at = end;
  };
  while (at < text.length) {
    const char = text[at]!;
    if (char === '\n') {
      isFirst = true;
      indent = 0;
      at++;
    } else if (char === ' ' || char === '\t' || char === '\r') {
      if (isFirst) indent += char === '\t' ? 4 : 1;
      at++;
    } else if (startsWithOne(lineComments, text, at) !== undefined) {
      at = after(text.indexOf('\n', at), 0, text);
    } else if (blockComments && char === '/' && text.startsWith('/*', at)) {
      at = after(text.indexOf('*/', at + 2), 2, text);
    } else {
      const word = WORD.test(char) ? (matchAt(NAME, text, at) ?? matchAt(NUMBER, text, at))?.[0] : undefined;
      const prefix = word === undefined || word.length > 2 ? '' : (matchAt(PREFIX, text, at)?.[0] ?? '');
      const quote = startsWithOne(quotes, text, at + prefix.length);
      if (quote !== undefined && (prefix !== '' || word === undefined)) {
        const { end, value } = stringAt(text, at, prefix, quote, lexicon);
        push('string', '', end, value);
      } else if (word !== undefined) push('name', word, at + word.length, undefined);
      else {
        const number = tokens.length;
        push('mark', char, at + 1, undefined);
        if ('([{'.includes(char)) open.push(number);
        else if (')]}'.includes(char)) {
          const opener = open.pop();
          if (opener !== undefined) {
            tokens[opener]!.partner = number;
            tokens[number]!.partner = opener;
          }
        }
      }
    }
  }
  return tokens;
}

function startsWithOne(marks: readonly string[], text: string, at: number): string | undefined {
  for (const mark of marks) if (text.startsWith(mark, at)) return mark;
  return undefined;
}

function after(index: number, length: number, text: string): number {
  return index < 0 ? text.length : index + length;
}

function stringAt(
  text: string,
  start: number,
  prefix: string,
  quote: string,
  lexicon: Lexicon,
): { readonly end: number; readonly value: Template } {
  const from = start + prefix.length + quote.length;
  const isLong = quote.length > 1 || quote === '`';
  const isRaw = lexicon.raw.includes(quote) || /r/i.test(prefix) || prefix === '@';
  const pieces: Piece[] = [];
  let at = from;
  let run = from;
  const flush = (): void => {
    if (at > run) pieces.push({ text: text.slice(run, at), at: run });
  };
  const holdsValues =
    lexicon.interpolation !== null &&
    !lexicon.raw.includes(quote) &&
    (lexicon.interpolated === null || lexicon.interpolated.test(prefix));
  while (at < text.length && !(text[at] === quote[0] && text.startsWith(quote, at))) {
    const char = text[at]!;
    if (!isLong && char === '\n') break;
    const found = holdsValues && INTERPOLATING.includes(char) ? matchAt(lexicon.interpolation, text, at) : null;
    if (char === '\\' && !isRaw && found === null) {
      flush();
      const next = text[at + 1] ?? '';
      pieces.push({ text: ESCAPES[next] ?? next, at: null });
      at += 2;
      run = at;
    } else if (found !== null) {
      flush();
      const end = at + found[0].length;
      const name = found[1] ?? found[2] ?? null;
      const isDoubled = found[0] === '{{' || found[0] === '}}' || found[0] === '%%';
      pieces.push(
        isDoubled ? { text: char, at: null } : { name: name === null ? null : lastName(name), at: { start: at, end } },
      );
      at = run = end;
    } else at++;
  }
  flush();
  const end = Math.min(text.length, at + (text.startsWith(quote, at) ? quote.length : 0));
  const value: Template = {
    pieces: pieces.length > 0 ? pieces : [{ text: '', at: from }],
    start: from,
    end: Math.min(at, text.length),
  };
  return { end: Math.max(end, from), value };
}

const INTERPOLATING = '{}$#\\%';

function lastName(path: string): string {
  return /[\w$]+$/.exec(path.replace(/["')\]]+$/, ''))?.[0] ?? path;
}

/** The parts of the tokens `[from, to)` between commas that stand in no bracket of their own. */
export function partsOf(tokens: readonly Token[], from: number, to: number, separator = ','): Range[] {
  const parts: Range[] = [];
  let start = from;
  for (let at = from; at < to; at++) {
    const token = tokens[at]!;
    if (token.kind !== 'mark') continue;
    if ('([{'.includes(token.text)) at = Math.min(to, token.partner ?? to);
    else if (token.text === separator) {
      parts.push([start, at]);
      start = at + 1;
    }
  }
  if (start < to) parts.push([start, to]);
  return parts.filter(([a, b]) => b > a);
}
