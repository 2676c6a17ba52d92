import { Buffer } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { TYPE_NUMBER } from './object-id.js';
import { UnreadableObject, UnreadablePack } from './unreadable.js';
import type { ByteSource } from './workspace.js';

/** gitformat-pack(5): "PACK", version 2 or 3, number of entries; the entries; a checksum of all that. */
const MAGIC = 0x5041434b;
const HEAD_LENGTH = 12;

/** The two ways of naming a base. */
export const OFS_DELTA = 6;
export const REF_DELTA = 7;

/** The longest an entry's head can be: 64-bit size, then a 64-bit offset or an id. */
export const LONGEST_HEAD = 10 + 32;

/** What stands before the compressed bytes of an entry. */
export interface EntryHead {
  /** A type's number, {@link OFS_DELTA} or {@link REF_DELTA}. */
  readonly type: number;
  /** Of what is compressed: the object or its delta. */
  readonly size: number;
  /** Of this head. */
  readonly length: number;
  /** Of an OFS_DELTA: how far before the entry its base begins. */
  readonly distance: number;
}

/** Where the heads of entries are read, in the order of their offsets. */
export interface HeadSource {
  /** What stands in the file from `offset` on. Valid until the next call. */
  stretchAt(offset: number): Stretch;
}

/** A part of a file. */
export interface Stretch {
  readonly bytes: Uint8Array;
  /** Where in the file those begin. */
  readonly start: number;
  /** Heads that begin before here, in the file, stand in it as wholes. */
  readonly end: number;
}

/** A file that another thread of this process holds open. */
export class SharedFile implements ByteSource {
  readonly descriptor: number;
  readonly size: number;

  constructor(descriptor: number, size: number) {
    this.descriptor = descriptor;
    this.size = size;
  }

  readInto(target: Uint8Array, start: number, length: number, offset: number): void {
    for (let done = 0; done < length;) {
      const read = readSync(this.descriptor, target, start + done, length - done, offset + done);
      if (read === 0) throw new UnreadableObject('damaged: its pack ends early');
      done += read;
    }
  }
}

/** A file as a whole, in memory that threads share: a call to the system for each object costs more than a small one. */
export class HeldFile implements ByteSource {
  readonly isInMemory = true;
  readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.size = bytes.length;
  }

  readInto(target: Uint8Array, start: number, length: number, offset: number): void {
    if (offset + length > this.size) throw new UnreadableObject('damaged: its pack ends early');
    target.set(this.#bytes.subarray(offset, offset + length), start);
  }
}

/** A pack, read by offset. It stays open, so that a gc cannot take it away. */
export class PackFile extends SharedFile {
  /** Where the entries end. */
  readonly end: number;

  /** Throws {@link UnreadablePack} for what is no pack of a known version, and what the file system throws. */
  constructor(file: string, idLength: number) {
    const descriptor = openSync(file, 'r');
    super(descriptor, fstatSync(descriptor).size);
    this.end = this.size - idLength;
    const head = Buffer.alloc(HEAD_LENGTH);
    const length = readSync(descriptor, head, 0, HEAD_LENGTH, 0);
    if (length < HEAD_LENGTH || head.readUInt32BE(0) !== MAGIC || ![2, 3].includes(head.readUInt32BE(4))) {
      closeSync(descriptor);
      throw new UnreadablePack('it does not begin as a pack of version 2 or 3 does');
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** How much of a file is read at once for the heads in it. In bytes. */
const CHUNK = 4 << 20;

/** Reads heads from the file itself, a chunk at a time. */
export class ChunkReader implements HeadSource {
  readonly #file: SharedFile;
  readonly #chunk = Buffer.alloc(CHUNK + LONGEST_HEAD);

  constructor(file: SharedFile) {
    this.#file = file;
  }

  stretchAt(offset: number): Stretch {
    const bytes = this.#chunk;
    const length = Math.min(CHUNK, this.#file.size - offset);
    this.#file.readInto(bytes, 0, length, offset);
    // Behind the end of the file stand zeros: a head cannot run on.
    bytes.fill(0, length, length + LONGEST_HEAD);
    const end = offset + length;
    return { bytes, start: offset, end: end === this.#file.size ? Infinity : end - LONGEST_HEAD };
  }
}

/** Reads the head of the entry at `at`. Throws {@link UnreadableObject} when it makes no sense. */
export function readEntryHead(bytes: Uint8Array, at: number): EntryHead {
  const start = at;
  let byte = bytes[at++] as number;
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let weight = 16; byte & 128; weight *= 128) {
    byte = bytes[at++] as number;
    size += (byte & 127) * weight;
  }
  let distance = 0;
  if (type === OFS_DELTA) {
    byte = bytes[at++] as number;
    distance = byte & 127;
    while (byte & 128) {
      byte = bytes[at++] as number;
      distance = (distance + 1) * 128 + (byte & 127);
    }
  } else if (type !== REF_DELTA && (type < TYPE_NUMBER.commit || type > TYPE_NUMBER.tag)) {
    throw new UnreadableObject('damaged: its entry has no known type');
  }
  if (at - start > LONGEST_HEAD) throw new UnreadableObject('damaged: the head of its entry does not end');
  return { type, size, length: at - start, distance };
}
