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
      name: 'an axios base that doubles the version',
      code: "import axios from 'axios';\nconst api = axios.create({ baseURL: 'https://api.starrise.ai/v1' });\napi.get('/v1/models', { headers });",
      errors: [{ messageId: 'problem' }],
    },
  ],
});
