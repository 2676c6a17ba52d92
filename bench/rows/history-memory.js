import { deepHistory } from '../histories.js';
import { median, PEAK, runAny } from '../measure.js';

export const about = 'the most memory the command holds over a history, without the cache';
export const formula = 'scan / 1 MB';
export const bar = 300;
export const ratio = ({ scan }) => scan;

export function prepare({ history }) {
  const { size, scan, cleanUp } = deepHistory(history);
  return {
    what: `history of ${size}: peak of the resident set, without git's own`,
    measure: ({ scan: { argv, cwd, statuses } }, rounds) => {
      const at = argv.indexOf(process.execPath) + 1;
      const [command, ...args] = [...argv.slice(0, at), '--require', PEAK, ...argv.slice(at)];
      const peaks = Array.from({ length: rounds }, () => Number(runAny(command, args, { cwd }, statuses)) / 1e6);
      return { scan: median(peaks) };
    },
    contenders: { scan: scan('--no-cache') },
    unit: 'MB',
    cleanUp,
  };
}
