import { isKnown, shapeOf, type Known, type Piece } from '../../../template.js';
import { matchAt } from '../../../../text/match-at.js';
import { type Change, MAX_ENTRIES, Tables } from './tables.js';
import { joined, type Splat, UNKNOWN, wordAt, wordOf } from './words.js';
import type { Command, Script, Table, Word } from '../script.js';

/** Brackets in brackets, deeper than any script. */
const MAX_DEPTH = 40;

const SCOPE = '(?:(?:env|script|global|local|private|using):)?';
const VARIABLE = new RegExp(String.raw`\$(?:${SCOPE}([A-Za-z_]\w*)|\{${SCOPE}([^{}:\n]{1,100})\})`, 'iy');
/** What is set: a variable, or with `[…]`, `.name` a member of one. */
const ASSIGNED = new RegExp(
  String.raw`(?:\[[\w.]{1,100}(?:\[\])?\][ \t]*){0,3}\$${SCOPE}([A-Za-z_]\w*)(?:\.(?:'([^'\n]+)'|([A-Za-z_]\w*))|\[\s*(?:'([^'\n]+)'|"([^"$\x60\n]+)"|([^\]\n]{1,100}))\s*\])?[ \t]*(\+?)=(?!=)`,
  'iy',
);
const ADDED = new RegExp(String.raw`(?:\[void\][ \t]*)?\$${SCOPE}([A-Za-z_]\w*)\.(Add|Remove|Clear)\(`, 'iy');
/** What is set in a table that a table holds: `$p.Headers.Authorization = …`, `$p.Headers.Add(…)`. */
const SET_WITHIN = new RegExp(
  String.raw`(?:\[void\][ \t]*)?\$${SCOPE}([A-Za-z_]\w*)(?:\.[A-Za-z_]\w*|\[[^\]\n]{1,100}\]){1,5}(?:\.(?:Add|Remove|Clear)\(|(?:\.[A-Za-z_]\w*|\[[^\]\n]{1,100}\])[ \t]*\+?=(?!=))`,
  'iy',
);
const KEYWORD =
  /(if|elseif|else|while|foreach|for|switch|until|do|try|catch|finally|trap|function|filter|param|begin|process|end|return|throw|class|in)(?![\w-])/iy;
