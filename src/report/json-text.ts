/** Anything but ASCII that a terminal may obey or a reader not see, and what a runner of CI takes for an order. */
const UNSAFE = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|#(?=#\w*\[)/gu;

/** `value` as JSON over several lines: the same data as ever, and nothing in it steers where it is printed. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(UNSAFE, escaped)}\n`;
}

function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
    '',
  );
}
