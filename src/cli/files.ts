import { createPrefilter } from '../detect/index.js';
import { UsageError } from '../errors.js';
import { nameFiles, openFiles } from '../sources/files.js';
import { openStdin } from '../sources/stdin.js';
import type { Run } from './command.js';
import { openProject } from './project.js';
import { runScan } from './run-scan.js';

export const run: Run = async ({ operands, values }, io) => {
  if (operands.includes('-')) {
    if (operands.length > 1)
      throw new UsageError('"-" reads standard input and stands alone: leave out the other paths');
    const project = await openProject(io.cwd, values, io);
    const source = openStdin(io.cwd, project.selection.maxSize, createPrefilter(), io.stdin);
    return runScan({ source, coversProject: false }, project, values, io);
  }
  const named = await nameFiles(operands.length === 0 ? ['.'] : operands, io.cwd);
  const project = await openProject(named.folder, values, io);
  const source = openFiles(named, project.selection, createPrefilter());
  return runScan({ source, coversProject: false }, project, values, io);
};
