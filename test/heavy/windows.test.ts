/**
 * Windows, as Wine has it: what Node for Windows says of a project is what this Node says. STARRISE_WINDOWS_GIT is the
 * folder of a `git.exe`. Wine has no symbolic links and no permissions of Windows, and no shell that would start hooks.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answersOf, projectWithKeys } from '../support/answers.js';
import { removeFolder, temporaryFolder } from '../support/folder.js';
import { nodeFor, runInstalled } from '../support/npm.js';
import { hasProgram } from '../support/programs.js';
import { cleanEnvironment, type RunResult } from '../support/run.js';

const VERSIONS = ['20.20.2'];
const gitFolder = process.env['STARRISE_WINDOWS_GIT'] ?? '';
const isHere = hasProgram('wine') && existsSync(path.join(gitFolder, 'git.exe'));

/** Starts programs of Windows; what they say goes to files, as Wine writes to no socket, which is what a pipe is to Node. */
function newWindows(): (args: readonly string[], cwd: string) => RunResult {
  const prefix = temporaryFolder();
  const env = {
    ...cleanEnvironment(),
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEPATH: `Z:${gitFolder.replaceAll('/', '\\')}`,
    // Wine's version is older than what Node asks for.
    NODE_SKIP_PLATFORM_CHECK: '1',
  };
  const wine = (args: readonly string[], cwd: string): RunResult => {
    const said = ['stdout', 'stderr'].map((name) => path.join(prefix, name));
    const files = said.map((file) => openSync(file, 'w'));
    const { status } = spawnSync('wine', args, { cwd, env, stdio: ['ignore', ...files] });
    files.forEach(closeSync);
    const [stdout = '', stderr = ''] = said.map((file) => readFileSync(file, 'utf8'));
    return { status, stdout, stderr };
  };
  wine(['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'], prefix);
  return wine;
}

describe.skipIf(!isHere)('on Windows, by Wine (STARRISE_WINDOWS_GIT)', () => {
  it.each(VERSIONS)('Node %s says the same, and nothing else', (version) => {
    const project = projectWithKeys();
    onTestFinished(() => {
      removeFolder(project.folder);
    });
    const wine = newWindows();
    const node = nodeFor('win-x64', version);
    expect(wine([node, '-p', 'process.platform'], project.folder)).toMatchObject({ stdout: 'win32\n', stderr: '' });
    const onWindows = answersOf((script, args) =>
      wine([node, path.join(project.folder, 'node_modules', script), ...args], project.folder),
    );
    expect(onWindows).toEqual(answersOf((script, args) => runInstalled(project.folder, script, args)));
  });
});
