import { describe, expect, it } from 'vitest';
import type { Classification } from '../../src/client/classify.js';
import { mayHoldProblems } from '../../src/client/script.js';
import { namesWith } from '../../src/client/signs.js';

const nowhere: Classification = { side: 'unknown', reason: '', framework: null };
const browser: Classification = { ...nowhere, side: 'client' };

describe('whether a script is worth parsing for keys on their way to browsers', () => {
  it.each([
    ['a public variable, wherever it is read', 'import.meta.env.VITE_OPENAI_API_KEY', nowhere, true],
    ['a variable that no build publishes', 'process.env.OPENAI_API_KEY', nowhere, false],
    ['a client that is allowed in browsers', 'new Anything({ dangerouslyAllowBrowser: true })', nowhere, true],
    ['a client of the browser that holds a key', 'new OpenAI({ apiKey: given })', browser, true],
    ['the same where nobody knows what runs it', 'new OpenAI({ apiKey: given })', nowhere, false],
    ['a header of the browser with a named key', 'h = { Authorization: openaiApiKey }', browser, true],
    ['names of other things', 'getApiKey(); listApiKeys(env)', browser, false],
    ['code of a server', 'import.meta.env.VITE_OPENAI_API_KEY', { ...nowhere, side: 'server' }, false],
  ] as const)('%s', (_, text, classification, expected) => {
    expect(mayHoldProblems(text, '/project/src/a.ts', classification)).toBe(expected);
  });

  it('asks a build configuration for names alone', () => {
    expect(mayHoldProblems('define: { OPENAI_API_KEY: given }', '/project/vite.config.ts', nowhere)).toBe(true);
    expect(mayHoldProblems('define: { VERSION: given }', '/project/vite.config.ts', nowhere)).toBe(false);
  });
});

describe('names around words', () => {
  it('are whole, and each given once', () => {
    expect([...namesWith(/_KEY/g, 'A_KEY, A_KEY2 x.B_KEY')]).toEqual(['A_KEY', 'A_KEY2', 'B_KEY']);
  });
});
