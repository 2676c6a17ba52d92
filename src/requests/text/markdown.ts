import { ExcerptBuilder, type Excerpt } from './excerpt.js';

/** A block of code in a document. */
export interface Fence {
  /** Lower case, as written behind the fence; empty where nothing is. */
  readonly language: string;
  readonly excerpt: Excerpt;
}

const OPENING = /^((?:[ \t>]|[-*+][ \t]|\d{1,4}[.)][ \t]){0,20})(`{3,}|~{3,})[ \t]*\{?[ \t]*\.?([\w+#.-]*)([^\n`]*)$/;

/** The fenced blocks of a Markdown document, without what quotes and lists put before their lines. */
export function fencesIn(text: string): Fence[] {
  const fences: Fence[] = [];
  let open: {
    readonly mark: string;
    readonly indent: number;
    readonly language: string;
    builder: ExcerptBuilder;
  } | null = null;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    if (open === null) {
      const [whole = '', prefix = '', mark, language = ''] =
        OPENING.exec(text.slice(at, Math.min(end, at + 400)).trimEnd()) ?? [];
      if (whole !== '' && mark !== undefined) {
        open = { mark, indent: prefix.length, language: language.toLowerCase(), builder: new ExcerptBuilder(text) };
      }
    } else if (isClosing(text, at, end, open.mark)) {
      fences.push({ language: open.language, excerpt: open.builder.build() });
      open = null;
    } else {
      let from = at;
      while (from < at + open.indent && /[ \t>]/.test(text[from]!)) from++;
      open.builder.copy(from, end);
    }
    at = end;
  }
  return fences;
}

function isClosing(text: string, at: number, end: number, mark: string): boolean {
  const line = text
    .slice(at, Math.min(end, at + 200))
    .replace(/^[ \t>]*/, '')
    .trimEnd();
  return line.startsWith(mark) && line.length <= 100 && [...line].every((char) => char === mark[0]);
}
