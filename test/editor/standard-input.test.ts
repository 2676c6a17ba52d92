/** How nvim-lint, none-ls, ALE, flycheck and others ask ESLint: the buffer on standard input, JSON back. */
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { repositoryRoot, run } from '../support/run.js';

const KEY = newApiKey('standard input');

it('tells of a key in an unsaved .env, and shows it to nobody', () => {
  const folder = writeFiles(temporaryFolder(), {
    'package.json': '{ "type": "module" }',
    'eslint.config.js': "import starrise from 'eslint-plugin-starrise';\nexport default [starrise.configs.text];\n",
  });
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(repositoryRoot, path.join(folder, 'node_modules/eslint-plugin-starrise'), 'junction');
  const eslint = path.join(repositoryRoot, 'node_modules/eslint/bin/eslint.js');
  const file = path.join(folder, '.env');
  const args = [eslint, '--format', 'json', '--stdin', '--stdin-filename', file];
  const { status, stdout } = run(process.execPath, args, { cwd: folder, input: `A=1\nSTARRISE_API_KEY=${KEY}\n` });
  const [{ messages, filePath }] = JSON.parse(stdout) as [{ messages: object[]; filePath: string }];
  expect({ status, filePath }).toEqual({ status: 1, filePath: file });
  expect(messages).toMatchObject([{ ruleId: 'starrise/no-hardcoded-key', line: 2, column: 18 }]);
  expect(JSON.stringify(messages)).not.toContain(KEY.slice(3));
});
