import rule from '../../rules/no-hardcoded-key.js';
import { expandMarkers } from '../support/keys.js';
import { placeOf, ruleTester } from '../support/rule-tester.js';

interface Case {
  readonly name: string;
  /** Fixtures' markers stand for keys. */
  readonly code: string;
  /** What is underlined. */
  readonly underlined: string;
  /** The code after the suggestion; absent where nothing is suggested. */
  readonly output?: string;
  readonly messageId?: 'key' | 'keyInClient';
  readonly variable?: string;
  readonly options?: readonly [{ readonly environmentVariable?: string }];
  readonly settings?: Readonly<Record<string, unknown>>;
}

const KEY = '{{NEW_API:1}}';
const BODY = '{{NEW_API_BODY:1}}';

const cases: readonly Case[] = [
  {
    name: 'a whole string',
    code: `const key = '${KEY}';`,
    underlined: KEY,
    output: 'const key = process.env.STARRISE_API_KEY;',
  },
  {
    name: 'a part of a string',
    code: `headers.set('Authorization', "Bearer ${KEY}");`,
    underlined: KEY,
    output: "headers.set('Authorization', `Bearer ${process.env.STARRISE_API_KEY}`);",
  },
  {
    name: 'a part of a string that a template would read otherwise',
    code: `headers.set('Authorization', 'Bearer ${KEY} \\u0061 \`');`,
    underlined: KEY,
  },
  {
    name: 'a template',
    code: `f(\`Bearer ${KEY} \${more}\`);`,
    underlined: KEY,
    output: 'f(`Bearer ${process.env.STARRISE_API_KEY} ${more}`);',
  },
  {
    name: 'a property and a variable of its own',
    code: `new OpenAI({ apiKey: '${KEY}' });`,
    underlined: KEY,
    output: 'new OpenAI({ apiKey: process.env.GATEWAY_KEY });',
    options: [{ environmentVariable: 'GATEWAY_KEY' }],
    variable: 'GATEWAY_KEY',
  },
  {
    name: 'a variable of the shared settings',
    code: `const key = '${KEY}';`,
    underlined: KEY,
    output: 'const key = process.env.SHARED_KEY;',
    settings: { starrise: { environmentVariable: 'SHARED_KEY' } },
    variable: 'SHARED_KEY',
  },
  {
    name: 'the name that the file has for it',
    code: `const OPENAI_API_KEY = '${KEY}';`,
    underlined: KEY,
    output: 'const OPENAI_API_KEY = process.env.OPENAI_API_KEY;',
    variable: 'OPENAI_API_KEY',
  },
  {
    name: 'a variable that the file writes',
    code: `process.env.OPENAI_API_KEY = '${KEY}';`,
    underlined: KEY,
    output: 'process.env.OPENAI_API_KEY = process.env.STARRISE_API_KEY;',
  },
  {
    name: 'an attribute of JSX',
    code: `const chat = <Chat apiKey="${KEY}" />;`,
    underlined: KEY,
    output: 'const chat = <Chat apiKey={process.env.STARRISE_API_KEY} />;',
  },
  { name: 'a name of a property, where no expression may stand', code: `const o = { '${KEY}': 1 };`, underlined: KEY },
  { name: 'a type', code: `type Key = '${KEY}';`, underlined: KEY },
  { name: 'a directive', code: `'${KEY}';`, underlined: KEY },
  { name: 'the source of a module', code: `import a from '${KEY}';`, underlined: KEY },
  { name: 'a comment', code: `// ${KEY}\nf();`, underlined: KEY },
  {
    name: 'a sum',
    code: `const key = 'sk-' + '${BODY}';`,
    underlined: `'sk-' + '${BODY}'`,
    output: 'const key = process.env.STARRISE_API_KEY;',
  },
  {
    name: 'a sum within a longer one',
    code: `f(url + '?a=b&key=' + 'sk-' + '${BODY}' + '&c=d');`,
    underlined: `'sk-' + '${BODY}'`,
    output: "f(url + '?a=b&key=' + process.env.STARRISE_API_KEY + '&c=d');",
  },
  {
    name: 'a sum whose pieces hold more than the key',
    code: `f('Bearer sk-' + '${BODY}');`,
    underlined: `'Bearer sk-' + '${BODY}'`,
  },
  {
    name: 'a sum that a parenthesis would be torn out of',
    code: `f('a ' + ('sk-') + '${BODY}');`,
    underlined: `'sk-') + '${BODY}'`,
  },
  {
    name: 'a constant in a template',
    code: `const body = '${BODY}';\nf(\`Bearer sk-\${body}!\`);`,
    underlined: 'sk-${body}',
    output: `const body = '${BODY}';\nf(\`Bearer \${process.env.STARRISE_API_KEY}!\`);`,
  },
  {
    name: 'a list that is joined',
    code: `const key = ['sk-', '${BODY}'].join('');`,
    underlined: `['sk-', '${BODY}'].join('')`,
    output: 'const key = process.env.STARRISE_API_KEY;',
  },
  {
    name: 'characters by their codes',
    code: `const key = String.fromCharCode({{NEW_API:1|codes}});`,
    underlined: 'String.fromCharCode({{NEW_API:1|codes}})',
    output: 'const key = process.env.STARRISE_API_KEY;',
  },
  {
    name: 'base64, where the literal stands',
    code: `const key = atob('{{NEW_API:1|base64}}');`,
    underlined: '{{NEW_API:1|base64}}',
  },
  {
    name: 'code that runs in a browser by its directive',
    code: `'use client';\nconst key = '${KEY}';`,
    underlined: KEY,
    messageId: 'keyInClient',
  },
  {
    name: 'code that runs in a browser by its variables',
    code: `const url = import.meta.env.VITE_URL;\nconst key = '${KEY}';`,
    underlined: KEY,
    messageId: 'keyInClient',
  },
];

ruleTester.run('no-hardcoded-key', rule, {
  valid: [
    { name: 'no key at all', code: "const name = 'task-manager';" },
    { name: 'a name of a class', code: "const name = 'sk-fading-circle-element-number-twelve-and-thirteen';" },
    { name: 'a placeholder', code: `const key = 'sk-${'x'.repeat(48)}';` },
    { name: 'the environment', code: 'const key = process.env.STARRISE_API_KEY;' },
    { name: 'accepted by our comment', code: expandMarkers(`f('${KEY}'); // starrise-disable-line -- a test's`) },
    {
      name: "accepted by another tool's comment",
      code: expandMarkers(`f('${KEY}'); // gitleaks:allow`),
    },
  ],
  invalid: cases.map(({ name, underlined, output, messageId = 'key', variable = 'STARRISE_API_KEY', ...rest }) => {
    const code = expandMarkers(rest.code);
    const error = { messageId, ...placeOf(code, expandMarkers(underlined)) };
    const suggestions =
      output === undefined
        ? null
        : [{ messageId: 'useEnvironment' as const, data: { variable }, output: expandMarkers(output) }];
    return {
      name,
      code,
      ...(rest.options && { options: rest.options }),
      ...(rest.settings && { settings: rest.settings }),
      errors: [{ ...error, suggestions }],
    };
  }),
});
