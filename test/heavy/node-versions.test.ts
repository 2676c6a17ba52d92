/** Every version of Node that package.json promises: the oldest and a late one of each line, and one yet to be promised. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { answersOf, projectWithKeys, type RunScript } from '../support/answers.js';
import { removeFolder } from '../support/folder.js';
import { nodeFor } from '../support/npm.js';
import type { TestRepository } from '../support/repository.js';
import { run } from '../support/run.js';

const VERSIONS = ['20.19.0', '22.13.0', '22.23.3', '24.0.0', '24.9.0', '26.10.0'];
const PLATFORM = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

let project: TestRepository;
let reference: readonly unknown[] = [];

beforeAll(() => {
  project = projectWithKeys();
  reference = answersOf(under(process.execPath));
});

afterAll(() => {
  removeFolder(project.folder);
});

function under(node: string): RunScript {
  return (script, args) =>
    run(node, [path.join(project.folder, 'node_modules', script), ...args], { cwd: project.folder });
}

it('finds what it should under the Node of this run', () => {
  const [scan, , history] = reference as readonly { said: Report }[];
  expect((reference as readonly { said: unknown }[]).some(({ said }) => String(said).includes('\u001b['))).toBe(true);
  expect(scan?.said.findings.map(({ path: file, ruleId }) => `${file} ${ruleId}`).sort()).toEqual([
    '.env no-hardcoded-key',
    'dist/assets/app.js no-hardcoded-key',
    'src/new.tsx no-hardcoded-key',
    'src/wrong.js auth-header',
  ]);
  expect(history?.said.keys).toHaveLength(1);
  expect(history?.said.complete).toBe(true);
});

describe.each(VERSIONS)('under Node %s', (version) => {
  it('says the same, and nothing else', () => {
    const node = nodeFor(PLATFORM, version);
    expect(run(node, ['--version']).stdout.trim()).toBe(`v${version}`);
    expect(answersOf(under(node))).toEqual(reference);
  });
});
