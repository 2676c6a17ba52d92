import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { DetectSettings } from '../../detect/detection.js';
import type { ObjectDatabase } from '../../git/objects/database.js';
import { compareIds, ID_LENGTH, OBJECT_TYPES, TYPE_NUMBER, type ObjectType } from '../../git/objects/object-id.js';
import type { Repository } from '../../git/repository.js';
import { VERSION } from '../../version.js';
import type { WholeSweep } from './whole-sweep.js';

/** Changes whenever the file's layout does. */
const LAYOUT = 3;
const MAGIC = Buffer.from(`starrise clean objects ${LAYOUT}\n`);
const HASH_LENGTH = 32;
const COUNTS_LENGTH = 4 * 8;
const ROOT = 5;
const BELOW = 6;

/**
 * The ids of a repository's objects that held no key when they were last looked at, so that a second scan costs only
 * what is new. One file a repository and rule set, in the user's cache folder; it holds ids and nothing of their content:
 * a heading, the rule set's hash, four numbers (blobs, commits, bytes, notes), notes, the clean ids sorted, and a checksum
 * of all that. A note is an id behind the number of its type: an object that the clean ones name and that was not there,
 * or, behind {@link BELOW}, a tree with submodules or a pointer of Git LFS, then the tree it stands in, and so on up to that of a commit, behind
 * {@link ROOT}. A file that is damaged, somebody else's, or of other rules is as good as none.
 */
export class CleanObjects {
  readonly #file: string;
  readonly #rules: Buffer;
  readonly #idLength: number;
  readonly #ids: Buffer;
  /** What the clean objects name that was not there. */
  readonly absent: ReadonlyMap<string, ObjectType>;
  /** From trees with submodules, and from pointers of Git LFS, up to the tree of a commit. */
  readonly chains: ReadonlyMap<string, readonly string[]>;
  /** How much was looked at to know all this. */
  readonly blobs: number;
  readonly commits: number;
  readonly bytes: number;

  private constructor(file: string, rules: Buffer, idLength: number) {
    this.#file = file;
    this.#rules = rules;
    this.#idLength = idLength;
    const content = readContent(file, rules, idLength);
    const idsAt = COUNTS_LENGTH + content.readDoubleLE(24) * (1 + idLength);
    this.#ids = content.subarray(idsAt);
    const notes = notesIn(content.subarray(COUNTS_LENGTH, idsAt), idLength);
    this.absent = new Map(
      notes.flatMap(([type, id]) => (OBJECT_TYPES[type] === undefined ? [] : [[id, OBJECT_TYPES[type]] as const])),
    );
    this.chains = chainsIn(notes);
    [this.blobs, this.commits, this.bytes] = [0, 8, 16].map((at) => content.readDoubleLE(at)) as [
      number,
      number,
      number,
    ];
  }

  static of({ objectFolders, format }: Repository, settings: DetectSettings): CleanObjects {
    const rules = createHash('sha256')
      .update(JSON.stringify([VERSION, settings]))
      .digest();
    const name = createHash('sha256')
      .update(JSON.stringify([objectFolders[0], rules.toString('hex')]))
      .digest('hex');
    return new CleanObjects(path.join(cacheFolder(), name), rules, ID_LENGTH[format]);
  }

  get isEmpty(): boolean {
    return this.#ids.length === 0;
  }

  /** Those of `ids`, sorted and one behind the other, that are not known to be clean. */
  unknownOf(ids: Buffer): Buffer[] {
    const known = this.#ids;
    if (known.equals(ids)) return [];
    const length = this.#idLength;
    const unknown: Buffer[] = [];
    let inKnown = 0;
    for (let at = 0; at < ids.length; at += length) {
      let order = -1;
      while (inKnown < known.length && (order = compareIds(known, inKnown, ids, at, length)) < 0) inKnown += length;
      if (order !== 0 || inKnown === known.length) unknown.push(ids.subarray(at, at + length));
    }
    return unknown;
  }

