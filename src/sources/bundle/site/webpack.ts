import { childrenOf, parse, type SyntaxNode } from '../../../syntax/index.js';

/** What the runtime of webpack (and Rspack, which has the same) says of the chunks that it loads. */
export interface ChunkLoader {
  /** Addresses of chunks, relative to the public path. */
  readonly chunks: readonly string[];
  /** Where they start: as an address, or relative to the script itself; `null` where the runtime does not say. */
  readonly publicPath: string | null;
}

/** `r.u = e => …`: the name of a chunk by its id. Source: webpack's `GetChunkFilenameRuntimeModule`. */
const NAMER = /[\w$]\.u\s*=\s*(?:function\s*\(\s*([\w$]+)\s*\)\s*\{|\(?\s*([\w$]+)\s*\)?\s*=>)/g;
/** `r.p = "/"`, or what is put behind the folder of the script where that is found out at run time. */
const PUBLIC_PATH = /[\w$]\.p\s*=\s*(?:"([^"]{0,300})"|'([^']{0,300})'|[\w$]+\s*\+\s*"((?:\.\.\/)+)")/;
/** `r.e(123)`: a chunk that is asked for. */
const ASKED = /[\w$]\.e\(\s*(?:(\d+)|"([^"\\]{1,100})"|'([^'\\]{1,100})')\s*\)/g;

/** A function longer than this is none of webpack's, in UTF-16 units; a large site lists 10,000 chunks in 500 kB. */
const LONGEST = 2_000_000;
const MOST_CHUNKS = 20_000;

/** The ids that a script asks for; some runtimes do not list them. */
export function askedChunks(text: string): string[] {
  return [...text.matchAll(ASKED)].map(([, number, double, single]) => number ?? double ?? single ?? '');
}

/** `null` where `text` holds no such runtime. `ids`: chunks that scripts ask for. */
export function readChunkLoader(text: string, ids: Iterable<string>): ChunkLoader | null {
  const chunks = new Set<string>();
  for (const { 0: head, 1: inFunction, 2: inArrow, index } of text.matchAll(NAMER)) {
    const body = parseBody(text, index + head.length, inFunction !== undefined);
    if (body === null) continue;
    const namer = new Namer(inFunction ?? inArrow ?? '');
    for (const id of new Set([...idsIn(body), ...ids])) {
      const name = namer.evaluate(body, id);
      if (typeof name === 'string' && /\.\w+$/.test(name) && !name.includes('undefined')) chunks.add(name);
      if (chunks.size >= MOST_CHUNKS) break;
    }
  }
  if (chunks.size === 0) return null;
  const [, double, single, up] = PUBLIC_PATH.exec(text) ?? [];
  return { chunks: [...chunks], publicPath: double ?? single ?? up ?? null };
}

/** The function from its body on, which begins at `start`, as a tree. */
function parseBody(text: string, start: number, isBlock: boolean): SyntaxNode | null {
  const end = endOfExpression(text, isBlock ? start - 1 : start);
  if (end === null) return null;
  const source = text.slice(start, end);
  const program = parse(isBlock ? `(()=>{${source})` : `(${source})`)?.ast as
    { body?: readonly SyntaxNode[] } | undefined;
  return field(program?.body?.[0], 'expression');
}

/** Where the brackets that open from `start` on are closed and the expression ends: before `,`, `;` or a bracket too many. */
function endOfExpression(text: string, start: number): number | null {
  let depth = 0;
  const last = Math.min(text.length, start + LONGEST);
  for (let at = start; at < last; at++) {
    const char = text[at];
    if (char === '"' || char === "'" || char === '`') {
      at = endOfString(text, at, last);
    } else if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') {
      depth--;
      if (depth === 0 && char === '}' && text[start] === '{') return at + 1;
      if (depth < 0) return at;
    } else if ((char === ',' || char === ';') && depth === 0) return at;
  }
  return depth === 0 && last === text.length ? last : null;
}

function endOfString(text: string, start: number, last: number): number {
  for (let at = start + 1; at < last; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[start]) return at;
  }
  return last;
}

