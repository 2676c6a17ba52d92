/** Every version of Node that package.json promises: the oldest and a late one of each line, and one yet to be promised. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { newFolder, removeFolder, temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { installInto, npm } from '../support/npm.js';
import { newRepository, type TestRepository } from '../support/repository.js';
import { run, type RunResult } from '../support/run.js';

const VERSIONS = ['20.19.0', '22.13.0', '22.23.3', '24.0.0', '24.9.0', '26.10.0'];
const PLATFORM = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const KEY = newApiKey('node versions');

const CONFIG = `import starrise from 'eslint-plugin-starrise';
export default [starrise.configs.recommended, starrise.configs.text];\n`;
const WRONG = `fetch('https://api.starrise.ai/v1/chat/completions', { headers: { 'x-api-key': key } });\n`;

let project: TestRepository;
let reference: readonly unknown[] = [];

beforeAll(() => {
  project = newRepository(newFolder());
  installInto(project.folder, [inject('tarball'), 'eslint@10.15.0']);
  project.commit('First', {
    '.gitignore': 'node_modules\n',
    'eslint.config.js': CONFIG,
    'old.ts': `const key: string = '${KEY}';\n`,
  });
  project.commit('Second', { 'old.ts': '', 'wrong.js': WRONG, 'dist/assets/app.js': `f("${KEY}")`, 'index.html': '' });
  project.write({ '.env': `STARRISE_API_KEY=${KEY}\n`, 'new.tsx': `<A k="${KEY}" />;\n` });
  project.git('add', '.');
  reference = answersOf(process.execPath);
});

afterAll(() => {
  removeFolder(project.folder);
});

/** The command by its arguments, each with something to find. */
const COMMANDS: readonly (readonly string[])[] = [
  ['.'],
  ['staged'],
  ['history', '--no-cache'],
  ['bundle', 'dist'],
  ['.', '--format', 'text', '--color'],
  ['explain', KEY],
  ['--version'],
];

/** What the scanner and ESLint say under a certain Node. */
function answersOf(node: string): readonly unknown[] {
  const installed = (script: string, args: readonly string[]): RunResult =>
    run(node, [path.join(project.folder, 'node_modules', script), ...args], { cwd: project.folder });
  const scans = COMMANDS.map((args) => {
    const isReport = !args.includes('text') && !['explain', '--version'].includes(args[0]!);
    const format = isReport ? ['--format', 'json'] : [];
    const { status, stdout, stderr } = installed('eslint-plugin-starrise/dist/cli.js', [...args, ...format]);
    return { status, stderr, said: isReport ? timeless(stdout) : stdout.replace(/\d+(?:\.\d+)? m?s\b/g, '') };
  });
  const { status, stdout, stderr } = installed('eslint/bin/eslint.js', ['.', '--format', 'json']);
  return [...scans, { status, stderr, said: JSON.parse(stdout) as unknown }];
}

function timeless(json: string): unknown {
  const report = JSON.parse(json) as Report;
  return { ...report, stats: { ...report.stats, durationMs: 0 } };
}

it('finds what it should under the Node of this run', () => {
  const [scan, , history] = reference as readonly { said: Report }[];
  expect((reference as readonly { said: unknown }[]).some(({ said }) => String(said).includes('\u001b['))).toBe(true);
  expect(scan?.said.findings.map(({ path: file, ruleId }) => `${file} ${ruleId}`).sort()).toEqual([
    '.env no-hardcoded-key',
    'dist/assets/app.js no-hardcoded-key',
    'new.tsx no-hardcoded-key',
    'wrong.js auth-header',
  ]);
  expect(history?.said.keys).toHaveLength(1);
  expect(history?.said.complete).toBe(true);
});

describe.each(VERSIONS)('under Node %s', (version) => {
  it('says the same, and nothing else', () => {
    const folder = writeFiles(temporaryFolder(), { 'package.json': '{ "private": true }' });
    npm(['install', '--no-save', `node-${PLATFORM}@${version}`], { cwd: folder });
    const node = path.join(
      folder,
      'node_modules',
      `node-${PLATFORM}`,
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    expect(run(node, ['--version']).stdout.trim()).toBe(`v${version}`);
    expect(answersOf(node)).toEqual(reference);
  });
});
