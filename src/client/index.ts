import path from 'node:path';
import { nearestPackage } from '../project/package.js';
import { isComponent, treesOf, type SyntaxTree } from '../syntax/index.js';
import { classify, type Classification } from './classify.js';
import { markupProblems } from './markup.js';
import type { ClientProblem } from './problem.js';
import { scriptProblems } from './script/index.js';
import { isSettingsFile, settingsProblems } from './settings-file.js';
import { mayReachBrowsers } from './signs.js';
import { mayHoldProblems } from './worth-parsing.js';

export { classify, type Classification, type Side } from './classify.js';
export type { ClientProblem } from './problem.js';

const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?)$/i;

/**
 * How keys reach browsers through `file` (absolute), in the order of the text. Reads the package around it and nothing
 * else. `syntax` is the tree of the whole text, where the caller has one.
 */
export function findClientProblems(file: string, text: string, syntax?: SyntaxTree): ClientProblem[] {
  const isScript = SCRIPT.test(file);
  if ((!isScript && !isSettingsFile(file)) || !mayReachBrowsers(text)) return [];
  const classification = classify(file, text, nearestPackage(path.dirname(file)));
  if (!isScript) return withoutRepeats(settingsProblems(file, text, classification));
  // A bundle of a megabyte takes seconds to parse, and most hold nothing but words that look like it.
  if (text.length > LONG && !mayHoldProblems(text, classification)) return [];
  return withoutRepeats(inScript(file, text, syntax ? [syntax] : treesOf(text), classification));
}

/** UTF-16 units; nobody writes a longer script by hand. */
const LONG = 256 * 1024;

function inScript(
  file: string,
  text: string,
  trees: readonly SyntaxTree[],
  classification: Classification,
): ClientProblem[] {
  const isAstro = /\.astro$/i.test(file);
  const scripts = trees.flatMap((tree) =>
    scriptProblems(tree, file, isAstro ? { ...classification, side: sideInAstro(tree, text) } : classification),
  );
  return isComponent(text) ? [...scripts, ...markupProblems(file, text, classification)] : scripts;
}

/** Astro's frontmatter runs on the server or while building, its scripts in the browser. */
function sideInAstro({ ast }: SyntaxTree, text: string): 'client' | 'server' {
  const end = /^\s*---[ \t]*\r?\n[^]*?\n---/.exec(text)?.[0].length ?? 0;
  return (ast.range?.[0] ?? 0) < end ? 'server' : 'client';
}

/** Of problems within one another the widest tells all. */
function withoutRepeats(problems: readonly ClientProblem[]): ClientProblem[] {
  const kept: ClientProblem[] = [];
  for (const problem of [...problems].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || problem.start >= last.end) kept.push(problem);
  }
  return kept;
}
