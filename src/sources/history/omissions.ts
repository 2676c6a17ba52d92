import { Buffer } from 'node:buffer';
import type { Omission } from '../../finding.js';
import type { WholeObject } from '../../git/objects/loose.js';
import type { SubmodulePointer } from '../../git/objects/links.js';
import type { ObjectType } from '../../git/objects/object-id.js';
import { treeEntries } from '../../git/objects/tree.js';
import { type RawText, rawText } from '../../git/records.js';
import { count } from '../../text/list.js';
import { pathText } from '../names.js';

/** Several objects as one row: its name, and their ids where there is more than one. */
export function objectRow(type: string, ids: readonly string[]): { what: string; objects?: readonly string[] } {
  const [first = '', ...others] = ids;
  return others.length === 0 ? { what: `${type} ${first}` } : { what: count(ids.length, type), objects: ids };
}

/** By type, most useful first. */
export function absentRows(
  absent: readonly (readonly [string, ObjectType])[],
): { type: ObjectType; ids: readonly string[] }[] {
  const types: readonly ObjectType[] = ['blob', 'tree', 'commit', 'tag'];
  return types
    .map((type) => ({ type, ids: absent.filter(([, each]) => each === type).map(([id]) => id) }))
    .filter(({ ids }) => ids.length > 0);
}

/** What could not be read of several archives, each with those it is true of. */
export function unopenedRows(
  unopened: ReadonlyMap<string, readonly Omission[]>,
  ids: readonly string[],
): { what: string; why: string; ids: string[] }[] {
  const rows = new Map<string, { what: string; why: string; ids: string[] }>();
  for (const id of ids) {
    for (const { what, why } of unopened.get(id) ?? []) {
      const row = rows.get(`${what}\0${why}`);
      if (row === undefined) rows.set(`${what}\0${why}`, { what, why, ids: [id] });
      else row.ids.push(id);
    }
  }
  return [...rows.values()];
}

/** What finding paths needs of the repository. */
interface Trees {
  /** From a blob or tree up to that of a commit; `null` where none is known. */
  readonly chainOf: (id: string) => readonly string[] | null;
  readonly read: (id: string) => Promise<WholeObject | null>;
  readonly idLength: number;
}

/** A submodule as history names it. */
export interface SubmodulePath {
  /** As git has it. Of a folder in no commit the name alone is known. */
  readonly at: RawText;
  /** For people. */
  readonly path: string;
  /** All commits of it that are named. */
  readonly commits: readonly string[];
}

/** The path of each submodule, sorted, and the commits of it that history names. */
export async function submodulePaths(
  pointers: readonly SubmodulePointer[],
  trees: Trees,
): Promise<readonly SubmodulePath[]> {
  const folders = new Map<string, string>();
  const paths = new Map<string, SubmodulePath>();
  for (const { name, commit, tree } of pointers.toSorted((one, other) => (one.commit < other.commit ? -1 : 1))) {
    const folder = folders.get(tree) ?? (await placeOf(tree, trees)) ?? '';
    folders.set(tree, folder);
    const at = rawText(Buffer.from(folder === '' ? name : `${folder}/${name}`, 'latin1'));
    const path = pathText(at);
    paths.set(path, { at, path, commits: [...(paths.get(path)?.commits ?? []), commit] });
  }
  return [...paths.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** One path of each blob, sorted, with all of the blobs there; `null` in place of a path: those that no commit holds. */
export async function blobPaths(ids: readonly string[], trees: Trees): Promise<[path: string | null, ids: string[]][]> {
  const paths = new Map<string | null, string[]>();
  for (const id of ids.toSorted()) {
    const place = await placeOf(id, trees);
    const path = place === null ? null : pathText(rawText(Buffer.from(place, 'latin1')));
    paths.set(path, [...(paths.get(path) ?? []), id]);
  }
  return [...paths].sort(([one], [other]) => ((one ?? '') < (other ?? '') ? -1 : 1));
}

/** A path that a blob or tree has in a commit, as text of one character a byte; `null` where no commit is known to hold it. */
async function placeOf(id: string, { chainOf, read, idLength }: Trees): Promise<string | null> {
  const chain = chainOf(id);
  if (chain === null) return null;
  const names: string[] = [];
  for (const [at, parentId] of chain.slice(1).entries()) {
    const parent = await read(parentId);
    const child = Buffer.from(chain[at] as string, 'hex');
    const entry = parent && [...treeEntries(parent.bytes, idLength)].find((each) => each.id.equals(child));
    names.unshift(entry?.name.toString('latin1') ?? '?');
  }
  return names.join('/');
}
