import { repositoryRootOf } from '../config/discovery.js';
import { createPrefilter } from '../detect/index.js';
import { openStaged } from '../sources/staged.js';
import { gatewayNames } from '../requests/signs.js';
import type { Run } from './command.js';
import { openProject } from './project.js';
import { runScan } from './run-scan.js';

export const run: Run = async ({ values }, io) => {
  // The index is the whole repository's, so the repository's own configuration decides, wherever we stand in it.
  const root = repositoryRootOf(io.cwd) ?? io.cwd;
  const project = await openProject({ folder: root, root }, values, io);
  const source = await openStaged(io.cwd, project.selection, createPrefilter(gatewayNames(project.loaded.config)));
  return runScan({ source, coversProject: false }, project, values, io);
};
