/** The clients of Python that pip installs: read, and run against a gateway on loopback. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../src/gateway/dialects.js';
import { fails, findRequestProblems } from '../../src/requests/index.js';
import { expectAsJudged, runPython, type PythonClient } from '../requests/clients/python.js';
import { BASES } from '../requests/clients/told.js';
import { gatewaysByDialect } from '../requests/gateways.js';
import { key, outcomeOf } from '../requests/ways.js';
import { newFolder, removeFolder } from '../support/folder.js';
import { runOrThrow } from '../support/run.js';

const CLIENTS: readonly PythonClient[] = [
  {
    name: 'httpx',
    module: 'httpx',
    code: ({ origin, path: at, method, headers }) =>
      `import httpx\nhttpx.${method.toLowerCase()}("${origin}${at}", headers=${headers})`,
  },
  {
    name: 'httpx.Client',
    module: 'httpx',
    code: ({ origin, path: at, method, headers }) =>
      `import httpx\nwith httpx.Client(base_url="${origin}", headers=${headers}) as client:\n    client.${method.toLowerCase()}("${at}")`,
  },
  {
    name: 'httpx.AsyncClient',
    module: 'httpx',
    code: ({ origin, path: at, method, headers }) =>
      `import asyncio\nimport httpx\nasync def main():\n    async with httpx.AsyncClient() as client:\n        await client.${method.toLowerCase()}("${origin}${at}", headers=${headers})\nasyncio.run(main())`,
  },
  {
    name: 'aiohttp',
    module: 'aiohttp',
    code: ({ origin, path: at, method, headers }) =>
      `import asyncio\nimport aiohttp\nasync def main():\n    async with aiohttp.ClientSession() as session:\n        async with session.${method.toLowerCase()}("${origin}${at}", headers=${headers}) as response:\n            await response.read()\nasyncio.run(main())`,
  },
  {
    name: 'aiohttp.ClientSession(headers)',
    module: 'aiohttp',
    code: ({ origin, path: at, method, headers }) =>
      `import asyncio\nimport aiohttp\nasync def main():\n    async with aiohttp.ClientSession(headers=${headers}) as session:\n        async with session.${method.toLowerCase()}("${origin}${at}") as response:\n            await response.read()\nasyncio.run(main())`,
  },
];

const SDKS: readonly {
  readonly name: string;
  readonly base: string;
  readonly code: (base: string, given: string) => string;
}[] = [
  {
    name: 'openai',
    base: '/v1',
    code: (base, given) =>
      `from openai import OpenAI\nclient = OpenAI(base_url="${base}", api_key="${given}", max_retries=0)\nclient.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])`,
  },
  {
    name: 'anthropic',
    base: '',
    code: (base, given) =>
      `from anthropic import Anthropic\nclient = Anthropic(base_url="${base}", api_key="${given}", max_retries=0)\nclient.messages.create(model="m", max_tokens=1, messages=[{"role": "user", "content": "x"}])`,
  },
  {
    name: 'google-genai',
    base: '',
    code: (base, given) =>
      `from google import genai\nfrom google.genai import types\nclient = genai.Client(api_key="${given}", http_options=types.HttpOptions(base_url="${base}"))\nclient.models.generate_content(model="m", contents="x")`,
  },
];

const gatewayOf = gatewaysByDialect();
let folder: string;
let python: string;
beforeAll(() => {
  folder = newFolder();
  runOrThrow('python3', ['-m', 'venv', folder]);
  python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  runOrThrow(python, ['-m', 'pip', 'install', '--quiet', 'httpx', 'aiohttp', 'openai', 'anthropic', 'google-genai']);
});
afterAll(() => {
  removeFolder(folder);
});

describe.each(CLIENTS)('$name', (client) => {
  it.each(DIALECTS)('does at %s what the judgement says', (dialect) =>
    expectAsJudged(python, client, dialect, gatewayOf(dialect)),
  );
});

describe.each(SDKS)('$name', ({ base: right, code }) => {
  async function told(pieces: readonly string[]) {
    const gateway = gatewayOf('new-api');
    const settings = { dialect: 'new-api', gateways: [new URL(gateway.url).host], variables: [] } as const;
    const said: string[] = [];
    const happened: string[] = [];
    for (const piece of pieces) {
      const { problems } = findRequestProblems(piece, 'a.py', settings);
      const before = gateway.requests.length;
      await runPython(python, [piece]);
      const last = gateway.requests.slice(before).at(-1);
      said.push(problems.find(fails)?.outcome ?? 'works');
      happened.push(last === undefined ? 'throws' : outcomeOf({ status: last.status, text: last.body }));
    }
    return { said, happened };
  }

  it('reaches with each base what the judgement says', async () => {
    const { url } = gatewayOf('new-api');
    const { said, happened } = await told(BASES.map((base) => code(url + base, key)));
    const shown = (outcomes: readonly string[]) => BASES.map((base, at) => `${base}: ${outcomes[at]!}`);
    expect(shown(said)).toEqual(shown(happened));
    expect(happened).toContain('works');
  });

  it('sends each key as the judgement says', async () => {
    const base = gatewayOf('new-api').url + right;
    const { said, happened } = await told([key, `Bearer ${key}`, `sk-${key}`].map((given) => code(base, given)));
    expect(happened).toEqual(['works', '401', '401']);
    expect(said).toEqual(happened);
  });
});
