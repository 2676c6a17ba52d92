import rule from '../../rules/auth-header.js';
import { placeOf, ruleTester } from '../support/rule-tester.js';

const CHAT = 'https://api.starrise.ai/v1/chat/completions';
const request = (header: string): string => `fetch('${CHAT}', { method: 'POST', headers: { ${header} } });`;
const shared = (header: string): string =>
  `const headers = { ${header} }; fetch('${CHAT}', { method: 'POST', headers }); fetch('https://example.org/', { headers });`;

ruleTester.run('auth-header', rule, {
  valid: [
    { name: 'the right form', code: request('Authorization: `Bearer ${process.env.STARRISE_API_KEY}`') },
    { name: 'headers that are spread in', code: request("...common, 'x-api-key': key") },
    {
      name: 'another host',
      code: "fetch('https://example.org/v1/chat/completions', { headers: { 'x-api-key': key } });",
    },
    {
      name: 'a comment that accepts it',
      code: `${request("'x-api-key': key")} // starrise-disable-line -- a test of the 401`,
    },
    {
      name: 'a path that the configuration accepts',
      code: request("'x-api-key': key"),
      settings: { starrise: { suppress: [{ path: '**', rule: 'auth-header', reason: 'a test' }] } },
    },
    {
      name: 'a header that is set through an assertion of TypeScript',
      code: `const headers = { accept: 'x' }; (headers as any).Authorization = auth; fetch('${CHAT}', { headers });`,
    },
    {
      name: 'headers that are handed on through an assertion of TypeScript',
      code: `const headers = { accept: 'x' }; sign(headers!); fetch('${CHAT}', { headers });`,
    },
  ],
  invalid: [
    {
      name: 'a wrong header that is set through an assertion of TypeScript',
      code: `const headers = new Headers(); (headers as Other).set('api-key', key); fetch('${CHAT}', { headers: headers! });`,
      errors: [
        {
          messageId: 'problem',
          column: 56,
          endColumn: 63,
          suggestions: [
            {
              messageId: 'repair',
              output: `const headers = new Headers(); (headers as Other).set('Authorization', \`Bearer \${key}\`); fetch('${CHAT}', { headers: headers! });`,
            },
          ],
        },
      ],
    },
    {
      name: 'x-api-key on an OpenAI-style path, its value in a variable: suggested',
      code: request("'x-api-key': key"),
      errors: [
        {
          messageId: 'problem',
          data: {
            message: '`x-api-key` is no credential of /v1/chat/completions (OpenAI-style): the gateway answers 401',
            correction: 'Send `Authorization: Bearer <key>`',
          },
          ...placeOf(request("'x-api-key': key"), 'x-api-key'),
          suggestions: [{ messageId: 'repair', output: request("'Authorization': `Bearer ${key}`") }],
        },
      ],
    },
    {
      name: 'a literal: fixed',
      code: request("'x-api-key': 'sk-your-key'"),
      output: request("'Authorization': 'Bearer sk-your-key'"),
      errors: [{ messageId: 'problem' }],
    },
    {
      name: 'a literal in headers that another host gets too: suggested',
      code: shared("'x-api-key': 'sk-your-key'"),
      errors: [
        {
          messageId: 'problem',
          suggestions: [{ messageId: 'repair', output: shared("'Authorization': 'Bearer sk-your-key'") }],
        },
      ],
    },
    {
      name: 'a scheme in the wrong case: fixed',
      code: request('Authorization: `BEARER ${key}`'),
      output: request('Authorization: `Bearer ${key}`'),
      errors: [{ messageId: 'problem' }],
    },
    {
      name: 'Bearer twice: fixed',
      code: request("Authorization: 'Bearer Bearer ' + key"),
      output: request("Authorization: 'Bearer ' + key"),
      errors: [{ messageId: 'problem' }],
    },
    {
      name: 'no Bearer: suggested',
      code: request('Authorization: process.env.STARRISE_API_KEY'),
      errors: [
        {
          messageId: 'problem',
          suggestions: [
            { messageId: 'repair', output: request('Authorization: `Bearer ${process.env.STARRISE_API_KEY}`') },
          ],
        },
      ],
    },
    {
      name: 'a prefix before a variable that has it: suggested',
      code: request('Authorization: `Bearer sk-${apiKey}`'),
      errors: [
        {
          messageId: 'problem',
          suggestions: [{ messageId: 'repair', output: request('Authorization: `Bearer ${apiKey}`') }],
        },
      ],
    },
    {
      name: 'the same where the key stands alone: suggested',
      code: "fetch('https://api.starrise.ai/v1/messages', { headers: { 'x-api-key': `sk-${apiKey}`, 'anthropic-version': '2023-06-01' } });",
      errors: [
        {
          messageId: 'problem',
          suggestions: [
            {
              messageId: 'repair',
              output:
                "fetch('https://api.starrise.ai/v1/messages', { headers: { 'x-api-key': `${apiKey}`, 'anthropic-version': '2023-06-01' } });",
            },
          ],
        },
      ],
    },
    {
      name: 'Bearer twice, written with an escape: left to the person',
      code: request("Authorization: 'Bear\\x65r Bearer ' + key"),
      errors: [{ messageId: 'problem' }],
    },
    {
      name: 'a key that is put together under a wrong name: suggested',
      code: request("'x-api-key': `sk-${rest}`"),
      errors: [
        {
          messageId: 'problem',
          suggestions: [{ messageId: 'repair', output: request("'Authorization': `Bearer sk-${rest}`") }],
        },
      ],
    },
    {
      name: 'a wrong name for what says Bearer: left to the person',
      code: request("'api-key': `Bearer ${key}`"),
      errors: [{ messageId: 'problem' }],
    },
    {
      name: 'wrong names beside the right one: left to the person',
      code: request("'x-api-key': a, 'api-key': b, Authorization: `Bearer ${key}`"),
      errors: [{ messageId: 'problem' }, { messageId: 'problem' }],
    },
    {
      name: 'Bearer in x-api-key: fixed',
      code: "fetch('https://api.starrise.ai/v1/messages', { headers: { 'x-api-key': `Bearer ${key}`, 'anthropic-version': '2023-06-01' } });",
      output:
        "fetch('https://api.starrise.ai/v1/messages', { headers: { 'x-api-key': `${key}`, 'anthropic-version': '2023-06-01' } });",
      errors: [{ messageId: 'problem' }],
    },
    {
      name: 'a gateway of the settings, in its dialect',
      code: "fetch('https://llm.example.com/v1/messages', { headers: { 'x-api-key': key } });",
      settings: { starrise: { gateways: ['llm.example.com'], dialect: 'one-api' } },
      errors: [
        {
          messageId: 'problem',
          data: {
            message: '/v1/messages (Claude) is not served by One API: the gateway answers 404',
            correction: 'Call an OpenAI-style endpoint, or a gateway that serves this one',
          },
        },
      ],
    },
    {
      name: 'a mistake in the settings',
      code: request("'x-api-key': key"),
      settings: { starrise: { dialect: 'azure' } },
      errors: [{ messageId: 'configuration' }],
    },
  ],
});
