import path from 'node:path';
import { median, run, SCAN } from '../measure.js';
import { stagedCommit } from '../trees.js';

export const about = 'the most memory the command holds over a staged commit of 20 files';
export const formula = 'scan / 1 MB';
export const bar = 80;
export const ratio = ({ scan }) => scan;

/** Says at the end how much memory its process held at most. */
const PEAK = path.join(import.meta.dirname, '../peak.cjs');

export function prepare({ repository }) {
  const { folder, what, cleanUp } = stagedCommit(repository);
  return {
    what: `${what}: peak of the resident set, without git's own`,
    measure: (_, rounds) => ({
      bare: peakOf(['-e', '0'], folder, rounds),
      scan: peakOf([...SCAN.slice(1), 'staged', '--quiet'], folder, rounds),
    }),
    unit: 'MB',
    cleanUp,
  };
}

function peakOf(args, cwd, rounds) {
  const [node] = SCAN;
  return median(Array.from({ length: rounds }, () => Number(run(node, ['--require', PEAK, ...args], { cwd })) / 1e6));
}
