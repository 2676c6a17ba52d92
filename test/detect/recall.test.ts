import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/index.js';
import type { KeyMatch } from '../../src/detect/index.js';
import { encoders, makers, type KeyKind } from '../support/keys.js';
import { SETTINGS } from '../support/settings.js';

/** Every issuer's key, what its own form and each context make of it. */
const ISSUERS: readonly {
  kind: KeyKind;
  alone: string | null;
  variable: [name: string, issuer: string];
  host: [host: string, issuer: string];
}[] = [
  {
    kind: 'NEW_API',
    alone: 'ambiguous',
    variable: ['STARRISE_API_KEY', 'new-api'],
    host: ['api.starrise.ai', 'new-api'],
  },
  {
    kind: 'NEW_API_CHANNEL',
    alone: 'new-api',
    variable: ['STARRISE_API_KEY', 'new-api'],
    host: ['api.starrise.ai', 'new-api'],
  },
  {
    kind: 'NEW_API',
    alone: 'ambiguous',
    variable: ['MOONSHOT_API_KEY', 'moonshot'],
    host: ['api.moonshot.cn', 'moonshot'],
  },
  {
    kind: 'NEW_API',
    alone: 'ambiguous',
    variable: ['STABILITY_KEY', 'stability'],
    host: ['api.stability.ai', 'stability'],
  },
  {
    kind: 'NEW_API',
    alone: 'ambiguous',
    variable: ['SILICONFLOW_API_KEY', 'siliconflow'],
    host: ['api.siliconflow.cn', 'siliconflow'],
  },
  {
    kind: 'NEW_API',
    alone: 'ambiguous',
    variable: ['BRAINTRUST_API_KEY', 'braintrust'],
    host: ['api.braintrust.dev', 'braintrust'],
  },
  {
    kind: 'NEW_API',
    alone: 'ambiguous',
    variable: ['XFYUN_API_KEY', 'iflytek'],
    host: ['spark-api-open.xf-yun.com', 'iflytek'],
  },
  { kind: 'ONE_API', alone: 'one-api', variable: ['ONE_API_KEY', 'one-api'], host: ['api.starrise.ai', 'one-api'] },
  {
    kind: 'OPENAI_LEGACY',
    alone: 'openai',
    variable: ['OPENAI_API_KEY', 'openai'],
    host: ['api.openai.com', 'openai'],
  },
  {
    kind: 'OPENAI_PROJECT',
    alone: 'openai',
    variable: ['OPENAI_API_KEY', 'openai'],
    host: ['api.starrise.ai', 'openai'],
  },
  {
    kind: 'OPENAI_SERVICE',
    alone: 'openai',
    variable: ['OPENAI_API_KEY', 'openai'],
    host: ['api.openai.com', 'openai'],
  },
  {
    kind: 'OPENAI_UNSCOPED',
    alone: 'openai',
    variable: ['OPENAI_API_KEY', 'openai'],
    host: ['api.openai.com', 'openai'],
  },
  { kind: 'OPENAI_ADMIN', alone: 'openai', variable: ['OPENAI_API_KEY', 'openai'], host: ['api.openai.com', 'openai'] },
  {
    kind: 'ANTHROPIC',
    alone: 'anthropic',
    variable: ['ANTHROPIC_API_KEY', 'anthropic'],
    host: ['api.anthropic.com', 'anthropic'],
  },
  {
    kind: 'ANTHROPIC_ADMIN',
    alone: 'anthropic',
    variable: ['X', 'anthropic'],
    host: ['api.anthropic.com', 'anthropic'],
  },
  {
    kind: 'ANTHROPIC_OAUTH',
    alone: 'anthropic',
    variable: ['X', 'anthropic'],
    host: ['api.anthropic.com', 'anthropic'],
  },
  {
    kind: 'ANTHROPIC_SESSION',
    alone: 'anthropic',
    variable: ['X', 'anthropic'],
    host: ['claude.ai', 'anthropic'],
  },
  {
    kind: 'OPENROUTER',
    alone: 'openrouter',
    variable: ['OPENROUTER_API_KEY', 'openrouter'],
    host: ['openrouter.ai', 'openrouter'],
  },
  {
    kind: 'HEX32',
    alone: 'ambiguous',
    variable: ['DEEPSEEK_API_KEY', 'deepseek'],
    host: ['dashscope.aliyuncs.com', 'dashscope'],
  },
  {
    kind: 'IFLYTEK',
    alone: null,
    variable: ['SPARK_API_KEY', 'iflytek'],
    host: ['spark-api-open.xf-yun.com', 'iflytek'],
  },
  { kind: 'MINIMAX', alone: 'minimax', variable: ['MINIMAX_API_KEY', 'minimax'], host: ['api.minimax.io', 'minimax'] },
  {
    kind: 'MINIMAX_PLAN',
    alone: 'minimax',
    variable: ['MINIMAX_API_KEY', 'minimax'],
    host: ['api.minimaxi.com', 'minimax'],
  },
  { kind: 'KIMI_CODE', alone: 'moonshot', variable: ['KIMI_API_KEY', 'moonshot'], host: ['api.kimi.com', 'moonshot'] },
  {
    kind: 'DASHSCOPE_PLAN',
    alone: 'dashscope',
    variable: ['DASHSCOPE_API_KEY', 'dashscope'],
    host: ['coding.dashscope.aliyuncs.com', 'dashscope'],
  },
  { kind: 'ZENMUX', alone: 'zenmux', variable: ['ZENMUX_API_KEY', 'zenmux'], host: ['zenmux.ai', 'zenmux'] },
  { kind: 'ZENMUX_PAID', alone: 'zenmux', variable: ['API_KEY', 'zenmux'], host: ['zenmux.ai', 'zenmux'] },
  { kind: 'VSEGPT', alone: 'vsegpt', variable: ['VSEGPT_API_KEY', 'vsegpt'], host: ['api.vsegpt.ru', 'vsegpt'] },
  { kind: 'HACKCLUB', alone: 'hackclub', variable: ['API_KEY', 'hackclub'], host: ['ai.hackclub.com', 'hackclub'] },
  {
    kind: 'WINDSURF',
    alone: 'windsurf',
    variable: ['WINDSURF_API_KEY', 'windsurf'],
    host: ['server.codeium.com', 'windsurf'],
  },
  { kind: 'ANANNAS', alone: 'anannas', variable: ['ANANNAS_API_KEY', 'anannas'], host: ['api.anannas.ai', 'anannas'] },
  { kind: 'NANOGPT', alone: 'nanogpt', variable: ['NANOGPT_API_KEY', 'nanogpt'], host: ['nano-gpt.com', 'nanogpt'] },
  {
    kind: 'BIFROST',
    alone: 'bifrost',
    variable: ['BIFROST_VIRTUAL_KEY', 'bifrost'],
    host: ['api.openai.com', 'bifrost'],
  },
  { kind: 'MEGALLM', alone: 'megallm', variable: ['MEGALLM_API_KEY', 'megallm'], host: ['ai.megallm.io', 'megallm'] },
  {
    kind: 'TENCENT_PLAN',
    alone: 'tencent',
    variable: ['LLM_API_KEY', 'tencent'],
    host: ['api.lkeap.cloud.tencent.com', 'tencent'],
  },
  { kind: 'THESYS', alone: 'thesys', variable: ['THESYS_API_KEY', 'thesys'], host: ['api.thesys.dev', 'thesys'] },
  { kind: 'TUNE', alone: 'tune', variable: ['TUNE_API_KEY', 'tune'], host: ['proxy.tune.app', 'tune'] },
  {
    kind: 'CLAUDEHUB',
    alone: 'claudehub',
    variable: ['ANTHROPIC_API_KEY', 'claudehub'],
    host: ['api.claudehub.fun', 'claudehub'],
  },
  {
    kind: 'AIRFORCE',
    alone: 'airforce',
    variable: ['AIRFORCE_API_KEY', 'airforce'],
    host: ['api.airforce', 'airforce'],
  },
  { kind: 'POE', alone: 'poe', variable: ['POE_API_KEY', 'poe'], host: ['api.poe.com', 'poe'] },
  {
    kind: 'PAXSENIX',
    alone: 'paxsenix',
    variable: ['PAXSENIX_API_KEY', 'paxsenix'],
    host: ['api.paxsenix.org', 'paxsenix'],
  },
  { kind: 'EDENAI', alone: 'edenai', variable: ['EDENAI_API_KEY', 'edenai'], host: ['api.edenai.run', 'edenai'] },
  {
    kind: 'DIGITALOCEAN',
    alone: 'digitalocean',
    variable: ['GRADIENT_MODEL_ACCESS_KEY', 'digitalocean'],
    host: ['inference.do-ai.run', 'digitalocean'],
  },
  { kind: 'VOIDAI', alone: 'voidai', variable: ['VOIDAI_API_KEY', 'voidai'], host: ['api.voidai.app', 'voidai'] },
  {
    kind: 'TESTSPRITE',
    alone: 'testsprite',
    variable: ['API_KEY', 'testsprite'],
    host: ['mcp.testsprite.com', 'testsprite'],
  },
  {
    kind: 'SWISSAI',
    alone: 'swissai',
    variable: ['SWISSAI_API', 'swissai'],
    host: ['fmapi.swissai.cscs.ch', 'swissai'],
  },
  {
    kind: 'LMSTUDIO',
    alone: 'lmstudio',
    variable: ['LMSTUDIO_API_KEY', 'lmstudio'],
    host: ['localhost:1234', 'lmstudio'],
  },
  { kind: 'SCNET', alone: 'scnet', variable: ['SCNET_API_KEY', 'scnet'], host: ['api.scnet.cn', 'scnet'] },
  { kind: 'SCNET_PLAN', alone: 'scnet', variable: ['MODEL_API_KEY', 'scnet'], host: ['api.scnet.cn', 'scnet'] },
  {
    kind: 'REQUESTY',
    alone: 'requesty',
    variable: ['REQUESTY_API_KEY', 'requesty'],
    host: ['router.requesty.ai', 'requesty'],
  },
  { kind: 'OPENCODE', alone: null, variable: ['OPENCODE_API_KEY', 'opencode'], host: ['opencode.ai', 'opencode'] },
  { kind: 'MANUS', alone: null, variable: ['MANUS_API_KEY', 'manus'], host: ['api.manus.ai', 'manus'] },
  { kind: 'BLACKBOX', alone: null, variable: ['BLACKBOX_API_KEY', 'blackbox'], host: ['api.blackbox.ai', 'blackbox'] },
  { kind: 'XIAOMI', alone: 'ambiguous', variable: ['MIMO_API_KEY', 'xiaomi'], host: ['api.xiaomimimo.com', 'xiaomi'] },
  {
    kind: 'HEX64',
    alone: 'ambiguous',
    variable: ['SUB2API_KEY', 'sub2api'],
    host: ['spark-api-open.xf-yun.com', 'iflytek'],
  },
  {
    kind: 'DASHSCOPE_WORKSPACE',
    alone: 'dashscope',
    variable: ['OPENAI_API_KEY', 'dashscope'],
    host: ['ws-1.ap-southeast-1.maas.aliyuncs.com', 'dashscope'],
  },
  {
    kind: 'DASHSCOPE_SIGNED',
    alone: 'dashscope',
    variable: ['BAILIAN_API_KEY', 'dashscope'],
    host: ['token-plan.cn-beijing.maas.aliyuncs.com', 'dashscope'],
  },
  {
    kind: 'DASHSCOPE_SIGNED_PADDED',
    alone: 'dashscope',
    variable: ['ANTHROPIC_AUTH_TOKEN', 'dashscope'],
    host: ['dashscope-intl.aliyuncs.com', 'dashscope'],
  },
  {
    kind: 'HELICONE',
    alone: 'helicone',
    variable: ['HELICONE_API_KEY', 'helicone'],
    host: ['oai.helicone.ai', 'helicone'],
  },
  {
    kind: 'HELICONE_UNNAMED',
    alone: null,
    variable: ['HELICONE_API_KEY', 'helicone'],
    host: ['oai.helicone.ai', 'helicone'],
  },
  {
    kind: 'LANGFUSE',
    alone: 'langfuse',
    variable: ['LANGFUSE_SECRET_KEY', 'langfuse'],
    host: ['cloud.langfuse.com', 'langfuse'],
  },
  {
    kind: 'LANGFLOW',
    alone: null,
    variable: ['LANGFLOW_API_KEY', 'langflow'],
    host: ['langflowai/langflow', 'langflow'],
  },
];

