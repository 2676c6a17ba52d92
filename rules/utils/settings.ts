import path from 'node:path';
import { DEFAULT_CONFIG, type LoadedConfig } from '../../src/config/config.js';
import { findConfig, Seen } from '../../src/config/discovery.js';
import { parseConfig } from '../../src/config/parse.js';

/** What rules read of their context. */
interface Context {
  readonly cwd: string;
  readonly physicalFilename: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** For how long an answer holds: one run asks for thousands of files, and nobody changes a configuration faster. */
const MEMORY_MS = 500;

const answers = new Map<string, { readonly own: unknown; readonly loaded: LoadedConfig }>();
let seen = new Seen();
let since = 0;

/**
 * What is configured for a file: `starrise.config.json` above it, then `settings.starrise` of the ESLint configuration,
 * which may hold the same. A mistake in either is a `UsageError`.
 */
export function configFor({ cwd, physicalFilename, settings }: Context): LoadedConfig {
  // An editor's unsaved buffer has no folder.
  const folder = path.isAbsolute(physicalFilename) ? path.dirname(physicalFilename) : null;
  const own = settings['starrise'];
  const asked = `${cwd}\0${folder ?? ''}`;
  const now = performance.now();
  if (now - since > MEMORY_MS) {
    answers.clear();
    seen = new Seen();
    since = now;
  }
  let answer = answers.get(asked);
  if (answer === undefined || answer.own !== own) {
    answer = { own, loaded: readConfig(cwd, folder, own) };
    answers.set(asked, answer);
  }
  return answer.loaded;
}

function readConfig(cwd: string, folder: string | null, own: unknown): LoadedConfig {
  const found = folder === null ? null : findConfig(folder, seen);
  const config = found === null ? DEFAULT_CONFIG : parseConfig(found);
  return {
    config: own === undefined ? config : parseConfig(asFile(own), config),
    file: found?.file ?? null,
    folder: found === null ? cwd : path.dirname(found.file),
  };
}

function asFile(settings: unknown): Parameters<typeof parseConfig>[0] {
  return { file: 'settings.starrise of the ESLint configuration', text: JSON.stringify(settings), member: null };
}
