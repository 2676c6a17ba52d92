/**
 * VS Code, its workbench and extension host as code-server serves them to a browser, with the ESLint extension and the
 * settings of docs/editors.md. STARRISE_CODE_SERVER is the `out/node/entry.js` of an installed code-server,
 * STARRISE_VSCODE_ESLINT the folder of the built extension.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import plugin from '../../src/index.js';
import { chromiumProgram, launchChromium } from '../support/browser.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { expectNoRawKey } from '../support/no-raw-key.js';
import { installInto, nodeFor } from '../support/npm.js';
import { cleanEnvironment, repositoryRoot } from '../support/run.js';

/** What code-server asks for. */
const NODE = '24';
const entry = process.env['STARRISE_CODE_SERVER'] ?? '';
const extension = process.env['STARRISE_VSCODE_ESLINT'] ?? '';
const isHere = existsSync(entry) && existsSync(extension) && chromiumProgram !== null;

const KEY = newApiKey('VS Code');
const CONFIG = `import parser from '@typescript-eslint/parser';
import starrise from 'eslint-plugin-starrise';
export default [{ files: ['**/*.ts'], languageOptions: { parser } }, starrise.configs.recommended, starrise.configs.text];\n`;
const USER = { 'files.autoSave': 'off', 'workbench.startupEditor': 'none', 'chat.disableAIFeatures': true };
const WAIT = { timeout: 60_000, interval: 500 };

describe.skipIf(!isHere)('in VS Code (STARRISE_CODE_SERVER, STARRISE_VSCODE_ESLINT)', () => {
  it('underlines keys in all kinds of files, while they are typed, and offers the environment variable', async () => {
    const textFiles = plugin.configs.text.files!.flatMap((pattern) => namesFor(String(pattern)));
    const page = await openInBrowser(newProject(textFiles));
    for (const name of textFiles) await page.getByRole('treeitem', { name, exact: true }).dblclick();
    await expect.poll(() => problemCount(page), WAIT).toBe(textFiles.length);

    await page.getByRole('treeitem', { name: 'client.ts', exact: true }).dblclick();
    await page.locator('.view-line').first().click();
    await page.keyboard.type(`export const key = '${KEY}';`);
    await expect.poll(() => problemCount(page), WAIT).toBe(textFiles.length + 1);
    await page.keyboard.press('Control+Shift+M');
    const problems = await page
      .locator('.markers-panel .monaco-list-row')
      .evaluateAll((rows) => rows.map((row) => row.ariaLabel));
    expect(problems.join('\n')).toContain('at line 2 and character 6');
    expectNoRawKey({ problems: problems.join('\n') }, [KEY]);

    const offer = page.getByText('Read the key from `process.env.STARRISE_API_KEY`');
    // The menu opens with what the server has answered by then.
    const openMenu = async (): Promise<boolean> => {
      await page.keyboard.press('Escape');
      await page.locator('.view-line', { hasText: KEY }).getByText(KEY).click();
      await page.keyboard.press('Control+.');
      return offer.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
    };
    await expect.poll(openMenu, WAIT).toBe(true);
    await offer.click();
    await expect
      .poll(() => page.locator('.view-line').first().textContent(), WAIT)
      .toMatch(/key.=.process\.env\.STARRISE_API_KEY;/);
    await expect.poll(() => problemCount(page), WAIT).toBe(textFiles.length);
  });
});

/** A name for each kind of file that a pattern has: a suffix of `{sh,zsh}` gives `a.sh` and `a.zsh`. */
function namesFor(pattern: string): string[] {
  const [, start = '', choices = ''] = /^\*\*\/([^{]*)(?:\{(.*)\})?$/.exec(pattern)!;
  return choices.split(',').map((choice) => (start + choice).replace('*', 'a'));
}

function newProject(textFiles: readonly string[]): string {
  const folder = temporaryFolder();
  installInto(folder, [inject('tarball'), 'eslint@10.15.0', '@typescript-eslint/parser@8', 'typescript@5']);
  const documented = readFileSync(path.join(repositoryRoot, 'docs/editors.md'), 'utf8');
  return writeFiles(folder, {
    ...Object.fromEntries(textFiles.map((name) => [name, `first line\nKEY="${KEY}"\n`])),
    'client.ts': '\ndeclare const process: { env: Record<string, string> };\n',
    'eslint.config.js': CONFIG,
    '.vscode/settings.json': /^```jsonc\n(\/\/ \.vscode\/settings\.json\n.*?)^```/ms.exec(documented)![1]!,
  });
}

async function openInBrowser(folder: string): Promise<Page> {
  const address = await serve();
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  // High enough for the explorer to show every file.
  const page = await browser.newPage({ viewport: { width: 1400, height: 2400 } });
  await page.goto(`${address}?folder=${encodeURIComponent(folder)}`);
  return page;
}

/** Starts code-server with nothing but the ESLint extension, and returns its address. */
async function serve(): Promise<string> {
  const home = writeFiles(temporaryFolder(), { 'user/User/settings.json': JSON.stringify(USER) });
  cpSync(extension, path.join(home, 'extensions/dbaeumer.vscode-eslint'), { recursive: true });
  const args = ['--bind-addr', '127.0.0.1:0', '--auth', 'none', '--disable-telemetry', '--disable-update-check'];
  const folders = ['--user-data-dir', path.join(home, 'user'), '--extensions-dir', path.join(home, 'extensions')];
  const server = spawn(nodeFor('linux-x64', NODE), [entry, ...args, ...folders, '--disable-workspace-trust'], {
    env: { ...cleanEnvironment(), HOME: home, XDG_CONFIG_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void server.kill());
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /listening on (http:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    server.on('exit', () => {
      reject(new Error(said));
    });
  });
}

async function problemCount(page: Page): Promise<number> {
  return Number.parseInt((await page.locator('#status\\.problems').textContent()) ?? '', 10);
}
