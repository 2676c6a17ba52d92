import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep } from '@eslint/plugin-kit';
import type { ESLint } from 'eslint';

type Language = NonNullable<ESLint.Plugin['languages']>[string];

/** Lines and columns are 1-based, offsets are UTF-16 units. */
interface TextElement {
  readonly type: 'Text' | 'Comment';
  readonly value: string;
  readonly loc: { readonly start: Position; readonly end: Position };
  readonly range: [start: number, end: number];
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * A directive behind anything that begins a comment in some language: `#`, `//`, `--`, `;`, `/*`, `<!--`, `%`, `'`, and
 * the `REM` and `::` of batch files.
 */
const DIRECTIVE_COMMENT =
  /(?:#|\/\/|--|;|\/\*|<!--|%|'|::|\brem\b)[ \t]*(eslint-(?:disable(?:-next-line|-line)?|enable)\b[^\r\n]*)/gi;

const COMMENT_END = /\s*(?:\*\/|-->)\s*$/;

const commentParser = new ConfigCommentParser();

/** Lets ESLint lint any text, such as `.env`, a Dockerfile or Python: no syntax, only the text and ESLint's directives. */
export const text: Language = {
  fileType: 'text',
  lineStart: 1,
  columnStart: 1,
  nodeTypeKey: 'type',
  validateLanguageOptions: () => undefined,
  parse: ({ body }) => ({ ok: true, ast: rootOf(String(body)) }),
  createSourceCode: ({ body }, { ast }) => new PlainText({ text: String(body), ast: ast as TextElement }),
};

class PlainText extends TextSourceCodeBase<{
  LangOptions: Record<string, unknown>;
  RootNode: TextElement;
  SyntaxElementWithLoc: TextElement;
  ConfigNode: TextElement;
}> {
  readonly visitorKeys = { Text: [] };
  #comments: TextElement[] | undefined;

  /** The comments that say something to ESLint. Core rules ask for comments even where they find nothing to check. */
  getAllComments(): TextElement[] {
    this.#comments ??= Array.from(this.text.matchAll(DIRECTIVE_COMMENT), ({ 0: whole, 1: rest = '', index }) => {
      const value = rest.replace(COMMENT_END, '');
      const start = index + whole.length - rest.length;
      return this.#element('Comment', value, start, start + value.length);
    });
    return this.#comments;
  }

  getDisableDirectives(): { directives: Directive[]; problems: [] } {
    const directives = this.getAllComments().flatMap((node) => {
      const directive = commentParser.parseDirective(node.value);
      if (directive === undefined) return [];
      const { label, value, justification } = directive;
      const type = label.toLowerCase().replace('eslint-', '') as Directive['type'];
      return new Directive({ type, node, value, justification });
    });
    return { directives, problems: [] };
  }

  override getParent(): undefined {
    return undefined;
  }

  override *traverse(): Iterable<VisitNodeStep> {
    for (const phase of [1, 2] as const) yield new VisitNodeStep({ target: this.ast, phase, args: [this.ast] });
  }

  #element(type: TextElement['type'], value: string, start: number, end: number): TextElement {
    const loc = { start: this.getLocFromIndex(start), end: this.getLocFromIndex(end) };
    return { type, value, loc, range: [start, end] };
  }
}

function rootOf(value: string): TextElement {
  const lines = value.split(/\r?\n/);
  const end = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  return { type: 'Text', value, loc: { start: { line: 1, column: 1 }, end }, range: [0, value.length] };
}