/** Notations that put a key between a left and a right boundary; `K` is the key. */
const NOTATIONS: Readonly<Record<string, string>> = {
  'double quotes': 'const x = "K";',
  'single quotes': "x = 'K'",
  backticks: 'x = `K`',
  'nothing around it': 'K',
  'environment file': 'X=K\n',
  yaml: 'x: K\r\n',
  'JSON in JSON': '"{\\"x\\":\\"K\\"}"',
  'JSON in JSON in JSON': '{"a":"{\\"b\\":\\"{\\\\\\"x\\\\\\":\\\\\\"K\\\\\\"}\\"}"}',
  'after an escaped line feed': '"first\\nK\\nlast"',
  'after an escaped tab': '"first\\tK\\tlast"',
  'after %20': 'Authorization=Bearer%20K&x=1',
  'after %22': 'settings={%22key%22:%22K%22}',
  'after \\u0022': 'x = "\\u0022K\\u0022"',
  'after \\x22': 'x = "\\x22K\\x22"',
  'after &quot;': '<a data-x="{&quot;k&quot;:&quot;K&quot;}">',
  'after &#34;': '<a data-x="&#34;K&#34;">',
  'after a colour code': '\u001b[32mK\u001b[0m',
  'after a written colour code': '"\\u001b[32mK\\u001b[0m"',
  'in a query': 'https://example.org/v1?key=K&x=1',
  'in a list': '[K,1]',
  'in brackets': '(K)',
  'in markup': '<key>K</key>',
  'after key_': 'x = "key_K"',
  doubled: 'Bearer sk-K',
  'in Chinese text': '密钥是K。',
};

