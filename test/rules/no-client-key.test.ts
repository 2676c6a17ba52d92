import rule from '../../rules/no-client-key.js';
import { ruleTester } from '../support/rule-tester.js';

ruleTester.run('no-client-key', rule, {
  valid: [
    { name: 'a variable that is made to be seen', code: 'const url = import.meta.env.VITE_API_URL;' },
    { name: 'a key that only a server reads', code: 'const key = process.env.STARRISE_API_KEY;' },
    {
      name: 'a comment that accepts it',
      code: 'const key = import.meta.env.VITE_STARRISE_API_KEY; // starrise-disable-line -- the key of a demonstration',
    },
    {
      name: 'a comment on the line before it',
      code: '/* starrise-disable-next-line -- of a demonstration */\nconst key = import.meta.env.VITE_STARRISE_API_KEY;',
    },
    {
      name: 'a path that the configuration accepts',
      code: 'const key = import.meta.env.VITE_STARRISE_API_KEY;',
      settings: { starrise: { suppress: [{ path: '**', rule: 'no-client-key', reason: 'a demonstration' }] } },
    },
    {
      name: 'a path that the configuration leaves out',
      code: 'const key = import.meta.env.VITE_STARRISE_API_KEY;',
      settings: { starrise: { exclude: ['**'] } },
    },
    { name: 'a server file', code: "'use server';\nconst key = process.env.NEXT_PUBLIC_STARRISE_API_KEY;" },
  ],
  invalid: [
    {
      name: 'a suppression of another rule, and one that has expired',
      code: 'const key = import.meta.env.VITE_STARRISE_API_KEY;',
      settings: {
        starrise: {
          suppress: [
            { path: '**', rule: 'auth-header', reason: 'another rule' },
            { path: '**', reason: 'long ago', expires: '2020-01-01' },
          ],
        },
      },
      errors: [{ messageId: 'problem', line: 1 }],
    },
    {
      name: 'a mistake in the settings',
      code: 'const key = import.meta.env.VITE_STARRISE_API_KEY;',
      settings: { starrise: { dialect: 'azure' } },
      errors: [{ messageId: 'configuration' }],
    },
    {
      name: 'a public variable that holds a key',
      code: 'const key = import.meta.env.VITE_STARRISE_API_KEY;',
      errors: [
        {
          messageId: 'problem',
          data: {
            message:
              'VITE_STARRISE_API_KEY reaches everyone who opens the page: Vite writes the values of VITE_ variables into the bundle',
            correction:
              'Call the gateway from a server of your own, and give the variable a name without a public prefix there',
          },
          line: 1,
          column: 13,
          endLine: 1,
          endColumn: 50,
        },
      ],
    },
    {
      name: 'a public name that only the server reads: the name without the prefix is suggested',
      code: 'export async function getServerSideProps() {\n  await ask(process.env.NEXT_PUBLIC_OPENAI_API_KEY);\n}',
      errors: [
        {
          messageId: 'problem',
          line: 2,
          suggestions: [
            {
              messageId: 'repair',
              output: 'export async function getServerSideProps() {\n  await ask(process.env.OPENAI_API_KEY);\n}',
            },
          ],
        },
      ],
    },
    {
      name: 'a client of the gateway in a client component',
      code: "'use client';\nnew OpenAI({ apiKey, dangerouslyAllowBrowser: true });",
      errors: [{ messageId: 'problem', line: 2, column: 22, endColumn: 51 }],
    },
  ],
});
