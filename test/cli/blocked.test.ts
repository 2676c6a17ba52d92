/** What a person reads whose commit or push was stopped: the exact text. */
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commentIn, isEnvironmentFile, needsOwnLine } from '../../src/cli/blocked/comments.js';
import { findDirectives } from '../../src/detect/suppressions.js';
import { zip } from '../support/archives.js';
import { newApiKey } from '../support/keys.js';
import { newRepository, type TestRepository } from '../support/repository.js';
import { repositoryRoot, run, type RunResult, runScan } from '../support/run.js';

const KEY = newApiKey('blocked');
const SHOWN = `${KEY.slice(0, 7)}…${KEY.slice(-4)}`;
const NONE = '0'.repeat(40);

/** In pieces: whole, at the end of a line, it would be a suppression of this file. */
const ACCEPT = 'starrise-' + 'disable-';

/** What staged says on standard error below the line that sums up. */
function saidAfterStaging(repository: TestRepository, files: Readonly<Record<string, string | Uint8Array>>): string {
  repository.write(files);
  repository.git('add', '-A', '-f');
  const { status, stderr, stdout } = runScan(['staged'], { cwd: repository.folder });
  expect(status).toBe(1);
  expect(stdout + stderr).not.toContain(KEY);
  return stderr.slice(stderr.indexOf('\n') + 1);
}

