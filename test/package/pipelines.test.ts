/** The pipelines of ci/ and the action, as their services would run them: real shells, a real checkout, the packed package. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { newFolder, removeFolder, temporaryFolder } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { newRepository, openRepository, type TestRepository } from '../support/repository.js';
import { repositoryRoot, run, runOrThrow, type RunResult } from '../support/run.js';

const KEY = newApiKey('pipelines');
const LEAK = `export const key = '${KEY}';\n`;
const NONE = '0'.repeat(40);

/** An origin whose branch `topic` had a key in its middle commit, and a clean branch beside it. */
interface Origin extends TestRepository {
  readonly main: string;
  readonly leaking: string;
  readonly clean: string;
}

function newOrigin(): Origin {
  const origin = newRepository();
  const main = origin.commit('First', { 'a.js': 'export default 1;\n' });
  origin.git('checkout', '-q', '-b', 'topic');
  origin.commit('One', { 'b.js': '// 1\n' });
  origin.commit('Two', { 'b.js': LEAK });
  const leaking = origin.commit('Three', { 'b.js': '// 3\n' });
  origin.git('checkout', '-q', '-b', 'clean', main);
  const clean = origin.commit('Clean', { 'c.js': '// clean\n' });
  return { ...origin, main, leaking, clean };
}

/** What a service checks out. */
function checkout(origin: Origin, commit: string, ...options: readonly string[]): TestRepository {
  const folder = path.join(temporaryFolder(), 'checkout');
  runOrThrow('git', ['clone', '-q', '--no-checkout', ...options, pathToFileURL(origin.folder).href, folder]);
  const clone = openRepository(folder);
  clone.git('fetch', '-q', ...options, 'origin', commit);
  clone.git('checkout', '-q', '--detach', commit);
  return clone;
}

function expectTheKey({ status, stdout, stderr }: RunResult): void {
  expect(stdout + stderr).toContain('b.js');
  expect(stdout + stderr).not.toContain(KEY);
  expect(status).toBe(1);
}

