import { describe, expect, it } from 'vitest';
import { explain } from '../../src/detect/explain.js';
import { detectText } from '../../src/detect/index.js';
import { makers, newApiKey } from '../support/keys.js';
import { SETTINGS } from '../support/settings.js';

describe('an explanation', () => {
  const key = newApiKey('explained');

  it('names what decided, and what would have been otherwise', () => {
    const [place] = explain(`STARRISE_API_KEY=${key}`, SETTINGS);
    expect(place).toMatchObject({ isKey: true, line: 1, column: 18, verdict: 'a key of New API gateway' });
    expect(place!.runnerUp).toContain('Moonshot');
    expect(place!.steps.map(({ answer }) => answer).join('\n')).toContain('the name STARRISE_API_KEY beside it');
  });

  it('of ten thousand places says of each what it is', () => {
    const keys = Array.from({ length: 5000 }, (_, n) => newApiKey(n));
    const text = keys.map((each) => `"${each}" ${'s'}k-circle NEW_API_KEY=${each.slice(3)}`).join('\n');
    const places = explain(text, SETTINGS);
    expect(places).toHaveLength(15_000);
    expect(places.filter(({ isKey }) => isKey)).toHaveLength(detectText(text, SETTINGS).matches.length);
  });

  it('says why a place is not a key', () => {
    const verdicts = [
      `ta${key}`,
      `k=${'s'}k-${'x'.repeat(48)}`,
      `${'s'}k-circle`,
      makers.IFLYTEK(1),
      makers.NEW_API_BODY(1),
    ].map((text) => explain(text, SETTINGS)[0]!.verdict);
    expect(verdicts).toEqual([
      'not a key: no: it stands inside a word, after "a"',
      'not a key: one character repeated',
      'not a key: its form proves nothing by itself, and nothing around it says whose it would be',
      'not a key: its form proves nothing by itself, and nothing around it says whose it would be',
      'not a key: neither a header or variable of the gateway, nor its host beside a credential',
    ]);
  });

  it('covers encoded and suppressed keys', () => {
    const [encoded] = explain(Buffer.from(key).toString('base64'), SETTINGS);
    expect(encoded).toMatchObject({ isKey: true });
    expect(explain(`k="${key}" # starrise-disable-line`, SETTINGS)[0]!.verdict).toContain(
      'accepted by starrise-disable-line on line 1',
    );
  });

  it('never shows a key', () => {
    for (const text of [`x="${key}"`, `y ${key.slice(3)}`, `task${key}`, makers.IFLYTEK(2), makers.ANTHROPIC(2)]) {
      expect(JSON.stringify(explain(text, SETTINGS))).not.toContain(text.slice(-30, -10));
    }
  });
});
