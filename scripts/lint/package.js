// What would be published, packed once and read by publint (fields and files) and attw (do the types resolve as the code does).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const folder = mkdtempSync(path.join(tmpdir(), 'starrise-pack-'));
try {
  const npm = process.env.npm_execpath;
  if (npm === undefined) throw new Error('run me with: npm run lint');
  const name = node([npm, 'pack', '--loglevel=error', '--ignore-scripts', '--pack-destination', folder], 'pipe').trim();
  const tarball = path.join(folder, name);
  node(['node_modules/publint/src/cli.js', 'run', tarball, '--strict'], 'inherit');
  node(['node_modules/@arethetypeswrong/cli/dist/index.js', tarball, '--profile', 'esm-only'], 'inherit');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a script of Node; its standard output where `stdout` is `pipe`. Ends this process where the script fails. */
function node(args, stdout) {
  const result = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', stdout, 'inherit'],
    encoding: 'utf8',
  });
  if (result.status !== 0) process.exitCode = result.status ?? 1;
  return result.stdout ?? '';
}
