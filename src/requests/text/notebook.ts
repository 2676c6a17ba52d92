import { ExcerptBuilder, type Excerpt } from './excerpt.js';

/** A text in a notebook; `excerpt` is one of the notebook's `whole`. */
export interface NotebookPart {
  /** As behind a fence. */
  readonly language: string;
  readonly excerpt: Excerpt;
}

export interface Notebook {
  /** What all its cells hold, without the outputs. */
  readonly whole: Excerpt;
  readonly parts: readonly NotebookPart[];
}

interface Cell {
  kind: string;
  /** Where its lines stand, inside of their quotes. */
  readonly strings: (readonly [from: number, to: number])[];
}

/** A string that does not end is taken to where the text ends: no place is looked at twice. */
const TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*"?|[{}[\]:,]/g;
/** Before a cell, comments apart, for another program, or for the kernel all the same. Source: IPython's documentation, built-in magics. */
const CELL_MAGIC = /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*%%(\w+)[ \t]*(\w*)[^\n]*\n?/;
const FOR_THE_KERNEL = /^(?:capture|time|timeit|prun)$/;
/** Before a line for a shell, or for IPython itself. */
const LINE_MAGIC = /^[ \t]*(?:[A-Za-z_]\w*[ \t]*=[ \t]*)?([!%])[!%]*/;

/** The program of a Jupyter notebook, which is all cells of its kernel in a row, what it gives to shells, and its Markdown. */
export function readNotebook(text: string): Notebook {
  const { cells, language } = cellsIn(text);
  const builder = new ExcerptBuilder(text);
  const ranges = cells.map(({ kind, strings }) => {
    const from = builder.length;
    for (const [start, end] of strings) builder.copyJson(start, end);
    const to = builder.length;
    builder.write('\n', strings.at(-1)?.[1] ?? 0);
    return { kind, from, to };
  });
  const whole = builder.build();
  const program = new ExcerptBuilder(whole.text);
  const parts = ranges.flatMap(({ kind, from, to }): NotebookPart[] => {
    const part = (name: string, start: number): NotebookPart => ({
      language: name,
      excerpt: new ExcerptBuilder(whole.text).copy(start, to).build(),
    });
    if (kind === 'markdown') return [part('markdown', from)];
    if (kind !== 'code') return [];
    const [head = '', magic, argument = ''] = CELL_MAGIC.exec(whole.text.slice(from, to)) ?? [];
    if (magic !== undefined && !FOR_THE_KERNEL.test(magic))
      return [part(magic === 'script' ? argument : magic, from + head.length)];
    return splitCode(whole.text, from + head.length, to, program);
  });
  return { whole, parts: [{ language, excerpt: program.build() }, ...parts] };
}

/** Adds the lines for the kernel to `program`, and gives back those for shells. */
function splitCode(text: string, from: number, to: number, program: ExcerptBuilder): NotebookPart[] {
  const parts: NotebookPart[] = [];
  for (let at = from; at < to;) {
    const [head = '', magic] = LINE_MAGIC.exec(text.slice(at, Math.min(to, at + 200))) ?? [];
    let end = lineEnd(text, at, to);
    // What a command goes on with behind a backslash is the shell's as well.
    while (magic !== undefined && end < to && text.slice(at, end).endsWith('\\\n')) end = lineEnd(text, end, to);
    if (magic === undefined) program.copy(at, end);
    if (magic === '!')
      parts.push({ language: 'sh', excerpt: new ExcerptBuilder(text).copy(at + head.length, end).build() });
    at = end;
  }
  program.write('\n', to);
  return parts;
}

function lineEnd(text: string, at: number, to: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 || newline >= to ? to : newline + 1;
}

/** The cells of a notebook and the language of its kernel, by one pass over its JSON. */
function cellsIn(text: string): { readonly cells: readonly Cell[]; readonly language: string } {
  const cells: Cell[] = [];
  let language = 'python';
  /** The open objects by the member that is being read, `null` for lists. */
  const open: (string | null)[] = [];
  let isName = false;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const last = open.length - 1;
    if (token === '{' || token === '[') {
      open.push(token === '{' ? '' : null);
      if (token === '{' && open.length === 3 && open[0] === 'cells') cells.push({ kind: '', strings: [] });
      isName = token === '{';
    } else if (token === '}' || token === ']') {
      open.pop();
      isName = false;
    } else if (token === ',') isName = last >= 0 && open[last] !== null;
    else if (token === ':') isName = false;
    else if (isName) open[last] = token.slice(1, -1);
    else if (open[0] === 'metadata' && open[1] === 'kernelspec' && open[2] === 'language')
      language = token.slice(1, -1).toLowerCase();
    else if (open[0] === 'cells' && open[2] === 'cell_type' && open.length === 3)
      cells.at(-1)!.kind = token.slice(1, -1);
    else if (open[0] === 'cells' && open[2] === 'source' && open.slice(3).every((name) => name === null))
      cells.at(-1)!.strings.push([index + 1, index + token.length - 1]);
  }
  return { cells, language };
}
