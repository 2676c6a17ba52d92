import { BARE, floorOf, run, SCAN, versionOf } from '../measure.js';
import { largeRepository } from '../trees.js';

export const about = 'the work tree of a large repository, what git ignores left out by both';
export const formula = '(scan - bare) / rg';
export const bar = 1.0;
export const ratio = ({ scan, bare, rg }) => (scan - bare) / rg;

const FILES = 20_000;

/** The work tree of a large repository, ignored files left out by both. */
export function prepare({ repository }) {
  const { folder, cleanUp } = largeRepository(repository, FILES);
  const tracked = run('git', ['ls-files'], { cwd: folder }).split('\n').length - 1;
  return {
    what: `repository of ${tracked} tracked files, against \`rg -c sk-\` with ignore rules, ${versionOf('rg')}`,
    contenders: {
      bare: BARE,
      rg: { argv: ['rg', '-c', 'sk-', '.'], cwd: folder, statuses: [0, 1] },
      floor: { argv: floorOf('repository'), cwd: folder },
      scan: { argv: [...SCAN, '.', '--format', 'json'], cwd: folder, statuses: [0, 1, 3] },
    },
    cleanUp,
  };
}
