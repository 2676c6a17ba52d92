import { deepHistory } from '../histories.js';
import { BARE } from '../measure.js';

export const about = 'what ten commits add';
export const formula = 'scan / bare';
export const bar = 1.6;
export const ratio = ({ scan, bare }) => scan / bare;

export function prepare({ history }) {
  const { size, scan, cleanUp } = deepHistory(history);
  return {
    what: `HEAD~10..HEAD in a history of ${size}, against \`node -e 0\``,
    contenders: { bare: BARE, scan: scan('HEAD~10..HEAD') },
    cleanUp,
  };
}
