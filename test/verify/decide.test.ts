import { describe, expect, it } from 'vitest';
import { claimOf, isBelieved, MESSAGES } from '../../src/gateway/token-states.js';
import { decide, type Told } from '../../src/verify/decide.js';

const MODELS = ['list', 'refused', 'forbidden', 'nothing'] as const;
const CLAIMS = [null, 'unknown', 'expired', 'exhausted', 'disabled'] as const;
const USAGES = ['healthy', 'expired', 'exhausted', 'disabled', 'unknown', 'not received', 'absent', 'nothing'] as const;

const EVERYTHING: readonly Told[] = MODELS.flatMap((models) =>
  CLAIMS.flatMap((claim) => USAGES.map((usage) => ({ models, claim, usage }))),
);

describe('the decision', () => {
  it.each([
    [{ models: 'list', claim: null, usage: 'nothing' }, 'live'],
    [{ models: 'forbidden', claim: null, usage: 'nothing' }, 'restricted'],
    [{ models: 'refused', claim: null, usage: 'expired' }, 'expired'],
    [{ models: 'refused', claim: null, usage: 'exhausted' }, 'exhausted'],
    [{ models: 'refused', claim: null, usage: 'healthy' }, 'disabled'],
    [{ models: 'refused', claim: 'disabled', usage: 'nothing' }, 'disabled'],
    [{ models: 'refused', claim: null, usage: 'unknown' }, 'unrecognized'],
    [{ models: 'refused', claim: 'unknown', usage: 'absent' }, 'unrecognized'],
    [{ models: 'refused', claim: null, usage: 'absent' }, 'inactive'],
    [{ models: 'refused', claim: 'unknown', usage: 'nothing' }, 'inactive'],
    [{ models: 'refused', claim: 'expired', usage: 'nothing' }, 'expired'],
    [{ models: 'refused', claim: 'exhausted', usage: 'absent' }, 'exhausted'],
    [{ models: 'nothing', claim: null, usage: 'nothing' }, 'unknown'],
  ] as const)('%j: %s', (told, state) => {
    expect(decide(told)).toBe(state);
  });

  it('shows a key as revoked only where nothing says that its token exists', () => {
    const revoked = EVERYTHING.filter((told) => decide(told) === 'unrecognized');
    expect(revoked.length).toBeGreaterThan(0);
    for (const { models, claim, usage } of revoked) {
      expect(models).toBe('refused');
      expect(['unknown', null]).toContain(claim);
      expect(usage === 'unknown' || (usage === 'absent' && claim === 'unknown')).toBe(true);
    }
  });

  it('calls live what is accepted, and nothing else', () => {
    for (const told of EVERYTHING) expect(decide(told) === 'live').toBe(told.models === 'list');
  });
});

describe('messages', () => {
  it.each([
    ['无效的令牌', 'unknown'],
    ['Invalid token (request id: 2026112309abc)', 'unknown'],
    ['該令牌已過期', 'expired'],
    ['该令牌额度已用尽', 'exhausted'],
    ['[sk-abc***xyz] 该令牌额度已用尽 !token.UnlimitedQuota && token.RemainQuota = -12', 'exhausted'],
    ['令牌 prod（#12）额度已用尽 (request id: 1)', 'exhausted'],
    ['This token status is unavailable', 'disabled'],
    ['令牌验证失败', 'database'],
    ['未提供令牌', 'not received'],
    ['无效的令牌，数据库查询出错，请联系管理员', 'database'],
    ['my 无效的令牌', null],
    ['Invalid token!', null],
    ['This token has expired, or so they say', null],
    ['', null],
  ])('%s: %s', (message, claim) => {
    expect(claimOf(message)).toBe(claim);
  });

  it('are matched whole, from end to end', () => {
    for (const { whole } of MESSAGES) {
      expect(whole.source.startsWith('^')).toBe(true);
      expect(whole.source.endsWith('$')).toBe(true);
    }
  });

  it('"invalid" is believed of One API alone', () => {
    expect(isBelieved('unknown', 'one_api_error')).toBe(true);
    expect(isBelieved('unknown', 'new_api_error')).toBe(false);
    expect(isBelieved('disabled', 'new_api_error')).toBe(true);
  });
});
