import type { Omission } from '../finding.js';

/** Which paths, and how large, a source reads. */
export interface Selection {
  /**
   * Globs with `/`, relative to the source's root. One without `/` matches at any depth, and one that matches a folder
   * takes everything in it, as in a .gitignore. Empty: everything.
   */
  readonly include: readonly string[];
  /** As `include`; wins over it. */
  readonly exclude: readonly string[];
  /** In bytes; what is larger is named in `skipped`. */
  readonly maxSize: number;
}

/** Says why a path, relative to the root, is not read; `null` where it is. */
export interface PathFilter {
  file(path: string): Omission | null;
  /** Only where everything below the folder is left out. */
  folder(path: string): Omission | null;
}

/** `null` where the selection takes every path: the glob library is loaded only where it is needed. */
export async function pathFilter({ include, exclude }: Selection): Promise<PathFilter | null> {
  if (include.length === 0 && exclude.length === 0) return null;
  const { default: picomatch } = await import('picomatch');
  const matcher = (glob: string): ((path: string) => boolean) => picomatch(atEveryDepth(glob), { dot: true });
  const included = include.map(matcher);
  const excluded = exclude.map((glob) => ({ matches: matcher(glob), omission: { what: glob, why: 'excluded' } }));
  const outside = { what: 'all other files', why: `included are only ${include.join(', ')}` };
  const folder = (path: string): Omission | null => excluded.find(({ matches }) => matches(path))?.omission ?? null;
  const isIncluded = (path: string): boolean => included.length === 0 || included.some((matches) => matches(path));
  return { folder, file: (path) => folder(path) ?? (isIncluded(path) ? null : outside) };
}

function atEveryDepth(glob: string): string[] {
  const trimmed = glob.replace(/\/+$/, '');
  const pattern = trimmed.includes('/') ? trimmed.replace(/^\.?\//, '') : `**/${trimmed}`;
  return [pattern, `${pattern}/**`];
}