describe('a whole key', () => {
  for (const { kind, alone, variable, host } of ISSUERS) {
    const key = makers[kind]('recall');

    it(`of ${kind} is ${alone === null ? 'not believed' : 'found'} by itself`, () => {
      expect(issuersOf(scan(`value = "${key}"\n`))).toEqual(alone === null ? [] : [alone]);
    });

    it(`of ${kind} is given to the issuer of its variable, ${variable[0]}`, () => {
      for (const text of [
        `${variable[0]}=${key}`,
        `process.env.${variable[0]} = '${key}'`,
        `{"${variable[0]}": "${key}"}`,
        `setx ${variable[0]} "${key}"`,
        `ENV ${variable[0]} ${key}`,
        `  - name: ${variable[0]}\n    value: ${key}\n`,
      ]) {
        expect(issuersOf(scan(text)), text.replace(key, 'K')).toEqual([variable[1]]);
      }
    });

    it(`of ${kind} is given to the issuer of the host beside it, ${host[0]}`, () => {
      for (const text of [
        `baseURL: "https://${host[0]}/v1",\napiKey: "${key}",`,
        `curl https://${host[0]}/v1/models -H "Authorization: Bearer ${key}"`,
      ]) {
        expect(issuersOf(scan(text)), text.replace(key, 'K')).toEqual([host[1]]);
      }
    });
  }

  describe("of OpenAI's or Helicone's", () => {
    const legacy = makers.OPENAI_LEGACY_BODY('named');
    const half = makers.VOIDAI('half').slice(-120);
    const scoped = (scope: string, left: number, right = left): string =>
      `${'sk-'}${scope}-${half.slice(0, left)}${legacy.slice(20, 28)}${half.slice(0, right)}`;
    const helicone = makers.HELICONE('region').split('-');

    it.each([
      ['with the name of a service account', 'openai', `${'sk-'}ci-deploys-${legacy}`],
      ['with a name of one letter', 'openai', `${'sk-'}x-${legacy}`],
      ['with the scope None', 'openai', scoped('None', 20)],
      ['with the scope service', 'openai', scoped('service', 58)],
      ['with 100 characters on each side', 'openai', scoped('proj', 100)],
      ['with a region', 'helicone', [...helicone.slice(0, 2), 'eu', ...helicone.slice(2)].join('-')],
      ['with a region of five letters', 'helicone', [...helicone.slice(0, 2), 'japan', ...helicone.slice(2)].join('-')],
    ])('is found %s', (_, issuer, key) => {
      expect(issuersOf(scan(`value = "${key}"`))).toEqual([issuer]);
    });

    it.each([
      ['with a name of 43 letters', `${'sk-'}${'pqxw'.repeat(11).slice(1)}-${legacy}`],
      ['with a name that is a number', `${'sk-'}1-${legacy}`],
      ['with a name and a letter more', `${'sk-'}ci-${legacy}x`],
      ['with a scope and 19 characters on a side', scoped('None', 19, 20)],
      ['with a scope and 19 characters on the other side', scoped('None', 20, 19)],
      ['with a region of six letters', [...helicone.slice(0, 2), 'europe', ...helicone.slice(2)].join('-')],
      ['with a region of one letter', [...helicone.slice(0, 2), 'e', ...helicone.slice(2)].join('-')],
    ])('is nothing %s', (_, key) => {
      expect(scan(`value = "${key}"`)).toEqual([]);
    });
  });

  for (const [name, notation] of Object.entries(NOTATIONS)) {
    it(`is found ${name}, exactly where it stands`, () => {
      for (const kind of [
        'NEW_API',
        'ONE_API',
        'OPENAI_PROJECT',
        'ANTHROPIC',
        'OPENROUTER',
        'HEX32',
        'LANGFUSE',
        'DASHSCOPE_SIGNED',
      ] as const) {
        const key = makers[kind](name);
        const text = `// before\n${notation.replace('K', key)}\n// after`;
        const found = scan(text);
        expect(
          found.map(({ start, end, encoding }) => [text.slice(start, end) === key, encoding]),
          `${kind} ${name}`,
        ).toEqual([[true, 'plain']]);
      }
    });
  }
});

it('a key at several places is found at each, in the order of the text', () => {
  const key = makers.NEW_API('again');
  const text = `a: ${encoders.base64!(key)}\nb: "${key}", c: "${key}"\nd: "${encoders.percentAll!(key)}"\n`;
  expect(scan(text).map(({ line, encoding }) => [line, encoding])).toEqual([
    [1, 'base64'],
    [2, 'plain'],
    [2, 'plain'],
    [3, 'percent'],
  ]);
});

