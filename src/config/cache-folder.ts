import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The user's cache folder for this tool: the XDG base directory specification, else the platform's custom. What is relative
 * is passed over, as that specification has it.
 */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const xdg = environment['XDG_CACHE_HOME'];
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'starrise');
  if (platform === 'win32') {
    return path.join(environment['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local'), 'starrise', 'cache');
  }
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'starrise');
  return path.join(homedir(), '.cache', 'starrise');
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
