import rule from '../../rules/no-key-in-log.js';
import { ruleTester } from '../support/rule-tester.js';

ruleTester.run('no-key-in-log', rule, {
  valid: [
    { name: 'that a key is set', code: "console.log(process.env.STARRISE_API_KEY ? 'set' : 'missing');" },
    { name: 'the name of the variable', code: "throw new Error('STARRISE_API_KEY is not set');" },
    { name: 'a part of a key', code: 'console.log(starriseApiKey.slice(-4));' },
    ...[
      '// starrise-disable-next-line -- a sample',
      '// see starrise/no-hardcoded-key',
      "import 'eslint-plugin-starrise';",
      '// accepted in starrise.config.json',
    ].map((line) => ({
      name: `a key of somebody else, beside what speaks of this tool: ${line}`,
      code: `${line}\nconst sample = 1;\nconsole.log(process.env.OTHER_API_KEY);`,
    })),
  ],
  invalid: [
    {
      name: 'a key beside what speaks of this tool and of the gateway',
      code: '// starrise-disable-next-line -- a sample\nconst sample = 1; // starrise\nconsole.log(process.env.OTHER_API_KEY);',
      errors: [{ messageId: 'problem', line: 3 }],
    },
    {
      name: 'a variable of the settings, and nothing else of a gateway',
      code: 'console.log(process.env.OUR_TOKEN_KEY, process.env.OUR_API_KEY);',
      settings: { starrise: { variables: ['OUR_API_KEY'] } },
      errors: [{ messageId: 'problem', column: 40 }],
    },
    {
      name: 'a key',
      code: 'console.log(`using ${process.env.STARRISE_API_KEY}`);',
      errors: [
        {
          messageId: 'problem',
          data: {
            message: 'a key is given to `console.log`: whoever reads logs or histories reads the key',
            correction: 'Leave it out, or write that a key is set without saying which',
          },
        },
      ],
    },
    {
      name: 'the headers of a request',
      code: 'const headers = { Authorization: `Bearer ${starriseApiKey}` };\nlogger.debug(JSON.stringify(headers));',
      errors: [{ messageId: 'problem' }],
    },
  ],
});