describe('an encoded key', () => {
  const decoded: Readonly<Record<string, string>> = {
    base64: 'base64',
    base64url: 'base64',
    hex: 'hex',
    percent: 'percent',
    percentAll: 'percent',
    unicode: 'unicode',
    hexEscape: 'hex-escape',
    entities: 'html',
  };
  for (const [encoder, encoding] of Object.entries(decoded)) {
    it(`is found in ${encoder}, where the encoded text stands`, () => {
      for (const kind of [
        'NEW_API',
        'ONE_API',
        'OPENAI_PROJECT',
        'ANTHROPIC',
        'OPENROUTER',
        'HEX32',
        'LANGFUSE',
        'KIMI_CODE',
        'DASHSCOPE_SIGNED',
        'DASHSCOPE_SIGNED_PADDED',
      ] as const) {
        const written = encoders[encoder]!(makers[kind](encoder));
        const text = `x = "${written}";`;
        const found = scan(text);
        expect(
          found.map((match) => match.encoding),
          kind,
        ).toEqual([encoding]);
        expect(found[0]!.start, kind).toBe(5);
        expect(Math.abs(found[0]!.end - 5 - written.replace(/=+$/, '').length), kind).toBeLessThanOrEqual(1);
      }
    });
  }

  it('is found in base64 at each of the three offsets', () => {
    for (const before of ['', ' ', '  ', 'user:', 'api:', '{"auth":"', 'Authorization: Bearer ']) {
      const found = scan(`x: ${encoders.base64!(`${before}${makers.NEW_API('offset')}"}`)}\n`);
      const start = 3 + Math.floor((before.length * 8) / 6);
      const end = 3 + Math.ceil(((before.length + 51) * 8) / 6);
      expect(
        found.map((match) => [match.encoding, match.start, match.end]),
        before,
      ).toEqual([['base64', start, end]]);
    }
  });

  it('is found in base64 that is glued to something, or in brackets', () => {
    for (const [before, behind] of [
      ...['a', 'ab', 'abc', 'data/', 'auth-', 'user_', 'v+'].map((glued) => [glued, '']),
      ['[', ']'],
      ['{', '}'],
      ['(', ')'],
      ['@', '`'],
    ] as const)
      expect(
        scan(`"${before}${encoders.base64!(`u:${makers.NEW_API('glued')}`)}${behind}"`).map(({ encoding }) => encoding),
        before,
      ).toEqual(['base64']);
  });

  it.each([' => ', ' ?= ', ' >> ', ' ~> ', ' <> '])(
    'is named by what stands before it in the same base64, with all characters of its alphabets: %s',
    (operator) => {
      for (const encode of [encoders.base64!, encoders.base64url!])
        for (const before of ['', ' ', '  ']) {
          const text = `${before}STARRISE_API_KEY${operator}"${makers.NEW_API('alphabet')}"`;
          expect(issuersOf(scan(`x = "${encode(text)}"`)), before).toEqual(['new-api']);
        }
    },
  );

  it.each(['\n', '\r\n    ', '\n\t', '\\n', '\\r\\n'])('is named by what stands on the line before: %j', (wrap) => {
    const [name, key] = [' STARRISE_API_KEY=', makers.NEW_API('wrapped')].map((part) => encoders.base64!(part));
    expect(issuersOf(scan(`"${name}${wrap}${key}"`))).toEqual(['new-api']);
    expect(issuersOf(scan(`"${name}\n\n${key}"`))).toEqual(['ambiguous']);
  });

  it('belongs to the names in its own text, else to those around it', () => {
    const key = makers.NEW_API('inside');
    expect(issuersOf(scan(`MOONSHOT_API_KEY: ${encoders.base64!(key)}\n`))).toEqual(['moonshot']);
    expect(issuersOf(scan(`MOONSHOT_API_KEY: ${encoders.base64!(`STARRISE_API_KEY=${key}`)}\n`))).toEqual(['new-api']);
    expect(issuersOf(scan(`moonshot = ${JSON.stringify(encoders.percentAll!(key))}\n`))).toEqual(['moonshot']);
  });

  it('is found in hexadecimal digits of either case, with 0x before them or something behind', () => {
    const hex = encoders.hex!(makers.NEW_API('digits'));
    for (const text of [hex.toUpperCase(), `0x${hex}`, `x'${hex.toUpperCase()}'`, `${hex}h`, `hex:${hex}`])
      expect(
        scan(`x = "${text}"`).map(({ encoding }) => encoding),
        text.replace(hex, 'H'),
      ).toEqual(['hex']);
  });

  it.each(['&hyphen;', '&dash;', '&#x2d;', '&#X02D;', '&#045;', '&amp;#45;'])(
    'is found with %s for its dash',
    (dash) => {
      const found = scan(`<a title="${makers.NEW_API('dash').replace('-', dash)}">`);
      expect(found.map(({ encoding }) => encoding)).toEqual(['html']);
    },
  );

  it('is found in codes with any blanks between them', () => {
    const codes = encoders.codes!(makers.NEW_API('codes'));
    for (const between of [',', ', ', ',\n  '])
      expect(scan(`const x = String.fromCharCode(${codes.replaceAll(', ', between)});`), between).toHaveLength(1);
  });

  it('is found where it stands, with what lies beyond the basic plane before it', () => {
    const key = makers.NEW_API('plane');
    for (const before of ['\\u{1f511} ', '&#128273; ', '\u{1f511} ']) {
      const text = `"${before}${key.replace('-', '\\u{2d}')}"`;
      expect(
        scan(text).map(({ start, end }) => text.slice(start, end)),
        before,
      ).toEqual([key.replace('-', '\\u{2d}')]);
    }
  });

  it('is found in nested encodings', () => {
    const key = makers.NEW_API('nested');
    const { base64, hex, percent, json } = encoders as Record<string, (text: string) => string>;
    const cases: readonly (readonly [string, string])[] = [
      [base64!(base64!(`user:${key}`)), 'base64 > base64'],
      [base64!(json!(`{"auths":{"r":{"auth":"${base64!(`u:${key}`)}"}}}`)), 'base64 > base64'],
      [base64!(`x=${percent!(key)}`), 'base64 > percent'],
      [hex!(base64!(`u:${key}`)), 'hex > base64'],
      [base64!(hex!(key)), 'base64 > hex'],
      [encodeURIComponent(base64!(`u:${key}`)), 'base64'],
      [encodeURIComponent(encodeURIComponent(percent!(key))), 'percent'],
    ];
    for (const [text, encoding] of cases)
      expect(
        scan(`v: ${text}\n`).map((match) => match.encoding),
        encoding,
      ).toEqual([encoding]);
  });

  it('is found in base64 that is wrapped over lines', () => {
    const text = encoders.base64!(`{"some":"text before it","key":"${makers.NEW_API('wrapped')}"}`).replace(
      /.{60}/g,
      '$&\n    ',
    );
    expect(scan(`data:\n    ${text}\n`)).toHaveLength(1);
  });

  it("is found in PowerShell's -EncodedCommand", () => {
    const command = Buffer.from(`$env:X = "${makers.NEW_API('powershell')}"`, 'utf16le').toString('base64');
    expect(scan(`powershell -EncodedCommand ${command}`)).toHaveLength(1);
  });

  it('is found in UTF-16 and Latin-1 files', () => {
    const text = `# caf\u00e9\nSTARRISE_API_KEY=${makers.NEW_API('wide')}\n`;
    const le = Buffer.from(text, 'utf16le');
    const be = Buffer.from(le).swap16();
    for (const [bytes, encoding] of [
      [le, 'utf-16le'],
      [be, 'utf-16be'],
      [Buffer.concat([Buffer.from([0xff, 0xfe]), le]), 'utf-16le'],
      [Buffer.concat([Buffer.from([0xfe, 0xff]), be]), 'utf-16be'],
      [Buffer.from(text, 'latin1'), 'latin-1'],
      [Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), 'utf-8'],
    ] as const) {
      const { matches, encoding: found } = detect(bytes, SETTINGS);
      expect(found).toBe(encoding);
      expect(matches.map(({ line, column }) => [line, column])).toEqual([[2, 18]]);
    }
    const first = `KEY=${makers.NEW_API('wide')} \u00e9`;
    const firstLe = Buffer.from(`\ufeff${first}`, 'utf16le');
    for (const bytes of [firstLe, Buffer.from(firstLe).swap16(), Buffer.from(`\ufeff${first}`)])
      expect(detect(bytes, SETTINGS).matches.map(({ column }) => column)).toEqual([5]);
    // Half a byte order mark is none, and a character of its own.
    for (const begin of ['\u00ef!\u00bf', '\u00ef\u00bb!', '\u00ef\u00bb']) {
      const { matches } = detect(Buffer.from(`${begin}KEY=${makers.NEW_API('wide')} \u00e9`, 'latin1'), SETTINGS);
      expect(matches.map(({ column }) => column)).toEqual([begin.length + 5]);
    }
    for (const begin of [[0xff], [0xfe], [0xef], [0xef, 0xbb], [0xef, 0x21, 0xbf]]) {
      const { matches, encoding } = detect(Buffer.concat([Buffer.from(begin), Buffer.from(text, 'latin1')]), SETTINGS);
      expect([encoding, ...matches.map(({ line, column }) => [line, column])]).toEqual(['latin-1', [2, 18]]);
    }
  });
});

describe('a key that is encoded, split or without its prefix in UTF-16', () => {
  const key = makers.NEW_API('utf16');
  const texts = Object.entries({
    ...Object.fromEntries(Object.entries(encoders).map(([name, encode]) => [name, encode(key)])),
    split: `${key.slice(0, 20)}" + "${key.slice(20)}`,
    bare: makers.ONE_API_BODY('utf16'),
  }).filter(([name]) => name !== 'reverse' && name !== 'codes');

  it.each(texts)('is found with a byte order mark and without: %s', (_, written) => {
    const le = Buffer.from(`STARRISE_API_KEY = "${written}"\n`, 'utf16le');
    const be = Buffer.from(le).swap16();
    for (const bytes of [
      le,
      be,
      Buffer.concat([Buffer.from([0xff, 0xfe]), le]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), be]),
    ])
      expect(detect(bytes, SETTINGS).matches.map(({ line }) => line)).toEqual([1]);
  });
});

