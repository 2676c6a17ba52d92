/**
 * Fake keys, made at run time from a seed, so that no file of this repository holds anything that looks like one.
 * Fixtures hold markers, `{{NEW_API:1}}` or `{{ONE_API:2|base64}}`, that {@link expandMarkers} replaces; `{{ACCEPT:line}}`
 * stands for a suppression, which beside a marker would suppress nothing.
 */
import { createHash } from 'node:crypto';

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const URL_SAFE = ALPHANUMERIC + '-_';
const HEX = '0123456789abcdef';
/** Crockford's, in small letters. */
const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';
const PREFIX = 's' + 'k-';
const OPENAI_MARKER = 'T3Blbk' + 'FJ';

export type KeyKind = keyof typeof makers;

/** Every kind of key the product knows; each maker gives the same whole key for the same seed. */
export const makers = {
  NEW_API: (seed) => PREFIX + draw(seed, 48, ALPHANUMERIC),
  NEW_API_CHANNEL: (seed) => `${PREFIX}${draw(seed, 48, ALPHANUMERIC)}-7`,
  /** The bare 48 characters of `NEW_API` with the same seed. */
  NEW_API_BODY: (seed) => draw(seed, 48, ALPHANUMERIC),
  ONE_API: (seed) => PREFIX + draw(seed, 16, ALPHANUMERIC) + alternatingUuid(seed),
  ONE_API_BODY: (seed) => draw(seed, 16, ALPHANUMERIC) + alternatingUuid(seed),
  OPENAI_LEGACY: (seed) => PREFIX + openaiBody(seed),
  OPENAI_LEGACY_BODY: (seed) => openaiBody(seed),
  OPENAI_PROJECT: (seed) => openaiScoped('proj', seed),
  OPENAI_SERVICE: (seed) => openaiScoped('svcacct', seed),
  OPENAI_UNSCOPED: (seed) => `${PREFIX}${draw(seed, 42, URL_SAFE)}${OPENAI_MARKER}${draw(`${seed}b`, 42, URL_SAFE)}`,
  OPENAI_ADMIN: (seed) => openaiScoped('admin', seed),
  ANTHROPIC: (seed) => `${PREFIX}ant-api03-${draw(seed, 93, URL_SAFE)}AA`,
  ANTHROPIC_ADMIN: (seed) => `${PREFIX}ant-admin01-${draw(seed, 93, URL_SAFE)}AA`,
  ANTHROPIC_OAUTH: (seed) => `${PREFIX}ant-oat01-${draw(seed, 93, URL_SAFE)}AA`,
  ANTHROPIC_SESSION: (seed) => `${PREFIX}ant-sid01-${draw(seed, 93, URL_SAFE)}AA`,
  OPENROUTER: (seed) => `${PREFIX}or-v1-${draw(seed, 64, HEX)}`,
  /** DeepSeek and DashScope share this form. */
  HEX32: (seed) => PREFIX + draw(seed, 32, HEX),
  IFLYTEK: (seed) => PREFIX + draw(seed, 60, ALPHANUMERIC),
  MINIMAX: (seed) => `${PREFIX}api-${draw(seed, 119, URL_SAFE)}`,
  MINIMAX_PLAN: (seed) => `${PREFIX}cp-${draw(seed, 119, URL_SAFE)}`,
  KIMI_CODE: (seed) => `${PREFIX}kimi-${draw(seed, 64, ALPHANUMERIC)}`,
  DASHSCOPE_PLAN: (seed) => `${PREFIX}sp-${draw(seed, 32, HEX)}`,
  ZENMUX: (seed) => `${PREFIX}ss-v1-${draw(seed, 64, HEX)}`,
  ZENMUX_PAID: (seed) => `${PREFIX}ai-v1-${draw(seed, 64, HEX)}`,
  VSEGPT: (seed) => `${PREFIX}or-vv-${draw(seed, 64, HEX)}`,
  HACKCLUB: (seed) => `${PREFIX}hc-v1-${draw(seed, 64, HEX)}`,
  WINDSURF: (seed) => `${PREFIX}ws-01-${draw(seed, 94, URL_SAFE)}`,
  ANANNAS: (seed) => `${PREFIX}cr-${draw(seed, 32, HEX)}`,
  NANOGPT: (seed) => `${PREFIX}nano-${uuid(seed)}`,
  BIFROST: (seed) => `${PREFIX}bf-${uuid(seed)}`,
  MEGALLM: (seed) => `${PREFIX}mega-${draw(seed, 64, HEX)}`,
  TENCENT_PLAN: (seed) => `${PREFIX}tp-${draw(seed, 48, ALPHANUMERIC)}`,
  THESYS: (seed) => `${PREFIX}th-${draw(seed, 100, ALPHANUMERIC)}`,
  TUNE: (seed) => `${PREFIX}tune-${draw(seed, 35, ALPHANUMERIC)}`,
  CLAUDEHUB: (seed) => `${PREFIX}hub-${draw(seed, 32, ALPHANUMERIC)}`,
  AIRFORCE: (seed) => `${PREFIX}air-${draw(seed, 64, ALPHANUMERIC)}`,
  POE: (seed) => `${PREFIX}poe-${draw(seed, 43, URL_SAFE)}`,
  PAXSENIX: (seed) => `${PREFIX}paxsenix-${draw(seed, 48, URL_SAFE)}`,
  EDENAI: (seed) => `${PREFIX}eden-live-${draw(seed, 43, URL_SAFE)}${draw(`${seed} sum`, 8, HEX)}`,
  DIGITALOCEAN: (seed) => `${PREFIX}do-${draw(seed, 58, URL_SAFE)}`,
  VOIDAI: (seed) => `${PREFIX}voidai-${draw(seed, 120, URL_SAFE)}`,
  TESTSPRITE: (seed) => `${PREFIX}user-${draw(seed, 131, URL_SAFE)}`,
  SWISSAI: (seed) => `${PREFIX}rc-${draw(seed, 22, URL_SAFE)}`,
  LMSTUDIO: (seed) => `${PREFIX}lm-${draw(`${seed} id`, 8, ALPHANUMERIC)}:${draw(seed, 20, ALPHANUMERIC)}`,
  SCNET: (seed) => PREFIX + numbersInBase64(seed),
  SCNET_PLAN: (seed) => `${PREFIX}tp-${numbersInBase64(seed)}`,
  /** With what stands before `sk-`. */
  REQUESTY: (seed) => `rqsty-${PREFIX}${draw(seed, 106, ALPHANUMERIC + '+/')}A=`,
  OPENCODE: (seed) => PREFIX + draw(seed, 64, ALPHANUMERIC),
  MANUS: (seed) => PREFIX + draw(seed, 92, URL_SAFE),
  BLACKBOX: (seed) => PREFIX + draw(seed, 22, URL_SAFE),
  /** Xiaomi's: of the gateway's shape, without capitals. */
  XIAOMI: (seed) => `${PREFIX}c${draw(seed, 47, '0123456789abcdefghijklmnopqrstuvwxyz')}`,
  /** Sub2API's and CoAI's, and those of many a small server. */
  HEX64: (seed) => PREFIX + draw(seed, 64, HEX),
  DASHSCOPE_WORKSPACE: (seed) => signedKey('H', seed, URL_SAFE).replace('-sp-', '-ws-'),
  DASHSCOPE_SIGNED: (seed) => signedKey('H', seed, URL_SAFE),
  /** The same in base64 as it is, its padding included. */
  DASHSCOPE_SIGNED_PADDED: (seed) => `${signedKey('D', seed, ALPHANUMERIC + '+/').slice(0, -1)}=`,
  HELICONE: (seed) => `${PREFIX}helicone-${fourTimesSeven(seed)}`,
  HELICONE_UNNAMED: (seed) => PREFIX + fourTimesSeven(seed),
  LANGFUSE: (seed) => `${PREFIX}lf-${uuid(seed)}`,
  LANGFLOW: (seed) => PREFIX + draw(seed, 43, URL_SAFE),
  LITELLM: (seed) => PREFIX + draw(seed, 22, URL_SAFE),
} satisfies Record<string, (seed: string | number) => string>;

