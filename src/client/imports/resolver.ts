import path from 'node:path';
import type { PathAliases } from './path-aliases.js';

const EXTENSIONS = ['.ts', '.tsx', '.js', '.jsx', '.mjs', '.mts', '.cjs', '.cts'];

/** What stands in the place of an extension that TypeScript's own files are imported by. */
const WRITTEN_AS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** Finds the files of a project that imports mean, among those that are known: nothing is looked up on the disk. */
export class Resolver {
  readonly #files: ReadonlySet<string>;
  readonly #aliases: PathAliases;

  constructor(files: ReadonlySet<string>, aliases: PathAliases) {
    this.#files = files;
    this.#aliases = aliases;
  }

  /** The file that `specifier` means in `from` (absolute); `null` for packages and what is not known. */
  resolve(from: string, specifier: string): string | null {
    const bases = /^\.{1,2}(?:\/|$)/.test(specifier)
      ? [path.resolve(path.dirname(from), specifier)]
      : this.#aliases(specifier);
    for (const base of bases) {
      const file = candidates(base).find((candidate) => this.#files.has(candidate));
      if (file !== undefined) return file;
    }
    return null;
  }
}

function candidates(base: string): string[] {
  const extension = path.extname(base);
  const stem = base.slice(0, base.length - extension.length);
  return [
    base,
    ...EXTENSIONS.map((each) => base + each),
    ...(WRITTEN_AS[extension] ?? []).map((each) => stem + each),
    ...EXTENSIONS.map((each) => path.join(base, `index${each}`)),
  ];
}
