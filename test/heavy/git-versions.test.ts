/** Other versions of git than the one on the PATH: STARRISE_GITS names the folders of their programs, a colon between them. */
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answersOf, projectWithKeys } from '../support/answers.js';
import { removeFolder } from '../support/folder.js';
import { runInstalled } from '../support/npm.js';
import { run } from '../support/run.js';

const folders = (process.env['STARRISE_GITS'] ?? '').split(path.delimiter).filter((folder) => folder !== '');

describe.skipIf(folders.length === 0)('with other versions of git (STARRISE_GITS)', () => {
  it.each(folders)('%s: the scanner says the same', (folder) => {
    const project = projectWithKeys();
    onTestFinished(() => {
      removeFolder(project.folder);
    });
    const usual = answersOf((script, args) => runInstalled(project.folder, script, args));
    const env = { PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` };
    expect(run('git', ['--version'], { env }).stdout).not.toBe(run('git', ['--version']).stdout);
    expect(answersOf((script, args) => runInstalled(project.folder, script, args, { env }))).toEqual(usual);
  });
});
