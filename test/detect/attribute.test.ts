import { describe, expect, it } from 'vitest';
import { detect, type DetectSettings } from '../../src/detect/index.js';
import { makers, newApiKey, oneApiKey } from '../support/keys.js';
import { SETTINGS } from '../support/settings.js';

const a = newApiKey('a');
const b = newApiKey('b');
const REDACTED = detect(Buffer.from(`"${a}"`), SETTINGS).matches[0]!.secret.redacted;
/** A key whose first letters would make a name with the end of its prefix. */
const IN_KIMI = `${a.slice(0, 3)}imi${b.slice(6)}`;
/** A host of Moonshot's on its first line and on another, and much more. */
const FAR = `# api.moonshot.cn${'\n'.repeat(20)}# api.moonshot.cn${'\n'.repeat(20)}`;
const OURS = '# api.anthropic.com\n';

function owners(text: string, settings: DetectSettings = SETTINGS): [issuer: string, confidence: string][] {
  const { matches, suppressed } = detect(Buffer.from(text), settings);
  return [...matches, ...suppressed].map(({ issuer, confidence }) => [issuer, confidence]);
}

describe('whose a key is', () => {
  it('each of two on neighbouring lines by its own name', () => {
    expect(owners(`MOONSHOT_API_KEY=${a}\nSTARRISE_API_KEY=${b}\n`)).toEqual([
      ['moonshot', 'high'],
      ['new-api', 'high'],
    ]);
    expect(owners(`{ moonshot: "${a}", stability: "${b}" }`)).toEqual([
      ['moonshot', 'high'],
      ['stability', 'high'],
    ]);
  });

  it('by a name that a framework makes public, too', () => {
    expect(
      owners(
        [
          `VITE_STARRISE_API_KEY=${a}`,
          `NEXT_PUBLIC_NEW_API_TOKEN=${b}`,
          `REACT_APP_MOONSHOT_API_KEY=${newApiKey('c')}`,
          `VITE_OURS=${newApiKey('d')}`,
          `VITE_THEIRS=${newApiKey('e')}`,
        ].join('\n'.repeat(20)),
        { ...SETTINGS, variables: ['OURS'] },
      ),
    ).toEqual([
      ['new-api', 'high'],
      ['new-api', 'high'],
      ['moonshot', 'high'],
      ['new-api', 'high'],
      ['ambiguous', 'medium'],
    ]);
  });

  it.each([
    'const key = "KEY"; // starrise-disable-line -- a sample',
    '// starrise-disable-next-line -- a sample\nconst key = "KEY";',
    'const key = "KEY"; // eslint-disable-line starrise/no-hardcoded-key -- a sample',
    '/* eslint-disable starrise/no-hardcoded-key */ const key = "KEY";',
    'const key = "KEY"; // accepted in starrise.config.json',
    'echo KEY | starrise-scan explain',
    'import starrise from "eslint-plugin-starrise";\nconst key = "KEY";',
  ])('not by what speaks of this tool: %s', (text) => {
    expect(owners(text.replace(/\bKEY\b/, a))).toEqual([['ambiguous', 'medium']]);
  });

  it.each([
    'const starrise = "KEY"; // starrise-disable-line -- a sample',
    'const key = "KEY"; // starrise; starrise-disable-line -- a sample',
    'STARRISE_KEY=KEY',
    'starrise/gpt-4: KEY',
  ])('by a name beside it and beside what speaks of this tool: %s', (text) => {
    expect(owners(text.replace(/\bKEY\b/, a))).toEqual([['new-api', 'high']]);
  });

  it('each of two blocks by its own host', () => {
    const block = (host: string, key: string): string => `- url: https://${host}/v1\n  key: ${key}\n`;
    expect(owners(block('api.moonshot.cn', a) + '\n'.repeat(20) + block('api.starrise.ai', b))).toEqual([
      ['moonshot', 'high'],
      ['new-api', 'high'],
    ]);
  });

  it('stays open between two hosts that are equally near', () => {
    const [match] = detect(
      Buffer.from(
        `hosts: api.moonshot.cn, api.starrise.ai\n\n\nkey: ${a}\n\n\nhosts: api.starrise.ai, api.moonshot.cn\n`,
      ),
      SETTINGS,
    ).matches;
    expect(match).toMatchObject({ issuer: 'ambiguous' });
    expect([...match!.candidates].sort()).toEqual(['moonshot', 'new-api']);
  });

  it('follows a host far away in the file with less confidence', () => {
    expect(owners(`BASE = "https://api.starrise.ai"\n${'# text\n'.repeat(300)}KEY = "${a}"\n`)).toEqual([
      ['new-api', 'medium'],
    ]);
  });

  it('counts the lines that JSON writes in one: a source map holds whole programs', () => {
    const map = (...lines: readonly string[]): string => JSON.stringify({ sourcesContent: [lines.join('\n')] });
    const [base, key] = ['const base = "https://api.moonshot.cn/v1";', `const key = "${a}";`];
    expect(owners(map(base, 'x();', 'y();', key))).toEqual([['moonshot', 'high']]);
    const more = Array.from({ length: 20 }, () => 'x();');
    expect(owners(map(base, ...more, key))).toEqual([['moonshot', 'medium']]);
    expect(owners(map(key, ...more, base))).toEqual([['moonshot', 'medium']]);
    // Only those between the two.
    expect(owners(map(...more, base, key, ...more))).toEqual([['moonshot', 'high']]);
    expect(owners(map(...more, key, base, ...more))).toEqual([['moonshot', 'high']]);
  });

  it.each([
    ['right behind a semicolon', `a();moonshotKey="KEY"`, 'moonshot'],
    ['right behind a semicolon of a shell', 'export A=1;STARRISE_API_KEY=KEY', 'new-api'],
    ['behind a dot, in a call', 'config.moonshotKey = z.string("KEY")', 'moonshot'],
    ['in JSON of Kubernetes', '{ "name": "STARRISE_API_KEY",\n  "value": "KEY" }', 'new-api'],
    ['in YAML of Kubernetes, with a blank', '- name: STARRISE_API_KEY\n  value : KEY', 'new-api'],
    ['in a comment behind it', 'x = "KEY" // stability', 'stability'],
    ['in a comment behind it and a comma', '  "KEY", // stability', 'stability'],
    ["in the name of somebody's host", 'curl https://gw.moonshot.example/v1 -d KEY', 'ambiguous'],
    ['of another member of the object, before it', '{ moonshot: "OTHER", mine: "KEY" }', 'ambiguous'],
    ['of another member of the object, behind it', '{ mine: "KEY", stability: x } // note', 'ambiguous'],
    ['of a key before it', '{ x: "KIMI", y: "KEY" }', 'ambiguous'],
    ['on the next line', 'mine = "KEY"\nstability = 1', 'ambiguous'],
    ['on the line before it, which names no value', 'stability = 1\nmine = "KEY"', 'ambiguous'],
  ])('by a name that is its own: %s', (_, text, issuer) => {
    const match = detect(
      Buffer.from(
        text
          .replace(/\bKEY\b/, a)
          .replace('OTHER', b)
          .replace('KIMI', IN_KIMI),
      ),
      SETTINGS,
    ).matches.find(({ secret }) => secret.redacted === REDACTED);
    expect(match?.issuer).toBe(issuer);
  });

  it("of One API's by its name or package, though its keys look like the gateway's", () => {
    expect(owners(`ONE_API_KEY=${a}`)).toEqual([['one-api', 'high']]);
    expect(owners(`# songquanpeng/one-api\nkey: ${a}`)).toEqual([['one-api', 'high']]);
    expect(owners(`STARRISE_API_KEY=${makers.HEX32('no key of a gateway')}`)).toEqual([['ambiguous', 'medium']]);
  });

  it.each([
    ['deepseek', 'import { createDeepSeek } from "@ai-sdk/deepseek"', makers.HEX32(1)],
    ['deepseek', 'pip install langchain-deepseek', makers.HEX32(1)],
    ['dashscope', 'import dashscope', makers.HEX32(1)],
    ['dashscope', '<artifactId>dashscope-sdk-java</artifactId>', makers.HEX32(1)],
    ['moonshot', 'import { moonshotai } from "@ai-sdk/moonshotai"', a],
    ['stability', 'import stability_sdk.client', a],
    ['iflytek', 'pip install spark-ai-python', a],
    ['braintrust', 'import { proxyV1 } from "@braintrust/proxy"', a],
    ['new-api', 'image: calciumion/new-api:latest', a],
    ['sub2api', 'image: weishaw/sub2api', makers.HEX64(1)],
    ['sub2api', 'git clone https://github.com/Wei-Shaw/sub2api.git', makers.HEX64(1)],
    ['ambiguous', 'git clone https://github.com/Wei-Shaw/sub2api-fork.git', makers.HEX64(1)],
    ['coai', 'image: programzmh/chatnio', makers.HEX64(1)],
    ['ambiguous', 'import { createDeepSeek } from "@ai-sdk/deepseeker"', makers.HEX32(1)],
    ['ambiguous', 'pip install langchain-deepseek', a],
  ])('by a package that it is used with: %s, %s', (issuer, line, key) => {
    expect(owners(`${line}\n\nkey = "${key}"`)).toEqual([[issuer, issuer === 'ambiguous' ? 'medium' : 'high']]);
  });

  it('makes a key of what only a name makes one, also right behind a semicolon', () => {
    const key = makers.OPENCODE('minified');
    expect(owners(`a();opencodeKey="${key}"`)).toEqual([['opencode', 'high']]);
    expect(owners(`a();opencodeKey=1;b="${key}"`)).toEqual([]);
  });

  it('by the host that is much nearer than another', () => {
    const [near, far] = ['# https://api.moonshot.cn', '# https://api.starrise.ai'];
    const gap = '\n# text'.repeat(6);
    for (const text of [
      `${far}${gap}\n${near}\nkey = "${a}"`,
      `${near}\nkey = "${a}"${gap}\n${far}`,
      `${far}${gap}\nkey = "${a}"\n${near}`,
      `key = "${a}"\n${near}${gap}\n${far}`,
    ])
      expect(owners(text), text.replace(a, 'K')).toEqual([['moonshot', 'high']]);
  });

  it('stays open between the hosts of one list, unless the key stands in it', () => {
    const list = 'api.moonshot.cn, https://api.stability.ai';
    expect(owners(`hosts: ${list}\nkey: ${a}`)).toEqual([['ambiguous', 'medium']]);
    expect(owners(`{ u: ["${list}"], key: "${a}" }`)).toEqual([['stability', 'high']]);
  });

  it('follows a host that is far away on the same line with less confidence', () => {
    const gap = 'x(); '.repeat(320);
    expect(owners(`u("https://api.moonshot.cn"); ${gap}k("${a}")`)).toEqual([['moonshot', 'medium']]);
    expect(owners(`k("${a}"); ${gap}u("https://api.moonshot.cn")`)).toEqual([['moonshot', 'medium']]);
  });

  it('is not told by a host of another name', () => {
    for (const host of [
      'notapi.starrise.ai',
      'api.starrise.ai.example.org',
      'api.starrise.aix',
      'api-starrise.ai',
      'my-api.starrise.ai',
      'my_api.starrise.ai',
      'eu.api.starrise.ai',
      '%2Fmyapi.starrise.ai',
    ]) {
      expect(owners(`url: https://${host}/v1\nkey: ${a}\n`), host).toEqual([['ambiguous', 'medium']]);
    }
  });

  it('is told by a host in any notation', () => {
    for (const host of [
      'https://api.starrise.ai/v1',
      'https:\\/\\/api.starrise.ai\\/v1',
      'https%3A%2F%2Fapi.starrise.ai%2Fv1',
      'HTTPS://API.STARRISE.AI',
      'wss://api.starrise.ai:443/x',
      'api.starrise.ai',
      'first\\napi.starrise.ai',
    ]) {
      expect(owners(`url: "${host}"\nkey: ${a}\n`), host).toEqual([['new-api', 'high']]);
    }
  });

  it("follows the user's own gateways and variables", () => {
    const settings: DetectSettings = {
      gateways: [{ host: 'llm.corp.example:8443' }],
      variables: ['CORP_LLM_KEY'],
      foreignSuppressions: true,
    };
    expect(owners(`url: https://llm.corp.example:8443/v1\nkey: ${a}\n`, settings)).toEqual([['new-api', 'high']]);
    expect(owners(`corpLlmKey = "${a}"`, settings)).toEqual([['new-api', 'high']]);
    expect(owners(`corpLlmKey = "${a}"`)).toEqual([['ambiguous', 'medium']]);
  });

  it('keeps what its structure proves, against any host', () => {
    expect(owners(`url: https://api.moonshot.cn\nkey: ${oneApiKey(1)}`)).toEqual([['one-api', 'high']]);
  });

  it.each([
    ['a channel suffix', `"${a}-7"`, ['suffix', 'shape']],
    ['a name', `MOONSHOT_API_KEY=${a}`, ['variable MOONSHOT_API_KEY 1', 'shape']],
    ['a host beside it', `# api.moonshot.cn\nk="${a}"`, ['host api.moonshot.cn 1', 'shape']],
    ['the first mention of a host far away', `${FAR}k="${a}"`, ['host api.moonshot.cn 1', 'shape']],
    [
      'no more than the hosts far away',
      `api.starrise.ai\n${FAR}k="${a}"`,
      ['shape', 'host api.starrise.ai 1', 'host api.moonshot.cn 2'],
    ],
    ['nothing', `k="${a}"`, ['shape']],
    ['its form', `k="${makers.ANTHROPIC(1)}"`, ['prefix']],
    ['its form, and a host', `${OURS}${FAR}k="${makers.ANTHROPIC(1)}"`, ['prefix', 'host api.anthropic.com 1']],
    [
      'its form, and the nearest host',
      `${OURS}${FAR}${OURS}k="${makers.ANTHROPIC(1)}"`,
      ['prefix', 'host api.anthropic.com 42'],
    ],
    [
      'its structure, and the host of a gateway',
      `# api.starrise.ai\nk="${oneApiKey(1)}"`,
      ['structure', 'host api.starrise.ai 1'],
    ],
    ["its form, and a host that is another's", `# api.moonshot.cn\nk="${makers.ANTHROPIC(1)}"`, ['prefix']],
  ])('says what told it: %s', (_, text, evidence) => {
    const { matches } = detect(Buffer.from(text), SETTINGS);
    expect(
      matches.map((match) =>
        match.evidence.map(({ kind, name, line }) => [kind, name, line].filter(Boolean).join(' ')),
      ),
    ).toEqual([evidence]);
  });

  it('is one key in every spelling', () => {
    const body = a.slice(3);
    const texts = [
      `k: "${a}"`,
      `STARRISE_API_KEY=${body}`,
      `Bearer ${a}`,
      `k: "${a}-7"`,
      `k: "${Buffer.from(`u:${a}`).toString('base64')}"`,
    ];
    const fingerprints = texts.map((text) =>
      detect(Buffer.from(text), SETTINGS).matches.map(({ secret }) => secret.fingerprint),
    );
    expect(new Set(fingerprints.map(([only]) => only)).size).toBe(1);
    expect(fingerprints.every(({ length }) => length === 1)).toBe(true);
  });
});
