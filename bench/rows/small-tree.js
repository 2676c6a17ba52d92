import path from 'node:path';
import { fillWithPackages, scratchFolder } from '../trees.js';
import * as tree from './tree.js';

export const { formula, ratio } = tree;
export const about = 'a folder of 2,000 files of packages, read for keys alone; most of it is start-up';
export const bar = 2.5;

const FILES = 2000;

/** A folder too small for a second thread. */
export function prepare() {
  const { folder, cleanUp } = scratchFolder();
  fillWithPackages(path.join(folder, 'node_modules'), FILES);
  return { ...tree.prepare({ tree: folder, threads: 1 }), cleanUp };
}
