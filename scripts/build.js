// Builds dist/: one bundled module per entry, so that the hook starts with few file reads, and types beside them.
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const entries = ['src/index.ts', 'src/scanner.ts', 'src/cli.ts'];
const workers = readdirSync(path.join(root, 'src/workers')).map((name) => `src/workers/${name}`);

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: [...entries, ...workers],
  outdir: 'dist',
  outbase: 'src',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  define: { __VERSION__: JSON.stringify(version) },
  // Everything diagnostic goes to standard error: npm pack's output names the tarball, and tools read it.
  logLevel: 'warning',
});
chmodSync(path.join(root, 'dist/cli.js'), 0o755);

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', path.join(root, 'tsconfig.build.json')], {
  stdio: ['ignore', 2, 2],
});
process.exit(status ?? 1);
