/**
 * Who mints keys that begin with `sk-`, and what in a text points to each: hosts, names of variables, names of packages
 * and images. The forms of the keys are in `forms.ts`; several issuers share one form, and then only this table decides.
 */
export interface Issuer {
  /** Stable id, used in reports. */
  readonly id: IssuerId;
  /** For people. */
  readonly label: string;
  /** Host names (a leading dot: any subdomain as well); the user's own gateways are added to `new-api` at run time. */
  readonly hosts: readonly string[];
  /** Matches a variable or property name, case folded and with `_`, `-` and `.` removed, that holds this issuer's key. */
  readonly variable: RegExp | null;
  /** Package, image or tool names whose presence in a file points to the issuer. */
  readonly packages: readonly string[];
  /** Where a key is revoked. */
  readonly console: string;
  /** What its clients read the key from, where that is not `<ID>_API_KEY`. */
  readonly environmentVariable?: string;
  readonly source: string;
}

export type IssuerId =
  | 'new-api'
  | 'one-api'
  | 'openai'
  | 'anthropic'
  | 'openrouter'
  | 'deepseek'
  | 'dashscope'
  | 'moonshot'
  | 'stability'
  | 'iflytek'
  | 'siliconflow'
  | 'braintrust'
  | 'minimax'
  | 'zenmux'
  | 'vsegpt'
  | 'hackclub'
  | 'sub2api'
  | 'coai'
  | 'tencent'
  | 'xiaomi'
  | 'qiniu'
  | 'opencode'
  | 'anannas'
  | 'nanogpt'
  | 'bifrost'
  | 'megallm'
  | 'thesys'
  | 'tune'
  | 'claudehub'
  | 'airforce'
  | 'poe'
  | 'paxsenix'
  | 'edenai'
  | 'digitalocean'
  | 'voidai'
  | 'testsprite'
  | 'swissai'
  | 'lmstudio'
  | 'scnet'
  | 'requesty'
  | 'manus'
  | 'blackbox'
  | 'windsurf'
  | 'helicone'
  | 'langfuse'
  | 'langflow'
  | 'litellm';

/** The gateway this project is for; other deployments are configuration. */
export const STARRISE_HOST = 'api.starrise.ai';

/** Of a gateway's key, and of one that may be. */
const OUR_VARIABLE = 'STARRISE_API_KEY';

