import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { repositoryRootOf } from '../../config/discovery.js';
import type { Omission } from '../../finding.js';
import { readableReason } from './reader.js';
import type { Target } from './work.js';

/** A target that was found, and whether it is a folder (or a glob in one) or a file. */
export interface FoundTarget extends Target {
  readonly isFolder: boolean;
}

export interface Targets {
  readonly found: readonly FoundTarget[];
  /** Words that name nothing, or nothing that can be read. */
  readonly gaps: readonly Omission[];
}

/** Looks up what the user's words name: files and folders as they are, else globs. The same thing named twice counts once. */
export async function findTargets(words: readonly string[], cwd: string): Promise<Targets> {
  const found = new Map<string, FoundTarget>();
  const gaps: Omission[] = [];
  for (const word of words) {
    const target = await findTarget(word, cwd);
    if ('why' in target) gaps.push(target);
    else found.set(`${target.path}\0${target.glob ?? ''}`, target);
  }
  return { found: [...found.values()], gaps };
}

/** As {@link findTargets}, for names that git gave a hook manager: none is a glob, and links are not followed. */
export function findChanged(words: readonly string[], cwd: string): Targets {
  const found = new Map<string, FoundTarget>();
  const gaps: Omission[] = [];
  for (const word of words) {
    const file = path.resolve(cwd, word);
    const stats = statsOf(file, lstatSync);
    if (stats === null) gaps.push({ what: word, why: 'matched nothing' });
    else if (stats instanceof Error) gaps.push({ what: word, why: readableReason(stats) });
    else {
      const isFolder = stats.isDirectory();
      const target = { word, path: isFolder ? realPath(file) : realFolderOf(file), glob: null, isFolder };
      found.set(target.path, target);
    }
  }
  return { found: [...found.values()], gaps };
}

async function findTarget(word: string, cwd: string): Promise<FoundTarget | Omission> {
  const stats = statsOf(path.resolve(cwd, word));
  if (stats === null) return (await globTarget(word, cwd)) ?? { what: word, why: 'matched nothing' };
  if (stats instanceof Error) return { what: word, why: readableReason(stats) };
  if (stats.isDirectory()) return { word, path: realPath(path.resolve(cwd, word)), glob: null, isFolder: true };
  if (!stats.isFile()) return { what: word, why: 'not a regular file; pipe it into `starrise-scan -`' };
  return { word, path: realFolderOf(path.resolve(cwd, word)), glob: null, isFolder: false };
}

/** `null` where `word` is no glob, or its folder does not exist. */
async function globTarget(word: string, cwd: string): Promise<FoundTarget | null> {
  const { default: picomatch } = await import('picomatch');
  const { base, glob, isGlob } = picomatch.scan(path.sep === '/' ? word : word.replaceAll(path.sep, '/'));
  if (!isGlob) return null;
  const folder = path.resolve(cwd, base);
  const stats = statsOf(folder);
  if (stats === null || stats instanceof Error || !stats.isDirectory()) return null;
  return { word, path: realPath(folder), glob, isFolder: true };
}

/** The innermost folder that holds every target; `cwd` where there are none. */
export function sharedFolderOf(targets: readonly FoundTarget[], cwd: string): string {
  const folders = targets.map((target) => (target.isFolder ? target.path : path.dirname(target.path)));
  return folders.length === 0 ? realPath(cwd) : folders.reduce(sharedFolder);
}

/**
 * The folder that reports name paths from: the top of the repository around `folder`, so that a finding is the same from
 * wherever the scan was started; without one `cwd` if it holds `folder`, else `folder`.
 */
export function rootOf(folder: string, cwd: string): string {
  const start = realPath(cwd);
  return repositoryRootOf(folder) ?? (isWithin(start, folder) ? start : folder);
}

/** Whether some target lies in another, so that a file could be met twice. */
export function overlap(targets: readonly Target[]): boolean {
  return targets.some((outer) => targets.some((inner) => inner !== outer && isWithin(outer.path, inner.path)));
}

/** Whether `inner` is `outer` or lies below it. */
export function isWithin(outer: string, inner: string): boolean {
  const way = path.relative(outer, inner);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

function sharedFolder(one: string, other: string): string {
  let shared = one;
  while (!isWithin(shared, other) && path.dirname(shared) !== shared) shared = path.dirname(shared);
  return shared;
}

/** `null` where nothing is there. */
function statsOf(file: string, look: (file: string) => Stats = statSync): Stats | Error | null {
  try {
    return look(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : (error as Error);
  }
}

function realPath(folder: string): string {
  return realpathSync.native(folder);
}

/** The file in its real folder: a link keeps its own name. */
function realFolderOf(file: string): string {
  return path.join(realPath(path.dirname(file)), path.basename(file));
}
