/** One call through every SDK, with the options that the test gives it: code that is read, and run. */
export interface SdkCall {
  readonly name: string;
  readonly imports: string;
  readonly code: (options: { readonly base: string; readonly key: string }) => string;
  /** The path of the base with which it works. */
  readonly base: '' | '/v1' | '/v1beta';
  /** The name under which it is installed, where that is another. */
  readonly installedAs?: string;
  /** As a package.json says it. */
  readonly version: string;
}

const MESSAGES = `messages: [{ role: 'user', content: 'x' }]`;
const PROMPT = `{ prompt: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }] }`;

export const SDK_CALLS: readonly SdkCall[] = [
  {
    name: 'openai',
    base: '/v1',
    version: '^6.49.0',
    imports: `import OpenAI from 'openai';`,
    code: ({ base, key }) =>
      `const client = new OpenAI({ baseURL: '${base}', apiKey: '${key}', maxRetries: 0 }); await client.chat.completions.create({ model: 'm', ${MESSAGES} });`,
  },
  {
    name: '@anthropic-ai/sdk from 1.0',
    base: '',
    version: '^1.14.0',
    imports: `import Anthropic from '@anthropic-ai/sdk';`,
    code: ({ base, key }) =>
      `const client = new Anthropic({ baseURL: '${base}', apiKey: '${key}', maxRetries: 0 }); await client.messages.create({ model: 'm', max_tokens: 1, ${MESSAGES} });`,
  },
  {
    name: '@anthropic-ai/sdk before 1.0',
    base: '',
    version: '0.137.0',
    imports: `import Anthropic from '@anthropic-ai/sdk';`,
    installedAs: 'anthropic-0',
    code: ({ base, key }) =>
      `const client = new Anthropic({ baseURL: '${base}', apiKey: '${key}', maxRetries: 0 }); await client.messages.create({ model: 'm', max_tokens: 1, ${MESSAGES} });`,
  },
  {
    name: '@google/genai',
    base: '',
    version: '^2.32.0',
    imports: `import { GoogleGenAI } from '@google/genai';`,
    code: ({ base, key }) =>
      `const client = new GoogleGenAI({ apiKey: '${key}', httpOptions: { baseUrl: '${base}', retryOptions: { attempts: 1 } } }); await client.models.generateContent({ model: 'm', contents: 'x' });`,
  },
  {
    name: '@google/generative-ai',
    base: '',
    version: '^0.24.1',
    imports: `import { GoogleGenerativeAI } from '@google/generative-ai';`,
    code: ({ base, key }) =>
      `const model = new GoogleGenerativeAI('${key}').getGenerativeModel({ model: 'm' }, { baseUrl: '${base}' }); await model.generateContent('x');`,
  },
  {
    name: '@ai-sdk/openai',
    base: '/v1',
    version: '^3.0.141',
    imports: `import { createOpenAI } from '@ai-sdk/openai';`,
    code: ({ base, key }) =>
      `const provider = createOpenAI({ baseURL: '${base}', apiKey: '${key}' }); await provider('m').doGenerate(${PROMPT});`,
  },
  {
    name: '@ai-sdk/openai-compatible',
    base: '/v1',
    version: '^2.0.92',
    imports: `import { createOpenAICompatible } from '@ai-sdk/openai-compatible';`,
    code: ({ base, key }) =>
      `const provider = createOpenAICompatible({ name: 'g', baseURL: '${base}', apiKey: '${key}' }); await provider('m').doGenerate(${PROMPT});`,
  },
  {
    name: '@ai-sdk/anthropic',
    base: '/v1',
    version: '^3.0.140',
    imports: `import { createAnthropic } from '@ai-sdk/anthropic';`,
    code: ({ base, key }) =>
      `const provider = createAnthropic({ baseURL: '${base}', apiKey: '${key}' }); await provider('m').doGenerate(${PROMPT});`,
  },
  {
    name: '@ai-sdk/google',
    base: '/v1beta',
    version: '^3.0.141',
    imports: `import { createGoogleGenerativeAI } from '@ai-sdk/google';`,
    code: ({ base, key }) =>
      `const provider = createGoogleGenerativeAI({ baseURL: '${base}', apiKey: '${key}' }); await provider('m').doGenerate(${PROMPT});`,
  },
];
