import { detectSettings } from '../config/config.js';
import { createPrefilter } from '../detect/index.js';
import { UsageError } from '../errors.js';
import { traceHits } from '../scan/trace.js';
import { openBundle } from '../sources/bundle.js';
import { nameFiles } from '../sources/files.js';
import type { Run } from './command.js';
import { openProject } from './project.js';
import { runScan } from './run-scan.js';

export const run: Run = async ({ operands, values }, io) => {
  if (operands.length === 0) throw new UsageError('bundle needs a target: a build folder, a file, an archive or a URL');
  const named = await nameFiles(operands, io.cwd);
  const project = await openProject(named, values, io);
  const prefilter = createPrefilter();
  const source = openBundle(named, project.selection, prefilter);
  const settings = { detect: detectSettings(project.loaded.config), selection: project.selection, prefilter };
  const locate: Parameters<typeof runScan>[0]['locate'] = (hits) => traceHits(hits, source, settings);
  return runScan({ source, coversProject: false, locate }, project, values, io);
};
