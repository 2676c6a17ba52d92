import path from 'node:path';
import { DEFAULT_CONFIG, type LoadedConfig } from '../../src/config/config.js';
import { findConfig } from '../../src/config/discovery.js';
import { parseConfig } from '../../src/config/parse.js';

/** What rules read of their context. */
interface Context {
  readonly cwd: string;
  readonly physicalFilename: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * What is configured for a file: `starrise.config.json` above it, then `settings.starrise` of the ESLint configuration,
 * which may hold the same. A mistake in either is a `UsageError`.
 *
 * Nothing is remembered between files: only files that may hold a key ask, and in an editor the answer changes.
 */
export function configFor({ cwd, physicalFilename, settings }: Context): LoadedConfig {
  // An editor's unsaved buffer has no folder.
  const found = path.isAbsolute(physicalFilename) ? findConfig(path.dirname(physicalFilename)) : null;
  const config = found === null ? DEFAULT_CONFIG : parseConfig(found);
  const own = settings['starrise'];
  return {
    config: own === undefined ? config : parseConfig(asFile(own), config),
    file: found?.file ?? null,
    folder: found === null ? cwd : path.dirname(found.file),
  };
}

function asFile(settings: unknown): Parameters<typeof parseConfig>[0] {
  return { file: 'settings.starrise of the ESLint configuration', text: JSON.stringify(settings), member: null };
}
