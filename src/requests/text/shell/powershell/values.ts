import { isKnown, type Known, type Piece } from '../../../template.js';
import { matchAt } from '../../../../text/match-at.js';
import { Cursor } from './cursor.js';
import { ASSIGNED, BARE, VARIABLE } from './patterns.js';
import { MAX_ENTRIES } from './tables.js';
import { joined, type Splat, UNKNOWN, wordAt, wordOf } from './words.js';
import type { Command, Table, Word } from '../script.js';

/** Brackets in brackets, deeper than any script. */
const MAX_DEPTH = 40;

const CAST = /\[[\w.,[\] ]{1,200}\]/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };
/** Calls that leave a string what it is, as far as a header or an address goes. */
const KEEPING = /^(?:ToString|Trim|TrimEnd|ToLower)$/i;

/** Reads the words of commands and the values of expressions. What stands in them as a script of its own is left to {@link read}. */
export abstract class Values extends Cursor {
  readonly commands: Command[] = [];
  /** Whether a quote or bracket of what is being read is never closed. */
  protected isBroken = false;
  /** Quotes that nothing closes from here on. */
  readonly #unclosed = new Set<string>();

  /** Reads statements up to `closer`, or to the end; `isShown` says whether what they print is. */
  abstract read(closer: string, depth: number, isShown: boolean): void;
  protected abstract command(depth: number, isShown: boolean): void;
  /** Reads what stands in the braces of a value, which may be run or not. */
  protected abstract scriptBlock(depth: number): void;

