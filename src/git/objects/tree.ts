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
