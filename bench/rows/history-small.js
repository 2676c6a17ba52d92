import { packedHistory } from '../histories.js';
import { BARE, floorOf } from '../measure.js';
import * as history from './history.js';

export const { formula, ratio } = history;
export const about = 'as history, of what a repository makes one pack of below 50 MB';
export const bar = 1.2;

export function prepare({ history: repository }) {
  const { folder, size, scan, catFile, cleanUp } = packedHistory(repository);
  return {
    what: `history of ${size}, against \`git cat-file --batch\` of all blobs to nothing`,
    contenders: {
      bare: BARE,
      'cat-file': catFile,
      floor: { argv: floorOf('pack', 'objects'), cwd: folder },
      scan: scan('--no-cache'),
    },
    cleanUp,
  };
}
