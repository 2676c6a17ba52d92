import { UsageError } from '../../src/errors.js';
import type { RuleContext } from './create-rule.js';

/** The files of which a mistake was told: every rule reads the same configuration. */
const told = new WeakSet<object>();

/**
 * Does `check`. A mistake in the configuration becomes a problem of the file, which the first rule reports that meets it:
 * it must not end the linting of every file. A rule that `insists` reports it in any case: the first one may be at "warn", and
 * what this one looks for would pass.
 */
export function reportMistakes<MessageId extends string>(
  context: RuleContext<MessageId | 'configuration', readonly unknown[]>,
  check: () => void,
  { insists = false } = {},
): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { sourceCode } = context;
    if (told.has(sourceCode) && !insists) return;
    told.add(sourceCode);
    const start = sourceCode.getLocFromIndex(0);
    context.report({ loc: { start, end: start }, messageId: 'configuration', data: { mistake: error.message } });
  }
}
