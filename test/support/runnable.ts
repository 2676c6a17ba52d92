import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from './folder.js';
import { repositoryRoot } from './run.js';

type Run = () => Promise<unknown>;

/** Pieces of code as functions, each of which runs one of them as Node does, with the packages installed in a folder, ours by default. */
export async function runnable(
  imports: string,
  pieces: readonly string[],
  packages = repositoryRoot,
): Promise<readonly Run[]> {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  symlinkSync(path.join(packages, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const file = path.join(folder, 'calls.mjs');
  const functions = pieces.map((code) => `async () => {\n${code}\n}`);
  writeFileSync(file, `${imports}\nexport default [\n${functions.join(',\n')}\n];\n`);
  const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { readonly default: readonly Run[] };
  return module.default;
}
