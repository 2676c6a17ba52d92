import type { Secret } from '../keys/secret.js';

/** Longest text of a server that is shown, in characters. */
const LONGEST = 80;

/** One character more than we ourselves show of a key in one piece. */
const PIECE = 5;

/**
 * Text that a server wrote (a token's name, a refusal), fit to be shown: on one line, nothing that steers a terminal or
 * hides, and nothing that could be a key, since a token can be named after its key and a message can echo it, or a part
 * of `secret`, the one that it answers about.
 */
export function shown(text: string, secret: Secret): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\p{Cf}+/gu, '');
  const safe = plain
    .replace(/sk-[\w-]{8,}/g, 'sk-****')
    .replace(/[0-9A-Za-z]{24,}/g, '****')
    .replace(/[0-9A-Za-z]+/g, (word) => (holdsPiece(word, secret.expose()) ? '****' : word));
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}

function holdsPiece(word: string, key: string): boolean {
  for (let at = 0; at + PIECE <= word.length; at++) if (key.includes(word.slice(at, at + PIECE))) return true;
  return false;
}
