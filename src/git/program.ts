import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The program to run for `git`. Windows looks into the current folder before it looks into PATH, and that folder may
 * be a hostile repository with a `git.exe` of its own: there the program is searched here, in absolute folders only.
 */
export function gitProgram(
  platform: NodeJS.Platform = process.platform,
  searchPath = process.env.PATH ?? '',
  exists: (file: string) => boolean = existsSync,
): string {
  if (platform !== 'win32') return 'git';
  const candidates = searchPath
    .split(path.win32.delimiter)
    .filter((folder) => path.win32.isAbsolute(folder))
    .map((folder) => path.win32.join(folder, 'git.exe'));
  return candidates.find(exists) ?? 'git.exe';
}
