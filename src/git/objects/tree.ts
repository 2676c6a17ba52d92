import type { Buffer } from 'node:buffer';

/** One entry of a tree object: gitformat-pack(5) calls it `<mode> <name>NUL<id>`. */
export interface TreeEntry {
  /** Octal, as git writes it: `40000` is a folder, `160000` a submodule. */
  readonly mode: string;
  readonly name: Buffer;
  /** In bytes. */
  readonly id: Buffer;
}

const SPACE = 0x20;
const ZERO = 0x30;
/** What the mode of a folder begins with: `40000`. */
const FOUR = 0x34;

/** The entries of a tree, as far as they make sense. The parts look at `bytes`, they are no copies. */
export function* treeEntries(bytes: Buffer, idLength: number): Generator<TreeEntry, void, undefined> {
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(SPACE, at);
    const end = bytes.indexOf(0, space);
    if (space === -1 || end === -1 || end + 1 + idLength > bytes.length) return;
    yield {
      mode: bytes.toString('latin1', at, space),
      name: bytes.subarray(space + 1, end),
      id: bytes.subarray(end + 1, end + 1 + idLength),
    };
    at = end + 1 + idLength;
  }
}

/** Where the id begins of the entry that begins at `at`; behind the end where there is none. Quick: an entry is short. */
export function idOfEntry(bytes: Buffer, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] !== 0) end++;
  return end + 1;
}

/** Whether the entry that begins at `at` is a folder. */
export function isFolder(bytes: Buffer, at: number): boolean {
  let mode = at;
  while (bytes[mode] === ZERO) mode++;
  return bytes[mode] === FOUR;
}
