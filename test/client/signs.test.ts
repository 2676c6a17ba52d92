import { describe, expect, it } from 'vitest';
import type { Classification } from '../../src/client/classify.js';
import { FRAMEWORKS } from '../../src/client/frameworks.js';
import { namesWith } from '../../src/client/signs.js';
import { isWorthParsing } from '../../src/client/worth-parsing.js';

const nowhere: Classification = { side: 'unknown', reason: '', framework: null, package: null, isMarked: false };
const browser: Classification = { ...nowhere, side: 'client' };

describe('whether a script is worth parsing for keys on their way to browsers', () => {
  it.each([
    ['a public variable, wherever it is read', 'import.meta.env.VITE_OPENAI_API_KEY', nowhere, true],
    [
      'one that is used as a key and not called so',
      'new OpenAI({ apiKey: process.env.NEXT_PUBLIC_OPENAI })',
      nowhere,
      true,
    ],
    ['a variable that no build publishes', 'process.env.OPENAI_API_KEY', nowhere, false],
    ['a client that is allowed in browsers', 'new Anything({ dangerouslyAllowBrowser: true })', nowhere, true],
    ['code of the browser', 'new OpenAI({ apiKey: given })', browser, true],
    ['the same where nobody knows what runs it', 'new OpenAI({ apiKey: given })', nowhere, false],
    ['names of other things', 'getApiKey(); listApiKeys(env)', nowhere, false],
    ['a global variable of the page', '(window as Any)\n.ENV = { OPENAI_API_KEY: key }', nowhere, true],
    ['a mere look at the page', 'if (window.apiKey === key) stop()', nowhere, false],
    ['what writes values into bundles', 'new DefinePlugin({ OPENAI_API_KEY: key })', nowhere, true],
    [
      'a function whose result goes to the page',
      'export const loader = () => process.env.OPENAI_API_KEY',
      nowhere,
      true,
    ],
    ['the one that loads configurations', 'const downloader = env.OPENAI_API_KEY', nowhere, false],
  ] as const)('%s', (_, text, classification, expected) => {
    expect(isWorthParsing('/app/code.ts', text, classification)).toBe(expected);
    expect(isWorthParsing('/app/vite.config.ts', text, classification)).toBe(true);
    expect(isWorthParsing('/app/routes/+page.ts', text, classification)).toBe(true);
  });

  it('is so in a framework wherever the environment is read', () => {
    const framework = FRAMEWORKS.find(({ id }) => id === 'next')!;
    const inNext: Classification = { ...nowhere, side: 'universal', framework };
    const answers = ['Response.json({ key: process.env.OPENAI_API_KEY })', 'new OpenAI({ apiKey: given })'].map(
      (text) => isWorthParsing('/app/code.ts', text, inNext),
    );
    expect(answers).toEqual([true, false]);
  });

  it('is a guess for scripts that nobody wrote by hand', () => {
    const filler = ' '.repeat(300 * 1024);
    expect(isWorthParsing('/app/code.js', `${filler}import.meta.env.VITE_OPENAI_API_KEY`, nowhere)).toBe(true);
    expect(isWorthParsing('/app/code.js', `${filler}new A({ dangerouslyAllowBrowser: true })`, nowhere)).toBe(true);
    expect(isWorthParsing('/app/code.js', `${filler}import.meta.env.VITE_API_URL`, nowhere)).toBe(false);
    expect(isWorthParsing('/app/code.js', `${filler}window.ENV = { OPENAI_API_KEY: key }`, nowhere)).toBe(false);
  });
});

describe('names around words', () => {
  it('are whole, and each given once', () => {
    expect([...namesWith(/_KEY/g, 'A_KEY, A_KEY2 x.B_KEY')]).toEqual(['A_KEY', 'A_KEY2', 'B_KEY']);
  });
});
