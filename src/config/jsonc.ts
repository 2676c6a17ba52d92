/**
 * JSON with comments and trailing commas. A reader of our own, because `JSON.parse` quotes the text around a mistake,
 * and that text may hold a key: here an error says where and what was expected, never what stands there.
 */

export type JsonValue = null | boolean | number | string | JsonValue[] | { [name: string]: JsonValue };

/** `line` and `column` are 1-based; `message` tells what was expected there. */
export class JsonError extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

/** Deeper nesting is nobody's configuration, and must not end in a stack overflow. */
const MAX_DEPTH = 100;
const SPACE_AND_COMMENTS = /(?:[ \t\r\n\uFEFF]|\/\/[^\r\n]*|\/\*[^]*?\*\/)*/y;
const STRING = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Throws {@link JsonError} for what is not JSON, and for a name that stands twice in one object. */
export function parseJsonc(text: string): JsonValue {
  let at = 0;

  function fail(expected: string): never {
    const before = text.slice(0, at).split('\n');
    throw new JsonError(`expected ${expected}`, before.length, (before.at(-1) ?? '').length + 1);
  }

  function match(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  }

  function skip(): void {
    match(SPACE_AND_COMMENTS);
  }

  function take(char: string): boolean {
    skip();
    if (text[at] !== char) return false;
    at++;
    return true;
  }

  function value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) fail(`at most ${MAX_DEPTH} levels of nesting`);
    if (take('{')) return members(depth);
    if (take('[')) return items(depth);
    if (text[at] === '"') return string();
    const scalar = match(WORD) ?? match(NUMBER);
    return scalar === null ? fail('a value') : (JSON.parse(scalar) as JsonValue);
  }

  function string(): string {
    skip();
    const literal = match(STRING);
    return literal === null ? fail('a string in double quotes') : (JSON.parse(literal) as string);
  }

  function members(depth: number): JsonValue {
    const seen = new Map<string, JsonValue>();
    while (!take('}')) {
      const start = at;
      const name = string();
      if (seen.has(name)) {
        at = start;
        fail('a name that this object does not hold yet');
      }
      if (!take(':')) fail('":"');
      seen.set(name, value(depth + 1));
      if (!take(',') && text[at] !== '}') fail('"," or "}"');
    }
    // From entries, so that a member called __proto__ is a member like any other.
    return Object.fromEntries(seen);
  }

  function items(depth: number): JsonValue {
    const list: JsonValue[] = [];
    while (!take(']')) {
      list.push(value(depth + 1));
      if (!take(',') && text[at] !== ']') fail('"," or "]"');
    }
    return list;
  }

  const root = value(0);
  skip();
  if (at < text.length) fail('the end of the file');
  return root;
}
