import { answerToUnknown, familyOf } from '../../gateway/endpoints.js';
import { addressOf } from '../address.js';
import type { JudgeSettings } from '../judge.js';
import { problem, type Problem } from '../problem.js';
import type { JoinSite } from '../site.js';
import { shapeOf } from '../template.js';
import { shownPath } from './advice.js';
import { destinationOf } from './destination.js';

export function judgeJoin({ base, path, start, end }: JoinSite, settings: JudgeSettings): Problem[] {
  const address = addressOf(base);
  if (destinationOf(address, [], settings) !== 'gateway') return [];
  const tail = shapeOf(path).replace(/[?#].*$/, '');
  const kept = address.path.replace(/\/+$/, '');
  const meant = kept + tail;
  if (!tail.startsWith('/') || familyOf(tail) !== null) return [];
  const family = familyOf(meant);
  if (family === null) return [];
  return [
    problem('path-dropped', {
      outcome: answerToUnknown(tail),
      family: family.label,
      what: `\`new URL\` drops ${shownPath(kept)} of the base, because the path begins with \`/\`, and calls ${shownPath(tail)}`,
      correction: `Put the whole path into the first argument: ${shownPath(meant)}`,
      at: { start, end },
    }),
  ];
}
