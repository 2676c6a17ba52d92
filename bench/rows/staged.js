import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { BARE, run, SCAN } from '../measure.js';
import { largeRepository } from '../trees.js';

export const formula = 'scan / bare';
export const bar = 1.5;
export const ratio = ({ scan, bare }) => scan / bare;

const FILES = 20_000;
const CHANGED = 20;

/** A typical commit in a large repository: a change in each of 20 files, no key in it. */
export function prepare({ repository }) {
  const { folder, cleanUp } = largeRepository(repository, FILES);
  const tracked = run('git', ['ls-files', '-z', '--', '*.js', '*.ts', '*.json', '*.md'], { cwd: folder }).split('\0');
  const stride = Math.floor(tracked.length / CHANGED);
  const changed = Array.from({ length: CHANGED }, (_, at) => tracked[at * stride]);
  for (const file of changed) appendFileSync(path.join(folder, file), '\n// changed\n');
  run('git', ['add', '--force', '--', ...changed], { cwd: folder });
  const indexed = run('git', ['ls-files'], { cwd: folder }).split('\n').length - 1;
  return {
    what: `commit of ${CHANGED} files, index of ${indexed}, against \`node -e 0\`; one git call beside them`,
    contenders: {
      bare: BARE,
      git: { argv: ['git', 'diff-index', '--cached', '--raw', '-z', 'HEAD', '--'], cwd: folder },
      scan: { argv: [...SCAN, 'staged'], cwd: folder, statuses: [0, 1] },
    },
    cleanUp,
  };
}