describe('a stopped commit', () => {
  it('says where the key is, what to do now, and how to accept it in that file', () => {
    const repository = newRepository();
    expect(saidAfterStaging(repository, { 'src/client.py': `import os\nkey = "${KEY}"\n` })).toBe(`
Not committed: ${SHOWN} is in src/client.py:2.
  1. Move the key into the environment: STARRISE_API_KEY=… in .env (first: echo .env >> .gitignore), and read it from there.
  2. git add src/client.py, and commit again.
No secret? Write at the end of line 2 of src/client.py: # ${ACCEPT}line -- why it is none
`);
  });

  it('speaks of .gitignore only where .env is not in it', () => {
    const repository = newRepository();
    const said = saidAfterStaging(repository, { '.gitignore': '.env*\n', 'a.ts': `k('${KEY}')` });
    expect(said).toContain('STARRISE_API_KEY=… in .env, and read it from there');
    expect(said).toContain('of a.ts: // starrise-disable-line -- why it is none');
  });

  it('calls the variables as the files do', () => {
    const [other, third] = [newApiKey('another'), newApiKey('a third')];
    const said = saidAfterStaging(newRepository(), {
      'a.ts': `const OPENAI_API_KEY = '${KEY}';\nconst LLM_TOKEN = '${other}';\n`,
      'b.ts': `f('${third}', '${other}');`,
    });
    expect(said).toContain(
      '1. Move the key into the environment: OPENAI_API_KEY=…, LLM_TOKEN=… and STARRISE_API_KEY=… in .env',
    );
  });

  it('takes an environment file out of the commit', () => {
    expect(saidAfterStaging(newRepository(), { 'app/.env.local': `KEY=${KEY}\n` })).toBe(`
Not committed: app/.env.local belongs to this machine.
  git rm --cached app/.env.local      it stays on your disk
  echo .env.local >> .gitignore
No secret? Write above line 1 of app/.env.local: # ${ACCEPT}next-line -- why it is none
`);
  });

  it('has a key revoked if it may have been elsewhere, and not for lying here', () => {
    const { folder, write, git } = newRepository();
    write({ 'a.py': `k = "${KEY}"\n`, [`b/${newApiKey('elsewhere')}`]: 'x' });
    git('add', '.');
    const advice = (...args: readonly string[]): string => runScan(args, { cwd: folder }).stdout;
    for (const said of [advice('staged'), advice('--as-change', '--', 'a.py')]) {
      expect(said).toContain(
        'Keep this key out of the commit: read it from the environment, for example STARRISE_API_KEY.',
      );
      expect(said).toMatch(/Revoke it \(.+\) if it was ever pushed or shared\./);
      expect(said).not.toContain('Revoke this key');
    }
    expect(advice('staged')).toContain('Keep this key out of the commit: rename the file.');
    expect(advice('a.py')).toContain('Revoke this key');
  });

  it('has a file renamed whose name holds the key', () => {
    const repository = newRepository();
    repository.write({ [`${KEY}.txt`]: 'x' });
    expect(saidAfterStaging(repository, {})).toMatch(
      new RegExp(`^
Not committed: ${SHOWN} is in the name of ${SHOWN}\\.txt\\.
  Rename it without the key \\(git mv\\), and commit again\\.
No secret\\? In starrise\\.config\\.json: "suppress": \\[\\{ "fingerprint": "[0-9a-f]{32}", "reason": "why it is none" \\}\\]
$`),
    );
    const both = saidAfterStaging(repository, { 'a.py': `k = "${KEY}"\n` });
    expect(both).toContain(`Not committed: ${SHOWN} is in a.py:1.\n`);
    expect(both).toContain('No secret? Write at the end of line 1 of a.py: ');
  });

  it('takes several environment files out of the commit, each by its own command', () => {
    const said = saidAfterStaging(newRepository(), {
      '.env': `KEY=${KEY}\n`,
      'a/.env.local': `KEY=${KEY}\n`,
      'b/.env.production': `KEY=${newApiKey('blocked in production')}\n`,
      '.env.example': 'KEY=\n',
    });
    expect(said).toBe(`
Not committed: .env belongs to this machine.
  git rm --cached .env      it stays on your disk
  echo .env >> .gitignore
Not committed: a/.env.local belongs to this machine.
  git rm --cached a/.env.local      it stays on your disk
  echo .env.local >> .gitignore
Not committed: b/.env.production belongs to this machine.
  git rm --cached b/.env.production      it stays on your disk
  echo .env.production >> .gitignore
No secret? Write above line 1 of .env: # ${ACCEPT}next-line -- why it is none
`);
  });

  it.each([
    ['.', 'git add app/a.py,', 'git rm --cached app/.env '],
    ['app', 'git add a.py,', 'git rm --cached .env '],
    ['docs', 'git add ../app/a.py,', 'git rm --cached ../app/.env '],
  ])('gives commands for %s, where git was called, whatever folder a hook goes to', (standing, add, remove) => {
    const repository = newRepository();
    const hook = `#!/bin/sh\ncd app\n'${process.execPath}' '${path.join(repositoryRoot, 'dist/cli.js')}' staged\n`;
    repository.write({
      'app/a.py': `k = "${KEY}"\n`,
      'app/.env': `K=${KEY}\n`,
      'docs/b.md': '',
      '.git/hooks/pre-commit': hook,
    });
    chmodSync(path.join(repository.folder, '.git/hooks/pre-commit'), 0o755);
    repository.git('add', '-A', '-f');
    const { status, stderr } = run('git', ['commit', '-m', 'Leak'], { cwd: path.join(repository.folder, standing) });
    expect(status).toBe(1);
    expect(stderr).toContain(add);
    expect(stderr).toContain(remove);
  });

  it('names each key and each file, those of this machine and those of the project', () => {
    const other = newApiKey('blocked too');
    const said = saidAfterStaging(newRepository(), {
      '.env': `KEY=${KEY}\n`,
      '.gitignore': '.env*\n',
      'a.py': `k = "${KEY}"\n`,
      'b.py': `k = "${other}"\n`,
    });
    expect(said).toContain('Not committed: .env belongs to this machine.\n  git rm --cached .env ');
    expect(said).toContain(
      `Not committed: ${SHOWN} and ${other.slice(0, 7)}…${other.slice(-4)} are in a.py:1 and b.py:1.\n`,
    );
    expect(said).toContain('git add a.py b.py, and commit again');
  });

  it('says that HEAD has the key already, in a file that somebody else may have written', () => {
    const repository = newRepository();
    repository.commit('First', { 'old.py': `k = "${KEY}"\n` });
    expect(saidAfterStaging(repository, { 'old.py': `k = "${KEY}"\nx = 1\n`, 'new.py': 'y = 1\n' })).toContain(
      'Committed already: HEAD has it in old.py, and a new commit leaves it there. Since when: starrise-scan history HEAD\n',
    );
    expect(saidAfterStaging(newRepository(), { 'old.py': `k = "${KEY}"\n` })).not.toContain('Committed already');
  });

  it.skipIf(process.platform === 'win32')('gives commands that can be typed where somebody stands', () => {
    const repository = newRepository();
    repository.commit('First', { '.gitignore': 'node_modules', 'app/.gitignore': 'dist' });
    const hook = path.join(repository.folder, '.git/hooks/pre-commit');
    writeFileSync(hook, `#!/bin/sh\n'${process.execPath}' '${path.join(repositoryRoot, 'dist/cli.js')}' staged\n`);
    chmodSync(hook, 0o755);
    const app = path.join(repository.folder, 'app');
    const typed = (pattern: RegExp): RunResult => {
      const { stderr, status } = run('git', ['commit', '-m', 'Leak'], { cwd: app });
      expect(status).toBe(1);
      const [, command = ''] = pattern.exec(stderr) ?? [];
      return run('sh', ['-c', command], { cwd: app });
    };

    repository.write({ "it's here/-a b.py": `k = "${KEY}"\n`, 'app/-c.py': '' });
    repository.git('add', '.');
    repository.write({ "it's here/-a b.py": 'k = 1\n' });
    expect(typed(/2\. (git add .*), and commit again/)).toMatchObject({ status: 0, stderr: '' });
    repository.git('commit', '-q', '-m', 'Clean');
    repository.write({ 'app/-c.py': `k = "${KEY}"\n` });
    repository.git('add', '.');
    repository.write({ 'app/-c.py': '' });
    expect(typed(/2\. (git add .*), and commit again/)).toMatchObject({ status: 0, stderr: '' });

    repository.write({ 'app/.env.local': `KEY=${KEY}\n` });
    repository.git('add', '.');
    expect(typed(/^ {2}(git rm --cached \S+)/m)).toMatchObject({ status: 0, stderr: '' });
    repository.git('add', '.');
    repository.write({ 'app/.env.local': `KEY=${KEY}\nOTHER=1\n` });
    expect(typed(/^ {2}(git rm --cached -f \S+)/m)).toMatchObject({ status: 0, stderr: '' });
    repository.git('add', '.');
    expect(typed(/^ {2}(.* >> \.gitignore)$/m)).toMatchObject({ status: 0, stderr: '' });
    repository.git('rm', '-q', '--cached', 'app/.env.local');
    expect(repository.git('check-ignore', 'app/.env.local', 'app/dist')).toBe('app/.env.local\napp/dist');
  });

  it('gives the configuration where a file has no comments, and counts places', () => {
    const files = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}.json`, `{ "key": "${KEY}" }`]));
    const said = saidAfterStaging(newRepository(), files);
    expect(said).toContain('is in a.json:1, b.json:1, c.json:1 and 2 more.');
    expect(said).toContain('git add a.json b.json c.json …, and commit again');
    expect(said).toMatch(/"suppress": \[\{ "fingerprint": "[0-9a-f]{32}", "reason": "why it is none" \}\]\n$/);
  });

  it('says that a remote branch has the key already, at its tip or before', () => {
    const repository = newRepository();
    const first = repository.commit('First', { 'a file.py': `k = "${KEY}"\n`, 'b.py': '' });
    repository.git('update-ref', 'refs/remotes/origin/main', first);
    expect(saidAfterStaging(repository, { 'a file.py': `k = "${KEY}" # again\n` })).toContain(
      'Pushed already: origin/main has it in a file.py. Revoke the key first: no commit takes it back.\n',
    );
    const second = repository.commit('Second', { 'a file.py': 'k = 1\n' });
    repository.git('update-ref', 'refs/remotes/origin/main', second);
    expect(saidAfterStaging(repository, { 'a file.py': `k = "${KEY}"\n` })).toContain(
      'Pushed already: a remote branch had it in a file.py.',
    );
    repository.git('reset', '-q', '--hard');
    expect(saidAfterStaging(repository, { 'b.py': `k = "${newApiKey('another')}"\n` })).not.toContain('Pushed already');
  });

  it('says so of keys in archives', () => {
    const repository = newRepository();
    const first = repository.commit('First', {
      'a.zip': zip({ 'x/.env': `k = "${KEY}"\n` }),
      'b.zip': zip({ a: 'x' }),
    });
    const staged = { 'a.zip': zip({ 'x/.env': `k = "${KEY}"\n`, y: 'more' }) };
    expect(saidAfterStaging(repository, staged)).toContain('Committed already: HEAD has it in a.zip, and');
    repository.git('update-ref', 'refs/remotes/origin/main', first);
    expect(saidAfterStaging(repository, staged)).toContain('Pushed already: origin/main has it in a.zip.');
    repository.git('reset', '-q', '--hard');
    const other = { 'b.zip': zip({ [`${newApiKey('other')}.txt`]: 'x' }) };
    expect(saidAfterStaging(repository, other)).not.toContain('already');
    repository.commit('Second', other);
    const again = { 'b.zip': zip({ [`${newApiKey('other')}.txt`]: 'y' }) };
    expect(saidAfterStaging(repository, again)).toContain('Committed already: HEAD has it in b.zip, and');
  });

  it('says so of keys in names', () => {
    const repository = newRepository();
    const first = repository.commit('First', { [`d/${KEY}/a.txt`]: 'x', 'b.txt': 'x' });
    const shown = `d/${KEY.slice(0, 7)}…${KEY.slice(-4)}/a.txt`;
    const said = saidAfterStaging(repository, { [`d/${KEY}/a.txt`]: 'y' });
    expect(said).toContain(`Committed already: HEAD has it in ${shown}, and`);
    expect(said).not.toContain(KEY);
    repository.git('update-ref', 'refs/remotes/origin/main', first);
    const pushed = saidAfterStaging(repository, { [`d/${KEY}/new.txt`]: 'y' });
    expect(pushed).toContain(`Pushed already: origin/main has it in ${shown}.`);
    repository.git('reset', '-q', '--hard');
    expect(saidAfterStaging(repository, { [`${newApiKey('other')}.txt`]: 'x' })).not.toContain('already');
  });

  it('cannot steer the terminal, and is for people only', () => {
    const repository = newRepository();
    const said = saidAfterStaging(repository, { 'a\u001B[2J.py': `k = "${KEY}"\n` });
    expect(said).not.toContain('\u001B');
    for (const args of [['--quiet'], ['--format', 'json']]) {
      expect(runScan(['staged', ...args], { cwd: repository.folder }).stderr).not.toContain('Not committed');
    }
    expect(runScan(['.'], { cwd: repository.folder }).stderr).not.toContain('Not committed');
    expect(runScan(['--as-change', '--', 'a\u001B[2J.py'], { cwd: repository.folder }).stderr).toContain(
      'Not committed',
    );
  });

  it('is not held up by a repository that is damaged or holds a link', () => {
    const repository = newRepository();
    repository.git('symbolic-ref', 'refs/remotes/origin/main', 'refs/heads/gone');
    if (process.platform !== 'win32') symlinkSync('nowhere', path.join(repository.folder, '.env'));
    expect(saidAfterStaging(repository, { 'a.py': `k = "${KEY}"\n` })).toContain('Not committed');
  });
});

