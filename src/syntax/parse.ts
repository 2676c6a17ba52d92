import type * as Babel from '@babel/parser';
import type * as EslintScope from 'eslint-scope';
import { requirePackage } from '../require-package.js';
import { stripTypes } from './strip-types.js';
import type { ScopeManager, SyntaxNode, SyntaxTree } from './tree.js';

/** A longer text is left to the text reader: at about 3 MB/s this is one to two seconds. */
const MAX_LENGTH = 4 * 1024 * 1024;

/** TSX first; without JSX `<T>value` is a type assertion. */
const DIALECTS: readonly Babel.ParserPlugin[][] = [['typescript', 'jsx'], ['typescript']];

/**
 * Reads JavaScript, TypeScript, JSX or TSX; nothing but the text decides which. The types are gone from the tree, and
 * offsets count from `offset`. `null` where the text is none of them, too long, or nested too deeply for the stack.
 *
 * Loading the parser takes 60 to 90 ms, so that happens on the first call.
 */
export function parse(text: string, offset = 0): SyntaxTree | null {
  if (text.length > MAX_LENGTH || isSlow(text)) return null;
  for (const dialect of DIALECTS) {
    if (!dialect.includes('jsx') && isAssertedInDepth(text)) return null;
    // First without mistakes, which most texts have none of. What a compiler would refuse (a name declared twice, `return` at
    // the top) still says where its strings are.
    for (const goesOn of [false, true]) {
      if (goesOn && !mayGoOn(text)) break;
      try {
        const ast = program(text, offset, dialect, goesOn);
        stripTypes(ast);
        return { ast, scopeManager: scopesOf(ast), visitorKeys: {} };
      } catch (error) {
        // A SyntaxError may be cured; a stack that overflowed once overflows again.
        if (error instanceof RangeError) return null;
        if (!(error instanceof SyntaxError)) throw error;
      }
    }
  }
  return null;
}

/** Whether Babel may go on behind mistakes: it takes a time out of proportion for that. */
function mayGoOn(text: string): boolean {
  return text.length <= MAX_LENGTH_WITH_MISTAKES && !repeatsLabels(text);
}

/** For this some three seconds. */
const MAX_LENGTH_WITH_MISTAKES = 200_000;

/**
 * Whether so many labels have one name that Babel, where it goes on behind mistakes, makes one for each pair of them: of a list
 * of addresses, whose `https:` are labels of one another, millions.
 */
function repeatsLabels(text: string): boolean {
  const counts = new Map<string, number>();
  let pairs = 0;
  for (const [, name = ''] of text.matchAll(LABEL)) {
    const count = counts.get(name) ?? 0;
    pairs += count;
    counts.set(name, count + 1);
  }
  return pairs > MAX_PAIRS_OF_LABELS;
}

/** A label, or a property or member at the beginning of a line. */
const LABEL = /(?<=^|[\n;{}):]|\*\/|\b(?:do|else)\b)\s{0,100}([A-Za-z_$][\w$]*)\s{0,100}:/g;
/** In a second Babel makes a million mistakes. */
const MAX_PAIRS_OF_LABELS = 500_000;

/**
 * Whether type assertions `<T>value` stand in one another more often than in any program: Babel reads what is behind each
 * twice, first as a generic arrow function, so that twenty-five of them take minutes.
 */
function isAssertedInDepth(text: string): boolean {
  const outer: number[] = [];
  let open = 0;
  for (const { 0: mark, index } of text.matchAll(
    /[([{}\])]|[,;]|(?<=[\w$)\]}'"`])[ \t]*\r?\n\s*(?=[\w$])|<(?=[\w$])/g,
  )) {
    if ('([{'.includes(mark)) outer.push(open);
    else if (')]}'.includes(mark)) open = outer.pop() ?? 0;
    else if (mark !== '<') open = outer.at(-1) ?? 0;
    else if (/(?:^|[([{}\]),;=:?&|!+*>-])\s{0,100}$/.test(text.slice(Math.max(0, index - 101), index))) open++;
    if (open > MAX_ASSERTIONS) return true;
  }
  return false;
}

const MAX_ASSERTIONS = 12;

/** From the start of each comment `/*` Babel looks for the end of its line, however far that is. */
function isSlow(text: string): boolean {
  let steps = 0;
  let end = -1;
  for (let at = text.indexOf('/*'); at !== -1 && steps < MAX_STEPS_IN_COMMENTS; at = text.indexOf('/*', at + 2)) {
    if (end < at) end = text.indexOf('\n', at);
    if (end === -1) end = text.length;
    steps += end - at;
  }
  return steps >= MAX_STEPS_IN_COMMENTS;
}

/** In UTF-16 units: two seconds. */
const MAX_STEPS_IN_COMMENTS = 500_000_000;

/** `goesOn`: behind mistakes, as far as the parser can. */
function program(text: string, offset: number, dialect: Babel.ParserPlugin[], goesOn: boolean): SyntaxNode {
  const { parse: babel } = requirePackage('@babel/parser') as typeof Babel;
  const file = babel(text, {
    sourceType: 'unambiguous',
    errorRecovery: goesOn,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowNewTargetOutsideFunction: true,
    allowSuperOutsideMethod: true,
    allowUndeclaredExports: true,
    allowImportExportEverywhere: true,
    attachComment: false,
    ranges: true,
    startIndex: offset,
    startLine: 1,
    startColumn: 0,
    plugins: [
      ...dialect,
      ['estree', { classFeatures: true }],
      // Of the two decorator plugins the one that reads Angular's decorated parameters too.
      'decorators-legacy',
      'decoratorAutoAccessors',
      'explicitResourceManagement',
    ],
  });
  return file.program;
}

function scopesOf(ast: SyntaxNode): ScopeManager {
  const { analyze } = requirePackage('eslint-scope') as typeof EslintScope;
  return analyze(ast as Parameters<typeof analyze>[0], {
    ecmaVersion: 2022,
    // In a module the top level is a scope like any other, so that a script's `var` is resolved too.
    sourceType: 'module',
    // JSX is not in its table of child properties.
    fallback: 'iteration',
  });
}
