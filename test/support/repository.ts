import { chmodSync, cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runOrThrow, type RunOptions } from './run.js';
import { temporaryFolder, writeFiles } from './folder.js';

/** A real git repository to work in. */
export interface TestRepository {
  readonly folder: string;
  /** Runs git there and returns what it prints, trimmed. */
  git(...args: readonly string[]): string;
  /** Writes files (path → content) into the work tree. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Writes files, adds everything and commits; returns the commit's id. */
  commit(message: string, files?: Readonly<Record<string, string | Uint8Array>>): string;
}

/** A new repository on branch `main`, removed when the test that asked for it is over. */
export function newRepository(folder = temporaryFolder(), ...initArguments: readonly string[]): TestRepository {
  runOrThrow('git', ['-c', 'init.defaultBranch=main', 'init', '-q', ...initArguments, folder]);
  return openRepository(folder);
}

/** The repository that already is at `folder`: a clone, a linked work tree. */
export function openRepository(folder: string, options: RunOptions = {}): TestRepository {
  const git = (...args: readonly string[]): string => runOrThrow('git', args, { cwd: folder, ...options }).trim();
  const write: TestRepository['write'] = (files) => void writeFiles(folder, files);
  const commit: TestRepository['commit'] = (message, files = {}) => {
    write(files);
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  return { folder, git, write, commit };
}

/**
 * Has git write the index of a pack again, in another version (`--index-version` of git-index-pack(1)): to a name that ends
 * as it has to, since it writes over nothing.
 */
export function reindex({ git }: TestRepository, index: string, version: string): void {
  const other = index.replace(/idx$/, 'other.idx');
  git('index-pack', `--index-version=${version}`, '-o', other, index.replace(/idx$/, 'pack'));
  rmSync(index, { force: true });
  renameSync(other, index);
}

/**
 * Gives the index of a repository's one pack a version that does not exist yet, and returns the search path of a git that
 * knows it. That is the git of today, with a copy of the pack as it was.
 */
export function indexOfLaterGit(repository: TestRepository): string {
  const index = packOf(repository, '.idx');
  const bin = temporaryFolder();
  cpSync(path.dirname(index), path.join(bin, 'objects/pack'), { recursive: true });
  const bytes = readFileSync(index);
  bytes.writeUInt32BE(3, 4);
  writeFileSync(index, bytes);
  const git = runOrThrow('sh', ['-c', 'command -v git']).trim();
  const script = `#!/bin/sh
case " $* " in *" show-index "*) exec cat >/dev/null;; esac
GIT_ALTERNATE_OBJECT_DIRECTORIES='${bin}/objects' exec '${git}' "$@"
`;
  writeFileSync(path.join(bin, 'git'), script, { mode: 0o755 });
  return `${bin}:${process.env.PATH}`;
}

/** The file of its one pack that ends so, which may be written to from now on. */
export function packOf({ folder }: TestRepository, extension: string): string {
  const packs = path.join(folder, '.git/objects/pack');
  const file = path.join(packs, readdirSync(packs).find((name) => name.endsWith(extension)) ?? '');
  chmodSync(file, 0o644);
  return file;
}
