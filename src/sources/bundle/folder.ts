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

/**
 * What a build wrote below `folder`: in a project the outputs of its frameworks, in a monorepo those of every package.
 * Empty where `folder` is no project or nothing was built: then the folder itself is what is meant.
 */
export function outputsIn(folder: string, depth = 0): string[] {
  const dependencies = packageAt(folder)?.dependencies ?? null;
  const candidates = dependencies === null ? [] : outputFolders(dependencies);
  const own = candidates.map((name) => path.join(folder, name)).filter((output) => isFolder(output));
  const outputs = own.filter((output) => !own.some((outer) => outer !== output && output.startsWith(outer + path.sep)));
  if (depth >= DEEPEST_PACKAGE || (depth === 0 && dependencies === null)) return outputs;
  const inner = subfolders(folder).filter((sub) => !outputs.includes(sub) && !NO_PACKAGES.test(path.basename(sub)));
  return [...outputs, ...inner.flatMap((sub) => outputsIn(sub, depth + 1))];
}

const NO_PACKAGES = /^(?:\..*|node_modules|src|test|tests|docs|public|static)$/;

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(folder, entry.name));
  } catch {
    return [];
  }
}

function isFolder(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
