import { describe, expect, it } from 'vitest';
import { FORMS } from '../../src/keys/forms.js';
import { ISSUERS } from '../../src/keys/issuers.js';
import { isOneApiBody } from '../../src/keys/one-api.js';
import { makers } from '../support/keys.js';

describe('the tables of keys', () => {
  it('have a source in every row, and unique ids', () => {
    for (const rows of [ISSUERS, FORMS]) {
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      for (const { id, source } of rows) expect(source.length, id).toBeGreaterThan(10);
    }
  });

  it('know every issuer that a form names, and a form for every issuer', () => {
    const named = new Set(FORMS.flatMap(({ issuers }) => issuers));
    for (const { id } of ISSUERS) expect(named.has(id) || id === 'one-api', id).toBe(true);
    for (const id of named)
      expect(
        ISSUERS.some((issuer) => issuer.id === id),
        id,
      ).toBe(true);
  });
});

describe("One API's structure", () => {
  it('is in every key it mints and in no random one', () => {
    for (let seed = 0; seed < 2000; seed++) {
      expect(isOneApiBody(makers.ONE_API_BODY(seed))).toBe(true);
      expect(isOneApiBody(makers.NEW_API_BODY(seed))).toBe(false);
    }
  });

  it('is lost when one place is off', () => {
    const body = makers.ONE_API_BODY('structure');
    const replaced = (at: number, char: string): string => body.slice(0, at) + char + body.slice(at + 1);
    expect(isOneApiBody(replaced(28, '5'))).toBe(false);
    expect(isOneApiBody(replaced(32, 'C'))).toBe(false);
    expect(isOneApiBody(replaced(16, 'a'))).toBe(false);
    expect(isOneApiBody(replaced(17, 'A'))).toBe(false);
    expect(isOneApiBody(replaced(17, 'g'))).toBe(false);
    expect(isOneApiBody(body.slice(1))).toBe(false);
  });
});
