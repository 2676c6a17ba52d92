import path from 'node:path';
import { type Baseline, readBaseline } from '../config/baseline.js';
import type { LoadedConfig } from '../config/config.js';
import { repositoryRootOf } from '../config/discovery.js';
import { loadConfig } from '../config/load.js';
import { UsageError } from '../errors.js';
import type { Selection } from '../sources/selection.js';
import { DEFAULT_MAX_SIZE } from '../sources/source.js';
import type { Io } from './io.js';
import type { OptionValues } from './options.js';

/** What a scan is told by files around its target and by the options that override them. */
export interface Project {
  readonly loaded: LoadedConfig;
  /** Absolute, whether or not the file is there. */
  readonly baselineFile: string;
  readonly baseline: Baseline | null;
  readonly selection: Selection;
}

/** Reads configuration and baseline for a scan of `folder` (absolute). */
export async function openProject(folder: string, values: OptionValues, io: Io): Promise<Project> {
  const named = values.config === undefined ? null : path.resolve(io.cwd, values.config);
  const found = await loadConfig({ folder, named, env: io.env });
  const loaded = found.file === null ? { ...found, folder: repositoryRootOf(folder) ?? folder } : found;
  const baselineFile =
    values.baseline === undefined
      ? path.resolve(loaded.folder, loaded.config.baseline)
      : path.resolve(io.cwd, values.baseline);
  const baseline = readBaseline(baselineFile);
  if (baseline === null && values.baseline !== undefined) {
    throw new UsageError(`--baseline ${values.baseline}: no such file; write one with: starrise-scan baseline`);
  }
  return { loaded, baselineFile, baseline, selection: selectionOf(loaded, values) };
}

function selectionOf({ config }: LoadedConfig, values: OptionValues): Selection {
  return {
    include: values.include ?? config.include,
    exclude: [...config.exclude, ...(values.exclude ?? [])],
    maxSize: values['max-size'] ?? config.maxSize ?? DEFAULT_MAX_SIZE,
  };
}
