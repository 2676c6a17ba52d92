import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/index.js';
import { newApiKey } from '../support/keys.js';
import { SETTINGS } from '../support/settings.js';

/** Each would take minutes where some step looks at the whole text, or at a long stretch of it, for each piece of it. */
const TEXTS: Readonly<Record<string, string>> = {
  'prefixes joined to prefixes': '"sk-" + '.repeat(300_000),
  'a composed string before deep nesting': `"sk-"+"a1b2c3d4e5f6" ${'['.repeat(300_000)}`,
  'escaped prefixes': 'sk%2D%2D'.repeat(200_000),
  'prefixes before backslashes': 'sk-\\'.repeat(200_000),
  'a run of backslashes': `sk${'\\'.repeat(200_000)}u002d`,
  'base64 prefixes': 'c2st'.repeat(100_000),
  'base64 that begins in the middle of a group': 'zay0\n'.repeat(300_000),
  'empty literals': `"sk-${'"\n"'.repeat(200_000)}`,
  'a gap before the operator': `"sk-"${' '.repeat(300_000)}+`,
  'escaped ampersands': `sk&${'amp;'.repeat(200_000)}`,
  'bare runs': `${'Aa1'.repeat(16)} `.repeat(20_000),
  'a notebook of short lines': `{"nbformat":4,"x":"sk-",${'"k-\\n",'.repeat(100_000)}`,
  'constants by one name': 'x="abc"; "sk-$x" '.repeat(20_000),
  'constants by many names': Array.from({ length: 20_000 }, (_, n) => `"sk-$x${n}"`).join(' '),
  'block directives': `${'eslint-disable starrise/x '.repeat(20_000)}"sk-"`,
};

describe('a hostile text', () => {
  for (const [name, text] of Object.entries(TEXTS)) {
    it(`of ${name} does not hold the scan up, nor hide a key behind it`, () => {
      const key = newApiKey('behind');
      expect(detect(Buffer.from(`${text}\n"${key}"`), SETTINGS).matches.map(({ encoding }) => encoding)).toEqual([
        'plain',
      ]);
    });
  }

  it('of ten thousand keys gives each of them, on one line or on many', () => {
    const keys = Array.from({ length: 10_000 }, (_, n) => `"${newApiKey(n)}"`);
    for (const separator of ['\n', ' ']) {
      const { matches } = detect(Buffer.from(keys.join(separator)), SETTINGS);
      expect(new Set(matches.map(({ secret }) => secret.fingerprint)).size).toBe(10_000);
    }
  });
});

describe('a snippet', () => {
  it('hides every key and piece of a key on its line', () => {
    const [a, b] = [newApiKey('a'), newApiKey('b')];
    const body = a.slice(3);
    const line = `const B = "${body}"; const x = \`sk-\${B}\`; const y = "${b}"; const z = "${Buffer.from(b).toString('base64')}";`;
    const { matches } = detect(Buffer.from(line), SETTINGS);
    expect(matches.length).toBeGreaterThanOrEqual(3);
    for (const { snippet, secret } of matches) {
      expect(snippet.text.slice(snippet.start, snippet.end)).toContain(secret.redacted);
      for (const raw of [body, b.slice(3)])
        for (let at = 0; at + 8 <= raw.length; at++) expect(snippet.text).not.toContain(raw.slice(at, at + 8));
    }
  });

  it('hides words that hold a piece of a key, and no others', () => {
    const key = newApiKey('pieces');
    const rest = key.slice(3);
    for (const piece of [rest.slice(20, 28), rest.slice(5, 30), `old-${rest.slice(-8)}`, `${rest.slice(0, 8)}=`]) {
      const [match] = detect(
        Buffer.from(`const remembered = "${piece}"; x = "${key}"; // otherwise`),
        SETTINGS,
      ).matches;
      expect(match!.snippet.text).toBe(`const remembered = "…"; x = "${match!.secret.redacted}"; // otherwise`);
    }
    // Seven characters are as many as are shown of it.
    const [match] = detect(Buffer.from(`"${rest.slice(20, 27)}", "${key}"`), SETTINGS).matches;
    expect(match!.snippet.text).toContain(rest.slice(20, 27));
  });

  it('shows a part of a long line only', () => {
    const key = newApiKey('long');
    const [match] = detect(Buffer.from(`${'x;'.repeat(50_000)}"${key}"${';y'.repeat(50_000)}`), SETTINGS).matches;
    expect(match!.snippet.text.length).toBeLessThan(200);
    expect(match!.column).toBe(100_002);
  });
});
