import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transformSync } from 'esbuild';
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

/** Smaller ones would make a folder of many files out of the build. */
const LEAST_SCRIPT = 20_000;

/** What esbuild makes of packages of {@link MODULES}, in order of their names, minified: scripts and maps of `bytes` or more. */
export function builtFolder(bytes) {
  const { folder, cleanUp } = scratchFolder();
  const assets = path.join(folder, 'dist/assets');
  mkdirSync(assets, { recursive: true });
  const scripts = readdirSync(MODULES, { recursive: true })
    .filter((name) => /(?<!\.min)\.[cm]?js$/.test(name))
    .sort();
  let [written, files] = [0, 0];
  for (const script of scripts) {
    if (written >= bytes) break;
    const built = minified(script);
    if (built === null) continue;
    const name = `chunk-${files++}.js`;
    writeFileSync(path.join(assets, name), `${built.code}//# sourceMappingURL=${name}.map\n`);
    writeFileSync(path.join(assets, `${name}.map`), built.map);
    written += built.code.length + built.map.length;
  }
  return { folder, what: `${files} scripts and their maps, ${(written / 1e6).toFixed(0)} MB`, cleanUp };
}

/** `null` for what is small, no file or no script. */
function minified(script) {
  try {
    const text = readFileSync(path.join(MODULES, script), 'utf8');
    if (text.length < LEAST_SCRIPT) return null;
    const sourcefile = `../../node_modules/${script}`;
    return transformSync(text, { minify: true, sourcemap: 'external', sourcefile, logLevel: 'silent' });
  } catch {
    return null;
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

const LARGE = 20_000;
const CHANGED = 20;

/** A typical commit, staged in a large repository: a change in each of 20 files, no key in it. */
export function stagedCommit(given) {
  const { folder, cleanUp } = largeRepository(given, LARGE);
  const tracked = run('git', ['ls-files', '-z', '--', '*.js', '*.ts', '*.json', '*.md'], { cwd: folder }).split('\0');
  const stride = Math.floor(tracked.length / CHANGED);
  const changed = Array.from({ length: CHANGED }, (_, at) => tracked[at * stride]);
  for (const file of changed) appendFileSync(path.join(folder, file), '\n// changed\n');
  run('git', ['add', '--force', '--', ...changed], { cwd: folder });
  const indexed = run('git', ['ls-files'], { cwd: folder }).split('\n').length - 1;
  return { folder, what: `commit of ${CHANGED} files, index of ${indexed}`, cleanUp };
}

function commit(folder, message) {
  const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com'];
  run('git', [...identity, 'commit', '--quiet', '--no-verify', '--message', message], { cwd: folder });
}
