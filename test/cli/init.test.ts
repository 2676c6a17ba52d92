/** init in real repositories: what it writes, that it does so once, and what it leaves to people. */
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { newRepository, type TestRepository } from '../support/repository.js';
import { repositoryRoot, run, runScan, type RunResult } from '../support/run.js';

const KEY = newApiKey('init');
const CALL = 'node node_modules/eslint-plugin-starrise/dist/cli.js';

/** A project that has installed us: by a link to what is built here. */
function project(files: Readonly<Record<string, string>> = {}): TestRepository {
  const repository = newRepository();
  install(repository);
  repository.write({ '.gitignore': 'node_modules\n', ...files });
  return repository;
}

function install({ folder }: TestRepository): void {
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(repositoryRoot, path.join(folder, 'node_modules/eslint-plugin-starrise'), 'junction');
}

function init({ folder }: Pick<TestRepository, 'folder'>, ...args: readonly string[]): RunResult {
  return runScan(['init', ...args], { cwd: folder });
}

function textOf({ folder }: Pick<TestRepository, 'folder'>, file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}

/** That a second run changes nothing. */
function expectIdempotent(repository: TestRepository, file: string, ...args: readonly string[]): void {
  const before = textOf(repository, file);
  const { status, stdout } = init(repository, ...args);
  expect(stdout).toContain(`${file}: calls starrise-scan already, left as it is`);
  expect(stdout).not.toContain('next:');
  expect(status).toBe(0);
  expect(textOf(repository, file)).toBe(before);
}

