import { matchAt } from '../../../text/match-at.js';
import type { Member, Node, ScalarNode } from './node.js';

const MAX_DEPTH = 200;
const BLANKS = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const STRING = /"((?:[^"\\\n]|\\.)*)"/y;
const BARE = /[\w+.-]+/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** The value of a JSON text, comments and commas at ends allowed; `null` for what is none. */
export function jsonTree(text: string): Node | null {
  const parser = new Parser(text);
  const node = parser.value(0);
  return node !== null && parser.isAtEnd() ? node : null;
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith('\uFEFF')) this.#at = 1;
  }

  isAtEnd(): boolean {
    this.#skip();
    return this.#at >= this.#text.length;
  }

  value(depth: number): Node | null {
    this.#skip();
    const start = this.#at;
    const char = this.#text[start];
    if (depth > MAX_DEPTH || char === undefined) return null;
    if (char === '"') return this.#string();
    if (char === '{') return this.#object(depth);
    if (char === '[') return this.#list(depth);
    const bare = matchAt(BARE, this.#text, start);
    if (bare === null) return null;
    this.#at += bare[0].length;
    return { kind: 'scalar', text: bare[0], isText: false, isVerbatim: true, start, end: this.#at };
  }

  #skip(): void {
    this.#at += matchAt(BLANKS, this.#text, this.#at)?.[0].length ?? 0;
  }

  #takes(char: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #string(): ScalarNode | null {
    const found = matchAt(STRING, this.#text, this.#at);
    if (found === null) return null;
    const [whole, inner = ''] = found;
    const start = this.#at + 1;
    this.#at += whole.length;
    const isVerbatim = !inner.includes('\\');
    const text = isVerbatim ? inner : decoded(inner);
    return { kind: 'scalar', text, isText: true, isVerbatim, start, end: start + inner.length };
  }

  #object(depth: number): Node | null {
    const start = this.#at;
    const members: Member[] = [];
    this.#at++;
    while (!this.#takes('}')) {
      const name = this.#text[this.#at] === '"' ? this.#string() : null;
      if (name === null || !this.#takes(':')) return null;
      const value = this.value(depth + 1);
      if (value === null) return null;
      members.push({ name: name.text, nameAt: { start: name.start, end: name.end }, value });
      if (!this.#takes(',') && this.#text[this.#at] !== '}') return null;
    }
    return { kind: 'object', members, start, end: this.#at };
  }

  #list(depth: number): Node | null {
    const start = this.#at;
    const items: Node[] = [];
    this.#at++;
    while (!this.#takes(']')) {
      const value = this.value(depth + 1);
      if (value === null) return null;
      items.push(value);
      if (!this.#takes(',') && this.#text[this.#at] !== ']') return null;
    }
    return { kind: 'list', items, start, end: this.#at };
  }
}

/** What a string of JSON holds. */
function decoded(inner: string): string {
  return inner.replace(/\\(?:u([0-9A-Fa-f]{4})|([^]))/g, (_, code: string | undefined, char: string) =>
    code === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(parseInt(code, 16)),
  );
}
