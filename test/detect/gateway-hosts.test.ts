import { describe, expect, it } from 'vitest';
import { detectText } from '../../src/detect/index.js';
import { newApiKey, oneApiKey } from '../support/keys.js';
import { expectNoRawKey } from '../support/no-raw-key.js';
import { SETTINGS } from '../support/settings.js';

const key = newApiKey('hosts');
const FAR = '\n'.repeat(40);

/** The hosts of the only key in `text`, by its evidence. */
function hostsBeside(text: string): string[] {
  const gateways = [{ host: 'api.starrise.ai' }, { host: 'gw.example:8443' }];
  const { matches } = detectText(text, { gateways, variables: [], foreignSuppressions: false });
  expect(matches).toHaveLength(1);
  return matches[0]!.evidence.flatMap(({ kind, name }) => (kind === 'host' && name !== undefined ? [name] : []));
}

describe('the gateways that are named beside a key', () => {
  it.each([
    ['a base in an .env file', `STARRISE_BASE_URL=https://gw.corp/v1\nSTARRISE_API_KEY=${key}\n`, ['gw.corp']],
    ['a base with a port', `STARRISE_API_KEY=${key}\nOPENAI_BASE_URL="http://gw.corp:3000/v1"\n`, ['gw.corp:3000']],
    ['a base in JSON', `{"base_url": "https://gw.corp", "STARRISE_API_KEY": "${key}"}`, ['gw.corp']],
    ['a known host', `curl https://gw.example:8443/v1 -H "Authorization: Bearer ${key}"`, ['gw.example:8443']],
    ['a key whose form proves its mint', `baseURL: 'https://gw.corp', apiKey: '${oneApiKey('hosts')}'`, ['gw.corp']],
    ['no base', `STARRISE_API_KEY=${key}\n`, []],
    ['a base far away', `STARRISE_BASE_URL=https://gw.corp${FAR}STARRISE_API_KEY=${key}\n`, []],
    ["another issuer's base", `OPENAI_BASE_URL=https://api.openai.com/v1\nSTARRISE_API_KEY=${key}\n`, []],
    ["a base under another issuer's host", `API_BASE=https://x.openai.azure.com\nSTARRISE_API_KEY=${key}\n`, []],
    ['a base that ends like one', `API_BASE=https://myapi.openai.com\nSTARRISE_API_KEY=${key}\n`, ['myapi.openai.com']],
    ['a known host beside a name', `# gw.example:8443\nSTARRISE_API_KEY=${key}\n`, ['gw.example:8443']],
    ["another issuer's host beside a name", `# api.moonshot.cn\nSTARRISE_API_KEY=${key}\n`, []],
    ['a package of the gateway', `# calciumion/new-api\nSTARRISE_API_KEY=${key}\n`, []],
    [
      'a base named twice',
      `A_BASE_URL=https://gw.corp\nSTARRISE_API_KEY=${key}\nB_BASE_URL=https://gw.corp\n`,
      ['gw.corp'],
    ],
  ] as const)('%s', (_what, text, hosts) => {
    expect(hostsBeside(text)).toEqual(hosts);
  });

  it('are not shown with a key that stands where the host belongs', () => {
    const [known, loose] = [newApiKey('in a host'), newApiKey('beside it')].map((one) => one.toLowerCase());
    const text = `STARRISE_BASE_URL=https://${known}.gw.corp/v1\nSTARRISE_API_KEY=${loose}\n`;
    const { matches } = detectText(text, { gateways: [], variables: [], foreignSuppressions: false });
    const { evidence } = matches.at(-1)!;
    expect(evidence.map(({ name }) => name)).toContain('sk-****.gw.corp');
    expectNoRawKey({ evidence: JSON.stringify(evidence) }, [known!]);
  });

  it('are several where none is much nearer', () => {
    const text = `A_BASE_URL=https://one.corp\nSTARRISE_API_KEY=${key}\nB_BASE_URL=https://two.corp\n`;
    expect(hostsBeside(text).sort()).toEqual(['one.corp', 'two.corp']);
  });

  it('are the nearest alone where that one is much nearer', () => {
    const gap = '# nothing to see here\n'.repeat(6);
    const text = `A_BASE_URL=https://one.corp\n${gap}STARRISE_API_KEY=${key}\nB_BASE_URL=https://two.corp\n`;
    expect(hostsBeside(text)).toEqual(['two.corp']);
    const { evidence } = detectText(`${'# text\n'.repeat(400)}${text}`, SETTINGS).matches[0]!;
    expect(evidence.filter(({ kind }) => kind === 'host')).toMatchObject([{ name: 'two.corp', line: 409 }]);
  });
});

describe('the base of a host that nobody told of, beside a key that may be of a gateway', () => {
  const open = (text: string): string[] => {
    const gateways = [{ host: 'api.starrise.ai' }];
    const { matches } = detectText(text, { gateways, variables: [], foreignSuppressions: false });
    expect(matches).toMatchObject([{ issuer: 'ambiguous' }]);
    return matches[0]!.evidence.flatMap(({ kind, detail }) => (kind === 'base' ? [detail] : []));
  };

  it.each([
    ['in its own call', `OpenAI(base_url="https://gw.corp/v1", api_key="${key}")`, 'gw.corp on line 1'],
    ['above it', `x:\n  baseUrl: https://gw.corp:8443\n  value: ${key}\n`, 'gw.corp:8443 on line 2'],
    [
      'nearer than another',
      `a: ${key}\nbase_url: https://one.corp\n\nbase_url: https://two.corp\n`,
      'one.corp on line 2',
    ],
    [
      'nearer than one before it',
      `base_url: https://two.corp\n# something else between\na: ${key}\nbase_url: https://one.corp\n`,
      'one.corp on line 4',
    ],
  ])('is named with what to do: %s', (_what, text, base) => {
    expect(open(text)).toEqual([`the base ${base}: if that is your gateway, name it in \`gateways\``]);
  });

  it.each([
    ['there is none', `const key = "${key}";`],
    ['it is far away', `base_url = "https://gw.corp"${FAR}key = "${key}"`],
    ["it is another issuer's", `base_url = "https://api.openai.com/v1"\nkey = "${key}"`],
    ['it is longer than names of hosts are', `key = "${key}"\nbase_url = "https://${'a'.repeat(3000)}"`],
    ['it is an address like another', `see https://gw.corp/v1\nkey = "${key}"`],
    [
      'it is known already',
      `hosts: api.moonshot.cn, api.starrise.ai\n\n\nbase_url: https://api.starrise.ai/v1\nx: ${key}\ny: https://api.moonshot.cn/v1\n`,
    ],
  ])('says nothing where %s', (_what, text) => {
    expect(open(text)).toEqual([]);
  });
});