export const ISSUERS: readonly Issuer[] = [
  {
    id: 'new-api',
    label: 'New API gateway',
    hosts: [STARRISE_HOST],
    variable: /^(?:starrise|newapi)/,
    // Not our own: who looks for keys with it may hold those of anybody.
    packages: ['calciumion/new-api', 'QuantumNous/new-api'],
    console: 'the gateway console, Tokens, Delete',
    environmentVariable: OUR_VARIABLE,
    source: 'New API controller/token.go, model/token.go; Starrise authentication page',
  },
  {
    id: 'one-api',
    label: 'One API gateway',
    hosts: [],
    variable: /^oneapi/,
    packages: ['justsong/one-api', 'songquanpeng/one-api'],
    console: 'the gateway console, Tokens, Delete',
    environmentVariable: OUR_VARIABLE,
    source: 'One API common/random/main.go',
  },
  {
    id: 'openai',
    label: 'OpenAI',
    hosts: ['api.openai.com', '.openai.azure.com'],
    variable: /^openai/,
    packages: [],
    console: 'platform.openai.com, API keys',
    source: 'the marker is base64 of "OpenAI"; forms as in gitleaks and TruffleHog',
  },
  {
    id: 'anthropic',
    label: 'Anthropic',
    hosts: ['api.anthropic.com'],
    variable: /^(?:anthropic|claude)/,
    packages: [],
    console: 'console.anthropic.com, API keys',
    source: 'prefix sk-ant-; form as in gitleaks and TruffleHog',
  },
  {
    id: 'openrouter',
    label: 'OpenRouter',
    hosts: ['openrouter.ai'],
    variable: /^openrouter/,
    packages: [],
    console: 'openrouter.ai, Keys',
    source: 'prefix sk-or-v1-',
  },
  {
    id: 'deepseek',
    label: 'DeepSeek',
    hosts: ['api.deepseek.com', 'platform.deepseek.com'],
    variable: /^deepseek/,
    packages: ['langchain-deepseek', '@langchain/deepseek', '@ai-sdk/deepseek'],
    console: 'platform.deepseek.com, API keys',
    source: 'form shared with DashScope; told apart by context',
  },
  {
    id: 'dashscope',
    label: 'DashScope',
    hosts: [
      '.dashscope.aliyuncs.com',
      'dashscope-intl.aliyuncs.com',
      '.maas.aliyuncs.com',
      'bailian.console.aliyun.com',
    ],
    variable: /^(?:dashscope|qwen|bailian|tongyi|aliyun|alibaba)/,
    packages: ['import dashscope', 'spring-ai-alibaba', 'dashscope-sdk-java'],
    console: 'the Model Studio (Bailian) console, API keys',
    source: 'form shared with DeepSeek, told apart by context; sk-sp- of its plans',
  },
  {
    id: 'moonshot',
    label: 'Moonshot',
    hosts: ['api.moonshot.cn', 'api.moonshot.ai', 'platform.moonshot.cn', 'platform.moonshot.ai', 'api.kimi.com'],
    variable: /^(?:moonshot|kimi)/,
    packages: ['langchain-moonshot', '@ai-sdk/moonshotai'],
    console: 'platform.moonshot.cn or .ai, API keys; for sk-kimi-, kimi.com/code',
    source: 'form shared with the gateway, told apart by context; sk-kimi- of Kimi Code',
  },
  {
    id: 'stability',
    label: 'Stability',
    hosts: ['api.stability.ai', 'grpc.stability.ai', 'platform.stability.ai'],
    variable: /^(?:stability|dreamstudio)/,
    packages: ['stability-sdk', 'stability_sdk'],
    console: 'platform.stability.ai, API keys',
    source: 'form shared with the gateway; told apart by context',
  },
  {
    id: 'iflytek',
    label: 'iFlytek',
    hosts: ['.xf-yun.com', '.xfyun.cn'],
    variable: /^(?:iflytek|xfyun|spark(?:ai|api|llm)|xinghuo)/,
    packages: ['spark-ai-python', 'dwspark'],
    console: 'console.xfyun.cn',
    source: '48 to 64 characters; form shared with the gateway; told apart by context',
  },
  {
    id: 'siliconflow',
    label: 'SiliconFlow',
    hosts: ['api.siliconflow.cn', 'api.siliconflow.com', 'cloud.siliconflow.cn'],
    variable: /^(?:siliconflow|siliconcloud)/,
    packages: [],
    console: 'cloud.siliconflow.cn, API keys',
    source: 'form shared with the gateway; told apart by context',
  },
  {
    id: 'braintrust',
    label: 'Braintrust',
    hosts: ['api.braintrust.dev', 'www.braintrust.dev', 'braintrustproxy.com'],
    variable: /^braintrust/,
    packages: ['@braintrust/proxy', 'braintrust/core'],
    console: 'braintrust.dev, Settings, API keys',
    source: 'form shared with the gateway; told apart by context',
  },
  {
    id: 'minimax',
    label: 'MiniMax',
    hosts: ['api.minimax.io', 'api.minimaxi.com', 'api.minimax.chat'],
    variable: /^minimax/,
    packages: [],
    console: 'platform.minimax.io, API keys',
    source: 'prefix sk-api-, and sk-cp- of its plans',
  },
  {
    id: 'zenmux',
    label: 'ZenMux',
    hosts: ['zenmux.ai'],
    variable: /^zenmux/,
    packages: [],
    console: 'zenmux.ai, Console, API Keys',
    source: 'prefixes sk-ss-v1- and sk-ai-v1-',
  },
  {
    id: 'vsegpt',
    label: 'VseGPT',
    hosts: ['.vsegpt.ru'],
    variable: /^vsegpt/,
    packages: [],
    console: 'vsegpt.ru, API keys',
    source: 'prefix sk-or-vv-',
  },
  {
    id: 'hackclub',
    label: 'Hack Club AI',
    hosts: ['ai.hackclub.com'],
    variable: /^hackclub/,
    packages: [],
    console: 'ai.hackclub.com, Keys',
    source: 'prefix sk-hc-v1-',
  },
  {
    id: 'sub2api',
    label: 'Sub2API gateway',
    hosts: [],
    variable: /^sub2api/,
    packages: ['weishaw/sub2api', 'Wei-Shaw/sub2api'],
    console: 'the Sub2API server, API Keys, Delete',
    source: 'form shared with others; told by context',
  },
  {
    id: 'coai',
    label: 'CoAI',
    hosts: [],
    variable: /^(?:coai|chatnio)/,
    packages: ['programzmh/chatnio', 'coaidev/coai'],
    console: 'the CoAI (Chat Nio) server, API key, Reset',
    source: 'form shared with others; told by context',
  },
  {
    id: 'tencent',
    label: 'Tencent Cloud',
    hosts: ['.lkeap.cloud.tencent.com', '.hunyuan.cloud.tencent.com', '.tencentmaas.com'],
    variable: /^(?:tencent|hunyuan|lkeap)/,
    packages: [],
    console: 'console.cloud.tencent.com, API keys of Hunyuan, LKEAP or TokenHub',
    source:
      'form shared with the gateway, told by context: eight keys in public repositories; prefix sk-tp- of its plan',
  },
  {
    id: 'xiaomi',
    label: 'Xiaomi MiMo',
    hosts: ['.xiaomimimo.com'],
    variable: /^(?:xiaomi|mimo(?:api|key|token|$))/,
    packages: [],
    console: 'platform.xiaomimimo.com, API keys',
    source: 'form shared with the gateway, told by context: a dozen keys in public repositories',
  },
  {
    id: 'qiniu',
    label: 'Qiniu Cloud',
    hosts: ['openai.qiniu.com', '.qnaigc.com'],
    variable: /^qiniu/,
    packages: [],
    console: 'portal.qiniu.com, AI, API keys',
    source: 'form shared with others; told by context',
  },
  {
    id: 'opencode',
    label: 'OpenCode Zen',
    hosts: ['opencode.ai'],
    variable: /^opencode/,
    packages: [],
    console: 'opencode.ai, Zen, API keys',
    source: '64 letters and digits; told by context',
  },
  {
    id: 'anannas',
    label: 'Anannas',
    hosts: ['.anannas.ai'],
    variable: /^anannas/,
    packages: [],
    console: 'anannas.ai, API keys',
    source: 'prefix sk-cr-',
  },
  {
    id: 'nanogpt',
    label: 'NanoGPT',
    hosts: ['nano-gpt.com', '.nano-gpt.com'],
    variable: /^nanogpt/,
    packages: [],
    console: 'nano-gpt.com, API',
    source: 'prefix sk-nano- and a UUID',
  },
  {
    id: 'bifrost',
    label: 'Bifrost gateway',
    hosts: [],
    variable: /^bifrost/,
    packages: ['maximhq/bifrost'],
    console: 'the Bifrost gateway, Virtual Keys',
    source: 'prefix sk-bf- and a UUID',
  },
  {
    id: 'megallm',
    label: 'MegaLLM',
    hosts: ['.megallm.io'],
    variable: /^megallm/,
    packages: [],
    console: 'megallm.io, API keys',
    source: 'prefix sk-mega-',
  },
  {
    id: 'thesys',
    label: 'Thesys',
    hosts: ['.thesys.dev'],
    variable: /^thesys/,
    packages: [],
    console: 'console.thesys.dev, API keys',
    source: 'prefix sk-th-',
  },
  {
    id: 'tune',
    label: 'Tune Studio',
    hosts: ['.tune.app'],
    variable: /^tune(?:ai|api|key|studio)/,
    packages: [],
    console: 'studio.tune.app, API keys',
    source: 'prefix sk-tune-',
  },
  {
    id: 'claudehub',
    label: 'ClaudeHub',
    hosts: ['.claudehub.fun'],
    variable: /^claudehub/,
    packages: [],
    console: 'claudehub.fun, API keys',
    source: 'prefix sk-hub-',
  },
  {
    id: 'airforce',
    label: 'Api.Airforce',
    hosts: ['api.airforce'],
    variable: /^(?:api)?airforce/,
    packages: [],
    console: 'api.airforce, API keys',
    source: 'prefix sk-air-',
  },
  {
    id: 'poe',
    label: 'Poe',
    hosts: ['api.poe.com', 'poe.com'],
    variable: /^poe(?:api|key|token|$)/,
    packages: [],
    console: 'poe.com, API keys',
    source: 'prefix sk-poe-',
  },
  {
    id: 'paxsenix',
    label: 'PaxSenix',
    hosts: ['.paxsenix.org', '.paxsenix.biz.id'],
    variable: /^paxsenix/,
    packages: [],
    console: 'api.paxsenix.org, API keys',
    source: 'prefix sk-paxsenix-',
  },
  {
    id: 'edenai',
    label: 'Eden AI',
    hosts: ['.edenai.run'],
    variable: /^eden(?:ai|api|key)/,
    packages: [],
    console: 'app.edenai.run, Settings, API keys',
    source: 'prefix sk-eden-live-',
  },
  {
    id: 'digitalocean',
    label: 'DigitalOcean',
    hosts: ['.do-ai.run', 'api.digitalocean.com'],
    variable: /^(?:digitalocean|doai|doinference|gradient(?:api|model))/,
    packages: [],
    console: 'cloud.digitalocean.com, Model access keys',
    source: 'prefix sk-do-',
  },
  {
    id: 'voidai',
    label: 'VoidAI',
    hosts: ['.voidai.app'],
    variable: /^voidai/,
    packages: [],
    console: 'voidai.app, API keys',
    source: 'prefix sk-voidai-',
  },
  {
    id: 'testsprite',
    label: 'TestSprite',
    hosts: ['.testsprite.com'],
    variable: /^testsprite/,
    packages: ['@testsprite/testsprite-mcp'],
    console: 'testsprite.com, Settings, API keys',
    source: 'prefix sk-user-',
  },
  {
    id: 'swissai',
    label: 'Swiss AI (CSCS)',
    hosts: ['.swissai.cscs.ch'],
    variable: /^swissai/,
    packages: [],
    console: 'the Swiss AI serving of CSCS, API keys',
    source: 'prefix sk-rc-',
  },
  {
    id: 'lmstudio',
    label: 'LM Studio',
    hosts: [],
    variable: /^lmstudio/,
    packages: ['@lmstudio/sdk'],
    console: 'LM Studio, Developer, Server Settings, API tokens',
    source: 'prefix sk-lm-',
  },
  {
    id: 'scnet',
    label: 'SCNet',
    hosts: ['.scnet.cn'],
    variable: /^scnet/,
    packages: [],
    console: 'scnet.cn, API keys',
    source: 'three numbers in base64',
  },
  {
    id: 'requesty',
    label: 'Requesty',
    hosts: ['.requesty.ai'],
    variable: /^requesty/,
    packages: [],
    console: 'app.requesty.ai, API keys',
    source: 'prefix rqsty-sk-',
  },
  {
    id: 'manus',
    label: 'Manus',
    hosts: ['.manus.ai', '.manus.im'],
    variable: /^manus(?:ai|api|key|token|$)/,
    packages: [],
    console: 'manus.im, Settings, API',
    source: '92 characters; told by context',
  },
  {
    id: 'blackbox',
    label: 'Blackbox AI',
    hosts: ['.blackbox.ai'],
    variable: /^blackbox/,
    packages: [],
    console: 'blackbox.ai, API keys',
    source: 'form shared with LiteLLM; told by context',
  },
  {
    id: 'windsurf',
    label: 'Windsurf',
    hosts: ['.windsurf.com', '.codeium.com'],
    variable: /^(?:windsurf|codeium)/,
    packages: [],
    console: 'the Windsurf account',
    source: 'prefix sk-ws-01-',
  },
  {
    id: 'helicone',
    label: 'Helicone',
    hosts: ['.helicone.ai'],
    variable: /^helicone/,
    packages: [],
    console: 'helicone.ai, Settings, API keys',
    source: 'prefix sk-helicone-; older keys have none',
  },
  {
    id: 'langfuse',
    label: 'Langfuse',
    hosts: ['cloud.langfuse.com', 'us.cloud.langfuse.com'],
    variable: /^langfuse/,
    packages: [],
    console: 'the Langfuse project settings, API keys',
    environmentVariable: 'LANGFUSE_SECRET_KEY',
    source: 'prefix sk-lf- and a UUID',
  },
  {
    id: 'langflow',
    label: 'Langflow',
    hosts: [],
    variable: /^langflow/,
    packages: ['langflowai/langflow'],
    console: 'the Langflow server, Settings, Langflow API Keys',
    source: 'form shared with other programs; told by context',
  },
  {
    id: 'litellm',
    label: 'LiteLLM',
    hosts: [],
    variable: /^litellm/,
    packages: ['berriai/litellm'],
    console: 'the LiteLLM proxy, /key/delete, or its master key setting',
    source: 'LiteLLM proxy documentation: any text after sk-',
  },
];

const BY_ID: ReadonlyMap<string, Issuer> = new Map(ISSUERS.map((issuer) => [issuer.id, issuer]));

/** The issuer's name for people; `id` itself where it is not an issuer's. */
export function issuerLabel(id: string): string {
  return BY_ID.get(id)?.label ?? id;
}

/** The row of `id`, or `undefined` for `ambiguous` and foreign ids. */
export function findIssuer(id: string): Issuer | undefined {
  return BY_ID.get(id);
}

/** The variable of the environment to read a key of this issuer from; for `ambiguous` and foreign ids that of the gateway. */
export function environmentVariableOf(id: string): string {
  const issuer = BY_ID.get(id);
  if (issuer === undefined) return OUR_VARIABLE;
  return issuer.environmentVariable ?? `${issuer.id.toUpperCase()}_API_KEY`;
}
