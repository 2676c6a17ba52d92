import { describe, expect, it } from 'vitest';
import { DIALECTS, type Dialect } from '../../../src/gateway/dialects.js';
import { FAMILIES } from '../../../src/gateway/endpoints.js';
import { findRequestProblems, fails, type Problem } from '../../../src/requests/index.js';
import type { TestGateway } from '../../support/gateway/gateway.js';
import { runnable } from '../../support/runnable.js';
import { gatewaysByDialect } from '../gateways.js';
import { headersFor, methodFor, outcomeOf, WAYS, type Way } from '../ways.js';
import { CLIENTS, type Client } from './clients.js';

const gatewayOf = gatewaysByDialect();

/** One path for each row of the table of endpoints. */
const PATHS = FAMILIES.filter(({ id }) => id !== 'management').map(({ examples }) => examples[0]!);
const REALTIME = '/v1/realtime';
const MANAGEMENT = FAMILIES.find(({ id }) => id === 'management')!.examples[0]!;

function sourceOf(client: Client, gateway: TestGateway, path: string, way: Way): string {
  const headers = JSON.stringify(headersFor(path, way));
  return client.code({ origin: gateway.url, path: path + (way.query ?? ''), method: methodFor(path), headers });
}

function problemsIn(client: Client, dialect: Dialect, code: string): Problem[] {
  const { url } = gatewayOf(dialect);
  const settings = { dialect, gateways: [new URL(url).host], variables: [] };
  const { problems, isUnparsed } = findRequestProblems(`${client.imports ?? ''}\n${code}`, 'a.js', settings);
  expect(isUnparsed).toBe(false);
  return problems.filter(({ ruleId }) => ruleId === 'auth-header');
}

const ALL = CLIENTS.flatMap((client) => DIALECTS.map((dialect) => ({ name: client.name, dialect, client })));

describe.each(ALL)('$name, $dialect', ({ client, dialect }) => {
  const paths = client.isWebSocket ? [REALTIME] : PATHS.filter((path) => path !== REALTIME);
  it.each(paths)('does on %s what the judgement says', async (path) => {
    const gateway = gatewayOf(dialect);
    const cases = WAYS.map((way) => ({ way, code: sourceOf(client, gateway, path, way) }));
    const runs = await runnable(
      client.imports ?? '',
      cases.map(({ code }) => code),
    );
    const said: string[] = [];
    const happened: string[] = [];
    for (const [at, { way, code }] of cases.entries()) {
      const problems = problemsIn(client, dialect, code);
      const before = gateway.requests.length;
      // A client that throws because of the answer has been answered.
      await runs[at]!().catch(() => undefined);
      const seen = gateway.requests.slice(before);
      expect(seen.length, `requests of: ${way.name}`).toBe(1);
      const outcome = outcomeOf({ status: seen[0]!.status, text: seen[0]!.body });
      const says = problems.find(fails)?.outcome ?? 'works';
      const isUnheard = says === '501' && outcome === '401';
      said.push(`${way.name}: ${isUnheard ? outcome : says}`);
      happened.push(`${way.name}: ${outcome}`);
      if (way.name === 'Authorization: Bearer' && outcome === 'works') expect(problems).toEqual([]);
    }
    expect(said).toEqual(happened);
  });

  if (client.isWebSocket) return;
  it('fails with an API token on the management API as the judgement says', async () => {
    // A session may stand for a credential there, so that only what is sent is judged.
    const gateway = gatewayOf(dialect);
    const cases = WAYS.map((way) => ({ way, code: sourceOf(client, gateway, MANAGEMENT, way) }));
    const runs = await runnable(
      client.imports ?? '',
      cases.map(({ code }) => code),
    );
    const said: string[] = [];
    const happened: string[] = [];
    for (const [at, { way, code }] of cases.entries()) {
      const outcomes = problemsIn(client, dialect, code).map(({ outcome }) => outcome);
      if (outcomes.length === 0) continue;
      const before = gateway.requests.length;
      await runs[at]!().catch(() => undefined);
      const [seen] = gateway.requests.slice(before);
      const outcome = outcomeOf({ status: seen!.status, text: seen!.body });
      // Of two credentials the one that is looked at decides.
      said.push(`${way.name}: ${outcomes.includes(outcome) ? outcome : outcomes.join(', ')}`);
      happened.push(`${way.name}: ${outcome}`);
    }
    expect(said).toEqual(happened);
    expect(said.length).toBeGreaterThan(10);
  });
});
