import { createPrefilter } from '../detect/prefilter.js';
import { UsageError } from '../errors.js';
import { openStdin } from '../sources/stdin.js';
import { gatewayNames } from '../requests/signs.js';
import type { Run } from './command.js';
import { openFolders } from './folders.js';
import { openProject } from './project.js';
import { runScan } from './run-scan.js';

export const run: Run = async ({ operands, values }, io) => {
  // Among the files of a change it is the name of a file.
  if (operands.includes('-') && values['as-change'] !== true) {
    if (operands.length > 1) {
      throw new UsageError('"-" reads standard input and stands alone: leave out the other paths');
    }
    const project = await openProject({ folder: io.cwd, root: io.cwd }, values, io);
    const source = openStdin(
      io.cwd,
      project.selection.maxSize,
      createPrefilter(gatewayNames(project.loaded.config)),
      io.stdin,
    );
    return runScan({ source, coversProject: false }, project, values, io);
  }
  const { project, ...plan } = await openFolders(operands, values, io);
  const stops = values['as-change'] === true && ({ stops: 'commit' } as const);
  return runScan({ ...plan, ...stops, ...(values.shard && { shard: values.shard }) }, project, values, io);
};
