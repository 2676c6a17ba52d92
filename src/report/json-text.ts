import { Buffer, isAscii } from 'node:buffer';
import { latePattern } from '../text/late-pattern.js';

/** Anything but ASCII that a terminal may obey or a reader not see, and what a runner of CI takes for an order. */
const unsafe = latePattern(String.raw`[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|#(?=#\w*\[)`, 'gu');

/** `value` as JSON over several lines: the same data as ever, and nothing in it steers where it is printed. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${mayBeUnsafe(text) ? text.replace(unsafe(), escaped) : text}\n`;
}

/** Said sooner than the pattern finds nothing: a report may name ten thousand references. */
function mayBeUnsafe(text: string): boolean {
  return text.includes('#') || text.includes('\u007F') || !isAscii(Buffer.from(text));
}

function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
    '',
  );
}