  /** A word of a command. */
  protected argument(depth: number): Word {
    const start = this.at;
    const splat = matchAt(/@([A-Za-z_]\w*)(?=[\s;|)}]|$)/y, this.text, start);
    if (splat !== null) {
      this.at += splat[0].length;
      const word: Splat = { ...wordOf([{ name: splat[1]! }], start, this.at), isSplat: true };
      return word;
    }
    const parts: Word[] = [];
    while (this.at < this.text.length && !/[\s;|)},&<>]/.test(this.text[this.at]!)) {
      const char = this.text[this.at]!;
      const bare = '\'"`$(){}@'.includes(char) ? null : matchAt(BARE, this.text, this.at);
      if (char === '`') {
        if (matchAt(/`[ \t]*\r?\n/y, this.text, this.at) !== null) break;
        parts.push(wordOf([{ text: this.text[this.at + 1] ?? '', at: null }], this.at, this.at + 2));
        this.at += 2;
      } else if (bare !== null) {
        parts.push(wordAt(bare[0], this.at));
        this.at += bare[0].length;
      } else if (char === '@' && !/[{('"]/.test(this.text[this.at + 1] ?? '')) {
        parts.push(wordAt(char, this.at));
        this.at++;
      } else {
        const before = this.at;
        parts.push(this.#operand(depth, true));
        if (this.at === before) this.at++;
      }
    }
    if (this.at === start) this.at++;
    const [only, ...more] = parts;
    return only !== undefined && more.length === 0 ? only : joined(parts, start, this.at);
  }

  /** Operands with what puts them together, up to the end of the statement; inside brackets lines do not end it. */
  protected expression(depth: number, isInBrackets: boolean): Word {
    this.skip(isInBrackets);
    const start = this.at;
    let value = this.#operand(depth, false);
    for (;;) {
      this.skip(isInBrackets);
      const char = this.text[this.at];
      if (char === undefined || '\n;|)},]&'.includes(char)) return value;
      if (char === '+') {
        value = this.#sum(value, depth, isInBrackets, start);
        continue;
      }
      const format = matchAt(/-f(?![\w-])/iy, this.text, this.at);
      if (format !== null) {
        this.at += format[0].length;
        value = this.#formatted(value, depth, start);
        continue;
      }
      // Another operator: what comes of it is not known.
      const operator = matchAt(BARE, this.text, this.at);
      const before = this.at;
      if (operator !== null) this.at += operator[0].length;
      else this.#operand(depth, false);
      if (this.at === before) this.at++;
      value = wordOf([{ name: null }], start, this.at);
    }
  }

  /** `first + …`, put together once all of it is read: thousands may follow. */
  #sum(first: Word, depth: number, isInBrackets: boolean, start: number): Word {
    let parts = [first];
    while (this.text[this.at] === '+') {
      this.at++;
      this.skip(true);
      const right = this.#operand(depth, false);
      if (parts[0]!.table || right.table) parts = [UNKNOWN];
      else parts.push(right);
      this.skip(isInBrackets);
    }
    const [only, ...more] = parts;
    return only !== undefined && more.length === 0 ? only : joined(parts, start, parts.at(-1)!.end);
  }

  /** `'Bearer {0}' -f $key` */
  #formatted(pattern: Word, depth: number, start: number): Word {
    const values: Word[] = [];
    do {
      if (this.text[this.at] === ',') this.at++;
      this.skip(true);
      values.push(this.#operand(depth, false));
      this.skip(false);
    } while (this.text[this.at] === ',');
    const pieces = pattern.pieces.flatMap((piece): readonly Piece[] => {
      if (!isKnown(piece)) return [piece];
      const parts: Piece[] = [];
      let from = 0;
      for (const { 0: whole, 1: number, index } of piece.text.matchAll(/\{(\d)\}/g)) {
        if (index > from) parts.push(slice(piece, from, index));
        parts.push(...(values[Number(number)]?.pieces ?? [{ name: null }]));
        from = index + whole.length;
      }
      if (from < piece.text.length) parts.push(slice(piece, from, piece.text.length));
      return parts;
    });
    return { ...pattern, pieces, start, end: this.at };
  }

  /** A value, unless something follows that makes another of it. */
  protected whole(value: Word, depth: number): Word {
    this.skip(false);
    if (!',|'.includes(this.text[this.at] ?? '\n')) return value;
    while (',|'.includes(this.text[this.at] ?? '\n')) {
      const isPipe = this.text[this.at] === '|';
      this.at++;
      this.skip(true);
      if (isPipe && this.startsCommand()) this.command(depth, false);
      else this.expression(depth, false);
      this.skip(false);
    }
    return UNKNOWN;
  }

  #operand(depth: number, isArgument: boolean): Word {
    const start = this.at;
    if (depth > MAX_DEPTH) {
      this.at = this.text.length;
      return UNKNOWN;
    }
    const [char, next] = [this.text[start], this.text[start + 1]];
    const value = this.#primary(char ?? '', next ?? '', depth);
    return this.#members(value ?? this.#bareValue(start), start, depth, isArgument);
  }

  #primary(char: string, next: string, depth: number): Word | null {
    const start = this.at;
    if (char === "'") return this.#single();
    if (char === '"') return this.#double(depth, start + 1, '"');
    if (char === '(') return this.parenthesised(depth, 1);
    if (char === '@' && next === '{') return this.#table(depth);
    if (char === '@' && next === '(') {
      this.at += 2;
      this.nested(')', depth);
      return wordOf([{ name: null }], start, this.at);
    }
    if (char === '@' && (next === "'" || next === '"')) return this.#hereString(next, depth);
    if (char === '$' && next === '(') return this.parenthesised(depth, 2);
    if (char === '$') return this.#variable();
    if (char === '{') {
      this.at++;
      this.scriptBlock(depth);
      return wordOf([{ name: null }], start, this.at);
    }
    if (char === '[') return this.#cast(depth);
    return null;
  }

  #bareValue(start: number): Word {
    const bare = matchAt(BARE, this.text, start);
    if (bare === null) return wordOf([{ name: null }], start, start);
    this.at += bare[0].length;
    return wordOf([{ name: null }], start, this.at);
  }

  protected nested(closer: string, depth: number): void {
    const isBroken = this.isBroken;
    if (depth > MAX_DEPTH) this.at = this.text.length;
    else this.read(closer, depth + 1, false);
    this.isBroken = isBroken || this.at >= this.text.length;
    this.at++;
  }

  /** `[string]$key`, `[Environment]::GetEnvironmentVariable('KEY')`, `[ordered]@{…}` */
  #cast(depth: number): Word {
    const start = this.at;
    const type = matchAt(CAST, this.text, start);
    if (type === null) {
      this.at++;
      return wordOf([{ name: null }], start, this.at);
    }
    this.at += type[0].length;
    if (!this.text.startsWith('::', this.at)) return this.#operand(depth + 1, false);
    const variable = matchAt(
      /::GetEnvironmentVariable\(\s*['"]([A-Za-z_]\w*)['"]\s*(?:,[^()\n]{0,100})?\)/iy,
      this.text,
      this.at,
    );
    const call = variable ?? matchAt(/::\w+/y, this.text, this.at);
    this.at += call?.[0].length ?? 2;
    return wordOf([{ name: variable?.[1] ?? null }], start, this.at);
  }

  /** Members and calls behind a value. */
  #members(value: Word, start: number, depth: number, isArgument: boolean): Word {
    let current = value;
    while (this.at < this.text.length) {
      const member = matchAt(/\??(?:\.|::)([A-Za-z_]\w*)(\()?/y, this.text, this.at);
      if (member !== null && !(isArgument && this.#isLiteral(current))) {
        this.at += member[0].length;
        if (member[2] !== undefined) this.nested(')', depth);
        if (member[2] !== undefined && KEEPING.test(member[1]!)) continue;
        current = wordOf([{ name: member[2] === undefined ? member[1]! : null }], start, this.at);
      } else if (this.text[this.at] === '[' && !this.#isLiteral(current)) {
        const index = matchAt(/\[\s*['"]([\w-]+)['"]\s*\]/y, this.text, this.at);
        const length = index?.[0].length ?? this.bracketed();
        if (length === 0) break;
        this.at += length;
        current = wordOf([{ name: index?.[1] ?? null }], start, this.at);
      } else break;
    }
    return current;
  }

  #isLiteral({ pieces }: Word): boolean {
    return pieces.some(isKnown);
  }

  /** The only value in `(…)` or `$(…)`; not known where a command stands there. */
  protected parenthesised(depth: number, opening: number): Word {
    const start = this.at;
    this.at += opening;
    this.skip(true);
    if (depth > MAX_DEPTH || this.startsCommand() || matchAt(ASSIGNED, this.text, this.at) !== null) {
      this.nested(')', depth);
      return wordOf([{ name: null }], start, this.at);
    }
    const value = this.expression(depth + 1, true);
    if (this.text[this.at] === ')') {
      this.at++;
      return value.table ? value : { ...value, start, end: this.at };
    }
    this.nested(')', depth);
    return wordOf([{ name: null }], start, this.at);
  }

  #variable(): Word {
    const start = this.at;
    const found = matchAt(VARIABLE, this.text, start);
    if (found === null) {
      this.at += 2;
      return wordOf([{ name: null }], start, this.at);
    }
    this.at += found[0].length;
    const at = { start, end: this.at };
    return wordOf([{ name: found[1] ?? found[2]!, at }], start, this.at);
  }

  #single(): Word {
    const start = this.at + 1;
    let at = start;
    const pieces: Piece[] = [];
    for (;;) {
      const end = this.#unclosed.has("'") ? -1 : this.text.indexOf("'", at);
      if (end < 0) return this.#stray("'");
      if (end > at || pieces.length === 0) pieces.push({ text: this.text.slice(at, end), at });
      this.at = end + 1;
      if (this.text[this.at] !== "'") return { ...wordOf(pieces, start, end), quoted: [{ start, end }] };
      pieces.push({ text: "'", at: null });
      at = end + 2;
    }
  }

  #stray(quote: string): Word {
    this.#unclosed.add(quote);
    this.isBroken = true;
    this.at++;
    return wordAt(quote, this.at - 1);
  }

  /** What stands in double quotes from `from` up to `closer`. */
  #double(depth: number, from: number, closer: string): Word {
    if (this.#unclosed.has('"')) return this.#stray('"');
    const opened = this.at;
    const known = this.commands.length;
    const pieces: Piece[] = [];
    this.at = from;
    while (this.at < this.text.length) {
      const char = this.text[this.at]!;
      if (char === closer[0] && this.text.startsWith(closer, this.at)) {
        if (closer === '"' && this.text[this.at + 1] === '"') {
          pieces.push({ text: '"', at: null });
          this.at += 2;
          continue;
        }
        const end = this.at;
        this.at += closer.length;
        if (pieces.length === 0) pieces.push({ text: '', at: from });
        return { ...wordOf(pieces, from, end), quoted: [{ start: from, end }] };
      }
      if (char === '`') {
        const next = this.text[this.at + 1] ?? '';
        pieces.push({ text: ESCAPES[next] ?? next, at: null });
        this.at += 2;
      } else if (char === '$' && this.text[this.at + 1] === '(') {
        pieces.push(...this.parenthesised(depth + 1, 2).pieces);
      } else if (char === '$' && matchAt(VARIABLE, this.text, this.at) !== null) {
        pieces.push(...this.#variable().pieces);
      } else {
        const [plain = char] = matchAt(/[^"`$\n]+|\n/y, this.text, this.at) ?? [];
        pieces.push({ text: plain, at: this.at });
        this.at += plain.length;
      }
    }
    // What stood in it is read again.
    this.commands.length = known;
    this.at = opened;
    return this.#stray('"');
  }

  /** `@'…'@` and `@"…"@`, each quote on a line of its own. */
  #hereString(quote: string, depth: number): Word {
    const start = this.at;
    const opening = matchAt(/@['"][ \t]*\r?\n/y, this.text, start);
    if (opening === null) {
      this.at++;
      return wordAt('@', start);
    }
    const from = start + opening[0].length;
    const closer = `\n${quote}@`;
    const end = this.#unclosed.has(closer) ? -1 : this.text.indexOf(closer, from - 1);
    if (end < 0) {
      this.#unclosed.add(closer);
      this.isBroken = true;
      this.at++;
      return wordAt('@', start);
    }
    if (quote === '"') return this.#double(depth, from, closer);
    this.at = end + closer.length;
    const to = Math.max(from, this.text[end - 1] === '\r' ? end - 1 : end);
    return { ...wordAt(this.text.slice(from, to), from), quoted: [{ start: from, end: to }] };
  }

  #table(depth: number): Word {
    const start = this.at;
    const entries: { readonly name: Word; readonly value: Word }[] = [];
    let isComplete = true;
    this.at += 2;
    while (this.at < this.text.length) {
      this.skip(true);
      const char = this.text[this.at];
      if (char === '}' || char === undefined) break;
      if (char === ';' || char === ',') {
        this.at++;
        continue;
      }
      const before = this.at;
      const bare = matchAt(/[\w-]+/y, this.text, before);
      if (bare !== null) this.at += bare[0].length;
      const name = bare === null ? this.#operand(depth + 1, false) : wordAt(bare[0], before);
      this.skip(false);
      if (this.text[this.at] === '=') {
        this.at++;
        this.skip(true);
        entries.push({ name, value: this.whole(this.expression(depth + 1, false), depth + 1) });
      } else isComplete = false;
      if (this.at === before) this.at++;
    }
    const isClosed = this.text[this.at] === '}';
    this.at++;
    const isWhole = isComplete && isClosed && entries.length <= MAX_ENTRIES;
    const table: Table = isWhole ? { entries, isComplete } : { entries: [], isComplete: false };
    return { ...wordOf([{ name: null }], start, this.at), table };
  }
}

function slice(piece: Known, from: number, to: number): Piece {
  return { ...piece, text: piece.text.slice(from, to), at: piece.at === null ? null : piece.at + from };
}
