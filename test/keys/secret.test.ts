import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/keys/secret.js';
import { makers, newApiKey } from '../support/keys.js';

const whole = newApiKey('secret');
const secret = new Secret({ whole, prefix: 's' + 'k-', gatewayShape: true, guessable: false });

describe('a secret', () => {
  it('shows only its redacted form', () => {
    const shown = `${whole.slice(0, 7)}…${whole.slice(-4)}`;
    expect(secret.redacted).toBe(shown);
    expect(JSON.stringify({ secret })).toBe(JSON.stringify({ secret: shown }));
    for (const text of [inspect(secret), inspect({ deep: [secret] }, { depth: 9, showHidden: true })]) {
      expect(text).toContain(shown);
      expect(text).not.toContain(whole.slice(7, 20));
    }
  });

  it('does not become a string', () => {
    expect(() => `${secret as unknown as string}`).toThrow(TypeError);
    expect(() => (secret as unknown as string) + '').toThrow(TypeError);
    expect(() => String(secret)).toThrow(TypeError);
    expect(() => [secret].join()).toThrow(TypeError);
    expect(() => Number(secret)).toThrow(TypeError);
    expect(structuredClone({ ...secret })).not.toHaveProperty('whole');
  });

  it("has the contract's fingerprint", () => {
    const expected = createHash('sha256')
      .update(`starrise-key:v1:${whole.slice(3)}`)
      .digest('hex')
      .slice(0, 32);
    expect(secret.fingerprint).toBe(expected);
    const anthropic = makers.ANTHROPIC(1);
    expect(
      new Secret({ whole: anthropic, prefix: anthropic.slice(0, 13), gatewayShape: false, guessable: false })
        .fingerprint,
    ).toBe(createHash('sha256').update(`starrise-key:v1:${anthropic}`).digest('hex').slice(0, 32));
  });

  it('that can be guessed shows nothing and is hashed under a salt only', () => {
    const weak = new Secret({ whole: 's' + 'k-1234', prefix: 's' + 'k-', gatewayShape: false, guessable: true });
    expect([weak.redacted, weak.fingerprint]).toEqual(['s' + 'k-****', null]);
    expect(weak.fingerprintUnder('one')).toMatch(/^hmac-[0-9a-f]{32}$/);
    expect(weak.fingerprintUnder('one')).not.toBe(weak.fingerprintUnder('two'));
    expect(secret.fingerprintUnder('any')).toBe(secret.fingerprint);
  });
});
