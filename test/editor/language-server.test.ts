import { mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, removeFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { LanguageServer, uriOf } from '../support/language-server.js';
import { repositoryRoot } from '../support/run.js';

const SERVER = createRequire(import.meta.url).resolve('vscode-langservers-extracted/bin/vscode-eslint-language-server');
const KEY = newApiKey('editor');

const CONFIG = `defineConfig([
  { files: ['**/*.ts'], languageOptions: { parser } },
  { files: ['**/*.ts'], plugins: { starrise }, extends: ['starrise/recommended'] },
  { plugins: { starrise }, extends: ['starrise/text'] },
]);
`;

/** The same configuration as either kind of module. */
const PROJECTS = {
  'an ECMAScript module': {
    'package.json': '{ "type": "module" }',
    'eslint.config.js': `
      import parser from '@typescript-eslint/parser';
      import starrise from 'eslint-plugin-starrise';
      import { defineConfig } from 'eslint/config';
      export default ${CONFIG}`,
  },
  CommonJS: {
    'package.json': '{}',
    'eslint.config.js': `
      const parser = require('@typescript-eslint/parser');
      const starrise = require('eslint-plugin-starrise');
      const { defineConfig } = require('eslint/config');
      module.exports = ${CONFIG}`,
  },
};

/** What an editor says when the server asks how it is configured. */
const SETTINGS = {
  validate: 'on',
  run: 'onType',
  packageManager: 'npm',
  useESLintClass: true,
  useFlatConfig: true,
  experimental: { useFlatConfig: false },
  nodePath: null,
  workingDirectory: { mode: 'location' },
  options: {},
  rulesCustomizations: [],
  problems: { shortenToSingleLine: false },
  codeAction: {
    disableRuleComment: { enable: true, location: 'separateLine', commentStyle: 'line' },
    showDocumentation: { enable: true },
  },
  codeActionOnSave: { mode: 'all' },
  format: false,
  quiet: false,
  onIgnoredFiles: 'off',
};

interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly range: { readonly start: object; readonly end: object };
}

interface CodeAction {
  readonly title: string;
  readonly command?: { readonly command: string; readonly arguments: readonly unknown[] };
}

describe.each(Object.entries(PROJECTS))('the ESLint language server, configured by %s', (_, project) => {
  let folder: string;
  let server: LanguageServer;
  const applied: unknown[] = [];

  beforeAll(async () => {
    folder = writeFiles(newFolder(), project);
    linkPackages(folder);
    server = new LanguageServer(SERVER, folder, {
      'workspace/configuration': ({ items }: { items: unknown[] }) =>
        items.map(() => ({ ...SETTINGS, workspaceFolder: { name: 'project', uri: uriOf(folder) } })),
      'workspace/applyEdit': ({ edit }: { edit: unknown }) => {
        applied.push(edit);
        return { applied: true };
      },
    });
    await server.request('initialize', {
      processId: process.pid,
      rootUri: uriOf(folder),
      workspaceFolders: [{ name: 'project', uri: uriOf(folder) }],
      capabilities: { workspace: { configuration: true, workspaceFolders: true, applyEdit: true } },
    });
    server.notify('initialized', {});
  });

  afterAll(() => {
    server.stop();
    removeFolder(folder);
  });

  it('underlines the key in a TypeScript file and offers to read it from the environment', async () => {
    const { uri, items } = await open('client.ts', 'typescript', `const key: string = '${KEY}';\n`);
    expect(items).toMatchObject([
      {
        code: 'starrise/no-hardcoded-key',
        range: { start: { line: 0, character: 21 }, end: { line: 0, character: 21 + KEY.length } },
      },
    ]);
    const actions = (await server.request('textDocument/codeAction', {
      textDocument: { uri },
      range: items[0]?.range,
      context: { diagnostics: items },
    })) as CodeAction[];
    expect(JSON.stringify(actions)).not.toContain(KEY.slice(3));
    const action = actions.find(({ title }) => title.includes('process.env.STARRISE_API_KEY'));
    await server.request('workspace/executeCommand', action?.command);
    expect(JSON.stringify(applied)).toContain('"newText":"process.env.STARRISE_API_KEY"');
  });

  it('underlines the key in an .env', async () => {
    const { items } = await open('.env', 'dotenv', `A=1\r\nSTARRISE_API_KEY=${KEY}\r\n`);
    expect(items).toMatchObject([
      {
        code: 'starrise/no-hardcoded-key',
        range: { start: { line: 1, character: 17 }, end: { line: 1, character: 17 + KEY.length } },
      },
    ]);
  });

  it('underlines a key in a Dockerfile and in a shell script', async () => {
    for (const [name, languageId] of [
      ['Dockerfile', 'dockerfile'],
      ['deploy.sh', 'shellscript'],
      ['settings.py', 'python'],
    ] as const) {
      const { items } = await open(name, languageId, `# first line\nENV A=${KEY}\n`);
      expect(items).toMatchObject([{ code: 'starrise/no-hardcoded-key', range: { start: { line: 1, character: 6 } } }]);
    }
  });

  it('has nothing to say of files without a key', async () => {
    expect((await open('clean.ts', 'typescript', 'const key = process.env.KEY;\n')).items).toEqual([]);
    expect((await open('clean.sh', 'shellscript', 'echo task-management\n')).items).toEqual([]);
  });

  async function open(name: string, languageId: string, text: string): Promise<{ uri: string; items: Diagnostic[] }> {
    const uri = uriOf(path.join(folder, name));
    writeFiles(folder, { [name]: text });
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    const report = (await server.request('textDocument/diagnostic', { textDocument: { uri } })) as {
      items: Diagnostic[];
    };
    return { uri, items: report.items };
  }
});

/** As `npm install` would: the plugin, ESLint and the parser below the project. */
function linkPackages(folder: string): void {
  const modules = path.join(folder, 'node_modules');
  mkdirSync(path.join(modules, '@typescript-eslint'), { recursive: true });
  for (const name of ['eslint', '@typescript-eslint/parser', 'eslint-plugin-starrise']) {
    const target = name === 'eslint-plugin-starrise' ? '' : `node_modules/${name}`;
    symlinkSync(path.join(repositoryRoot, target), path.join(modules, name), 'junction');
  }
}
