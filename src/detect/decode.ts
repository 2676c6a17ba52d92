import { Buffer, isUtf8 } from 'node:buffer';
import type { Detection } from './detection.js';

export interface DecodedText {
  /** Without a byte order mark, so that offsets are those of an editor. */
  readonly text: string;
  readonly encoding: Detection['encoding'];
}

/** How much of a file decides whether it is text. git looks at as much. */
export const SNIFF = 8000;

/** Decodes bytes as an editor would: by byte order mark, then UTF-16 by its zeros, then UTF-8, then Latin-1. */
export function decodeBytes(bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return { text: utf16le(buffer.subarray(2)), encoding: 'utf-16le' };
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return { text: utf16be(buffer.subarray(2)), encoding: 'utf-16be' };
  const head = buffer.subarray(0, SNIFF);
  if (head.includes(0)) {
    const order = zerosOfUtf16(head);
    if (order === 'le') return { text: utf16le(buffer), encoding: 'utf-16le' };
    if (order === 'be') return { text: utf16be(buffer), encoding: 'utf-16be' };
    return { text: buffer.toString('latin1'), encoding: 'binary' };
  }
  const marked = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
  const content = marked ? buffer.subarray(3) : buffer;
  return isUtf8(content)
    ? { text: content.toString('utf8'), encoding: 'utf-8' }
    : { text: content.toString('latin1'), encoding: 'latin-1' };
}

/** Whether bytes that begin like these are no text. */
export function isBinary(bytes: Buffer): boolean {
  const head = bytes.subarray(0, SNIFF);
  return head.includes(0) && !hasMark(head) && zerosOfUtf16(head) === null;
}

/** Whether bytes that begin like these are UTF-16, although no byte order mark says so. */
export function isUnmarkedUtf16(bytes: Buffer): boolean {
  const head = bytes.subarray(0, SNIFF);
  return head.includes(0) && zerosOfUtf16(head) !== null;
}

/** A byte order mark of UTF-16. */
export function hasMark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** UTF-16 of mostly ASCII text has a zero in nearly every other byte, and hardly any in the ones between. */
function zerosOfUtf16(head: Buffer): 'le' | 'be' | null {
  if (head.length < 4) return null;
  const pairs = head.length / 2;
  const even = zerosFrom(head, 0) / pairs;
  const odd = zerosFrom(head, 1) / pairs;
  if (odd > 0.4 && even < 0.05) return 'le';
  if (even > 0.4 && odd < 0.05) return 'be';
  return null;
}

/** At every other place. */
function zerosFrom(head: Buffer, first: number): number {
  let count = 0;
  for (let at = first; at < head.length; at += 2) if (head[at] === 0) count++;
  return count;
}

function utf16le(buffer: Buffer): string {
  return buffer.toString('utf16le');
}

function utf16be(buffer: Buffer): string {
  return Buffer.from(buffer.subarray(0, buffer.length & ~1))
    .swap16()
    .toString('utf16le');
}
