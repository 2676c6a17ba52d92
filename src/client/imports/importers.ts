import { statSync } from 'node:fs';
import { readText } from '../../text/read.js';
import type { Resolver } from './resolver.js';

/** Whose imports nobody wrote by hand. In bytes. */
const LARGEST = 1 << 20;

/** What stands before the specifier of anything that may import; comments and texts are not told from code. */
const SPECIFIER = /\b(?:from|import|require)\s*\(?(?:\s|\/\*[^*]*\*\/)*(['"`])([^'"`\n]{1,300})\1/g;

/**
 * Which files may import which, by their text alone: nothing is parsed, so that more seem to than do, but none is
 * missing. Files by the files that they are imported from.
 */
export function importersIn(files: ReadonlySet<string>, resolver: Resolver): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, string[]>();
  for (const file of files) {
    const specifiers = new Set([...textOf(file).matchAll(SPECIFIER)].map(([, , specifier]) => specifier!));
    for (const specifier of specifiers) {
      const imported = resolver.resolve(file, specifier);
      if (imported === null) continue;
      const known = importers.get(imported);
      if (known === undefined) importers.set(imported, [file]);
      else if (known.at(-1) !== file) known.push(file);
    }
  }
  return importers;
}

/** Empty where it is gone, or too long. */
export function textOf(file: string): string {
  try {
    return statSync(file).size > LARGEST ? '' : readText(file);
  } catch {
    return '';
  }
}
