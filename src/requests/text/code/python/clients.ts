import * as sdks from '../../../../gateway/sdks.js';

/** What makes requests in Python. Source of every row: the package's own documentation, November 2026. */

/** Modules whose functions are called as `module.post(url, headers=…)`. */
export const MODULES: ReadonlySet<string> = new Set([
  'requests',
  'requests.api',
  'httpx',
  'cloudscraper',
  'curl_cffi',
  'curl_cffi.requests',
]);
/** What makes a client whose methods are called in the same way. */
export const SESSIONS: ReadonlySet<string> = new Set([
  'Session',
  'session',
  'Client',
  'AsyncClient',
  'ClientSession',
  'AsyncSession',
]);
export const SESSION_MODULES: ReadonlySet<string> = new Set([...MODULES, 'requests.sessions', 'aiohttp']);
export const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);
/** Methods whose first argument is the HTTP method. */
export const GENERAL_METHODS: ReadonlySet<string> = new Set(['request', 'stream']);
export const CONNECTIONS: ReadonlySet<string> = new Set(['HTTPSConnection', 'HTTPConnection']);

/** A constructor of an SDK, and its arguments. */
export interface PythonSdk {
  readonly names: readonly string[];
  /** What the text imports. */
  readonly module: RegExp;
  readonly sdk: sdks.Sdk;
  readonly base: readonly string[];
  /** Arguments that hold a key, by the option of `sdk` that they are. */
  readonly keys: Readonly<Record<string, string>>;
}

const LANGCHAIN_KEYS = { api_key: 'api_key', openai_api_key: 'api_key' };

export const PYTHON_SDKS: readonly PythonSdk[] = [
  {
    names: ['OpenAI', 'AsyncOpenAI'],
    module: /\bopenai\b/,
    sdk: sdks.PYTHON_OPENAI,
    base: ['base_url'],
    keys: { api_key: 'api_key' },
  },
  {
    names: ['AzureOpenAI', 'AsyncAzureOpenAI', 'AzureChatOpenAI'],
    module: /\bopenai\b/,
    sdk: sdks.AZURE_OPENAI,
    base: ['azure_endpoint', 'base_url'],
    keys: {},
  },
  {
    names: ['Anthropic', 'AsyncAnthropic'],
    module: /\banthropic\b/,
    sdk: sdks.PYTHON_ANTHROPIC,
    base: ['base_url'],
    keys: { api_key: 'api_key', auth_token: 'auth_token' },
  },
  {
    names: ['ChatOpenAI', 'OpenAIEmbeddings', 'OpenAI'],
    module: /langchain/,
    sdk: { ...sdks.PYTHON_OPENAI, name: 'ChatOpenAI (Python)' },
    base: ['base_url', 'openai_api_base'],
    keys: LANGCHAIN_KEYS,
  },
  {
    names: ['OpenAI', 'OpenAILike', 'OpenAIResponses', 'OpenAILikeResponses', 'OpenAIEmbedding', 'OpenAILikeEmbedding'],
    module: /\bllama_index\b/,
    sdk: sdks.LLAMA_INDEX,
    base: ['api_base'],
    keys: { api_key: 'api_key' },
  },
  {
    names: ['ChatAnthropic'],
    module: /langchain/,
    sdk: { ...sdks.PYTHON_ANTHROPIC, name: 'ChatAnthropic (Python)' },
    base: ['base_url', 'anthropic_api_url'],
    keys: { api_key: 'api_key', anthropic_api_key: 'api_key' },
  },
];

/** `litellm.completion(model='openai/…', api_base=…, api_key=…)`; `litellm.api_base = …` is for all of them. */
export const LITELLM = {
  module: 'litellm',
  functions: /^a?(?:completion|text_completion|embedding|responses|image_generation|speech|transcription|moderation)$/,
  base: ['api_base', 'base_url'],
  /** What becomes of the base, by the model or by the provider that is named for it. */
  providers: [
    {
      name: /^(?:openai|custom_openai|litellm_proxy)$/,
      models:
        /^(?:(?:openai|custom_openai|litellm_proxy)\/|(?:(?:ft:)?gpt-|chatgpt-|o\d|text-embedding-|dall-e-|tts-|whisper-|omni-moderation-)[\w.:-]*$)/,
      sdk: sdks.LITELLM,
    },
    { name: /^anthropic$/, models: /^(?:anthropic\/|claude-[\w.-]*$)/, sdk: sdks.LITELLM_ANTHROPIC },
    { name: /^gemini$/, models: /^gemini\//, sdk: sdks.LITELLM_GEMINI },
  ],
};

/** What sets the base of the functions of the module itself. */
export const MODULE_BASES = /^(?:api_base|base_url)$/;
export const MODULE_IMPORT = /\bimport\s+openai\b/;

/** `genai.Client(http_options={'base_url': …})`, also with `types.HttpOptions(base_url=…)`. */
export const GENAI = { module: /\bgoogle(?:\.|\s+import\s+)genai\b/, sdk: sdks.PYTHON_GENAI };

export const LOG_METHOD = /^(?:debug|info|warning|warn|error|critical|exception|log)$/;
export const LOGGER_NAME = /^(?:logging|logger|log|_logger|LOGGER|LOG)$/;
