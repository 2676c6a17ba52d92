import { BARE, floorOf, SCAN, versionOf } from '../measure.js';
import { countFiles, MODULES } from '../trees.js';

export const about = 'a folder of many files outside a repository (node_modules), read whole by both';
export const formula = '(scan - bare) / rg';
export const bar = 1.8;
export const ratio = ({ scan, bare, rg }) => (scan - bare) / rg;

/** `threads`: of the floor; a second one pays in large folders. */
export function prepare({ tree = MODULES, threads = 2 }) {
  return {
    what: `${countFiles(tree)} files in ${tree}, against \`rg -uuu -a -c sk-\`, ${versionOf('rg')}`,
    contenders: {
      bare: BARE,
      rg: { argv: ['rg', '-uuu', '-a', '-c', 'sk-', '.'], cwd: tree, statuses: [0, 1] },
      floor: { argv: floorOf('tree', '.', String(threads)), cwd: tree },
      scan: { argv: [...SCAN, '.', '--format', 'json'], cwd: tree, statuses: [0, 1, 3] },
    },
  };
}
