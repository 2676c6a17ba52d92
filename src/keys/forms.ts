import { isOneApiBody } from './one-api.js';
import { isOpenAiBody } from './openai.js';
import type { IssuerId } from './issuers.js';

/** One written form of a key. The first row that fits at a place wins, so the rows that prove more stand higher. */
export interface Form {
  readonly id: string;
  /** Who mints keys of this form; several where the form alone does not tell. */
  readonly issuers: readonly IssuerId[];
  /** What stands before the secret part; safe to show. */
  readonly prefix: RegExp;
  /** The secret part, right after the prefix. */
  readonly body: RegExp;
  /** Characters that, following the body, say that the text is something longer. */
  readonly notFollowedBy: RegExp;
  /**
   * What a fit is worth. `prefix`, `marker`, `structure`: proves the issuer. `shape`: a key, but of one of several
   * issuers. `context`: believed only beside evidence for one of the issuers.
   */
  readonly proof: 'prefix' | 'marker' | 'structure' | 'shape' | 'context';
  /** For people: what fitted. */
  readonly says: string;
  readonly source: string;
}

const WORD = /[\w-]/;
const ALPHANUMERIC = /[0-9A-Za-z]/;

/** Small letters and capitals both, as random text has them and the names of classes in CSS do not: none in 60,000 of 22. */
const MIXED = String.raw`(?=[\w-]{0,90}?[a-z])(?=[\w-]{0,90}?[A-Z])`;
const mixed = (body: string): RegExp => new RegExp(MIXED + body);

/** Three digits in base64, and a dash with two. */
const DIGITS = '[MNO][DTjz][AEIMQUYcgk][wxyz0-5]';
const DASH_DIGITS = 'LT[AEIMQUYcgk][wxyz0-5]';

