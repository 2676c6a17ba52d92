import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Git, GitError } from '../../src/git/git.js';
import { gitProgram } from '../../src/git/program.js';
import { temporaryFolder } from '../support/folder.js';
import { newRepository } from '../support/repository.js';

describe('running git', () => {
  it('returns the output without its last line break', async () => {
    const { folder, commit } = newRepository();
    const id = commit('First', { 'a.txt': 'a' });
    expect(await new Git(folder).text(['rev-parse', 'HEAD'])).toBe(id);
  });

  it('splits output at NUL bytes, however it is cut into chunks', async () => {
    const { folder, commit } = newRepository();
    const names = Array.from({ length: 5000 }, (_, at) => `${'folder'.repeat(4)}/file number ${at}.txt`);
    commit('Many', Object.fromEntries(names.map((name) => [name, ''])));
    const seen: string[] = [];
    for await (const batch of new Git(folder).records(['ls-files', '-z'])) seen.push(...batch.map(String));
    expect(seen.sort()).toEqual(names.sort());
  });

  it('feeds standard input of any length while the output is read', async () => {
    const { folder, commit } = newRepository();
    const id = commit('First');
    async function* ids(): AsyncGenerator<string> {
      for (let at = 0; at < 50_000; at++) yield `${id}\n`;
    }
    let answers = 0;
    for await (const chunk of new Git(folder).chunks(['cat-file', '--batch-check'], ids())) {
      answers += chunk.toString('latin1').split('\n').length - 1;
    }
    expect(answers).toBe(50_000);
  });

  it('says in one line what git complained of', async () => {
    const { folder } = newRepository();
    const failed = new Git(folder).text(['rev-parse', '--verify', '--end-of-options', 'no-such']);
    await expect(failed).rejects.toThrow(
      new GitError('rev-parse', { status: 128, complaint: 'Needed a single revision' }),
    );
  });

  it('says so where the folder is not there', async () => {
    const failed = new Git(path.join(temporaryFolder(), 'none')).text(['rev-parse', 'HEAD']);
    await expect(failed).rejects.toThrow('git rev-parse: cannot be started');
  });

  it('says so where the system refuses, as it does for an argument of megabytes', async () => {
    const refused = new Git(temporaryFolder()).text(['rev-parse', 'x'.repeat(1 << 22)]);
    await expect(refused).rejects.toThrow(GitError);
  });

  it('stops git when the reader stops early', async () => {
    const { folder, commit } = newRepository();
    const id = commit('First', { 'big.bin': 'x'.repeat(1 << 22) });
    const blob = await new Git(folder).text(['rev-parse', `${id}:big.bin`]);
    for await (const chunk of new Git(folder).chunks(['cat-file', 'blob', blob])) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });

  it('works on the repository of the environment, or on the one around the folder', async () => {
    const inner = newRepository();
    const other = newRepository();
    const saved = process.env.GIT_DIR;
    process.env.GIT_DIR = path.join(other.folder, '.git');
    try {
      expect(path.resolve(await new Git(inner.folder).text(['rev-parse', '--git-dir']))).toBe(
        path.join(other.folder, '.git'),
      );
      const discovered = new Git(inner.folder, { repository: 'discovered' });
      expect(path.resolve(await discovered.text(['rev-parse', '--show-toplevel']))).toBe(inner.folder);
    } finally {
      if (saved === undefined) delete process.env.GIT_DIR;
      else process.env.GIT_DIR = saved;
    }
  });
});

