import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRequestProblems, fails } from '../../../src/requests/index.js';
import { newToken, startGateway, type TestGateway } from '../../support/gateway/gateway.js';
import { runnable } from '../../support/runnable.js';
import { key, other, outcomeOf } from '../ways.js';
import { SDK_CALLS, type SdkCall } from './sdks.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ tokens: [newToken(key), newToken(other)], limited: false });
});
afterAll(() => gateway.close());

const BASES = ['', '/', '/v1', '/v1/', '/v1beta', '/v1beta/', '/v1/v1', '//v1', '/v1/chat/completions', '/v1/messages'];

interface Told {
  readonly said: string;
  readonly happened: string;
}

/** What the judgement says of a piece of code, and what happens when it runs. */
async function told({ imports, installedAs, version }: SdkCall, pieces: readonly string[]): Promise<Told[]> {
  const settings = { dialect: 'new-api', gateways: [new URL(gateway.url).host], variables: [] } as const;
  const from = /from '([^']+)'/.exec(imports)?.[1] ?? '';
  const versions = { [from]: version };
  const runs = await runnable(installedAs === undefined ? imports : imports.replace(from, installedAs), pieces);
  const all: Told[] = [];
  for (const [at, code] of pieces.entries()) {
    const { problems } = findRequestProblems(`${imports}\n${code}`, 'a.js', settings, undefined, versions);
    const before = gateway.requests.length;
    await runs[at]!().catch(() => undefined);
    const last = gateway.requests.slice(before).at(-1);
    const happened = last === undefined ? 'throws' : outcomeOf({ status: last.status, text: last.body });
    all.push({ said: problems.find(fails)?.outcome ?? 'works', happened });
  }
  return all;
}

describe.each(SDK_CALLS)('$name', (call) => {
  it('reaches with each base what the judgement says', async () => {
    const results = await told(
      call,
      BASES.map((base) => call.code({ base: gateway.url + base, key })),
    );
    const shown = (which: keyof Told) => BASES.map((base, at) => `${base}: ${results[at]![which]}`);
    expect(shown('said')).toEqual(shown('happened'));
    expect(results.filter(({ happened }) => happened === 'works').length).toBeGreaterThan(0);
  });

  it('sends each key as the judgement says', async () => {
    const keys = [key, `Bearer ${key}`, `sk-${key}`];
    const base = gateway.url + call.base;
    const results = await told(
      call,
      keys.map((each) => call.code({ base, key: each })),
    );
    expect(results.map(({ said }) => said)).toEqual(['works', '401', '401']);
    expect(results.map(({ happened }) => happened)).toEqual(['works', '401', '401']);
  });
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
    const results = await told(call, pieces);
    expect(results.map(({ said }) => said)).toEqual(['works', 'works', '401', '401', '401']);
    expect(results.map(({ happened }) => happened)).toEqual(['works', 'works', '401', '401', '401']);
  });
});

describe('two keys at once', () => {
  const both = SDK_CALLS.filter(({ name }) => name.includes('anthropic'));
  it.each(both)('$name', async (call) => {
    const code = call.code({ base: gateway.url + call.base, key }).replace('apiKey:', `authToken: '${other}', apiKey:`);
    const [result] = await told(call, [code]);
    expect(result?.said).toBe(result?.happened);
    // Where both are sent, the server takes `x-api-key`, as the message says.
    if (result?.happened === 'works') expect(gateway.requests.at(-1)?.credential.place).toBe('x-api-key');
  });
});
