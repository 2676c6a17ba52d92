import { expect, it } from 'vitest';
import { findRequestProblems, fails } from '../../../src/requests/index.js';
import type { TestGateway } from '../../support/gateway/gateway.js';
import { runnable } from '../../support/runnable.js';
import { key, outcomeOf } from '../ways.js';
import type { SdkCall } from './sdks.js';

interface Told {
  readonly said: string;
  readonly happened: string;
}

/** What the bases are tried with: right ones, and what people make of them. */
export const BASES = [
  '',
  '/',
  '/v1',
  '/v1/',
  '/v1beta',
  '/v1beta/',
  '/v1/v1',
  '//v1',
  '/v1/chat/completions',
  '/v1/messages',
];

/** What the judgement says of each piece of code, and what happens when it runs. `packages`: the folder above their node_modules. */
export async function told(
  { imports, installedAs, version }: SdkCall,
  pieces: readonly string[],
  gateway: TestGateway,
  packages?: string,
): Promise<Told[]> {
  const settings = { dialect: 'new-api', gateways: [new URL(gateway.url).host], variables: [] } as const;
  const from = /from '([^']+)'/.exec(imports)?.[1] ?? '';
  const versions = { [from]: version };
  const installed = installedAs === undefined ? imports : imports.replace(from, installedAs);
  const runs = await runnable(installed, pieces, packages);
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

/** The tests of one SDK: every base, and a key that is right, with its scheme, and with its prefix twice. */
export function testSdk(call: SdkCall, gatewayNow: () => TestGateway, packages: () => string | undefined): void {
  it('reaches with each base what the judgement says', async () => {
    const gateway = gatewayNow();
    const results = await told(
      call,
      BASES.map((base) => call.code({ base: gateway.url + base, key })),
      gateway,
      packages(),
    );
    const shown = (which: keyof Told) => BASES.map((base, at) => `${base}: ${results[at]![which]}`);
    expect(shown('said')).toEqual(shown('happened'));
    expect(results.filter(({ happened }) => happened === 'works').length).toBeGreaterThan(0);
  });

  it('sends each key as the judgement says', async () => {
    const gateway = gatewayNow();
    const keys = [key, `Bearer ${key}`, `sk-${key}`];
    const base = gateway.url + call.base;
    const results = await told(
      call,
      keys.map((each) => call.code({ base, key: each })),
      gateway,
      packages(),
    );
    expect(results.map(({ said }) => said)).toEqual(['works', '401', '401']);
    expect(results.map(({ happened }) => happened)).toEqual(['works', '401', '401']);
  });
}
