import path from 'node:path';
import { nearestPackage } from '../project/package.js';
import { isComponent, readScripts, untyped, type SyntaxTree } from '../syntax/index.js';
import { classify, mayBeImported, type Classification } from './classify.js';
import { Imports } from './imports/index.js';
import { markupProblems } from './markup.js';
import type { ClientProblem } from './problem.js';
import { scriptProblems } from './script/index.js';
import { isSettingsFile, settingsProblems } from './settings-file.js';
import { mayReachBrowsers } from './signs.js';
import { isWorthParsing } from './worth-parsing.js';

export { Imports } from './imports/index.js';
export { classify, type Classification, type Side } from './classify.js';
export { directiveOf } from './directive.js';
export type { ClientProblem } from './problem.js';

/** Declarations of types hold nothing that runs. */
const SCRIPT = /(?<!\.d)\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?)$/i;

/** Whether files of this name are looked through for keys on their way to browsers. */
export function concernsBrowsers(file: string): boolean {
  return SCRIPT.test(file) || isSettingsFile(file);
}

/** What was read of a file. */
export interface ClientProblems {
  readonly problems: readonly ClientProblem[];
  /** Whether a script in which there may be problems has a syntax that is not understood. */
  readonly isUnparsed: boolean;
}

export interface Around {
  /** The tree of the whole text, where the caller has one. */
  readonly syntax?: SyntaxTree;
  /** Follows imports into the file; without it the file stands alone. */
  readonly imports?: Imports;
}

const NOTHING: ClientProblems = { problems: [], isUnparsed: false };

/**
 * How keys reach browsers through `file` (absolute), in the order of the text. Reads the package around it, and with
 * `imports` the files that import it.
 */
export function findClientProblems(file: string, text: string, { syntax, imports }: Around = {}): ClientProblems {
  if (!concernsBrowsers(file) || !mayReachBrowsers(text)) return NOTHING;
  const classification = classify(file, text, nearestPackage(path.dirname(file)));
  if (!SCRIPT.test(file)) {
    return { problems: withoutRepeats(settingsProblems(file, text, classification)), isUnparsed: false };
  }
  const isFollowed = imports !== undefined && mayBeImported(file, classification);
  if (!isFollowed && !isWorthParsing(file, text, classification)) return NOTHING;
  const read = syntax ? { trees: [untyped(text, syntax)], isWhole: true } : readScripts(text);
  const problems = inScript(file, text, read.trees, classification);
  const followed = imports === undefined ? [] : inImported(file, text, read.trees, classification, problems, imports);
  return { problems: withoutRepeats([...problems, ...followed]), isUnparsed: !read.isWhole };
}

function inScript(
  file: string,
  text: string,
  trees: readonly SyntaxTree[],
  classification: Classification,
): ClientProblem[] {
  const frontmatter = /\.astro$/i.test(file) ? endOfFrontmatter(text) : null;
  const scripts = trees.flatMap((tree) => {
    const side = frontmatter === null ? classification.side : sideInAstro(tree, frontmatter);
    return scriptProblems(tree, file, { ...classification, side });
  });
  return isComponent(text) ? [...scripts, ...markupProblems(file, text, classification)] : scripts;
}

/** What only code of the browser does wrong, where client code imports it. */
function inImported(
  file: string,
  text: string,
  trees: readonly SyntaxTree[],
  classification: Classification,
  known: readonly ClientProblem[],
  imports: Imports,
): ClientProblem[] {
  const { package: found } = classification;
  const [tree] = trees;
  if (tree === undefined || found === null || !mayBeImported(file, classification)) return [];
  const places = new Set(known.map(({ start, end }) => `${start} ${end}`));
  return inScript(file, text, trees, { ...classification, side: 'client', isFollowed: true }).flatMap((problem) => {
    if (places.has(`${problem.start} ${problem.end}`)) return [];
    const way = imports.wayToClient(file, tree, problem, found);
    return way === null ? [] : [{ ...problem, message: `${problem.message}; this file is ${way}` }];
  });
}

/** Astro's frontmatter runs on the server or while building, its scripts in the browser. */
function sideInAstro({ ast }: SyntaxTree, frontmatter: number): 'client' | 'server' {
  return (ast.range?.[0] ?? 0) < frontmatter ? 'server' : 'client';
}

function endOfFrontmatter(text: string): number {
  return /^\s*---[ \t]*\r?\n[^]*?\n---/.exec(text)?.[0].length ?? 0;
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
