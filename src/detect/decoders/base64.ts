import { Buffer } from 'node:buffer';
import { isOfKey, LONGEST_KEY } from '../boundaries.js';
import type { Decoded } from '../layer.js';
import { Kind, needlePattern } from '../needles.js';

const { pattern: NEEDLE, rows: ROWS } = needlePattern(Kind.base64);

/** How far around a needle is decoded, in characters: a Secret or a header fits, a megabyte of picture does not. */
const REACH = 8192;

/** Fewer characters are not even a piece of a key. */
const LEAST = 8;

/**
 * Decodes base64 and base64url around each needle in `text`. The needle tells where the groups of four begin, so nothing
 * has to be known of where the encoded text does.
 */
export function* base64Regions(text: string): Generator<Decoded> {
  let done = 0;
  NEEDLE.lastIndex = 0;
  for (let hit = NEEDLE.exec(text); hit !== null; hit = NEEDLE.exec(text)) {
    const resume = NEEDLE.lastIndex;
    const row = ROWS[hit.slice(1).findIndex((group: string | undefined) => group !== undefined)]!;
    if (hit.index >= done) {
      const positions = encodedAround(text, hit.index, row.intoGroup!);
      if (positions.length >= LEAST) {
        done = positions.at(-1)! + 1;
        yield decode(text, positions);
      }
    }
    NEEDLE.lastIndex = resume;
  }
}

/** Where the encoded characters around the needle at `index` stand, from the beginning of a group on. */
function encodedAround(text: string, index: number, intoGroup: number): number[] {
  const before: number[] = [];
  for (let at = previous(text, index); at >= 0 && before.length < REACH; at = previous(text, at)) before.push(at);
  // Groups are counted from the needle. The one it stands in must be whole; of those before, a broken one is dropped.
  if (before.length < intoGroup) return [];
  before.length -= (before.length - intoGroup) % 4;
  const positions = before.reverse();
  for (let at = index; at < text.length; at = next(text, at)) {
    // A key that begins within reach is read to its end: its own needle is passed over.
    const isFar = positions.length >= 2 * REACH && positions.length % 4 === 0;
    if (isFar && (positions.length >= 2 * REACH + LONGEST_KEY || !endsInKey(text, positions))) break;
    positions.push(at);
  }
  return positions;
}

/** Whether the last group ends in what keys consist of, in UTF-16 with a zero behind it. */
function endsInKey(text: string, positions: readonly number[]): boolean {
  const group = positions.slice(-4).map((at) => text[at]);
  return Buffer.from(group.join(''), 'base64').subarray(-2).some(isOfKey);
}

/** The encoded character before `at`, over line ends if need be; -1 where there is none. */
function previous(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  // The `n` of a line end that is written as `\n` looks like one.
  if (isEncoded(code) && !(code === 0x6e && text.charCodeAt(at - 2) === 0x5c)) return at - 1;
  const wrap = WRAP_BEFORE.exec(text.slice(Math.max(0, at - 40), at));
  const before = wrap === null ? -1 : at - wrap[0].length - 1;
  return before >= 0 && isEncoded(text.charCodeAt(before)) ? before : -1;
}

/** The encoded character after `at`, over line ends if need be; the text's length where there is none. */
function next(text: string, at: number): number {
  if (isEncoded(text.charCodeAt(at + 1))) return at + 1;
  const wrap = WRAP_AFTER.exec(text.slice(at + 1, at + 41));
  const after = wrap === null ? text.length : at + 1 + wrap[0].length;
  return after < text.length && isEncoded(text.charCodeAt(after)) ? after : text.length;
}

/** A line end within base64 text (MIME, PEM, YAML block), indented or not, real or written as `\n`. */
const WRAP_BEFORE = /(?:\r?\n[ \t]*|\\+r\\+n|\\+n)$/;
const WRAP_AFTER = /^(?:\r?\n[ \t]*|\\+r\\+n|\\+n)/;

function isEncoded(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x2b ||
    code === 0x2f ||
    code === 0x2d ||
    code === 0x5f
  );
}

function decode(text: string, positions: readonly number[]): Decoded {
  const bytes = Buffer.from(positions.map((at) => text[at]).join(''), 'base64');
  const wide = isWide(bytes);
  const step = wide ? 2 : 1;
  const starts: number[] = [];
  const ends: number[] = [];
  for (let byte = 0; byte + step <= bytes.length; byte += step) {
    starts.push(positions[firstCharacter(byte)]!);
    ends.push(positions[Math.min(lastCharacter(byte + step - 1), positions.length - 1)]! + 1);
  }
  return { name: 'base64', text: wide ? bytes.toString('utf16le') : bytes.toString('latin1'), starts, ends };
}

/** The first and last of the four characters that hold a part of byte `index`. */
function firstCharacter(index: number): number {
  return Math.floor((index * 8) / 6);
}

function lastCharacter(index: number): number {
  return Math.floor((index * 8 + 7) / 6);
}

/** PowerShell's -EncodedCommand is UTF-16LE inside. */
function isWide(bytes: Buffer): boolean {
  let zeros = 0;
  for (let at = 1; at < bytes.length; at += 2) if (bytes[at] === 0) zeros++;
  return zeros > bytes.length * 0.4;
}