export const FORMS: readonly Form[] = [
  {
    id: 'anthropic',
    issuers: ['anthropic'],
    prefix: /sk-ant-(?:api|admin)\d\d-/,
    body: /[\w-]{93}AA/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-ant-api or sk-ant-admin',
    source: 'gitleaks anthropic-api-key, anthropic-admin-api-key',
  },
  {
    id: 'anthropic-oauth',
    issuers: ['anthropic'],
    prefix: /sk-ant-(?:oat|ort)\d\d-/,
    body: /[\w-]{80,120}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-ant-oat or sk-ant-ort',
    source: 'rules of other scanners, read in November 2026; lengths from 80 accepted, none is documented',
  },
  {
    id: 'anthropic-session',
    issuers: ['anthropic'],
    prefix: /sk-ant-sid\d\d-/,
    body: /[\w-]{80,160}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-ant-sid, a session of claude.ai',
    source: 'the cookie sessionKey of claude.ai, 95 characters in public histories; no length is documented',
  },
  {
    id: 'openrouter',
    issuers: ['openrouter'],
    prefix: /sk-or-v1-/,
    body: /[0-9a-f]{64}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-or-v1- and 64 hexadecimal digits',
    source: 'gitleaks openrouter; OpenRouter documentation',
  },
  {
    id: 'windsurf',
    issuers: ['windsurf'],
    prefix: /sk-ws-01-/,
    body: /[\w-]{94}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-ws-01- and 94 characters',
    source: 'three keys in public repositories',
  },
  {
    id: 'zenmux',
    issuers: ['zenmux'],
    prefix: /sk-(?:ss|ai)-v1-/,
    body: /[0-9a-f]{64}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-ss-v1- or sk-ai-v1- and 64 hexadecimal digits',
    source: 'documentation of ZenMux; seven keys in public repositories',
  },
  {
    id: 'vsegpt',
    issuers: ['vsegpt'],
    prefix: /sk-or-vv-/,
    body: /[0-9a-f]{64}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-or-vv- and 64 hexadecimal digits',
    source: 'VseGPT: nine keys in public repositories, beside api.vsegpt.ru',
  },
  {
    id: 'hackclub',
    issuers: ['hackclub'],
    prefix: /sk-hc-v1-/,
    body: /[0-9a-f]{64}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-hc-v1- and 64 hexadecimal digits',
    source: 'Hack Club AI: four keys in public repositories',
  },
  {
    id: 'openai-scoped',
    issuers: ['openai'],
    prefix: /sk-(?:proj|svcacct|admin|service|None)-/,
    body: /[\w-]{20,100}?T3BlbkFJ[\w-]{20,100}/,
    notFollowedBy: WORD,
    proof: 'marker',
    says: 'a scope prefix and the OpenAI marker',
    source: 'gitleaks openai-api-key (58 or 74 characters each side; 20 in keys of early 2024)',
  },
  {
    id: 'openai-legacy',
    issuers: ['openai'],
    prefix: /sk-/,
    body: /[0-9A-Za-z]{20}T3BlbkFJ[0-9A-Za-z]{20}/,
    notFollowedBy: ALPHANUMERIC,
    proof: 'marker',
    says: 'the OpenAI marker in the middle of 48 characters',
    source: 'gitleaks openai-api-key',
  },
  {
    id: 'openai-named',
    issuers: ['openai'],
    prefix: /sk-[a-z][\w-]{0,40}?-/,
    body: /[0-9A-Za-z]{20}T3BlbkFJ[0-9A-Za-z]{20}/,
    notFollowedBy: WORD,
    proof: 'marker',
    says: 'the OpenAI marker after the name of a service account',
    source: 'rules of other scanners, read in November 2026: a free name before the marker',
  },
  {
    id: 'openai-unscoped',
    issuers: ['openai'],
    prefix: /sk-/,
    body: /[\w-]{42}T3BlbkFJ[\w-]{42}/,
    notFollowedBy: WORD,
    proof: 'marker',
    says: 'the OpenAI marker in the middle of 92 characters',
    source: 'gpt_academic shared_utils/key_pattern_manager.py, 92 characters; keys in two public repositories',
  },
  {
    id: 'minimax',
    issuers: ['minimax'],
    prefix: /sk-(?:api|cp)-/,
    body: /[\w-]{119}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-api- or sk-cp- and 119 characters',
    source: 'rules of other scanners, read in November 2026; sk-cp-, of its plans: seven keys in public repositories',
  },
  {
    id: 'kimi-code',
    issuers: ['moonshot'],
    prefix: /sk-kimi-/,
    body: /[0-9A-Za-z]{64}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-kimi- and 64 letters and digits',
    source: 'Kimi Code, console of kimi.com/code: keys in public repositories; MoonshotAI/kimi-cli',
  },
  {
    id: 'dashscope-plan',
    issuers: ['dashscope'],
    prefix: /sk-sp-/,
    body: /[0-9a-f]{32}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-sp- and 32 hexadecimal digits',
    source: 'Alibaba Cloud Model Studio, Coding Plan: a dozen keys in public repositories',
  },
  {
    id: 'dashscope-signed',
    issuers: ['dashscope'],
    prefix: /sk-(?:sp|ws)-/,
    // The last part is a signature of ECDSA in DER, 69 to 72 bytes of it, in base64 or base64url.
    body: /[A-Z]\.[A-Z]{3,8}\.[\w-]{4}\.ME[MQUY]C[HI][\w+/-]{87,91}={0,2}/,
    notFollowedBy: /[\w+/-]/,
    proof: 'prefix',
    says: 'prefix sk-sp- or sk-ws- and three short parts with a signature',
    source: 'Alibaba Cloud Model Studio, Token Plan and keys of workspaces: two dozen keys in public repositories',
  },
  {
    id: 'langfuse',
    issuers: ['langfuse'],
    prefix: /sk-lf-/,
    body: /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-lf- and a UUID',
    source: 'rules of other scanners, read in November 2026',
  },
  {
    id: 'helicone',
    issuers: ['helicone'],
    prefix: /sk-helicone-(?:[a-z]{2,5}-)?/,
    body: /[0-9a-z]{7}(?:-[0-9a-z]{7}){3}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-helicone- and four times 7 characters',
    source: 'Helicone generateApiKey, method base32 with dashes',
  },
  {
    id: 'anannas',
    issuers: ['anannas'],
    prefix: /sk-cr-/,
    body: /[0-9a-f]{32}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-cr- and 32 hexadecimal digits',
    source: 'Anannas: three keys in public repositories, beside api.anannas.ai',
  },
  {
    id: 'nanogpt',
    issuers: ['nanogpt'],
    prefix: /sk-nano-/,
    body: /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-nano- and a UUID',
    source: 'NanoGPT: three keys in public repositories, beside nano-gpt.com; checks of clients for the form',
  },
  {
    id: 'bifrost',
    issuers: ['bifrost'],
    prefix: /sk-bf-/,
    body: /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-bf- and a UUID',
    source: 'Bifrost, plugins/governance: VirtualKeyPrefix and a UUID; a key in a public repository',
  },
  {
    id: 'megallm',
    issuers: ['megallm'],
    prefix: /sk-mega-/,
    body: /[0-9a-f]{64}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-mega- and 64 hexadecimal digits',
    source: 'MegaLLM: six keys in public repositories, beside ai.megallm.io',
  },
  {
    id: 'tencent-plan',
    issuers: ['tencent'],
    prefix: /sk-tp-/,
    body: /[0-9A-Za-z]{48}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-tp- and 48 letters and digits',
    source: 'Tencent Cloud, Token Plan: two keys in public repositories, beside api.lkeap.cloud.tencent.com/plan/v3',
  },
  {
    id: 'thesys',
    issuers: ['thesys'],
    prefix: /sk-th-/,
    body: /[0-9A-Za-z]{100}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-th- and 100 letters and digits',
    source: 'Thesys: four keys in public repositories, beside api.thesys.dev',
  },
  {
    id: 'tune',
    issuers: ['tune'],
    prefix: /sk-tune-/,
    body: /[0-9A-Za-z]{35}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-tune- and 35 letters and digits',
    source: 'Tune Studio: seven keys in public repositories, beside proxy.tune.app',
  },
  {
    id: 'claudehub',
    issuers: ['claudehub'],
    prefix: /sk-hub-/,
    body: mixed('[0-9A-Za-z]{32}'),
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-hub- and 32 letters and digits',
    source: 'ClaudeHub: three keys in public repositories, beside api.claudehub.fun',
  },
  {
    id: 'airforce',
    issuers: ['airforce'],
    prefix: /sk-air-/,
    body: mixed('(?:[0-9A-Za-z]{64}|[0-9A-Za-z]{48}|[0-9A-Za-z]{32})'),
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-air- and 32, 48 or 64 letters and digits',
    source: 'Api.Airforce: five keys in public repositories, beside api.airforce',
  },
  {
    id: 'poe',
    issuers: ['poe'],
    prefix: /sk-poe-/,
    body: mixed('[\\w-]{43}'),
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-poe- and 43 letters, digits, dashes and underscores',
    source: 'Poe: two keys in public repositories, beside api.poe.com',
  },
  {
    id: 'paxsenix',
    issuers: ['paxsenix'],
    prefix: /sk-paxsenix-/,
    body: mixed('[\\w-]{48}'),
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-paxsenix- and 48 letters, digits, dashes and underscores',
    source: 'PaxSenix: seven keys in public repositories, beside api.paxsenix.org',
  },
  {
    id: 'edenai',
    issuers: ['edenai'],
    prefix: /sk-eden-live-/,
    body: /[\w-]{43}[0-9a-f]{8}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-eden-live- and 51 characters',
    source: 'Eden AI: five keys in public repositories, beside api.edenai.run',
  },
  {
    id: 'digitalocean',
    issuers: ['digitalocean'],
    prefix: /sk-do-/,
    body: mixed('[\\w-]{58}'),
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-do- and 58 letters, digits, dashes and underscores',
    source: 'DigitalOcean, model access keys: four keys in public repositories, beside inference.do-ai.run',
  },
  {
    id: 'voidai',
    issuers: ['voidai'],
    prefix: /sk-voidai-/,
    body: mixed('(?:[\\w-]{120}|[\\w-]{100})'),
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-voidai- and 100 or 120 characters',
    source: 'VoidAI: seven keys in public repositories, beside api.voidai.app',
  },
  {
    id: 'testsprite',
    issuers: ['testsprite'],
    prefix: /sk-user-/,
    body: mixed('[\\w-]{131}'),
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-user- and 131 characters',
    source: 'TestSprite: three keys in public repositories, beside @testsprite/testsprite-mcp',
  },
  {
    id: 'swissai',
    issuers: ['swissai'],
    prefix: /sk-rc-/,
    body: mixed('[\\w-]{22}'),
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-rc- and 22 letters, digits, dashes and underscores',
    source: 'Swiss AI of CSCS: six keys in public repositories, beside fmapi.swissai.cscs.ch',
  },
  {
    id: 'lmstudio',
    issuers: ['lmstudio'],
    prefix: /sk-lm-/,
    body: /[0-9A-Za-z]{8}:[0-9A-Za-z]{20}/,
    notFollowedBy: WORD,
    proof: 'prefix',
    says: 'prefix sk-lm-, 8 letters and digits, a colon and 20',
    source: 'LM Studio, API tokens: nine keys in public repositories; checks of clients for the form',
  },
  {
    id: 'scnet',
    issuers: ['scnet'],
    prefix: /sk-(?:tp-)?/,
    // An account, a number and a time in milliseconds, `381-11574…-1787…`, in base64.
    body: new RegExp(`${DIGITS}${DASH_DIGITS}(?:${DIGITS}){3}${DASH_DIGITS}(?:${DIGITS}){3}[MNO][DTjz][AEIMQUYcgk]=?`),
    notFollowedBy: /[\w+/=-]/,
    proof: 'structure',
    says: 'three numbers in base64, the last of them a time',
    source: 'SCNet: three keys in public repositories, beside api.scnet.cn',
  },
  {
    id: 'requesty',
    issuers: ['requesty'],
    // `rqsty-` stands before it.
    prefix: /sk-/,
    body: /[0-9A-Za-z+/]{107}=/,
    notFollowedBy: /[\w+/=-]/,
    proof: 'shape',
    says: 'sk- and 79 bytes in base64',
    source: 'Requesty: four keys in public repositories, beside router.requesty.ai',
  },
  {
    id: 'gateway',
    issuers: ['new-api', 'moonshot', 'stability', 'iflytek', 'siliconflow', 'braintrust', 'tencent', 'xiaomi'],
    prefix: /sk-/,
    body: /[0-9A-Za-z]{48}/,
    notFollowedBy: ALPHANUMERIC,
    proof: 'shape',
    says: 'sk- and 48 letters and digits',
    source: 'New API model/token.go; One API common/random/main.go; the neighbours of the same shape: issuers.ts',
  },
  {
    id: 'hex32',
    issuers: ['deepseek', 'dashscope'],
    prefix: /sk-/,
    body: /[0-9a-f]{32}/,
    notFollowedBy: WORD,
    proof: 'shape',
    says: 'sk- and 32 hexadecimal digits',
    source: 'rules of other scanners, read in November 2026',
  },
  {
    id: 'hex64',
    issuers: ['sub2api', 'coai', 'iflytek', 'qiniu'],
    prefix: /sk-/,
    body: /[0-9a-f]{64}/,
    notFollowedBy: WORD,
    proof: 'shape',
    says: 'sk- and 64 hexadecimal digits',
    source:
      'Sub2API: sk- and 32 random bytes in hexadecimal; CoAI (Chat Nio): keys in a public repository; Qiniu: four, beside openai.qiniu.com and api.qnaigc.com; iFlytek as below',
  },
  {
    id: 'opencode',
    issuers: ['opencode'],
    prefix: /sk-/,
    body: /[0-9A-Za-z]{64}/,
    notFollowedBy: WORD,
    proof: 'context',
    says: 'sk- and 64 letters and digits',
    source:
      'OpenCode Zen: a key in a public repository, beside opencode.ai/zen/v1; 67 characters in the logs of a client',
  },
  {
    id: 'iflytek-long',
    issuers: ['iflytek'],
    prefix: /sk-/,
    body: /[0-9A-Za-z]{49,64}/,
    notFollowedBy: WORD,
    proof: 'context',
    says: 'sk- and 49 to 64 letters and digits',
    source: 'rules of other scanners, read in November 2026: 48 to 64 characters',
  },
  {
    id: 'helicone-unnamed',
    issuers: ['helicone'],
    prefix: /sk-/,
    body: /[0-9a-z]{7}(?:-[0-9a-z]{7}){3}/,
    notFollowedBy: WORD,
    proof: 'context',
    says: 'sk- and four times 7 characters',
    source: 'Helicone generateApiKey before its keys had a prefix; a key in a public repository',
  },
  {
    id: 'manus',
    issuers: ['manus'],
    prefix: /sk-/,
    body: mixed('[\\w-]{92}'),
    notFollowedBy: WORD,
    proof: 'context',
    says: 'sk- and 92 letters, digits, dashes and underscores',
    source: 'Manus: two keys in public repositories, beside api.manus.ai',
  },
  {
    id: 'blackbox',
    issuers: ['blackbox'],
    prefix: /sk-/,
    body: mixed('[\\w-]{22}'),
    notFollowedBy: WORD,
    proof: 'context',
    says: 'sk- and 22 letters, digits, dashes and underscores',
    source: 'Blackbox AI, a deployment of LiteLLM: seven keys in public repositories',
  },
  {
    id: 'langflow',
    issuers: ['langflow'],
    prefix: /sk-/,
    body: /[\w-]{43}/,
    notFollowedBy: WORD,
    // Many a program mints its keys so.
    proof: 'context',
    says: 'sk- and 43 letters, digits, dashes and underscores',
    source: 'Langflow services/database/models/api_key/crud.py: secrets.token_urlsafe(32)',
  },
  {
    id: 'litellm',
    issuers: ['litellm'],
    prefix: /sk-/,
    body: /[\w-]{4,128}/,
    notFollowedBy: /[\w*…•-]|\.\./,
    proof: 'context',
    says: 'any text after sk-, as LiteLLM takes it',
    source: 'LiteLLM proxy documentation, virtual keys and master_key',
  },
];

