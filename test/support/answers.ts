import path from 'node:path';
import { inject } from 'vitest';
import type { Report } from '../../src/finding.js';
import { newFolder } from './folder.js';
import { newApiKey } from './keys.js';
import { installInto } from './npm.js';
import { newRepository, type TestRepository } from './repository.js';
import type { RunResult } from './run.js';

const KEY = newApiKey('one project, on all platforms');

const CONFIG = `import starrise from 'eslint-plugin-starrise';
export default [starrise.configs.recommended, starrise.configs.text];\n`;
const WRONG = `fetch('https://api.starrise.ai/v1/chat/completions', { headers: { 'x-api-key': key } });\n`;

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

/** A script of `node_modules` and its arguments, run by the Node that is asked, in the project. */
export type RunScript = (script: string, args: readonly string[]) => RunResult;

/** A project with the packed package and ESLint, and with keys in its files, its index and its history. */
export function projectWithKeys(): TestRepository {
  const project = newRepository(newFolder());
  installInto(project.folder, [inject('tarball'), 'eslint@10.15.0']);
  project.commit('First', {
    '.gitignore': 'node_modules\n',
    'eslint.config.js': CONFIG,
    'old.ts': `const key: string = '${KEY}';\n`,
  });
  const built = `f("${KEY}")`;
  project.commit('Second', { 'old.ts': '', 'src/wrong.js': WRONG, 'dist/assets/app.js': built, 'index.html': '' });
  project.write({ '.env': `STARRISE_API_KEY=${KEY}\n`, 'src/new.tsx': `<A k="${KEY}" />;\n` });
  project.git('add', '.');
  return project;
}

/** What the scanner and ESLint say of it, but for the time and where the project stands. */
export function answersOf(runScript: RunScript): readonly unknown[] {
  const scans = COMMANDS.map((args) => {
    const isReport = !args.includes('text') && !['explain', '--version'].includes(args[0]!);
    const format = isReport ? ['--format', 'json'] : [];
    const { status, stdout, stderr } = runScript('eslint-plugin-starrise/dist/cli.js', [...args, ...format]);
    return { status, stderr, said: isReport ? placeless(stdout) : stdout.replace(/\d+(?:\.\d+)? m?s\b/g, '') };
  });
  const { status, stdout, stderr } = runScript('eslint/bin/eslint.js', ['.', '--format', 'json']);
  const results = JSON.parse(stdout) as readonly { readonly filePath: string }[];
  const said = results.map((result) => ({ ...result, filePath: path.win32.basename(result.filePath) }));
  return [...scans, { status, stderr, said }];
}

function placeless(json: string): unknown {
  const report = JSON.parse(json) as Report;
  return { ...report, target: { ...report.target, root: '' }, stats: { ...report.stats, durationMs: 0 } };
}
