import { Readable } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import { RandomAccessReader, type Entry, type ZipFile, fromRandomAccessReaderPromise } from 'yauzl';
import { type Access, chunksOf } from './access.js';
import { ArchiveError, type ArchiveEntry, nameOf, ofItself, textOf } from './entry.js';
import { looseEntries } from './zip-loose.js';
import { zipPlace } from './zip-place.js';
import { inflateBroken, inflateWith, MOST_OF_BROKEN } from './inflate.js';

/** Chrome's extension format: a zip behind a head (https://chromium.googlesource.com/chromium/src, components/crx_file). */
const CRX_MAGIC = 'Cr24';
const CRX_HEAD = 12;

/** The files of a zip or one of its relatives: crx, xpi, vsix, apk, aab, ipa, jar, pyz, and programs that unpack themselves. */
export async function* zipEntries(access: Access): AsyncGenerator<ArchiveEntry> {
  const known = new Set<number>();
  try {
    yield* listedEntries(access, known);
  } catch (error) {
    yield* looseEntries(access, known);
    throw error;
  }
}

/** Those that the directory at its end lists; their places are added to `known`. */
async function* listedEntries(access: Access, known: Set<number>): AsyncGenerator<ArchiveEntry> {
  // Where no directory is where it should be, yauzl says what is wrong.
  const { start, end } = zipPlace(access) ?? { start: headOfCrx(access), end: access.size };
  const reader = new Reader(access, start);
  let zip: ZipFile;
  try {
    zip = await fromRandomAccessReaderPromise(reader, end - start, {
      autoClose: false,
      // Names are never opened: one with `../` in it must not end the reading.
      decodeStrings: false,
    });
  } catch (error) {
    throw new ArchiveError((error as Error).message);
  }
  const broken = { left: MOST_OF_BROKEN };
  try {
    // Its types know only of what it decodes itself.
    yield* ofItself(textOf(zip.comment as unknown as Buffer));
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry.fileNameRaw);
      const { uncompressedSize: size, compressedSize, fileCommentRaw } = entry;
      known.add(start + entry.relativeOffsetOfLocalHeader).add(entry.relativeOffsetOfLocalHeader);
      // Some folders hold something.
      const isFolder = name.endsWith('/') && size === 0 && compressedSize <= NOTHING_DEFLATED;
      const comment = textOf(fileCommentRaw);
      yield { name, size, comment, read: isFolder ? null : () => content(entry, { zip, reader, broken }) };
    }
    // A number of two bytes, which has run over where there are more than 65,535; and others lie. Its types call the place
    // where the next row would begin a boolean.
    if (reader.at(Number(zip.readEntryCursor), 4).toString('latin1') === DIRECTORY_ENTRY) {
      throw new ArchiveError(`more than the ${zip.entryCount} files that it states`);
    }
  } catch (error) {
    throw new ArchiveError((error as Error).message);
  } finally {
    zip.close();
  }
}

/** What each row of the directory at the end begins with: APPNOTE.TXT 6.3, 4.3.12. */
const DIRECTORY_ENTRY = 'PK\x01\x02';

/** Methods of compression: APPNOTE.TXT 6.3, 4.4.5. */
const STORED = 0;
const DEFLATED = 8;
/** How long nothing is when deflated, in bytes. */
const NOTHING_DEFLATED = 2;

/** Deflate makes nothing longer than this, in bytes: what says so is not worth the memory. */
function mostDeflated(size: number): number {
  return 2 * size + (1 << 16);
}

interface OpenZip {
  readonly zip: ZipFile;
  readonly reader: Reader;
  /** How much more of what is broken may be looked at, in bytes: all files may be, or be one and the same. */
  readonly broken: { left: number };
}

/** In one piece, as what it states bounds it: yauzl's own streams take four times as long for the small files that most are. */
async function content(entry: Entry, { zip, reader, broken }: OpenZip): Promise<Uint8Array> {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) throw new ArchiveError('encrypted');
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    throw new ArchiveError(`unsupported compression method: ${compressionMethod}`);
  }
  if (compressedSize > mostDeflated(uncompressedSize)) throw new ArchiveError('its sizes do not fit each other');
  const packed = reader.at(await dataStart(entry, { zip, reader }), compressedSize);
  const bytes = compressionMethod === STORED ? packed : await inflated(packed, uncompressedSize, broken);
  if (bytes.length < uncompressedSize) {
    throw new ArchiveError(`${bytes.length} bytes instead of the ${uncompressedSize} that it states`, bytes);
  }
  return bytes;
}

/** Where the content begins; where something was put before it, or cut out behind it, as if that were not so. */
async function dataStart(entry: Entry, { zip, reader }: Pick<OpenZip, 'zip' | 'reader'>): Promise<number> {
  const start = async (): Promise<number> =>
    (await zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
  try {
    return await start();
  } catch (error) {
    if (reader.start === 0) throw new ArchiveError((error as Error).message);
  }
  entry.relativeOffsetOfLocalHeader -= reader.start;
  try {
    return await start();
  } catch (error) {
    throw new ArchiveError((error as Error).message);
  }
}

/** As much is looked at of what is broken and states less. In bytes. */
const LEAST_OF_BROKEN = 1 << 20;

async function inflated(packed: Uint8Array, size: number, broken: OpenZip['broken']): Promise<Uint8Array> {
  try {
    return inflateWith(inflateRawSync, packed, Math.max(size, 1));
  } catch (error) {
    const to = Math.min(Math.max(size, LEAST_OF_BROKEN), broken.left);
    const { content: part } = await inflateBroken(packed, { from: 0, to });
    broken.left -= part.length;
    throw new ArchiveError((error as Error).message, part);
  }
}

function headOfCrx(access: Access): number {
  const head = access.read(0, CRX_HEAD + 4);
  if (head.length < CRX_HEAD + 4 || head.toString('latin1', 0, 4) !== CRX_MAGIC) return 0;
  const isVersion2 = head.readUInt32LE(4) === 2;
  const signed = head.readUInt32LE(8) + (isVersion2 ? head.readUInt32LE(12) : 0);
  return Math.min(access.size, CRX_HEAD + (isVersion2 ? 4 : 0) + signed);
}

class Reader extends RandomAccessReader {
  readonly start: number;
  readonly #access: Access;

  constructor(access: Access, start: number) {
    super();
    this.#access = access;
    this.start = start;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(chunksOf(this.#access, this.start + start, this.start + end));
  }

  override read(target: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void) {
    const read = this.at(position, length).copy(target, offset);
    queueMicrotask(() => {
      done(read < length ? new Error('the file ends early') : null);
    });
  }

  /** As many bytes of the zip as there are, at most `length`; zeros before its beginning. */
  at(position: number, length: number): Buffer {
    const before = Math.min(length, Math.max(0, -(this.start + position)));
    const read = this.#access.read(Math.max(0, this.start + position), length - before);
    return before === 0 ? read : Buffer.concat([Buffer.alloc(before), read]);
  }
}
