import { deepHistory } from '../histories.js';

export const about = 'every object of a history, without the cache, beside what scanners of patches read';
export const formula = 'scan / log';
export const bar = 0.2;
export const ratio = ({ scan, log }) => scan / log;

export function prepare({ history }) {
  const { folder, size, scan, cleanUp } = deepHistory(history);
  return {
    what: `history of ${size}, against \`git log -p --all -U0\``,
    contenders: {
      // A mirror that lacks blobs ends it early, with 128: the ratio is then worse than it should be.
      log: { argv: ['git', 'log', '-p', '--all', '-U0'], cwd: folder, statuses: [0, 128] },
      scan: scan('--no-cache'),
    },
    cleanUp,
  };
}
