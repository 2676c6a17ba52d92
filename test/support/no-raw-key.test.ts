import { describe, expect, it } from 'vitest';
import { newApiKey } from './keys.js';
import { expectNoRawKey } from './no-raw-key.js';

const key = newApiKey('planted');

describe('the search for raw keys', () => {
  it.each([
    ['the whole key', key],
    ['the key without its prefix', key.slice(3)],
    ['nine characters of it', `x ${key.slice(20, 29)} x`],
    ['the key in a longer run', `abc${key.slice(3)}abc`],
  ])('finds %s', (_what, text) => {
    expect(() => expectNoRawKey({ text }, [key])).toThrow(/text holds 1 pieces/);
  });

  it('lets the redacted form pass, and shows no key when it fails', () => {
    expectNoRawKey({ text: `sk-${key.slice(3, 7)}…${key.slice(-4)}` }, [key]);
    expect(() => expectNoRawKey({ text: key }, [key])).not.toThrow(key);
  });
});
