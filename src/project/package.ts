import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { readText } from '../text/read.js';

/** What we know of the npm package that a file belongs to. Read, never run. */
export interface Package {
  /** Absolute. */
  readonly folder: string;
  /** Names of all that its package.json depends on, for whatever purpose. */
  readonly dependencies: ReadonlySet<string>;
  /** Names of what lies directly in its folder: which configuration files there are. */
  readonly entries: readonly string[];
  /** Its package.json; empty where that is broken. */
  readonly manifest: Readonly<Record<string, unknown>>;
}

const MANIFEST = 'package.json';

/** By folder, with the time of the last change and of the last look: in an editor the answer changes. */
const known = new Map<string, { readonly changed: number | null; readonly found: Package | null; seen: number }>();

/** In milliseconds: one run asks for thousands of files, and nobody changes a package faster. */
const HOLDS = 500;

/** The package whose package.json lies in `folder` (absolute), or `null`. */
export function packageAt(folder: string): Package | null {
  const cached = known.get(folder);
  const now = performance.now();
  if (cached !== undefined && now - cached.seen < HOLDS) return cached.found;
  const file = path.join(folder, MANIFEST);
  const changed = changedAt(file);
  if (cached !== undefined && cached.changed === changed) {
    cached.seen = now;
    return cached.found;
  }
  const found = changed === null ? null : readPackage(folder, file);
  known.set(folder, { changed, found, seen: now });
  return found;
}

/** The innermost package around `folder` (absolute), or `null`. */
export function nearestPackage(folder: string): Package | null {
  for (let at = folder; ; at = path.dirname(at)) {
    const found = packageAt(at);
    if (found !== null || path.dirname(at) === at) return found;
  }
}

/** The versions that the package around `file` (absolute) asks of what it depends on; empty where there is none. */
export function versionsAround(file: string): Readonly<Record<string, string | undefined>> {
  const manifest = nearestPackage(path.dirname(file))?.manifest ?? {};
  const kinds = [manifest['peerDependencies'], manifest['devDependencies'], manifest['dependencies']];
  const entries = kinds.flatMap((kind) => Object.entries((kind as object | null | undefined) ?? {}));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function readPackage(folder: string, file: string): Package {
  const manifest = readJson(file);
  const dependencies = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.keys((manifest[kind] as object | null | undefined) ?? {}),
  );
  return { folder, dependencies: new Set(dependencies), entries: namesIn(folder), manifest };
}

function readJson(file: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(readText(file));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `null` where there is no such file. */
function changedAt(file: string): number | null {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return null;
  }
}

/** The variables that the `.env` files in the folder of a package give values to, and the file of each. */
export function environmentOf({ folder, entries }: Package): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const name of entries.filter((entry) => /^\.env(?:\.|$)/.test(entry)).slice(0, MOST_ENVIRONMENT_FILES)) {
    for (const [, variable] of textOf(path.join(folder, name)).matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)) {
      variables.set(variable!, name);
    }
  }
  return variables;
}

const MOST_ENVIRONMENT_FILES = 20;
const LARGEST_ENVIRONMENT_FILE = 1 << 20;

/** Empty where it cannot be read: what is around a file only helps to judge it. */
function textOf(file: string): string {
  try {
    return statSync(file).size > LARGEST_ENVIRONMENT_FILE ? '' : readText(file);
  } catch {
    return '';
  }
}
