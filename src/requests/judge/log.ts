import { holdsKey, isKeyName } from '../credential-value.js';
import type { JudgeSettings } from '../judge.js';
import { problem, type Problem } from '../problem.js';
import type { LogSite } from '../site.js';
import { variablesIn } from '../template.js';

export function judgeLog({ sink, value, what, start, end }: LogSite, _settings: JudgeSettings): Problem[] {
  const isSecret = holdsKey(value) || variablesIn(value).some(isKeyName);
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
