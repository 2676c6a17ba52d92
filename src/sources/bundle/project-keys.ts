import { readdirSync } from 'node:fs';
import path from 'node:path';
import { detect, type DetectSettings, type KeyMatch, type Prefilter } from '../../detect/index.js';
import { nearestPackage } from '../../project/package.js';
import { nameFiles, openFiles } from '../files.js';
import type { Selection } from '../selection.js';

/** A key in the sources of a project. */
export interface ProjectKey {
  /** Relative to the folder of the package, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The variable that an environment file gives the key to, else `null`. */
  readonly variable: string | null;
  /** In a configuration file, which of its members writes values into bundles, e.g. `define`; else `null`. */
  readonly member: string | null;
}

/** A project whose build is looked at. */
export interface TracedProject {
  /** Where the project holds the key, or the longest piece of it; `null` where it does not. */
  find(match: KeyMatch): ProjectKey | null;
}

/** What is the same for two spellings of one key. */
export function keyOf({ secret }: KeyMatch): string {
  return secret.fingerprintUnder('');
}

/** More files than this are no project one waits for. */
const MOST_FILES = 20_000;

/** The keys in the sources of the package around `folder`, what it builds left out; `null` where there is no package. */
export async function projectKeys(
  folder: string,
  settings: DetectSettings,
  selection: Selection,
  prefilter: Prefilter,
): Promise<TracedProject | null> {
  const found = nearestPackage(folder);
  if (found === null) return null;
  const keys = new Map<string, ProjectKey[]>();
  const texts: { readonly path: string; readonly text: string }[] = [];
  // Environment files are named one by one: git ignores them.
  const named = await nameFiles(['.', ...environmentFiles(found.folder)], found.folder);
  const source = openFiles(named, { ...selection, include: [], exclude: [...NOT_SOURCES] }, prefilter);
  for await (const { path: name, bytes, nameOf } of source.items()) {
    // A build takes in contents.
    if (nameOf !== undefined) continue;
    const file = path.relative(found.folder, path.resolve(source.root, name)).replaceAll(path.sep, '/');
    if (path.resolve(found.folder, file).startsWith(folder + path.sep) && folder !== found.folder) continue;
    texts.push({ path: file, text: Buffer.from(bytes).toString('utf8') });
    for (const match of detect(bytes, settings).matches) {
      const known = keys.get(keyOf(match)) ?? [];
      const { line, column } = match;
      known.push({ path: file, line, column, variable: variableIn(file, match), member: memberIn(file, bytes, match) });
      keys.set(keyOf(match), known);
    }
    if (source.tally.files > MOST_FILES) break;
  }
  return { find: (match) => best(keys.get(keyOf(match)) ?? []) ?? pieceIn(texts, match) };
}

/** What a build reads first: an environment file says more than a copy of the key elsewhere. */
function best(places: readonly ProjectKey[]): ProjectKey | null {
  return places.find(({ variable }) => variable !== null) ?? places[0] ?? null;
}

/** The prefix of a key and what follows it may stand in two files. */
function pieceIn(
  texts: readonly { readonly path: string; readonly text: string }[],
  { secret }: KeyMatch,
): ProjectKey | null {
  for (const { path: file, text } of texts) {
    const index = secret.indexIn(text);
    if (index >= 0) return { path: file, ...lineAndColumn(text, index), variable: null, member: null };
  }
  return null;
}

/** 1-based, the column in UTF-16 units. */
export function lineAndColumn(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** What builds write and what others wrote; a bundle is not where its own keys come from. */
const NOT_SOURCES: readonly string[] = [
  'node_modules',
  ...['dist', 'build', 'out', '.next', '.nuxt', '.output', '.svelte-kit', '.astro', '.vercel', 'storybook-static'],
];

function environmentFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => /^\.env(?:\.|$)/.test(name));
}

function variableIn(file: string, { snippet }: KeyMatch): string | null {
  if (!/(?:^|\/)\.env(?:\.|$)/.test(file)) return null;
  return /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(snippet.text)?.[1] ?? null;
}

const CONFIGURATION = /(?:^|\/)[\w.-]*config\.[cm]?[jt]s$|(?:^|\/)(?:angular|app|eas|vercel)\.json$/;

/** What configuration files call the values that they put into bundles; sources: the rows of src/client/frameworks.ts. */
const MEMBERS =
  /\b(define|DefinePlugin|EnvironmentPlugin|replace|runtimeConfig|publicRuntimeConfig|appConfig|env|extra|environment)\b["']?\s*[:(=]/g;

function memberIn(file: string, bytes: Uint8Array, { start }: KeyMatch): string | null {
  if (!CONFIGURATION.test(file)) return null;
  const before = Buffer.from(bytes).toString('utf8').slice(0, start);
  return [...before.matchAll(MEMBERS)].at(-1)?.[1] ?? 'a value';
}
