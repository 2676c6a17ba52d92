import { isKnown, type Piece } from '../../../template.js';
import type { Span } from '../../../site.js';
import { matchAt } from '../../../../text/match-at.js';
import type { Command, Word } from '../script.js';

/** Substitutions in substitutions, deeper than any script. */
const MAX_DEPTH = 20;

const PLAIN = /[^\s'"`$\\;&|()<>]+/y;
const NAME = /[A-Za-z_]\w*/y;
const BRACES = /\{([#!]?)([A-Za-z_]\w*)([^{}'"`$\\]*)\}/y;
const DEFAULT = /\{([A-Za-z_]\w*):?[-=]([^{}'"`$\\]*)\}/y;
const ARITHMETIC = /\(\([^()'"`\n]*\)\)/y;
const ARRAY = /\{([A-Za-z_]\w*)\[[@*]\]\}/y;
/** `${{ secrets.KEY }}` of GitHub's workflows, which is replaced before the shell sees it. */
const TEMPLATED = /\$\{\{[ \t]*([\w.-]+)[ \t]*\}\}/y;
const ANSI_C: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

/** Reads the words of commands. The commands in them are left to {@link read}. */
export abstract class Words {
  readonly commands: Command[] = [];
  protected readonly text: string;
  protected at = 0;
  /** Whether the word that is read is not whole. */
  protected isBroken = false;
  /** Quotes that nothing closes any more. */
  readonly #unclosed = new Set<string>();
  #isInBackticks = false;

  constructor(text: string) {
    this.text = text;
  }

  /** Reads commands up to `closer`, or to the end. */
  abstract read(closer: string, depth: number, where: 'shown' | 'caught'): void;

  protected lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  /** A `\` at the end of a line, or the `^` of Windows; blanks behind it are a slip that everybody reads as one. */
  protected skipContinuation(): boolean {
    const found = matchAt(/[\\^][ \t]*\r?\n[ \t]*(?:>[ \t]+)?/y, this.text, this.at);
    if (found === null) return false;
    this.at += found[0].length;
    return true;
  }

  protected word(depth: number): Word {
    const start = this.at;
    const pieces: Piece[] = [];
    const quoted: Span[] = [];
    let mayBeMore = false;
    while (this.at < this.text.length) {
      const char = this.text[this.at]!;
      if (char === "'") this.#single(pieces, quoted);
      else if (char === '"') this.#double(pieces, quoted, depth);
      else if (char === '\\') {
        if (matchAt(/\\[ \t]*\r?\n/y, this.text, this.at) !== null) break;
        pieces.push({ text: this.text.slice(this.at + 1, this.at + 2), at: null });
        this.at += 2;
      } else if (char === '$') {
        if (this.text[this.at + 1] === "'") this.#ansi(pieces);
        else if (this.text[this.at + 1] === '"') this.at++;
        else {
          const before = pieces.length;
          this.#dollar(pieces, depth);
          mayBeMore ||= pieces.slice(before).some((piece) => 'name' in piece);
        }
      } else if (char === '`') {
        if (this.#isInBackticks) break;
        this.substitution('`', 1, depth);
        pieces.push({ name: null });
        mayBeMore = true;
      } else {
        const plain = matchAt(PLAIN, this.text, this.at);
        if (plain === null) break;
        pieces.push({ text: plain[0], at: this.at });
        this.at += plain[0].length;
      }
    }
    // A stray character must not stop the reading.
    if (this.at === start) this.at++;
    return { pieces, start, end: this.at, quoted, mayBeMore: mayBeMore && pieces.length === 1 };
  }

  #single(pieces: Piece[], quoted: Span[]): void {
    const start = this.at + 1;
    const end = this.#unclosed.has("'") ? -1 : this.text.indexOf("'", start);
    if (end < 0) {
      this.#strayQuote("'", pieces);
      return;
    }
    pushTemplated(pieces, this.text.slice(start, end), start);
    quoted.push({ start, end });
    this.at = end + 1;
  }

  #strayQuote(quote: string, pieces: Piece[]): void {
    this.#unclosed.add(quote);
    this.isBroken = true;
    pieces.push({ text: quote, at: this.at });
    this.at++;
  }

  #double(pieces: Piece[], quoted: Span[], depth: number): void {
    const start = this.at + 1;
    if (this.#unclosed.has('"')) {
      this.#strayQuote('"', pieces);
      return;
    }
    const inner: Piece[] = [];
    const known = this.commands.length;
    this.at = start;
    while (this.at < this.text.length) {
      const char = this.text[this.at]!;
      if (char === '"') {
        pieces.push(...inner);
        if (inner.length === 0) pieces.push({ text: '', at: start });
        quoted.push({ start, end: this.at });
        this.at++;
        return;
      }
      if (char === '\\') {
        const next = this.text[this.at + 1] ?? '';
        if (next !== '\n' && next !== '\r') {
          inner.push({ text: '$`"\\'.includes(next) ? next : `\\${next}`, at: null });
        }
        this.at += 2;
      } else if (char === '$') this.#dollar(inner, depth);
      else if (char === '`') {
        this.substitution('`', 1, depth);
        inner.push({ name: null });
      } else {
        const [plain = char] = matchAt(/[^"\\$`]+/y, this.text, this.at) ?? [];
        inner.push({ text: plain, at: this.at });
        this.at += plain.length;
      }
    }
    // What stood in it is read again.
    this.commands.length = known;
    this.at = start - 1;
    this.#strayQuote('"', pieces);
  }

  #ansi(pieces: Piece[]): void {
    this.at += 2;
    while (this.at < this.text.length && this.text[this.at] !== "'") {
      if (this.text[this.at] === '\\') {
        const next = this.text[this.at + 1] ?? '';
        pieces.push({ text: ANSI_C[next] ?? `\\${next}`, at: null });
        this.at += 2;
      } else {
        const [plain = ''] = matchAt(/[^'\\]+/y, this.text, this.at) ?? [];
        pieces.push({ text: plain, at: this.at });
        this.at += plain.length;
      }
    }
    this.at++;
  }

  /** At a `$`. */
  #dollar(pieces: Piece[], depth: number): void {
    const start = this.at;
    const piece = this.#expansion(depth);
    pieces.push(isKnown(piece) ? piece : { ...piece, at: { start, end: this.at } });
  }

  #expansion(depth: number): Piece {
    const at = this.at + 1;
    const next = this.text[at] ?? '';
    const templated = matchAt(TEMPLATED, this.text, this.at);
    if (templated !== null) return this.#past(templated, { name: lastName(templated[1]!) });
    if (next === '(') {
      const sum = matchAt(ARITHMETIC, this.text, at);
      if (sum !== null) return this.#past(sum, { name: null });
      this.substitution(')', 2, depth);
      return { name: null };
    }
    const fallback = matchAt(DEFAULT, this.text, at);
    if (fallback !== null && fallback[2] !== '') {
      return this.#past(fallback, { text: fallback[2]!, at: null, name: fallback[1]! });
    }
    const array = matchAt(ARRAY, this.text, at);
    if (array !== null) return this.#past(array, { name: `${array[1]!}[@]` });
    const braces = matchAt(BRACES, this.text, at);
    if (braces !== null) {
      // `${#KEY}` and `${KEY:0:4}` are not the key.
      const isWhole = braces[1] === '' && /^(?:$|:?\?)/.test(braces[3]!);
      return this.#past(braces, { name: isWhole ? braces[2]! : null });
    }
    const name = matchAt(NAME, this.text, at);
    if (name !== null) return this.#past(name, { name: name[0] });
    if (next === '{') {
      // Nested braces: where they end is not worth knowing.
      const length = this.text.slice(at, at + 200).indexOf('}') + 1;
      this.isBroken = true;
      this.at = at + Math.max(1, length);
      return { name: null };
    }
    const isSpecial = /[\d@*#?!$-]/.test(next);
    this.at = isSpecial ? at + 1 : at;
    return isSpecial ? { name: next === '@' ? '@[@]' : null } : { text: '$', at: at - 1 };
  }

  /** Goes on behind what was matched, which stands for `piece`. */
  #past({ index, 0: whole }: RegExpExecArray, piece: Piece): Piece {
    this.at = index + whole.length;
    return piece;
  }

  /** The commands of `$(…)` or `` `…` ``, whose output is caught. */
  protected substitution(closer: string, opening: number, depth: number): void {
    this.at += opening;
    if (depth >= MAX_DEPTH) {
      this.at = this.text.length;
      return;
    }
    const [isBroken, isInBackticks] = [this.isBroken, this.#isInBackticks];
    this.#isInBackticks = closer === '`';
    this.read(closer, depth + 1, 'caught');
    this.#isInBackticks = isInBackticks;
    this.isBroken = isBroken || this.at >= this.text.length;
    this.at++;
  }
}

/** `${{ secrets.KEY }}` in a text that the shell takes as it is. */
function pushTemplated(pieces: Piece[], text: string, start: number): void {
  let from = 0;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(/\$\{\{[ \t]*([\w.-]+)[ \t]*\}\}/g)) {
    if (index > from) pieces.push({ text: text.slice(from, index), at: start + from });
    pieces.push({ name: lastName(name) });
    from = index + whole.length;
  }
  if (from < text.length || text === '') pieces.push({ text: text.slice(from), at: start + from });
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The known text of pieces. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');
}