  /** Writes down what `sweep` found clean. A cache that cannot be written only makes the next scan slower. */
  remember(sweep: WholeSweep, absent: readonly (readonly [string, ObjectType])[], { idLength }: ObjectDatabase): void {
    // Those that say something are looked at every time.
    const telling = sweep.telling();
    if (sweep.looked <= telling.size) return;
    const all = sweep.packs.map(({ index }) => index.ids());
    const unclean = new Set([...telling.keys(), ...sweep.unread]);
    const ids = [...all, sweep.looseIds].reduce((merged, next) => mergedIds(merged, next, idLength));
    const counts = Buffer.alloc(COUNTS_LENGTH);
    const notes = [
      ...absent.map(([id, type]) => noteOf(TYPE_NUMBER[type], id)),
      ...[...new Set([...sweep.submodules.map(({ tree }) => tree), ...sweep.lfsPointers.keys()])].flatMap((named) => {
        const chain = sweep.chainOf(named) ?? [];
        return chain.map((id, at) => noteOf(at === chain.length - 1 ? ROOT : BELOW, id));
      }),
    ];
    const numbers = [...sweep.countsWithout(telling), notes.length];
    for (const [at, number] of numbers.entries()) counts.writeDoubleLE(number, 8 * at);
    const content = Buffer.concat([MAGIC, this.#rules, counts, ...notes, without(ids, unclean, idLength)]);
    const temporary = `${this.#file}.${process.pid}`;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
      writeFileSync(temporary, Buffer.concat([content, checksum(content)]), { mode: 0o600 });
      chmodSync(temporary, 0o600);
      renameSync(temporary, this.#file);
    } catch {
      rmSync(temporary, { force: true });
    }
  }
}

/** The counts and ids in the file; counts of zero and no ids where it is not to be believed. */
function readContent(file: string, rules: Buffer, idLength: number): Buffer {
  const none = Buffer.alloc(COUNTS_LENGTH);
  try {
    const { uid, mode } = statSync(file);
    // What others may write to is not believed.
    if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return none;
    const bytes = readFileSync(file);
    const end = bytes.length - HASH_LENGTH;
    const start = MAGIC.length + HASH_LENGTH;
    const isOurs =
      end >= start + COUNTS_LENGTH &&
      bytes.subarray(0, MAGIC.length).equals(MAGIC) &&
      bytes.subarray(MAGIC.length, start).equals(rules) &&
      checksum(bytes.subarray(0, end)).equals(bytes.subarray(end)) &&
      isWhole(bytes.subarray(start, end), idLength);
    return isOurs ? bytes.subarray(start, end) : none;
  } catch {
    return none;
  }
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** The user's folder for caches: XDG base directory specification; on Windows LOCALAPPDATA. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const own = process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME;
  const folder = own !== undefined && path.isAbsolute(own) ? own : path.join(homedir(), '.cache');
  return path.join(folder, 'starrise', 'history');
}

/** Whether ids end where the content does. */
function isWhole(content: Buffer, idLength: number): boolean {
  const left = content.length - COUNTS_LENGTH - content.readDoubleLE(24) * (1 + idLength);
  return left >= 0 && left % idLength === 0;
}

function chainsIn(notes: readonly (readonly [type: number, id: string])[]): Map<string, string[]> {
  const chains = new Map<string, string[]>();
  let chain: string[] = [];
  for (const [type, id] of notes) {
    if (type !== ROOT && type !== BELOW) continue;
    chain.push(id);
    if (type === BELOW) continue;
    chains.set(chain[0] as string, chain);
    chain = [];
  }
  return chains;
}

function noteOf(type: number, id: string): Buffer {
  return Buffer.from(type.toString(16).padStart(2, '0') + id, 'hex');
}

function notesIn(bytes: Buffer, idLength: number): [type: number, id: string][] {
  const length = 1 + idLength;
  return Array.from({ length: bytes.length / length }, (_, row) => {
    const at = row * length;
    return [bytes[at] as number, bytes.toString('hex', at + 1, at + length)];
  });
}

/** Two sorted lists of ids as one, each id once. */
function mergedIds(a: Buffer, b: Buffer, idLength: number): Buffer {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const merged = Buffer.alloc(a.length + b.length);
  let used = 0;
  for (let inA = 0, inB = 0; inA < a.length || inB < b.length; used += idLength) {
    const order = inA === a.length ? 1 : inB === b.length ? -1 : compareIds(a, inA, b, inB, idLength);
    if (order <= 0) a.copy(merged, used, inA, inA + idLength);
    else b.copy(merged, used, inB, inB + idLength);
    if (order <= 0) inA += idLength;
    if (order >= 0) inB += idLength;
  }
  return merged.subarray(0, used);
}

function without(ids: Buffer, unwanted: ReadonlySet<string>, idLength: number): Buffer {
  if (unwanted.size === 0) return ids;
  const kept: Buffer[] = [];
  let start = 0;
  for (let at = 0; at < ids.length; at += idLength) {
    if (!unwanted.has(ids.toString('hex', at, at + idLength))) continue;
    kept.push(ids.subarray(start, at));
    start = at + idLength;
  }
  return Buffer.concat([...kept, ids.subarray(start)]);
}
