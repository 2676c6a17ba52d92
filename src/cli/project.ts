import path from 'node:path';
import { type Baseline, readBaseline } from '../config/baseline.js';
import type { Config, LoadedConfig } from '../config/config.js';
import { CONFIG_FILE, misnamedConfig, repositoryRootOf } from '../config/discovery.js';
import { loadConfig } from '../config/load.js';
import { globsFromRoot, type Selection } from '../sources/selection.js';
import { DEFAULT_MAX_SIZE } from '../sources/source.js';
import type { Io, Surroundings } from './io.js';
import type { OptionValues } from './options.js';

/** What a scan is told by the files around its target and by the options that override them. */
export interface Project {
  readonly loaded: LoadedConfig;
  /** Absolute, whether or not the file is there. */
  readonly baselineFile: string;
  readonly baseline: Baseline | null;
  readonly selection: Selection;
  /** Absolute path of a file that was meant for the configuration and is not read, by its name; `null`: there is none. */
  readonly misnamed: string | null;
}

/** Where a scan takes place; both absolute. */
export interface Ground {
  /** Where configuration is looked for from, upwards. */
  readonly folder: string;
  /** What paths in the report are relative to. */
  readonly root: string;
}

/** Reads configuration and baseline. */
export async function openProject({ folder, root }: Ground, values: OptionValues, at: Surroundings): Promise<Project> {
  const named = values.config === undefined ? null : path.resolve(at.cwd, values.config);
  const found = await loadConfig({ folder, named, home: repositoryRootOf(folder) ?? root, env: at.env });
  const loaded = { ...found, config: await withNamedGateways(found.config, values, at) };
  const baselineFile =
    values.baseline === undefined
      ? path.resolve(loaded.folder, loaded.config.baseline)
      : path.resolve(at.cwd, values.baseline);
  const baseline = readBaseline(baselineFile);
  return {
    loaded,
    baselineFile,
    baseline,
    selection: selectionOf(loaded, root, values, at),
    misnamed: named === null ? misnamedConfig(folder, found.file) : null,
  };
}

/** Says of a file that somebody took for the configuration that it is none. */
export async function tellOfMisnamed({ misnamed }: Project, values: OptionValues, io: Io): Promise<void> {
  if (misnamed === null || values.quiet === true) return;
  const { inert } = await import('../text/inert.js');
  const { redactKeys } = await import('../detect/redact.js');
  const shown = inert(redactKeys(path.relative(io.cwd, misnamed)));
  io.stderr.write(`note: ${shown} is not read: the configuration is called ${CONFIG_FILE}\n`);
}

/** The gateways that keys may be sent to are the user's gateways in every other respect too. */
async function withNamedGateways(config: Config, values: OptionValues, at: Surroundings): Promise<Config> {
  if (values.gateway === undefined && values.verify !== true) return config;
  const { verifySettings } = await import('./verifier.js');
  const { gateways } = await verifySettings(values, at);
  return { ...config, gateways: [...new Set([...config.gateways, ...gateways.map(({ host }) => host)])] };
}

/** Globs of the configuration start at its folder, those of the command line where the user stands. */
function selectionOf(
  { config, folder }: LoadedConfig,
  root: string,
  values: OptionValues,
  at: Surroundings,
): Selection {
  const fromConfig = (globs: readonly string[]): string[] => globsFromRoot(globs, folder, root);
  const fromOptions = (globs: readonly string[]): string[] => globsFromRoot(globs, at.cwd, root);
  return {
    include: values.include === undefined ? fromConfig(config.include) : fromOptions(values.include),
    exclude: [...fromConfig(config.exclude), ...fromOptions(values.exclude ?? [])],
    maxSize: values['max-size'] ?? config.maxSize ?? DEFAULT_MAX_SIZE,
    ...(values.shard && { shard: values.shard }),
  };
}
