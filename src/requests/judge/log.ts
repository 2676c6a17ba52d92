import { holdsKey, isKeyName } from '../credential-value.js';
import type { JudgeSettings } from '../judge.js';
import { problem, type Problem } from '../problem.js';
import type { LogSite } from '../site.js';
import { variablesIn } from '../template.js';

/** Names of what is made to be shown, `maskedApiKey`, and of questions, `hasApiKey`. */
const NO_WHOLE_KEY =
  /(?:^|_)(?:masked|redacted|safe|sanitized|censored|obfuscated|hidden|preview|truncated|short|partial|hashed|encrypted|has|have|is|no|use|uses|need|needs|require|requires|missing|should|count|num)_/i;

/** Whether a variable of this name holds a key, and the whole of it. */
function isWholeKeyName(name: string): boolean {
  return isKeyName(name) && !NO_WHOLE_KEY.test(name.replace(/([a-z0-9])(?=[A-Z])/g, '$1_'));
}

export function judgeLog({ sink, value, what, start, end }: LogSite, _settings: JudgeSettings): Problem[] {
  const isSecret = holdsKey(value) || variablesIn(value).some(isWholeKeyName);
  if (!isSecret) return [];
  return [
    problem('key-logged', {
      outcome: 'exposed',
      what: `${what ?? 'a key'} is given to ${sink}`,
      correction: 'Leave it out, or write that a key is set without saying which',
      at: { start, end },
    }),
  ];
}
