import { readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';

/** The scripts below a folder. */
export interface Scripts {
  /** Absolute. */
  readonly files: ReadonlySet<string>;
  /** False where there are more than are looked at. */
  readonly isComplete: boolean;
}

const SCRIPT = /\.[cm]?[jt]sx?$/;
/** Installed, written by builds, or copied as it stands: nobody's imports. Hidden folders are left out too. */
const LEFT_OUT = new Set(['node_modules', 'out', 'build', 'dist', 'coverage', 'public', 'storybook-static']);

/** The scripts that people wrote below `folder` (absolute), at most `most`. Links are not followed. */
export function scriptsBelow(folder: string, most: number): Scripts {
  const files = new Set<string>();
  const folders = [folder];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const entry of entriesOf(at)) {
      const { name } = entry;
      if (entry.isDirectory()) {
        if (!name.startsWith('.') && !LEFT_OUT.has(name)) folders.push(path.join(at, name));
      } else if (entry.isFile() && SCRIPT.test(name) && !/\.d\.[cm]?ts$/.test(name)) {
        if (files.size >= most) return { files, isComplete: false };
        files.add(path.join(at, name));
      }
    }
  }
  return { files, isComplete: true };
}

/** Empty where it cannot be read: what is around a file only helps to judge it. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
