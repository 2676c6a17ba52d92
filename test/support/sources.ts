import { createPrefilter } from '../../src/detect/index.js';
import type { Selection } from '../../src/sources/selection.js';
import { DEFAULT_MAX_SIZE, type Source } from '../../src/sources/source.js';

export const prefilter = createPrefilter();

export const everything: Selection = { include: [], exclude: [], maxSize: DEFAULT_MAX_SIZE };

/** Everything a source gives: path → content. Throws where one path comes twice. */
export async function readAll(source: Source): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { path, bytes } of source.items()) {
    if (path in found) throw new Error(`given twice: ${path}`);
    found[path] = Buffer.from(bytes).toString('latin1');
  }
  return found;
}