it('a stopped push of several keys goes back to the oldest of their commits', () => {
  const repository = newRepository();
  repository.commit('First', { 'a.js': 'nothing' });
  const older = repository.commit('Older', { 'z.js': `k('${KEY}')` });
  const newer = repository.commit('Newer', { 'a.js': `k('${newApiKey('newer')}')` });
  const input = `refs/heads/main ${newer} refs/heads/main ${NONE}\n`;
  const { stderr } = runScan(['history', '-', '--remote', 'origin'], { cwd: repository.folder, input });
  expect(stderr).toContain(`git rebase -i ${older.slice(0, 12)}^ `);
});

it('a stopped push of a tag with a key in its message speaks of the tag, and of no commit', () => {
  const repository = newRepository();
  const commit = repository.commit('First', { 'a.js': 'nothing' });
  repository.git('tag', '-a', 'v1', '-m', `with ${KEY}`);
  repository.git('update-ref', 'refs/remotes/origin/main', commit);
  const input = `refs/tags/v1 ${repository.git('rev-parse', 'v1')} refs/tags/v1 ${NONE}\n`;
  const { stderr } = runScan(['history', '-', '--remote', 'origin'], { cwd: repository.folder, input });
  expect(stderr).toMatch(/Not pushed: .*:6\.\n {2}git tag -d v1 {6}make it again without the key\n$/);
});

