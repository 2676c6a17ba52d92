import { randomInt } from 'node:crypto';
import { Secret } from '../keys/secret.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A well-formed key that nobody holds: 48 random characters are as good as never given out. */
export function controlKey(): Secret {
  const body = Array.from({ length: 48 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return new Secret({ whole: `sk-${body}`, prefix: 'sk-', gatewayShape: true, guessable: false });
}
