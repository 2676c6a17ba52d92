import { detectSettings } from '../config/config.js';
import { repositoryRootOf } from '../config/discovery.js';
import type { BegunHistory } from '../git/history.js';
import { openHistory } from '../sources/history.js';
import type { Io } from './io.js';
import type { OptionValues } from './options.js';
import { openProject } from './project.js';
import { runScan } from './run-scan.js';

/** Scans the history that git is at work on already. */
export async function scanHistory(
  begun: BegunHistory,
  operands: readonly string[],
  values: OptionValues,
  io: Io,
): Promise<number> {
  const root = repositoryRootOf(io.cwd) ?? io.cwd;
  const project = await openProject({ folder: root, root }, values, io);
  const source = await openHistory({
    begun,
    selection: project.selection,
    settings: detectSettings(project.loaded.config),
    useCache: values['no-cache'] !== true,
    entersSubmodules: values.submodules === true,
  });
  const coversProject = begun.part === null && !values.include && !values.exclude;
  return runScan(
    { source, coversProject, locate: (hits) => source.locate(hits), ...(operands.includes('-') && { stops: 'push' }) },
    project,
    forVerification(values),
    io,
  );
}

/** `--no-cache` speaks of objects here, and of verdicts only where keys are verified. */
function forVerification({ 'no-cache': noCache = false, ...others }: OptionValues): OptionValues {
  return others.verify === true ? { ...others, 'no-cache': noCache } : others;
}
