import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAMILIES } from '../../../src/gateway/endpoints.js';
import { findRequestProblems } from '../../../src/requests/index.js';
import { fails } from '../../../src/requests/problem.js';
import { newToken, startGateway, type TestGateway } from '../../support/gateway/gateway.js';
import { newApiKey } from '../../support/keys.js';
import { hasProgram } from '../../support/programs.js';
import { cleanEnvironment } from '../../support/run.js';

/** Each family of the endpoint table, called by the programs themselves: what the judgement says is what happens. */
const KEY = newApiKey('commands');

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ tokens: [newToken(KEY)], limited: false });
});
afterAll(() => gateway.close());

/** `$U` is the address, `$H` the header, `$I` the header as HTTPie has it. */
const PROGRAMS = [
  { program: 'curl', script: `curl -s "$U" \\\n  -X POST -H 'anthropic-version: 2023-06-01' \\\n  -H "$H"` },
  {
    program: 'wget',
    script: `wget -qO- --content-on-error --method=POST --header='anthropic-version: 2023-06-01' --header="$H" "$U"`,
  },
  {
    program: 'httpie',
    script: `http --ignore-stdin --pretty=none --print=b POST "$U" \\\n  anthropic-version:2023-06-01 \\\n  "$I"`,
  },
] as const;

/** Headers of every kind of mistake. */
const HEADERS = [
  'Authorization: Bearer $K',
  'Authorization: $K',
  'Authorization: BEARER $K',
  'Authorization: Bearer Bearer $K',
  'Authorization: Bearer sk-$K',
  'x-api-key: $K',
  'x-api-key: Bearer $K',
  'x-goog-api-key: $K',
  'mj-api-secret: $K',
  'api-key: $K',
];

const PATHS = FAMILIES.filter(({ id }) => !['not-implemented', 'management', 'usage', 'models'].includes(id)).map(
  ({ examples }) => examples[0]!,
);

describe.each(PROGRAMS)('$program', ({ program, script }) => {
  it.skipIf(!hasProgram(program)).each(PATHS)('%s', async (path) => {
    for (const header of HEADERS) {
      const written = header.replace('$K', KEY);
      const host = new URL(gateway.url).host;
      const command = script
        .replace('$U', gateway.url + path)
        .replace('$H', written)
        .replace('$I', written.replace(': ', ':'));
      const settings = { dialect: 'new-api', gateways: [host], variables: [] } as const;
      const { problems } = findRequestProblems(`# starrise\n${command}\n`, 'call.sh', settings);
      const said = problems.find(fails)?.outcome ?? 'works';
      expect(await answerOf(command), `${header.replace('$K', 'K')}: ${problems.map(({ code }) => code).join()}`).toBe(
        said,
      );
    }
  });
});

/** What the gateway did with a command that is really run. */
async function answerOf(command: string): Promise<string> {
  const before = gateway.requests.length;
  const child = spawn('sh', ['-c', command], { env: { ...cleanEnvironment(), http_proxy: '', https_proxy: '' } });
  const [out] = await Promise.all([textOf(child.stdout), once(child, 'close')]);
  const request = gateway.requests[before];
  if (request === undefined) throw new Error('the program made no request');
  await expect.poll(() => request.status).not.toBe(0);
  if (request.status >= 400) return String(request.status);
  return out.startsWith('<!doctype html>') ? 'html' : 'works';
}
