import { isOfKey, LONGEST_KEY } from '../boundaries.js';
import type { Decoded } from '../layer.js';

const PREFIX = 's\0k\0-';

/** How far around the prefix the text is read, in characters. */
const REACH = 4096;

/** UTF-16 text inside other bytes, either byte order: every other character of `text`, which is read as Latin-1, is a zero. */
export function* wideRegions(text: string): Generator<Decoded> {
  for (let index = text.indexOf(PREFIX); index >= 0; index = text.indexOf(PREFIX, index + PREFIX.length)) {
    let start = index;
    while (start >= 2 && index - start < REACH && isWide(text, start - 2)) start -= 2;
    let decoded = '';
    const starts: number[] = [];
    const ends: number[] = [];
    for (let at = start; at < text.length && (at === start || isWide(text, at - 2)); at += 2) {
      if (at - index >= REACH && !(at - index < REACH + LONGEST_KEY && isOfKey(text.charCodeAt(at)))) break;
      decoded += text.charAt(at);
      starts.push(at);
      ends.push(at + 1);
    }
    yield { name: 'utf-16', text: decoded, starts, ends };
  }
}

/** Whether a character and a zero stand at `at`. */
function isWide(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x09 && code < 0x7f && text.charCodeAt(at + 1) === 0;
}
