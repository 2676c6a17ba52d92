import { constants, inflateRawSync } from 'node:zlib';
import type { Access } from './access.js';
import { type ArchiveEntry, nameOf } from './entry.js';
import { inflateBroken } from './inflate.js';

/** What stands before each file of a zip, and in how many bytes: APPNOTE.TXT 6.3, 4.3.7. */
const HEADER = Buffer.from('PK\x03\x04', 'latin1');
const HEADER_SIZE = 30;
/** Bits of its flags: the file is encrypted; its sizes stand behind it. */
const ENCRYPTED = 1;
const SIZES_BEHIND = 8;
const STORED = 0;
const DEFLATED = 8;

/** Of a zip of which this is looked at, in bytes: all of it has to be in memory, and what it inflates to, it need not say. */
const LARGEST = 1 << 28;
const MOST_INFLATED = 1 << 28;
const MOST_OF_ONE = 1 << 24;
/** Of what does not inflate, or to more. */
const MOST_OF_BROKEN = 1 << 20;

/**
 * The files of a zip whose directory is cut off or damaged, or names not all of them, by what stands before each; but for
 * those whose places are `known`.
 */
export function* looseEntries(access: Access, known: ReadonlySet<number>): Generator<ArchiveEntry> {
  if (access.size > LARGEST) return;
  const bytes = access.read(0, access.size);
  let left = MOST_INFLATED;
  for (let at = bytes.indexOf(HEADER); at >= 0; at = bytes.indexOf(HEADER, at)) {
    const header = headerAt(bytes, at);
    const { start, size } = header ?? { start: at + HEADER.length, size: 0 };
    if (header !== null && !known.has(at) && left > 0) {
      const read = async (): Promise<Uint8Array> => {
        const content = await contentOf(bytes, header);
        left -= content.length;
        return content;
      };
      yield { name: header.name, size: 0, read };
    }
    at = start + size;
  }
}

interface Header {
  readonly name: string;
  readonly isDeflated: boolean;
  /** Of the content. */
  readonly start: number;
  /** 0 where it is not known. */
  readonly size: number;
}

/** `null` where there is none, or what it is before cannot be read. */
function headerAt(bytes: Buffer, at: number): Header | null {
  if (at + HEADER_SIZE > bytes.length) return null;
  const [flags, method] = [bytes.readUInt16LE(at + 6), bytes.readUInt16LE(at + 8)];
  const nameEnd = at + HEADER_SIZE + bytes.readUInt16LE(at + 26);
  const start = nameEnd + bytes.readUInt16LE(at + 28);
  if ((method !== STORED && method !== DEFLATED) || flags & ENCRYPTED || start > bytes.length) return null;
  const size = flags & SIZES_BEHIND ? 0 : Math.min(bytes.readUInt32LE(at + 18), bytes.length - start);
  return { name: nameOf(bytes.subarray(at + HEADER_SIZE, nameEnd)), isDeflated: method === DEFLATED, start, size };
}

async function contentOf(bytes: Buffer, { isDeflated, start, size }: Header): Promise<Uint8Array> {
  const next = size > 0 ? start + size : bytes.indexOf('PK', start, 'latin1');
  if (!isDeflated) return bytes.subarray(start, next < 0 ? bytes.length : next);
  const packed = bytes.subarray(start, size > 0 ? start + size : bytes.length);
  try {
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_OF_ONE });
  } catch {
    return (await inflateBroken(packed, { from: 0, to: MOST_OF_BROKEN })).content;
  }
}
