import { CALL_NAMES } from './calls.js';
import { isComponent, scriptsIn } from './components.js';
import { fold, type FoldedString } from './fold.js';
import { parse } from './parse.js';
import { hidesUses } from './strip-types.js';
import type { SyntaxTree } from './tree.js';

export { isComponent } from './components.js';
export { pieceBetween, placeInSource, placeOfPart, type FoldedPart, type FoldedString } from './fold.js';
export { Evaluator, initialValueOf, keyOf, operandsOf, plainText, rangeOf } from './evaluate.js';
export { linked, type LinkedTree } from './linked.js';
export { once } from './once.js';
export { parse } from './parse.js';
export { wrappedBy } from './strip-types.js';
export { childrenOf, type SyntaxNode, type SyntaxTree, type Variable } from './tree.js';

/** What a script that composes strings holds; without it the parser need not be loaded. */
const COMPOSITION = new RegExp(`\\+|\\$\\{|\\b(?:${CALL_NAMES.join('|')})\\b`);

/**
 * The strings that the expressions of a script compose from constants of the same text. `syntax` is the tree of the
 * whole text where the caller has one; else the text is parsed as JavaScript or TypeScript, or else as a component or
 * page that holds scripts. Empty where it is none of these.
 */
export function foldedStrings(text: string, syntax?: SyntaxTree): FoldedString[] {
  if (!COMPOSITION.test(text)) return [];
  return fold(syntax ? [syntax] : treesOf(text));
}

/** The trees of a script, or of the scripts of a component or page; empty where the text is neither or cannot be read. */
export function treesOf(text: string): readonly SyntaxTree[] {
  return readScripts(text).trees;
}

/** What was read of a text's scripts, and whether that is all of them. */
export interface ReadScripts {
  readonly trees: readonly SyntaxTree[];
  readonly isWhole: boolean;
}

/** Several readers look at one file, one after the other. */
let last: { readonly text: string; readonly read: ReadScripts } | undefined;

/** As {@link treesOf}. */
export function readScripts(text: string): ReadScripts {
  if (last?.text !== text) last = { text, read: parseScripts(text) };
  return last.read;
}

/**
 * The tree of a whole text without assertions. Ours has none; in those of ESLint's parsers they stand between a name and what
 * is done with it, as in `(headers as any).set(…)`.
 */
export function untyped(text: string, tree: SyntaxTree): SyntaxTree {
  return hidesUses(tree) ? (treesOf(text)[0] ?? tree) : tree;
}

function parseScripts(text: string): ReadScripts {
  const script = isComponent(text) ? null : parse(text);
  if (script) return { trees: [script], isWhole: true };
  const read = scriptsIn(text).map(({ code, start, isData }) => ({ tree: parse(code, start), isData }));
  return {
    trees: read.flatMap(({ tree }) => tree ?? []),
    isWhole: isComponent(text) && read.every(({ tree, isData }) => tree !== null || isData),
  };
}
