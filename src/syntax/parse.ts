import type * as Babel from '@babel/parser';
import type * as EslintScope from 'eslint-scope';
import { requirePackage } from '../require-package.js';
import { stripTypes } from './strip-types.js';
import type { ScopeManager, SyntaxNode, SyntaxTree } from './tree.js';

/** A longer text is left to the text reader: at about 3 MB/s this is one to two seconds. */
const MAX_LENGTH = 4 * 1024 * 1024;

const MAX_ASSERTIONS = 12;
/** In UTF-16 units: two seconds. */
const MAX_STEPS_IN_COMMENTS = 500_000_000;

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
    try {
      const ast = withFewMistakes(text, () => program(text, offset, dialect));
      stripTypes(ast);
      return { ast, scopeManager: scopesOf(ast), visitorKeys: {} };
    } catch (error) {
      // A SyntaxError may be cured by the next dialect; a stack that overflowed once overflows again, and so do mistakes.
      if (error instanceof RangeError) return null;
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}

/**
 * Ends with a RangeError where a text has more mistakes than a script may have. Babel goes on behind each, and has no limit:
 * of a label that is used again in itself, as the `https:` in a list of addresses is, it makes one for each of those around.
 * It makes them as `new SyntaxError()`, so that for the time of `work`, in which nothing else runs, these are ours.
 */
function withFewMistakes<Result>(text: string, work: () => Result): Result {
  const before = { SyntaxError: globalThis.SyntaxError, stackTraceLimit: Error.stackTraceLimit };
  let left = LEAST_MISTAKES + text.length * MISTAKES_A_CHARACTER;
  globalThis.SyntaxError = class extends SyntaxError {
    constructor(message?: string) {
      super(message);
      if (--left < 0) throw new RangeError('too many mistakes');
    }
  } as SyntaxErrorConstructor;
  // Nobody reads where the parser made them.
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    globalThis.SyntaxError = before.SyntaxError;
    Error.stackTraceLimit = before.stackTraceLimit;
  }
}

/** Those count too that it makes for a reading that it then gives up. Of 20,000 files of public repositories none had 400. */
const LEAST_MISTAKES = 1000;
const MISTAKES_A_CHARACTER = 1 / 200;

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

function program(text: string, offset: number, dialect: Babel.ParserPlugin[]): SyntaxNode {
  const { parse: babel } = requirePackage('@babel/parser') as typeof Babel;
  const file = babel(text, {
    sourceType: 'unambiguous',
    // What a compiler would refuse (a name declared twice, `return` at the top) still says where its strings are.
    errorRecovery: true,
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