describe('the action', () => {
  const action = parse(readFileSync(path.join(repositoryRoot, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default: string }>;
    outputs: Record<string, { value: string }>;
    runs: { using: string; steps: { id?: string; shell: string; env: Record<string, string>; run: string }[] };
  };
  const temp = newFolder();
  afterAll(() => {
    removeFolder(temp);
  });

  interface Job {
    readonly status: number | null;
    readonly said: string;
    readonly outputs: Readonly<Record<string, string>>;
    readonly summary: string;
  }

  /** Runs the steps as a runner does: expressions become variables, each script goes to bash. */
  function runAction(folder: string, event: unknown, inputs: Record<string, string> = {}): Job {
    const files = temporaryFolder();
    const [eventFile, output, summary] = ['event.json', 'output', 'summary'].map((name) => path.join(files, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(eventFile, JSON.stringify(event));
    for (const file of [output, summary]) writeFileSync(file, '');
    const given = { ...inputs, version: `file:${inject('tarball')}` };
    let status: number | null = 0;
    let said = '';
    const steps = existsSync(path.join(temp, 'starrise')) ? action.runs.steps.slice(1) : action.runs.steps;
    for (const step of steps) {
      const { env, run: script } = step;
      expect(step.shell).toBe('bash');
      const variables = Object.entries(env).map(([name, value]) => [
        name,
        value.replace(
          /\$\{\{ inputs\.([\w-]+) \}\}/g,
          (_, input: string) => given[input as keyof typeof given] ?? action.inputs[input]!.default,
        ),
      ]);
      const result = run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
        cwd: folder,
        env: {
          ...(Object.fromEntries(variables) as Record<string, string>),
          RUNNER_TEMP: temp,
          GITHUB_EVENT_PATH: eventFile,
          GITHUB_OUTPUT: output,
          GITHUB_STEP_SUMMARY: summary,
          GITHUB_ACTIONS: 'true',
        },
      });
      said += result.stdout + result.stderr;
      status = result.status;
      if (status !== 0) break;
    }
    const outputs = Object.fromEntries(
      readFileSync(output, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    return { status, said, outputs, summary: readFileSync(summary, 'utf8') };
  }

  it('puts no expression into a script, and gives the outputs that it names', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run: script } of action.runs.steps) expect(script).not.toContain('${{');
    for (const [name, { value }] of Object.entries(action.outputs))
      expect(value).toBe(`\${{ steps.scan.outputs.${name} }}`);
  });

  it('scans the commits of a pull request, and tells outputs, summary, annotations and SARIF', () => {
    const origin = newOrigin();
    const leak = checkout(origin, origin.leaking);
    const { status, said, outputs, summary } = runAction(leak.folder, {
      pull_request: {
        base: { sha: origin.main },
        head: { sha: origin.leaking, ref: '$(touch pwned)' },
        title: '`touch pwned`',
      },
    });
    expect(status).toBe(1);
    // In an older commit, not in the checkout: GitHub has no place for the note.
    expect(said).toMatch(/^::error title=[^\n]*in b\.js, line 1/m);
    expect(outputs).toEqual({
      status: '1',
      findings: '1',
      keys: '1',
      complete: 'true',
      sarif: path.join(leak.folder, 'starrise.sarif'),
    });
    expect(summary).toContain('1 key, 1 finding.');
    expect(summary).toContain('b&#46;js&#58;1');
    expect(JSON.parse(readFileSync(path.join(leak.folder, 'starrise.sarif'), 'utf8'))).toMatchObject({
      version: '2.1.0',
    });
    expect(said + summary + readFileSync(path.join(leak.folder, 'starrise.sarif'), 'utf8')).not.toContain(KEY);
    expect(existsSync(path.join(leak.folder, 'pwned'))).toBe(false);

    const clean = checkout(origin, origin.clean);
    const passed = runAction(clean.folder, {
      pull_request: { base: { sha: origin.main }, head: { sha: origin.clean } },
    });
    expect(passed).toMatchObject({ status: 0, outputs: { status: '0', findings: '0' } });
    expect(passed.summary).toContain('No keys.');
  });

  it('scans what a push adds: to a branch, as a new branch, after a forced push, on a deletion', () => {
    const origin = newOrigin();
    const { folder } = checkout(origin, origin.leaking);
    const push = (before: string, after: string, ref = 'refs/heads/topic') =>
      runAction(folder, { before, after, ref, repository: { default_branch: 'main' } }).status;
    expect(push(origin.main, origin.leaking)).toBe(1);
    expect(push(origin.leaking, origin.leaking)).toBe(0);
    expect(push(NONE, origin.leaking)).toBe(1);
    expect(push('ab'.repeat(20), origin.leaking)).toBe(1);
    expect(push('ab'.repeat(20), origin.clean)).toBe(0);
    expect(push(origin.leaking, NONE)).toBe(0);
    expect(push(NONE, origin.main, 'refs/heads/main')).toBe(0);
  });

  it('scans all of history on a schedule, and files where it is asked to', () => {
    const origin = newOrigin();
    const { folder, write } = checkout(origin, origin.clean);
    expect(runAction(folder, { schedule: '17 4 * * 1' }, { scope: 'history' }).status).toBe(1);
    expect(runAction(folder, { schedule: '17 4 * * 1' }, { scope: 'files' }).status).toBe(0);
    write({ 'd.js': LEAK });
    expect(runAction(folder, {}, { scope: 'files', paths: 'c.js\nd.js' }).status).toBe(1);
    expect(runAction(folder, {}, { scope: 'files', paths: 'c.js' }).status).toBe(0);
  });

  it('explains a shallow checkout, and what is wrong in its inputs: status 2', () => {
    const origin = newOrigin();
    const { folder } = checkout(origin, origin.leaking, '--depth=1');
    const event = { pull_request: { base: { sha: origin.main }, head: { sha: origin.leaking } } };
    const shallow = runAction(folder, event);
    expect(shallow.said).toContain('fetch-depth: 0');
    expect(shallow).toMatchObject({ status: 2, outputs: { status: '2', sarif: '' }, summary: '' });
    expect(runAction(folder, event, { scope: 'all' }).said).toContain('scope: all: expected change, history or files');
    expect(runAction(folder, event, { verify: 'yes' })).toMatchObject({
      status: 2,
      said: expect.stringContaining('verify: yes: expected true or false') as string,
    });
    for (const input of ['scope', 'verify']) {
      const { status, said } = runAction(folder, event, { [input]: KEY });
      expect([status, said.includes(KEY)]).toEqual([2, false]);
    }
    expect(runAction(folder, event, { 'fail-on': 'nothing' }).status).toBe(2);
    expect(runAction(folder, { pull_request: { base: { sha: '--output=x' }, head: { sha: 'x' } } }).said).toContain(
      'names no commit',
    );
  });
});

