import { Buffer } from 'node:buffer';
import { isOfKey, LONGEST_KEY } from '../boundaries.js';
import type { Decoded } from '../layer.js';
import { Kind, needlePattern } from '../needles.js';

const { pattern: NEEDLE } = needlePattern(Kind.hex);

/** How far around a needle is decoded, in characters. */
const REACH = 8192;

/** Decodes plain hexadecimal (`736b2d…`) around each needle in `text`; the needle tells where the pairs begin. */
export function* hexRegions(text: string): Generator<Decoded> {
  let done = 0;
  for (const { index } of text.matchAll(NEEDLE)) {
    if (index < done) continue;
    let start = index;
    while (start >= 2 && index - start < REACH && isPair(text, start - 2)) start -= 2;
    let end = index;
    while (isPair(text, end) && (end - index < REACH || goesOn(text, end, index))) end += 2;
    done = end;
    const decoded = Buffer.from(text.slice(start, end), 'hex').toString('latin1');
    const starts = Array.from(decoded, (_, at) => start + 2 * at);
    yield { name: 'hex', text: decoded, starts, ends: starts.map((at) => at + 2) };
  }
}

/** A key that begins within reach is read to its end: its own needle is passed over. */
function goesOn(text: string, end: number, needle: number): boolean {
  return end - needle < REACH + LONGEST_KEY && isOfKey(Number.parseInt(text.slice(end, end + 2), 16));
}

function isPair(text: string, at: number): boolean {
  return isHex(text.charCodeAt(at)) && isHex(text.charCodeAt(at + 1));
}

function isHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
