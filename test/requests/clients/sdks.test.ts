import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken, startGateway, type TestGateway } from '../../support/gateway/gateway.js';
import { key, other } from '../ways.js';
import { SDK_CALLS } from './sdks.js';
import { testSdk, told } from './told.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ tokens: [newToken(key), newToken(other)], limited: false });
});
afterAll(() => gateway.close());

describe.each(SDK_CALLS)('$name', (call) => {
  testSdk(
    call,
    () => gateway,
    () => undefined,
  );
});

describe('an `Authorization` of one’s own', () => {
  const options: Readonly<Record<string, string | undefined>> = {
    openai: 'defaultHeaders',
    '@ai-sdk/openai': 'headers',
    '@ai-sdk/openai-compatible': 'headers',
  };
  it.each(SDK_CALLS.filter(({ name }) => options[name] !== undefined))('of $name is judged as sent', async (call) => {
    const values = [`Bearer ${key}`, key, `Token ${key}`, `Bearer Bearer ${key}`, `BEARER ${key}`];
    const code = call.code({ base: gateway.url + call.base, key: other });
    const pieces = values.map((value) =>
      code.replace('apiKey:', `${options[call.name]}: { Authorization: '${value}' }, apiKey:`),
    );
    const results = await told(call, pieces, gateway);
    expect(results.map(({ said }) => said)).toEqual(['works', 'works', '401', '401', '401']);
    expect(results.map(({ happened }) => happened)).toEqual(['works', 'works', '401', '401', '401']);
  });
});

describe('two keys at once', () => {
  const both = SDK_CALLS.filter(({ name }) => name.includes('anthropic'));
  it.each(both)('$name', async (call) => {
    const code = call.code({ base: gateway.url + call.base, key }).replace('apiKey:', `authToken: '${other}', apiKey:`);
    const [result] = await told(call, [code], gateway);
    expect(result?.said).toBe(result?.happened);
    // Where both are sent, the server takes `x-api-key`, as the message says.
    if (result?.happened === 'works') expect(gateway.requests.at(-1)?.credential.place).toBe('x-api-key');
  });
});