describe('with git alone', () => {
  it('writes a hook that stops a commit with a key, and a configuration', () => {
    const repository = project();
    expect(init(repository)).toEqual({
      status: 0,
      stderr: '',
      stdout: 'pre-commit: git (no hook manager)\n.git/hooks/pre-commit: written\nstarrise.config.json: written\n',
    });
    expect(textOf(repository, '.git/hooks/pre-commit')).toBe(
      `#!/bin/sh\n# starrise-scan init: no keys of LLM gateways\n${CALL} staged\n`,
    );
    expect(JSON.parse(textOf(repository, 'starrise.config.json'))).toEqual({
      $schema: './node_modules/eslint-plugin-starrise/schema/config.schema.json',
    });
    expectIdempotent(repository, '.git/hooks/pre-commit');

    repository.write({ 'a.js': `'${KEY}'` });
    repository.git('add', '.');
    const { status, stderr, stdout } = run('git', ['commit', '-m', 'Leak'], { cwd: repository.folder });
    expect(stdout + stderr).toContain('a.js:1:2');
    expect(status).not.toBe(0);
    repository.write({ 'a.js': '' });
    expect(() => repository.commit('Clean')).not.toThrow();
  });

  it('works from a folder below, with a package that is installed there', () => {
    const repository = newRepository();
    const below = path.join(repository.folder, "packages/it's");
    mkdirSync(path.join(below, 'node_modules'), { recursive: true });
    symlinkSync(repositoryRoot, path.join(below, 'node_modules/eslint-plugin-starrise'), 'junction');
    init({ folder: below });
    expect(textOf(repository, '.git/hooks/pre-commit')).toContain(
      `node 'packages/it'\\''s/node_modules/eslint-plugin-starrise/dist/cli.js' staged`,
    );
    repository.write({ 'a.js': `'${KEY}'`, '.gitignore': 'node_modules' });
    expect(() => repository.commit('Leak')).toThrow('a.js:1:2');
  });

  it('says that the package is to be installed, and calls the command by its name until then', () => {
    const repository = newRepository();
    expect(init(repository).stdout).toContain('next: the project has not installed eslint-plugin-starrise');
    expect(textOf(repository, '.git/hooks/pre-commit')).toContain('\nstarrise-scan staged\n');
  });

  it.each([
    ['.git/hooks/pre-commit', {}],
    ['lefthook.yml', { 'lefthook.yml': 'pre-commit:\n  commands:\n    lint:\n      run: make lint\n' }],
    ['package.json', { 'package.json': '{ "simple-git-hooks": { "pre-commit": "make lint" } }' }],
  ])('calls the package in %s when it is installed and init runs again', (file, files) => {
    const repository = newRepository();
    repository.write(files);
    init(repository);
    expect(textOf(repository, file)).toMatch(/(?<!\/)starrise-scan staged/);
    install(repository);
    const { status, stdout } = init(repository);
    expect(stdout).toContain(`${file}: added to`);
    expect(status).toBe(0);
    expect(textOf(repository, file)).not.toMatch(/(?<!\/)starrise-scan staged/);
    expect(textOf(repository, file)).toContain(`${CALL} staged`);
    expectIdempotent(repository, file);
  });

  it.each([
    ['lefthook.yml', 'pre-commit:\n  commands:\n    lint:\n      run: make lint\n'],
    ['.pre-commit-config.yaml', 'repos:\n- repo: meta\n  hooks:\n  - id: identity\n'],
    ['package.json', '{\n  "simple-git-hooks": {}\n}\n'],
  ])('ends its lines in %s as the others end', (file, text) => {
    const repository = project({ [file]: text.replaceAll('\n', '\r\n') });
    expect(init(repository).stdout).toContain(`${file}: added to`);
    expect(textOf(repository, file)).toMatch(/eslint-plugin-starrise/);
    expect(textOf(repository, file)).not.toMatch(/(?<!\r)\n/);
    expectIdempotent(repository, file);
  });

  it("puts its line before somebody's, which may end early, and keeps the rest", () => {
    const repository = project();
    const theirs = '#!/bin/bash\n# ours\nmake lint\nexec true\n';
    const hook = path.join(repository.folder, '.git/hooks/pre-commit');
    writeFiles(repository.folder, { '.git/hooks/pre-commit': theirs });
    chmodSync(hook, 0o755);
    expect(init(repository).stdout).toContain('.git/hooks/pre-commit: added to');
    expect(textOf(repository, '.git/hooks/pre-commit')).toBe(
      theirs.replace('\n', `\n# starrise-scan init: no keys of LLM gateways\n${CALL} staged || exit $?\n`),
    );
    expect(statSync(hook).mode & 0o777).toBe(0o755);
    expectIdempotent(repository, '.git/hooks/pre-commit');
  });

  it.each([
    ['in another language', '#!/usr/bin/env python3\nprint(1)\n', 0o755, 'pre-commit', 'it is no shell script'],
    ['not executable', '#!/bin/sh\ntrue\n', 0o644, 'pre-commit', 'it is not executable'],
    [
      'that may read standard input',
      '#!/bin/sh\ngit lfs pre-push "$@"\n',
      0o755,
      'pre-push',
      'it may read the standard input',
    ],
  ])('leaves a hook %s as it is, and shows what to add: status 3', (_, theirs, mode, hook, why) => {
    const repository = project();
    writeFiles(repository.folder, { [`.git/hooks/${hook}`]: theirs });
    chmodSync(path.join(repository.folder, `.git/hooks/${hook}`), mode);
    const { status, stdout } = init(repository, '--hook', hook);
    expect(stdout).toContain(`left as it is, ${why}`);
    expect(stdout).toContain(CALL);
    expect(status).toBe(3);
    expect(textOf(repository, `.git/hooks/${hook}`)).toBe(theirs);
  });

  it('leaves a program or a script in an old encoding as it is, which no text gives back', () => {
    for (const theirs of [Buffer.from('\x7FELF\0\0'), Buffer.from('#!/bin/sh\n# caf\xE9\ntrue\n', 'latin1')]) {
      const repository = project();
      const hook = path.join(repository.folder, '.git/hooks/pre-commit');
      writeFiles(repository.folder, { '.git/hooks/pre-commit': theirs });
      chmodSync(hook, 0o755);
      const { status, stdout } = init(repository);
      expect(stdout).toContain('left as it is, it is no text in UTF-8');
      expect(status).toBe(3);
      expect(readFileSync(hook).equals(theirs)).toBe(true);
    }
    const list = Buffer.from('repos: # caf\xE9\n  - repo: local\n', 'latin1');
    const repository = project({ '.pre-commit-config.yaml': '' });
    repository.write({ '.pre-commit-config.yaml': list });
    expect(init(repository)).toMatchObject({ status: 3 });
    expect(readFileSync(path.join(repository.folder, '.pre-commit-config.yaml')).equals(list)).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('keeps the mode of a hook, whatever the umask: others run it too', () => {
    const repository = project();
    const hook = path.join(repository.folder, '.git/hooks/pre-commit');
    writeFiles(repository.folder, { '.git/hooks/pre-commit': '#!/bin/sh\ntrue\n' });
    chmodSync(hook, 0o555);
    const command = path.join(repositoryRoot, 'dist/cli.js');
    run('sh', ['-c', 'umask 077; exec "$@"', 'sh', process.execPath, command, 'init'], { cwd: repository.folder });
    expect(textOf(repository, '.git/hooks/pre-commit')).toContain(CALL);
    expect(statSync(hook).mode & 0o777).toBe(0o555);
  });

  it.skipIf(process.platform === 'win32')('says how to have a hook of ours run that git passes over', () => {
    const repository = project();
    init(repository);
    chmodSync(path.join(repository.folder, '.git/hooks/pre-commit'), 0o644);
    const { status, stdout } = init(repository);
    expect(status).toBe(3);
    const [, shown = ''] = /it is not executable, so git does not run it; make it so:\n {4}(.*)\n/.exec(stdout) ?? [];
    run('sh', ['-c', shown], { cwd: repository.folder });
    expectIdempotent(repository, '.git/hooks/pre-commit');
  });

  it('heeds core.hooksPath, but not where it leads out of the repository', () => {
    const inside = project();
    inside.git('config', 'core.hooksPath', '.githooks');
    expect(init(inside).stdout).toContain('pre-commit: git (core.hooksPath)\n.githooks/pre-commit: written');
    const outside = project();
    const shared = temporaryFolder();
    outside.git('config', 'core.hooksPath', shared);
    const { status, stdout } = init(outside);
    expect(stdout).toContain('those of others too');
    expect(status).toBe(3);
    expect(existsSync(path.join(shared, 'pre-commit'))).toBe(false);
    // As shown, it stops keys here and nothing elsewhere.
    const [snippet = ''] = stdout.split('\n').filter((line) => line.startsWith('    '));
    writeFiles(shared, { 'pre-commit': `#!/bin/sh\n${snippet}\n` });
    chmodSync(path.join(shared, 'pre-commit'), 0o755);
    expect(() => outside.commit('Leak', { 'a.js': `'${KEY}'` })).toThrow('a.js:1:2');
    const elsewhere = newRepository();
    elsewhere.git('config', 'core.hooksPath', shared);
    expect(() => elsewhere.commit('Other', { 'a.js': `'${KEY}'` })).not.toThrow();
  });

  it.skipIf(process.platform === 'win32')('writes through no link, of a file or of a folder', () => {
    const precious = writeFiles(temporaryFolder(), { 'a.sh': '#!/bin/sh\n' });
    const file = project();
    symlinkSync(path.join(precious, 'a.sh'), path.join(file.folder, '.git/hooks/pre-commit'));
    const folder = project({ 'package.json': '{ "devDependencies": { "husky": "9" } }' });
    symlinkSync(precious, path.join(folder.folder, '.husky'));
    const config = project();
    symlinkSync(path.join(precious, 'new.json'), path.join(config.folder, 'starrise.config.json'));
    for (const repository of [file, folder, config]) {
      const { status, stderr } = init(repository);
      expect(stderr).toMatch(/is a symbolic link(?:: init writes through none| that leads to no file)\n$/);
      expect(status).toBe(2);
    }
    expect(readFileSync(path.join(precious, 'a.sh'), 'utf8')).toBe('#!/bin/sh\n');
    expect(existsSync(path.join(precious, 'pre-commit'))).toBe(false);
  });

  it('writes nothing with --dry-run', () => {
    const repository = project();
    const { status, stdout } = init(
      repository,
      '--dry-run',
      '--hook',
      'pre-commit',
      '--hook',
      'pre-push',
      '--ci',
      'github',
    );
    expect(stdout).toContain('.git/hooks/pre-push: would be written');
    expect(stdout).toContain('.github/workflows/starrise.yml: would be written');
    expect(stdout).toContain('nothing was written');
    expect(status).toBe(0);
    for (const file of ['.git/hooks/pre-push', '.git/hooks/pre-commit', '.github', 'starrise.config.json']) {
      expect(existsSync(path.join(repository.folder, file))).toBe(false);
    }
  });

  it('keeps a configuration, also in package.json', () => {
    const repository = project({ 'package.json': '{ "starrise": {} }' });
    expect(init(repository).stdout).not.toContain('starrise.config.json');
  });

  it('starts nothing that a hostile repository configures', () => {
    const repository = project();
    const trap = path.join(repository.folder, 'trap');
    for (const name of ['core.fsmonitor', 'core.pager', 'core.sshCommand', 'alias.rev-parse', 'alias.config']) {
      repository.git('config', name, `!touch ${trap}`);
    }
    expect(init(repository).status).toBe(0);
    expect(existsSync(trap)).toBe(false);
  });

  it('is for repositories', () => {
    expect(init({ folder: temporaryFolder() })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('; run this in the one you mean') as string,
    });
  });
});

describe('in a bare repository', () => {
  it('writes a pre-receive, and nothing else', () => {
    const bare = newRepository(path.join(temporaryFolder(), "a server's.git"), '--bare');
    expect(init(bare)).toMatchObject({ status: 0, stderr: '' });
    expect(textOf(bare, 'hooks/pre-receive')).toContain('dist/cli.js history -\n');
    expect(existsSync(path.join(bare.folder, 'starrise.config.json'))).toBe(false);
    expect(init(bare).stdout).toContain('calls starrise-scan already');
    expect(init(bare, '--hook', 'pre-commit')).toMatchObject({ status: 2 });
    expect(init(bare, '--ci', 'github')).toMatchObject({ status: 2 });
  });
});

describe('with husky', () => {
  it('writes .husky/pre-commit and .husky/pre-push', () => {
    const repository = project({ '.husky/pre-commit': 'npm test\n' });
    const { stdout, status } = init(repository, '--hook', 'pre-commit', '--hook', 'pre-push');
    expect(stdout).toContain('pre-commit: husky (.husky)\n');
    expect(stdout).toContain('.husky/pre-commit: added to\n.husky/pre-push: written\n');
    expect(status).toBe(0);
    expect(textOf(repository, '.husky/pre-commit')).toBe(
      `# starrise-scan init: no keys of LLM gateways\n${CALL} staged || exit $?\nnpm test\n`,
    );
    expect(textOf(repository, '.husky/pre-push')).toContain(`${CALL} history - --remote "$1"\n`);
    expectIdempotent(repository, '.husky/pre-commit');
  });

  it('leaves the setting-up of husky 8 first, and husky 4 alone', () => {
    const setUp = '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n';
    const eight = project({ '.husky/pre-commit': `${setUp}npm test\n` });
    init(eight);
    expect(textOf(eight, '.husky/pre-commit').startsWith(`${setUp}# starrise-scan`)).toBe(true);
    const four = project({
      'package.json': '{ "husky": { "hooks": {} }, "devDependencies": { "husky": "4" } }',
    });
    expect(init(four)).toMatchObject({ status: 3 });
  });
});

describe('with husky in a folder of its own', () => {
  /** As `husky web/.husky` leaves it. */
  function inFolder(folder: string): TestRepository {
    const repository = project({ [`${folder}/_/h`]: '', [`${folder}/_/pre-commit`]: '. "$(dirname "$0")/h"\n' });
    repository.git('config', 'core.hooksPath', `${folder}/_`);
    return repository;
  }

  it.each(['web/.husky', '.config/husky'])('writes %s/pre-commit, and not what husky writes anew', (folder) => {
    const repository = inFolder(folder);
    repository.write({
      [`${folder}/pre-commit`]: 'npm test\n',
      'package.json': '{ "devDependencies": { "husky": "9" } }',
    });
    const { status, stdout } = init(repository, '--hook', 'pre-commit', '--hook', 'pre-push');
    expect(stdout).toContain(`pre-commit: husky (${folder})\n`);
    expect(stdout).toContain(`${folder}/pre-commit: added to\n${folder}/pre-push: written\n`);
    expect(status).toBe(0);
    expect(textOf(repository, `${folder}/pre-commit`)).toContain(`${CALL} staged || exit $?\nnpm test\n`);
    expect(textOf(repository, `${folder}/_/pre-commit`)).not.toContain('starrise');
    expectIdempotent(repository, `${folder}/pre-commit`);
  });

  it('is told from a folder of hooks that happens to be called _', () => {
    const repository = project();
    repository.git('config', 'core.hooksPath', 'hooks/_');
    expect(init(repository).stdout).toContain('hooks/_/pre-commit: written');
  });

  it('advises nothing that writes over the hook', () => {
    const repository = project({ 'package.json': '{ "devDependencies": { "husky": "9" } }' });
    const { stdout } = init(repository);
    expect(stdout).toContain('next: husky puts its hooks in place with: npx husky');
    expect(stdout).not.toContain('husky init');
  });
});

describe('with a hook that a manager wrote whose configuration is not at the top', () => {
  it.each([
    ['simple-git-hooks', '#!/bin/sh\nif [ "$SKIP_SIMPLE_GIT_HOOKS" = "1" ]; then\n  exit 0\nfi\nmake lint\n'],
    ['lefthook', '#!/bin/sh\ncall_lefthook()\n{\n  :\n}\ncall_lefthook run "pre-commit" "$@"\n'],
    ['pre-commit', '#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\nexec true\n'],
  ])('leaves what %s would write anew, and says where to add the line', (manager, theirs) => {
    const repository = project();
    writeFiles(repository.folder, { '.git/hooks/pre-commit': theirs });
    chmodSync(path.join(repository.folder, '.git/hooks/pre-commit'), 0o755);
    const { status, stdout } = init(repository);
    expect(stdout).toContain(
      `left as it is, ${manager} writes it anew; add this to the configuration of ${manager}:\n    ${CALL} staged\n`,
    );
    expect(status).toBe(3);
    expect(textOf(repository, '.git/hooks/pre-commit')).toBe(theirs);
  });
});

describe('with lefthook', () => {
  it.each([
    ['nothing yet', '', { 'starrise-scan': { run: `${CALL} staged` } }],
    ['other hooks', 'pre-push:\n  commands:\n    a:\n      run: b\n', { 'starrise-scan': { run: `${CALL} staged` } }],
    [
      'other commands',
      '# ours\npre-commit:\n  parallel: true\n  commands:\n    # lint\n    lint:\n      run: make lint\n\nskip_output: [meta]\n',
      { 'starrise-scan': { run: `${CALL} staged` }, lint: { run: 'make lint' } },
    ],
    ['no commands', 'pre-commit:\n    parallel: true\n', { 'starrise-scan': { run: `${CALL} staged` } }],
  ])('adds a command where there is %s', (_, before, commands) => {
    const repository = project({ 'lefthook.yml': before });
    expect(init(repository)).toMatchObject({ status: 0 });
    const after = textOf(repository, 'lefthook.yml');
    expect(parse(after)).toMatchObject({ ...(parse(before) as object | null), 'pre-commit': { commands } });
    for (const line of before.split('\n')) expect(after).toContain(line);
    expectIdempotent(repository, 'lefthook.yml');
  });

  it('is who keeps the hooks where husky is a package left behind, and husky where it has a folder', () => {
    const files = { 'lefthook.yml': '', 'package.json': '{ "devDependencies": { "husky": "9" }, "lint-staged": {} }' };
    expect(init(project(files)).stdout).toContain('pre-commit: lefthook (lefthook.yml)');
    expect(init(project({ ...files, '.husky/pre-push': 'npm test\n' })).stdout).toContain('pre-commit: husky (.husky)');
  });

  it('hands the push over on standard input', () => {
    const repository = project({ 'lefthook.yml': '' });
    init(repository, '--hook', 'pre-push');
    expect(parse(textOf(repository, 'lefthook.yml'))).toEqual({
      'pre-push': { commands: { 'starrise-scan': { run: `${CALL} history - --remote "{1}"`, use_stdin: true } } },
    });
  });

  it.each([
    ['jobs', 'lefthook.yml', 'pre-commit:\n  jobs:\n    - run: a\n'],
    ['flow style', 'lefthook.yml', 'pre-commit: { commands: { a: { run: b } } }\n'],
    ['an empty mapping', 'lefthook.yml', 'pre-commit:\n  commands: {}\n'],
    ['TOML', 'lefthook.toml', '[pre-commit]\n'],
  ])('shows the command where the file has %s', (_, file, before) => {
    const repository = project({ [file]: before });
    const { status, stdout } = init(repository);
    expect(stdout).toContain(`${CALL} staged`);
    expect(status).toBe(3);
    expect(textOf(repository, file)).toBe(before);
  });
});

describe('with simple-git-hooks', () => {
  it('adds a line to package.json, before the one that is there', () => {
    const before = {
      name: 'a',
      scripts: { scan: 'starrise-scan' },
      'simple-git-hooks': { 'pre-commit': 'npx lint-staged' },
      version: '1.0.0',
    };
    const repository = project({ 'package.json': `${JSON.stringify(before, null, '\t')}\n` });
    const { stdout } = init(repository, '--hook', 'pre-commit', '--hook', 'pre-push');
    expect(stdout).toContain('next: simple-git-hooks puts its hooks in place with: npx simple-git-hooks');
    const after = textOf(repository, 'package.json');
    expect(JSON.parse(after)).toEqual({
      ...before,
      'simple-git-hooks': {
        'pre-commit': `${CALL} staged && npx lint-staged`,
        'pre-push': `${CALL} history - --remote "$1"`,
      },
    });
    expect(after).toContain('\n\t"name"');
    expect(after.endsWith('}\n')).toBe(true);
    expectIdempotent(repository, 'package.json');
  });

  it('shows the line where joining would change what is there', () => {
    const text = JSON.stringify({ 'simple-git-hooks': { 'pre-commit': 'a || b' } });
    const repository = project({ 'package.json': text });
    expect(init(repository)).toMatchObject({ status: 3 });
    expect(textOf(repository, 'package.json')).toBe(text);
  });
});

describe('with lint-staged', () => {
  it.each([
    ['no entry for all', { '*.js': 'eslint' }, { '*.js': 'eslint', '*': `${CALL} --as-change --` }],
    ['a list for all', { '*': ['prettier'] }, { '*': [`${CALL} --as-change --`, 'prettier'] }],
  ])('adds to what has %s', (_, before, after) => {
    const repository = project({ 'package.json': JSON.stringify({ 'lint-staged': before }) });
    expect(init(repository)).toMatchObject({ status: 0 });
    expect(JSON.parse(textOf(repository, 'package.json'))).toEqual({ 'lint-staged': after });
    expectIdempotent(repository, 'package.json');
  });
});

describe('with the pre-commit framework', () => {
  it.each([
    'repos:\n- repo: meta\n  hooks:\n  - id: identity\n',
    'fail_fast: true\nrepos:\n    # some\n    - repo: meta\n      hooks: [{ id: identity }]\nci: {}\n',
  ])('adds a local hook, however the file is indented: %j', (before) => {
    const repository = project({ '.pre-commit-config.yaml': before });
    init(repository, '--hook', 'pre-commit', '--hook', 'pre-push');
    const after = textOf(repository, '.pre-commit-config.yaml');
    const { repos, ...rest } = parse(after) as { repos: { repo: string; hooks: { id: string; entry: string }[] }[] };
    const { repos: reposBefore, ...restBefore } = parse(before) as typeof rest & { repos: unknown[] };
    expect(rest).toEqual(restBefore);
    expect(repos.slice(-1)).toEqual(reposBefore);
    expect(repos.flatMap(({ hooks }) => hooks.map(({ id }) => id))).toContain('starrise-scan');
    expectIdempotent(repository, '.pre-commit-config.yaml');
  });

  it('asks for no installation in the project: pre-commit has its own', () => {
    const repository = newRepository();
    repository.write({ '.pre-commit-config.yaml': 'repos:\n- repo: meta\n  hooks:\n  - id: identity\n' });
    const { status, stdout } = init(repository);
    expect(stdout).toContain(
      'next: pre-commit puts its hook in place with: pre-commit install --hook-type pre-commit\n',
    );
    expect(stdout).not.toContain('npm install');
    expect(status).toBe(0);
  });

  it('shows the hook where the list is written in one line', () => {
    const repository = project({ '.pre-commit-config.yaml': 'repos: []\n' });
    const { status, stdout } = init(repository);
    expect(stdout).toContain('entry: starrise-scan --as-change --');
    expect(status).toBe(3);
  });
});

describe('--ci', () => {
  it.each([
    ['github', '.github/workflows/starrise.yml'],
    ['gitlab', '.gitlab-ci.yml'],
    ['jenkins', 'Jenkinsfile'],
    ['azure', 'azure-pipelines.yml'],
    ['bitbucket', 'bitbucket-pipelines.yml'],
    ['circleci', '.circleci/config.yml'],
  ])('writes the pipeline for %s once, and no hook', (service, file) => {
    const repository = project();
    expect(init(repository, '--ci', service).stdout).toContain(`${file}: written`);
    expect(existsSync(path.join(repository.folder, '.git/hooks/pre-commit'))).toBe(false);
    expectIdempotent(repository, file, '--ci', service);
    expect(lstatSync(path.join(repository.folder, file)).mode & 0o111).toBe(0);
    const theirs = project({ [file]: 'theirs: true\n' });
    expect(init(theirs, '--ci', service)).toMatchObject({ status: 3 });
    expect(textOf(theirs, file)).toBe('theirs: true\n');
  });
});

it('loads simple-git, and the commands that hooks run do not', () => {
  const preload = writeFiles(temporaryFolder(), {
    'preload.cjs': `const Module = require('node:module');
const load = Module._load;
Module._load = function (name, ...rest) {
  if (name === 'simple-git') process.stderr.write('loaded simple-git');
  return load.call(this, name, ...rest);
};`,
  });
  const repository = newRepository();
  repository.commit('First', { 'a.js': `'${KEY}'` });
  repository.write({ 'b.js': `'${KEY}'` });
  repository.git('add', '.');
  const said = (...args: string[]) =>
    run(
      process.execPath,
      ['--require', path.join(preload, 'preload.cjs'), path.join(repositoryRoot, 'dist/cli.js'), ...args],
      {
        cwd: repository.folder,
      },
    ).stderr;
  expect(said('init', '--dry-run')).toContain('loaded simple-git');
  for (const args of [['staged'], ['history', 'HEAD'], ['--as-change', '--', 'b.js']]) {
    expect(said(...args)).toMatch(/1 key in 1 place/);
    expect(said(...args)).not.toContain('loaded');
  }
});
