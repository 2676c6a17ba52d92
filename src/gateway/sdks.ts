import type { CredentialPlace, FamilyId } from './endpoints.js';

/** How a client library makes its requests out of what it is given. */
export interface Sdk {
  /** Name of the package, for people. */
  readonly name: string;
  /** Path that the base URL has to end in; empty for the bare host. `null`: it cannot reach the gateway at all. */
  readonly base: '' | '/v1' | '/v1beta' | null;
  /** A path it puts behind the base, as a request of its family. */
  readonly request: string;
  readonly family: FamilyId;
  /** Whether a slash at the end of the base stays, and doubles the one that follows. */
  readonly keepsSlash?: boolean;
  /** Whether a base that ends in `request` stays as it is. */
  readonly takesEndpoint?: boolean;
  /** The options that hold a key, and where each is sent. */
  readonly keys: Readonly<Record<string, CredentialPlace>>;
  /** What it does with two keys for two places, where that does not depend on its version. */
  readonly twoKeys?: 'sends both' | 'throws';
  readonly source: string;
}

const MEASURED = 'measured on loopback, November 2026';
const GENERATE = '/models/model:generateContent';

export const OPENAI: Sdk = {
  name: 'openai',
  base: '/v1',
  request: '/chat/completions',
  family: 'openai',
  keys: { apiKey: 'authorization' },
  source: `openai 4 and 6, ${MEASURED}`,
};

export const AZURE_OPENAI: Sdk = {
  name: 'AzureOpenAI',
  base: null,
  request: '/openai/deployments/model/chat/completions',
  family: 'openai',
  keys: {},
  source: 'openai 6, azure.ts',
};

/** Of an unknown version: before 1.0 `apiKey` is sent as `x-api-key`, from 1.0 on as Bearer; both are right. */
export const ANTHROPIC: Sdk = {
  name: '@anthropic-ai/sdk',
  base: '',
  request: '/v1/messages',
  family: 'claude',
  keys: { apiKey: 'x-api-key', authToken: 'authorization' },
  source: `@anthropic-ai/sdk 0.137 and 1.14, ${MEASURED}`,
};

export const ANTHROPIC_BEFORE_1: Sdk = { ...ANTHROPIC, name: '@anthropic-ai/sdk before 1.0', twoKeys: 'sends both' };

export const ANTHROPIC_FROM_1: Sdk = {
  ...ANTHROPIC,
  name: '@anthropic-ai/sdk from 1.0 on',
  keys: { apiKey: 'authorization', authToken: 'authorization' },
  twoKeys: 'throws',
};

export const GOOGLE_GENAI: Sdk = {
  name: '@google/genai',
  base: '',
  request: `/v1beta${GENERATE}`,
  family: 'gemini',
  keys: { apiKey: 'x-goog-api-key' },
  source: `@google/genai 2.32, ${MEASURED}`,
};

export const GOOGLE_GENERATIVE_AI: Sdk = {
  ...GOOGLE_GENAI,
  name: '@google/generative-ai',
  keepsSlash: true,
  source: `@google/generative-ai 0.24, ${MEASURED}`,
};

export const AI_SDK_OPENAI: Sdk = {
  ...OPENAI,
  name: '@ai-sdk/openai',
  request: '/responses',
  source: `@ai-sdk/openai 3.0, ${MEASURED}`,
};

export const AI_SDK_COMPATIBLE: Sdk = {
  ...OPENAI,
  name: '@ai-sdk/openai-compatible',
  source: `@ai-sdk/openai-compatible 2, ${MEASURED}`,
};

export const AI_SDK_ANTHROPIC: Sdk = {
  name: '@ai-sdk/anthropic',
  base: '/v1',
  request: '/messages',
  family: 'claude',
  keys: { apiKey: 'x-api-key', authToken: 'authorization' },
  twoKeys: 'throws',
  source: `@ai-sdk/anthropic 3, ${MEASURED}`,
};

export const AI_SDK_GOOGLE: Sdk = {
  name: '@ai-sdk/google',
  base: '/v1beta',
  request: GENERATE,
  family: 'gemini',
  keys: { apiKey: 'x-goog-api-key' },
  source: `@ai-sdk/google 3, ${MEASURED}`,
};

export const LANGCHAIN_OPENAI: Sdk = {
  ...OPENAI,
  name: 'ChatOpenAI',
  keys: { apiKey: 'authorization', openAIApiKey: 'authorization' },
  source: `@langchain/openai 1.5, ${MEASURED}`,
};

