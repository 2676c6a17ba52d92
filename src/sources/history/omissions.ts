import { Buffer } from 'node:buffer';
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

/** What finding the paths of submodules needs of the repository. */
interface Trees {
  /** From a tree up to that of a commit; `null` where none is known. */
  readonly chainOf: (tree: string) => readonly string[] | null;
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

/** The path of each submodule and the commits of it that history names. */
export async function submodulePaths(
  pointers: readonly SubmodulePointer[],
  trees: Trees,
): Promise<readonly SubmodulePath[]> {
  const folders = new Map<string, string>();
  const paths = new Map<string, SubmodulePath>();
  for (const { name, commit, tree } of pointers) {
    const folder = folders.get(tree) ?? (await folderOf(tree, trees));
    folders.set(tree, folder);
    const at = rawText(Buffer.from(folder + name, 'latin1'));
    const path = pathText(at);
    paths.set(path, { at, path, commits: [...(paths.get(path)?.commits ?? []), commit] });
  }
  return [...paths.values()];
}

/** The path of a tree, with a slash behind each folder; as text of one character a byte. */
async function folderOf(tree: string, { chainOf, read, idLength }: Trees): Promise<string> {
  const chain = chainOf(tree) ?? [];
  let path = '';
  for (const [at, id] of chain.slice(1).entries()) {
    const parent = await read(id);
    const child = Buffer.from(chain[at] as string, 'hex');
    const entry = parent && [...treeEntries(parent.bytes, idLength)].find((each) => each.id.equals(child));
    path = `${entry?.name.toString('latin1') ?? '?'}/${path}`;
  }
  return path;
}