describe('a key without sk-, and a key that only its name makes one, in a text that is escaped as a whole', () => {
  const punctuation = (escape: (code: number) => string) => (text: string) =>
    text.replace(/[^\w.]/g, (char) => escape(char.charCodeAt(0)));
  const escapes: Record<string, (text: string) => string> = {
    JSON: JSON.stringify,
    'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
    URL: encodeURIComponent,
    HTML: (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
    '\\u': punctuation((code) => `\\u${code.toString(16).padStart(4, '0').toUpperCase()}`),
    '\\x': punctuation((code) => `\\x${code.toString(16).padStart(2, '0')}`),
    entities: punctuation((code) => `&#${code};`),
  };
  const [bare, litellm] = [makers.NEW_API_BODY('whole'), makers.LITELLM('whole')];
  const texts = [
    `export NEW_API_TOKEN="${bare}"`,
    `a\nNEW_API_TOKEN=${bare}\n`,
    `https://api.starrise.ai/v1/models?key=${bare}&x=1`,
    `curl https://api.starrise.ai/v1 -H "Authorization: Bearer ${bare}"`,
    `{ "x-api-key": "${bare}" }`,
    `litellm:\n  LITELLM_MASTER_KEY="${litellm}"`,
  ];

  it.each(Object.keys(escapes))('is found: %s', (name) => {
    for (const text of texts) expect([text, scan(escapes[name]!(text)).length]).toEqual([text, 1]);
  });
});

describe("a key that has a slash, a dot or a colon in it, as DashScope's, Requesty's and LM Studio's have", () => {
  const [signed] = [1, 2, 3, 4, 5, 6]
    .map((seed) => makers.DASHSCOPE_SIGNED_PADDED(seed))
    .filter((key) => key.includes('/'));
  const [requesty] = [1, 2, 3, 4, 5, 6].map((seed) => makers.REQUESTY(seed)).filter((key) => key.includes('/'));
  const lmStudio = makers.LMSTUDIO(1);
  const keys = { dashscope: signed!, requesty: requesty!, lmstudio: lmStudio };

  it.each(Object.entries(keys))('of %s is found as PHP writes JSON, in URLs, and in escapes', (issuer, key) => {
    const escaped: Readonly<Record<string, string>> = {
      JSON: `{"key":"${key.replaceAll('/', '\\/')}"}`,
      'JSON in JSON': JSON.stringify(`{"key":"${key.replaceAll('/', '\\/')}"}`),
      URL: `?key=${encodeURIComponent(key)}&x=1`,
      '\\u': `"${key.replace(/[/=:+.]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)}"`,
      HTML: `"${key.replace(/[/=:+]/g, (char) => `&#${char.charCodeAt(0)};`)}"`,
    };
    for (const [name, text] of Object.entries(escaped)) expect([name, issuersOf(scan(text))]).toEqual([name, [issuer]]);
  });

  it.each([
    ['dashscope', signed!],
    ['lmstudio', lmStudio],
  ])('of %s is found in pieces', (issuer, key) => {
    for (const at of [3, 6, 9, 16, key.length - 4]) {
      const [a, b] = [key.slice(0, at), key.slice(at)];
      for (const text of [
        `x = "${a}" + "${b}";`,
        `$x = '${a}' . '${b}';`,
        `x = ("${a}"\n     "${b}")`,
        `REST = "${b}"\nx = f"${a}{REST}"\n`,
        `export X=${a}\\\n${b}\n`,
        `const x = ["${a}", "${b}"].join("");`,
      ])
        expect([text, issuersOf(scan(text))]).toEqual([text, [issuer]]);
    }
    const [a, b] = [key.slice(0, 25), key.slice(25)];
    if (issuer === 'dashscope') expect(issuersOf(scan(`x: >-\n  ${a}\n  ${b}\n`))).toEqual([issuer]);
  });

  it('is no key in pieces where it is a path or a sample', () => {
    for (const text of [
      `x = "sk-sp-" + "docs/readme.md";`,
      `x = "sk-lm-" + "localhost:1234";`,
      `x = "sk-ws-" + "H.ABCDEF.GHIJ.MEUCIQ${'a'.repeat(90)}";`,
      `x: >-\n  ${signed!.slice(0, 25)}\n  other: 1\n`,
    ])
      expect(scan(text)).toEqual([]);
  });

  it('of another kind ends where a slash is escaped', () => {
    const key = makers.NEW_API('slash');
    expect(scan(`{"url":"https:\\/\\/example.org\\/${key}\\/x"}`)).toHaveLength(1);
    expect(scan(`x: ${key}\n  nested:\n`)).toHaveLength(1);
    expect(scan(`x: "${key.slice(0, 9)}" + "${key.slice(9)}"\n  nested:\n`)).toHaveLength(1);
  });
});

describe('a split key', () => {
  const key = makers.NEW_API('split');
  const [a, b, c] = [key.slice(0, 11), key.slice(11, 30), key.slice(30)];
  const body = key.slice(3);
  const texts: Readonly<Record<string, string>> = {
    'Java, Go, JavaScript': `String x = "${a}" + "${b}"\n   + "${c}";`,
    PHP: `$x = '${a}' . '${b}' . '${c}';`,
    Lua: `x = "${a}" .. "${b}" .. "${c}"`,
    'Visual Basic': `x = "${a}" & "${b}" & "${c}"`,
    SQL: `select '${a}' || '${b}' || '${c}'`,
    'adjacent literals': `x = ("${a}"\n     "${b}"\n     f"${c}")`,
    R: `paste0("${a}", "${b}", "${c}")`,
    'shell continuation': `export X=${a}\\\n${b}\\\n${c}\n`,
    'YAML escaped fold': `x: "${a}\\\n  ${b}\\\n  ${c}"\n`,
    'YAML folded': `x: >-\n  ${a}\n  ${b}\n  ${c}\n`,
    'Python f-string': `BODY = "${body}"\nx = f"sk-{BODY}"\n`,
    'Python percent': `BODY = "${body}"\nx = "sk-%s" % BODY\n`,
    'Python format': `BODY = "${body}"\nx = "sk-{}".format(BODY)\n`,
    'Ruby interpolation': `BODY = '${body}'\nx = "sk-#{BODY}"\n`,
    'shell variable': `BODY=${body}\nX="sk-$BODY"\nY="sk-\${BODY}"\n`,
    'Kotlin template': `const val BODY = "${body}"\nval x = "sk-$BODY"`,
    'Go constant': `const body = "${body}"\nvar x = "sk-" + body\n`,
    'a name that is given one text twice': `B = "${body}"\nB = "${body}"\nx = f"sk-{B}"\n`,
    'a member of a class': `class P:\n  BODY = "${body}"\nx = "sk-" + P.BODY\n`,
    'a piece of an address': `$u = 'https://example.org/${a}' . '${b}${c}/v1';`,
    'appended later': `x = "sk-"\nx += "${body}"\n`,
    'JavaScript constant': `const B = "${body}";\nfetch(u, { headers: { a: \`sk-\${B}\` } });`,
    'JavaScript constants': `const a = "${a}${b}";\nconst b = "${c}";\nf(a + b);\n`,
    'JavaScript join': `const x = ["sk-", "${a.slice(3)}", "${b}", "${c}"].join("");`,
    'JavaScript atob': `const x = atob("${encoders.base64!(key).slice(0, 20)}" + "${encoders.base64!(key).slice(20)}");`,
    'JavaScript fromCharCode': `const x = String.fromCharCode(${encoders.codes!(key)});`,
    'JavaScript hexadecimal': `const x = Buffer.from("${encoders.hex!(key).slice(0, 40)}" + "${encoders.hex!(key).slice(40)}", "hex").toString();`,
    'a TypeScript class': `class A { private readonly p: string = "x"; k(): string { return ("${a}" as string) + "${b}${c}"; } }`,
    'a Vue script': `<template><p/></template>\n<script setup lang="ts">\nconst x: string = "${a}" + "${b}${c}";\n</script>`,
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`is put together: ${name}`, () => {
      const found = scan(text);
      expect(new Set(found.map(({ secret }) => secret.fingerprint))).toEqual(new Set([fingerprint(key)]));
      for (const match of found) expect(match.snippet.text).not.toContain(body.slice(0, 8));
    });
  }

  it.each([
    ['a piece more than it has', `x = "${a}" + "${b}" + "${c}" + "x7"`],
    ['a name that is given two texts', `B = "${body}"\nB = "${makers.NEW_API_BODY('another')}"\nx = f"sk-{B}"\n`],
    ['a name that is given none', `x = "sk-" + BODY\n# ${body}`],
    ['the name of a class', 'x = "sk-" + "Spinner9-large7"'],
  ])('is none with %s', (_, text) => {
    expect(scan(text)).toEqual([]);
  });

  it('is reported once, at the expression, where its pieces are members of one object', () => {
    const found = scan(
      `const P = { prefix: "${a.slice(0, 3)}", body: "${body}" };\nexport const key = P.prefix + P.body;\n`,
    );
    expect(found.map(({ line, encoding }) => [line, encoding])).toEqual([[2, 'folded']]);
  });

  it('is put together over the lines of a notebook cell', () => {
    const cell = { cell_type: 'code', source: [`x = ("${a}"\n`, `     "${b}"\n`, `     "${c}")\n`], outputs: [] };
    const found = scan(JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1));
    expect(found.map(({ line, column, endLine, endColumn }) => [line, column, endLine, endColumn])).toEqual([
      [6, 13, 8, 13 + c.length],
    ]);
  });
});

