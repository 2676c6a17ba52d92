import { describe, expect, it } from 'vitest';
import { isAllWords, placeholderReason } from '../../src/keys/placeholders.js';
import { DICTIONARY } from '../../src/keys/words.js';
import { makers } from '../support/keys.js';

/** `text` in the place of the first characters of a minted body. */
const minted = (text: string, length = 48): string =>
  text + makers.NEW_API_BODY('placeholders').slice(text.length, length);
/** As many characters as `alphabet` has, over and over, in no order that anybody counts in. */
const madeOf = (alphabet: string, length = 48): string =>
  Array.from({ length }, (_, at) => alphabet[(at < alphabet.length ? at : at * at + (at >> 2)) % alphabet.length]).join(
    '',
  );

describe('a body', () => {
  it.each([
    ['', null],
    ['qqqqqqq', 'one character repeated'],
    ['qqqqqq', null],
    ['bcdefgh', 'characters in sequence'],
    ['bcdefg', null],
    ['hgfedcb', 'characters in sequence'],
    ['gfedcb', null],
    ['6789012', 'characters in sequence'],
    ['2109876', 'characters in sequence'],
    // The 0 goes on after 9, and 9 after 0, where one counts so; nothing else does.
    ['9bcdefg', null],
    ['bcdefg0', null],
    ['0gfedcb', null],
    ['gfedcb9', null],
    ['9098765', null],
    ['0901234', null],
    ['bcdeX5678Zmnop', 'characters in sequence'],
    ['bcdeX5678Z', null],
    ['bcdXe567Z8mno', null],
    ['b2c3d4e5', 'characters in sequence'],
    ['b2c3d4e', null],
    ['e5d4c3b2', 'characters in sequence'],
    ['d4c3b2X', null],
    ['qwerty', 'a walk along the keyboard: qwertyuiop'],
    ['qwert', null],
    ['TyUiOp', 'a walk along the keyboard: qwertyuiop'],
    ['fghjkl', 'a walk along the keyboard: asdfghjkl'],
    ['example', 'a word that stands for a key: example'],
    ['EXAMPLE', 'a word that stands for a key: example'],
    ['Example', 'a word that stands for a key: example'],
    ['exAMple', null],
    ['EXample', null],
    ['apiKey', 'a word that stands for a key: apikey'],
    ['ApiKey', 'a word that stands for a key: apikey'],
    ['Api-Key', 'a word that stands for a key: api-key'],
    ['apIKey', null],
    ['aPIkEY', null],
    ['openAiKey', 'a word that stands for a key: openaikey'],
    ['opeNAiKey', null],
    ['-some-Q-demo-', 'a word that stands for a key: some, demo'],
    ['4some4Q4DEMO4', 'a word that stands for a key: some, demo'],
    ['Q4demoSome4', 'a word that stands for a key: demo, some'],
    ['-some-Q-demos-', null],
    ['-some-', null],
    ['QsomeQdemoQ', null],
    ['tableButtonEngine', null],
    ['tableButtonEngine4Filter', 'made of dictionary words: 4 words'],
    ['tAbleBUttoneNginefIlter', null],
    ['credentialQbackgroundX', null],
    ['credentialQbackgroundQtable', 'made of dictionary words: 3 words'],
  ])('of 48 characters that begins with %j: %s', (text, reason) => {
    expect(placeholderReason(minted(text))).toBe(reason);
  });

  it.each([
    [madeOf('aQ7mX2kZ9rT4wB'), null],
    [madeOf('aQ7mX2kZ9rT4w'), 'too few different characters: 13'],
    [madeOf('aQ7mX2kZ9b'), 'too few different characters: 10'],
    [madeOf('0a4f9c'), null],
    [madeOf('0a4f9'), 'too few different characters: 5'],
    [madeOf('0a4f-9', 32), null],
    [madeOf('aQ7mX2k', 22), null],
    [madeOf('aQ7mX2', 22), 'too few different characters: 6'],
  ])('of few different characters, %s: %s', (body, reason) => {
    expect(placeholderReason(body)).toBe(reason);
  });

  it.each([
    [16, 48, 'one piece repeated'],
    [17, 48, null],
    [12, 24, 'one piece repeated'],
    [11, 22, null],
    [8, 40, 'one piece repeated'],
    [8, 24, null],
  ])('of %i characters repeated over %i of 48: %s', (period, length, reason) => {
    const repeated = minted('').slice(0, period).repeat(5).slice(0, length);
    expect(placeholderReason(length < 40 && period > 8 ? repeated : minted(repeated))).toBe(reason);
  });

  it.each([
    ['my-some-9xQ2', 'a word that stands for a key: some'],
    ['Zk7Qm4x9R3-some-', 'a word that stands for a key: some'],
    ['Zk7Qm4x9R3L-some-', null],
    ['Zk7Qm4x9R3L', null],
    ['1111111', 'one character repeated'],
    ['qazwsx-example', 'a word that stands for a key: example'],
  ])('that is short, %s: %s', (body, reason) => {
    expect(placeholderReason(body, 'short')).toBe(reason);
  });

  it.each([
    ['sequence', 'bcdefgh'],
    ['walk along the keyboard', 'qwerty'],
    ['repeated piece', 'Qm4Qm4Qm4Qm4Qm4Qm4'],
    ['text of words', 'tableButtonEngineFilter'],
  ])('that a person chose may be a %s: %s', (_, body) => {
    expect(placeholderReason(body)).not.toBeNull();
    expect(placeholderReason(body, 'short')).toBeNull();
  });
});

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