/** Those whose block may not run, or not once. */
const CONDITIONAL = /^(?:if|elseif|else|while|foreach|for|switch|catch|trap|class)$/i;
const CAST = /\[[\w.,[\] ]{1,200}\]/y;
const BARE = /[^\s'"`$;|(){},&<>]+/y;
const BLANKS = /(?:[ \t\r]|`[ \t]*\r?\n|<#[^]*?(?:#>|$))+/y;
const REDIRECT = /[*\d]?>>?(?:&\d)?/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };
/** Calls that leave a string what it is, as far as a header or an address goes. */
const KEEPING = /^(?:ToString|Trim|TrimEnd|ToLower)$/i;
/** Commands that leave a table that they are given as it is: those that request, print, convert and choose. */
const LEAVES =
  /^(?:Invoke-(?:RestMethod|WebRequest)|irm|iwr|curl|wget|(?:Write|Out|ConvertTo|Format|Export|Select|Where|Sort|Measure|Test|Compare|Get)-\w+|echo)$/i;
/** What makes a table without members: what is said to hold headers is one in practice. */
const NEW_TABLE = /^(?:New-Object)$/i;

/** Reads what a script for PowerShell runs. `text` may be a transcript: `PS C:\>` before a command is passed over. */
export function readPowerShell(text: string): Script {
  const tables = new Tables();
  const lexer = new Lexer(text, tables);
  lexer.read('', 0, true);
  return { commands: lexer.commands.map((command) => tables.resolved(command)) };
}

class Lexer {
  readonly commands: Command[] = [];
  readonly #text: string;
  readonly #tables: Tables;
  #at = 0;
  /** The open blocks: whether each may not be run, or is a function's. */
  readonly #blocks: { readonly isConditional: boolean; readonly isFunction: boolean }[] = [];
  #next = { isConditional: false, isFunction: false };
  readonly #unclosed = new Set<string>();
  #isBroken = false;

  constructor(text: string, tables: Tables) {
    this.#text = text;
    this.#tables = tables;
  }

  /** Reads statements up to `closer`, or to the end; `isShown` says whether what they print is. */
  read(closer: string, depth: number, isShown: boolean): void {
    const outer = this.#blocks.length;
    while (this.#at < this.#text.length) {
      this.#skip(true);
      const char = this.#text[this.#at];
      if (char === undefined || (char === closer && this.#blocks.length <= outer)) break;
      if (char === '{') {
        this.#at++;
        this.#blocks.push(this.#next);
        this.#next = { isConditional: false, isFunction: false };
      } else if (char === '}') {
        this.#at++;
        if (this.#blocks.length > outer) this.#blocks.pop();
      } else if (';|&),.'.includes(char)) this.#at++;
      else this.#statement(depth, isShown);
    }
    this.#blocks.length = Math.min(this.#blocks.length, outer);
  }

  get #isCertain(): boolean {
    return !this.#blocks.some(({ isConditional }) => isConditional);
  }

  /** Blanks, continuations and comments; with `lines` also the ends of lines. */
  #skip(lines: boolean): void {
    for (;;) {
      const found = matchAt(BLANKS, this.#text, this.#at);
      if (found !== null) this.#at += found[0].length;
      const char = this.#text[this.#at];
      if (char === '#') this.#at = this.#lineEnd();
      else if (lines && char === '\n') this.#at++;
      else if (found === null) return;
    }
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end < 0 ? this.#text.length : end;
  }

  #statement(depth: number, isShown: boolean): void {
    const start = this.#at;
    const prompt = matchAt(/PS(?: [A-Za-z]:\\[^>\n]{0,100}| ~[^>\n]{0,100})?> /y, this.#text, this.#at);
    if (prompt !== null) this.#at += prompt[0].length;
    if (this.#keyword(depth) || this.#assignment(depth) || this.#change(depth)) return;
    if (this.#startsCommand()) this.#command(depth, isShown);
    else this.#expression(depth, false);
    // A stray character must not stop the reading.
    if (this.#at === start) this.#at++;
  }

  #startsCommand(): boolean {
    return /[A-Za-z_.\\/~]/.test(this.#text[this.#at] ?? '');
  }

  #keyword(depth: number): boolean {
    const found = matchAt(KEYWORD, this.#text, this.#at);
    if (found === null) return false;
    const word = found[0].toLowerCase();
    this.#at += word.length;
    if (word === 'return' || word === 'throw') return true;
    this.#skip(false);
    const isFunction = word === 'function' || word === 'filter';
    if (isFunction) {
      const name = matchAt(/[\w:-]+/y, this.#text, this.#at);
      this.#at += name?.[0].length ?? 0;
      this.#skip(true);
    }
    if ((isFunction || word === 'param') && this.#text[this.#at] === '(') this.#parameters(depth);
    if (word === 'foreach') {
      const name = matchAt(/\(\s*\$([A-Za-z_]\w*)/y, this.#text, this.#at)?.[1];
      if (name !== undefined) this.#tables.set(name, [], false);
    }
    if (word !== 'param') this.#next = { isConditional: CONDITIONAL.test(word), isFunction };
    if (CONDITIONAL.test(word) || word === 'until') {
      if (this.#text[this.#at] === '(') this.#parenthesised(depth, 1);
    }
    return true;
  }

  /** Of a function or a script: their values come from outside, or are the default. */
  #parameters(depth: number): void {
    this.#at++;
    while (this.#at < this.#text.length) {
      this.#skip(true);
      const char = this.#text[this.#at];
      if (char === ')' || char === undefined) break;
      const name = matchAt(VARIABLE, this.#text, this.#at);
      const attribute = char === '[' ? this.#bracketed() : 0;
      if (attribute > 0) this.#at += attribute;
      else if (name !== null) {
        this.#at += name[0].length;
        this.#skip(true);
        const hasDefault = this.#text[this.#at] === '=';
        if (hasDefault) this.#at++;
        const value = hasDefault ? this.#expression(depth + 1, true) : null;
        this.#tables.set(name[1] ?? name[2]!, value === null ? [] : [value], value !== null);
      } else this.#at++;
    }
    this.#at++;
  }

  /** How long what stands in `[…]` is; 0 where it is not closed soon. */
  #bracketed(): number {
    let open = 0;
    const limit = Math.min(this.#text.length, this.#at + 400);
    for (let at = this.#at; at < limit; at++) {
      if (this.#text[at] === '[') open++;
      else if (this.#text[at] === ']' && --open === 0) return at + 1 - this.#at;
    }
    return 0;
  }

  #assignment(depth: number): boolean {
    const found = matchAt(ASSIGNED, this.#text, this.#at);
    if (found === null) return false;
    const [whole, name = '', single, bareMember, quoted, double, other, plus] = found;
    const from = this.#at;
    this.#at += whole.length;
    this.#skip(true);
    const isNewTable = NEW_TABLE.test(matchAt(BARE, this.#text, this.#at)?.[0] ?? '');
    const start = this.#at;
    let value: Word;
    if (matchAt(KEYWORD, this.#text, this.#at) !== null) value = UNKNOWN;
    else if (this.#startsCommand()) {
      this.#command(depth, false);
      const isDictionary =
        isNewTable && /Dictionary|Hashtable|OrderedDictionary/i.test(this.#text.slice(start, start + 120));
      value = isDictionary ? { ...UNKNOWN, table: { entries: [], isComplete: true } } : UNKNOWN;
    } else value = this.#whole(this.#expression(depth, false), depth);
    const member = single ?? bareMember ?? quoted ?? double;
    if (member !== undefined || other !== undefined) {
      const at = from + whole.lastIndexOf(member ?? '');
      const entry = member === undefined || plus !== '' ? null : { name: wordAt(member, at), value };
      this.#changed(name, entry, from);
    } else this.#tables.set(name, plus === '' ? [value] : [], plus === '' && this.#isCertain);
    return true;
  }

  /** A value, unless something follows that makes another of it. */
  #whole(value: Word, depth: number): Word {
    this.#skip(false);
    if (!',|'.includes(this.#text[this.#at] ?? '\n')) return value;
    while (',|'.includes(this.#text[this.#at] ?? '\n')) {
      const isPipe = this.#text[this.#at] === '|';
      this.#at++;
      this.#skip(true);
      if (isPipe && this.#startsCommand()) this.#command(depth, false);
      else this.#expression(depth, false);
      this.#skip(false);
    }
    return UNKNOWN;
  }

  /** `$headers.Add('x-api-key', $key)` */
  #change(depth: number): boolean {
    const within = matchAt(SET_WITHIN, this.#text, this.#at);
    if (within !== null) this.#changed(within[1]!, null, this.#at);
    const found = matchAt(ADDED, this.#text, this.#at);
    if (found === null) return false;
    const from = this.#at;
    this.#at += found[0].length;
    const values: Word[] = [];
    while (this.#at < this.#text.length) {
      this.#skip(true);
      const char = this.#text[this.#at];
      if (char === ')' || char === undefined) break;
      if (char === ',') this.#at++;
      else {
        const before = this.#at;
        values.push(this.#expression(depth + 1, true));
        if (this.#at === before) this.#at++;
      }
    }
    this.#at++;
    const [name, value, ...more] = values;
    const isAdding = found[2]!.toLowerCase() === 'add' && name && value && more.length === 0;
    this.#changed(found[1]!, isAdding ? { name, value } : null, from);
    return true;
  }

  #changed(name: string, entry: Change['entry'], at: number): void {
    this.#tables.change(name, { at, entry: this.#isCertain ? entry : null });
  }

  // Commands

  #command(depth: number, isShown: boolean): void {
    const start = this.#at;
    const words: Word[] = [];
    let output: string | null = null;
    this.#isBroken = false;
    for (;;) {
      this.#skip(false);
      const char = this.#text[this.#at];
      if (char === undefined || '\n;|)}&'.includes(char)) break;
      const redirect = matchAt(REDIRECT, this.#text, this.#at);
      if (redirect !== null) {
        this.#at += redirect[0].length;
        this.#skip(false);
        if (!redirect[0].includes('&')) output = shapeOf(this.#argument(depth));
      } else if (char === ',') this.#at++;
      else words.push(this.#argument(depth));
    }
    this.#handOn(words, start);
    const isCaught = this.#text[this.#at] === '|' && this.#text[this.#at + 1] !== '|';
    const isInFunction = this.#blocks.some(({ isFunction }) => isFunction);
    this.commands.push({
      words,
      isComplete: !this.#isBroken,
      hereDocuments: [],
      output,
      isShown: isShown && !isCaught && output === null && !isInFunction,
      start,
      end: words.at(-1)?.end ?? this.#at,
    });
  }

  /** A function that is given a table may add to it: `Add-Auth $headers`. */
  #handOn([command, ...words]: readonly Word[], at: number): void {
    if (command === undefined || LEAVES.test(shapeOf(command))) return;
    for (const { pieces } of words) {
      const [piece, ...others] = pieces;
      if (piece && others.length === 0 && !isKnown(piece) && piece.name !== null) this.#changed(piece.name, null, at);
    }
  }

  /** A word of a command. */
  #argument(depth: number): Word {
    const start = this.#at;
    const splat = matchAt(/@([A-Za-z_]\w*)(?=[\s;|)}]|$)/y, this.#text, start);
    if (splat !== null) {
      this.#at += splat[0].length;
      const word: Splat = { ...wordOf([{ name: splat[1]! }], start, this.#at), isSplat: true };
      return word;
    }
    const parts: Word[] = [];
    while (this.#at < this.#text.length && !/[\s;|)},&<>]/.test(this.#text[this.#at]!)) {
      const char = this.#text[this.#at]!;
      const bare = '\'"`$(){}@'.includes(char) ? null : matchAt(BARE, this.#text, this.#at);
      if (char === '`') {
        if (matchAt(/`[ \t]*\r?\n/y, this.#text, this.#at) !== null) break;
        parts.push(wordOf([{ text: this.#text[this.#at + 1] ?? '', at: null }], this.#at, this.#at + 2));
        this.#at += 2;
      } else if (bare !== null) {
        parts.push(wordAt(bare[0], this.#at));
        this.#at += bare[0].length;
      } else if (char === '@' && !/[{('"]/.test(this.#text[this.#at + 1] ?? '')) {
        parts.push(wordAt(char, this.#at));
        this.#at++;
      } else {
        const before = this.#at;
        parts.push(this.#operand(depth, true));
        if (this.#at === before) this.#at++;
      }
    }
    if (this.#at === start) this.#at++;
    const [only, ...more] = parts;
    return only !== undefined && more.length === 0 ? only : joined(parts, start, this.#at);
  }

  // Values

  /** Operands with what puts them together, up to the end of the statement; inside brackets lines do not end it. */
  #expression(depth: number, isInBrackets: boolean): Word {
    this.#skip(isInBrackets);
    const start = this.#at;
    let value = this.#operand(depth, false);
    for (;;) {
      this.#skip(isInBrackets);
      const char = this.#text[this.#at];
      if (char === undefined || '\n;|)},]&'.includes(char)) return value;
      if (char === '+') {
        value = this.#sum(value, depth, isInBrackets, start);
        continue;
      }
      const format = matchAt(/-f(?![\w-])/iy, this.#text, this.#at);
      if (format !== null) {
        this.#at += format[0].length;
        value = this.#formatted(value, depth, start);
        continue;
      }
      // Another operator: what comes of it is not known.
      const operator = matchAt(BARE, this.#text, this.#at);
      const before = this.#at;
      if (operator !== null) this.#at += operator[0].length;
      else this.#operand(depth, false);
      if (this.#at === before) this.#at++;
      value = wordOf([{ name: null }], start, this.#at);
    }
  }

  /** `first + …`, put together once all of it is read: thousands may follow. */
  #sum(first: Word, depth: number, isInBrackets: boolean, start: number): Word {
    let parts = [first];
    while (this.#text[this.#at] === '+') {
      this.#at++;
      this.#skip(true);
      const right = this.#operand(depth, false);
      if (parts[0]!.table || right.table) parts = [UNKNOWN];
      else parts.push(right);
      this.#skip(isInBrackets);
    }
    const [only, ...more] = parts;
    return only !== undefined && more.length === 0 ? only : joined(parts, start, parts.at(-1)!.end);
  }

  /** `'Bearer {0}' -f $key` */
  #formatted(pattern: Word, depth: number, start: number): Word {
    const values: Word[] = [];
    do {
      if (this.#text[this.#at] === ',') this.#at++;
      this.#skip(true);
      values.push(this.#operand(depth, false));
      this.#skip(false);
    } while (this.#text[this.#at] === ',');
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
    return { ...pattern, pieces, start, end: this.#at };
  }

  #operand(depth: number, isArgument: boolean): Word {
    const start = this.#at;
    if (depth > MAX_DEPTH) {
      this.#at = this.#text.length;
      return UNKNOWN;
    }
    const [char, next] = [this.#text[start], this.#text[start + 1]];
    const value = this.#primary(char ?? '', next ?? '', depth);
    return this.#members(value ?? this.#bareValue(start), start, depth, isArgument);
  }

  #primary(char: string, next: string, depth: number): Word | null {
    const start = this.#at;
    if (char === "'") return this.#single();
    if (char === '"') return this.#double(depth, start + 1, '"');
    if (char === '(') return this.#parenthesised(depth, 1);
    if (char === '@' && next === '{') return this.#table(depth);
    if (char === '@' && next === '(') {
      this.#at += 2;
      this.#nested(')', depth);
      return wordOf([{ name: null }], start, this.#at);
    }
    if (char === '@' && (next === "'" || next === '"')) return this.#hereString(next, depth);
    if (char === '$' && next === '(') return this.#parenthesised(depth, 2);
    if (char === '$') return this.#variable();
    if (char === '{') {
      this.#at++;
      this.#blocks.push({ isConditional: true, isFunction: false });
      this.#nested('}', depth);
      this.#blocks.pop();
      return wordOf([{ name: null }], start, this.#at);
    }
    if (char === '[') return this.#cast(depth);
    return null;
  }

  #bareValue(start: number): Word {
    const bare = matchAt(BARE, this.#text, start);
    if (bare === null) return wordOf([{ name: null }], start, start);
    this.#at += bare[0].length;
    return wordOf([{ name: null }], start, this.#at);
  }

  #nested(closer: string, depth: number): void {
    const isBroken = this.#isBroken;
    if (depth > MAX_DEPTH) this.#at = this.#text.length;
    else this.read(closer, depth + 1, false);
    this.#isBroken = isBroken || this.#at >= this.#text.length;
    this.#at++;
  }

  /** `[string]$key`, `[Environment]::GetEnvironmentVariable('KEY')`, `[ordered]@{…}` */
  #cast(depth: number): Word {
    const start = this.#at;
    const type = matchAt(CAST, this.#text, start);
    if (type === null) {
      this.#at++;
      return wordOf([{ name: null }], start, this.#at);
    }
    this.#at += type[0].length;
    if (!this.#text.startsWith('::', this.#at)) return this.#operand(depth + 1, false);
    const variable = matchAt(
      /::GetEnvironmentVariable\(\s*['"]([A-Za-z_]\w*)['"]\s*(?:,[^()\n]{0,100})?\)/iy,
      this.#text,
      this.#at,
    );
    const call = variable ?? matchAt(/::\w+/y, this.#text, this.#at);
    this.#at += call?.[0].length ?? 2;
    return wordOf([{ name: variable?.[1] ?? null }], start, this.#at);
  }

  /** Members and calls behind a value. */
  #members(value: Word, start: number, depth: number, isArgument: boolean): Word {
    let current = value;
    while (this.#at < this.#text.length) {
      const member = matchAt(/\??(?:\.|::)([A-Za-z_]\w*)(\()?/y, this.#text, this.#at);
      if (member !== null && !(isArgument && this.#isLiteral(current))) {
        this.#at += member[0].length;
        if (member[2] !== undefined) this.#nested(')', depth);
        if (member[2] !== undefined && KEEPING.test(member[1]!)) continue;
        current = wordOf([{ name: member[2] === undefined ? member[1]! : null }], start, this.#at);
      } else if (this.#text[this.#at] === '[' && !this.#isLiteral(current)) {
        const index = matchAt(/\[\s*['"]([\w-]+)['"]\s*\]/y, this.#text, this.#at);
        const length = index?.[0].length ?? this.#bracketed();
        if (length === 0) break;
        this.#at += length;
        current = wordOf([{ name: index?.[1] ?? null }], start, this.#at);
      } else break;
    }
    return current;
  }

  #isLiteral({ pieces }: Word): boolean {
    return pieces.some(isKnown);
  }

  /** The only value in `(…)` or `$(…)`; not known where a command stands there. */
  #parenthesised(depth: number, opening: number): Word {
    const start = this.#at;
    this.#at += opening;
    this.#skip(true);
    if (depth > MAX_DEPTH || this.#startsCommand() || matchAt(ASSIGNED, this.#text, this.#at) !== null) {
      this.#nested(')', depth);
      return wordOf([{ name: null }], start, this.#at);
    }
    const value = this.#expression(depth + 1, true);
    if (this.#text[this.#at] === ')') {
      this.#at++;
      return value.table ? value : { ...value, start, end: this.#at };
    }
    this.#nested(')', depth);
    return wordOf([{ name: null }], start, this.#at);
  }

  #variable(): Word {
    const start = this.#at;
    const found = matchAt(VARIABLE, this.#text, start);
    if (found === null) {
      this.#at += 2;
      return wordOf([{ name: null }], start, this.#at);
    }
    this.#at += found[0].length;
    const at = { start, end: this.#at };
    return wordOf([{ name: found[1] ?? found[2]!, at }], start, this.#at);
  }

  #single(): Word {
    const start = this.#at + 1;
    let at = start;
    const pieces: Piece[] = [];
    for (;;) {
      const end = this.#unclosed.has("'") ? -1 : this.#text.indexOf("'", at);
      if (end < 0) return this.#stray("'");
      if (end > at || pieces.length === 0) pieces.push({ text: this.#text.slice(at, end), at });
      this.#at = end + 1;
      if (this.#text[this.#at] !== "'") return { ...wordOf(pieces, start, end), quoted: [{ start, end }] };
      pieces.push({ text: "'", at: null });
      at = end + 2;
    }
  }

  #stray(quote: string): Word {
    this.#unclosed.add(quote);
    this.#isBroken = true;
    this.#at++;
    return wordAt(quote, this.#at - 1);
  }

  /** What stands in double quotes from `from` up to `closer`. */
  #double(depth: number, from: number, closer: string): Word {
    if (this.#unclosed.has('"')) return this.#stray('"');
    const opened = this.#at;
    const known = this.commands.length;
    const pieces: Piece[] = [];
    this.#at = from;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === closer[0] && this.#text.startsWith(closer, this.#at)) {
        if (closer === '"' && this.#text[this.#at + 1] === '"') {
          pieces.push({ text: '"', at: null });
          this.#at += 2;
          continue;
        }
        const end = this.#at;
        this.#at += closer.length;
        if (pieces.length === 0) pieces.push({ text: '', at: from });
        return { ...wordOf(pieces, from, end), quoted: [{ start: from, end }] };
      }
      if (char === '`') {
        const next = this.#text[this.#at + 1] ?? '';
        pieces.push({ text: ESCAPES[next] ?? next, at: null });
        this.#at += 2;
      } else if (char === '$' && this.#text[this.#at + 1] === '(') {
        pieces.push(...this.#parenthesised(depth + 1, 2).pieces);
      } else if (char === '$' && matchAt(VARIABLE, this.#text, this.#at) !== null) {
        pieces.push(...this.#variable().pieces);
      } else {
        const [plain = char] = matchAt(/[^"`$\n]+|\n/y, this.#text, this.#at) ?? [];
        pieces.push({ text: plain, at: this.#at });
        this.#at += plain.length;
      }
    }
    // What stood in it is read again.
    this.commands.length = known;
    this.#at = opened;
    return this.#stray('"');
  }

  /** `@'…'@` and `@"…"@`, each quote on a line of its own. */
  #hereString(quote: string, depth: number): Word {
    const start = this.#at;
    const opening = matchAt(/@['"][ \t]*\r?\n/y, this.#text, start);
    if (opening === null) {
      this.#at++;
      return wordAt('@', start);
    }
    const from = start + opening[0].length;
    const closer = `\n${quote}@`;
    const end = this.#unclosed.has(closer) ? -1 : this.#text.indexOf(closer, from - 1);
    if (end < 0) {
      this.#unclosed.add(closer);
      this.#isBroken = true;
      this.#at++;
      return wordAt('@', start);
    }
    if (quote === '"') return this.#double(depth, from, closer);
    this.#at = end + closer.length;
    const to = Math.max(from, this.#text[end - 1] === '\r' ? end - 1 : end);
    return { ...wordAt(this.#text.slice(from, to), from), quoted: [{ start: from, end: to }] };
  }

  #table(depth: number): Word {
    const start = this.#at;
    const entries: { readonly name: Word; readonly value: Word }[] = [];
    let isComplete = true;
    this.#at += 2;
    while (this.#at < this.#text.length) {
      this.#skip(true);
      const char = this.#text[this.#at];
      if (char === '}' || char === undefined) break;
      if (char === ';' || char === ',') {
        this.#at++;
        continue;
      }
      const before = this.#at;
      const bare = matchAt(/[\w-]+/y, this.#text, before);
      if (bare !== null) this.#at += bare[0].length;
      const name = bare === null ? this.#operand(depth + 1, false) : wordAt(bare[0], before);
      this.#skip(false);
      if (this.#text[this.#at] === '=') {
        this.#at++;
        this.#skip(true);
        entries.push({ name, value: this.#whole(this.#expression(depth + 1, false), depth + 1) });
      } else isComplete = false;
      if (this.#at === before) this.#at++;
    }
    const isClosed = this.#text[this.#at] === '}';
    this.#at++;
    const isWhole = isComplete && isClosed && entries.length <= MAX_ENTRIES;
    const table: Table = isWhole ? { entries, isComplete } : { entries: [], isComplete: false };
    return { ...wordOf([{ name: null }], start, this.#at), table };
  }
}

function slice(piece: Known, from: number, to: number): Piece {
  return { ...piece, text: piece.text.slice(from, to), at: piece.at === null ? null : piece.at + from };
}
