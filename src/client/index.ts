import path from 'node:path';
import { nearestPackage } from '../project/package.js';
import { treesOf, type SyntaxTree } from '../syntax/index.js';
import { classify } from './classify.js';
import type { ClientProblem } from './problem.js';
import { mayHoldProblems, scriptProblems } from './script.js';
import { isSettingsFile, settingsProblems } from './settings-file.js';
import { mayReachBrowsers } from './signs.js';

export { classify, type Classification, type Side } from './classify.js';
export type { ClientProblem } from './problem.js';

const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?)$/i;

/**
 * How keys reach browsers through `file` (absolute), in the order of the text. Reads the package.json around it and
 * nothing else. `syntax` is the tree of the whole text, where the caller has one.
 */
export function findClientProblems(file: string, text: string, syntax?: SyntaxTree): ClientProblem[] {
  if (!mayReachBrowsers(text)) return [];
  const isScript = SCRIPT.test(file);
  if (!isScript && !isSettingsFile(file)) return [];
  const classification = classify(file, text, nearestPackage(path.dirname(file)));
  if (!isScript) return withoutRepeats(settingsProblems(text, classification));
  // A bundle of a megabyte takes seconds to parse, and most hold nothing but words that look like it.
  if (!mayHoldProblems(text, file, classification)) return [];
  const trees = syntax ? [syntax] : treesOf(text);
  return withoutRepeats(trees.flatMap((tree) => scriptProblems(tree, file, classification)));
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
