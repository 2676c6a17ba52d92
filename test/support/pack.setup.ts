import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { newFolder, removeFolder } from './folder.js';
import { npm } from './npm.js';
import { repositoryRoot } from './run.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The packed package, as the registry would serve it. */
    tarball: string;
  }
}

/** Before the tests of the package: packs what is built, once. Returns what clears it away. */
export default function packOnce(project: TestProject): () => void {
  const folder = newFolder();
  // No scripts: dist/ is fresh, and a build would take it away from under the tests that run it.
  const name = npm(['pack', '--loglevel=error', '--ignore-scripts', '--pack-destination', folder], {
    cwd: repositoryRoot,
  }).trim();
  project.provide('tarball', path.join(folder, name));
  return () => {
    removeFolder(folder);
  };
}
