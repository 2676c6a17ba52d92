/** Python that the reader reads and that tests run, with the real packages. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'vitest';
import type { Dialect } from '../../../src/gateway/dialects.js';
import { findRequestProblems, fails } from '../../../src/requests/index.js';
import type { TestGateway } from '../../support/gateway/gateway.js';
import { cleanEnvironment } from '../../support/run.js';
import { CASES, headersFor, methodFor, outcomeOf } from '../ways.js';

export interface PythonCall {
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** A dictionary. */
  readonly headers: string;
}

/** A way to send a request. Source of each: the documentation of the package. */
export interface PythonClient {
  readonly name: string;
  readonly module: string;
  readonly code: (call: PythonCall) => string;
}

/** Sends every way to every path through one client, and expects what the judgement says of each. */
export async function expectAsJudged(
  python: string,
  { code }: PythonClient,
  dialect: Dialect,
  gateway: TestGateway,
): Promise<void> {
  const codes = CASES.map(({ path, way }) => {
    const headers = JSON.stringify(headersFor(path, way));
    return code({ origin: gateway.url, path: path + (way.query ?? ''), method: methodFor(path), headers });
  });
  const before = gateway.requests.length;
  await runPython(python, codes);
  const seen = gateway.requests.slice(before);
  expect(seen.length).toBe(CASES.length);
  const said: string[] = [];
  const happened: string[] = [];
  for (const [at, { path, way }] of CASES.entries()) {
    const settings = { dialect, gateways: [new URL(gateway.url).host], variables: [] } as const;
    const { problems: ofAllRules } = findRequestProblems(codes[at]!, 'a.py', settings);
    const problems = ofAllRules.filter(({ ruleId }) => ruleId === 'auth-header');
    const outcome = outcomeOf({ status: seen[at]!.status, text: seen[at]!.body });
    const all = problems.filter(fails).map((problem) => problem.outcome);
    // Who has no key is told nothing else.
    const says = all.includes('401') ? '401' : (all[0] ?? 'works');
    const isUnheard = says === '501' && outcome === '401';
    said.push(`${path}, ${way.name}: ${isUnheard ? outcome : says}`);
    happened.push(`${path}, ${way.name}: ${outcome}`);
    if (way.name === 'Authorization: Bearer' && outcome === 'works') expect(problems).toEqual([]);
  }
  expect(said).toEqual(happened);
}

/** Runs pieces of code one after the other in one Python; one that throws because of the answer has been answered. */
export async function runPython(python: string, codes: readonly string[]): Promise<void> {
  const script = codes.map((code) => `try:\n${code.replace(/^/gm, '    ')}\nexcept Exception:\n    pass\n`).join('\n');
  const child = spawn(python, ['-'], {
    env: { ...cleanEnvironment(), NO_PROXY: '*', no_proxy: '*', NETRC: '/dev/null' },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(script);
  const [status] = (await once(child, 'close')) as [number | null];
  expect(status).toBe(0);
}
