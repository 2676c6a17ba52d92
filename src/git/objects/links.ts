import { Buffer } from 'node:buffer';
import { NOWHERE, type KnownIds } from './known-ids.js';
import type { ObjectType } from './object-id.js';
import { idOfEntry, treeEntries } from './tree.js';

/** What the byte before an id says that {@link Workspace.links} gathers. */
const LINK_TYPES = ['blob', 'tree', 'submodule'] as const;

/** A commit of another repository, as one tree has it under one name. */
export interface SubmodulePointer {
  /** As one character a byte. */
  readonly name: string;
  readonly commit: string;
  /** One that it is seen in. */
  readonly tree: string;
  /** Of that tree. */
  readonly size: number;
}

/** Plain data, so that a worker can send its own. */
export interface LinkFindings {
  /** By id: what is named and not there. */
  readonly absent: ReadonlyMap<string, ObjectType>;
  /** By name and commit. */
  readonly submodules: ReadonlyMap<string, SubmodulePointer>;
}

/** An object that is followed. There are hundreds of thousands: what is rarely needed is made when it is asked for. */
export interface Followed {
  readonly id: string;
  /** Among the known ones; asked of trees alone. */
  readonly number: number;
  readonly size: number;
  readonly bytes: Buffer;
}

/** Follows the ids that objects name, and notes those that are not there: the holes of a partial clone, or damage. */
export class LinkCheck implements LinkFindings {
  readonly absent = new Map<string, ObjectType>();
  readonly submodules = new Map<string, SubmodulePointer>();
  readonly #known: KnownIds;
  readonly #idLength: number;
  readonly #edge: ReadonlySet<string> | null;
  readonly #scratch: Uint8Array;

  /**
   * `edge`: commits whose parents a shallow clone leaves out; `null` where what is not known is not absent: in a part of
   * history.
   */
  constructor(known: KnownIds, idLength: number, edge: readonly string[] | null) {
    this.#known = known;
    this.#idLength = idLength;
    this.#edge = edge && new Set(edge);
    this.#scratch = new Uint8Array(idLength);
  }

  /** Any object, as a whole. */
  whole(type: ObjectType, object: Followed): void {
    if (type === 'commit') this.#commit(object);
    else if (type === 'tag') this.#tag(object);
    else if (type === 'tree') this.tree(null, object);
  }

  /** A tree, and which ids in it are new, as {@link Workspace.links} gives them; `null`: all may be. */
  tree(links: Uint8Array | null, tree: Followed): void {
    const { number } = tree;
    if (links === null) {
      for (const { mode, name, id } of treeEntries(tree.bytes, this.#idLength)) {
        if (/^0*160000$/.test(mode)) this.#submodule(name, id, tree);
        else this.#expect(id, 0, /^0*40000$/.test(mode) ? 'tree' : 'blob', number);
      }
      return;
    }
    const commits = new Set<string>();
    for (let at = 0; at < links.length; at += 1 + this.#idLength) {
      const type = LINK_TYPES[links[at] as number] ?? 'blob';
      if (type !== 'submodule') this.#expect(links, at + 1, type, number);
      else commits.add(latin1(links, at + 1, at + 1 + this.#idLength));
    }
    if (commits.size > 0) this.#submodules(commits, tree);
  }

  /** What `tree` calls `commits`, one character a byte. All in one pass: there are trees of thousands of submodules. */
  #submodules(commits: ReadonlySet<string>, tree: Followed): void {
    const { bytes } = tree;
    for (let at = 0; at < bytes.length;) {
      const id = idOfEntry(bytes, at);
      const end = id + this.#idLength;
      if (end > bytes.length) return;
      if (commits.has(latin1(bytes, id, end))) {
        this.#submodule(bytes.subarray(bytes.indexOf(SPACE, at) + 1, id - 1), bytes.subarray(id, end), tree);
      }
      at = end;
    }
  }

  /** A commit names its tree in the first line and its parents in the next ones. */
  #commit(commit: Followed): void {
    const { bytes } = commit;
    const digits = 2 * this.#idLength;
    if (!this.#readId(bytes, TREE.length)) return;
    const tree = this.#known.numberOf(this.#scratch);
    if (tree === NOWHERE) this.#note(this.#scratch, 0, 'tree');
    else this.#known.markRoot(tree);
    for (let at = TREE.length + digits + 1; bytes[at] === LETTER_P; at += PARENT.length + digits + 1) {
      if (!this.#readId(bytes, at + PARENT.length)) return;
      if (this.#known.numberOf(this.#scratch) !== NOWHERE || this.#edge?.has(commit.id) === true) continue;
      this.#note(this.#scratch, 0, 'commit');
    }
  }

  #tag({ bytes }: Followed): void {
    const head = bytes.toString('latin1', 0, LONGEST_TAG_HEAD);
    const [, object = '', type = ''] = /^object ([0-9a-f]+)\ntype ([a-z]+)\n/.exec(head) ?? [];
    const id = Buffer.from(object, 'hex');
    if (id.length === this.#idLength && this.#known.numberOf(id) === NOWHERE) this.#note(id, 0, type as ObjectType);
  }

  /** Takes over what another thread has found. */
  add({ absent, submodules }: LinkFindings): void {
    for (const [id, type] of absent) this.absent.set(id, type);
    for (const pointer of submodules.values()) this.#noteSubmodule(pointer);
  }

  /** What a tree names. */
  #expect(bytes: Uint8Array, at: number, type: ObjectType, tree: number): void {
    const number = this.#known.numberOf(bytes, at);
    if (number === NOWHERE) this.#note(bytes, at, type);
    else this.#known.markParent(number, tree);
  }

  #note(bytes: Uint8Array, at: number, type: ObjectType): void {
    if (this.#edge === null) return;
    this.absent.set(Buffer.from(bytes.subarray(at, at + this.#idLength)).toString('hex'), type);
  }

  #submodule(name: Uint8Array, commit: Buffer, tree: Followed): void {
    const pointer = { name: Buffer.from(name).toString('latin1'), commit: commit.toString('hex') };
    this.#noteSubmodule({ ...pointer, tree: tree.id, size: tree.size });
  }

  /** Of several trees that have it the one with the smallest id, whichever thread comes first. */
  #noteSubmodule(pointer: SubmodulePointer): void {
    const key = `${pointer.name}\0${pointer.commit}`;
    const known = this.submodules.get(key);
    if (known === undefined || pointer.tree < known.tree) this.submodules.set(key, pointer);
  }

  /** Reads the hexadecimal id at `at` to the scratch; whether there is one. */
  #readId(bytes: Uint8Array, at: number): boolean {
    for (let place = 0; place < this.#idLength; place++) {
      const high = DIGITS[bytes[at + 2 * place] as number] ?? -1;
      const low = DIGITS[bytes[at + 2 * place + 1] as number] ?? -1;
      if ((high | low) < 0) return false;
      this.#scratch[place] = high * 16 + low;
    }
    return true;
  }
}

const SPACE = 0x20;
const TREE = 'tree ';
const PARENT = 'parent ';
const LETTER_P = 0x70;
const LONGEST_TAG_HEAD = 200;

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

/** By its code, the value of a hexadecimal digit as git writes it; -1 for anything else. */
const DIGITS = Int8Array.from({ length: 256 }, (_, code) => '0123456789abcdef'.indexOf(String.fromCharCode(code)));