it('a stopped push names the commit that brought the key', () => {
  const repository = newRepository();
  repository.commit('First', { 'a.js': 'nothing' });
  const leak = repository.commit('Leak', { 'a.js': `k('${KEY}')` });
  const last = repository.commit('Last', { 'a.js': 'nothing' });
  const input = `refs/heads/main ${last} refs/heads/main ${NONE}\n`;
  const { status, stderr } = runScan(['history', '-', '--remote', 'origin'], { cwd: repository.folder, input });
  expect(status).toBe(1);
  expect(stderr.slice(stderr.indexOf('\n') + 1)).toBe(`
Not pushed: ${SHOWN} is in a.js:1, since ${leak.slice(0, 12)}.
  A new commit without the key is not enough, the old one would be pushed with it. Take it out where it came in:
  git rebase -i ${leak.slice(0, 12)}^      mark it "edit", amend it, git rebase --continue; --root where it is the first
`);
});

describe('the comment of a file', () => {
  it.each([
    ['a.ts', '// x'],
    ['Dockerfile', '# x'],
    ['deep/Dockerfile.dev', '# x'],
    ['q.sql', '-- x'],
    ['index.html', '<!-- x -->'],
    ['a.css', '/* x */'],
    ['a.svg', '<!-- x -->'],
    ['app.vue', '<!-- x -->'],
    ['settings.ini', '; x'],
    ['.env.production', '# x'],
    ['A.PY', '# x'],
    ['data.json', null],
    ['unknown', null],
    ['constructor', null],
  ])('%s', (file, expected) => {
    expect(commentIn(file, 'x')).toBe(expected);
  });

  it('is a directive that the scanner reads, with its reason', () => {
    for (const file of ['a.ts', 'a.py', 'a.sql', 'a.html', 'a.css', 'a.ini', 'a.tex', '.env']) {
      const comment = commentIn(file, 'starrise-disable-line -- why')!;
      expect(findDirectives(comment, () => 1, false)).toMatchObject([{ line: 1, reason: 'why' }]);
    }
  });

  it('has no two dashes in XML, where they end no comment and begin none', () => {
    expect(commentIn('a.xml', 'starrise-disable-line -- why')).toBe('<!-- starrise-disable-line -->');
  });

  it('stands on a line of its own where the end of a line belongs to the value', () => {
    expect(
      ['Dockerfile', 'a/Dockerfile.dev', 'a.properties', 'b.INI', '.env', '.env.local', '.npmrc'].every(needsOwnLine),
    ).toBe(true);
    expect(['a.py', 'Makefile', 'a.yaml', 'environment.ts', 'a.config.js', '.bashrc'].some(needsOwnLine)).toBe(false);
  });

  it('knows files that belong to one machine', () => {
    expect(['.env', 'a/.env.local', '.env.production', 'a/.ENV'].every(isEnvironmentFile)).toBe(true);
    expect(['.env.example', '.env.sample', 'env', 'a.env', '.envrc'].some(isEnvironmentFile)).toBe(false);
  });
});
