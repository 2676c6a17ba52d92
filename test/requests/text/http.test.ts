import { expect, it } from 'vitest';
import { findRequestProblems } from '../../../src/requests/index.js';

const SETTINGS = { dialect: 'new-api', gateways: ['api.starrise.ai'], variables: [] } as const;
const CHAT = 'https://api.starrise.ai/v1/chat/completions';

it.each([
  [`POST ${CHAT}\nx-api-key: {{key}}\n\n{}`, ['x-api-key-outside-claude']],
  [`POST ${CHAT} HTTP/1.1\r\nAuthorization: Bearer {{key}}\r\n\r\n{}`, []],
  [`POST ${CHAT}\nContent-Type: application/json\n\n{"x-api-key": "k"}`, ['no-credential']],
  [
    `@base = https://api.starrise.ai/v1\n@key = sk-your-key\n\n### chat\nPOST {{base}}/chat/completions\napi-key: {{key}}`,
    ['api-key-header'],
  ],
  [
    `GET ${CHAT}\nAuthorization: Bearer {{a}}\n\n###\n# the second\nPOST ${CHAT}\nAuthorization: BEARER {{a}}\n`,
    ['scheme-case'],
  ],
  [`POST {{base}}/v1/chat/completions\nx-api-key: {{$dotenv STARRISE_API_KEY}}`, ['x-api-key-outside-claude']],
  [`POST {{base}}/v1/chat/completions\nx-api-key: {{key}}\n# starrise`, []],
  [
    `@base = https://api.starrise.ai\n@base = https://example.org\nPOST {{base}}/v1/chat/completions\nx-api-key: {{key}}`,
    [],
  ],
  [`POST ${CHAT}\n\nx-api-key: in the body`, []],
  [`GET https://api.starrise.ai/v1beta/models?key={{STARRISE_API_KEY}}`, ['key-in-query']],
  [`Prose about starrise and x-api-key: nothing`, []],
] as const)('%s', (text, codes) => {
  expect(findRequestProblems(text, 'a.http', SETTINGS).problems.map(({ code }) => code)).toEqual(codes);
});
