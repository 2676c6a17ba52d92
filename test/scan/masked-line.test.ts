import { describe, expect, it } from 'vitest';
import { MaskedLine } from '../../src/scan/masked-line.js';
import { newApiKey } from '../support/keys.js';

const KEY = newApiKey('masked line');
const SHOWN = `${KEY.slice(0, 7)}…${KEY.slice(-4)}`;

describe('a masked line', () => {
  it('shows what it hides nothing of as it is, every place where it was', () => {
    const line = new MaskedLine("curl -H 'x-api-key: $KEY'");
    expect(line.text).toBe("curl -H 'x-api-key: $KEY'");
    expect([0, 9, 25].map((at) => line.placeOf(at))).toEqual([0, 9, 25]);
  });

  it('knows where its characters went, before, between and behind what is hidden', () => {
    const source = `call('${KEY}', name, '${KEY}', end)`;
    const line = new MaskedLine(source);
    expect(line.text).toBe(`call('${SHOWN}', name, '${SHOWN}', end)`);
    for (const word of ['call', 'name', 'end', KEY]) {
      const at = line.placeOf(source.indexOf(word));
      expect(line.text.slice(at ?? undefined)).toMatch(new RegExp(`^${word === KEY ? SHOWN : word}`));
    }
    const behind = source.indexOf(KEY) + KEY.length;
    expect(line.text.slice(line.placeOf(behind) ?? undefined)).toMatch(/^', name/);
    expect(line.placeOf(source.length)).toBe(line.text.length);
  });

  it('has no place for what is inside of a key', () => {
    const line = new MaskedLine(`call('${KEY}')`);
    expect([1, 10, KEY.length - 1].map((at) => line.placeOf("call('".length + at))).toEqual([null, null, null]);
  });

  it('hides long runs with digits, which may be pieces of a key, and no long words', () => {
    expect(new MaskedLine(`a = '${KEY.slice(3, 30)}' + b`).text).toBe("a = '…' + b");
    expect(new MaskedLine('internationalisation(x)').text).toBe('internationalisation(x)');
  });

  it('hides all of two that overlap', () => {
    const encoded = Buffer.from(KEY).toString('base64url');
    const { text } = new MaskedLine(`u = "x0123456789abcdef-${encoded}" + '${KEY}'`);
    expect(text).not.toContain(encoded.slice(8, 24));
    expect(text).toContain(`+ '${SHOWN}'`);
  });
});
