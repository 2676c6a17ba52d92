import { describe, expect, it } from 'vitest';
import type { Classification } from '../../src/client/classify.js';
import { namesWith } from '../../src/client/signs.js';
import { mayHoldProblems } from '../../src/client/worth-parsing.js';

const nowhere: Classification = { side: 'unknown', reason: '', framework: null, package: null, isMarked: false };
const browser: Classification = { ...nowhere, side: 'client' };

describe('whether a long script is worth parsing for keys on their way to browsers', () => {
  it.each([
    ['a public variable, wherever it is read', 'import.meta.env.VITE_OPENAI_API_KEY', nowhere, true],
    ['a variable that no build publishes', 'process.env.OPENAI_API_KEY', nowhere, false],
    ['a client that is allowed in browsers', 'new Anything({ dangerouslyAllowBrowser: true })', nowhere, true],
    ['code of the browser', 'new OpenAI({ apiKey: given })', browser, true],
    ['the same where nobody knows what runs it', 'new OpenAI({ apiKey: given })', nowhere, false],
    ['names of other things', 'getApiKey(); listApiKeys(env)', nowhere, false],
  ] as const)('%s', (_, text, classification, expected) => {
    expect(mayHoldProblems(text, classification)).toBe(expected);
  });
});

describe('names around words', () => {
  it('are whole, and each given once', () => {
    expect([...namesWith(/_KEY/g, 'A_KEY, A_KEY2 x.B_KEY')]).toEqual(['A_KEY', 'A_KEY2', 'B_KEY']);
  });
});
