import path from 'node:path';
import type { TSESLint } from '@typescript-eslint/utils';
import type { RuleId } from '../../src/finding.js';
import { versionsAround } from '../../src/project/package.js';
import {
  findRequestProblems,
  gatewayNames,
  judgeSettings,
  mayHoldRequests,
  type Problem,
} from '../../src/requests/index.js';
import { reportProblems, unaccepted, type Context } from './problems.js';
import { configFor } from './settings.js';
import { syntaxTreeOf } from './syntax-tree.js';

export { MESSAGES, type MessageId } from './problems.js';

/** Reports the problems of one rule in a file of any language. */
export function requestProblems(ruleId: RuleId, context: Context): TSESLint.RuleListener {
  return reportProblems(context, () => problemsFor(ruleId, context));
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
  const loaded = configFor(context);
  const settings = judgeSettings(loaded.config);
  if (!mayHoldRequests(text, gatewayNames(settings))) return [];
  const file = context.physicalFilename;
  const versions = path.isAbsolute(file) ? versionsAround(file) : {};
  const { problems } = findRequestProblems(text, file, settings, syntaxTreeOf(context.sourceCode), versions);
  return unaccepted(problems, context, loaded);
}
