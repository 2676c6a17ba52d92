import type { Piece, Template } from '../template.js';

/** `$NAME`, `${NAME}`, `%NAME%`, and what CI puts in: `${{ secrets.NAME }}`. */
export const VARIABLES =
  /\$\{\{[ \t]*(?:[\w-]+\.)*([\w-]+)[ \t]*\}\}|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)|%([A-Za-z_]\w*)%/g;

/** `{{name}}`, also `{{$dotenv NAME}}` and `{{process.env.NAME}}`. */
export const MUSTACHES = /\{\{[ \t]*(?:\$(?:dotenv|processEnv)[ \t]+%?|(?:[\w-]+\.)*)([\w-]+)[ \t]*\}\}/g;

/** A stretch of text as a template: what `pattern` finds is a variable, named by the first group that took part. */
export function templateAt(text: string, start: number, end: number, pattern: RegExp): Template {
  const pieces: Piece[] = [];
  let from = start;
  for (const { 0: whole, index, ...groups } of text.slice(start, end).matchAll(pattern)) {
    const at = start + index;
    if (at > from) pieces.push({ text: text.slice(from, at), at: from });
    const name = [groups[1], groups[2], groups[3], groups[4]].find((group) => group !== undefined) ?? null;
    from = at + whole.length;
    pieces.push({ name, at: { start: at, end: from } });
  }
  if (from < end || pieces.length === 0) pieces.push({ text: text.slice(from, end), at: from });
  return { pieces, start, end };
}
