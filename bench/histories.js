import { cpSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run, SCAN } from './measure.js';
import { scratchFolder } from './trees.js';

/** What a scan of history may end with: keys, or objects that a mirror lacks, are no failure here. */
const STATUSES = [0, 1, 3];

/** This repository. */
const HERE = path.join(import.meta.dirname, '..');

/**
 * The history of `folder`, or of this repository: what rows say of it, the ids of its blobs in a file, and the command
 * that scans all of it, with what follows `history` on the command line.
 */
export function deepHistory(folder = HERE) {
  const { folder: scratch, cleanUp } = scratchFolder();
  const listing = ['cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objecttype) %(objectname)'];
  const objects = run('git', listing, { cwd: folder }).trim().split('\n');
  const blobs = objects.filter((line) => line.startsWith('blob ')).map((line) => line.slice('blob '.length));
  const ids = path.join(scratch, 'blobs');
  writeFileSync(ids, `${blobs.join('\n')}\n`);
  const cache = path.join(scratch, 'cache');
  return {
    folder,
    cleanUp,
    size: `${objects.length} objects, ${blobs.length} of them blobs`,
    scan: (...args) => ({
      argv: [
        'env',
        `XDG_CACHE_HOME=${cache}`,
        ...SCAN,
        'history',
        '--quiet',
        '--format',
        `json=${scratch}/report`,
        ...args,
      ],
      cwd: folder,
      statuses: STATUSES,
    }),
    /** Blobs only, to nothing: what reading them through git costs at least. */
    catFile: { argv: ['sh', '-c', 'exec git cat-file --batch <"$0" >/dev/null', ids], cwd: folder },
  };
}

/** As {@link deepHistory}, of a copy whose packs have indexes of version 1, as old versions of git wrote them. */
export function oldHistory(folder = HERE) {
  const { folder: copy, cleanUp } = scratchFolder();
  cpSync(run('git', ['rev-parse', '--absolute-git-dir'], { cwd: folder }).trim(), copy, { recursive: true });
  const packs = path.join(copy, 'objects/pack');
  for (const name of readdirSync(packs)) {
    const file = path.join(packs, name);
    if (name.endsWith('.pack')) {
      run('git', ['index-pack', '--index-version=1', '-o', `${file}.idx`, file], { cwd: copy });
      rmSync(file.replace(/pack$/, 'idx'));
      renameSync(`${file}.idx`, file.replace(/pack$/, 'idx'));
    } else if (!name.endsWith('.idx')) rmSync(file);
  }
  return historyOfCopy(copy, cleanUp);
}

/** As {@link deepHistory}, of a copy that consists of one pack. */
export function packedHistory(folder = HERE) {
  const { folder: copy, cleanUp } = scratchFolder();
  run('git', ['clone', '--quiet', '--mirror', '--no-local', folder, copy]);
  return historyOfCopy(copy, cleanUp);
}

function historyOfCopy(copy, removeCopy) {
  const history = deepHistory(copy);
  return {
    ...history,
    cleanUp: () => {
      history.cleanUp();
      removeCopy();
    },
  };
}
