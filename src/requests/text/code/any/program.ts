import { type CodeLanguage, FORMATS } from './languages.js';
import { partsOf, type Range, tokensOf, type Token } from '../tokens.js';

/** How far a line, a path or the head of a block is followed, in tokens. */
export const MAX_REACH = 60;

/** A program as tokens, and what can be told of them without knowing what its names stand for. */
export class Program {
  readonly text: string;
  readonly language: CodeLanguage;
  readonly tokens: readonly Token[];

  constructor(text: string, language: CodeLanguage) {
    this.text = text;
    this.language = language;
    this.tokens = tokensOf(text, language.lexicon);
  }

  /** The name or mark at `at`; empty for a string, and where the program has ended. */
  word(at: number): string {
    return this.tokens[at]?.text ?? '';
  }

  /** Where the bracket at `open` is closed; the end of the program where it is not. */
  close(open: number): number {
    return this.tokens[open]?.partner ?? this.tokens.length;
  }

  /** The arguments between the bracket at `open` and its end, without their labels. */
  argumentsIn(open: number): Range[] {
    return partsOf(this.tokens, open + 1, this.close(open)).map((part) => this.#unlabelled(part));
  }

  /** Up to `;`, `,`, a closing bracket, or a line that goes on with nothing. */
  statementEnd(from: number): number {
    const limit = Math.min(this.tokens.length, from + MAX_REACH);
    for (let at = from; at < limit; at++) {
      const token = this.tokens[at]!;
      const goesOn = token.text === '+' || token.text === '.' || /^[+.,(=:]$/.test(this.word(at - 1));
      if (token.isFirst && at > from && !goesOn) return at;
      if (token.kind !== 'mark') continue;
      if ('([{'.includes(token.text)) at = Math.min(limit, this.close(at));
      else if (';,)]}'.includes(token.text)) return at;
    }
    return limit;
  }

  /** Names with `.`, `->`, `::` between them, and nothing else. */
  isPath(from: number, to: number): boolean {
    for (let at = from; at < to; at++) {
      const { kind, text } = this.tokens[at]!;
      if (kind === 'string' || (kind === 'mark' && !/^[.>:?!-]$/.test(text))) return false;
      if (kind === 'mark' && text === '.' && this.language.concatenation === '.') return false;
      // `a - b`, `a > b`, `a ? b : c`
      if (kind === 'mark' && /^[>:?!-]$/.test(text) && !/^(?:->|>-|::|\?\.|!\.|\?->)/.test(this.#around(at)))
        return false;
    }
    return this.tokens[to - 1]?.kind === 'name';
  }

  /** The strings and names put together around a token; the whole call where a pattern is filled in. */
  expressionAt(at: number): Range {
    let from = at;
    if (this.word(from - 1) === '(') {
      const name = this.word(from - 2) === '!' ? from - 3 : from - 2;
      if (FORMATS.test(this.word(name)) && this.tokens[from]!.kind === 'string') {
        let start = name;
        while (/^[.:]$/.test(this.word(start - 1)) && start > 1) start -= this.word(start - 1) === ':' ? 3 : 2;
        return [Math.max(0, start), Math.min(this.tokens.length, this.close(from - 1) + 1)];
      }
    }
    if (this.tokens[from]!.kind === 'name') {
      while (from > 1 && this.#isStep(from - 1)) from -= /^[>:]$/.test(this.word(from - 1)) ? 3 : 2;
      from = Math.max(0, from);
    }
    let to = at + 1;
    for (let seen = 0; seen < 20; seen++) {
      const operator = this.tokens[to];
      const operand = this.tokens[to + 1];
      const isStep =
        this.#isStep(to) ||
        (operator?.text === '-' && operand?.text === '>') ||
        (operator?.text === ':' && operand?.text === ':');
      if (isStep && operator?.text !== this.language.concatenation) {
        to += operator?.text === '.' ? 2 : 3;
        continue;
      }
      if (operator?.text !== this.language.concatenation || operator.kind !== 'mark' || operand === undefined) break;
      if (operand.kind === 'mark') break;
      to += 2;
      if (this.word(to) === '(') to = this.close(to) + 1;
    }
    return [from, Math.min(to, this.tokens.length)];
  }

  /** The names of the path that ends before `at`; without calls. */
  pathBefore(at: number): string[] {
    const path: string[] = [];
    let back = at - 1;
    for (let seen = 0; back >= 0 && seen < MAX_REACH; seen++) {
      const { kind, text } = this.tokens[back]!;
      if (kind === 'name') path.unshift(bare(text));
      else if (!/^[.>:?!&-]$/.test(text)) break;
      back--;
      if (kind === 'name' && this.tokens[back]?.kind !== 'mark') break;
    }
    return path;
  }

  /** Without the label of an argument: `string: url`. */
  #unlabelled([from, to]: Range): Range {
    const isLabelled = this.tokens[from]?.kind === 'name' && this.word(from + 1) === ':' && this.word(from + 2) !== ':';
    return isLabelled ? [from + 2, to] : [from, to];
  }

  /** Whether the mark at `at` leads from a name to a member of it. */
  #isStep(at: number): boolean {
    const text = this.word(at);
    if (text === '.') return this.language.concatenation !== '.';
    return (text === '>' && this.word(at - 1) === '-') || (text === ':' && this.word(at - 1) === ':');
  }

  #around(at: number): string {
    const [before, char, after] = [this.word(at - 1), this.word(at), this.word(at + 1)];
    if (char === '>') return before === '-' ? '->' : '';
    if (char === ':') return before === ':' || after === ':' ? '::' : '';
    if (char === '-') return after === '>' ? '->' : '';
    return `${char}${after === '-' ? '->' : after}`;
  }
}

/** A name without what some languages write before it. */
export function bare(name: string): string {
  return name.replace(/^[$@]+/, '');
}