export const newApiKey = makers.NEW_API;
export const oneApiKey = makers.ONE_API;

/** Ways of writing a key, for markers such as `{{NEW_API:1|percent}}`; several chain from left to right. */
export const encoders: Record<string, (text: string) => string> = {
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  /** Only what a URL encoder would not touch is left: the dash is encoded too. */
  percent: (text) => text.replaceAll('-', '%2D'),
  percentAll: (text) => [...Buffer.from(text)].map((byte) => `%${hex(byte, 2).toUpperCase()}`).join(''),
  unicode: (text) => [...text].map((char) => `\\u${hex(char.charCodeAt(0), 4)}`).join(''),
  hexEscape: (text) => [...text].map((char) => `\\x${hex(char.charCodeAt(0), 2)}`).join(''),
  entities: (text) => [...text].map((char) => `&#${char.charCodeAt(0)};`).join(''),
  json: (text) => JSON.stringify(text),
  codes: (text) => [...text].map((char) => char.charCodeAt(0)).join(', '),
  reverse: (text) => [...text].reverse().join(''),
};

/** Replaces `{{KIND:seed}}`, with optional `[from,to]` (a slice) and `|encoder`s, by the key it names; and suppressions. */
export function expandMarkers(text: string): string {
  const suppressed = text.replaceAll(/\{\{ACCEPT:([a-z-]+)\}\}/g, 'starrise-disable-$1');
  return suppressed.replace(
    /\{\{([A-Z0-9_]+):(\w+)(?:\[(\d*),(\d*)\])?((?:\|\w+)*)\}\}/g,
    (whole, kind: string, seed: string, from: string | undefined, to: string | undefined, pipes: string) => {
      const make = makers[kind as KeyKind];
      if (make === undefined) throw new Error(`no such kind of key in a fixture: ${whole}`);
      const slice = make(seed).slice(from ? Number(from) : 0, to ? Number(to) : undefined);
      return pipes
        .split('|')
        .slice(1)
        .reduce((value, name) => {
          const encode = encoders[name];
          if (encode === undefined) throw new Error(`no such encoder in a fixture: ${whole}`);
          return encode(value);
        }, slice);
    },
  );
}

