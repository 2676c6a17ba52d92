/** A member of a JSON text with a value that is no object: the names that lead to it, and where its own name stands. */
export interface JsonMember {
  readonly names: readonly string[];
  /** Of the name, its quotes not counted. */
  readonly start: number;
  readonly end: number;
  /** Whether the value is an empty text or nothing. */
  readonly isEmpty: boolean;
}

const TOKEN = /"((?:[^"\\\n]|\\.)*)"(\s*:)?|[{}[\],]|\/\/[^\n]*|\/\*[^]*?\*\//g;

/** The members of a JSON text, comments allowed; what is no JSON gives what can be read of it. */
export function jsonMembers(text: string): JsonMember[] {
  const members: JsonMember[] = [];
  const path: (string | null)[] = [];
  let name: { text: string; start: number } | null = null;
  for (const { 0: token, 1: string, 2: colon, index } of text.matchAll(TOKEN)) {
    if (string !== undefined && colon !== undefined) {
      name = { text: string, start: index + 1 };
      const value = /^\s*(?:(""|null\b)|[{[]|)/.exec(text.slice(index + token.length, index + token.length + 200));
      if (value !== null && !/[{[]$/.test(value[0])) {
        const names = [...path.filter((each) => each !== null), string];
        members.push({ names, start: name.start, end: name.start + string.length, isEmpty: value[1] !== undefined });
      }
    } else if (token === '{' || token === '[') {
      path.push(token === '{' ? (name?.text ?? null) : null);
      name = null;
    } else if (token === '}' || token === ']') path.pop();
  }
  return members;
}
