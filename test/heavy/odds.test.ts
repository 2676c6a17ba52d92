import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/index.js';
import { makers, type KeyKind } from '../support/keys.js';
import { SETTINGS } from '../support/settings.js';

/** How many keys of one kind go in one text. */
const PER_TEXT = 1000;

/** The share of minted keys that the tests for placeholders may take with them, over everything else. */
const MOST_LOST = 1e-4;

describe('the odds', () => {
  for (const [kind, total] of [
    ['NEW_API', 300_000],
    ['ONE_API', 100_000],
    ['HEX32', 100_000],
    ['ANTHROPIC', 50_000],
    ['OPENAI_PROJECT', 50_000],
    ['OPENROUTER', 50_000],
  ] as const satisfies readonly (readonly [KeyKind, number])[]) {
    it(`of losing a minted key of ${kind} are small`, ({ annotate }) => {
      let found = 0;
      for (let from = 0; from < total; from += PER_TEXT) {
        const keys = Array.from({ length: PER_TEXT }, (_, n) => `"${makers[kind](`odds ${from + n}`)}"`);
        found += detect(Buffer.from(keys.join('\n')), SETTINGS).matches.length;
      }
      void annotate(`${total - found} of ${total} lost`);
      expect(total - found).toBeLessThanOrEqual(total * MOST_LOST);
    });
  }

  it('of an alarm in 64 parts of noise, 4 MB each, in each of four notations, are small', () => {
    for (let part = 0; part < 64; part++) {
      const blocks = Array.from({ length: 32_768 }, (_, n) =>
        createHash('sha256').update(`noise ${part} ${n}`).digest(),
      );
      const bytes = Buffer.concat([
        ...blocks,
        ...blocks.toReversed(),
        ...blocks.map((block) => Buffer.from(block).reverse()),
        ...blocks,
      ]);
      for (const text of [bytes.toString('base64url'), bytes.toString('base64'), bytes.toString('hex')]) {
        expect(detect(Buffer.from(text), SETTINGS).matches).toEqual([]);
      }
      expect(detect(bytes, SETTINGS).matches).toEqual([]);
    }
  });
});
