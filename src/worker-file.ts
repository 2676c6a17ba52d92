import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Set by the build; absent when run from source. */
declare const __VERSION__: string | undefined;

/**
 * The built module `src/workers/<name>.ts` to start a worker thread from: workers load no TypeScript, so that from
 * source, too, the built one is used. `null` where nothing is built; then the work is done without a worker.
 */
export function workerFile(name: string): URL | null {
  const built = typeof __VERSION__ === 'string';
  const dist = built
    ? new URL(import.meta.url.replace(/(?:(?:chunks|workers)\/)?[^/]*$/, ''))
    : new URL('../dist/', import.meta.url);
  const file = new URL(`workers/${name}.js`, dist);
  return existsSync(fileURLToPath(file)) ? file : null;
}
