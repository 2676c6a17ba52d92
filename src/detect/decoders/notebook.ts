import type { Decoded } from '../layer.js';

/** A run of JSON strings that are lines of one text: all but the last end in a written `\n`. */
const LINES = /"(?:[^"\\]|\\.)*"(?:\s*,\s*"(?:[^"\\]|\\.)*")*/g;
const STRING = /"((?:[^"\\]|\\.)*)"/g;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|([^]))/y;
const SINGLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** Longer strings are pictures. */
const LONGEST = 1 << 16;
/** How PNG, JPEG and GIF begin in base64. */
const PICTURE = /^"(?:iVBORw0KGgo|\/9j\/|R0lGOD)/;

/**
 * The cells and outputs of a Jupyter notebook, each put together from its list of lines: a key may be split over two of
 * them. Any other JSON gives nothing.
 */
export function* notebookRegions(text: string): Generator<Decoded> {
  if (!/^\s*\{/.test(text) || !text.includes('"nbformat"')) return;
  for (const { 0: list, index } of text.matchAll(LINES)) {
    if (list.length <= LONGEST && /k-|\w{48}/.test(list) && !PICTURE.test(list))
      yield joinLines(text, index, index + list.length);
  }
}

function joinLines(text: string, from: number, to: number): Decoded {
  const starts: number[] = [];
  const ends: number[] = [];
  let joined = '';
  for (const { index, 1: content } of text.slice(from, to).matchAll(STRING)) {
    const stop = from + index + 1 + content!.length;
    for (let at = from + index + 1; at < stop;) {
      ESCAPE.lastIndex = at;
      const escape = text[at] === '\\' ? ESCAPE.exec(text) : null;
      const end = escape === null ? at + 1 : at + escape[0].length;
      joined += escape === null ? text.charAt(at) : unescape(escape[1], escape[2]);
      starts.push(at);
      ends.push(end);
      at = end;
    }
  }
  return { name: 'notebook', text: joined, starts, ends };
}

function unescape(digits: string | undefined, single: string | undefined): string {
  return digits === undefined ? (SINGLE[single!] ?? single!) : String.fromCharCode(Number.parseInt(digits, 16));
}
