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

/** Gives each name that may hold a key once: those of folders come with every path below them. */
export class KeyNames {
  readonly #prefilter: Prefilter;
  readonly #given = new Set<string>();

  constructor(prefilter: Prefilter) {
    this.#prefilter = prefilter;
  }

  /** The names in `paths` that have not been given before. */
  *newIn(paths: readonly string[]): Generator<SourceItem, void, undefined> {
    if (!mayNameKeys(paths, this.#prefilter)) return;
    for (const path of paths) yield* namesWithKeys(path, this.#prefilter).filter((name) => this.isNew(name));
  }

  /** Whether this is the first time that it is asked about. */
  isNew({ path }: SourceItem): boolean {
    const given = this.#given.size;
    return this.#given.add(path).size > given;
  }
}
