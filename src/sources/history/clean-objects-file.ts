import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync, fchmodSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makePrivateFolder } from '../../config/cache-folder.js';
import type { ObjectType } from '../../git/objects/object-id.js';

/** Changes whenever the file's layout does. */
const MAGIC = Buffer.from('starrise clean objects 4\n');
const HASH_LENGTH = 32;
const LINE_BREAK = 10;

/** What a scan says to the next one about the objects that it looked at. */
export interface Remembered {
  readonly blobs: number;
  readonly commits: number;
  readonly bytes: number;
  /** Those that have to be looked at every time. */
  readonly unclean: readonly string[];
  /** What they name and what was not there. */
  readonly absent: readonly (readonly [id: string, type: ObjectType])[];
  /** A hash of the ids that references named; `null` where one of them was not there. */
  readonly references: string | null;
  /** From trees with submodules, and from pointers of Git LFS, up to the tree of a commit. */
  readonly chains: readonly (readonly string[])[];
}

/** As it was read back, with the ids of all objects that were looked at, in lists: each sorted, one id behind the other. */
export interface ReadBack {
  readonly remembered: Remembered;
  readonly lists: readonly Buffer[];
  /** Whether the lists are undamaged. To find out takes longer than to compare them with those of the packs. */
  readonly areListsWhole: () => boolean;
}

/**
 * The file holds ids and nothing of the objects' content: a heading, a hash of the rules, a checksum of the line that
 * follows, that line, JSON, the lists, and a checksum of the lists.
 */
export function writeCleanObjects(file: string, rules: Buffer, remembered: Remembered, lists: readonly Buffer[]): void {
  const line = Buffer.from(`${JSON.stringify({ ...remembered, lengths: lists.map(({ length }) => length) })}\n`);
  const temporary = `${file}.${process.pid}`;
  try {
    makePrivateFolder(path.dirname(file));
    writePieces(temporary, [MAGIC, rules, checksum([line]), line, ...lists, checksum(lists)]);
    renameSync(temporary, file);
  } catch {
    // Without it the next scan is only slower.
    rmSync(temporary, { force: true });
  }
}

function writePieces(file: string, pieces: readonly Buffer[]): void {
  const descriptor = openSync(file, 'w', 0o600);
  try {
    fchmodSync(descriptor, 0o600);
    for (const piece of pieces) writeFileSync(descriptor, piece);
  } finally {
    closeSync(descriptor);
  }
}

/** `null` where the file is not to be believed: it is not there, damaged, somebody else's, of other rules or another layout. */
export function readCleanObjects(file: string, rules: Buffer): ReadBack | null {
  const content = contentOfOwn(file);
  const heading = Buffer.concat([MAGIC, rules]);
  if (content === null || !content.subarray(0, heading.length).equals(heading)) return null;
  const lineAt = heading.length + HASH_LENGTH;
  const listsAt = content.indexOf(LINE_BREAK, lineAt) + 1;
  const line = content.subarray(lineAt, listsAt);
  if (!checksum([line]).equals(content.subarray(heading.length, lineAt))) return null;
  const { lengths, ...remembered } = JSON.parse(line.toString()) as Remembered & { readonly lengths: number[] };
  let end = listsAt;
  const lists = lengths.map((length) => content.subarray(end, (end += length)));
  const areListsWhole = (): boolean => checksum(lists).equals(content.subarray(end));
  return { remembered, lists, areListsWhole };
}

/** `null` where there is none, or others may write to it. */
function contentOfOwn(file: string): Buffer | null {
  try {
    const { uid, mode } = statSync(file);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn ? readFileSync(file) : null;
  } catch {
    return null;
  }
}

function checksum(pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}
