import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../src/config/config.js';
import { parseConfig, parseUserConfig } from '../../src/config/parse.js';
import { UsageError } from '../../src/errors.js';
import { newApiKey } from '../support/keys.js';

const fingerprint = '0123456789abcdef0123456789abcdef';

describe('a configuration', () => {
  it('has its default for what it leaves out', () => {
    expect(parsed('{ "$schema": "./node_modules/x.json" }')).toMatchObject({ ...DEFAULT_CONFIG });
  });

  it('takes everything it documents', () => {
    const config = parsed(`{
      "gateways": ["https://Gateway.example:8443/v1", "llm.example"], // ours
      "variables": ["LLM_TOKEN"],
      "environmentVariable": "LLM_TOKEN",
      "include": ["src"],
      "exclude": ["*.snap"],
      "maxSize": "1.5MB",
      "dialect": "one-api",
      "foreignSuppressions": false,
      "suppress": [{ "fingerprint": "${fingerprint}", "path": "docs/**", "rule": "auth-header", "reason": "an example", "expires": "2028-02-29" }],
      "baseline": "accepted.json",
      "failOn": "warning",
      "rules": { "base-url": "off" },
    }`);
    expect(config).toEqual({
      gateways: ['api.starrise.ai', 'gateway.example:8443', 'llm.example'],
      variables: ['LLM_TOKEN'],
      environmentVariable: 'LLM_TOKEN',
      include: ['src'],
      exclude: ['*.snap'],
      maxSize: 1_500_000,
      dialect: 'one-api',
      foreignSuppressions: false,
      suppress: [{ fingerprint, path: 'docs/**', rule: 'auth-header', reason: 'an example', expires: '2028-02-29' }],
      baseline: 'accepted.json',
      failOn: 'warning',
      rules: { 'base-url': 'off' },
    });
  });

  it('takes names of variables in any script', () => {
    const text = '{ "variables": ["OUR_KEY", "our.gateway-key", "$key", "UNSER_SCHLÜSSEL", "密钥"] }';
    expect(parsed(text).variables).toHaveLength(5);
  });

  it('is a member of package.json too', () => {
    const found = {
      file: '/p/package.json',
      text: '{ "name": "p", "starrise": { "failOn": "warning" } }',
      member: 'starrise',
    } as const;
    expect(parseConfig(found).failOn).toBe('warning');
    const broken = { ...found, text: '{ "starrise": { "failOn": "never" } }' };
    expect(() => parseConfig(broken)).toThrow('/p/package.json: starrise.failOn: expected "error" or "warning"');
  });
});

