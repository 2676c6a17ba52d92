import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** git follows alternates of alternates up to this depth (gitrepository-layout(5), `MAX_ALTERNATE_DEPTH` in its source). */
const DEEPEST = 5;

/** The folders of objects that a repository reads from: its own, then its alternates, each once. */
export interface ObjectFolders {
  readonly folders: readonly string[];
  /** Alternates that are named but not there. */
  readonly absent: readonly string[];
}

/**
 * Follows `info/alternates` and `GIT_ALTERNATE_OBJECT_DIRECTORIES`, as git does. `own` is what
 * `git rev-parse --git-path objects` says, which knows of worktrees, `.git` files and `GIT_OBJECT_DIRECTORY`.
 */
export function objectFolders(own: string, environment: NodeJS.ProcessEnv = process.env): ObjectFolders {
  const folders = new Map<string, string>();
  const absent = new Set<string>();
  const add = (folder: string, depth: number): void => {
    if (!existsSync(folder)) {
      absent.add(folder);
      return;
    }
    const real = realpathSync(folder);
    if (folders.has(real)) return;
    folders.set(real, folder);
    if (depth === DEEPEST) return;
    for (const line of linesOf(path.join(folder, 'info', 'alternates'))) {
      add(path.resolve(folder, unquoted(line)), depth + 1);
    }
  };
  add(own, 0);
  const fromEnvironment = environment.GIT_ALTERNATE_OBJECT_DIRECTORIES ?? '';
  for (const folder of fromEnvironment.split(path.delimiter)) {
    if (folder !== '') add(path.resolve(unquoted(folder)), 1);
  }
  return { folders: [...folders.values()], absent: [...absent] };
}

/** Relative alternates of alternates, comments and blank lines are dealt with as git does. */
function linesOf(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** git quotes a path that begins with a double quote as C does (environment of git(1)). */
function unquoted(entry: string): string {
  if (!/^".*"$/.test(entry)) return entry;
  const bytes = Buffer.from(entry.slice(1, -1), 'utf8').toString('latin1');
  const plain = bytes.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
  );
  return Buffer.from(plain, 'latin1').toString('utf8');
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
