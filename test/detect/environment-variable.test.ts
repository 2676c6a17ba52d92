import { describe, expect, it } from 'vitest';
import { variableFor } from '../../src/detect/describe.js';
import { detect } from '../../src/detect/index.js';
import { ISSUERS, environmentVariableOf } from '../../src/keys/issuers.js';
import { makers, newApiKey } from '../support/keys.js';
import { SETTINGS } from '../support/settings.js';

const KEY = newApiKey('a variable');

/** The variables that the keys of a text are to be read from. */
function variables(text: string, configured: string | null = null): string[] {
  const settings = { ...SETTINGS, variables: ['OUR_LLM'] };
  return detect(Buffer.from(text), settings).matches.map((match) => variableFor(match, configured));
}

describe('a key is to be read from', () => {
  it.each([
    ['OPENAI_API_KEY=@\nOPENAI_BASE_URL=https://api.starrise.ai/v1\n', 'OPENAI_API_KEY'],
    ['export LLM_TOKEN="@"', 'LLM_TOKEN'],
    ['ENV GATEWAY_API_KEY @', 'GATEWAY_API_KEY'],
    ["const OPENAI_API_KEY = '@';", 'OPENAI_API_KEY'],
    ['{ "env": { "OPENAI_API_KEY": "@" } }', 'OPENAI_API_KEY'],
    ['os.environ["OPENAI_API_KEY"] = "@"', 'OPENAI_API_KEY'],
    ['settings.OPENAI_API_KEY = "@"', 'OPENAI_API_KEY'],
    ['OUR_LLM=@', 'OUR_LLM'],
  ])('the variable that the text has for it: %s', (text, expected) => {
    expect(variables(text.replace('@', KEY))).toEqual([expected]);
  });

  it.each(['NEXT_PUBLIC_OPENAI_API_KEY', 'VITE_OPENAI_API_KEY'])('one that no build publishes: %s', (name) => {
    expect(variables(`${name}=${KEY}`)).toEqual(['OPENAI_API_KEY']);
  });

  it.each([
    ['apiKey: "@"', 'a name that no environment has'],
    ['NAME=@', 'a name that says nothing of keys'],
    ['MAX_TOKEN=@', 'a name for something else'],
    ["process.env.OPENAI_API_KEY = '@';", 'a variable that is being written'],
    ["process.env['OPENAI_API_KEY'] = '@';", 'a variable that is being written'],
    [`${'A'.repeat(70)}_API_KEY=@`, 'a name longer than any'],
    ['@', 'no name'],
  ])("the gateway's: %s (%s)", (text) => {
    expect(variables(text.replace('@', KEY))).toEqual(['STARRISE_API_KEY']);
  });

  it("the issuer's, where another one issued it", () => {
    expect(variables(`key: ${makers.ANTHROPIC('a')}`)).toEqual(['ANTHROPIC_API_KEY']);
    expect(environmentVariableOf('langfuse')).toBe('LANGFUSE_SECRET_KEY');
    for (const { id } of ISSUERS) expect(environmentVariableOf(id)).toMatch(/^[A-Z][A-Z0-9]*_(?:API|SECRET)_KEY$/);
  });

  it('the one that is configured before all of them', () => {
    expect(variables(`OPENAI_API_KEY=${KEY}`, 'LLM_KEY')).toEqual(['LLM_KEY']);
    expect(variables(`key: ${makers.ANTHROPIC('a')}`, 'LLM_KEY')).toEqual(['LLM_KEY']);
  });
});
