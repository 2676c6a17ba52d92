import path from 'node:path';
import { type Config, DEFAULT_CONFIG, type LoadedConfig } from './config.js';
import { findConfig, type FoundConfig, readConfig, readIfPresent } from './discovery.js';
import { folderNamedBy, homeFolder } from './home-folder.js';
import type { UserGateway } from './parse.js';

export interface ConfigRequest {
  /** Absolute folder to search from, upwards. */
  readonly folder: string;
  /** The file that the user named instead, absolute. */
  readonly named: string | null;
  /** Absolute folder that relative paths start at where no file was found, or one was named from elsewhere. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The configuration in force: the file that was named, or the nearest one; gateways of the user's own file added.
 * Where there is no file, nothing that reads one is imported.
 */
export async function loadConfig({ folder, named, home, env }: ConfigRequest): Promise<LoadedConfig> {
  const found = named === null ? findConfig(folder) : readConfig(named);
  const config = found === null ? DEFAULT_CONFIG : await parsed(found);
  const own = await userGateways(env);
  return {
    config: { ...config, gateways: [...new Set([...config.gateways, ...own.map(({ host }) => host)])] },
    file: found?.file ?? null,
    folder: found === null || named !== null ? home : path.dirname(found.file),
  };
}

/** The gateways of the user's own configuration file, which belongs to no repository. */
export async function userGateways(env: ConfigRequest['env']): Promise<readonly UserGateway[]> {
  const file = userConfigFile(env);
  const text = readIfPresent(file);
  if (text === null) return [];
  const { parseUserConfig } = await import('./parse.js');
  return parseUserConfig({ file, text, member: null });
}

/** `$XDG_CONFIG_HOME/starrise/config.json`, on Windows `%APPDATA%\starrise\config.json`. */
export function userConfigFile(env: ConfigRequest['env']): string {
  const home = homeFolder(env);
  const base =
    process.platform === 'win32'
      ? (folderNamedBy(env['APPDATA']) ?? path.join(home, 'AppData', 'Roaming'))
      : (folderNamedBy(env['XDG_CONFIG_HOME']) ?? path.join(home, '.config'));
  return path.join(base, 'starrise', 'config.json');
}

async function parsed(found: FoundConfig): Promise<Config> {
  const { parseConfig } = await import('./parse.js');
  return parseConfig(found);
}
