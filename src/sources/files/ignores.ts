import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Ignore } from 'ignore';
import { requirePackage } from '../../require-package.js';

/** The rules of one folder's .gitignore and of the folders above it. */
interface Level {
  readonly folder: string;
  readonly rules: Ignore;
  readonly above: Level | null;
}

/** What .gitignore files say, at every level, from `top` on downwards: the deepest one that says anything about a path decides. */
export class IgnoreRules {
  readonly #top: string;
  readonly #levels = new Map<string, Level | null>();

  constructor(top: string) {
    this.#top = top;
  }

  /**
   * The rules that count for what lies directly in `folder`, an absolute path at or below `top`. `hasOwn`: whether there
   * is a .gitignore in it, where that is known.
   */
  in(folder: string, hasOwn = true): Level | null {
    const known = this.#levels.get(folder);
    if (known !== undefined) return known;
    const above = folder.length <= this.#top.length ? null : this.in(path.dirname(folder));
    const rules = hasOwn ? rulesOf(path.join(folder, '.gitignore')) : null;
    const level = rules === null ? above : { folder, rules, above };
    this.#levels.set(folder, level);
    return level;
  }
}

/** Whether `entry`, an absolute path (with a `/` at the end for a folder), is ignored under `level`. */
export function isIgnored(level: Level | null, entry: string): boolean {
  for (let at = level; at !== null; at = at.above) {
    const { ignored, unignored } = at.rules.test(entry.slice(at.folder.length + 1));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** `null` where there is no such file; like git, links are not followed. */
function rulesOf(file: string): Ignore | null {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null;
  // Most scans need none.
  const createIgnore = requirePackage('ignore') as (options: { ignoreCase: boolean }) => Ignore;
  // The library's default hides files on systems where names differ in case.
  return createIgnore({ ignoreCase: false }).add(readFileSync(file, 'utf8'));
}
