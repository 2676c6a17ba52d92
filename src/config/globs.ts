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

/**
 * Whether a glob begins as one of a .gitignore that takes another back. Here it would match all but what it names:
 * `exclude` with `!vendor/ours/**` would leave out everything else. `!(a|b)` is no such glob.
 */
export function isTakenBack(glob: string): boolean {
  return /^!(?!\()/.test(glob);
}

/** What to do in place of such a glob. */
export const NOT_TAKEN_BACK = 'a glob that begins with ! takes nothing back: name what is meant without it';

function atEveryDepth(glob: string): string[] {
  const trimmed = glob.replace(/\/+$/, '');
  const pattern = isAnchored(glob) ? trimmed.replace(/^\.?\//, '') : `**/${trimmed}`;
  return [pattern, `${pattern}/**`];
}
