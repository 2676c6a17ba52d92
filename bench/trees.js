import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './measure.js';

/** Real files that are there on every machine. */
export const MODULES = realpathSync(path.join(import.meta.dirname, '../node_modules'));

/** A new folder outside of every repository, and the way to be rid of it. */
export function scratchFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'starrise-bench-'));
  return { folder, cleanUp: () => rmSync(folder, { recursive: true, force: true }) };
}

export function countFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

/** Copies packages of {@link MODULES} below `folder` until it holds `atLeast` files. */
export function fillWithPackages(folder, atLeast) {
  let files = 0;
  for (const name of readdirSync(MODULES).filter((name) => !name.startsWith('.'))) {
    if (files >= atLeast) break;
    cpSync(path.join(MODULES, name), path.join(folder, name), { recursive: true, verbatimSymlinks: true });
    files += countFiles(path.join(folder, name));
  }
}

/** A repository whose one commit holds `atLeast` files: a clone of `given`, or packages of ours. */
export function largeRepository(given, atLeast) {
  const { folder, cleanUp } = scratchFolder();
  if (given !== undefined) run('git', ['clone', '--quiet', '--local', given, folder]);
  else {
    fillWithPackages(folder, atLeast);
    run('git', ['init', '--quiet'], { cwd: folder });
    run('git', ['add', '--all', '--force'], { cwd: folder });
    commit(folder, 'Everything');
  }
  return { folder, cleanUp };
}

function commit(folder, message) {
  const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com'];
  run('git', [...identity, 'commit', '--quiet', '--no-verify', '--message', message], { cwd: folder });
}
