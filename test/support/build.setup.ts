import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './run.js';

const SOURCES = ['src', 'rules', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Before a test run: builds dist/, unless it is newer than everything it is made from. */
export default function buildWhenStale(): void {
  const built = path.join(repositoryRoot, 'dist/types');
  const newest = Math.max(...SOURCES.flatMap(entriesUnder).map((entry) => statSync(entry).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  execFileSync(process.execPath, ['scripts/build.js'], { cwd: repositoryRoot, stdio: 'inherit' });
}

/** `name` and everything below it, folders too: taking a file away makes its folder newer. */
function entriesUnder(name: string): string[] {
  const root = path.join(repositoryRoot, name);
  if (!existsSync(root)) return [];
  if (statSync(root).isFile()) return [root];
  return [root, ...readdirSync(root, { recursive: true, encoding: 'utf8' }).map((entry) => path.join(root, entry))];
}