describe.skipIf(process.platform === 'win32')('a hostile repository', () => {
  /** A program that leaves a trace, and settings that each make some git command run it. */
  function hostileRepository() {
    const repository = newRepository();
    const { folder, git } = repository;
    const trace = path.join(temporaryFolder(), 'it-ran');
    const program = path.join(folder, 'evil.sh');
    writeFileSync(program, `#!/bin/sh\necho "$0 $@" >> '${trace}'\ncat\n`);
    chmodSync(program, 0o755);
    repository.commit('First', {
      'a.txt': 'a',
      'b.txt': 'b',
      '.gitattributes': '*.txt filter=evil diff=evil merge=evil\n',
    });
    const programs = [
      'core.fsmonitor',
      'core.sshCommand',
      'core.pager',
      'core.editor',
      'core.askPass',
      'core.alternateRefsCommand',
      'core.gitProxy',
      'credential.helper',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'gpg.program',
      'gpg.ssh.program',
      'interactive.diffFilter',
      'merge.evil.driver',
      'pager.ls-files',
      'pager.diff-index',
      'sequence.editor',
      'uploadpack.packObjectsHook',
      'remote.origin.uploadpack',
      'trailer.evil.command',
    ];
    for (const name of programs) git('config', name, program);
    for (const name of ['ls-files', 'diff-index', 'cat-file', 'rev-parse'])
      git('config', `alias.${name}`, `!${program}`);
    git('config', 'log.showSignature', 'true');
    git('config', 'core.hooksPath', folder);
    git('config', 'remote.origin.url', `ext::${program}`);
    git('config', 'protocol.ext.allow', 'always');
    git('config', 'remote.origin.promisor', 'true');
    git('config', 'core.repositoryFormatVersion', '1');
    git('config', 'extensions.partialClone', 'origin');
    for (const hook of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
      writeFileSync(path.join(folder, hook), `#!/bin/sh\n'${program}'\n`, { mode: 0o755 });
    }
    return { ...repository, trace };
  }

  const commands: Record<string, { args: string[]; input?: string }> = {
    'ls-files -c': { args: ['ls-files', '-z', '-c'] },
    'ls-files -o': { args: ['ls-files', '-z', '-o', '--exclude-standard'] },
    'diff-index': { args: ['diff-index', '--cached', '--raw', '-z', '--no-renames', 'HEAD', '--'] },
    'diff-tree': { args: ['diff-tree', '-r', '--root', '--raw', 'HEAD', '--'] },
    'rev-list': { args: ['rev-list', '--all', '--objects'] },
    'rev-parse': { args: ['rev-parse', '--show-toplevel', 'HEAD'] },
    'cat-file': { args: ['cat-file', '--batch'], input: 'HEAD\nHEAD:a.txt\n' },
    'check-ignore': { args: ['check-ignore', '-z', '--stdin'], input: 'a.txt\0' },
  };

  it.each(Object.entries(commands))('%s runs nothing', async (_, { args, input }) => {
    const { folder, trace, write } = hostileRepository();
    write({ 'a.txt': 'changed', 'new.txt': 'new' });
    await new Git(folder).text(args, input).catch((error: unknown) => expect(error).toBeInstanceOf(GitError));
    expect(existsSync(trace)).toBe(false);
  });

  it('fetches no absent object', async () => {
    const { folder, trace } = hostileRepository();
    const absent = '1234567890'.repeat(4);
    await new Git(folder).text(['cat-file', '--batch'], `${absent}\n`).catch((error: unknown) => {
      expect(error).toBeInstanceOf(GitError);
    });
    expect(existsSync(trace)).toBe(false);
  });

  it('does run something without the hardening: the trap is live', () => {
    const { git, trace, write } = hostileRepository();
    write({ 'a.txt': 'changed' });
    git('--no-pager', 'status', '--short');
    expect(existsSync(trace)).toBe(true);
  });

  it('is not entered where a bare repository lies among the files', async () => {
    const { folder, trace } = hostileRepository();
    const bare = newRepository(path.join(folder, 'inner'), '--bare');
    bare.git('config', 'core.fsmonitor', path.join(folder, 'evil.sh'));
    const listing = new Git(bare.folder).text(['ls-files', '-z']);
    await expect(listing).rejects.toThrow('safe.bareRepository');
    expect(existsSync(trace)).toBe(false);
  });
});

describe('the program', () => {
  it('is never taken from the current folder on Windows', () => {
    const there = (file: string): boolean => !file.includes('Empty');
    const searchPath = '.;relative\\bin;C:\\Empty;C:\\Program Files\\Git\\cmd';
    expect(gitProgram('win32', searchPath, there)).toBe('C:\\Program Files\\Git\\cmd\\git.exe');
  });

  it('is found by the system elsewhere', () => {
    expect(gitProgram('linux', '/usr/bin')).toBe('git');
  });
});