describe('a key that begins near the end of what is decoded around another needle', () => {
  // What is decoded, in bytes: 8,192 characters behind the needle, in base64 twice as many in all.
  it.each([
    ['hex', 4096],
    ['base64', 12_288],
    ['base64url', 12_288],
  ] as const)('is found once and whole: %s', (encoding, reach) => {
    for (const kind of ['NEW_API', 'OPENAI_PROJECT', 'ANTHROPIC'] as const) {
      const key = makers[kind]('window');
      for (let begin = reach - key.length - 8; begin < reach + 8; begin += 3) {
        const text = `s${'k-'}circle ${'. '.repeat(reach)}`.slice(0, begin) + `${key} and more`;
        const found = scan(Buffer.from(text).toString(encoding));
        expect(
          found.map(({ secret }) => secret.fingerprint),
          `${kind} at ${begin}`,
        ).toEqual([fingerprint(key)]);
      }
    }
  });
});

it('a key behind another one in UTF-16 inside a binary file is found once and whole', () => {
  const keys = ['a', 'b'].map((seed) => makers.OPENAI_PROJECT(seed));
  for (let gap = 1700; gap < 1740; gap++) {
    const text = Buffer.from(keys.join(' '.repeat(gap)), 'utf16le');
    const { matches } = detect(
      Buffer.concat([Buffer.from([0, 1, 2, 0, 255]), Buffer.alloc(30_000, 0xf5), text]),
      SETTINGS,
    );
    expect(
      matches.map(({ secret }) => secret.fingerprint),
      String(gap),
    ).toEqual(keys.map((key) => fingerprint(key)));
  }
});

describe('a script that composes a key', () => {
  const S = 's' + 'k-';
  const [a, b] = [makers.NEW_API_BODY('script').slice(0, 20), makers.NEW_API_BODY('script').slice(20)];
  // Nothing in it but the prefix makes anybody parse it.
  const composed = `const k = "s" + "k-${a}" + \`${b}\`;`;

  it.each([
    `const p = "${S}"`,
    `x = { p: "${S}", q: 1 }`,
    `f("${S}")`,
    `<Field prefix="${S}" rest="r" />`,
    `const p = "${S}" as const`,
    `const p = "${S}SKa1" + q`,
  ])('is read for the literal in %s', (text) => {
    expect(scan(`${composed}\n${text};`)).toHaveLength(1);
  });

  it.each([
    `key.startsWith("${S}")`,
    `value?.trim().startsWith( '${S}' ) || other`,
    `keys.indexOf(\`${S}\`, 1) < 0`,
    `fail('Must start with "${S}"')`,
    `fail('Must start with "${S}" for openai')`,
    `voices = ["${S}SK-LukasNeural", "${S}SK"]`,
  ])('is not read for %s, of which no key is made', (text) => {
    expect(scan(`${composed}\n${text};`)).toEqual([]);
  });
});

