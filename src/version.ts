import { readFileSync } from 'node:fs';

/** Set by the build; absent when run from source. */
declare const __VERSION__: string | undefined;
declare const __SOURCE__: string | undefined;

/** The package's version, as in package.json. */
export const VERSION: string = typeof __VERSION__ === 'string' ? __VERSION__ : fromPackage();

/**
 * A hash of the source that was built: clones of one version may know different keys. What one build remembers is of no use to
 * another.
 */
export const SOURCE: string = typeof __SOURCE__ === 'string' ? __SOURCE__ : VERSION;

function fromPackage(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
