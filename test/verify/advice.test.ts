import { describe, expect, it } from 'vitest';
import type { Finding, KeySummary, TokenFacts, Verification } from '../../src/finding.js';
import type { TokenState } from '../../src/gateway/token-states.js';
import { adviseVerdict, byDanger, exposureOf } from '../../src/verify/advice.js';

const STATES = [
  'live',
  'restricted',
  'expired',
  'exhausted',
  'disabled',
  'inactive',
  'unrecognized',
  'unknown',
] as const satisfies readonly TokenState[];

const HIDDEN = { isPublic: false, inHistory: false };
const TOKEN: TokenFacts = { name: 'ci', used: 0, available: 1, unlimited: false, expiresAt: null, models: null };

describe('advice', () => {
  it('calls only an unrecognized key revoked', () => {
    const claims = STATES.filter((state) => /Already revoked/.test(advise(state)));
    expect(claims).toEqual(['unrecognized']);
  });

  it('names console, page and button wherever there may be something to delete', () => {
    for (const state of STATES.filter((one) => one !== 'unrecognized')) {
      expect(advise(state)).toMatch(/open Tokens in the console at gw\.example, find the token whose key reads sk-/);
      expect(advise(state)).toMatch(/Delete/);
    }
  });

  it('names the token where the gateway told its name', () => {
    expect(advise('live', HIDDEN, TOKEN)).toContain('find "ci", Delete');
  });

  it('replaces a live key first, but deletes one that browsers have at once', () => {
    const order = (text: string): number => text.indexOf('make a new token') - text.indexOf('open Tokens');
    expect(order(advise('live'))).toBeLessThan(0);
    expect(order(advise('live', { isPublic: true, inHistory: false }))).toBeGreaterThan(0);
  });

  it('says what deleting and rewriting do not undo', () => {
    expect(advise('live')).toMatch(/does not bring back what was spent/);
    expect(advise('live', { isPublic: false, inHistory: true })).toMatch(/Rewriting git history does not revoke it/);
  });
});

describe('the order of danger', () => {
  it('is live and public, live, restricted, and so on to what is revoked', () => {
    const keys = [
      key('unrecognized'),
      key('expired', true),
      key(null),
      key('live'),
      key('unknown'),
      key('restricted', true),
      key('live', true),
    ];
    const shown = byDanger(keys).map(
      ({ verification, isPublic }) => `${verification?.state ?? '-'}${isPublic ? '!' : ''}`,
    );
    expect(shown).toEqual(['live!', 'live', 'restricted!', 'unknown', '-', 'expired!', 'unrecognized']);
  });

  it('takes a key for public that a browser is given, by a bundle or by client code', () => {
    const bundled = { bundle: { source: null, sourceLine: null, sourceColumn: null, via: null, public: true } };
    const places = (part: Partial<Finding>): Finding[] => [{ ruleId: 'no-hardcoded-key', ...part } as Finding];
    expect(exposureOf(places(bundled)).isPublic).toBe(true);
    expect(exposureOf(places({ ruleId: 'no-client-key' })).isPublic).toBe(true);
    expect(exposureOf(places({})).isPublic).toBe(false);
  });
});

function advise(state: TokenState, exposure = HIDDEN, token?: TokenFacts): string {
  return adviseVerdict({ redacted: 'sk-****' }, verdict(state, token), exposure);
}

function verdict(state: TokenState, token?: TokenFacts): Verification {
  return { state, checkedAt: '2026-11-23T09:00:00.000Z', host: 'gw.example', detail: '', ...(token && { token }) };
}

function key(state: TokenState | null, isPublic = false): Pick<KeySummary, 'verification'> & typeof HIDDEN {
  return { verification: state === null ? null : verdict(state), isPublic, inHistory: false };
}
