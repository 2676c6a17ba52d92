import { describe, expect, it } from 'vitest';
import { readModels, readUsage, type Reply } from '../../src/verify/answer.js';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const SECONDS = NOW / 1000;

function reply(status: number, body: unknown, mediaType = 'application/json'): Reply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, mediaType, body: text, date: null, retryAfter: null };
}

const REFUSAL = { error: { message: 'Invalid token', type: 'new_api_error' } };
const LIST = { object: 'list', data: [] };

describe('an answer of /v1/models', () => {
  it.each<[string, Reply, string]>([
    ['a list', reply(200, LIST), 'list'],
    ['a list of early 2025', reply(200, { success: true, data: [] }), 'list'],
    ['a list that is not called so', reply(200, { object: 'model', data: [] }), 'nothing'],
    ['a list without items', reply(200, { object: 'list' }), 'nothing'],
    ['a list with another status', reply(404, LIST), 'nothing'],
    ['a list that is not said to be JSON', reply(200, LIST, 'text/plain'), 'nothing'],
    ['a refusal', reply(401, REFUSAL), 'refused'],
    ['a refusal of this caller', reply(403, REFUSAL), 'forbidden'],
    ['a refusal with another status', reply(400, REFUSAL), 'nothing'],
    ['a refusal in a list', reply(401, { ...REFUSAL, ...LIST }), 'refused'],
    ['a refusal of somebody else', reply(401, { error: { message: 'Invalid token', type: 'auth_error' } }), 'nothing'],
    ['a refusal whose message is no text', reply(401, { error: { message: 5, type: 'new_api_error' } }), 'nothing'],
    ['a refusal without JSON', reply(401, 'Invalid token', 'text/plain'), 'nothing'],
  ])('%s', (_, answer, outcome) => {
    expect(readModels(answer).outcome).toBe(outcome);
  });

  it.each([
    [300, '300: a redirect, which is not followed'],
    [399, '399: a redirect, which is not followed'],
    [400, "400 with JSON that is not the gateway's"],
    [401, "401 with JSON that is not the gateway's"],
  ])('with status %s says nothing of the key: %s', (status, reason) => {
    expect(readModels(reply(status, {}))).toMatchObject({ outcome: 'nothing', reason, passing: false });
  });
});

describe('an answer of the usage endpoint', () => {
  const facts = { object: 'token_usage', name: 'ci', total_used: 1, total_available: 5, expires_at: -1 };
  const told = (changes: object): Reply => reply(200, { code: true, data: { ...facts, ...changes } });

  it.each<[string, Reply, string]>([
    ['facts', told({}), 'healthy'],
    ['facts that the gateway does not vouch for', reply(200, { code: false, data: facts }), 'nothing'],
    ['facts about something else', told({ object: 'user_usage' }), 'nothing'],
    ['facts without a quota', told({ total_available: '5' }), 'nothing'],
    ['facts without an end', told({ expires_at: null }), 'nothing'],
    ['facts with another status', reply(500, { code: true, data: facts }), 'nothing'],
    ['a quota that is used up', told({ total_available: 0 }), 'exhausted'],
    ['no quota', told({ total_available: 0, unlimited_quota: true }), 'healthy'],
    ['an end that has just come', told({ expires_at: SECONDS }), 'expired'],
    ['an end that is to come', told({ expires_at: SECONDS + 1 }), 'healthy'],
    ["the console's page", reply(200, '<!doctype html>', 'text/html'), 'absent'],
    ["the console's page as not found", reply(404, '<!doctype html>', 'text/html'), 'absent'],
    ["the router's 404", reply(404, { error: 'not found' }), 'absent'],
    ['a 404 of somebody else', reply(404, 'not found', 'text/plain'), 'nothing'],
    ['a page that refuses', reply(401, '<!doctype html>', 'text/html'), 'nothing'],
    ['a refusal of this route', reply(401, { success: false, message: 'Invalid token' }), 'unknown'],
    ['a refusal of the relay', reply(401, REFUSAL), 'unknown'],
    ['a refusal that does not tell', reply(401, { message: { text: 'Invalid token' } }), 'nothing'],
    ['too many requests', reply(429, { success: false, message: 'Invalid token' }), 'nothing'],
  ])('%s', (_, answer, outcome) => {
    expect(readUsage(answer, NOW).outcome).toBe(outcome);
  });

  it('is held against the clock of the server, where it names one', () => {
    const answer = { ...told({ expires_at: SECONDS }), date: NOW - 1000 };
    expect(readUsage(answer, NOW).outcome).toBe('healthy');
  });

  it.each([
    ['of a banned account', reply(403, { success: false }), 'the account is banned'],
    ['of somebody else', reply(403, '<!doctype html>', 'text/html'), 'answered 403'],
  ])('with status 403 %s says why it is no help', (_, answer, reason) => {
    expect(readUsage(answer, NOW)).toMatchObject({ outcome: 'nothing', reason });
  });

  it.each([
    ['models where the token is limited to some', { model_limits_enabled: true, model_limits: { a: true } }, ['a']],
    ['none where the limit is switched off', { model_limits_enabled: false, model_limits: { a: true } }, null],
    ['none where the limit is no list', { model_limits_enabled: true, model_limits: 'a' }, null],
  ])('names %s', (_, changes, models) => {
    expect(readUsage(told(changes), NOW).token?.models).toEqual(models);
  });

  it('needs neither name nor what was used', () => {
    const { token } = readUsage(told({ name: 5, total_used: 'much' }), NOW);
    expect(token).toMatchObject({ name: '', used: 0, available: 5, expiresAt: null });
  });
});
