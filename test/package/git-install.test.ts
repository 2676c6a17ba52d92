/** People, and the pre-commit framework, install from a git URL: there is no dist/ in it, so it must build itself. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { borrowNodeModules, installInto, npm, runInstalled } from '../support/npm.js';
import { repositoryRoot, runOrThrow } from '../support/run.js';
import manifest from '../../package.json' with { type: 'json' };

it('builds itself in npm install git+file://…', () => {
  const bare = path.join(temporaryFolder(), 'a repository.git');
  runOrThrow('git', ['clone', '--quiet', '--bare', repositoryRoot, bare]);
  const head = runOrThrow('git', ['rev-parse', 'HEAD'], { cwd: repositoryRoot }).trim();
  const project = temporaryFolder();
  installInto(project, [`git+${pathToFileURL(bare).href}#${head}`]);

  writeFiles(project, { 'clean.js': 'export default 1;\n', 'leak.js': `export default '${newApiKey(1)}';\n` });
  const scan = (arg: string) => runInstalled(project, 'eslint-plugin-starrise/dist/cli.js', [arg]);
  expect(npm(['exec', '--no', 'starrise-scan', '--', '--version'], { cwd: project })).toContain(manifest.version);
  expect(scan('clean.js').status).toBe(0);
  expect(scan('leak.js').status).toBe(1);
});

it('names the packed file and nothing else on the standard output of npm pack, which pre-commit reads', () => {
  const clone = path.join(temporaryFolder(), 'a clone');
  runOrThrow('git', ['clone', '--quiet', repositoryRoot, clone]);
  borrowNodeModules(clone);

  expect(npm(['pack'], { cwd: clone })).toBe(`eslint-plugin-starrise-${manifest.version}.tgz\n`);
  expect(readdirSync(path.join(clone, 'dist'))).toContain('cli.js');
});
