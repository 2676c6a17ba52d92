import { describe, expect, it } from 'vitest';
import { isAllWords } from '../../src/keys/placeholders.js';
import { DICTIONARY } from '../../src/keys/words.js';

describe('a text that is all words', () => {
  it.each(['secret', 'very-secret-token', 'import-1234', 'import_provider_2'])('is no piece of a key: %s', (text) =>
    expect(isAllWords(text)).toBe(true),
  );

  it.each(['', 'a', 'Secret', 'secretx', '1234', 'secret--token', 'import-12345', 'Q7secret', 'aB3x'])(
    'is not another one: %s',
    (text) => expect(isAllWords(text)).toBe(false),
  );

  it('is a random one less than once in 50,000, whatever its length', () => {
    for (let length = 1; length <= 12; length++) {
      const words = [...DICTIONARY].filter((word) => word.length === length).length;
      expect(words / 62 ** length).toBeLessThan(1 / 50_000);
    }
  });
});
