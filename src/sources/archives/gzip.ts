import { textOf } from './entry.js';
import { inflateBroken } from './inflate.js';
import { formatByHead } from './signature.js';

/** Bits of the flags at 3, and where the head ends that all have: RFC 1952, 2.3. */
const FLAGS = 3;
const CHECKSUM = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const HEAD = 10;

/** Checksum and length, behind what is compressed. In bytes. */
const TRAILER = 8;

/** What a gzip file says of itself before what is compressed. */
interface GzipHead {
  /** What it is called within, and its comment. */
  readonly comment: string;
  readonly end: number;
}

export function gzipHead(bytes: Buffer): GzipHead {
  const flags = bytes[FLAGS] ?? 0;
  let at = HEAD;
  if (flags & EXTRA) at += 2 + (bytes.length < HEAD + 2 ? 0 : bytes.readUInt16LE(HEAD));
  const texts: string[] = [];
  for (const text of [NAME, COMMENT]) {
    if ((flags & text) === 0) continue;
    const end = bytes.indexOf(0, at);
    texts.push(textOf(bytes.subarray(at, end < 0 ? bytes.length : end)));
    at = end < 0 ? bytes.length : end + 1;
  }
  return { comment: texts.join('\n'), end: flags & CHECKSUM ? at + 2 : at };
}

/** What comes out of a broken gzip file from byte `from` to byte `to`, up to where it breaks: checksums do not count. */
export async function gunzipBroken(bytes: Buffer, from: number, to: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for (let rest = bytes; formatByHead(rest) === 'gzip';) {
    const deflated = rest.subarray(gzipHead(rest).end);
    const { content, end } = await inflateBroken(deflated, { from: Math.max(0, from - size), to: to - size });
    parts.push(content);
    if (end === null) break;
    size += content.length;
    rest = deflated.subarray(end + TRAILER);
  }
  return Buffer.concat(parts);
}
