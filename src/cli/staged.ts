import { beginStaged } from '../git/staged.js';
import type { Run } from './command.js';

/** A hook is waited for: git is started before the rest of the code is read. */
export const run: Run = async ({ values }, io) => {
  const begun = beginStaged(io.cwd);
  try {
    const { scanStaged } = await import('./scan-staged.js');
    return await scanStaged(begun, values, io);
  } finally {
    begun.close();
  }
};
