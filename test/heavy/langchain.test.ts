/** LangChain's models, which are too large to install for every change: read, and run against a gateway on loopback. */
import { afterAll, beforeAll, describe } from 'vitest';
import { newToken, startGateway, type TestGateway } from '../support/gateway/gateway.js';
import { newFolder, removeFolder } from '../support/folder.js';
import { installInto } from '../support/npm.js';
import { testSdk } from '../requests/clients/told.js';
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
  testSdk(
    call,
    () => gateway,
    () => folder,
  );
});