describe('48 characters without sk-', () => {
  const body = makers.NEW_API_BODY('bare');
  const fingerprintOfWhole = fingerprint(makers.NEW_API('bare'));
  const beside = `"Authorization": "Bearer ${makers.NEW_API_BODY('beside')}"`;
  /** What is found in a text by itself, and where a whole key has its file looked at. */
  const numbersOf = (text: string): number[] => [scan(text).length, scan(`${text}\n\n${beside}`).length - 1];

  for (const text of [
    `STARRISE_API_KEY=${body}`,
    `new_api_token: "${body}"`,
    `ONE_API_KEY=${body}`,
    `"Authorization": "Bearer ${body}"`,
    `-H 'x-api-key: ${body}'`,
    `"x-goog-api-key": "${body}"`,
    `headers["mj-api-secret"] = "${body}"`,
    `["realtime", "openai-insecure-api-key.${body}"]`,
    `https://api.starrise.ai/v1beta/models?key=${body}`,
    `OPENAI_BASE_URL=https://api.starrise.ai/v1\nOPENAI_API_KEY=${body}`,
    `"Bearer%20${body}"`,
    `authorization=Bearer+${body}&stream=1`,
  ]) {
    it(`is the same key in ${text.replace(body, 'K').replace('\n', ' ')}`, () => {
      expect(scan(text).map(({ secret }) => secret.fingerprint)).toEqual([fingerprintOfWhole]);
    });
  }

  it.each([
    [`"x-api-key": "${body}"`, 'ambiguous', 'low', 'header'],
    [`"x-api-key": "${body}" # api.starrise.ai`, 'new-api', 'high', 'header'],
    [`"x-api-key": "${body}" # api.moonshot.cn`, 'moonshot', 'high', 'header'],
    [`STARRISE_API_KEY=${body}`, 'new-api', 'high', 'header'],
    [`value: ${makers.ONE_API_BODY('bare')}`, 'one-api', 'high', 'structure'],
  ])('is as sure as what tells of it: %#', (text, issuer, confidence, kind) => {
    const [match] = scan(text);
    expect([match?.issuer, match?.confidence, match?.evidence[0]?.kind]).toEqual([issuer, confidence, kind]);
  });

  it.each([
    ['a sum', `const t = "${body}";\nfetch(u, { headers: { Authorization: "Bearer " + t } });`, [2, 50, 51]],
    ['a template', `const t = '${body}';\nconst h = \`Bearer \${t}\`;`, [2, 19, 23]],
    ['a literal', `const h = "Authorization: Bearer " +\n  "${body}";`, [2, 3, 53]],
  ])('is one where an expression puts it there, in %s', (_, text, [line, column, endColumn]) => {
    expect(scan(text)).toMatchObject([{ line, column, endColumn, secret: { fingerprint: fingerprintOfWhole } }]);
  });

  it.each([
    ['behind another word', `const t = "${body}";\nconst h = "Bearing " + t;`, 0],
    ['in a literal that an expression repeats', `const t = "Bearer ${body}";\nconst h = "Authorization: " + t;`, 1],
    ['for two expressions', `const t = "${body}";\nf("Bearer " + t);\ng("Bearer " + t);`, 2],
  ])('is found once a place: %s', (_, text, count) => {
    expect(scan(text)).toHaveLength(count);
  });

  it('proves itself where One API minted it', () => {
    expect(issuersOf(scan(`value: ${makers.ONE_API_BODY('bare')}`))).toEqual(['one-api']);
  });

  it("proves itself where OpenAI's marker is in its middle", () => {
    const [whole, body] = [makers.OPENAI_LEGACY('bare'), makers.OPENAI_LEGACY_BODY('bare')];
    for (const text of [`"open_ai_api_key": "${body}"`, `Bearer ${body}`, body, `${whole} ${body}`, `X=${body}\0`]) {
      const matches = scan(text);
      expect(new Set(issuersOf(matches))).toEqual(new Set(['openai']));
      expect(new Set(matches.map(({ secret }) => secret.fingerprint))).toEqual(new Set([fingerprint(whole)]));
    }
  });

  it("is nothing where OpenAI's marker stands elsewhere in it, or in something longer", () => {
    const body = makers.OPENAI_LEGACY_BODY('bare');
    const sample = `${'x'.repeat(20)}${body.slice(20, 28)}${'x'.repeat(20)}`;
    for (const text of [
      body.slice(1),
      `${body.slice(1)}A`,
      `A${body}`,
      `${body}A`,
      `${body}=`,
      `${body}-x`,
      `x-${body}`,
      sample,
    ])
      expect(numbersOf(`"${text}"`), text.length.toString()).toEqual([0, 0]);
  });

  it.each([`${body}/Ab9+c==`, `${body}+Ab9/c==`, `Ab9/${body}`, `Ab9+${body}`])(
    'is nothing within a longer text in base64: %#',
    (text) => {
      expect(numbersOf(`STARRISE_API_KEY=${text}`)).toEqual([0, 0]);
      expect(numbersOf(`"Authorization": "Bearer ${text}"`)).toEqual([0, 0]);
    },
  );

  it('is nothing elsewhere', () => {
    for (const text of [`integrity: ${body}`, `commit = "${body}"`, `${body}`, `OTHER_API_KEY=${body}`])
      expect(numbersOf(text), text.replace(body, 'K')).toEqual([0, 0]);
  });

  it('is nothing where a character is missing, or one or two are too many', () => {
    for (const text of [body.slice(1), `A${body}`, `Ab${body}`, `${body}A`])
      for (const line of [`STARRISE_API_KEY="${text}"`, `"x-api-key": "${text}"`, `Authorization: Bearer ${text}`])
        expect(numbersOf(line), line.replace(text, `${text.length} characters`)).toEqual([0, 0]);
  });

  it('is nothing without digits, without capitals, or without small letters', () => {
    for (const text of [body.replace(/\d/g, 'q'), body.toLowerCase(), body.toUpperCase()])
      expect(numbersOf(`"x-api-key": "${text}"`)).toEqual([0, 0]);
  });

  it.each([
    ['under the name of any key, beside a host of the gateway', `OPENAI_API_KEY=${body}\n# api.starrise.ai`, 1],
    ['the same deep in a file', `${'# x\n'.repeat(500)}OPENAI_API_KEY=${body}\n# api.starrise.ai`, 1],
    ['in a query, beside a host of the gateway', `api.starrise.ai\n"/v1?key=${body}"`, 1],
    [
      'under the name of any key, with the host far away',
      `OPENAI_API_KEY=${body}${'\n# x'.repeat(500)} api.starrise.ai`,
      0,
    ],
    ['in a query, with the host far away', `api.starrise.ai${'\n# x'.repeat(500)}"/v1?key=${body}"`, 0],
    ['under the name of any key, beside the host of another', `OPENAI_API_KEY=${body}\n# api.moonshot.cn`, 0],
    ['under another name, beside a host of the gateway', `COMMIT=${body}\n# api.starrise.ai`, 0],
    ['under no name, beside a host of the gateway', `"${body}"\n# api.starrise.ai`, 0],
  ])('counts as the place says: %s', (_, text, count) => {
    expect(scan(text)).toHaveLength(count);
  });
});

describe('a binary file', () => {
  const binary = (text: string): Buffer =>
    Buffer.concat([Buffer.from([0, 1, 2, 0, 255]), Buffer.from(text, 'latin1'), Buffer.from([0, 3, 0])]);
  it('gives keys whose form proves itself, without boundaries', () => {
    for (const kind of ['ONE_API', 'OPENAI_PROJECT', 'OPENAI_LEGACY', 'ANTHROPIC', 'OPENROUTER'] as const) {
      expect(detect(binary(`constant${makers[kind]('b')}`), SETTINGS).matches, kind).toHaveLength(1);
    }
  });
  it('gives a key of the shape alone only beside a host of the gateway', () => {
    const key = makers.NEW_API('b');
    expect(detect(binary(`constant${key}more`), SETTINGS).matches).toHaveLength(0);
    expect(detect(binary(`https://api.starrise.ai/v1constant${key}more`), SETTINGS).matches).toHaveLength(1);
  });
  it('gives a key of the shape alone in quotes, as in a database', () => {
    for (const key of [makers.HEX32('b'), makers.NEW_API('b')]) {
      const suffixed = key === makers.NEW_API('b') ? [`"${key}-7"`] : [];
      for (const text of [`{"api_key": "${key}"}`, `'${key}'`, `{\\"api_key\\":\\"${key}\\"}`, ...suffixed])
        expect(detect(binary(text), SETTINGS).matches, text.replace(key, 'K')).toHaveLength(1);
      for (const text of [`"ta${key}"`, `"${key}0"`, `"${key}'`, `"${key}`, `${key}"`, `${key}""`, `key ${key} `])
        expect(detect(binary(text), SETTINGS).matches, text.replace(key, 'K')).toHaveLength(0);
    }
  });
  it('gives 48 characters without sk- only where they prove themselves', () => {
    const [named, proved] = [makers.NEW_API_BODY('b'), makers.ONE_API_BODY('b')];
    const { matches } = detect(binary(`"x-api-key": "${named}"\n"x-api-key": "${proved}"\n`), SETTINGS);
    expect(issuersOf(matches)).toEqual(['one-api']);
  });
  // So many that the whole is not taken for UTF-16.
  const bytesOfCode = Buffer.concat([binary(''), Buffer.alloc(4000, 0xf5)]);
  it('gives UTF-16 keys with the text around them, as far as it is text', () => {
    const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
    const quoted = wide(`"${makers.NEW_API('w')}"`);
    const between = (...parts: readonly Buffer[]): string[] =>
      issuersOf(detect(Buffer.concat([bytesOfCode, ...parts, Buffer.from([0xff, 0xff])]), SETTINGS).matches);
    expect(between(quoted)).toEqual(['ambiguous']);
    expect(between(wide('MOONSHOT_API_KEY='), quoted)).toEqual(['moonshot']);
    expect(between(quoted, wide(' // moonshot'))).toEqual(['moonshot']);
    for (const bytes of [
      [0xff, 0xff],
      [0x81, 0],
      [1, 0],
      [0, 0],
      [0x41, 0x41],
    ]) {
      expect(between(wide('MOONSHOT_API_KEY='), Buffer.from(bytes), quoted), String(bytes)).toEqual(['ambiguous']);
      expect(between(quoted, Buffer.from(bytes), wide(' // moonshot')), String(bytes)).toEqual(['ambiguous']);
    }
  });
  it('says where a UTF-16 key begins and ends', () => {
    const [before, key] = [`MOONSHOT_API_KEY="`, makers.NEW_API('w')].map((text) => Buffer.from(text, 'utf16le'));
    const bytes = Buffer.concat([bytesOfCode, before!, key!, Buffer.from('"', 'utf16le')]);
    const { matches } = detect(bytes, SETTINGS);
    expect(matches.map(({ start, end }) => bytes.subarray(start, end + 1).equals(key!))).toEqual([true]);
  });
  it('gives UTF-16 keys', () => {
    expect(
      detect(Buffer.concat([binary(''), Buffer.from(`"${makers.ONE_API('w')}"`, 'utf16le')]), SETTINGS).matches,
    ).toHaveLength(1);
  });
});

