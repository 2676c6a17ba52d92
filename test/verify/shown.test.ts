import { describe, expect, it } from 'vitest';
import { shown } from '../../src/verify/shown.js';
import { makers, newApiKey } from '../support/keys.js';
import { expectNoRawKey } from '../support/no-raw-key.js';
import { secretOf } from '../support/verify.js';

const key = newApiKey('shown');
const secret = secretOf(key);

describe("a server's text", () => {
  it.each([
    ['keeps what is harmless', 'ci – Produktion 生产', 'ci – Produktion 生产'],
    ['stands on one line', 'a\nb\r\n\tc', 'a b c'],
    ['steers no terminal', 'a\u001b[2Jb', 'a [2Jb'],
    ['hides nothing', 'ad\u202emin\u200b', 'admin'],
    ['has an end', 'long words '.repeat(20), `${'long words '.repeat(20).slice(0, 80)}…`],
  ])('%s', (_what, text, expected) => {
    expect(shown(text, secret)).toBe(expected);
  });

  it('holds no key, however it is written into it', () => {
    const hidden = key.slice(0, 20) + '\u200b' + key.slice(20);
    const texts = [key, key.slice(3), `Bearer ${key}-7`, hidden, makers.OPENAI_PROJECT('shown')];
    for (const text of texts)
      expectNoRawKey({ shown: shown(`name ${text}`, secretOf(newApiKey('another'))) }, [
        key,
        makers.OPENAI_PROJECT('shown'),
      ]);
  });

  it('holds no piece of the key that it is about', () => {
    const pieces = [key.slice(3, 25), key.slice(20, 42), key.slice(10, 16), `team_${key.slice(5, 15)}`];
    expect(shown(`not for ${pieces.join(' ')}`, secret)).toBe('not for **** **** **** team_****');
    expect(shown(`[${key.slice(0, 6)}***${key.slice(-3)}]`, secret)).toBe(`[${key.slice(0, 6)}***${key.slice(-3)}]`);
  });
});
