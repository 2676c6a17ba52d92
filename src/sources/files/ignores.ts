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
   * The rules that count for what lies directly in `folder`, an absolute path at or below `top` that is not ignored itself.
   * `hasOwn`: whether there is a .gitignore in it, where that is known.
   */
  in(folder: string, hasOwn = true): Level | null {
    const known = this.#levels.get(folder);
    if (known !== undefined) return known;
    const above = folder.length <= this.#top.length ? null : this.in(path.dirname(folder));
    const rules = hasOwn ? rulesOf(path.join(folder, '.gitignore')) : null;
    const readmitting = readmit(folder, above);
    const level = rules === null ? readmitting : { folder, rules, above: readmitting };
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

/**
 * The rules for what lies in `folder`, which is not ignored: where a file above says that it is, a deeper one has taken it in
 * again. To the library all that lies in an ignored folder is ignored; to git, in this case, only what a rule names itself.
 */
function readmit(folder: string, level: Level | null): Level | null {
  if (level === null) return null;
  const above = readmit(folder, level.above);
  const name = `${folder.slice(level.folder.length + 1)}/`;
  const isLost = level.rules.test(name).ignored;
  if (!isLost && above === level.above) return level;
  if (!isLost) return { ...level, above };
  // A text would be split at the line ends of the name.
  const rules = newRules()
    .add(level.rules)
    .add({ pattern: `!/${escaped(name)}` });
  return { ...level, rules, above };
}

function escaped(name: string): string {
  return name.replaceAll(/[\\*?[\] ]/g, String.raw`\$&`);
}

/** `null` where there is no such file; like git, links are not followed. */
function rulesOf(file: string): Ignore | null {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null;
  return newRules().add(readFileSync(file, 'utf8'));
}

function newRules(): Ignore {
  // Most scans need none.
  const createIgnore = requirePackage('ignore') as (options: { ignoreCase: boolean }) => Ignore;
  // The library's default hides files on systems where names differ in case.
  return createIgnore({ ignoreCase: false });
}
