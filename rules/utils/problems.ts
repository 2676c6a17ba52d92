import type { TSESLint } from '@typescript-eslint/utils';
import type { LoadedConfig } from '../../src/config/config.js';
import { UsageError } from '../../src/errors.js';
import type { TextProblem, TextRepair } from '../../src/finding.js';
import { problemsNotAccepted } from './accepted.js';
import type { RuleContext } from './create-rule.js';
import { onRoot } from './on-root.js';
import { configFor } from './settings.js';

export type MessageId = 'problem' | 'configuration' | 'repair';
export type Context = RuleContext<MessageId, []>;

/** What every rule about problems of a text says. */
export const MESSAGES: Readonly<Record<MessageId, string>> = {
  problem: '{{message}}. {{correction}}.',
  configuration: '{{mistake}}',
  repair: '{{says}}.',
};

/**
 * Reports what `find` finds in a file of any language. A mistake in the configuration becomes a problem of the file: it
 * must not end the linting of every file.
 */
export function reportProblems(context: Context, find: () => readonly TextProblem[]): TSESLint.RuleListener {
  return onRoot(() => {
    try {
      for (const problem of find()) report(problem, context);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const start = context.sourceCode.getLocFromIndex(0);
      context.report({ loc: { start, end: start }, messageId: 'configuration', data: { mistake: error.message } });
    }
  });
}

/** Those that neither a comment of ours nor the configuration accepts; it is read only where there are any. */
export function unaccepted<Problem extends TextProblem>(
  problems: readonly Problem[],
  context: Context,
  loaded?: LoadedConfig,
): readonly Problem[] {
  if (problems.length === 0) return problems;
  return problemsNotAccepted(problems, context.sourceCode.text, context.physicalFilename, loaded ?? configFor(context));
}

function report({ message, correction, start, end, repair }: TextProblem, context: Context): void {
  const { sourceCode } = context;
  const isSafe = repair?.isSafe === true;
  context.report({
    loc: { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) },
    messageId: 'problem',
    data: { message, correction },
    ...(repair && isSafe ? { fix: fixerFor(repair) } : {}),
    suggest: repair && !isSafe ? [{ messageId: 'repair', data: { says: repair.says }, fix: fixerFor(repair) }] : [],
  });
}

function fixerFor({ edits }: TextRepair): TSESLint.ReportFixFunction {
  return (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text));
}