function field(node: SyntaxNode | null | undefined, name: string): SyntaxNode | null {
  return ((node as unknown as Record<string, unknown> | null | undefined)?.[name] as SyntaxNode | undefined) ?? null;
}

function fields(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  return (node as unknown as Record<string, readonly SyntaxNode[]>)[name] ?? [];
}

function textOf(node: SyntaxNode | null, name: string): string {
  return String((node as unknown as Record<string, unknown> | null)?.[name]);
}

/** The ids that the function knows: the keys of its tables, and what it compares its parameter with. */
function idsIn(body: SyntaxNode): Set<string> {
  const ids = new Set<string>();
  const left = [body];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    const names = node.type === 'Property' ? ['key'] : isComparison(node) ? ['left', 'right'] : [];
    for (const name of names) ids.add(nameOf(field(node, name)) ?? '');
    left.push(...childrenOf(node));
  }
  ids.delete('');
  return ids;
}

function isComparison(node: SyntaxNode): boolean {
  return node.type === 'BinaryExpression' && /^={2,3}$/.test(textOf(node, 'operator'));
}

/** Of a key or a literal. */
function nameOf(node: SyntaxNode | null): string | null {
  if (node?.type === 'Literal') return textOf(node, 'value');
  return node?.type === 'Identifier' ? textOf(node, 'name') : null;
}

type Value = string | boolean | undefined;

/** What such a function makes of an id; `undefined` as in JavaScript, or where it does what none of webpack's does. */
class Namer {
  readonly #parameter: string;
  readonly #tables = new WeakMap<SyntaxNode, ReadonlyMap<string | null, SyntaxNode | null>>();

  constructor(parameter: string) {
    this.#parameter = parameter;
  }

  evaluate(node: SyntaxNode | null, id: string): Value {
    const value = (name: string): Value => this.evaluate(field(node, name), id);
    switch (node?.type) {
      case 'ArrowFunctionExpression':
        return value('body');
      case 'BlockStatement':
        return this.#returned(fields(node, 'body'), id);
      case 'Literal':
        return textOf(node, 'value');
      case 'Identifier':
        return textOf(node, 'name') === this.#parameter ? id : undefined;
      case 'BinaryExpression': {
        const [left, right] = [value('left'), value('right')];
        if (isComparison(node)) return left === right;
        return textOf(node, 'operator') === '+' && left !== undefined && right !== undefined
          ? `${left}${right}`
          : undefined;
      }
      case 'LogicalExpression':
        return textOf(node, 'operator') === '&&' ? value('left') && value('right') : value('left') || value('right');
      case 'ConditionalExpression':
        return value('test') === true ? value('consequent') : value('alternate');
      case 'MemberExpression':
        return this.#member(field(node, 'object'), value('property'), id);
      case 'TemplateLiteral':
        return this.#template(node, id);
      default:
        return undefined;
    }
  }

  #returned(statements: readonly SyntaxNode[], id: string): Value {
    for (const statement of statements) {
      if (statement.type === 'ReturnStatement') return this.evaluate(field(statement, 'argument'), id);
      const branch = field(statement, 'consequent');
      if (statement.type !== 'IfStatement' || this.evaluate(field(statement, 'test'), id) !== true) continue;
      return this.#returned(branch?.type === 'BlockStatement' ? fields(branch, 'body') : branch ? [branch] : [], id);
    }
    return undefined;
  }

  #member(object: SyntaxNode | null, key: Value, id: string): Value {
    if (object?.type !== 'ObjectExpression') return undefined;
    let table = this.#tables.get(object);
    if (table === undefined) {
      table = new Map(fields(object, 'properties').map((row) => [nameOf(field(row, 'key')), field(row, 'value')]));
      this.#tables.set(object, table);
    }
    return this.evaluate(table.get(String(key)) ?? null, id);
  }

  #template(node: SyntaxNode, id: string): Value {
    const parts = fields(node, 'expressions').map((part) => this.evaluate(part, id));
    if (parts.includes(undefined)) return undefined;
    return fields(node, 'quasis')
      .map((quasi, at) => (quasi as unknown as { value: { cooked: string } }).value.cooked + String(parts[at] ?? ''))
      .join('');
  }
}
