import { deepHistory } from '../histories.js';
import { BARE } from '../measure.js';

export const about = 'every object of a history, without the cache, beside reading the blobs through git';
export const formula = '(scan - bare) / cat-file';
/** Of packs from 50 MB on; of smaller ones see history-small. */
export const bar = 0.55;
export const ratio = ({ scan, bare, 'cat-file': catFile }) => (scan - bare) / catFile;

export function prepare({ history }) {
  const { size, scan, catFile, cleanUp } = deepHistory(history);
  return {
    what: `history of ${size}, against \`git cat-file --batch\` of all blobs to nothing`,
    contenders: { bare: BARE, 'cat-file': catFile, scan: scan('--no-cache') },
    cleanUp,
  };
}
