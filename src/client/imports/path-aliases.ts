import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseJsonc, type JsonValue } from '../../config/jsonc.js';

/** What a specifier that names no package may mean, in the order in which it is tried. Absolute, extensions left out. */
export type PathAliases = (specifier: string) => readonly string[];

/** One row of `paths`: what stands before and behind its `*`, and the paths to try. */
interface Row {
  readonly before: string;
  /** `null` where the row names one specifier whole. */
  readonly after: string | null;
  readonly targets: readonly string[];
}

interface Options {
  readonly baseUrl: string | null;
  /** `folder`: of the file that says so. */
  readonly paths: { readonly folder: string; readonly rows: readonly Row[] } | null;
}

/** How many files may extend one another. */
const MOST_EXTENDED = 8;

/**
 * What `paths` and `baseUrl` of the `tsconfig.json` or `jsconfig.json` in `folder` (absolute) make of specifiers.
 * Source: https://www.typescriptlang.org/tsconfig/#paths; Next.js reads the same.
 */
export function pathAliases(folder: string): PathAliases {
  const { baseUrl, paths } = optionsIn(folder);
  const from = baseUrl ?? paths?.folder ?? folder;
  return (specifier) => {
    const row = (paths?.rows ?? [])
      .filter((each) => fits(each, specifier))
      .sort((a, b) => Number(a.after !== null) - Number(b.after !== null) || b.before.length - a.before.length)[0];
    if (row !== undefined) {
      return row.targets.map((target) =>
        path.resolve(
          from,
          target.replace('*', () => starOf(row, specifier)),
        ),
      );
    }
    return baseUrl === null ? [] : [path.join(baseUrl, specifier)];
  };
}

function optionsIn(folder: string): Options {
  for (const name of ['tsconfig.json', 'jsconfig.json']) {
    const options = readOptions(path.join(folder, name), 0);
    if (options !== null) return options;
  }
  return { baseUrl: null, paths: null };
}

function readOptions(file: string, depth: number): Options | null {
  const config = depth > MOST_EXTENDED ? null : readJson(file);
  if (config === null) return null;
  const folder = path.dirname(file);
  const inherited = basesOf(config['extends'])
    .map((base) => readOptions(path.resolve(folder, /\.json$/i.test(base) ? base : `${base}.json`), depth + 1))
    .filter((options) => options !== null);
  const own = objectOf(config['compilerOptions']);
  const given = own['baseUrl'];
  const baseUrl = typeof given === 'string' ? path.resolve(folder, given) : null;
  const paths = own['paths'] === undefined ? null : objectOf(own['paths']);
  return {
    baseUrl: baseUrl ?? inherited.findLast((options) => options.baseUrl !== null)?.baseUrl ?? null,
    paths:
      paths === null
        ? (inherited.findLast((options) => options.paths !== null)?.paths ?? null)
        : { folder, rows: Object.entries(paths).map(([pattern, targets]) => rowOf(pattern, targets)) },
  };
}

/** Of packages nobody inherits where their own files lie. */
function basesOf(value: JsonValue | undefined): string[] {
  return [value].flat().filter((base): base is string => typeof base === 'string' && base.startsWith('.'));
}

function rowOf(pattern: string, targets: JsonValue): Row {
  const [before = '', after] = pattern.split('*');
  const texts = Array.isArray(targets) ? targets.filter((target): target is string => typeof target === 'string') : [];
  return { before, after: after ?? null, targets: texts };
}

function fits({ before, after }: Row, specifier: string): boolean {
  if (after === null) return specifier === before;
  return specifier.length >= before.length + after.length && specifier.startsWith(before) && specifier.endsWith(after);
}

function starOf({ before, after }: Row, specifier: string): string {
  return specifier.slice(before.length, specifier.length - (after ?? '').length);
}

/** `null` where there is none, or it is broken: the build will say so. */
function readJson(file: string): Readonly<Record<string, JsonValue>> | null {
  try {
    return objectOf(parseJsonc(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function objectOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