/** Three short parts and what looks like a signature of 72 bytes in DER. */
function signedKey(version: string, seed: string | number, alphabet: string): string {
  const letters = draw(`${seed} letters`, 5, 'DEHILMPRXY');
  const id = draw(`${seed} id`, 4, ALPHANUMERIC);
  return `${PREFIX}sp-${version}.${letters}.${id}.${'MEYC' + 'IQ'}${draw(seed, 90, alphabet)}`;
}

/** An account of 3 digits, a number of 11 and a time in milliseconds. */
function numbersInBase64(seed: string | number): string {
  const [account, number, time] = [3, 11, 12].map((length) => draw(`${seed} ${length}`, length, '0123456789'));
  return Buffer.from(`${account}-${number}-1${time}`).toString('base64');
}

function fourTimesSeven(seed: string | number): string {
  return [1, 2, 3, 4].map((part) => draw(`${seed} ${part}`, 7, BASE32)).join('-');
}

function openaiBody(seed: string | number): string {
  return draw(seed, 20, ALPHANUMERIC) + OPENAI_MARKER + draw(`${seed}b`, 20, ALPHANUMERIC);
}

function openaiScoped(scope: string, seed: string | number): string {
  return `${PREFIX}${scope}-${draw(seed, 74, URL_SAFE)}${OPENAI_MARKER}${draw(`${seed}b`, 74, URL_SAFE)}`;
}

/** A version-4 UUID's 32 digits, letters at even positions upper case and at odd positions lower: how One API writes it. */
function alternatingUuid(seed: string | number): string {
  return [...uuid(seed).replaceAll('-', '')].map((char, at) => (at % 2 === 0 ? char.toUpperCase() : char)).join('');
}

function uuid(seed: string | number): string {
  const digits = draw(`uuid ${seed}`, 32, HEX);
  const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) % 4];
  const all = `${digits.slice(0, 12)}4${digits.slice(13, 16)}${variant}${digits.slice(17)}`;
  return all.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** `length` characters of `alphabet`, uniform and the same for the same seed. */
function draw(seed: string | number, length: number, alphabet: string): string {
  let out = '';
  for (let block = 0; out.length < length; block++) {
    for (const byte of createHash('sha256').update(`starrise-fixture ${seed} ${block}`).digest()) {
      // Reject the tail, so that every character is as likely as the next.
      if (byte < 256 - (256 % alphabet.length) && out.length < length) out += alphabet[byte % alphabet.length];
    }
  }
  return out;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}
