import type { Omission } from '../finding.js';

/** What the report says of them, however many folders there are. */
export const DEPENDENCIES: Omission = {
  what: 'node_modules',
  why: 'code of dependencies: looked through for keys, not for requests, which its authors mend',
};

/** Whether somebody else wrote `file`, a path. */
export function isOfDependency(file: string): boolean {
  return file.includes('node_modules') && /(?:^|[\\/])node_modules[\\/]/.test(file);
}
