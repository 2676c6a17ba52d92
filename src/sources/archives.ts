import { Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { type Access, chunksOf } from './archives/access.js';
import { asarEntries, isAsar } from './archives/asar.js';
import { ArchiveError, type ArchiveEntry } from './archives/entry.js';
import { tarEntries } from './archives/tar.js';

export { accessBytes, accessFile, type Access } from './archives/access.js';
export { ArchiveError, type ArchiveEntry } from './archives/entry.js';

/** As many bytes as tell the formats apart, the first block of a compressed tar among them. */
const HEAD = 4096;

interface Format {
  readonly recognises: (head: Buffer) => boolean;
  readonly entries: (access: Access) => AsyncIterable<ArchiveEntry>;
}

/** By what the bytes begin with: names lie. */
const FORMATS: readonly Format[] = [
  // Zip: a local header, or the end of an empty archive; `Cr24` is Chrome's head before one.
  { recognises: (head) => /^(?:PK\x03\x04|PK\x05\x06|Cr24)/.test(head.toString('latin1', 0, 4)), entries: zipEntries },
  { recognises: isAsar, entries: (access) => streamed(asarEntries(access)) },
  { recognises: isTar, entries: (access) => tarEntries(streamed(chunksOf(access, 0, access.size))) },
  { recognises: isCompressedTar, entries: (access) => tarEntries(inflated(access)) },
];

/** The files in an archive, in its order; `null` where the bytes are no archive. Throws {@link ArchiveError} on the way. */
export function archiveEntries(access: Access): AsyncIterable<ArchiveEntry> | null {
  const head = access.read(0, HEAD);
  return FORMATS.find(({ recognises }) => recognises(head))?.entries(access) ?? null;
}

/** yauzl is loaded only for a zip. */
async function* zipEntries(access: Access): AsyncGenerator<ArchiveEntry> {
  const zip = await import('./archives/zip.js');
  yield* zip.zipEntries(access);
}

function isTar(head: Buffer): boolean {
  return head.toString('latin1', 257, 262) === 'ustar';
}

const GZIP = 0x1f8b;

function isCompressedTar(head: Buffer): boolean {
  if (head.length < 2 || head.readUInt16BE(0) !== GZIP) return false;
  try {
    return isTar(gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }));
  } catch {
    return false;
  }
}

async function* inflated(access: Access): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  Readable.from(chunksOf(access, 0, access.size))
    .on('error', (error) => gunzip.destroy(error))
    .pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    throw new ArchiveError((error as Error).message);
  }
}

/** Throws what the generator throws. */
function streamed<T>(items: Iterable<T>): AsyncIterable<T> {
  return Readable.from(items) as AsyncIterable<T>;
}
