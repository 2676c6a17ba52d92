import { BARE, SCAN, versionOf } from '../measure.js';
import { builtFolder } from '../trees.js';

export const about = 'a build folder of 50 MB, scripts and their source maps, beside rg on the same bytes';
export const formula = '(scan - bare) / rg';
export const bar = 8;
export const ratio = ({ scan, bare, rg }) => (scan - bare) / rg;

const BYTES = 50_000_000;

/** What a deployment checks before it ships: maps are read as the originals they carry too. */
export function prepare() {
  const { folder, what, cleanUp } = builtFolder(BYTES);
  return {
    what: `${what}, against \`rg -uuu -a -c sk-\`; \`rg -c sk-\` beside them, ${versionOf('rg')}`,
    contenders: {
      bare: BARE,
      rg: { argv: ['rg', '-uuu', '-a', '-c', 'sk-', '.'], cwd: folder, statuses: [0, 1] },
      'plain rg': { argv: ['rg', '-c', 'sk-', '.'], cwd: folder, statuses: [0, 1] },
      scan: { argv: [...SCAN, 'bundle', '.', '--format', 'json'], cwd: folder, statuses: [0, 1] },
    },
    cleanUp,
  };
}
