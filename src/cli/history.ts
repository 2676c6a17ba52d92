import { beginHistory } from '../git/history.js';
import type { Run } from './command.js';
import { revisionsFor } from './revisions.js';

/** A push is waited for: git is started before the rest of the code is read. */
export const run: Run = async ({ operands, values }, io) => {
  const begun = beginHistory(io.cwd, await revisionsFor(operands, values, io));
  try {
    const { scanHistory } = await import('./scan-history.js');
    return await scanHistory(begun, operands, values, io);
  } finally {
    begun.git.end();
  }
};
