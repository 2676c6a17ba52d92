import { expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;

it.each([
  ['.env', 'OPENAI_BASE_URL=https://api.starrise.ai', ['missing-version']],
  ['.env', 'OPENAI_BASE_URL=https://api.starrise.ai/v1', []],
  ['.env', 'ANTHROPIC_BASE_URL="https://api.starrise.ai/v1"', ['doubled-version']],
  ['.env', '# OPENAI_BASE_URL=https://api.starrise.ai', []],
  ['.env', 'MY_OPENAI_BASE_URL=https://api.starrise.ai', []],
  ['.env', 'OPENAI_BASE_URL=https://api.starrise.ai${VERSION}', []],
  ['.env', 'OPENAI_BASE_URL=https://example.org # not starrise', []],
  ['run.sh', 'export ANTHROPIC_BASE_URL=https://api.starrise.ai\r\n', []],
  ['Dockerfile', 'ENV GOOGLE_GEMINI_BASE_URL https://api.starrise.ai/v1beta', ['doubled-version']],
  ['ci.yml', '  OPENAI_API_BASE: https://api.starrise.ai', ['missing-version']],
  ['settings.json', '{ "env": { "ANTHROPIC_BASE_URL": "https://api.starrise.ai/v1" } }', ['doubled-version']],
] as const)('%s: %s', (file, text, codes) => {
  expect(findRequestProblems(text, file, SETTINGS).problems.map(({ code }) => code)).toEqual(codes);
});
