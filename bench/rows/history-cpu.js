import { deepHistory } from '../histories.js';
import { medianCpuTimes } from '../measure.js';

export const about = 'as history, the processor time of all threads and processes instead of the wall clock';
export const formula = 'scan / cat-file';
export const bar = 1.0;
export const ratio = ({ scan, 'cat-file': catFile }) => scan / catFile;

export function prepare({ history }) {
  const { size, scan, catFile, cleanUp } = deepHistory(history);
  return {
    what: `history of ${size}: user and system time, against \`git cat-file --batch\` of all blobs to nothing`,
    contenders: { 'cat-file': catFile, scan: scan('--no-cache') },
    measure: medianCpuTimes,
    cleanUp,
  };
}
