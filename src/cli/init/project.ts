import { existsSync } from 'node:fs';
import path from 'node:path';
import { readIfPresent } from '../../config/discovery.js';
import type { RepositoryFacts } from '../../git/facts.js';
import { shellWord } from '../../text/shell-word.js';
import { BY_NAME } from './hooks.js';

/** The repository that `init` writes for. */
export interface InitProject extends RepositoryFacts {
  /** package.json at the top, as text and as a value; `null` where there is none, or a broken one. */
  readonly manifest: { readonly text: string; readonly value: Readonly<Record<string, unknown>> } | null;
  /** How a hook at the top starts our command, for a shell. */
  readonly call: string;
  /** Our package from the top, with `/`, where the project has installed it. */
  readonly installed: string | null;
}

const PACKAGE = 'node_modules/eslint-plugin-starrise';

/** Looks at the repository: `cwd` is where the user stands in it, `script` is our command as it runs now. */
export function lookAround(facts: RepositoryFacts, cwd: string, script: string): InitProject {
  const installed = facts.isBare ? null : installedIn(facts.top, cwd);
  return { ...facts, manifest: manifestIn(facts.top), installed, call: callOf(installed, facts, script) };
}

/**
 * A hook starts Node itself: npx takes longer than the scan. A server has no project, so its hook names our own file;
 * and where the project has not installed us, our command has to be on the PATH.
 */
function callOf(installed: string | null, { isBare }: RepositoryFacts, script: string): string {
  if (installed !== null) return `node ${shellWord(`${installed}/dist/cli.js`)}`;
  return isBare ? serverCall(script) : BY_NAME;
}

/** The command on a server, where no PATH can be relied upon. */
export function serverCall(script: string): string {
  return `${shellWord(process.execPath)} ${shellWord(script)}`;
}

/** From the folder of the user upwards, as Node looks for packages, no further than the top. */
function installedIn(top: string, cwd: string): string | null {
  const way = path.relative(top, cwd).split(path.sep);
  const folders = way.map((_, at) => way.slice(0, way.length - at).join('/'));
  const candidates = [...folders.filter((folder) => folder !== ''), ''].map((folder) =>
    folder === '' ? PACKAGE : `${folder}/${PACKAGE}`,
  );
  return candidates.find((candidate) => existsSync(path.join(top, candidate, 'dist/cli.js'))) ?? null;
}

function manifestIn(top: string): InitProject['manifest'] {
  const text = readIfPresent(path.join(top, 'package.json'));
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { text, value: value as Record<string, unknown> } : null;
  } catch {
    return null;
  }
}
