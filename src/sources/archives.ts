import { Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { type Access, chunksOf } from './archives/access.js';
import { asarEntries } from './archives/asar.js';
import { ArchiveError, type ArchiveEntry, ofItself, tooMuch } from './archives/entry.js';
import { gunzipBroken, gzipHead } from './archives/gzip.js';
import { MOST_OF_BROKEN } from './archives/inflate.js';
import { formatByHead } from './archives/signature.js';
import { tarEntries } from './archives/tar.js';
import { zipPlace } from './archives/zip-place.js';

export { accessBytes, accessFile, type Access } from './archives/access.js';
export { ArchiveError, type ArchiveEntry } from './archives/entry.js';

/** As many bytes as tell whether a tar is compressed, and what gzip says of it. */
const HEAD = 4096;

/** Each piece is a trip to another thread and back. In bytes. */
const INFLATED_AT_ONCE = 1 << 18;

/**
 * What is in an archive, in its order; `null` where the bytes are no archive. Throws {@link ArchiveError} on the way, also
 * where more than `mostInflated` bytes have to be inflated to come by the next one.
 */
export function archiveEntries(access: Access, mostInflated = Infinity): AsyncIterable<ArchiveEntry> | null {
  const head = access.read(0, HEAD);
  switch (formatByHead(head)) {
    case 'zip':
      return zipEntries(access);
    case 'asar':
      return streamed(asarEntries(access));
    case 'tar':
      return tarEntries(streamed(chunksOf(access, 0, access.size)));
    case 'gzip':
      return holdsTar(head) ? tgzEntries(access, head, mostInflated) : null;
    default:
      return zipPlace(access) === null ? null : zipEntries(access);
  }
}

/** yauzl is loaded only for a zip. */
async function* zipEntries(access: Access): AsyncGenerator<ArchiveEntry> {
  const zip = await import('./archives/zip.js');
  yield* zip.zipEntries(access);
}

async function* tgzEntries(access: Access, head: Buffer, mostInflated: number): AsyncGenerator<ArchiveEntry> {
  yield* ofItself(gzipHead(head).comment);
  yield* tarEntries(inflated(access, mostInflated));
}

/** `head`: the beginning of a gzip file. */
function holdsTar(head: Buffer): boolean {
  try {
    return formatByHead(gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })) === 'tar';
  } catch {
    return false;
  }
}

async function* inflated(access: Access, most: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: INFLATED_AT_ONCE });
  Readable.from(chunksOf(access, 0, access.size))
    .on('error', (error) => gunzip.destroy(error))
    .pipe(gunzip);
  let inflated = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      inflated += chunk.length;
      yield chunk.subarray(0, chunk.length - Math.max(0, inflated - most));
      if (inflated > most) throw new ArchiveError(tooMuch(most));
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    // What the stream was about to give when it failed.
    if (inflated < MOST_OF_BROKEN) yield await gunzipBroken(access.read(0, access.size), inflated, MOST_OF_BROKEN);
    throw new ArchiveError((error as Error).message);
  }
}

/** Throws what the generator throws. */
function streamed<T>(items: Iterable<T>): AsyncIterable<T> {
  return Readable.from(items) as AsyncIterable<T>;
}
