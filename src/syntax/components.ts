/** A piece of script inside another text. */
export interface Script {
  readonly code: string;
  /** UTF-16 offset of `code` in the whole text. */
  readonly start: number;
  /** Whether it is JSON, a template or the like, by the type of its element. */
  readonly isData: boolean;
}

const FENCE = /^\s*---[ \t]*\r?\n/;
const SCRIPT_TAG = /<(\/?)script(?=[\s/>])/gi;

/** A type that is neither JavaScript nor TypeScript. Source: https://html.spec.whatwg.org/multipage/scripting.html#attr-script-type */
const DATA = /\stype\s*=\s*["']?(?!module\b|[\w/+-]*(?:java|ecma|type|babel)script|text\/(?:babel|jsx|ts)\b)[^\s"'>]/i;

/** Whether the text begins as HTML, Vue, Svelte or Astro do, and as no script does. */
export function isComponent(text: string): boolean {
  return FENCE.test(text) || /^\s*<[!A-Za-z]/.test(text);
}

/** The scripts of an HTML, Vue, Svelte or Astro text: Astro's frontmatter, and what `<script>` elements hold. */
export function scriptsIn(text: string): Script[] {
  return [...frontmatterOf(text), ...scriptElementsOf(text)];
}

function frontmatterOf(text: string): Script[] {
  const start = FENCE.exec(text)?.[0].length;
  if (start === undefined) return [];
  // From one character earlier: the closing fence may follow at once.
  const end = text.indexOf('\n---', start - 1);
  return end < start ? [] : [{ code: text.slice(start, end), start, isData: false }];
}

function scriptElementsOf(text: string): Script[] {
  const scripts: Script[] = [];
  let start: number | undefined;
  let isData = false;
  for (const { 1: slash, index } of text.matchAll(SCRIPT_TAG)) {
    if (start === undefined) {
      if (slash) continue;
      start = endOfTag(text, index);
      if (start === undefined) break;
      isData = DATA.test(text.slice(index, start));
    } else if (slash && index >= start) {
      scripts.push({ code: text.slice(start, index), start, isData });
      start = undefined;
    }
  }
  return scripts;
}

/** The offset behind the `>` that closes the tag, quoted values skipped; `undefined` where nothing closes it. */
function endOfTag(text: string, from: number): number | undefined {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote) {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
  }
  return undefined;
}
