import type { Access } from './access.js';

/**
 * A zip in what it stands in: behind a program that unpacks it, before what somebody appended. In bytes from its beginning;
 * `start` is negative where something was cut out.
 */
export interface ZipPlace {
  readonly start: number;
  readonly end: number;
}

/** The end of a zip's directory, a row of it, and the place of a large zip's own end: APPNOTE.TXT 6.3, 4.3.16, 4.3.12 and 4.3.15. */
const END = Buffer.from('PK\x05\x06', 'latin1');
const ROW = Buffer.from('PK\x01\x02', 'latin1');
const LARGE_END_PLACE = Buffer.from('PK\x06\x07', 'latin1');
const END_SIZE = 22;
const LARGE_END_SIZE = 56;
const LARGE_END_PLACE_SIZE = 20;
/** As far from the end of a file as Python and unzip look for that of a zip: as long as its comment can be. */
const FARTHEST = 0xffff + END_SIZE;

/** As many bytes tell what may be a program. */
const HEAD = 128;

/**
 * Whether a zip may end what stands in `bytes` from `start` to `end`, whatever it begins with; "no" is certain. Every file and
 * every blob is asked: only where the end of a zip is the very last, or what begins like no text, more is looked at.
 */
export function mayEndInZip(bytes: Uint8Array, start: number, end: number): boolean {
  if (endsInZip(bytes, start, end)) return true;
  if (end - start < HEAD || !beginsLikeProgram(bytes, start)) return false;
  const from = Math.max(start, end - FARTHEST);
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).includes(END);
}

/** Whether the last bytes are the end of a zip without a comment. */
export function endsInZip(bytes: Uint8Array, start: number, end: number): boolean {
  const at = end - END_SIZE;
  return (
    at >= start &&
    bytes[at] === END[0] &&
    bytes[at + 1] === END[1] &&
    bytes[at + 2] === END[2] &&
    bytes[at + 3] === END[3]
  );
}

/** Programs have a zero near their beginning, scripts `#!` at it. */
export function beginsLikeProgram(bytes: Uint8Array, start: number): boolean {
  if (bytes[start] === 0x23 && bytes[start + 1] === 0x21) return true;
  for (let at = start; at < start + HEAD; at++) if (bytes[at] === 0) return true;
  return false;
}

/** Where the zip stands whose end is the last one there; `null` where no directory ends there. */
export function zipPlace(access: Access): ZipPlace | null {
  const from = Math.max(0, access.size - FARTHEST);
  const tail = access.read(from, FARTHEST);
  for (let at = tail.lastIndexOf(END); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(END, at - 1)) {
    if (at + END_SIZE > tail.length) continue;
    const start = startOf(access, tail.subarray(at), from + at);
    if (start !== null) return { start, end: Math.min(access.size, from + at + END_SIZE + tail.readUInt16LE(at + 20)) };
  }
  return null;
}

/** Where the zip begins that ends at `at`: what it states counts from there. */
function startOf(access: Access, end: Buffer, at: number): number | null {
  let [size, offset, directoryEnd] = [end.readUInt32LE(12), end.readUInt32LE(16), at];
  const place = access.read(Math.max(0, at - LARGE_END_PLACE_SIZE), LARGE_END_PLACE_SIZE);
  if (place.length === LARGE_END_PLACE_SIZE && place.subarray(0, 4).equals(LARGE_END_PLACE)) {
    directoryEnd = at - LARGE_END_PLACE_SIZE - LARGE_END_SIZE;
    const large = access.read(Math.max(0, directoryEnd), LARGE_END_SIZE);
    if (large.length < LARGE_END_SIZE) return null;
    [size, offset] = [Number(large.readBigUInt64LE(40)), Number(large.readBigUInt64LE(48))];
  }
  const start = directoryEnd - size - offset;
  if (size === 0 || directoryEnd < size) return null;
  return access.read(directoryEnd - size, ROW.length).equals(ROW) ? start : null;
}
