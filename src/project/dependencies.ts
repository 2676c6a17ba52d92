import { relative, sep } from 'node:path';
import type { Omission } from '../finding.js';

const WHY = 'code of dependencies: looked through for keys, not for requests, which its authors mend';

/** The outermost folder of packages that `file`, an absolute path, stands in; `null` where somebody here wrote it. */
export function dependenciesFolder(file: string): string | null {
  if (!file.includes('node_modules')) return null;
  return /^.*?[\\/]node_modules(?=[\\/])/.exec(file)?.[0] ?? null;
}

/** What the report says of such a folder. */
export function readForKeysOnly(folder: string, root: string): Omission {
  return { what: relative(root, folder).replaceAll(sep, '/') || '.', why: WHY };
}
