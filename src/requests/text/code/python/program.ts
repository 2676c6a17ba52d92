import { type Lexicon, partsOf, type Range, type Token, tokensOf } from '../tokens.js';

const PYTHON: Lexicon = {
  lineComments: ['#'],
  blockComments: false,
  quotes: ['"""', "'''", '"', "'"],
  raw: [],
  interpolation:
    /\{\{|\}\}|\{([A-Za-z_][\w.]*)\}|\{os\.(?:environ\[|getenv\(|environ\.get\()["']([A-Za-z_]\w*)["'][\])]\}|\{[^{}\n]{0,200}\}/y,
  interpolated: /f/i,
};

/** How far up is looked for what a line stands in, in tokens. */
const MAX_ABOVE = 400;

/** A Python program as tokens, and what can be told of them without knowing what its names stand for. */
export class Program {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly #held = new Map<RegExp, boolean>();

  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text, PYTHON);
    joinLines(this.tokens);
  }

  /** The text of a mark or name; empty behind the end. */
  word(at: number): string {
    return this.tokens[at]?.text ?? '';
  }

  /** Where the bracket at `open` is closed; the end of the program where it is not. */
  close(open: number): number {
    return this.tokens[open]?.partner ?? this.tokens.length;
  }

  /** The parts between the bracket at `open` and its end. */
  partsIn(open: number): Range[] {
    return partsOf(this.tokens, open + 1, this.close(open));
  }

  statementEnd(from: number): number {
    for (let at = from; at < this.tokens.length; at++) {
      const token = this.tokens[at]!;
      if (token.isFirst && at > from && this.word(at - 1) !== '\\') return at;
      if (token.kind === 'mark' && '([{'.includes(token.text)) at = this.close(at);
      else if (token.text === ';') return at;
    }
    return this.tokens.length;
  }

  /** A dotted name that begins at `at`, without `self`, and the number of the token behind it. */
  path(at: number): [path: string[], next: number] {
    const path: string[] = [];
    let next = at;
    while (this.tokens[next]?.kind === 'name') {
      path.push(this.word(next));
      next++;
      if (this.word(next) !== '.') break;
      next++;
    }
    if (path[0] === 'self' && path.length > 1) path.shift();
    return [path, next];
  }

  /** Where the dotted name begins that ends with the token at `last`. */
  startOfPath(last: number): number {
    let from = last;
    while (this.word(from - 1) === '.' && this.tokens[from - 2]?.kind === 'name') from -= 2;
    return from;
  }

  /** The call that ends before the token at `at`. */
  callBefore(at: number): Range | null {
    const open = this.tokens[at - 1]?.partner;
    return open === undefined ? null : [this.startOfPath(open - 1), at];
  }

  /** Whether no `if`, `for` or `try` stands above the line with less depth. */
  isUnconditional(at: number): boolean {
    let { indent } = this.tokens[at]!;
    for (let before = at - 1, seen = 0; before >= 0 && indent > 0 && seen < MAX_ABOVE; before--, seen++) {
      const token = this.tokens[before]!;
      if (!token.isFirst || token.indent >= indent) continue;
      if (/^(?:if|elif|else|for|while|try|except|match|case)$/.test(token.text)) return false;
      ({ indent } = token);
    }
    return true;
  }

  /** Whether the text names a module. */
  holds(module: RegExp): boolean {
    const known = this.#held.get(module) ?? module.test(this.text);
    this.#held.set(module, known);
    return known;
  }
}

/** A line in brackets goes on with what stands before it: `headers=headers,` there is an argument and sets no variable. */
function joinLines(tokens: readonly Token[]): void {
  let close = -1;
  tokens.forEach((token, at) => {
    if (at <= close) token.isFirst = false;
    else if (token.partner !== undefined) close = token.partner;
  });
}
