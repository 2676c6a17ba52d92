import { existsSync, lstatSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { readText } from '../text/read.js';

export const CONFIG_FILE = 'starrise.config.json';

/** What people call it by the custom of other tools. */
const MISNAMED: readonly string[] = [
  ...['.starriserc', '.starriserc.json', 'starrise.json', '.starrise.json'],
  ...['jsonc', 'js', 'mjs', 'cjs', 'ts', 'yaml', 'yml'].map((ending) => `starrise.config.${ending}`),
];

/** A configuration as text, not yet looked into. */
export interface FoundConfig {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** The member of the file that holds the configuration, `null` for the whole file. */
  readonly member: 'starrise' | null;
}

/**
 * The nearest configuration, from `folder` (absolute) up to the root of its repository; outside of a repository no
 * further than the working directory, so that a file somebody left in /tmp does not decide.
 */
export function findConfig(folder: string, seen = new Seen()): FoundConfig | null {
  for (const candidate of foldersUpwards(folder, seen)) {
    const found = seen.config(candidate);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The nearest file that was meant for a configuration and is called otherwise, in the folders that {@link findConfig} looks
 * into before it finds `found`; `null` where there is none.
 */
export function misnamedConfig(folder: string, found: string | null): string | null {
  for (const candidate of foldersUpwards(folder, new Seen())) {
    if (found !== null && candidate === path.dirname(found)) return null;
    const name = MISNAMED.find((each) => existsSync(path.join(candidate, each)));
    if (name !== undefined) return path.join(candidate, name);
  }
  return null;
}

/** What lies in folders, each looked at once: for who asks about many files. */
export class Seen {
  readonly #roots = new Map<string, boolean>();
  readonly #configs = new Map<string, FoundConfig | null>();

  isRoot(folder: string): boolean {
    let answer = this.#roots.get(folder);
    if (answer === undefined) this.#roots.set(folder, (answer = existsSync(path.join(folder, '.git'))));
    return answer;
  }

  config(folder: string): FoundConfig | null {
    let answer = this.#configs.get(folder);
    if (answer === undefined) this.#configs.set(folder, (answer = configIn(folder)));
    return answer;
  }
}

/** The configuration file that the user named. */
export function readConfig(file: string): FoundConfig {
  if (lookAt(statSync, file)?.isDirectory()) {
    throw new UsageError(`--config ${file}: a folder; name the file in it, such as ${path.join(file, CONFIG_FILE)}`);
  }
  const text = readIfPresent(file);
  if (text === null) throw new UsageError(`--config: cannot read ${file}: no such file`);
  return { file, text, member: path.basename(file) === 'package.json' ? 'starrise' : null };
}

/** The root of the repository that `folder` is in (the folder with `.git`), or `null`. */
export function repositoryRootOf(folder: string, seen = new Seen()): string | null {
  return ancestors(folder).find((candidate) => seen.isRoot(candidate)) ?? null;
}

function foldersUpwards(folder: string, seen: Seen): string[] {
  const last = repositoryRootOf(folder, seen) ?? outermostOf(folder, process.cwd());
  const all = ancestors(folder);
  return all.slice(0, all.indexOf(last) + 1);
}

function outermostOf(folder: string, workingDirectory: string): string {
  return ancestors(folder).includes(workingDirectory) ? workingDirectory : folder;
}

/** `folder` and every folder above it, from the inside out. */
function ancestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

function configIn(folder: string): FoundConfig | null {
  const own = path.join(folder, CONFIG_FILE);
  const manifest = path.join(folder, 'package.json');
  const ownText = readIfPresent(own);
  const manifestText = readIfPresent(manifest);
  if (ownText === null && lookAt(lstatSync, own)?.isSymbolicLink()) {
    throw new UsageError(`${own} is a symbolic link that leads to no file`);
  }
  const inManifest = manifestText !== null && hasMember(manifestText);
  if (ownText !== null && inManifest) {
    throw new UsageError(`${own}: package.json beside it has a "starrise" member too; keep one of the two`);
  }
  if (ownText !== null) return { file: own, text: ownText, member: null };
  return inManifest ? { file: manifest, text: manifestText, member: 'starrise' } : null;
}

/** What `file` is; `undefined` where nothing is there, or where one may not look: reading it says why. */
function lookAt(look: typeof statSync, file: string): Stats | undefined {
  try {
    return look(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whether a package.json configures us. One that is broken is npm's to complain about. */
function hasMember(manifestText: string): boolean {
  if (!manifestText.includes('"starrise"')) return false;
  try {
    return Object.hasOwn(JSON.parse(manifestText) as object, 'starrise');
  } catch {
    return false;
  }
}

/** The text of `file`, or `null` where there is none. */
export function readIfPresent(file: string): string | null {
  try {
    return readText(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new UsageError(`cannot read ${file}: ${code ?? 'unknown error'}`);
  }
}
