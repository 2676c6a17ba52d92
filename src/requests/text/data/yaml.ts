import { matchAt } from '../../../text/match-at.js';
import type { Member, Node, ScalarNode } from './node.js';
import { linesOf, type Line } from '../yaml-lines.js';

const MAX_DEPTH = 60;
/** `key:`, with or without quotes, and the blanks behind it. */
const KEY =
  /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#&*!|>'"%@`{}[\],?:-][^#\n]*?|[-?:][^\s#][^#\n]*?))[ \t]*:(?=[ \t]|$)[ \t]*/;
const COMMENT = /^[ \t]*(?:#|$)/;
const BLOCK = /^[|>][+-]?\d?[+-]?[ \t]*(?:#.*)?$/;
/** A longer line holds nothing that is looked for. */
const MAX_LINE = 20_000;

/**
 * The first document of a YAML text, as far as it is written in blocks, in plain or quoted texts of one line, and in
 * brackets. `null` for what is none. Aliases, tags and texts over several lines are nodes that are not known.
 */
export function yamlTree(text: string): Node | null {
  try {
    return new Parser(text).document();
  } catch (error) {
    if (error instanceof NotRead) return null;
    throw error;
  }
}

/** The text is written in a way that is not read here. */
class NotRead extends Error {}

class Parser {
  readonly #text: string;
  readonly #lines: readonly Line[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lines = linesOf(text);
  }

  document(): Node | null {
    this.#toContent();
    if (/^---(?:[ \t]+#.*|[ \t]*)$/.test(this.#lines[this.#next]?.text ?? '')) this.#next++;
    this.#toContent();
    if (this.#line() === undefined) return null;
    const node = this.#block(this.#line()!.indent, 0);
    this.#toContent();
    // Something is left that fits nowhere.
    return this.#line() === undefined ? node : null;
  }

  /** The line that is read next; `undefined` behind the end of the document. */
  #line(): Line | undefined {
    const line = this.#lines[this.#next];
    return line === undefined || /^(?:---|\.\.\.)(?:\s|$)/.test(line.text) ? undefined : line;
  }

  #toContent(): void {
    while (this.#next < this.#lines.length && COMMENT.test(this.#lines[this.#next]!.text)) this.#next++;
  }

  /** What stands at `indent` from the next line on. */
  #block(indent: number, depth: number): Node {
    const { text, at } = this.#line()!;
    if (depth > MAX_DEPTH || text.length > MAX_LINE || /^ *\t/.test(text)) throw new NotRead();
    if (/^-(?:[ \t]|$)/.test(text.slice(indent))) return this.#list(indent, depth);
    if (KEY.test(text.slice(indent))) return this.#object(indent, depth, at + indent);
    this.#next++;
    // Its other lines stand no deeper than the first.
    return this.#scalar(at + indent, text.slice(indent), indent - 1, depth);
  }

  #list(indent: number, depth: number): Node {
    const start = this.#line()!.at + indent;
    const items: Node[] = [];
    let end = start;
    while (this.#isAt(indent) && /^-(?:[ \t]|$)/.test(this.#line()!.text.slice(indent))) {
      const { text, at } = this.#line()!;
      const inner = indent + 1 + (/^[ \t]*/.exec(text.slice(indent + 1))?.[0].length ?? 0);
      const rest = text.slice(inner);
      const item = COMMENT.test(rest) ? this.#below(indent, depth) : this.#inline(inner, rest, at, indent, depth);
      items.push(item);
      end = item.end;
      this.#toContent();
    }
    return { kind: 'list', items, start, end };
  }

  /** An item that begins on the line of its mark. */
  #inline(inner: number, rest: string, at: number, indent: number, depth: number): Node {
    if (/^-(?:[ \t]|$)/.test(rest)) throw new NotRead();
    if (KEY.test(rest)) return this.#object(inner, depth + 1, at + inner);
    this.#next++;
    return this.#scalar(at + inner, rest, indent, depth);
  }

  #isAt(indent: number): boolean {
    const line = this.#line();
    if (line !== undefined && line.indent > indent) throw new NotRead();
    return line?.indent === indent;
  }

  /** `from` is where the first key stands: behind the mark of an item it is no first of its line. */
  #object(indent: number, depth: number, from: number): Node {
    const members: Member[] = [];
    let end = from;
    let isFirst = true;
    while (isFirst || this.#isAt(indent)) {
      isFirst = false;
      const { text, at } = this.#line()!;
      if (text.length > MAX_LINE) throw new NotRead();
      const found = KEY.exec(text.slice(indent));
      if (found === null) {
        if (/^-(?:[ \t]|$)/.test(text.slice(indent)) && members.length > 0) break;
        throw new NotRead();
      }
      const [whole, double, single, plain] = found;
      const start = at + indent + (plain === undefined ? 1 : 0);
      const written = double ?? single ?? plain!;
      const name = double === undefined ? written.replaceAll("''", "'") : decoded(double);
      const rest = text.slice(indent + whole.length);
      let value: Node;
      if (COMMENT.test(rest)) value = this.#below(indent, depth, true);
      else {
        this.#next++;
        value = this.#scalar(at + indent + whole.length, rest, indent, depth);
      }
      members.push({ name, nameAt: { start, end: start + written.length }, value });
      end = value.end;
      this.#toContent();
    }
    return { kind: 'object', members, start: from, end };
  }

  /** What stands deeper than `indent` below this line; items of a list may stand at the same depth as their key. */
  #below(indent: number, depth: number, isOfKey = false): Node {
    const end = this.#line()!.at + this.#line()!.text.length;
    this.#next++;
    this.#toContent();
    const line = this.#line();
    const isItem = isOfKey && line?.indent === indent && /^-(?:[ \t]|$)/.test(line.text.slice(indent));
    if (line !== undefined && (line.indent > indent || isItem)) return this.#block(line.indent, depth + 1);
    return { kind: 'scalar', text: '', isText: false, isVerbatim: false, start: end, end };
  }

  /** A value that begins at `start`, on a line that is read already, and belongs to what stands at `indent`. */
  #scalar(start: number, rest: string, indent: number, depth: number): Node {
    if (BLOCK.test(rest)) return this.#lineBlock(start, indent);
    if (rest.startsWith('{') || rest.startsWith('[')) return this.#flow(start, depth);
    const quotes = matchAt(/"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'/y, this.#text, start)?.[0];
    if (quotes?.includes('\n')) return this.#quotedLines(start, start + quotes.length);
    const node = this.#oneLine(start, rest);
    this.#toContent();
    const goesOn = this.#line() !== undefined && this.#line()!.indent > indent;
    if (!goesOn) return node;
    return this.#skipDeeper(start, indent);
  }

  /** A text in quotes that goes on over several lines. */
  #quotedLines(start: number, end: number): Node {
    this.#toLineOf(end);
    return { kind: 'unknown', start, end };
  }

  /** Goes on behind the line that holds what ends at `end`, where nothing else stands. */
  #toLineOf(end: number): void {
    while (this.#next < this.#lines.length && this.#lines[this.#next]!.at < end) this.#next++;
    const line = this.#lines[this.#next - 1]!;
    if (!COMMENT.test(line.text.slice(end - line.at))) throw new NotRead();
  }

  #skipDeeper(start: number, indent: number): Node {
    let end = start;
    while (this.#next < this.#lines.length) {
      const line = this.#lines[this.#next]!;
      if (line.text.trim() !== '' && line.indent <= indent) break;
      end = line.at + line.text.length;
      this.#next++;
    }
    return { kind: 'unknown', start, end };
  }

  /** `|` and `>`: only a block of one line is known. */
  #lineBlock(start: number, indent: number): Node {
    const first = this.#lines[this.#next];
    const node = this.#skipDeeper(start, indent);
    const inner = this.#text.slice(first?.at ?? start, node.end).trim();
    if (first === undefined || inner === '' || inner.includes('\n')) return node;
    const at = first.at + first.indent;
    return { kind: 'scalar', text: inner, isText: true, isVerbatim: true, start: at, end: at + inner.length };
  }

  #oneLine(start: number, rest: string): Node {
    const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')[ \t]*(?:#.*)?$/.exec(rest);
    if (quoted !== null) return scalarIn(start + 1, quoted[1], quoted[2]);
    // Anchors, aliases, tags, and quotes that another line closes.
    if (/^[&*!"'%@`]/.test(rest)) return { kind: 'unknown', start, end: start + rest.length };
    const text = rest.replace(/[ \t]+#.*$/, '').trimEnd();
    return plainAt(start, text);
  }

  /** `{…}` and `[…]`, over as many lines as they take. */
  #flow(start: number, depth: number): Node {
    const flow = new Flow(this.#text, start);
    const node = flow.value(depth);
    this.#toLineOf(flow.at);
    return node;
  }
}

class Flow {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  value(depth: number): Node {
    this.#skip();
    const start = this.at;
    const char = this.#text[start];
    if (depth > MAX_DEPTH) throw new NotRead();
    if (char === '{') return this.#object(depth);
    if (char === '[') return this.#list(depth);
    return this.#scalar();
  }

  #skip(): void {
    this.at += matchAt(/(?:\s+|(?<=\s)#[^\n]*)*/y, this.#text, this.at)?.[0].length ?? 0;
  }

  #scalar(): ScalarNode {
    const start = this.at;
    const quoted = matchAt(/"((?:[^"\\\n]|\\.)*)"|'((?:[^'\n]|'')*)'/y, this.#text, start);
    if (quoted !== null) {
      this.at += quoted[0].length;
      return scalarIn(start + 1, quoted[1], quoted[2]);
    }
    const plain = matchAt(
      /[^\s"'{}[\],&*!|>%@`#:](?:[^\n{}[\],:]|:(?=[^\s,{}[\]]))*/y,
      this.#text,
      start,
    )?.[0].trimEnd();
    if (plain === undefined) throw new NotRead();
    this.at += plain.length;
    return plainAt(start, plain);
  }

  #object(depth: number): Node {
    const start = this.at++;
    const members: Member[] = [];
    for (;;) {
      this.#skip();
      if (this.#text[this.at] === '}') break;
      const { text: name, start: from, end } = this.#scalar();
      this.#skip();
      if (this.#text[this.at] !== ':') throw new NotRead();
      this.at++;
      members.push({ name, nameAt: { start: from, end }, value: this.value(depth + 1) });
      if (!this.#goesOn('}')) break;
    }
    this.at++;
    return { kind: 'object', members, start, end: this.at };
  }

  #list(depth: number): Node {
    const start = this.at++;
    const items: Node[] = [];
    for (;;) {
      this.#skip();
      if (this.#text[this.at] === ']') break;
      items.push(this.value(depth + 1));
      if (!this.#goesOn(']')) break;
    }
    this.at++;
    return { kind: 'list', items, start, end: this.at };
  }

  #goesOn(closer: string): boolean {
    this.#skip();
    const char = this.#text[this.at];
    if (char !== ',' && char !== closer) throw new NotRead();
    if (char === ',') this.at++;
    return char === ',';
  }
}

/** Source: YAML 1.2.2, 5.7 Escaped Characters. */
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '0': '\0', a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1B' },
  ...{ N: '\x85', _: '\xA0', L: '\u2028', P: '\u2029' },
};

/** What double quotes hold. */
function decoded(inner: string): string {
  return inner.replace(
    /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U(00[01][0-9A-Fa-f]{5})|([^]))/g,
    (_, two: string | undefined, four: string | undefined, eight: string | undefined, char: string | undefined) => {
      const code = parseInt(two ?? four ?? eight ?? '', 16);
      if (char !== undefined) return ESCAPES[char] ?? char;
      return code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code);
    },
  );
}

function scalarIn(start: number, double: string | undefined, single: string | undefined): ScalarNode {
  const written = double ?? single ?? '';
  const text = double === undefined ? written.replaceAll("''", "'") : decoded(double);
  return { kind: 'scalar', text, isText: true, isVerbatim: text === written, start, end: start + written.length };
}

function plainAt(start: number, text: string): ScalarNode {
  const isText = !/^(?:true|false|null|~|[-+.\d]+)?$/i.test(text);
  return { kind: 'scalar', text, isText, isVerbatim: true, start, end: start + text.length };
}
