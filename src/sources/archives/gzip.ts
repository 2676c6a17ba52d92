import { textOf } from './entry.js';

/** Bits of the flags at 3, and where the head ends that all have: RFC 1952, 2.3. */
const FLAGS = 3;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const HEAD = 10;

/** What a gzip file that begins with `head` is called within, and its comment. */
export function gzipComment(head: Buffer): string {
  const flags = head[FLAGS] ?? 0;
  let at = HEAD;
  if (flags & EXTRA) at += 2 + (head.length < HEAD + 2 ? 0 : head.readUInt16LE(HEAD));
  const texts: string[] = [];
  for (const text of [NAME, COMMENT]) {
    if ((flags & text) === 0) continue;
    const end = head.indexOf(0, at);
    texts.push(textOf(head.subarray(at, end < 0 ? head.length : end)));
    at = end < 0 ? head.length : end + 1;
  }
  return texts.join('\n');
}
