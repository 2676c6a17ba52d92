import { repositoryRootOf } from '../config/discovery.js';
import { createPrefilter } from '../detect/prefilter.js';
import type { BegunStaged } from '../git/staged.js';
import { gatewayNames } from '../requests/signs.js';
import { openStaged } from '../sources/staged.js';
import type { Io } from './io.js';
import type { OptionValues } from './options.js';
import { openProject } from './project.js';
import { runScan } from './run-scan.js';

/** Scans what git is at work on already. */
export async function scanStaged(begun: BegunStaged, values: OptionValues, io: Io): Promise<number> {
  // The index is the whole repository's, so the repository's own configuration decides, wherever we stand in it.
  const root = repositoryRootOf(io.cwd) ?? io.cwd;
  const project = await openProject({ folder: root, root }, values, io);
  const prefilter = createPrefilter(gatewayNames(project.loaded.config));
  const source = await openStaged(io.cwd, project.selection, prefilter, begun);
  return runScan({ source, coversProject: false, stops: 'commit' }, project, values, io);
}
