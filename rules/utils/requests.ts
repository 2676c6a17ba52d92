import type { TSESLint } from '@typescript-eslint/utils';
import { acceptancesOf, today } from '../../src/config/acceptance.js';
import type { LoadedConfig } from '../../src/config/config.js';
import { Lines } from '../../src/detect/lines.js';
import { accepts, findDirectives, type Directive } from '../../src/detect/suppressions.js';
import { UsageError } from '../../src/errors.js';
import type { RuleId } from '../../src/finding.js';
import {
  findRequestProblems,
  gatewayNames,
  judgeSettings,
  mayConcernGateways,
  mayHoldRequests,
  type Problem,
  type Repair,
} from '../../src/requests/index.js';
import type { RuleContext } from './create-rule.js';
import { onRoot } from './on-root.js';
import { configFor } from './settings.js';
import { syntaxTreeOf } from './syntax-tree.js';

export type MessageId = 'problem' | 'configuration' | 'repair';
type Context = RuleContext<MessageId, []>;

/** What every rule about requests says. */
export const MESSAGES: Readonly<Record<MessageId, string>> = {
  problem: '{{message}}. {{correction}}.',
  configuration: '{{mistake}}',
  repair: '{{says}}.',
};

/** Reports the problems of one rule in a file of any language. */
export function requestProblems(ruleId: RuleId, context: Context): TSESLint.RuleListener {
  return onRoot(() => {
    try {
      for (const problem of problemsFor(ruleId, context)) report(problem, context);
    } catch (error) {
      // A mistake in the configuration becomes a problem of the file: it must not end the linting of every file.
      if (!(error instanceof UsageError)) throw error;
      const start = context.sourceCode.getLocFromIndex(0);
      context.report({ loc: { start, end: start }, messageId: 'configuration', data: { mistake: error.message } });
    }
  });
}

/** What is found in a file, for all rules that ask. */
const found = new WeakMap<object, readonly Problem[]>();

function problemsFor(ruleId: RuleId, context: Context): readonly Problem[] {
  let all = found.get(context.sourceCode);
  if (all === undefined) {
    all = problemsIn(context);
    found.set(context.sourceCode, all);
  }
  return all.filter((problem) => problem.ruleId === ruleId);
}

function problemsIn(context: Context): readonly Problem[] {
  const { text } = context.sourceCode;
  if (!mayConcernGateways(text)) return [];
  const loaded = configFor(context);
  const settings = judgeSettings(loaded.config);
  if (!mayHoldRequests(text, gatewayNames(settings))) return [];
  const { problems } = findRequestProblems(text, context.physicalFilename, settings, syntaxTreeOf(context.sourceCode));
  return problems.length === 0 ? [] : notAccepted(problems, text, context.physicalFilename, loaded);
}

/** Without those that our own comments or the configuration accept; ESLint carries its own directives out itself. */
function notAccepted(problems: readonly Problem[], text: string, file: string, loaded: LoadedConfig): Problem[] {
  const lines = new Lines(text);
  const directives = findDirectives(text, (index) => lines.lineOf(index), loaded.config.foreignSuppressions);
  const ours = directives.filter((directive: Directive) => !directive.name.startsWith('eslint-'));
  const acceptances = acceptancesOf(loaded, today()).filter(({ expired }) => !expired);
  return problems.filter(({ ruleId, start, end }) => {
    const [line, endLine] = [lines.lineOf(start), lines.lineOf(end)];
    const isAccepted = acceptances.some((each) => each.accepts({ ruleId, fingerprint: null, file }));
    return !isAccepted && !ours.some((directive) => accepts(directive, ruleId, line, endLine));
  });
}

function report({ message, correction, start, end, repair }: Problem, context: Context): void {
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

function fixerFor({ edits }: Repair): TSESLint.ReportFixFunction {
  return (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text));
}
