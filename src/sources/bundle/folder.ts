import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { outputFolders } from '../../client/outputs.js';
import { packageAt } from '../../project/package.js';
import { readableReason } from '../files/reader.js';
import type { Ledger } from '../ledger.js';

/** Every file below `folder`, as absolute paths. All of a build is there to be shipped, so no .gitignore counts. */
export function* filesBelow(folder: string, name: (file: string) => string, ledger: Ledger): Generator<string> {
  const left = [folder];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(at, { withFileTypes: true });
    } catch (error) {
      ledger.gap(name(at), readableReason(error));
      continue;
    }
    for (const entry of entries) {
      const file = path.join(at, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== '.git') left.push(file);
      } else if (entry.isFile()) yield file;
      else ledger.skip(name(file), entry.isSymbolicLink() ? 'a link: not followed' : 'not a regular file');
    }
  }
}

/** How deep below a named folder the packages of a monorepo are looked for. */
const DEEPEST_PACKAGE = 3;

/** Folders in which no package of a monorepo builds anything; hidden ones are left out as well. */
const NO_PACKAGES = ['node_modules', 'src', 'test', 'tests', 'docs', 'public', 'static'].map((name) => `**/${name}/**`);

/**
 * What builds wrote below `folder`: in a project the outputs of its frameworks, in a monorepo those of every package.
 * Empty where `folder` is no project or nothing was built: then the folder itself is what is meant.
 */
export async function outputsIn(folder: string): Promise<string[]> {
  if (packageAt(folder) === null) return [];
  const { default: fastGlob } = await import('fast-glob');
  const manifests = await fastGlob('**/package.json', {
    cwd: folder,
    deep: DEEPEST_PACKAGE + 1,
    followSymbolicLinks: false,
    ignore: NO_PACKAGES,
    // A folder that cannot be read is no package that built something; a build that cannot be read is a gap later.
    suppressErrors: true,
  });
  const outputs: string[] = [];
  // Sorted, outer folders come before those in them.
  for (const at of manifests.map((manifest) => path.dirname(manifest)).sort()) {
    const found = packageAt(path.join(folder, at));
    // What a build wrote may hold a manifest of its own.
    if (found === null || outputs.some((output) => isAtOrBelow(found.folder, output))) continue;
    const own = outputFolders(found.dependencies).map((name) => path.join(found.folder, name));
    const written = own.filter(isFolder);
    outputs.push(...written.filter((one) => !written.some((outer) => outer !== one && isAtOrBelow(one, outer))));
  }
  return outputs;
}

function isAtOrBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder + path.sep);
}

function isFolder(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
