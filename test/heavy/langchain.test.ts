/** LangChain's models, which are too large to install for every change: read, and run against a gateway on loopback. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken, startGateway, type TestGateway } from '../support/gateway/gateway.js';
import { newFolder, removeFolder } from '../support/folder.js';
import { installInto } from '../support/npm.js';
import { BASES, told, type Told } from '../requests/clients/told.js';
import type { SdkCall } from '../requests/clients/sdks.js';
import { key } from '../requests/ways.js';

const CALLS: readonly SdkCall[] = [
  {
    name: 'ChatOpenAI',
    base: '/v1',
    version: '^1.0.0',
    imports: `import { ChatOpenAI } from '@langchain/openai';`,
    code: ({ base, key: given }) =>
      `const model = new ChatOpenAI({ model: 'm', apiKey: '${given}', maxRetries: 0, configuration: { baseURL: '${base}' } }); await model.invoke('x');`,
  },
  {
    name: 'OpenAIEmbeddings',
    base: '/v1',
    version: '^1.0.0',
    imports: `import { OpenAIEmbeddings } from '@langchain/openai';`,
    code: ({ base, key: given }) =>
      `const model = new OpenAIEmbeddings({ model: 'm', apiKey: '${given}', maxRetries: 0, configuration: { baseURL: '${base}' } }); await model.embedQuery('x');`,
  },
  {
    name: 'ChatAnthropic',
    base: '',
    version: '^1.0.0',
    imports: `import { ChatAnthropic } from '@langchain/anthropic';`,
    code: ({ base, key: given }) =>
      `const model = new ChatAnthropic({ model: 'claude-m', apiKey: '${given}', maxRetries: 0, maxTokens: 1, anthropicApiUrl: '${base}' }); await model.invoke('x');`,
  },
  {
    name: 'ChatGoogleGenerativeAI',
    base: '',
    version: '^2.0.0',
    imports: `import { ChatGoogleGenerativeAI } from '@langchain/google-genai';`,
    code: ({ base, key: given }) =>
      `const model = new ChatGoogleGenerativeAI({ model: 'gemini-m', apiKey: '${given}', maxRetries: 0, baseUrl: '${base}' }); await model.invoke('x');`,
  },
];

let gateway: TestGateway;
let folder: string;
beforeAll(async () => {
  gateway = await startGateway({ tokens: [newToken(key)], limited: false });
  folder = newFolder();
  installInto(folder, ['@langchain/core', '@langchain/openai', '@langchain/anthropic', '@langchain/google-genai']);
});
afterAll(async () => {
  await gateway.close();
  removeFolder(folder);
});

describe.each(CALLS)('$name', (call) => {
  it('reaches with each base what the judgement says', async () => {
    const results = await told(
      call,
      BASES.map((base) => call.code({ base: gateway.url + base, key })),
      gateway,
      folder,
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
      gateway,
      folder,
    );
    expect(results.map(({ said }) => said)).toEqual(['works', '401', '401']);
    expect(results.map(({ happened }) => happened)).toEqual(['works', '401', '401']);
  });
});