describe('a pipeline', () => {
  const tool = newFolder();
  /** What the pipelines install, from the packed file instead of the registry. */
  const install = /npm install [^\n]*eslint-plugin-starrise@[\d.]+/;

  beforeAll(() => {
    mkdirSync(path.join(tool, 'starrise'));
    runOrThrow('npm', [
      'install',
      '--prefix',
      path.join(tool, 'starrise'),
      '--no-audit',
      '--no-fund',
      inject('tarball'),
    ]);
  });
  afterAll(() => {
    removeFolder(tool);
  });

  function template(name: string): string {
    return readFileSync(path.join(repositoryRoot, 'ci', name), 'utf8');
  }

  /** Runs the lines as the services do, in one shell that stops at the first failure. */
  function runLines(folder: string, lines: readonly string[], env: Record<string, string> = {}): RunResult {
    const script = lines
      .map((line) => line.replace(install, 'true'))
      .map((line) =>
        line.replaceAll('/tmp/starrise', path.join(tool, 'starrise')).replaceAll('$(Agent.TempDirectory)', tool),
      )
      .join('\n');
    expect(lines.some((line) => install.test(line))).toBe(true);
    return run('sh', ['-e', '-c', script], { cwd: folder, env: { WORKSPACE_TMP: tool, ...env } });
  }

  it('of GitLab scans a merge request, a push, a schedule', () => {
    const origin = newOrigin();
    const { 'starrise-scan': job } = parse(template('gitlab.yml')) as {
      'starrise-scan': {
        script: string[];
        variables: { GIT_DEPTH: number };
        artifacts: { reports: { secret_detection: string } };
      };
    };
    expect(job.variables.GIT_DEPTH).toBe(0);
    const leak = checkout(origin, origin.leaking);
    const request = { CI_MERGE_REQUEST_DIFF_BASE_SHA: origin.main, CI_COMMIT_SHA: origin.leaking };
    expectTheKey(runLines(leak.folder, job.script, request));
    const report = readFileSync(path.join(leak.folder, job.artifacts.reports.secret_detection), 'utf8');
    expect(JSON.parse(report)).toMatchObject({ vulnerabilities: [{ location: { file: 'b.js' } }] });
    expect(report).not.toContain(KEY);
    expectTheKey(
      runLines(leak.folder, job.script, { CI_COMMIT_BEFORE_SHA: origin.main, CI_COMMIT_SHA: origin.leaking }),
    );
    expectTheKey(runLines(leak.folder, job.script, { CI_COMMIT_BEFORE_SHA: NONE, CI_COMMIT_SHA: origin.leaking }));
    const clean = checkout(origin, origin.clean);
    const passing = { CI_MERGE_REQUEST_DIFF_BASE_SHA: origin.main, CI_COMMIT_SHA: origin.clean };
    expect(runLines(clean.folder, job.script, passing)).toMatchObject({ status: 0 });
    const shallow = checkout(origin, origin.leaking, '--depth=1');
    expect(runLines(shallow.folder, job.script, request)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('GIT_DEPTH: 0') as string,
    });
  });

  it.each([
    [
      'azure.yml',
      'starrise.xml',
      (text: string) => (parse(text) as { steps: { script?: string }[] }).steps.flatMap(({ script }) => script ?? []),
    ],
    [
      'bitbucket.yml',
      'test-results/starrise.xml',
      (text: string) =>
        (parse(text) as { pipelines: { default: { step: { script: string[] } }[] } }).pipelines.default[0]!.step.script,
    ],
    [
      'circleci.yml',
      'test-results/starrise.xml',
      (text: string) =>
        (parse(text) as { jobs: { 'starrise-scan': { steps: { run?: { command: string } }[] } } }).jobs[
          'starrise-scan'
        ].steps.flatMap(({ run: step }) => step?.command ?? []),
    ],
    ['Jenkinsfile', 'starrise.xml', (text: string) => [...text.matchAll(/sh '([^']+)'/g)].map(([, line]) => line!)],
  ])('of %s finds a key of an older commit, and writes %s', (name, report, linesOf) => {
    const origin = newOrigin();
    const lines = linesOf(template(name));
    const leak = checkout(origin, origin.leaking);
    expectTheKey(runLines(leak.folder, lines));
    expect(readFileSync(path.join(leak.folder, report), 'utf8')).toContain('<testsuites');
    const clean = newRepository();
    clean.commit('First', { 'a.js': '// clean\n' });
    expect(runLines(clean.folder, lines)).toMatchObject({ status: 0 });
  });

  it('of GitHub uses what the action offers', () => {
    const { jobs } = parse(template('github.yml')) as {
      jobs: { 'starrise-scan': { steps: { uses: string; with: Record<string, string> }[] } };
    };
    const action = parse(readFileSync(path.join(repositoryRoot, 'action.yml'), 'utf8')) as { inputs: object };
    const [checkoutStep, scanStep] = jobs['starrise-scan'].steps;
    expect(checkoutStep!.with).toMatchObject({ 'fetch-depth': 0 });
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(scanStep!.with)));
  });
});
