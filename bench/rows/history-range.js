import { deepHistory } from '../histories.js';
import { BARE, floorOf } from '../measure.js';

export const about = 'what ten commits add';
export const formula = 'scan / bare';
export const bar = 1.6;
export const ratio = ({ scan, bare }) => scan / bare;

const RANGE = 'HEAD~10..HEAD';
const OBJECTS = ['rev-list', '--objects', '--no-object-names', RANGE];

export function prepare({ history }) {
  const { folder, size, scan, cleanUp } = deepHistory(history);
  return {
    what: `${RANGE} in a history of ${size}, against \`node -e 0\``,
    contenders: { bare: BARE, floor: { argv: floorOf('git-calls', ...OBJECTS), cwd: folder }, scan: scan(RANGE) },
    cleanUp,
  };
}