describe('a mistake in it', () => {
  it.each([
    ['"text"', 'the configuration: expected an object'],
    ['{ "gateway": [] }', 'gateway: no such setting (did you mean gateways?)'],
    ['{ "gateways": [] }', 'gateways: expected at least one host'],
    ['{ "gateways": "x" }', 'gateways: expected a list of hosts'],
    ['{ "gateways": ["ok.example", "a b"] }', 'gateways[1]: expected a host such as'],
    ['{ "gateways": ["ftp://ok.example"] }', 'gateways[0]: expected a host such as'],
    ['{ "gateways": ["https://somebody@ok.example"] }', 'gateways[0]: expected a host such as'],
    ['{ "gateways": ["https://:word@ok.example"] }', 'gateways[0]: expected a host such as'],
    ['{ "gateways": ["*.example.com"] }', 'gateways[0]: expected a host such as'],
    ['{ "gateways": ["https://*.example.com/v1"] }', 'without a wildcard'],
    ['{ "variables": ["*_KEY"] }', 'variables[0]: expected the name of a variable'],
    ['{ "variables": ["OUR KEY"] }', 'variables[0]: expected the name of a variable'],
    ['{ "exclude": ["vendor/**", "!vendor/ours/**"] }', 'exclude[1]: a glob that begins with ! takes nothing back'],
    ['{ "suppress": [{ "path": "!src/**", "reason": "x" }] }', 'suppress[0].path: a glob that begins with !'],
    ['[]', 'the configuration: expected an object, not a list'],
    ['{ "rules": ["no-hardcoded-key"] }', 'rules: expected an object, not a list'],
    ['{ "exclude": [1] }', 'exclude[0]: expected text in quotes'],
    ['{ "maxSize": "huge" }', 'maxSize: expected a number of bytes or a size such as "10MB"'],
    ['{ "maxSize": 0 }', 'maxSize: expected a number of bytes or a size such as "10MB"'],
    ['{ "suppress": [{ "path": "a" }] }', 'suppress[0].reason: is missing'],
    ['{ "suppress": [{ "reason": "x" }] }', 'suppress[0]: expected a "fingerprint" or a "path"'],
    ['{ "suppress": [{ "path": "a", "reason": "" }] }', 'suppress[0].reason: expected text that is not empty'],
    [
      '{ "suppress": [{ "path": "a", "reason": "x" }, { "path": "a", "reason": "x", "expires": "soon" }] }',
      'suppress[1].expires: expected a date such as "2027-01-31"',
    ],
    [
      '{ "suppress": [{ "path": "a", "reason": "x", "expires": "2027-02-31" }] }',
      'suppress[0].expires: expected a day that exists',
    ],
    ['{ "suppress": [{ "path": "a", "reason": "x", "untl": "y" }] }', 'suppress[0].untl: no such setting'],
    [
      '{ "suppress": [{ "fingerprint": "abc", "reason": "x" }] }',
      'suppress[0].fingerprint: expected a fingerprint as reports show it',
    ],
    [
      '{ "suppress": [{ "path": "a", "reason": "x", "expire": "2027-01-31" }] }',
      'suppress[0].expire: no such setting (did you mean expires?)',
    ],
    [
      '{ "rules": { "no-hardcoded-keys": "off" } }',
      'rules.no-hardcoded-keys: no such setting (did you mean no-hardcoded-key?)',
    ],
    ['{ "rules": { "no-hardcoded-key": "no" } }', 'rules.no-hardcoded-key: expected "error", "warning" or "off"'],
    ['{ "failOn": "error",\n  "exclude": ]', 'expected a value'],
  ])('%s', (text, message) => {
    expect(messageOf(text)).toContain(message);
  });

  it('is named by line and column where it is not JSON', () => {
    expect(messageOf('{ "failOn": "error",\n  "exclude": ] }')).toBe('/p/starrise.config.json:2:14: expected a value');
  });

  it('is never quoted: it may be a key', () => {
    const key = newApiKey('config');
    for (const text of [
      `"${key}"`,
      `{ "gateways": ["https://user:${key}@gateway.example"] }`,
      `{ "gateways": "${key}" }`,
      `{ "maxSize": "${key}" }`,
      `{ "suppress": [{ "fingerprint": "${key}", "reason": "x" }] }`,
      `{ "suppress": [{ "path": "x", "reason": "y", "expires": "${key}" }] }`,
      `{ "rules": { "no-hardcoded-key": "${key}" } }`,
      `{ "environmentVariable": "${key}" }`,
      `{ "failOn": "${key}" `,
    ]) {
      expect(messageOf(text)).not.toContain(key.slice(3, 20));
    }
  });
});

it('takes a size in bytes as it is', () => {
  const found = { file: 'starrise.config.json', text: '{ "maxSize": 4096 }', member: null };
  expect(parseConfig(found).maxSize).toBe(4096);
});

it('takes gateways, and nothing else, from the file of the user', () => {
  const user = (text: string) => parseUserConfig({ file: '/u/config.json', text, member: null });
  expect(user('{ "gateways": ["llm.example", "https://GW.example:8443/relay/v1"] }')).toEqual([
    { host: 'llm.example', address: 'llm.example' },
    { host: 'gw.example:8443', address: 'https://GW.example:8443/relay/v1' },
  ]);
  expect(user('{}')).toEqual([]);
  expect(() => user('{ "suppress": [] }')).toThrow('/u/config.json: suppress: no such setting');
});

function parsed(text: string) {
  return parseConfig({ file: '/p/starrise.config.json', text, member: null });
}

function messageOf(text: string): string {
  try {
    parsed(text);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}
