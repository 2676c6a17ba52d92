import { describe, expect, it } from 'vitest';
import { detect, type DetectSettings } from '../../src/detect/index.js';
import { newApiKey, oneApiKey } from '../support/keys.js';
import { SETTINGS } from '../support/settings.js';

const a = newApiKey('a');
const b = newApiKey('b');

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
    expect(owners(map(base, ...Array.from({ length: 20 }, () => 'x();'), key))).toEqual([['moonshot', 'medium']]);
  });

  it('is not told by a host of another name', () => {
    for (const host of ['notapi.starrise.ai', 'api.starrise.ai.example.org', 'api.starrise.aix', 'api-starrise.ai']) {
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
