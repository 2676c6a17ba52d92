import { oldHistory } from '../histories.js';
import { BARE } from '../measure.js';

export const about = 'as history, in packs with indexes of version 1, as old versions of git wrote them';
export const formula = '(scan - bare) / cat-file';
export const bar = 1.6;
export const ratio = ({ scan, bare, 'cat-file': catFile }) => (scan - bare) / catFile;

export function prepare({ history }) {
  const { size, scan, catFile, cleanUp } = oldHistory(history);
  return {
    what: `history of ${size}, against \`git cat-file --batch\` of all blobs to nothing`,
    contenders: { bare: BARE, 'cat-file': catFile, scan: scan('--no-cache') },
    cleanUp,
  };
}
