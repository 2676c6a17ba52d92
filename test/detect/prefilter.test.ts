import { describe, expect, it } from 'vitest';
import { Kind } from '../../src/detect/needles.js';
import { createPrefilter } from '../../src/detect/prefilter.js';
import { makers, newApiKey } from '../support/keys.js';

const S = 's' + 'k-';
const { kinds } = createPrefilter([]);
const of = (text: string): number => kinds(Buffer.from(text, 'latin1'));

/** Bytes as they stand in a program or a picture, with a zero in them. */
function inBinary(text: string): number {
  return kinds(
    Buffer.concat([Buffer.from([1, 0, 0x8f, 7]), Buffer.from(`\x03${text}\x04`, 'latin1'), Buffer.alloc(64, 0xc3)]),
  );
}

describe('what the prefilter takes for a sign of a request', () => {
  const named = createPrefilter(['llm.example.com', 'OUR_KEY', 'ÿ_SCHLÜSSEL', '日本語']);

  it.each([
    'https://api.starrise.ai/v1',
    'https://API.StarRise.ai/v1',
    'STARRISE_BASE_URL',
    'MJ-API-Secret: x',
    '/MJ/submit/imagine',
    '/Suno/submit',
    'https://llm.example.com/models',
    'https://LLM.Example.COM/models',
    'process.env.OUR_KEY',
    'process.env.ÿ_SCHLÜSSEL',
    'process.env.日本語',
  ])('%s', (text) => {
    expect(named.kinds(Buffer.from(text)) & Kind.request).toBe(Kind.request);
  });

  it.each(['https://example.com/models', 'mj-api', 'summer in juno', 'ÿ_SCHLUSSEL', '日本'])('not %s', (text) => {
    expect(named.kinds(Buffer.from(text)) & Kind.request).toBe(0);
  });
});

describe('what the prefilter takes for an escaped sk-', () => {
  for (const text of [
    's\x6b%2D',
    's\x6b%252d',
    's\x6b\\u002d',
    's\x6b\\\\x2D',
    's\x6b&#45;',
    's\x6b&hyphen;',
    '%73k-',
    '\\u0073\\u006b-',
    '\\x73%6b-',
    '\\u{73}k-',
    '&#115;k-',
    '&#x73;&#107;-',
  ]) {
    it(text, () => expect(of(`"${text}aB3`) & Kind.escaped).toBe(Kind.escaped));
  }

  for (const text of ['s\x6b%20', 's\x6b\\n', 's\x6b&amp;', 'x735', '%73tring', '#115;', 'u0073.', '{73}']) {
    it(`but not ${JSON.stringify(text)}`, () => expect(of(`"${text} a`) & Kind.escaped).toBe(0));
  }
});

describe('what the prefilter takes for base64', () => {
  const encoded = (bytes: Buffer, offset: number): string =>
    Buffer.concat([Buffer.alloc(offset, 0x2e), bytes]).toString('base64');
  const binary = Buffer.concat([Buffer.from(S), Buffer.from(Array.from({ length: 60 }, (_, at) => 0x80 | (at * 37)))]);

  for (const offset of [0, 1, 2]) {
    it(`a key at offset ${offset}`, () => {
      expect(of(encoded(Buffer.from(newApiKey(`base64 ${offset}`)), offset))).toBe(Kind.base64);
    });

    it(`a key in UTF-16 at offset ${offset}`, () => {
      expect(of(encoded(Buffer.from(newApiKey(`wide ${offset}`), 'utf16le'), offset))).toBe(Kind.base64);
    });

    it(`but not bytes that are no text at offset ${offset}`, () => {
      expect(of(encoded(binary, offset)) & Kind.base64).toBe(0);
    });
  }

  it('what goes on in the next line, or the next literal, whatever it is', () => {
    const text = encoded(binary, 0);
    expect(of(`${text.slice(0, 12)}\n${text.slice(12)}`)).toBe(Kind.base64);
    expect(of(`"${text.slice(0, 12)}" + "${text.slice(12)}"`)).toBe(Kind.base64);
  });
});

describe('what the prefilter takes for a key without sk-', () => {
  const body = makers.NEW_API_BODY('run');

  for (const [left, right] of [
    ['"', '"'],
    ['/', '\n'],
    ['\\n', '"'],
    ['%20', '&'],
  ]) {
    it(`between ${JSON.stringify(left)} and ${JSON.stringify(right)}`, () => {
      expect(of(`${left}${body}${right}`)).toBe(Kind.run);
    });
  }

  for (const [left, right] of [
    ['+', '"'],
    ['-', '"'],
    ['_', '"'],
    ['"', '-'],
    ['"', '_'],
    ['"', '/'],
    ['"', '='],
    ['abcdef', '"'],
  ]) {
    it(`not between ${left} and ${right}`, () => expect(of(`${left}${body}${right}`)).toBe(0));
  }
});

describe('what the prefilter sees in binary files', () => {
  it('no run of letters and digits but one that proves to be a key', () => {
    expect(inBinary(makers.NEW_API_BODY('noise'))).toBe(0);
    expect(inBinary(makers.ONE_API_BODY('proof'))).toBe(Kind.run);
    expect(inBinary(makers.OPENAI_LEGACY_BODY('proof'))).toBe(Kind.run);
  });

  it('no signs of requests', () => {
    const text = 'new OpenAI({ apiKey: process.env.STARRISE_KEY })';
    expect(of(text) & Kind.client).toBe(Kind.client);
    expect(inBinary(text)).toBe(0);
  });

  it('keys that stand right behind a word, but no names of CSS that do', () => {
    expect(inBinary(`password${newApiKey('glued')}`)).toBe(Kind.plain);
    expect(
      inBinary(`outset${'ma' + S}border-outset${'ma' + S}border-repeat${'ma' + S}border-slice-mask-border-source`),
    ).toBe(0);
  });

  it('the same in a file of several windows', () => {
    const long = Buffer.alloc(3 << 20, '.');
    long.write(makers.NEW_API_BODY('late'), 2 << 20, 'latin1');
    expect(kinds(long)).toBe(Kind.run);
    long[0] = 0;
    expect(kinds(long)).toBe(0);
  });
});

describe('what the prefilter sees in names', () => {
  const { testTexts } = createPrefilter([]);
  const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `src/übung/${at}.ts`);

  it.each([0, 2, 60_000])('a key, among %d others', (count) => {
    expect(testTexts(names(count))).toBe(false);
    expect(testTexts([...names(count), `b/${newApiKey('name')}.txt`, 'c.txt'])).toBe(true);
  });

  it('no key in what only two of them would make together', () => {
    expect(testTexts([S, makers.NEW_API_BODY('x').slice(0, 40)])).toBe(false);
  });
});
