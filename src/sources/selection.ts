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

/** Tells why a path is not read; `null` where it is. */
export type PathFilter = (path: string) => { readonly what: string; readonly why: string } | null;

/** `null` where the selection takes every path: the glob library is loaded only where it is needed. */
export async function pathFilter({ include, exclude }: Selection): Promise<PathFilter | null> {
  if (include.length === 0 && exclude.length === 0) return null;
  const { default: picomatch } = await import('picomatch');
  const matcher = (glob: string): ((path: string) => boolean) => picomatch(everyDepth(glob), { dot: true });
  const included = include.map(matcher);
  const excluded = exclude.map((glob) => ({ glob, matches: matcher(glob) }));
  const outside = { what: 'all other files', why: `included are only ${include.join(', ')}` };
  return (path) => {
    const rule = excluded.find(({ matches }) => matches(path));
    if (rule !== undefined) return { what: rule.glob, why: 'excluded' };
    return included.length === 0 || included.some((matches) => matches(path)) ? null : outside;
  };
}

function everyDepth(glob: string): string[] {
  const trimmed = glob.replace(/^\.?\//, '').replace(/\/+$/, '');
  const anchored = glob.replace(/\/+$/, '').includes('/') ? trimmed : `**/${trimmed}`;
  return [anchored, `${anchored}/**`];
}
