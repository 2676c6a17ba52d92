import rule from '../../rules/no-key-in-url.js';
import { newApiKey } from '../support/keys.js';
import { ruleTester } from '../support/rule-tester.js';

ruleTester.run('no-key-in-url', rule, {
  valid: [
    {
      name: 'a key in a header',
      code: "fetch('https://api.starrise.ai/v1/models', { headers: { Authorization: `Bearer ${apiKey}` } });",
    },
    { name: 'another service', code: 'fetch(`https://maps.example.org/geo?key=${apiKey}`); // not starrise' },
    {
      name: 'another variable of the gateway',
      code: 'fetch(`https://api.starrise.ai/v1/models?limit=${process.env.STARRISE_LIMIT}`);',
    },
    {
      name: 'a key of something else under another name',
      code: 'fetch(`https://api.starrise.ai/v1/models?state=${accessToken}`);',
    },
    { name: 'a cursor', code: 'fetch(`https://api.starrise.ai/v1/models?key=${cursor}`);' },
  ],
  invalid: [
    {
      name: 'on a Gemini path, where it works',
      code: 'fetch(`https://api.starrise.ai/v1beta/models?key=${process.env.STARRISE_API_KEY}`);',
      errors: [
        {
          messageId: 'problem',
          data: {
            message: 'a key in the query of a URL (`?key=`): whoever reads logs or histories reads the key',
            correction: 'Send it as the header `x-goog-api-key: <key>`',
          },
        },
      ],
    },
    {
      name: 'a key itself',
      code: `new EventSource('https://api.starrise.ai/v1/responses?access=${newApiKey(1)}');`,
      errors: [
        {
          messageId: 'problem',
          data: {
            message: 'a key in the query of a URL (`?access=`): whoever reads logs or histories reads the key',
            correction: 'Send it in a header: `Authorization: Bearer <key>`',
          },
        },
      ],
    },
  ],
});
