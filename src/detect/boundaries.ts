/**
 * Where a key may begin. `sk-` stands inside many words (`task-`, `risk-`), so a letter or digit before it says no,
 * unless that letter is the tail of an escape: in `"\nsk-…"` the `n` is a line feed.
 */

/** Escapes that end in a letter or digit, right before a key. Any number of backslashes: JSON in JSON doubles them. */
const ESCAPES: readonly { readonly name: string; readonly tail: RegExp }[] = [
  { name: 'escape sequence', tail: /\\[nrtbfv0]$/ },
  { name: 'percent escape', tail: /%[0-9A-Fa-f]{2}$/ },
  { name: 'hexadecimal escape', tail: /\\x[0-9A-Fa-f]{2}$/ },
  { name: 'Unicode escape', tail: /\\u[0-9A-Fa-f]{4}$/ },
  { name: 'octal escape', tail: /\\[0-3][0-7]{2}$/ },
  { name: 'ANSI colour code', tail: /(?:\x1b|\\x1b|\\u001b|\\033|\\e|\^\[|\u241b)\[[0-9;]*[A-Za-z]$/i },
];

/** The longest of {@link ESCAPES}: an ANSI code with four parameters. */
const LOOK_BACK = 24;

/** What ends before `index` and lets a key begin there, for people; `null` where the text goes on in a word. */
export function leftBoundary(text: string, index: number): string | null {
  if (index === 0) return 'start of the text';
  if (!isAlphanumeric(text.charCodeAt(index - 1))) return `the character ${JSON.stringify(text[index - 1])}`;
  const before = text.slice(Math.max(0, index - LOOK_BACK), index);
  return ESCAPES.find(({ tail }) => tail.test(before))?.name ?? null;
}

/**
 * Around a piece of something longer: the checksums of lock files and pictures are base64 and the names of built files
 * base64url, of which a piece may happen to be 48 letters and digits.
 */
export const JOINING = { before: '+-_', behind: '+-_/=' } as const;

/** What ends in a `+` and goes on with a key all the same: a header in a form, where a blank is written so. */
export const IN_A_FORM = 'bearer+';

/** How far beyond its reach a decoder goes on where a key may, in characters of the encoded text: longer than any key is. */
export const LONGEST_KEY = 1024;

/**
 * How keys begin that have more than letters, digits, dashes and underscores in them: DashScope's signed ones the
 * characters of base64 and dots, LM Studio's a colon.
 */
export const WIDE_PREFIX = String.raw`sk-(?:sp|ws|lm)-`;
/** Of what those consist. */
export const WIDE = String.raw`[\w.+/=:-]`;

/** Of what all others consist. */
export function isOfKey(code: number): boolean {
  return isAlphanumeric(code) || code === 0x2d || code === 0x5f;
}

export function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