/** A form that fits at a place of a text. */
export interface FormFit {
  readonly form: Form;
  /** Who may have minted it, from the form and, for One API, the structure. */
  readonly issuers: readonly IssuerId[];
  readonly proof: Form['proof'];
  readonly says: string;
  readonly prefix: string;
  readonly body: string;
  /** The admin's channel suffix of the gateway's keys, e.g. `-7`, else empty. */
  readonly suffix: string;
}

interface CompiledForm {
  readonly form: Form;
  readonly bounded: RegExp;
  readonly unbounded: RegExp;
}

const COMPILED: readonly CompiledForm[] = FORMS.map((form) => {
  const pattern = `(${form.prefix.source})(${form.body.source})`;
  return {
    form,
    bounded: new RegExp(`${pattern}(?!${form.notFollowedBy.source})`, 'y'),
    unbounded: new RegExp(pattern, 'y'),
  };
});

/** New API `middleware/auth.go`: what follows the key after a dash is a channel number. */
const CHANNEL_SUFFIX = /-\d{1,9}(?![\w-])/y;

/**
 * The forms that fit `text` at `index`, which is where its `s` of `sk-` stands; best first. Without `bounded`, as in
 * binary files, a key may run on into what follows it.
 */
export function formsAt(text: string, index: number, bounded = true): FormFit[] {
  const fits: FormFit[] = [];
  for (const row of COMPILED) {
    const pattern = bounded ? row.bounded : row.unbounded;
    pattern.lastIndex = index;
    const [whole, prefix, body] = pattern.exec(text) ?? [];
    if (whole === undefined || prefix === undefined || body === undefined) continue;
    fits.push(fit(row.form, prefix, body, row.form.id === 'gateway' ? suffixAt(text, index + whole.length) : ''));
  }
  return fits;
}

