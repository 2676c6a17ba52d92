// Makes the three files of a new rule, and its line in rules/index.ts:  node scripts/new-rule.js RULE-NAME
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [name = ''] = process.argv.slice(2);
const camelCase = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

const FILES = {
  [`rules/${name}.ts`]: `import { createRule } from './utils/create-rule.js';

export default createRule<'problem', []>({
  name: '${name}',
  meta: {
    type: 'problem',
    docs: { description: 'disallow TODO' },
    messages: { problem: 'TODO: what is wrong, what the server will do, and the right form.' },
    schema: [],
    languages: ['js/js'],
  },
  create() {
    return {};
  },
});
`,
  [`test/rules/${name}.test.ts`]: `import rule from '../../rules/${name}.js';
import { ruleTester } from '../support/rule-tester.js';

ruleTester.run('${name}', rule, {
  valid: [{ name: 'TODO', code: 'f();' }],
  invalid: [],
});
`,
  [`docs/rules/${name}.md`]: `<!-- end auto-generated rule header -->

TODO: why it matters, what it reports, what it leaves alone.

## When not to use it

TODO
`,
};

if (!/^[a-z]+(?:-[a-z]+)*$/.test(name)) fail('usage: node scripts/new-rule.js RULE-NAME, e.g. no-key-in-url');
for (const file of Object.keys(FILES)) if (existsSync(file)) fail(`${file} is there already; nothing was written`);

for (const [file, content] of Object.entries(FILES)) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}
writeFileSync('rules/index.ts', withRule(readFileSync('rules/index.ts', 'utf8')));
console.log(`${[...Object.keys(FILES), 'rules/index.ts'].join('\n')}\nNow fill in what says TODO, then: npm run docs`);

/** The list of rules with one more, both in the order of names. */
function withRule(index) {
  const sorted = (lines) => lines.sort().join('\n');
  return index
    .replace(/(?:^import .*\n?)+/m, (imports) =>
      sorted([...imports.trimEnd().split('\n'), `import ${camelCase} from './${name}.js';`]).concat('\n'),
    )
    .replace(/(?:^ {2}'.*\n)+/m, (entries) =>
      sorted([...entries.trimEnd().split('\n'), `  '${name}': ${camelCase},`]).concat('\n'),
    );
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
