import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, readlinkSync, realpathSync } from 'node:fs';
import { isBinary } from '../../detect/decode.js';
import type { Prefilter } from '../../detect/index.js';
import { isLfsPointer } from '../../git/lfs.js';
import { accessDescriptor } from '../archives/access.js';
import { formatByHead, packedFormat } from '../archives/signature.js';
import { beginsLikeProgram, endsInZip, zipPlace } from '../archives/zip-place.js';
import type { Ledger } from '../ledger.js';
import { openable, type RawPath } from '../names.js';
import type { FoundItem } from '../packed-items.js';
import type { Origin } from './work.js';

/** Absent on Windows, where links are looked for before opening. */
const NO_FOLLOW = (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;

/** Never waits for the other end of a pipe; absent on Windows, which has none among files. */
const NO_WAIT = (constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0;

/** Longer than any needle of the prefilter, so that none is lost between two windows. In bytes. */
const OVERLAP = 1024;

/**
 * Ordinary files are read in one piece; a length that is a whole number of blocks may be a network file system handing
 * out less than there is. In bytes.
 */
const BLOCK = 4096;

/** What the system says where nothing is. */
export const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

/** A folder that replaced a tracked file; what is in it is listed as untracked. */
const REPLACED = 'EISDIR';

/** What the prefilter could not clear, and which readers it is for; or what has to be opened first. */
export type Content = Pick<FoundItem, 'bytes' | 'kinds' | 'isPacked'>;

/** Reads files into the prefilter's window and keeps only those that may hold a key. Synchronous: promises cost 8 times as much. */
export class FileReader {
  readonly #maxSize: number;
  readonly #ledger: Ledger;
  readonly #root: string;

  /** `root`: links that lead out of it are named as left out. */
  constructor(maxSize: number, root: string, ledger: Ledger) {
    this.#maxSize = maxSize;
    this.#root = root;
    this.#ledger = ledger;
  }

  /** The content of `file` if `prefilter` cannot clear it, else `null`. `name` is for the ledger. Never throws for what a file is. */
  read(file: RawPath, name: () => string, origin: Origin, prefilter: Prefilter): Content | null {
    try {
      if (NO_FOLLOW === 0 && origin !== 'named' && lstatSync(openable(file)).isSymbolicLink()) {
        return this.readLink(file, name, prefilter);
      }
      const descriptor = openSync(openable(file), constants.O_RDONLY | NO_WAIT | (origin === 'named' ? 0 : NO_FOLLOW));
      try {
        return this.#readOpen(descriptor, name, prefilter);
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      return this.#explain(error, file, name, origin, prefilter);
    }
  }

  /** A link's target as text, as git stores it; where the link leads out of the root, that is named as not followed. */
  readLink(link: RawPath, name: () => string, prefilter: Prefilter): Content | null {
    const text = readlinkSync(openable(link), { encoding: 'buffer' });
    const leadsTo = realTarget(openable(link));
    if (leadsTo !== null && leadsTo !== this.#root && !leadsTo.startsWith(withEndSlash(this.#root))) {
      this.#ledger.skip(name(), 'link to outside of the root: not followed');
    }
    this.#ledger.count(text.length);
    const kinds = prefilter.kinds(text);
    return kinds === 0 ? null : { bytes: new Uint8Array(text), kinds };
  }

  #readOpen(descriptor: number, name: () => string, prefilter: Prefilter): Content | null {
    const { window } = prefilter;
    const length = readSync(descriptor, window, 0, window.length, null);
    if (length % BLOCK === 0) {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) {
        this.#ledger.skip(name(), 'not a regular file');
        return null;
      }
      if (stats.size > length) return this.#readLong(descriptor, stats.size, name, prefilter);
    }
    if (length > this.#maxSize) {
      this.#ledger.skipTooLarge(name(), length, this.#maxSize);
      return null;
    }
    this.#ledger.count(length);
    if (isLfsPointer(window, 0, length)) this.#ledger.skipLfsContent(name());
    if (packedFormat(window, 0, length) !== null) {
      return { bytes: new Uint8Array(window.subarray(0, length)), isPacked: true };
    }
    const kinds = prefilter.kindsInWindow(length);
    return kinds === 0 ? null : { bytes: new Uint8Array(window.subarray(0, length)), kinds };
  }

  /** A file that does not fit into the window. */
  #readLong(descriptor: number, size: number, name: () => string, prefilter: Prefilter): Content | null {
    if (size > this.#maxSize) {
      this.#ledger.skipTooLarge(name(), size, this.#maxSize);
      return null;
    }
    this.#ledger.count(size);
    const { window } = prefilter;
    let kinds = 0;
    let isBinaryFile: boolean | undefined;
    for (let position = 0; position < size;) {
      const length = fill(descriptor, window, position);
      if (position === 0 && (formatByHead(window, 0, length) !== null || isBehind(descriptor, window, size))) {
        return { bytes: readWhole(descriptor, size), isPacked: true };
      }
      isBinaryFile ??= isBinary(window.subarray(0, length));
      kinds |= prefilter.kindsInWindow(length, isBinaryFile);
      if (length < window.length) break;
      position += length - OVERLAP;
    }
    return kinds === 0 ? null : { bytes: readWhole(descriptor, size), kinds };
  }

  #explain(error: unknown, file: RawPath, name: () => string, origin: Origin, prefilter: Prefilter): Content | null {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ELOOP' && origin !== 'named') return this.#tryLink(file, name, prefilter);
    if (origin === 'tracked' && (GONE.has(code) || code === REPLACED)) return null;
    if (GONE.has(code) && origin === 'found') this.#ledger.skip(name(), 'gone before it was read');
    // What a socket says when it is opened.
    else if (code === 'ENXIO') this.#ledger.skip(name(), 'not a regular file');
    else if (code !== '') this.#ledger.gap(name(), readableReason(error));
    else throw error;
    return null;
  }

  #tryLink(link: RawPath, name: () => string, prefilter: Prefilter): Content | null {
    try {
      return this.readLink(link, name, prefilter);
    } catch (error) {
      this.#ledger.gap(name(), readableReason(error));
      return null;
    }
  }
}

/** What the system said, for people: `EACCES: permission denied`. */
export function readableReason(error: unknown): string {
  return (error as Error).message.replace(/, \w+(?: '.*')?$/s, '');
}

function realTarget(link: string | Buffer): string | null {
  try {
    return realpathSync(link, 'utf8');
  } catch {
    // It leads nowhere, or in a circle: nothing is left out.
    return null;
  }
}

function withEndSlash(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}

/** Reads at `position` until `into` is full or the file ends; returns how much that was. */
function fill(descriptor: number, into: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < into.length) {
    const length = readSync(descriptor, into, filled, into.length - filled, position + filled);
    if (length === 0) break;
    filled += length;
  }
  return filled;
}

/** Whether a zip stands behind the program, or whatever it is, that begins with `head`. */
function isBehind(descriptor: number, head: Uint8Array, size: number): boolean {
  const access = accessDescriptor(descriptor, size);
  const last = access.read(size - 64, 64);
  return (beginsLikeProgram(head, 0) || endsInZip(last, 0, last.length)) && zipPlace(access) !== null;
}

function readWhole(descriptor: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  return bytes.subarray(0, fill(descriptor, bytes, 0));
}
