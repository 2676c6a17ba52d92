import { describe, expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const HOST = 'https://api.starrise.ai';

const codes = (options: string, path: string): string[] =>
  findRequestProblems(
    `import ky from 'ky'; const api = ky.create({ ${options} }); api.get('${path}', { headers: { Authorization: \`Bearer \${key}\` } });`,
    'a.js',
    SETTINGS,
  ).problems.map(({ code }) => code);

describe('a path and a base of ky', () => {
  it.each([
    [`baseUrl: '${HOST}/v1/'`, 'models', []],
    [`baseUrl: '${HOST}/v1'`, 'v1/models', []],
    [`baseUrl: '${HOST}/v1'`, '/v1/models', []],
    [`baseUrl: '${HOST}'`, 'v1/models', []],
    [`baseUrl: '${HOST}/v1'`, 'models', ['missing-version']],
    [`baseUrl: '${HOST}/v1/'`, '/models', ['missing-version']],
    [`baseUrl: '${HOST}/v1/'`, 'v1/models', ['doubled-version']],
    [`baseUrl: '${HOST}'`, 'https://llm.example.org/models', []],
    [`baseUrl: 'https://llm.example.org/v1'`, 'models', []],
    [`prefix: '${HOST}/v1'`, '/models', []],
    [`prefix: '${HOST}/v1'`, '/v1/models', ['doubled-version']],
    [`prefix: '${HOST}'`, 'models', ['missing-version']],
  ])('{ %s } and %s', (options, path, expected) => {
    expect(codes(options, path)).toEqual(expected);
  });
});
