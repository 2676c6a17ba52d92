import { OF_CONTENTS } from '../detect/needles.js';
import type { Prefilter } from '../detect/prefilter.js';
import type { SourceItem } from './source.js';

/** Whether a key may stand in one of these names or paths; "no" is certain. One look for all of them. */
export function mayNameKeys(names: readonly string[], prefilter: Prefilter): boolean {
  return names.length > 0 && prefilter.testTexts(names);
}

/**
 * The names in `path` that may hold a key, each a text by itself, as history judges them in the trees of git: the file's
 * own, and those of the folders that it lies in. A path that ends in `/` is a folder's.
 */
export function namesWithKeys(path: string, prefilter: Prefilter): SourceItem[] {
  const segments = path.split('/');
  return segments.flatMap((name, depth) => {
    const bytes = new TextEncoder().encode(name);
    const kinds = prefilter.kinds(bytes) & ~OF_CONTENTS;
    if (kinds === 0) return [];
    const nameOf = depth === segments.length - 1 ? 'file' : 'folder';
    return [{ path: segments.slice(0, depth + 1).join('/'), bytes, kinds, forKeysOnly: true, nameOf }];
  });
}
