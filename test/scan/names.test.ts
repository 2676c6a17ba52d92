/** Keys in the names of files and folders: the same findings in files, in what is staged and in history. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../src/finding.js';
import { FORMATS } from '../../src/report/index.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { newRepository } from '../support/repository.js';
import { runScan } from '../support/run.js';

const KEY = newApiKey('in a name');
const SHOWN = `${KEY.slice(0, 7)}…${KEY.slice(-4)}`;

function reportOf(cwd: string, ...words: readonly string[]): Report {
  const { stdout, stderr } = runScan([...words, '--format', 'json'], { cwd });
  expect(stdout + stderr).not.toContain(KEY);
  return JSON.parse(stdout) as Report;
}

function placesIn({ findings }: Report): string[] {
  return findings.map(({ nameOf, path: file, line, column }) => `${nameOf ?? 'content'} ${file}:${line}:${column}`);
}

describe('a key in a name', () => {
  it('is found in files, in what is staged and in history, at the same place', () => {
    const { folder, write, git } = newRepository();
    write({ [`backup/my ${KEY}.txt`]: '', [`${KEY}/a.txt`]: 'a', [`${KEY}/b.txt`]: `k = ${KEY}` });
    git('add', '-A');
    const staged = reportOf(folder, 'staged');
    expect(placesIn(staged)).toEqual([
      `file backup/my ${SHOWN}.txt:1:4`,
      `folder ${SHOWN}:1:1`,
      `content ${SHOWN}/b.txt:1:5`,
    ]);
    git('commit', '-q', '-m', 'Names');
    const files = reportOf(folder, '.');
    const history = reportOf(folder, 'history', '--no-cache');
    // What to do about a key that is in no commit yet is another matter.
    const place = ({ history: _, advice: __, ...finding }: Finding): object => finding;
    expect(files.findings.map(place)).toEqual(staged.findings.map(place));
    expect(history.findings.map(place)).toEqual(staged.findings.map(place));
    expect(reportOf(folder, 'staged').findings).toEqual([]);
  });

  it('is none where a file stands in for the folder of what git tracks', () => {
    const { folder, write, git } = newRepository();
    write({ [`d/${KEY}.txt`]: 'x' });
    git('add', '-A');
    rmSync(path.join(folder, 'd'), { recursive: true });
    write({ d: 'a file' });
    expect(reportOf(folder, '.')).toMatchObject({ findings: [], gaps: [] });
  });

  it('is said to be there, in every format', () => {
    const cwd = writeFiles(temporaryFolder(), { [`${KEY}.txt`]: 'x' });
    const { findings, keys } = reportOf(cwd, '.');
    expect(findings[0]?.message).toContain(`${SHOWN} in the name of a file`);
    expect(keys[0]?.advice).toContain('rename the file');
    for (const format of Object.keys(FORMATS)) {
      const { status, stdout } = runScan(['.', '--format', format], { cwd });
      expect(status, format).toBe(1);
      expect(stdout, format).toContain('in the name of a file');
      expect(stdout, format).not.toContain(KEY);
    }
    expect(runScan(['.'], { cwd }).stdout).not.toContain('a comment "starrise-disable');
  });

  it('is accepted by its fingerprint, by the path, and by the baseline', () => {
    const cwd = writeFiles(temporaryFolder(), { [`old/${KEY}.txt`]: 'x' });
    const [finding] = reportOf(cwd, '.').findings;
    for (const row of [{ fingerprint: finding?.fingerprint }, { path: 'old/**' }]) {
      writeFiles(cwd, { 'starrise.config.json': JSON.stringify({ suppress: [{ ...row, reason: 'of a test' }] }) });
      expect(reportOf(cwd, '.')).toMatchObject({ findings: [], suppressed: [{ nameOf: 'file' }] });
    }
    rmSync(path.join(cwd, 'starrise.config.json'));
    expect(runScan(['baseline'], { cwd }).status).toBe(0);
    expect(reportOf(cwd, '.')).toMatchObject({ findings: [], suppressed: [{ suppression: { by: 'baseline' } }] });
  });

  it('is where files are read, and nowhere else', () => {
    const { folder, commit, write, git } = newRepository();
    const others = ['b', 'c', 'd', 'e'].map((seed) => newApiKey(seed));
    commit('First', { 'a.txt': 'a', [`gone/${others[0]}.txt`]: 'x', '.gitignore': '*.log\n' });
    rmSync(path.join(folder, 'gone'), { recursive: true });
    write({
      [`excluded/${others[1]}.txt`]: 'x',
      [`${others[2]}.log`]: 'x',
      [`${others[3]}.dat`]: 'a large file',
    });
    expect(placesIn(reportOf(folder, '.', '--exclude', 'excluded', '--max-size', '8'))).toEqual([
      expect.stringMatching(/^file sk-.*\.dat:1:1$/),
    ]);
    git('add', '-A');
    expect(placesIn(reportOf(folder, 'staged', '--exclude', 'excluded'))).toEqual([
      expect.stringMatching(/^file sk-.*\.dat:1:1$/),
    ]);
  });

  it('is told from names that only look like one', () => {
    const cwd = writeFiles(temporaryFolder(), {
      'locales/sk-SK.json': '{}',
      'disk-usage/task-0123456789abcdef0123456789abcdef.txt': 'x',
      'starrise-disable-line.md': 'x',
      'STARRISE_API_KEY.ts': 'x',
      [`sk-${'x'.repeat(48)}`]: 'x',
    });
    expect(reportOf(cwd, '.')).toMatchObject({ findings: [], suppressed: [], staleSuppressions: [], complete: true });
  });

  it('is found once in a large tree that two hands read', () => {
    const files = Array.from({ length: 900 }, (_, at) => [`${KEY}/${at % 60}/${at}.txt`, '']);
    const cwd = writeFiles(temporaryFolder(), Object.fromEntries(files) as Record<string, string>);
    expect(placesIn(reportOf(cwd, '.'))).toEqual([`folder ${SHOWN}:1:1`]);
  });

  it('counts in the name of a submodule', () => {
    const inner = newRepository();
    inner.commit('Inner', { 'inner.txt': 'x' });
    const { folder, commit, git } = newRepository();
    commit('First');
    git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '--name', 'inner', inner.folder, `m/${KEY}`);
    git('rm', '-q', '--cached', '.gitmodules');
    expect(placesIn(reportOf(folder, 'staged'))).toEqual([`folder m/${SHOWN}:1:1`]);
  });
});
