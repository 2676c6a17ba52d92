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
