import { isKnown, type Piece } from '../../template.js';
import type { Span } from '../../site.js';
import { matchAt } from '../../../text/match-at.js';
import { Variables, type Command, type HereDocument, type Script, type Word } from './script.js';

/** Substitutions in substitutions, deeper than any script. */
const MAX_DEPTH = 20;

/** Commands that set the variables that they are given. */
const DECLARING = /^(?:export|declare|local|readonly|typeset)$/;
const OPENING = /^(?:if|case|for|while|until|select)$/;
const CLOSING = /^(?:fi|esac|done)$/;
/** Reserved words after which a command begins. */
const LEADING = /^(?:then|else|elif|do|if|while|until|!|\{|\}|time|fi|done|esac|\$)$/;

const PLAIN = /[^\s'"`$\\;&|()<>]+/y;
const ASSIGNED = /([A-Za-z_]\w*)(\+?)=/y;
const NAME = /[A-Za-z_]\w*/y;
const BRACES = /\{([#!]?)([A-Za-z_]\w*)([^{}'"`$\\]*)\}/y;
const DEFAULT = /\{([A-Za-z_]\w*):?[-=]([^{}'"`$\\]*)\}/y;
const ARITHMETIC = /\(\([^()'"`\n]*\)\)/y;
const ARRAY = /\{([A-Za-z_]\w*)\[[@*]\]\}/y;
/** `${{ secrets.KEY }}` of GitHub's workflows, which is replaced before the shell sees it. */
const TEMPLATED = /\$\{\{[ \t]*([\w.-]+)[ \t]*\}\}/y;
const HERE = /<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|(\\?)([\w.+-]+))/y;
const REDIRECT = /&>>?|\d*(?:>&|<&|>>|>\||<>|[<>])/y;
/** Functions and aliases by the names of clients: they add what they like to what the client is given. */
const CLIENT = '(curl|wget|https?|xhs?)';
const OWN_CLIENT = new RegExp(
  String.raw`(?:^|[;&|{])[ \t]*(?:function[ \t]+${CLIENT}(?![\w-])|${CLIENT}[ \t]*\([ \t]*\))|\balias[ \t]+(?:-\w+[ \t]+)?${CLIENT}=`,
  'gm',
);
const ANSI_C: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };

/** Reads what a script for sh, bash, zsh or fish runs. `text` may be a transcript: a `$` before a command is passed over. */
export function readPosix(text: string): Script {
  const lexer = new Lexer(text);
  lexer.read('', 0, 'shown');
  const { commands, variables } = lexer;
  const own = new Set(Array.from(text.matchAll(OWN_CLIENT), ([, ...names]) => names.find(Boolean)));
  const isOwn = ([name]: readonly Word[]): boolean => name !== undefined && own.has(textOf(name.pieces));
  return {
    commands: commands.map((command) => {
      const known = withValues(command, variables);
      return isOwn(known.words) ? { ...known, isComplete: false } : known;
    }),
  };
}

function withValues(command: Command, variables: Variables): Command {
  const words = command.words.flatMap((word) => {
    const [piece, ...others] = word.pieces;
    const array = others.length === 0 && piece && 'name' in piece && piece.name !== null ? piece.name : undefined;
    const all = array?.endsWith('[@]') === true ? variables.wordsOf(array.slice(0, -3)) : null;
    return (all ?? [word]).map((each) => variables.resolved(each));
  });
  const isComplete = command.isComplete && !words.some(({ pieces, mayBeMore }) => mayBeMore || pieces.some(isArray));
  return { ...command, words, isComplete };
}

function isArray(piece: Piece): boolean {
  return !isKnown(piece) && piece.name?.endsWith('[@]') === true;
}

class Lexer {
  readonly commands: Command[] = [];
  readonly variables = new Variables();
  readonly #text: string;
  #at = 0;
  /** Blocks that may not be run: what is set in them is not certain. */
  #blocks = 0;
  /** Braces of functions: what is printed in them may be caught where they are called. */
  #braces = 0;
  /** Quotes that nothing closes any more. */
  readonly #unclosed = new Set<string>();
  #waiting: { readonly delimiter: string; readonly isIndented: boolean; readonly isLiteral: boolean; of: Draft }[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads commands up to `closer`, or to the end. */
  read(closer: string, depth: number, where: 'shown' | 'caught'): void {
    let draft = new Draft(this.#at);
    let isConditional = false;
    const flush = (separator: string): void => {
      this.#finish(draft, isConditional, where === 'shown' && separator !== '|');
      isConditional = separator === '&&' || separator === '||' || (isConditional && separator === '|');
      draft = new Draft(this.#at);
    };
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === closer) break;
      if (char === ' ' || char === '\t' || char === '\r') this.#at++;
      else if ((char === '\\' || char === '^') && this.#skipContinuation()) continue;
      else if (char === '\n') {
        this.#at++;
        flush('\n');
        this.#readHereDocuments();
      } else if (char === '#' && !draft.isInWord(this.#at)) this.#at = this.#lineEnd();
      else if (char === '<' && this.#hereDocument(draft)) continue;
      else if (this.#redirect(draft, depth)) continue;
      else if (char === ';' || char === '&' || char === '|' || char === '(' || char === ')') {
        const separator = this.#text[this.#at + 1] === char ? char + char : char;
        this.#at += separator.length;
        flush(separator);
      } else this.#wordOf(draft, depth);
    }
    flush('');
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end < 0 ? this.#text.length : end;
  }

  /** A `\` at the end of a line, or the `^` of Windows; blanks behind it are a slip that everybody reads as one. */
  #skipContinuation(): boolean {
    const found = matchAt(/[\\^][ \t]*\r?\n[ \t]*(?:>[ \t]+)?/y, this.#text, this.#at);
    if (found === null) return false;
    this.#at += found[0].length;
    return true;
  }

  #finish(draft: Draft, isConditional: boolean, isShown: boolean): void {
    const [first = ''] = draft.names;
    const name = draft.names[draft.leading] ?? '';
    if (CLOSING.test(first)) this.#blocks = Math.max(0, this.#blocks - 1);
    for (const { name: variable, words } of draft.assignments) {
      this.variables.set(variable, words, draft.setsVariables && !isConditional && this.#blocks === 0);
    }
    if (OPENING.test(first)) this.#blocks++;
    if (first === '{' || (first === 'function' && draft.names.at(-1) === '{')) this.#braces++;
    if (first === '}') this.#braces = Math.max(0, this.#braces - 1);
    const isLoop = name === 'for' || name === 'select' || name === 'read';
    if (isLoop) for (const each of draft.names.slice(draft.leading + 1)) this.variables.set(each, [], false);
    const [start = 0, end = 0] = [draft.words[0]?.start, draft.words.at(-1)?.end];
    const words = draft.words.slice(draft.leading);
    if (words.length === 0) return;
    const { hereDocuments, isComplete, output } = draft;
    this.commands.push({
      ...{ words, hereDocuments, isComplete, output, start, end },
      isShown: isShown && output === null && this.#braces === 0,
    });
    // fish: `set -gx NAME value`; csh: `setenv NAME value`.
    if (name === 'set' || name === 'setenv') {
      const [variable, value, ...more] = draft.words
        .slice(draft.leading + 1)
        .filter(({ pieces }) => !textOf(pieces).startsWith('-'));
      if (variable && value && more.length === 0) this.variables.set(textOf(variable.pieces), [value], !isConditional);
    }
  }

  #redirect(draft: Draft, depth: number): boolean {
    const found = matchAt(REDIRECT, this.#text, this.#at);
    if (found === null || (/^\d/.test(found[0]) && draft.isInWord(this.#at))) return false;
    if (/^\d+$/.test(found[0])) return false;
    this.#at += found[0].length;
    if (/[<>]&$/.test(found[0])) {
      this.#at += matchAt(/[\d-]*/y, this.#text, this.#at)?.[0].length ?? 0;
      return true;
    }
    // `<(…)` and `>(…)` give a file's name as a word.
    if (this.#text[this.#at] === '(') {
      this.#substitution(')', 1, depth);
      draft.words.push({ ...EMPTY, pieces: [{ name: null }], start: this.#at, end: this.#at });
      draft.names.push('');
      return true;
    }
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at++;
    const target = this.#word(depth);
    if (/^[1&]?>/.test(found[0])) draft.output = textOf(target.pieces);
    return true;
  }

  #hereDocument(draft: Draft): boolean {
    if (this.#text.startsWith('<<<', this.#at)) {
      this.#at += 3;
      while (this.#text[this.#at] === ' ') this.#at++;
      this.#word(0);
      return true;
    }
    const found = matchAt(HERE, this.#text, this.#at);
    if (found === null) return false;
    const [whole, dash, single, double, escape, plain] = found;
    this.#at += whole.length;
    this.#waiting.push({
      delimiter: single ?? double ?? plain ?? '',
      isIndented: dash !== '',
      isLiteral: plain === undefined || escape !== '',
      of: draft,
    });
    return true;
  }

  /** Behind the line that asks for them. */
  #readHereDocuments(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { delimiter, isIndented, isLiteral, of } of waiting) {
      const start = this.#at;
      for (;;) {
        const [lineStart, lineEnd] = [this.#at, this.#lineEnd()];
        if (lineStart >= this.#text.length) return;
        this.#at = Math.min(this.#text.length, lineEnd + 1);
        const line = this.#text.slice(lineStart, Math.min(lineEnd, lineStart + 200)).replace(/\r$/, '');
        if ((isIndented ? line.replace(/^\t+/, '') : line) !== delimiter) continue;
        of.hereDocuments.push({ start, end: lineStart, isLiteral });
        break;
      }
    }
  }

  #wordOf(draft: Draft, depth: number): void {
    const declares = DECLARING.test(draft.names[draft.leading] ?? '');
    if (draft.words.length === draft.leading || declares) {
      const found = matchAt(ASSIGNED, this.#text, this.#at);
      if (found !== null) {
        const [whole, name = '', plus] = found;
        this.#at += whole.length;
        const words = this.#text[this.#at] === '(' ? this.#array(depth) : [this.#word(depth)];
        draft.assignments.push({ name, words: plus === '' ? words : [] });
        if (plus !== '') draft.assignments.push({ name, words: [] });
        draft.assignedUpTo = this.#at;
        return;
      }
    }
    const word = this.#word(depth);
    const text = textOf(word.pieces);
    draft.words.push(word);
    draft.names.push(text);
    if (this.#isBroken) draft.isComplete = false;
    this.#isBroken = false;
    if (draft.leading === draft.words.length - 1 && LEADING.test(text) && word.quoted.length === 0) draft.leading++;
  }

  #array(depth: number): Word[] {
    const words: Word[] = [];
    this.#at++;
    while (this.#at < this.#text.length && this.#text[this.#at] !== ')') {
      const char = this.#text[this.#at]!;
      if (/\s/.test(char)) this.#at++;
      else if (char === '\\' && this.#skipContinuation()) continue;
      else if (char === '#') this.#at = this.#lineEnd();
      else if (/[;&|(<>]/.test(char)) break;
      else words.push(this.#word(depth));
    }
    this.#at++;
    return words;
  }

  /** Whether the word that is read is not whole. */
  #isBroken = false;
  #isInBackticks = false;

  #word(depth: number): Word {
    const start = this.#at;
    const pieces: Piece[] = [];
    const quoted: Span[] = [];
    let mayBeMore = false;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === "'") this.#single(pieces, quoted);
      else if (char === '"') this.#double(pieces, quoted, depth);
      else if (char === '\\') {
        if (matchAt(/\\[ \t]*\r?\n/y, this.#text, this.#at) !== null) break;
        pieces.push({ text: this.#text.slice(this.#at + 1, this.#at + 2), at: null });
        this.#at += 2;
      } else if (char === '$') {
        if (this.#text[this.#at + 1] === "'") this.#ansi(pieces);
        else if (this.#text[this.#at + 1] === '"') this.#at++;
        else {
          const before = pieces.length;
          this.#dollar(pieces, depth);
          mayBeMore ||= pieces.slice(before).some((piece) => 'name' in piece);
        }
      } else if (char === '`') {
        if (this.#isInBackticks) break;
        this.#substitution('`', 1, depth);
        pieces.push({ name: null });
        mayBeMore = true;
      } else {
        const plain = matchAt(PLAIN, this.#text, this.#at);
        if (plain === null) break;
        pieces.push({ text: plain[0], at: this.#at });
        this.#at += plain[0].length;
      }
    }
    // A stray character must not stop the reading.
    if (this.#at === start) this.#at++;
    return { pieces, start, end: this.#at, quoted, mayBeMore: mayBeMore && pieces.length === 1 };
  }

  #single(pieces: Piece[], quoted: Span[]): void {
    const start = this.#at + 1;
    const end = this.#unclosed.has("'") ? -1 : this.#text.indexOf("'", start);
    if (end < 0) {
      this.#strayQuote("'", pieces);
      return;
    }
    pushTemplated(pieces, this.#text.slice(start, end), start);
    quoted.push({ start, end });
    this.#at = end + 1;
  }

  #strayQuote(quote: string, pieces: Piece[]): void {
    this.#unclosed.add(quote);
    this.#isBroken = true;
    pieces.push({ text: quote, at: this.#at });
    this.#at++;
  }

  #double(pieces: Piece[], quoted: Span[], depth: number): void {
    const start = this.#at + 1;
    if (this.#unclosed.has('"')) {
      this.#strayQuote('"', pieces);
      return;
    }
    const inner: Piece[] = [];
    const known = this.commands.length;
    this.#at = start;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === '"') {
        pieces.push(...inner);
        if (inner.length === 0) pieces.push({ text: '', at: start });
        quoted.push({ start, end: this.#at });
        this.#at++;
        return;
      }
      if (char === '\\') {
        const next = this.#text[this.#at + 1] ?? '';
        if (next !== '\n' && next !== '\r') {
          inner.push({ text: '$`"\\'.includes(next) ? next : `\\${next}`, at: null });
        }
        this.#at += 2;
      } else if (char === '$') this.#dollar(inner, depth);
      else if (char === '`') {
        this.#substitution('`', 1, depth);
        inner.push({ name: null });
      } else {
        const [plain = char] = matchAt(/[^"\\$`]+/y, this.#text, this.#at) ?? [];
        inner.push({ text: plain, at: this.#at });
        this.#at += plain.length;
      }
    }
    // What stood in it is read again.
    this.commands.length = known;
    this.#at = start - 1;
    this.#strayQuote('"', pieces);
  }

  #ansi(pieces: Piece[]): void {
    this.#at += 2;
    while (this.#at < this.#text.length && this.#text[this.#at] !== "'") {
      if (this.#text[this.#at] === '\\') {
        const next = this.#text[this.#at + 1] ?? '';
        pieces.push({ text: ANSI_C[next] ?? `\\${next}`, at: null });
        this.#at += 2;
      } else {
        const [plain = ''] = matchAt(/[^'\\]+/y, this.#text, this.#at) ?? [];
        pieces.push({ text: plain, at: this.#at });
        this.#at += plain.length;
      }
    }
    this.#at++;
  }

  /** At a `$`. */
  #dollar(pieces: Piece[], depth: number): void {
    const start = this.#at;
    const piece = this.#expansion(depth);
    pieces.push(isKnown(piece) ? piece : { ...piece, at: { start, end: this.#at } });
  }

  #expansion(depth: number): Piece {
    const at = this.#at + 1;
    const next = this.#text[at] ?? '';
    const templated = matchAt(TEMPLATED, this.#text, this.#at);
    if (templated !== null) return this.#past(templated, { name: lastName(templated[1]!) });
    if (next === '(') {
      const sum = matchAt(ARITHMETIC, this.#text, at);
      if (sum !== null) return this.#past(sum, { name: null });
      this.#substitution(')', 2, depth);
      return { name: null };
    }
    const fallback = matchAt(DEFAULT, this.#text, at);
    if (fallback !== null && fallback[2] !== '') {
      return this.#past(fallback, { text: fallback[2]!, at: null, name: fallback[1]! });
    }
    const array = matchAt(ARRAY, this.#text, at);
    if (array !== null) return this.#past(array, { name: `${array[1]!}[@]` });
    const braces = matchAt(BRACES, this.#text, at);
    if (braces !== null) {
      // `${#KEY}` and `${KEY:0:4}` are not the key.
      const isWhole = braces[1] === '' && /^(?:$|:?\?)/.test(braces[3]!);
      return this.#past(braces, { name: isWhole ? braces[2]! : null });
    }
    const name = matchAt(NAME, this.#text, at);
    if (name !== null) return this.#past(name, { name: name[0] });
    if (next === '{') {
      // Nested braces: where they end is not worth knowing.
      const length = this.#text.slice(at, at + 200).indexOf('}') + 1;
      this.#isBroken = true;
      this.#at = at + Math.max(1, length);
      return { name: null };
    }
    const isSpecial = /[\d@*#?!$-]/.test(next);
    this.#at = isSpecial ? at + 1 : at;
    return isSpecial ? { name: next === '@' ? '@[@]' : null } : { text: '$', at: at - 1 };
  }

  /** Goes on behind what was matched, which stands for `piece`. */
  #past({ index, 0: whole }: RegExpExecArray, piece: Piece): Piece {
    this.#at = index + whole.length;
    return piece;
  }

  /** The commands of `$(…)` or `` `…` ``, whose output is caught. */
  #substitution(closer: string, opening: number, depth: number): void {
    this.#at += opening;
    if (depth >= MAX_DEPTH) {
      this.#at = this.#text.length;
      return;
    }
    const [isBroken, isInBackticks] = [this.#isBroken, this.#isInBackticks];
    this.#isInBackticks = closer === '`';
    this.read(closer, depth + 1, 'caught');
    this.#isInBackticks = isInBackticks;
    this.#isBroken = isBroken || this.#at >= this.#text.length;
    this.#at++;
  }
}

const EMPTY: Word = { pieces: [], start: 0, end: 0, quoted: [], mayBeMore: true };

/** A command while it is read. */
class Draft {
  readonly words: Word[] = [];
  /** The texts of the words. */
  readonly names: string[] = [];
  readonly assignments: { readonly name: string; readonly words: readonly Word[] }[] = [];
  readonly hereDocuments: HereDocument[] = [];
  isComplete = true;
  output: string | null = null;
  /** How many words only lead to the command: `then`, `time`. */
  leading = 0;
  assignedUpTo = -1;
  readonly #start: number;

  constructor(start: number) {
    this.#start = start;
  }

  /** Whether its assignments are for the script and not for one command. */
  get setsVariables(): boolean {
    return this.words.length === this.leading || DECLARING.test(this.names[this.leading] ?? '');
  }

  isInWord(at: number): boolean {
    return at > this.#start && (this.words.at(-1)?.end === at || this.assignedUpTo === at);
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
function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');
}
