import { isAlphanumeric, leftBoundary, WIDE, WIDE_PREFIX } from '../boundaries.js';
import type { Decoded } from '../layer.js';

/** What no text is: a syntax that has no way to write a character. */
const NONE = '(?!)';

/**
 * Character escapes of URLs, JavaScript, JSON, C, HTML and XML, one row a syntax. `%25` may stand in for each `%` again
 * (encoded twice), and any number of backslashes for one (JSON in JSON).
 */
const SYNTAXES: readonly { readonly name: string; readonly pattern: string; readonly of: (code: number) => string }[] =
  [
    { name: 'percent', pattern: '%(?:25)*([0-9A-Fa-f]{2})', of: (code) => `%(?:25)*${hexDigits(code)}` },
    { name: 'unicode', pattern: '\\\\+u([0-9A-Fa-f]{4})', of: (code) => `\\\\+u00${hexDigits(code)}` },
    { name: 'unicode', pattern: '\\\\+u\\{0*([0-9A-Fa-f]{1,6})\\}', of: (code) => `\\\\+u\\{0*${hexDigits(code)}\\}` },
    { name: 'hex-escape', pattern: '\\\\+x([0-9A-Fa-f]{2})', of: (code) => `\\\\+x${hexDigits(code)}` },
    {
      name: 'html',
      pattern: '&(?:amp;)*#[xX]0*([0-9A-Fa-f]{1,6});',
      of: (code) => `&(?:amp;)*#[xX]0*${hexDigits(code)};`,
    },
    { name: 'html', pattern: '&(?:amp;)*#0*([0-9]{1,7});', of: (code) => `&(?:amp;)*#0*${code};` },
    { name: 'html', pattern: '&(hyphen|dash);', of: (code) => (code === DASH ? '&(?:hyphen|dash);' : NONE) },
    // As PHP writes JSON.
    { name: 'backslash', pattern: '\\\\+(/)', of: (code) => (code === SLASH ? '\\\\+/' : NONE) },
  ];

const DECIMAL_ROW = 5;
const NAMED_ROW = 6;
const SLASH_ROW = 7;
const DASH = 0x2d;
const SLASH = 0x2f;

const ANY = SYNTAXES.map(({ pattern }) => pattern).join('|');
const ESCAPE = new RegExp(ANY, 'y');
const ESCAPE_BEFORE = new RegExp(`(?:${ANY})$`);

/** No escape that matters is longer, however often it was encoded again. */
const LONGEST = 32;

/** `sk-`, each character as it is or in any of the syntaxes. */
const PREFIX = new RegExp([...'sk-'].map(spelled).join(''), 'g');

/** How far a region goes, in characters. */
const REACH = 4096;

/** Decodes the escaped stretches of `text` that spell `sk-`. */
export function* escapedRegions(text: string): Generator<Decoded> {
  let done = 0;
  for (const { index, 0: prefix } of text.matchAll(PREFIX)) {
    if (index < done || prefix === 'sk-' || !mayBegin(text, index)) continue;
    const region = decodeFrom(text, index);
    done = region.ends.at(-1)!;
    yield region;
  }
}

/** Decodes what begins with a plain `sk-` and runs on in escapes. Where nothing is escaped, the text's own reader has it. */
export function* escapedBodies(text: string): Generator<Decoded> {
  for (let index = text.indexOf('sk-'); index >= 0;) {
    let done = endOfWord(text, index);
    if (escapeAt(text, done) !== null && mayBegin(text, index)) {
      const region = decodeFrom(text, index);
      done = region.ends.at(-1)!;
      yield region;
    }
    index = text.indexOf('sk-', done);
  }
}

/** Whether a key may begin at `index`: `task%2D` and `%74%61%73%6B-` are words, where the `a` is written as it is or not. */
function mayBegin(text: string, index: number): boolean {
  const before = ESCAPE_BEFORE.exec(text.slice(Math.max(0, index - LONGEST), index));
  return before === null ? leftBoundary(text, index) !== null : !isAlphanumeric(codeOf(before).code);
}

/** `text` as whoever reads it has it, with its escapes read: also those of quotes and of line ends, which no key has in it. */
export function unescaped(text: string): string {
  return text
    .replace(EVERY, (escape) => escapeAt(escape, 0)?.char ?? escape)
    .replace(NAMED, (escape, name: string) => NAMES.get(name) ?? escape)
    .replace(LINE_END, '\n');
}

const EVERY = new RegExp(ANY, 'g');
const NAMED = /&(?:amp;)*([a-z]+);/g;
const NAMES: ReadonlyMap<string, string> = new Map([
  ['quot', '"'],
  ['apos', "'"],
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
]);
const LINE_END = /\\+[nr]/g;

function endOfWord(text: string, index: number): number {
  const pattern = isRequesty(text, index) ? BASE64 : WORD;
  pattern.lastIndex = index;
  return index + pattern.exec(text)![0].length;
}

/** Of what keys consist. */
const WORD = new RegExp(`${WIDE_PREFIX}${WIDE}*|[\\w-]*`, 'y');
const BEGINS_WIDE = new RegExp(`^${WIDE_PREFIX}`);
const ENDS_WORD = /[^\w-]/;
const ENDS_WIDE = new RegExp(`(?!${WIDE})[^]`);

/** Before Requesty's keys, which are base64. */
const REQUESTY = 'rqsty-';
const BASE64 = /sk-[\w+/=]*/y;

function isRequesty(text: string, index: number): boolean {
  return text.endsWith(REQUESTY, index);
}

function decodeFrom(text: string, index: number): Decoded & { readonly ends: readonly number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  const isBase64 = isRequesty(text, index);
  let decoded = '';
  let name = '';
  for (let at = index; at < text.length && at - index < REACH;) {
    const unit = escapeAt(text, at);
    const char = unit?.char ?? text[at]!;
    const end = unit?.end ?? at + 1;
    decoded += char;
    starts.push(at);
    ends.push(end);
    if ((isBase64 || BEGINS_WIDE.test(decoded) ? ENDS_WIDE : ENDS_WORD).test(char)) break;
    name ||= unit?.name ?? '';
    at = end;
  }
  return { name, text: decoded, starts, ends };
}

function escapeAt(text: string, at: number): { char: string; end: number; name: string } | null {
  ESCAPE.lastIndex = at;
  const match = ESCAPE.exec(text);
  if (match === null) return null;
  const { row, code } = codeOf(match);
  // One unit in, one unit out: what lies beyond the basic plane is no part of a key.
  return {
    char: code > 0xffff ? '\ufffd' : String.fromCharCode(code),
    end: at + match[0].length,
    name: SYNTAXES[row]!.name,
  };
}

/** The character that a match of some syntax stands for, and which row that is. */
function codeOf(match: RegExpExecArray): { readonly row: number; readonly code: number } {
  const row = match.slice(1).findIndex((group: string | undefined) => group !== undefined);
  const digits = match[row + 1]!;
  if (row === NAMED_ROW) return { row, code: DASH };
  if (row === SLASH_ROW) return { row, code: SLASH };
  return { row, code: Number.parseInt(digits, row === DECIMAL_ROW ? 10 : 16) };
}

/** `char`, as it is or in any of the syntaxes, for a regular expression. */
export function spelled(char: string): string {
  const code = char.charCodeAt(0);
  return `(?:${[char, ...SYNTAXES.map(({ of }) => of(code)).filter((way) => way !== NONE)].join('|')})`;
}

/** The two hexadecimal digits of `code`, in either case. */
function hexDigits(code: number): string {
  return code.toString(16).replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