export const LLAMA_INDEX_TS: Sdk = {
  ...OPENAI,
  name: '@llamaindex/openai',
  source: `@llamaindex/openai 0.4, ${MEASURED}`,
};

export const LANGCHAIN_ANTHROPIC: Sdk = {
  ...ANTHROPIC,
  name: 'ChatAnthropic',
  keys: { apiKey: 'x-api-key', anthropicApiKey: 'x-api-key' },
  source: `@langchain/anthropic 1, ${MEASURED}`,
};

export const LANGCHAIN_GOOGLE: Sdk = {
  ...GOOGLE_GENAI,
  name: 'ChatGoogleGenerativeAI',
  keepsSlash: true,
  source: `@langchain/google-genai 2, ${MEASURED}`,
};

export const PYTHON_OPENAI: Sdk = { ...OPENAI, name: 'openai (Python)', keys: { api_key: 'authorization' } };

/** `api_base` is the `base_url` that the client of openai gets. */
export const LLAMA_INDEX: Sdk = {
  ...PYTHON_OPENAI,
  name: 'llama_index',
  source: `llama-index-llms-openai 0.8, llama-index-llms-openai-like 0.8, their embeddings, ${MEASURED}`,
};

/** For models of OpenAI; what becomes of the base of others depends on their provider. */
export const LITELLM: Sdk = {
  ...PYTHON_OPENAI,
  name: 'litellm',
  source: `litellm 1.110, ${MEASURED}`,
};

export const PYTHON_ANTHROPIC: Sdk = {
  ...ANTHROPIC,
  name: 'anthropic (Python)',
  keys: { api_key: 'x-api-key', auth_token: 'authorization' },
};

export const LITELLM_ANTHROPIC: Sdk = {
  ...PYTHON_ANTHROPIC,
  name: 'litellm',
  keys: { api_key: 'x-api-key' },
  takesEndpoint: true,
  source: LITELLM.source,
};

export const LITELLM_GEMINI: Sdk = {
  ...AI_SDK_GOOGLE,
  name: 'litellm',
  keys: { api_key: 'x-goog-api-key' },
  source: LITELLM.source,
};

export const PYTHON_GENAI: Sdk = { ...GOOGLE_GENAI, name: 'google-genai', keys: { api_key: 'x-goog-api-key' } };

/** A variable of the environment that sets an SDK or an agent up, and the SDK that reads it. */
export interface BaseVariable {
  readonly name: string;
  readonly sdk: Sdk;
  readonly source: string;
}

export const BASE_VARIABLES: readonly BaseVariable[] = [
  { name: 'OPENAI_BASE_URL', sdk: OPENAI, source: 'openai README' },
  { name: 'OPENAI_API_BASE', sdk: OPENAI, source: 'openai-python before 1.0; LangChain' },
  { name: 'ANTHROPIC_BASE_URL', sdk: ANTHROPIC, source: 'Anthropic SDKs; Claude Code settings' },
  { name: 'GOOGLE_GEMINI_BASE_URL', sdk: GOOGLE_GENAI, source: '@google/genai; Gemini CLI' },
];

/** A variable that holds a key, and where its readers send it. */
export interface KeyVariable {
  readonly name: string;
  readonly sdk: Sdk;
  readonly place: CredentialPlace;
  readonly source: string;
}

export const KEY_VARIABLES: readonly KeyVariable[] = [
  { name: 'OPENAI_API_KEY', sdk: OPENAI, place: 'authorization', source: 'openai README' },
  { name: 'ANTHROPIC_API_KEY', sdk: ANTHROPIC, place: 'x-api-key', source: 'Anthropic SDKs; Claude Code settings' },
  { name: 'ANTHROPIC_AUTH_TOKEN', sdk: ANTHROPIC, place: 'authorization', source: 'Claude Code settings' },
  { name: 'GEMINI_API_KEY', sdk: GOOGLE_GENAI, place: 'x-goog-api-key', source: '@google/genai; Gemini CLI' },
  { name: 'GOOGLE_API_KEY', sdk: GOOGLE_GENAI, place: 'x-goog-api-key', source: '@google/genai' },
  { name: 'GOOGLE_GENERATIVE_AI_API_KEY', sdk: AI_SDK_GOOGLE, place: 'x-goog-api-key', source: '@ai-sdk/google' },
];
