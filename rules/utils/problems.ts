import type { TSESLint } from '@typescript-eslint/utils';
import type { LoadedConfig } from '../../src/config/config.js';
import type { TextProblem, TextRepair } from '../../src/finding.js';
import { problemsNotAccepted } from './accepted.js';
import type { RuleContext } from './create-rule.js';
import { reportMistakes } from './mistakes.js';
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

/** Reports what `find` finds in a file of any language. */
export function reportProblems(context: Context, find: () => readonly TextProblem[]): TSESLint.RuleListener {
  return onRoot(() => {
    reportMistakes(context, () => {
      for (const problem of find()) report(problem, context);
    });
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
