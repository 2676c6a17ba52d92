import { BARE, floorOf, SCAN } from '../measure.js';
import { stagedCommit } from '../trees.js';

export const about = 'a commit of 20 files in a large repository, beside Node doing nothing';
export const formula = 'scan / bare';
export const bar = 1.5;
export const ratio = ({ scan, bare }) => scan / bare;

const CHANGES = ['diff-index', '--cached', '--raw', '-z', '--no-abbrev', 'HEAD', '--'];

export function prepare({ repository }) {
  const { folder, what, cleanUp } = stagedCommit(repository);
  return {
    what: `${what}, against \`node -e 0\`; one git call beside them`,
    contenders: {
      bare: BARE,
      git: { argv: ['git', ...CHANGES], cwd: folder },
      floor: { argv: floorOf('git-calls', ...CHANGES), cwd: folder },
      scan: { argv: [...SCAN, 'staged'], cwd: folder, statuses: [0, 1] },
    },
    cleanUp,
  };
}
