import path from 'node:path';
import { globMatcher, isAnchored } from '../config/globs.js';
import type { Omission, Shard } from '../finding.js';
import { isInShard, otherShards } from './shard.js';

/** Which paths, and how large, a source reads. */
export interface Selection {
  /**
   * Globs relative to the source's root, as {@link globMatcher} takes them. Empty: everything.
   */
  readonly include: readonly string[];
  /** As `include`; wins over it. */
  readonly exclude: readonly string[];
  /** In bytes; what is larger is named in `skipped`. */
  readonly maxSize: number;
  /** Only the files of this part of the whole. */
  readonly shard?: Shard;
}

/** Says why a path, relative to the root, is not read; `null` where it is. */
export interface PathFilter {
  file(path: string): Omission | null;
  /** Only where everything below the folder is left out. */
  folder(path: string): Omission | null;
}

/** `null` where the selection takes every path. */
export function pathFilter({ include, exclude, shard }: Selection): PathFilter | null {
  if (include.length === 0 && exclude.length === 0 && shard === undefined) return null;
  const isIncluded = globMatcher(include);
  const excluded = exclude.map((glob) => ({ matches: globMatcher([glob]), omission: { what: glob, why: 'excluded' } }));
  const outside = { what: 'all other files', why: `included are only ${include.join(', ')}` };
  const elsewhere = shard && { isOurs: (path: string) => isInShard(path, shard), omission: otherShards(shard) };
  const folder = (path: string): Omission | null => excluded.find(({ matches }) => matches(path))?.omission ?? null;
  const file = (path: string): Omission | null => {
    if (include.length > 0 && !isIncluded(path)) return folder(path) ?? outside;
    return folder(path) ?? (elsewhere?.isOurs(path) === false ? elsewhere.omission : null);
  };
  return { folder, file };
}

/** Globs relative to `folder` (which is at or below `root`, both absolute), as globs relative to `root`. */
export function globsFromRoot(globs: readonly string[], folder: string, root: string): string[] {
  const way = path.relative(root, folder).replaceAll(path.sep, '/');
  if (way === '' || way.startsWith('..')) return [...globs];
  const literal = way.replace(/[\\*?[\]{}()!+@]/g, '\\$&');
  return globs.map((glob) => `${literal}/${isAnchored(glob) ? glob.replace(/^\.?\//, '') : `**/${glob}`}`);
}
