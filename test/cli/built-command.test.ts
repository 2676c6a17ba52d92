/** The built command, as scripts see it: what it ends with, and what goes where. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { makers, newApiKey } from '../support/keys.js';
import { newRepository } from '../support/repository.js';
import { repositoryRoot, run, runScan, type RunOptions } from '../support/run.js';

const KEY = newApiKey('cli');
const OTHER = newApiKey('cli other');
const GUESSABLE = makers.LITELLM('cli');
const LEAK = `const key = '${KEY}';\n`;

/** Everything the command said in this file; no whole key may be in it. */
const said: string[] = [];

function scan(cwd: string, args: readonly string[] = [], options: RunOptions = {}) {
  const result = runScan(args, { cwd, ...options });
  said.push(result.stdout, result.stderr);
  return result;
}

function reportOf(cwd: string, args: readonly string[] = []): Report {
  return JSON.parse(scan(cwd, [...args, '--format', 'json']).stdout) as Report;
}

afterAll(() => {
  const everything = said.join('\n');
  for (const key of [KEY, OTHER, GUESSABLE]) expect(everything.includes(key.slice(3))).toBe(false);
});

describe('status 0', () => {
  it('where everything was read and nothing was found: standard output stays empty', () => {
    const folder = writeFiles(temporaryFolder(), { 'a.txt': 'nothing', 'b/c.txt': 'here' });
    expect(scan(folder)).toEqual({ status: 0, stdout: '', stderr: 'no keys in 2 files (11 B)\n' });
    expect(scan(folder, ['--quiet'])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('where nothing is staged', () => {
    const { folder, commit } = newRepository();
    commit('First', { 'a.txt': 'nothing' });
    expect(scan(folder, ['staged'])).toMatchObject({ status: 0, stderr: 'nothing to scan: the change is empty\n' });
  });

  it('where findings are milder than --fail-on', () => {
    const folder = writeFiles(temporaryFolder(), {
      'a.js': LEAK,
      'starrise.config.json': '{ "rules": { "no-hardcoded-key": "warning" } }',
    });
    expect(scan(folder).status).toBe(0);
    expect(scan(folder, ['--fail-on', 'warning']).status).toBe(1);
  });

  it('for help, version, completions and explain', () => {
    const folder = temporaryFolder();
    expect(scan(folder, ['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
    expect(scan(folder, ['--help'])).toMatchObject({ status: 0, stderr: '' });
    for (const shell of ['bash', 'zsh', 'fish']) expect(scan(folder, ['completions', shell]).status).toBe(0);
    const explained = scan(folder, ['explain'], { input: LEAK });
    expect(explained).toMatchObject({ status: 0, stderr: '' });
    expect(explained.stdout).toContain('Whose is it?');
  });

  it('for an explanation of what a scan would read: a byte order mark is no column, UTF-16 is text', () => {
    const line = `A=1\nSTARRISE_API_KEY=${KEY}\n`;
    const explained = (input: Buffer) => scan(temporaryFolder(), ['explain'], { input });
    const plain = explained(Buffer.from(line));
    expect(plain.stdout).toMatch(/^2:18 sk-/);
    expect(explained(Buffer.from(`\uFEFF${KEY}`)).stdout).toMatch(/^1:1 sk-/);
    expect(explained(Buffer.from(`\uFEFF${line}`, 'utf16le'))).toEqual(plain);
    expect(explained(Buffer.from(`\0\0${line}`)).stderr).toMatch(/^explain: this is no text but binary data/);
  });
});

describe('status 1', () => {
  it('where there is a key: findings on standard output, the rest on standard error', () => {
    const folder = writeFiles(temporaryFolder(), { 'a.js': LEAK });
    const { status, stdout, stderr } = scan(folder);
    expect(status).toBe(1);
    expect(stdout).toContain('a.js:1:14');
    expect(stderr).toBe('1 key in 1 place; 1 file (67 B) read\n');
  });

  it('of standard input and of the index, not the work tree', () => {
    expect(scan(temporaryFolder(), ['-'], { input: LEAK })).toMatchObject({ status: 1 });
    const { folder, write, git } = newRepository();
    write({ 'a.js': LEAK });
    git('add', '.');
    write({ 'a.js': 'clean' });
    expect(scan(folder, ['staged']).status).toBe(1);
  });

  it('of a merge of reports', () => {
    const folder = writeFiles(temporaryFolder(), { 'in/a.js': LEAK, 'in/b.js': LEAK, 'in/c.js': `'${OTHER}'` });
    for (const shard of ['1', '2', '3'])
      scan(folder, ['in', '--shard', `${shard}/3`, '--format', `json=${shard}.json`]);
    const whole = reportOf(folder, ['in']);
    const merged = reportOf(folder, ['merge', '1.json', '2.json', '3.json']);
    expect(merged.findings).toEqual(whole.findings);
    expect(merged.keys).toEqual(whole.keys);
    expect(merged).toMatchObject({ complete: true, skipped: [] });
    expect(scan(folder, ['merge', '1.json', '2.json', '3.json']).status).toBe(1);
  });

  it('even where the scan is incomplete', () => {
    const folder = writeFiles(temporaryFolder(), { 'a.js': LEAK });
    expect(scan(folder, ['a.js', 'gone.js'])).toMatchObject({ status: 1 });
  });
});

describe('status 2', () => {
  it.each([
    ['an unknown option', ['--fromat', 'json'], 'did you mean --format?'],
    ['an unknown command', ['basline'], 'did you mean starrise-scan baseline?'],
    ['a bad value', ['--shard', '2'], 'expected i/n'],
    ['a configuration that is not there', ['--config', 'none.json'], 'no such file'],
    [
      'a baseline that is not there',
      ['--baseline', 'none.json'],
      'no such file; write it with: starrise-scan baseline --baseline none.json',
    ],
    ['a report that is none', ['merge', 'a.txt'], 'a.txt: not a JSON report'],
    ['no report', ['merge'], 'merge needs the JSON reports to join'],
    ['standard input beside paths', ['-', 'a.txt'], 'stands alone'],
    ['a folder that cannot be written to', ['--format', 'json=no/such/folder.json'], 'cannot write'],
    ['nothing to explain', ['explain'], 'was empty'],
    ['an unknown shell', ['completions', 'tcsh'], 'bash, zsh or fish'],
    [
      'no repository',
      ['staged'],
      'not a git repository (or any of the parent directories): .git; run this in the one you mean',
    ],
  ])('for %s: one line that says so', (_, args, message) => {
    const { status, stdout, stderr } = scan(writeFiles(temporaryFolder(), { 'a.txt': 'nothing' }), args);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^starrise-scan: [^\n]+\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('for a mistake in the configuration, found from a folder below it', () => {
    const { folder, write } = newRepository();
    write({ 'starrise.config.json': '{\n  "suppress": [{ "path": "x" }]\n}', 'deep/er/a.txt': 'nothing' });
    expect(scan(path.join(folder, 'deep/er'))).toMatchObject({
      status: 2,
      stderr: `starrise-scan: ${path.join(folder, 'starrise.config.json')}: suppress[0].reason: is missing\n`,
    });
  });

  it('never shows a key that was given as an argument or stands in a file name', () => {
    const folder = writeFiles(temporaryFolder(), { 'a.txt': 'nothing', [`${OTHER}.txt`]: 'nothing' });
    for (const args of [[KEY], ['--format', KEY], ['--config', KEY], ['--shard', KEY], [`--${KEY}`], ['merge', KEY]]) {
      expect([2, 3]).toContain(scan(folder, args).status);
    }
    expect(scan(folder, ['--max-size', '3']).stderr).toContain('sk-');
  });
});

describe('status 3', () => {
  it('where what was named matches nothing', () => {
    const { status, stderr } = scan(writeFiles(temporaryFolder(), { 'a.txt': 'nothing' }), ['gone.txt', 'a.txt']);
    expect(status).toBe(3);
    expect(stderr).toContain('not read gone.txt: matched nothing');
  });

  it.each([
    ['an empty folder', ['.'], '', 'matched nothing'],
    ['an empty standard input', ['-'], '', 'standard input was empty'],
    ['what an option leaves of it', ['.', '--include', '*.none'], 'a.txt', 'all that was named is left out'],
    ['a file over the limit', ['.', '--max-size', '3'], 'a.txt', 'all that was named is left out'],
  ])('where nothing was read: %s', (_, args, file, why) => {
    const folder = writeFiles(temporaryFolder(), file === '' ? {} : { [file]: 'nothing' });
    const { status, stdout, stderr } = scan(folder, args);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain(why);
  });

  it('where something cannot be read', () => {
    const { folder, write, git } = newRepository();
    write({ 'a.txt': 'nothing', 'b.txt': 'here' });
    git('add', '.');
    const id = git('rev-parse', ':b.txt');
    rmSync(path.join(folder, '.git/objects', id.slice(0, 2), id.slice(2)));
    expect(scan(folder, ['staged'])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('not read b.txt') as string,
    });
  });

  it('where a shard is missing', () => {
    const folder = writeFiles(temporaryFolder(), { 'in/a.txt': 'nothing' });
    scan(folder, ['in', '--shard', '1/2', '--format', 'json=1.json']);
    expect(scan(folder, ['merge', '1.json'])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('shard 2/2') as string,
    });
  });
});

describe('reports', () => {
  it('in JSON are valid by the schema in the package', () => {
    const folder = writeFiles(temporaryFolder(), {
      'a.js': `${LEAK}// starrise-disable-next-line -- an example\nconst other = '${OTHER}';\n`,
      'b.env': `LITELLM_API_KEY=${GUESSABLE}\n`,
      'big.txt': 'x'.repeat(5000),
      'starrise.config.json': '{ "suppress": [{ "path": "gone", "reason": "old", "expires": "2020-01-01" }] }',
    });
    const validate = new Ajv({ allErrors: true }).compile(
      JSON.parse(readFileSync(path.join(repositoryRoot, 'schema/report.schema.json'), 'utf8')) as object,
    );
    const report = reportOf(folder, ['.', 'gone.txt', '--max-size', '1kB']);
    expect(validate(report) ? [] : validate.errors).toEqual([]);
    expect(report.suppressed).toMatchObject([{ suppression: { by: 'comment', reason: 'an example' } }]);
    expect(report).toMatchObject({
      complete: false,
      gaps: [{ what: 'gone.txt' }],
      skipped: [{ what: 'big.txt' }],
      staleSuppressions: [{ why: 'expired' }],
    });
  });

  it('that cannot be written are refused in a line, before anything is scanned', () => {
    const folder = writeFiles(temporaryFolder(), { 'in/a.js': LEAK, 'file.txt': 'a' });
    if (process.platform !== 'win32') symlinkSync('in', path.join(folder, 'link'));
    for (const [given, message] of [
      [['json=gone/a.json'], `there is no folder ${path.join(folder, 'gone')}; make it first`],
      [['json=file.txt/a.json'], 'make it first'],
      [['json=in'], 'it is a folder'],
      [['json=a', 'sarif=a'], 'two reports would both be written to'],
      [['json='], 'no file after "="'],
      ...(process.platform === 'win32' ? [] : [[['json=in/a', 'sarif=link/a'], 'both be written to'] as const]),
    ] as const) {
      const args = given.flatMap((format) => ['--format', format]);
      expect(scan(folder, ['in', ...args])).toEqual({
        status: 2,
        stdout: '',
        stderr: expect.stringMatching(/^starrise-scan: [^\n]+\n$/) as string,
      });
      expect(scan(folder, ['in', ...args]).stderr).toContain(message);
    }
  });

  it.skipIf(process.platform === 'win32')('may have names as long as a name can be, and no longer', () => {
    const folder = writeFiles(temporaryFolder(), { 'a.js': LEAK });
    const longest = `${'x'.repeat(250)}.json`;
    expect(scan(folder, ['--format', `json=${longest}`]).status).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(['a.js', longest]);
    expect(scan(folder, ['--format', `json=x${longest}`])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/cannot write .*: ENAMETOOLONG\n$/) as string,
    });
  });

  it.skipIf(!existsSync('/dev/full'))('end with status 2 where standard output cannot be written', () => {
    const folder = writeFiles(temporaryFolder(), { 'a.txt': 'nothing' });
    const command = [process.execPath, path.join(repositoryRoot, 'dist/cli.js'), '--quiet', '--format', 'json'];
    const { status, stderr } = run('sh', ['-c', '"$@" > /dev/full', 'sh', ...command], { cwd: folder });
    expect(stderr).toBe('starrise-scan: cannot write to standard output: ENOSPC\n');
    expect(status).toBe(2);
  });

  it.skipIf(process.platform === 'win32')(
    'are not written to devices, nor out of the folder by a link on the way',
    () => {
      const folder = writeFiles(temporaryFolder(), { 'in/a.js': LEAK, 'out/.keep': '' });
      symlinkSync(temporaryFolder(), path.join(folder, 'elsewhere'));
      symlinkSync('out', path.join(folder, 'here'));
      expect(scan(folder, ['in', '--format', 'json=/dev/null']).stderr).toContain('it is no ordinary file');
      expect(scan(folder, ['in', '--format', 'json=elsewhere/a.json'])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('a symbolic link on the way leads out of') as string,
      });
      expect(scan(folder, ['in', '--format', 'json=here/a.json']).status).toBe(1);
    },
  );

  it('name the repository that was scanned, without credentials', () => {
    const { folder, commit, git } = newRepository();
    const id = commit('First', { 'a.js': LEAK });
    git('remote', 'add', 'origin', 'https://user:password@git.example/group/project.git?x');
    const provenanceIn = (env: NonNullable<RunOptions['env']>) =>
      (JSON.parse(scan(folder, ['--format', 'sarif'], { env }).stdout) as { runs: object[] }).runs[0];
    const none = { GITHUB_REPOSITORY: undefined, CI_PROJECT_URL: undefined };
    expect(provenanceIn(none)).toMatchObject({
      versionControlProvenance: [
        { repositoryUri: 'https://git.example/group/project.git', revisionId: id, branch: 'main' },
      ],
    });
    const ci = { CI_PROJECT_URL: 'https://gitlab.example/a/b', CI_COMMIT_SHA: 'c0ffee', CI_COMMIT_REF_NAME: 'topic' };
    expect(provenanceIn({ ...none, ...ci })).toMatchObject({
      versionControlProvenance: [
        { repositoryUri: 'https://gitlab.example/a/b', revisionId: 'c0ffee', branch: 'topic' },
      ],
    });
    git('remote', 'set-url', 'origin', folder);
    expect(provenanceIn(none)).not.toHaveProperty('versionControlProvenance');
  });

  it('go to several places at once, written whole', () => {
    const folder = writeFiles(temporaryFolder(), { 'in/a.js': LEAK, 'out.json': 'old' });
    const { status, stdout } = scan(folder, [
      'in',
      '--format',
      'json=out.json',
      '--format',
      'sarif=out.sarif',
      '--format',
      'text',
    ]);
    expect(status).toBe(1);
    expect(stdout).toContain('in/a.js:1:14');
    expect((JSON.parse(readFileSync(path.join(folder, 'out.json'), 'utf8')) as Report).findings).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(['in', 'out.json', 'out.sarif']);
  });

  it.skipIf(process.platform === 'win32')('are not written through a link', () => {
    const folder = writeFiles(temporaryFolder(), { 'in/a.js': LEAK, 'precious.txt': 'precious' });
    symlinkSync('precious.txt', path.join(folder, 'out.json'));
    symlinkSync('nowhere', path.join(folder, 'dangling.json'));
    for (const file of ['out.json', 'dangling.json']) {
      expect(scan(folder, ['in', '--format', `json=${file}`])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('is a symbolic link') as string,
      });
    }
    expect(readFileSync(path.join(folder, 'precious.txt'), 'utf8')).toBe('precious');
    expect(existsSync(path.join(folder, 'nowhere'))).toBe(false);
  });

  it('have the same finding ids after lines have moved, whatever the salt', () => {
    const content = `${LEAK}\nLITELLM_API_KEY=${GUESSABLE}\n${LEAK}`;
    const folder = writeFiles(temporaryFolder(), { 'a.env': content });
    const ids = () => reportOf(folder).findings.map(({ findingId }) => findingId);
    const before = ids();
    expect(new Set(before).size).toBe(3);
    writeFileSync(path.join(folder, 'a.env'), `\n\n# moved\n${content}`);
    expect(ids()).toEqual(before);
  });

  it('have colour only where asked for, and NO_COLOR has its say', () => {
    const folder = writeFiles(temporaryFolder(), { 'a.js': LEAK });
    const isColored = (args: string[], env = {}) => scan(folder, args, { env }).stdout.includes('\u001B[');
    expect(isColored([])).toBe(false);
    expect(isColored(['--color'])).toBe(true);
    expect(isColored(['--color', '--no-color'])).toBe(false);
    expect(isColored([], { NO_COLOR: '1' })).toBe(false);
  });
});

describe('the baseline', () => {
  it('accepts what is there, wherever it moves, and nothing new', () => {
    const { folder, write } = newRepository();
    write({ 'a.js': LEAK, 'b.env': `LITELLM_API_KEY=${GUESSABLE}\n` });
    expect(scan(folder, ['baseline'])).toEqual({
      status: 0,
      stdout: '',
      stderr: 'starrise.baseline.json: 2 entries, 2 new\n',
    });
    const text = readFileSync(path.join(folder, 'starrise.baseline.json'), 'utf8');
    said.push(text);
    expect(scan(folder)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('2 findings suppressed') as string,
    });
    write({ 'a.js': '', 'moved/c.js': LEAK });
    mkdirSync(path.join(folder, 'below'));
    expect(scan(folder).status).toBe(0);
    write({ 'new.js': `'${OTHER}'` });
    expect(reportOf(folder).findings.map(({ path: file }) => file)).toEqual(['new.js']);
    expect(scan(folder, ['baseline']).stderr).toBe('starrise.baseline.json: 3 entries, 1 new\n');
  });

  it('writes the same again, names stale entries, and drops them', () => {
    const { folder, write } = newRepository();
    const file = path.join(folder, 'starrise.baseline.json');
    write({ 'a.js': LEAK, 'b.js': `'${OTHER}'` });
    scan(folder, ['baseline']);
    const text = readFileSync(file, 'utf8');
    scan(folder, ['baseline']);
    expect(readFileSync(file, 'utf8')).toBe(text);

    write({ 'b.js': '' });
    expect(reportOf(folder).staleSuppressions).toMatchObject([{ where: 'starrise.baseline.json', why: 'unused' }]);
    expect(reportOf(folder, ['a.js']).staleSuppressions).toEqual([]);
    expect(scan(folder, ['baseline', 'a.js']).stderr).toContain('1 that matched nothing kept');
    expect(scan(folder, ['baseline']).stderr).toContain('1 that matched nothing removed');
    expect(readFileSync(file, 'utf8').split('\n').length).toBe(text.split('\n').length - 1);
  });

  it('is not written after an incomplete scan', () => {
    const folder = writeFiles(temporaryFolder(), { 'a.js': LEAK });
    expect(scan(folder, ['baseline', 'a.js', 'gone.js'])).toMatchObject({ status: 3 });
    expect(existsSync(path.join(folder, 'starrise.baseline.json'))).toBe(false);
  });
});

describe('a configuration', () => {
  it('speaks of paths from its own folder, wherever the scan starts', () => {
    const { folder, write } = newRepository();
    write({
      'packages/a/starrise.config.json':
        '{ "exclude": ["/skip"], "suppress": [{ "path": "docs", "reason": "examples" }] }',
      'packages/a/skip/x.js': LEAK,
      'packages/a/docs/x.js': LEAK,
      'packages/a/src/skip/x.js': LEAK,
    });
    for (const [cwd, target] of [
      ['packages/a', '.'],
      ['.', 'packages/a'],
      ['packages/a/src', '..'],
    ] as const) {
      const report = reportOf(path.join(folder, cwd), [target]);
      expect(report.findings.map(({ path: file }) => file)).toEqual(['packages/a/src/skip/x.js']);
      expect(report.suppressed.map(({ path: file }) => file)).toEqual(['packages/a/docs/x.js']);
    }
  });

  it('can turn a rule off', () => {
    const folder = writeFiles(temporaryFolder(), {
      'a.js': LEAK,
      'starrise.config.json': '{ "rules": { "no-hardcoded-key": "off" } }',
    });
    expect(reportOf(folder).findings).toEqual([]);
  });
});
