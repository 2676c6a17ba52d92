import type { Span } from '../../site.js';
import type { Piece } from '../../template.js';
import { matchAt } from '../../../text/match-at.js';
import { Variables, type Command, type Script, type Word } from './script.js';

/** `%NAME%`, `!NAME!`, and what stands for an argument or a variable of a loop. */
const VARIABLE = /%([A-Za-z_]\w*)%|!([A-Za-z_]\w*)!|%[A-Za-z_]\w*:[^%\n]{1,60}%|%%?~?[\w*]/y;
/** A longer line is no setting of a variable. */
const MAX_LINE = 1000;
const PLAIN = /[^\s"^%!&|()<>,;=]+/y;
const SET = /@?set[ \t]+(?:\/[ap][ \t]+)?("?)([A-Za-z_]\w*)=/iy;
const COMMENT = /@?(?:rem(?=[\s]|$)|::)/iy;
/** Words before a command. */
const LEADING = /^(?:call|start|do)$/i;
/** What makes what follows it on its line, or in its brackets, run only sometimes. */
const CONDITIONAL = /^(?:if|for|else)$/i;

/** Reads what a script for Windows' `cmd` runs. */
export function readCmd(text: string): Script {
  const lexer = new Lexer(text);
  lexer.read();
  const { commands, variables } = lexer;
  return {
    commands: commands.map((command) => {
      const words = command.words.map((word) => variables.resolved(word));
      return { ...command, words, isComplete: command.isComplete && !words.some(({ mayBeMore }) => mayBeMore) };
    }),
  };
}

class Lexer {
  readonly commands: Command[] = [];
  readonly variables = new Variables((name) => name.toLowerCase());
  readonly #text: string;
  #at = 0;
  /** Open brackets. */
  #depth = 0;
  /** Whether an `if` or a `for` stands before on this line. */
  #isConditional = false;

  constructor(text: string) {
    this.#text = text;
  }

  read(): void {
    while (this.#at < this.#text.length) {
      this.#blanks();
      const char = this.#text[this.#at];
      if (char === '\n') {
        this.#at++;
        this.#isConditional = false;
      } else if (char === '(') {
        this.#at++;
        this.#depth++;
      } else if (char === ')') {
        this.#at++;
        this.#depth = Math.max(0, this.#depth - 1);
      } else if (char === '&' || char === '|') {
        this.#isConditional ||= this.#text[this.#at + 1] === char;
        this.#at++;
      } else if (char !== undefined) this.#statement();
    }
  }

  /** Blanks, and a `^` that goes on with the next line. */
  #blanks(): void {
    const found = matchAt(/(?:[ \t\r]|\^[ \t]*\r?\n)+/y, this.#text, this.#at);
    if (found !== null) this.#at += found[0].length;
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end < 0 ? this.#text.length : end;
  }

  #statement(): void {
    if (matchAt(COMMENT, this.#text, this.#at) !== null) {
      this.#at = this.#lineEnd();
      return;
    }
    const set = matchAt(SET, this.#text, this.#at);
    if (set !== null) this.#set(set);
    else this.#command();
  }

  /** `set NAME=value`, and `set "NAME=value"`, up to the end of the line. */
  #set([whole, quote = '', name = '']: RegExpExecArray): void {
    this.#at += whole.length;
    const start = this.#at;
    const line = quote === '' ? '' : (/^[^\n]*/.exec(this.#text.slice(start, start + MAX_LINE))?.[0] ?? '');
    const quoted = line.lastIndexOf('"');
    const plain = matchAt(/[^&|)\n]*/y, this.#text, start)?.[0].trimEnd() ?? '';
    const end = start + (quoted < 0 ? plain.length : quoted);
    const pieces: Piece[] = [];
    while (this.#at < end) this.#piece(pieces, end);
    const word: Word = { pieces, start, end, quoted: [{ start, end }], mayBeMore: false };
    const isGiven = !/\/[ap]\b/i.test(whole);
    this.variables.set(name, isGiven ? [word] : [], isGiven && this.#depth === 0 && !this.#isConditional);
    this.#at = Math.max(end, start);
    if (quoted >= 0) this.#at = end + 1;
  }

  /** A variable or a stretch of text, up to `end`. */
  #piece(pieces: Piece[], end: number): void {
    const start = this.#at;
    const variable = matchAt(VARIABLE, this.#text, start);
    if (variable !== null && start + variable[0].length <= end) {
      this.#at += variable[0].length;
      pieces.push({ name: variable[1] ?? variable[2] ?? null, at: { start, end: this.#at } });
      return;
    }
    const rest = this.#text.slice(start, Math.min(end, start + MAX_LINE));
    const [text = this.#text[start]!] = /^[^%!"\\^\n]+/.exec(rest) ?? [];
    pieces.push({ text, at: start });
    this.#at += text.length;
  }

  #command(): void {
    const start = this.#at;
    const words: Word[] = [];
    let output: string | null = null;
    if (this.#text[this.#at] === '@') this.#at++;
    for (;;) {
      this.#blanks();
      const char = this.#text[this.#at];
      if (char === undefined || '\n&|)'.includes(char)) break;
      if (char === '(') {
        if (words.length > 0) break;
        this.#at++;
        continue;
      }
      const redirect = matchAt(/\d?>>?(?:&\d)?|</y, this.#text, this.#at);
      if (redirect !== null) {
        this.#at += redirect[0].length;
        this.#blanks();
        if (!redirect[0].includes('&')) {
          const target = textOf(this.#word());
          if (redirect[0] !== '<') output = target;
        }
        continue;
      }
      if (char === ',' || char === ';' || char === '=') {
        this.#at++;
        continue;
      }
      const word = this.#word();
      words.push(word);
      const text = textOf(word);
      if (words.length > 1) continue;
      if (CONDITIONAL.test(text)) {
        this.#isConditional = true;
        this.#condition(text);
        return;
      }
      if (LEADING.test(text)) words.pop();
    }
    if (words.length === 0) return;
    const isCaught = this.#text[this.#at] === '|' && this.#text[this.#at + 1] !== '|';
    this.commands.push({
      words,
      isComplete: true,
      hereDocuments: [],
      output,
      isShown: !isCaught && output === null,
      start,
      end: words.at(-1)!.end,
    });
  }

  /** Behind `if`, `else` and `for`, up to the command that they may run. */
  #condition(keyword: string): void {
    if (/^else$/i.test(keyword)) return;
    if (/^for$/i.test(keyword)) {
      const found = matchAt(/[^\n]{0,1000}?\)[ \t]*do(?=[ \t(])/iy, this.#text, this.#at);
      this.#at = found === null ? this.#lineEnd() : this.#at + found[0].length;
      return;
    }
    const found = matchAt(
      /[ \t]*(?:\/i[ \t]+)?(?:not[ \t]+)?(?:(?:exist|defined|errorlevel)[ \t]+(?:"[^"\n]*"|\S+)|(?:"[^"\n]*"|[^\s"=]+)[ \t]*(?:==|[ \t](?:equ|neq|lss|leq|gtr|geq)[ \t])[ \t]*(?:"[^"\n]*"|[^\s"]+))/iy,
      this.#text,
      this.#at,
    );
    this.#at = found === null ? this.#lineEnd() : this.#at + found[0].length;
  }

  #word(): Word {
    const start = this.#at;
    const pieces: Piece[] = [];
    const quoted: Span[] = [];
    let isBare = false;
    while (this.#at < this.#text.length && !/[\s&|()<>]/.test(this.#text[this.#at]!)) {
      const char = this.#text[this.#at]!;
      const plain = matchAt(PLAIN, this.#text, this.#at);
      if (char === '"') this.#double(pieces, quoted);
      else if (char === '^') {
        if (matchAt(/\^[ \t]*\r?\n/y, this.#text, this.#at) !== null) break;
        pieces.push({ text: this.#text.slice(this.#at + 1, this.#at + 2), at: null });
        this.#at += 2;
      } else if (char === '%' || char === '!') {
        const before = pieces.length;
        this.#piece(pieces, this.#text.length);
        isBare ||= pieces.slice(before).some((piece) => 'name' in piece);
      } else {
        const text = plain?.[0] ?? char;
        pieces.push({ text, at: this.#at });
        this.#at += text.length;
      }
    }
    if (this.#at === start) this.#at++;
    return { pieces, start, end: this.#at, quoted, mayBeMore: isBare && pieces.length === 1 };
  }

  /** Programs take `\"` for a quote between quotes, and a line ends what nothing closes. */
  #double(pieces: Piece[], quoted: Span[]): void {
    this.#at++;
    const start = this.#at;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"' && this.#text[this.#at] !== '\n') {
      const char = this.#text[this.#at]!;
      if (char === '\\' && this.#text[this.#at + 1] === '"') {
        pieces.push({ text: '"', at: null });
        this.#at += 2;
      } else if (char === '\\' || char === '^') {
        pieces.push({ text: char, at: this.#at });
        this.#at++;
      } else this.#piece(pieces, this.#text.length);
    }
    quoted.push({ start, end: this.#at });
    if (this.#at === start) pieces.push({ text: '', at: start });
    if (this.#text[this.#at] === '"') this.#at++;
  }
}

function textOf({ pieces }: Word): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');
}
