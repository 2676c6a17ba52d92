/** The lines of a YAML file, and the blocks that their depths make. */
export interface Line {
  readonly text: string;
  readonly at: number;
  readonly indent: number;
}

export function linesOf(text: string): Line[] {
  let at = 0;
  return text.split('\n').map((raw) => {
    const line = { text: raw.replace(/\r$/, ''), at, indent: raw.length - raw.trimStart().length };
    at += raw.length + 1;
    return line;
  });
}

/** A key and its value, each behind the marks of the items that begin on its line. */
export const KEYED = /^([ \t]*(?:- +)*)(["']?)([\w.-]+)\2[ \t]*:(?:[ \t]+(.*?))?[ \t]*$/;

/** The first line from `from` on that is not deeper than `indent`; items of a list may stand at the same depth. */
export function blockEnd(lines: readonly Line[], from: number, indent: number): number {
  let at = from;
  while (at < lines.length) {
    const { text, indent: depth } = lines[at]!;
    const isDeeper = text.trim() === '' || depth > indent || (depth === indent && text.startsWith('- ', depth));
    if (!isDeeper) break;
    at++;
  }
  return at;
}
