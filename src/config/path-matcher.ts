import { createRequire } from 'node:module';
import type picomatch from 'picomatch';

// Loaded when the first glob is asked for: a hook without globs in its configuration never pays for it.
const require = createRequire(import.meta.url);

/** Whether a path with `/` matches any of `globs`; a glob without a slash matches at any depth, as in .gitignore. */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const compile = require('picomatch') as typeof picomatch;
  return compile(globs.map(anchor), { dot: true });
}

/** `dist/` means the folder and what is in it; `*.log` any folder's. */
function anchor(glob: string): string {
  const folded = glob.endsWith('/') ? `${glob}**` : glob;
  if (folded.startsWith('/')) return folded.slice(1);
  return folded.replace(/\/\*\*$/, '').includes('/') ? folded : `**/${folded}`;
}
