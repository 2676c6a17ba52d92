import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { folderNamedBy, homeFolder } from './home-folder.js';

/**
 * The user's cache folder for this tool: the XDG base directory specification, else the platform's custom. What is relative
 * is passed over, as that specification has it.
 */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const xdg = folderNamedBy(environment['XDG_CACHE_HOME']);
  if (xdg !== null) return path.join(xdg, 'starrise');
  const home = homeFolder(environment);
  if (platform === 'win32') {
    const local = folderNamedBy(environment['LOCALAPPDATA']) ?? path.join(home, 'AppData', 'Local');
    return path.join(local, 'starrise', 'cache');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'starrise');
  return path.join(home, '.cache', 'starrise');
}

/**
 * Makes `folder` and those above it, for the user alone; throws where that cannot be. Not by `recursive` of `mkdirSync`,
 * which tries for ever where a folder says of a name in it that it is not there and cannot be made (`/proc/1`).
 */
export function makePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const above = path.dirname(folder);
    if (code !== 'ENOENT' || existsSync(above)) throw error;
    makePrivateFolder(above);
    makePrivateFolder(folder);
  }
}
