/** Longest text of a server that is shown, in characters. */
const LONGEST = 80;

/**
 * Text that a server wrote (a token's name, a refusal), fit to be shown: on one line, nothing that steers a terminal or
 * hides, and nothing that could be a key, since a token can be named after its key and a message can echo it.
 */
export function shown(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\p{Cf}+/gu, '');
  const safe = plain.replace(/sk-[\w-]{8,}/g, 'sk-****').replace(/[0-9A-Za-z]{24,}/g, '****');
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}