describe("LiteLLM's keys", () => {
  it('are believed under a name of its own, and show nothing when guessable', () => {
    const short = `LITELLM_MASTER_KEY=${'sk-'}1234`; // starrise-disable-line -- the example of LiteLLM's documentation
    const [match] = scan(short);
    expect(match).toMatchObject({ issuer: 'litellm' });
    expect([match!.secret.redacted, match!.secret.fingerprint]).toEqual(['sk-****', null]);
    expect(issuersOf(scan(`# litellm\ngeneral_settings:\n  master_key: ${makers.LITELLM(1)}\n`))).toEqual(['litellm']);
    expect(scan(`X_KEY=${'sk-'}1234\nmaster_key: ${makers.LITELLM(1)}\n`)).toEqual([]);
  });
  it('are believed as it mints them, where a secret is given in a text that names it or its port', () => {
    const key = makers.LITELLM('virtual');
    for (let seed = 0; seed < 10; seed++)
      expect(issuersOf(scan(`# LiteLLM\napi_key="${makers.LITELLM(seed)}"`)), String(seed)).toEqual(['litellm']);
    for (const text of [
      `# LiteLLM\nclient = OpenAI(api_key="${key}", base_url=BASE)`,
      `client = OpenAI(\n  api_key="${key}",\n  base_url="http://10.0.0.7:4000",\n)`,
      `{ "ANTHROPIC_BASE_URL": "http://10.0.0.7:4000/", "ANTHROPIC_AUTH_TOKEN": "${key}" }`,
      `curl http://litellm.internal/v1/models -H "Authorization: Bearer ${key}"`,
    ]) {
      expect(issuersOf(scan(text)), text.replace(key, 'K')).toEqual(['litellm']);
    }
    for (const text of [
      `client = OpenAI(api_key="${key}", base_url="http://10.0.0.7:40001")`,
      `# LiteLLM\n<div class="${key}">`,
      `# LiteLLM\napi_key="${key}0"`,
      `# LiteLLM\napi_key="${key.toLowerCase()}"`,
      `# LiteLLM\napi_key="${key.slice(0, 3) + key.slice(3).toUpperCase()}"`,
      `# LiteLLM\napi_key="${key.replace(/\d/g, 'q')}"`,
      `# LiteLLM\napi_key="${'sk-'}AbCdEf1234567890GhIjKl"`,
      `# LiteLLM\napi_key="${'sk-'}Your-Key-Goes-Here-0123"`,
    ]) {
      expect(scan(text), text.replace(key, 'K')).toEqual([]);
    }
  });
  it('show nothing where somebody chose fewer than 16 characters, or a text that is known', () => {
    const fingerprints = [
      makers.LITELLM(1).slice(0, 18),
      makers.LITELLM(1).slice(0, 19),
      `${'sk-'}12345abcdefghijk98765`,
    ].map((key) => scan(`LITELLM_MASTER_KEY=${key}`).map(({ secret }) => secret.fingerprint));
    expect(fingerprints).toEqual([[null], [expect.any(String)], [null]]);
  });
  it.each([
    (key: string) => `ENV LITELLM_MASTER_KEY ${key}`,
    (key: string) => `setx LITELLM_MASTER_KEY "${key}"`,
    (key: string) => `litellm_master_key = SecretStr("${key}")`,
    (key: string) => `os.environ.setdefault("LITELLM_MASTER_KEY", "${key}")`,
    (key: string) => `os.environ["LITELLM_MASTER_KEY"] = "${key}"`,
    (key: string) => `const litellmKey = z.string("${key}")`,
    (key: string) => `litellm_key => '${key}'`,
  ])('are believed where a name is given them: %s', (write) => {
    expect(issuersOf(scan(write(makers.LITELLM(1))))).toEqual(['litellm']);
  });
  it('are samples where they are guessable and the line is commented out', () => {
    const short = `LITE_LLM_API_KEY='${'sk-'}123abc' # litellm`; // starrise-disable-line -- a sample of somebody's
    expect(scan(short)).toHaveLength(1);
    expect(scan(`# ${short}`)).toEqual([]);
    expect(scan(`  // ${short}`)).toEqual([]);
    expect(scan(`# once:\n${short}\n# more\n`)).toHaveLength(1);
    const above = 'A=1\n'.repeat(1500);
    expect(scan(`${above}# ${short}`)).toEqual([]);
    expect(scan(`${above}${short}`)).toHaveLength(1);
    expect(scan(`# LITELLM_API_KEY=${makers.LITELLM(1)}`)).toHaveLength(1);
  });
  it('are samples where they are guessable and stand in a fence of Markdown', () => {
    const short = `LITELLM_API_KEY='${'sk-'}123abc'`; // starrise-disable-line -- a sample of somebody's
    const fence = '```';
    for (const opened of [`${fence}sh`, fence, `> ${fence}json`, '~~~', `${fence}sh\r`]) {
      const closed = opened.replace(/(?:sh|json)(?=\r?$)/, '');
      expect(scan(`# How\n\n${opened}\n${short}\n${closed}\n`), opened).toEqual([]);
      expect(scan(`${opened}\nLITELLM_API_KEY=${makers.LITELLM(1)}\n${closed}`), opened).toHaveLength(1);
    }
    // What follows a fence, or stands between two, is code where the comments of a program have them.
    const comment = `/*\n${fence}sh\nrun\n${fence}\n*/\n`;
    expect(scan(`${comment}${short}\n`)).toHaveLength(1);
    expect(scan(`${comment}${short}\n${comment}`)).toHaveLength(1);
    // Beside a fence, and not in it.
    expect(scan(`${short}\n${fence}\nrun\n${fence}\n`)).toHaveLength(1);
    expect(scan(`${fence}\nrun\n${fence}\n${short}\n`)).toHaveLength(1);
    // In one that shows how to write one.
    expect(scan(`~~~md\n${short}\n${fence}sh\nrun\n${fence}\n~~~\n`)).toEqual([]);
  });
});

function scan(text: string): readonly KeyMatch[] {
  return detect(Buffer.from(text), SETTINGS).matches;
}

function issuersOf(matches: readonly KeyMatch[]): string[] {
  return matches.map(({ issuer }) => issuer);
}

function fingerprint(key: string): string | null {
  return scan(`x = "${key}"`)[0]!.secret.fingerprint;
}
