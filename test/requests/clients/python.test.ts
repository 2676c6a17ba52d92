import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../../src/gateway/dialects.js';
import { FAMILIES } from '../../../src/gateway/endpoints.js';
import { findRequestProblems, fails } from '../../../src/requests/index.js';
import { newToken, startGateway, type TestGateway } from '../../support/gateway/gateway.js';
import { pythonWith } from '../../support/programs.js';
import { cleanEnvironment } from '../../support/run.js';
import { key, methodFor, other, outcomeOf, WAYS } from '../ways.js';

/** What the judgement says of Python is what happens when the same code runs. */
const gateways = new Map<string, TestGateway>();
beforeAll(async () => {
  for (const dialect of DIALECTS) {
    const tokens = [newToken(key), newToken(other)];
    gateways.set(dialect, await startGateway({ dialect, tokens, limited: false }));
  }
});
afterAll(async () => {
  for (const gateway of gateways.values()) await gateway.close();
});

interface Call {
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** A dictionary. */
  readonly headers: string;
}

/** Source of each: the documentation of the package. */
const CLIENTS: readonly { readonly name: string; readonly module: string; readonly code: (call: Call) => string }[] = [
  {
    name: 'requests',
    module: 'requests',
    code: ({ origin, path, method, headers }) =>
      `import requests\nrequests.${method.toLowerCase()}("${origin}${path}", headers=${headers})`,
  },
  {
    name: 'requests.request',
    module: 'requests',
    code: ({ origin, path, method, headers }) =>
      `import requests\nbase = "${origin}"\nrequests.request("${method}", f"{base}${path}", headers=${headers})`,
  },
  {
    name: 'requests.Session',
    module: 'requests',
    code: ({ origin, path, method, headers }) =>
      `import requests\nsession = requests.Session()\nsession.headers.update(${headers})\nsession.${method.toLowerCase()}("${origin}" + "${path}")`,
  },
  {
    name: 'urllib.request',
    module: 'urllib.request',
    code: ({ origin, path, method, headers }) =>
      `import urllib.request\nrequest = urllib.request.Request("${origin}${path}", headers=${headers}, method="${method}")\nurllib.request.urlopen(request)`,
  },
  {
    name: 'http.client',
    module: 'http.client',
    code: ({ origin, path, method, headers }) =>
      `import http.client\nconnection = http.client.HTTPConnection("${new URL(origin).host}")\nconnection.request("${method}", "${path}", headers=${headers})\nconnection.getresponse().read()`,
  },
];

/** One path for each row of the table of endpoints; the client of a WebSocket is another. */
const PATHS = FAMILIES.filter(({ id }) => id !== 'management' && id !== 'realtime').map(({ examples }) => examples[0]!);
const CASES = PATHS.flatMap((path) => WAYS.map((way) => ({ path, way })));

describe.each(CLIENTS)('Python, $name', ({ module, code }) => {
  const python = pythonWith(module);

  it.skipIf(python === null).each(DIALECTS)('does at %s what the judgement says', async (dialect) => {
    const gateway = gateways.get(dialect)!;
    const codes = CASES.map(({ path, way: { headers = {}, query = '' } }) => {
      const versioned = path === '/v1/messages' ? { 'anthropic-version': '2023-06-01' } : {};
      const all = JSON.stringify({ accept: '*/*', ...versioned, ...headers });
      return code({ origin: gateway.url, path: path + query, method: methodFor(path), headers: all });
    });
    const before = gateway.requests.length;
    await run(python!, codes);
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
  });
});

/** Runs pieces of code one after the other in one Python; one that throws because of the answer has been answered. */
async function run(python: string, codes: readonly string[]): Promise<void> {
  const script = codes.map((code) => `try:\n${code.replace(/^/gm, '    ')}\nexcept Exception:\n    pass\n`).join('\n');
  const child = spawn(python, ['-'], {
    env: { ...cleanEnvironment(), NO_PROXY: '*', no_proxy: '*', NETRC: '/dev/null' },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(script);
  const [status] = (await once(child, 'close')) as [number | null];
  expect(status).toBe(0);
}
