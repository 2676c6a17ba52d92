import { createPrefilter } from '../detect/prefilter.js';
import { UsageError } from '../errors.js';
import { nameFiles, type NamedFiles, openFiles } from '../sources/files.js';
import { isWithin } from '../sources/files/targets.js';
import type { Source } from '../sources/source.js';
import { gatewayNames } from '../requests/signs.js';
import type { Surroundings } from './io.js';
import type { OptionValues } from './options.js';
import { openProject, type Project } from './project.js';

/** The files that operands name (the current folder where there are none), and the project around them. */
export interface Folders {
  readonly source: Source;
  readonly project: Project;
  /** Whether that is everything the configuration and the baseline of the project speak of. */
  readonly coversProject: boolean;
}

export async function openFolders(
  operands: readonly string[],
  values: OptionValues,
  at: Surroundings,
): Promise<Folders> {
  const asChange = values['as-change'] === true;
  if (asChange && operands.length === 0) {
    throw new UsageError('--as-change needs the files of the change: starrise-scan --as-change -- FILE…');
  }
  const named = await nameFiles(operands.length === 0 ? ['.'] : operands, at.cwd, asChange);
  const project = await openProject(named, values, at);
  const source = openFiles(named, project.selection, createPrefilter(gatewayNames(project.loaded.config)));
  return { source, project, coversProject: covers(named, project, values) };
}

function covers({ targets }: NamedFiles, { loaded }: Project, values: OptionValues): boolean {
  if (values.shard ?? values.include ?? values.exclude) return false;
  return targets.some(({ path, isFolder, glob }) => isFolder && glob === null && isWithin(path, loaded.folder));
}
