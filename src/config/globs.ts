import type Picomatch from 'picomatch';
import { requirePackage } from '../require-package.js';

/**
 * Tells whether a path with `/`, relative to where the globs start, matches any of them. One without `/` matches at any
 * depth, and one that matches a folder takes everything in it, as in a .gitignore.
 */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  // Only where there are globs: a hook rarely needs the library.
  const picomatch = requirePackage('picomatch') as typeof Picomatch;
  return picomatch(globs.flatMap(atEveryDepth), { dot: true });
}

/** Whether a glob names a path from the start, and not a name at any depth. */
export function isAnchored(glob: string): boolean {
  return glob.replace(/\/+$/, '').includes('/');
}

function atEveryDepth(glob: string): string[] {
  const trimmed = glob.replace(/\/+$/, '');
  const pattern = isAnchored(glob) ? trimmed.replace(/^\.?\//, '') : `**/${trimmed}`;
  return [pattern, `${pattern}/**`];
}
