import { describe, expect, it } from 'vitest';
import { holdsRest, pieceAt } from '../../src/detect/pieces.js';
import { makers } from '../support/keys.js';

const PREFIX = 's' + 'k-';
const isWorthParsing = (text: string): boolean => pieceAt(text, text.indexOf(PREFIX))?.isWorthParsing === true;

describe('a literal that begins a key', () => {
  it.each(["' + rest", "q7' + rest", "Q7x9', other", "proj-' + id"])('is worth parsing the file for: %s', (end) => {
    expect(isWorthParsing(`k = '${PREFIX}${end};`)).toBe(true);
  });

  it.each(["secret', 1", "SK-LukasNeural', 1", "SK', 1", "q7' is shown", "your-key', 1"])('is not: %s', (end) => {
    expect(isWorthParsing(`k = '${PREFIX}${end}`)).toBe(false);
  });

  it('is not where it is looked for', () => {
    expect(isWorthParsing(`key.startsWith('${PREFIX}')`)).toBe(false);
  });
});

describe('the rest of a key', () => {
  it.each(
    Object.entries(makers).filter(
      ([kind]) => !/_BODY$|^LITELLM|_SIGNED|^BLACKBOX|^SWISSAI|^LMSTUDIO|^REQUESTY/.test(kind),
    ),
  )('may be half of one: %s', (_, make) => {
    for (let seed = 0; seed < 20; seed++) {
      const key = make(`pieces ${seed}`);
      expect(holdsRest(`k = prefix + '${key.slice(key.length >> 1)}';`), key.slice(0, 6)).toBe(true);
    }
  });

  it.each([
    'gpt-4o-mini',
    'claude-3-5-sonnet-20241022',
    '2024-05-06T07:08:09Z',
    'internationalisation',
    '20240506070809',
  ])('is no name of a model, date, word or number: %s', (text) => expect(holdsRest(`model: '${text}'`)).toBe(false));
});
