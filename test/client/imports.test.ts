import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findClientProblems, Imports } from '../../src/client/index.js';
import type { Report } from '../../src/finding.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newRepository } from '../support/repository.js';
import { runScan } from '../support/run.js';

const NEXT = JSON.stringify({ dependencies: { next: '16' } });
const CLIENT = "'use client';\n";
/** What only client code does wrong. */
const ASK = `import { OPENAI_API_KEY } from './constants';
export const ask = () => fetch('/ask', { headers: { 'x-api-key': OPENAI_API_KEY } });
`;

type Files = Readonly<Record<string, string>>;

/** Which clause a scan adds about `lib/ask.ts` of a project; `null` where nothing is reported. */
function wayTo(files: Files, imports = new Imports()): string | null {
  const folder = writeFiles(temporaryFolder(), { 'package.json': NEXT, 'lib/ask.ts': ASK, ...files });
  const file = path.join(folder, 'lib/ask.ts');
  const [problem] = findClientProblems(file, readFileSync(file, 'utf8'), { imports }).problems;
  return problem?.message.split('; this file is ')[1] ?? null;
}

const FROM_CHAT = "imported by app/chat.tsx, which begins with 'use client'";
const chat = (statement: string): Files => ({ 'app/chat.tsx': `${CLIENT}${statement}\n` });
/** The same, with other exports, and code that runs when the module is loaded. */
const asking = (more: string): Files => ({ 'lib/ask.ts': `${ASK}${more}\n` });
/** Lines of which `use` gives away the key, each in its own way. */
const ASKING = "fetch('/ask', { headers: { 'x-api-key': OPENAI_API_KEY } })";
const instead = (text: string): Files => ({
  'lib/ask.ts': `import { OPENAI_API_KEY } from './constants';\n${text}\n`,
});
const aliases = (options: object): Files => ({ 'tsconfig.json': JSON.stringify({ compilerOptions: options }) });

