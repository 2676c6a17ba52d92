import rule from '../../rules/base-url.js';
import { placeOf, ruleTester } from '../support/rule-tester.js';

const client = (base: string): string => `import OpenAI from 'openai';\nnew OpenAI({ apiKey, baseURL: '${base}' });`;

ruleTester.run('base-url', rule, {
  valid: [
    { name: 'the right base', code: client('https://api.starrise.ai/v1') },
    { name: 'another host', code: client('https://llm.example.org') },
    { name: 'a gateway below a path of its own', code: client('https://api.starrise.ai/team/v1') },
  ],
  invalid: [
    {
      name: 'a base without the version',
      code: client('https://api.starrise.ai'),
      errors: [
        {
          messageId: 'problem',
          data: {
            message:
              'openai puts `/chat/completions` behind its base URL, so this one calls /chat/completions: the gateway answers 200 with the HTML of its console (seen as "Unexpected token <")',
            correction: 'Give it a URL that ends in `/v1`, such as `https://api.starrise.ai/v1`',
          },
          ...placeOf(client('https://api.starrise.ai'), "'https://api.starrise.ai'"),
          suggestions: [{ messageId: 'repair', output: client('https://api.starrise.ai/v1') }],
        },
      ],
    },
    {
      name: 'a version too many, and the host as it was written',
      code: "import Anthropic from '@anthropic-ai/sdk';\nnew Anthropic({ apiKey, baseURL: 'https://API.Starrise.ai/v1' });",
      errors: [
        {
          messageId: 'problem',
          data: {
            message:
              '@anthropic-ai/sdk puts `/v1/messages` behind its base URL, so this one calls /v1/v1/messages: the gateway answers 404',
            correction: 'Give it the bare host, such as `https://api.starrise.ai`',
          },
          suggestions: [
            {
              messageId: 'repair',
              output:
                "import Anthropic from '@anthropic-ai/sdk';\nnew Anthropic({ apiKey, baseURL: 'https://API.Starrise.ai' });",
            },
          ],
        },
      ],
    },
    {
      name: 'the same behind a variable: left to the person',
      code: "import Anthropic from '@anthropic-ai/sdk';\nnew Anthropic({ apiKey, baseURL: process.env.STARRISE_BASE_URL + '/v1' });",
      errors: [
        {
          messageId: 'problem',
          data: {
            message:
              '@anthropic-ai/sdk puts `/v1/messages` behind its base URL, so this one calls /v1/v1/messages: the gateway answers 404',
            correction: 'Give it the bare host',
          },
        },
      ],
    },
    {
      name: 'the same written with an escape: left to the person',
      code: client('https:\\x2f/api.starrise.ai'),
      errors: [{ messageId: 'problem' }],
    },
    {
      name: 'an axios base that doubles the version',
      code: "import axios from 'axios';\nconst api = axios.create({ baseURL: 'https://api.starrise.ai/v1' });\napi.get('/v1/models', { headers });",
      errors: [{ messageId: 'problem' }],
    },
  ],
});
