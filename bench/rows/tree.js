import { BARE, SCAN, versionOf } from '../measure.js';
import { countFiles, MODULES } from '../trees.js';

export const about = 'a folder of many files outside a repository (node_modules), read whole by both';
export const formula = '(scan - bare) / rg';
export const bar = 1.8;
export const ratio = ({ scan, bare, rg }) => (scan - bare) / rg;

/** A folder of more than 20,000 files, read whole. */
export function prepare({ tree = MODULES }) {
  return {
    what: `${countFiles(tree)} files in ${tree}, against \`rg -uuu -a -c sk-\`, ${versionOf('rg')}`,
    contenders: {
      bare: BARE,
      rg: { argv: ['rg', '-uuu', '-a', '-c', 'sk-', '.'], cwd: tree, statuses: [0, 1] },
      scan: { argv: [...SCAN, '.', '--format', 'json'], cwd: tree, statuses: [0, 1, 3] },
    },
  };
}