/** How one form does at a place, for people who ask why. */
export interface FormTrial {
  readonly form: Form;
  /** `runs on`: the form fits, but the text goes on as something longer. */
  readonly outcome: 'fits' | 'runs on' | 'no';
}

/** Every form of the table tried at `index`, in the order of the table. */
export function tryForms(text: string, index: number): FormTrial[] {
  return COMPILED.map(({ form, bounded, unbounded }) => {
    bounded.lastIndex = index;
    unbounded.lastIndex = index;
    return { form, outcome: bounded.test(text) ? 'fits' : unbounded.test(text) ? 'runs on' : 'no' };
  });
}

/** Judges 48 characters that stand without `sk-`: OpenAI's, or the gateway's, which takes them so after `Bearer`. */
export function bareFit(body: string): FormFit {
  const id = isOpenAiBody(body) ? 'openai-legacy' : 'gateway';
  const form = FORMS.find((each) => each.id === id)!;
  return fit(form, '', body, '');
}

function fit(form: Form, prefix: string, body: string, suffix: string): FormFit {
  const { issuers, proof, says } = form;
  if (form.id === 'gateway' && isOneApiBody(body)) {
    return {
      form,
      issuers: ['one-api'],
      proof: 'structure',
      prefix,
      body,
      suffix,
      says: 'the structure of a One API key (16 characters and a version-4 UUID in alternating case)',
    };
  }
  return { form, issuers, proof, says, prefix, body, suffix };
}

function suffixAt(text: string, index: number): string {
  CHANNEL_SUFFIX.lastIndex = index;
  return CHANNEL_SUFFIX.exec(text)?.[0] ?? '';
}