describe('what client code imports is client code', () => {
  it.each<[string, Files]>([
    ['by its name', chat("import { ask } from '../lib/ask'; ask();")],
    ['under another name', chat("import { ask as send } from '../lib/ask'; send();")],
    ['and exported again', chat("import { ask } from '../lib/ask'; export { ask };")],
    ['with an extension', chat("import { ask } from '../lib/ask.ts'; ask();")],
    ['with the extension that it has after the build', chat("import { ask } from '../lib/ask.js'; ask();")],
    ['whole', chat("import * as lib from '../lib/ask'; lib.ask();")],
    ['whole, and handed on', chat("import * as lib from '../lib/ask'; use(lib);")],
    ['when it is needed', chat("import('../lib/ask').then(({ ask }) => ask());")],
    ['through next/dynamic', chat("export default dynamic(() => import(/* later */ '../lib/ask'));")],
    ['by require', chat("require('../lib/ask').ask();")],
    ['as an element', { ...chat("import { ask as Ask } from '../lib/ask'; export default () => <Ask />;") }],
    [
      'through paths',
      { ...chat("import { ask } from '@/lib/ask'; ask();"), ...aliases({ paths: { '@/*': ['./*'] } }) },
    ],
    [
      'through the second of two paths',
      { ...chat("import { ask } from '~/ask'; ask();"), ...aliases({ paths: { '~/*': ['./none/*', './lib/*'] } }) },
    ],
    ['through baseUrl', { ...chat("import { ask } from 'lib/ask'; ask();"), ...aliases({ baseUrl: '.' }) }],
    [
      'through a configuration that another one extends',
      {
        ...chat("import { ask } from '#ask'; ask();"),
        'tsconfig.json': '{ // as people write it\n "extends": "./settings/base" }',
        'settings/base.json': '{ "compilerOptions": { "paths": { "#ask": ["../lib/ask"] } } }',
      },
    ],
    [
      'through jsconfig.json',
      {
        ...chat("import { ask } from '@/ask'; ask();"),
        'jsconfig.json': '{ "compilerOptions": { "baseUrl": "lib", "paths": { "@/*": ["*"] } } }',
      },
    ],
    [
      'through the one of two paths that says more',
      {
        ...chat("import { ask } from '@/lib/ask'; ask();"),
        ...aliases({ paths: { '@/*': ['./none/*'], '@/lib/*': ['./lib/*'] } }),
      },
    ],
    [
      'through the path that names it whole',
      {
        ...chat("import { ask } from '@ask'; ask();"),
        ...aliases({ paths: { '@*': ['./none/*'], '@as*': ['./none/*'], '@ask': ['./lib/ask'] } }),
      },
    ],
    [
      'through a path with something behind its star',
      {
        ...chat("import { ask } from 'own/ask/code'; ask();"),
        ...aliases({ paths: { 'own/*/code': ['./lib/*'] } }),
      },
    ],
    [
      'through the last of two configurations that are extended',
      {
        ...chat("import { ask } from '#ask'; ask();"),
        'tsconfig.json': '{ "extends": ["./a.json", "./b"] }',
        'a.json': '{ "compilerOptions": { "paths": { "#ask": ["./none"] } } }',
        'b.json': '{ "compilerOptions": { "paths": { "#ask": ["./lib/ask"] } } }',
      },
    ],
    [
      'through the first of two configurations, where the last says nothing of it',
      {
        ...chat("import { ask } from 'ask'; ask();"),
        'tsconfig.json': '{ "extends": ["./settings/a.json", "./b"] }',
        'settings/a.json': '{ "compilerOptions": { "baseUrl": "../lib" } }',
        'b.json': '{ "compilerOptions": {} }',
      },
    ],
    [
      'through paths from a baseUrl that another configuration gives',
      {
        ...chat("import { ask } from '@/ask'; ask();"),
        'tsconfig.json': '{ "extends": "./settings/base.json", "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
        'settings/base.json': '{ "compilerOptions": { "baseUrl": "../lib" } }',
      },
    ],
    [
      'through paths of another configuration, from a baseUrl of its own',
      {
        ...chat("import { ask } from '@/ask'; ask();"),
        'tsconfig.json': '{ "extends": "./settings/base.json", "compilerOptions": { "baseUrl": "./lib" } }',
        'settings/base.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
      },
    ],
    ['as the default', { ...chat("import send from '../lib/ask'; send();"), ...asking('export default ask;') }],
    [
      'as a function without a name',
      { ...chat("import send from '../lib/ask'; send();"), ...instead(`export default () => ${ASKING};`) },
    ],
    [
      'as a class',
      {
        ...chat("import { Asker } from '../lib/ask'; new Asker().ask();"),
        ...instead(`export class Asker { ask() { return ${ASKING}; } }`),
      },
    ],
    [
      'as a member of an object that is taken apart',
      {
        ...chat("import { ask } from '../lib/ask'; ask();"),
        ...instead(`const all = { ask: () => ${ASKING} };\nexport const { ask, other = 1, ...rest } = all;`),
      },
    ],
    [
      'as an item of a list that is taken apart',
      {
        ...chat("import { ask } from '../lib/ask'; ask();"),
        ...instead(`export const [, ask] = [1, () => ${ASKING}];`),
      },
    ],
    ['as a member of an element', chat("import * as lib from '../lib/ask'; export default () => <lib.ask />;")],
    [
      'by any of its names, where loading it does it',
      { ...chat("import { other } from '../lib/ask'; other();"), ...asking('export const other = 1;\nawait ask();') },
    ],
    [
      'where it is called to give a variable its value',
      { ...chat("import '../lib/ask';"), ...asking('const answer = ask();') },
    ],
    [
      'where it is called to give an export its value',
      { ...chat("import '../lib/ask';"), ...asking('export default [1, ask()];') },
    ],
    [
      'where a list of the module is given it',
      {
        ...chat("import { list } from '../lib/ask'; use(list);"),
        ...asking('export const list = [];\nlist[0] = ask;'),
      },
    ],
  ])('%s', (_, files) => {
    expect(wayTo(files)).toBe(FROM_CHAT);
  });

  it('through other files, which are named', () => {
    const files = {
      'app/chat.tsx': `${CLIENT}import { send } from '../lib'; send();\n`,
      'lib/index.ts': "export * from './more';\n",
      'lib/more/index.mjs': "import { ask } from '../ask';\nexport function send() { return ask(); }\n",
    };
    expect(wayTo(files)).toBe('imported by lib/more/index.mjs, imported by lib/index.ts, ' + FROM_CHAT);
  });

  it.each<[string, Files, string]>([
    [
      'as one name',
      {
        ...chat("import { all } from '../lib'; all.ask();"),
        'lib/index.ts': "export * as all from './ask';\n",
      },
      'imported by lib/index.ts, ' + FROM_CHAT,
    ],
    [
      'whole, where loading it does it',
      { ...chat("import '../lib';"), 'lib/index.ts': "export * from './ask';\n", ...asking('await ask();') },
      'imported by lib/index.ts, ' + FROM_CHAT,
    ],
    [
      'by another name, where loading it does it',
      {
        ...chat("import '../lib';"),
        'lib/index.ts': "export { other } from './ask';\n",
        ...asking('export const other = 1;\nawait ask();'),
      },
      'imported by lib/index.ts, ' + FROM_CHAT,
    ],
    [
      'imported first, where loading it does it',
      {
        ...chat("import '../lib';"),
        'lib/index.ts': "import { other } from './ask';\nexport { other };\n",
        ...asking('export const other = 1;\nawait ask();'),
      },
      'imported by lib/index.ts, ' + FROM_CHAT,
    ],
    [
      'from what lies among code of the server',
      {
        ...chat("import { send } from '../server/send'; send();"),
        'server/send.ts': "import { ask } from '../lib/ask';\nexport const send = () => ask();\n",
      },
      'imported by server/send.ts, ' + FROM_CHAT,
    ],
    [
      'by a second way through one file',
      {
        ...chat("import { second } from '../lib/both'; second();"),
        'lib/a.ts': "import { ask } from './ask';\nexport const one = () => ask();\n",
        'lib/b.ts': "import { ask } from './ask';\nexport const two = () => ask();\n",
        'lib/both.ts':
          "import { one } from './a';\nimport { two } from './b';\nexport const first = () => one();\nexport const second = () => two();\n",
      },
      'imported by lib/b.ts, imported by lib/both.ts, ' + FROM_CHAT,
    ],
  ])('through a file that gives it on %s', (_, files, way) => {
    expect(wayTo(files)).toBe(way);
  });

  it('in a page, beside what Next.js takes out of it', () => {
    const page = (lines: string): string | null =>
      wayTo({ 'pages/index.tsx': `import { ask } from '../lib/ask';\n${lines}\n` });
    const onServer = 'export async function getServerSideProps() { await ask(); return { props: {} }; }';
    expect(page(onServer)).toBeNull();
    expect(page(`${onServer}\nexport default () => ask();`)).toBe(
      'imported by pages/index.tsx, which Next.js sends to the browser',
    );
  });

  it('where the module does it when it is loaded, by any import', () => {
    const files = { ...chat("import '../lib/ask';"), 'lib/ask.ts': `${ASK}await ask();\n` };
    expect(wayTo(files)).toBe(FROM_CHAT);
  });

  it.each<[string, Files]>([
    ['nobody imports it', chat('')],
    ['only the server imports it', { 'app/page.tsx': "import { ask } from '../lib/ask'; ask();\n" }],
    ['only types are imported', chat("import type { ask } from '../lib/ask'; let a: typeof ask;")],
    ['only types are imported, name by name', chat("import { type ask } from '../lib/ask'; let a: typeof ask;")],
    ['a name is imported for its type', chat("import { ask } from '../lib/ask'; let a: typeof ask;")],
    [
      'another export is',
      { ...chat("import { other } from '../lib/ask'; other();"), 'lib/ask.ts': `${ASK}export const other = 1;` },
    ],
    [
      'another member is',
      { ...chat("import * as lib from '../lib/ask'; lib.other();"), 'lib/ask.ts': `${ASK}export const other = 1;` },
    ],
    [
      'another member of an element is',
      {
        ...chat("import * as lib from '../lib/ask'; export default () => <lib.other />;"),
        ...asking('export const other = 1;'),
      },
    ],
    ['only an attribute is called so', chat("import { ask } from '../lib/ask'; export default () => <div ask={1} />;")],
    [
      'another export is, and it is in an object that nobody uses',
      {
        ...chat("import { other } from '../lib/ask'; other();"),
        ...instead(
          `export const all = { ask: () => ${ASKING}, of: class { ask() { ${ASKING}; } } };\nexport const other = 1;`,
        ),
      },
    ],
    [
      'its names stand for types, though loading it would do it',
      {
        ...chat("import { other } from '../lib/ask'; let a: typeof other;"),
        ...asking('export const other = 1;\nawait ask();'),
      },
    ],
    [
      'only types are exported again, though loading it would do it',
      {
        ...chat("import '../lib';"),
        'lib/index.ts': "export type { Answer } from './ask';\nexport { type Other } from './ask';\n",
        ...asking('export type Answer = 1;\nexport type Other = 1;\nawait ask();'),
      },
    ],
    [
      'everything is exported again but the default',
      {
        ...chat("import send from '../lib'; send();"),
        'lib/index.ts': "export * from './ask';\n",
        ...instead(`export default () => ${ASKING};`),
      },
    ],
    [
      'another name is, of two that one file exports again',
      {
        ...chat("import { all } from '../lib'; all.other();"),
        'lib/index.ts': "export * as all from './other';\nexport * as rest from './ask';\n",
        'lib/other.ts': 'export const other = 1;\n',
      },
    ],
    [
      'another function is given its name',
      { ...chat("load('../lib/ask').ask();"), 'lib/other.ts': "export const a = 'b';\n" },
    ],
    [
      'the star of a path would have to stand for less than nothing',
      { ...chat("import { ask } from 'own/ask'; ask();"), ...aliases({ paths: { 'own/as*sk': ['./lib/ask'] } }) },
    ],
    [
      'the configuration is of a package, or extends itself',
      {
        ...chat("import { ask } from '@/ask'; ask();"),
        'tsconfig.json':
          '{ "extends": ["of-a-package", "./tsconfig.json"], "compilerOptions": { "paths": { "@/*": [1] } } }',
      },
    ],
    ['it is loaded and does nothing', chat("import '../lib/ask';")],
    ['a comment speaks of it', chat("// import { ask } from '../lib/ask'; ask();")],
    ['a text speaks of it', chat('const a = "import { ask } from \'../lib/ask\'; ask();";')],
    ['a package is called so', chat("import { ask } from 'lib/ask'; ask();")],
    [
      'it says that it is for the server',
      { ...chat("import { ask } from '../lib/ask'; ask();"), 'lib/ask.ts': `import 'server-only';\n${ASK}` },
    ],
    [
      'a server action stands between',
      {
        ...chat("import { act } from './actions'; act();"),
        'app/actions.ts':
          "'use server';\nimport { ask } from '../lib/ask';\nexport async function act() { await ask(); }\n",
      },
    ],
    [
      'what uses it is used by nobody',
      {
        ...chat("import { other } from '../lib'; other();"),
        'lib/index.ts':
          "import { ask } from './ask';\nexport const other = () => 1;\nexport const send = () => ask();\n",
      },
    ],
    [
      'two files import one another and nobody else does',
      { 'lib/ask.ts': `import './b';\n${ASK}`, 'lib/b.ts': "import { ask } from './ask';\nask();\n" },
    ],
    ['no framework divides code so', { 'package.json': '{}', ...chat("import { ask } from '../lib/ask'; ask();") }],
    [
      'what it sends is a variable of the server, which browsers do not have',
      {
        ...chat("import { ask } from '../lib/ask'; ask();"),
        'lib/ask.ts':
          "export const ask = () => fetch('/ask', { headers: { 'x-api-key': process.env.OPENAI_API_KEY } });\n",
      },
    ],
    ['it is a test', { ...chat(''), 'tests/chat.tsx': "import { ask } from '../lib/ask'; ask();\n" }],
  ])('but not where %s', (_, files) => {
    expect(wayTo(files)).toBeNull();
  });

  it('and what is too much to follow is named', () => {
    const files = {
      ...chat("import { send } from '../lib/b'; send();"),
      'lib/b.ts': "export { ask as send } from './ask';\n",
    };
    const narrow = new Imports({ scripts: 2, parsed: 9 });
    expect(wayTo(files, narrow)).toBeNull();
    const hasty = new Imports({ scripts: 9, parsed: 1 });
    expect(wayTo(files, hasty)).toBeNull();
    expect([...narrow.omissions, ...hasty.omissions].map(({ why }) => why)).toEqual([
      'imports of client code were not all followed: only 2 of its scripts were looked at',
      'imports of client code were not all followed: only 1 of its scripts were parsed',
    ]);
    const enough = new Imports({ scripts: 9, parsed: 9 });
    expect(wayTo(files, enough)).toBe('imported by lib/b.ts, ' + FROM_CHAT);
    expect(enough.omissions).toEqual([]);
  });
});

describe('what is staged', () => {
  it('is followed from the files on the disk', () => {
    const repository = newRepository();
    repository.commit('chat', { 'package.json': NEXT, ...chat("import { ask } from '../lib/ask'; ask();") });
    repository.write({ 'lib/ask.ts': ASK });
    repository.git('add', '-A');
    const { stdout } = runScan(['staged', '--format', 'json'], { cwd: repository.folder });
    expect((JSON.parse(stdout) as Report).findings).toMatchObject([
      { path: 'lib/ask.ts', line: 2, message: expect.stringContaining(FROM_CHAT) as string },
    ]);
  });
});
