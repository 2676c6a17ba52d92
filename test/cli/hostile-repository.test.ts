import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.js';
import { line } from '../support/history.js';
import { newRepository, type TestRepository } from '../support/repository.js';
import { run, runScan } from '../support/run.js';

/**
 * Every setting of git-config(1) that names a program, from git 2.39; `*` stands for a name of one's own, as the attributes
 * below use it. A `!` before a program is git's sign for a shell command.
 */
const PROGRAMS = [
  'browser.*.cmd',
  'browser.*.path',
  'core.alternateRefsCommand',
  'core.askPass',
  'core.editor',
  'core.fsmonitor',
  'core.gitProxy',
  'core.pager',
  'core.sshCommand',
  'credential.helper',
  'credential.https://example.com.helper',
  'diff.*.command',
  'diff.*.textconv',
  'diff.external',
  'difftool.*.cmd',
  'difftool.*.path',
  'filter.*.clean',
  'filter.*.smudge',
  'filter.*.process',
  'gpg.program',
  'gpg.openpgp.program',
  'gpg.ssh.defaultKeyCommand',
  'gpg.ssh.program',
  'gpg.x509.program',
  'guitool.*.cmd',
  'interactive.diffFilter',
  'man.*.cmd',
  'man.*.path',
  'merge.*.driver',
  'mergetool.*.cmd',
  'mergetool.*.path',
  'remote.origin.proxy',
  'remote.origin.receivepack',
  'remote.origin.uploadpack',
  'sendemail.sendmailCmd',
  'sequence.editor',
  'submodule.sub.update',
  'tar.*.command',
  'trailer.*.cmd',
  'trailer.*.command',
  'uploadpack.packObjectsHook',
] as const;

/** Commands of git, whose names a hostile configuration may give to aliases and pagers. */
const COMMANDS = [
  'cat-file',
  'check-ignore',
  'config',
  'diff-index',
  'diff-tree',
  'for-each-ref',
  'hash-object',
  'log',
  'ls-files',
  'ls-tree',
  'rev-list',
  'rev-parse',
  'show',
  'status',
];

/** githooks(5). */
const HOOKS = [
  'applypatch-msg',
  'commit-msg',
  'fsmonitor-watchman',
  'p4-pre-submit',
  'post-applypatch',
  'post-checkout',
  'post-commit',
  'post-index-change',
  'post-merge',
  'post-receive',
  'post-rewrite',
  'post-update',
  'pre-applypatch',
  'pre-auto-gc',
  'pre-commit',
  'pre-merge-commit',
  'pre-push',
  'pre-rebase',
  'pre-receive',
  'prepare-commit-msg',
  'proc-receive',
  'push-to-checkout',
  'query-watchman',
  'reference-transaction',
  'sendemail-validate',
  'update',
];

/** A repository whose configuration, hooks, attributes and parts try to have a program run: `trace` is what that writes. */
function hostileRepository(): TestRepository & { trace: string; program: string } {
  const repository = newRepository();
  const { folder, git, commit, write } = repository;
  const place = temporaryFolder();
  const trace = path.join(place, 'it-ran');
  const program = path.join(place, 'evil.sh');
  const script = `#!/bin/sh\necho "$0 $*" >> '${trace}'\n`;
  writeFileSync(program, script, { mode: 0o755 });
  commit('First', {
    'a.txt': 'a\n',
    '.env': line('hostile'),
    '.gitattributes': '* filter=evil diff=evil merge=evil text=auto ident working-tree-encoding=UTF-8\n',
    '.gitmodules': `[submodule "sub"]\n\tpath = sub\n\turl = ext::${program}\n\tupdate = !${program}\n`,
  });
  commit('Signed\n\nTicket: 1', { 'b.txt': 'b\n' });
  git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},sub`);
  write({ 'a.txt': 'changed\n', 'staged.env': line('staged'), 'untracked.txt': 'u\n' });
  git('add', 'staged.env');
  // A signature, so that whoever shows commits may be told to check it.
  const signed = run('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {
    cwd: folder,
    input: git('cat-file', 'commit', 'HEAD').replace(
      /\n\n/,
      '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ\n -----END PGP SIGNATURE-----\n\n',
    ),
  }).stdout.trim();
  git('update-ref', 'refs/heads/signed', signed);
  // An alternate, a promisor remote that has to be asked, a bare repository among the files.
  const alternate = newRepository();
  alternate.commit('in the alternate');
  writeFileSync(path.join(folder, '.git/objects/info/alternates'), `${alternate.folder}/.git/objects\n`);
  const bare = newRepository(path.join(folder, 'inner.git'), '--bare');
  bare.git('config', 'core.fsmonitor', program);
  bare.git('config', 'core.worktree', folder);
  for (const name of HOOKS) writeFileSync(path.join(folder, '.git/hooks', name), script, { mode: 0o755 });
  const tools = ['diff.tool', 'merge.tool', 'diff.guitool', 'merge.guitool', 'web.browser', 'man.viewer'];
  const settings: [string, string][] = [
    ...PROGRAMS.map((name): [string, string] => [
      name.replace('*', 'evil'),
      name.startsWith('submodule') ? `!${program}` : program,
    ]),
    ...COMMANDS.flatMap((name): [string, string][] => [
      [`alias.${name}`, `!${program}`],
      [`pager.${name}`, program],
    ]),
    ...tools.map((name): [string, string] => [name, 'evil']),
    ['core.hooksPath', path.join(folder, '.git/hooks')],
    ['core.fsmonitorHookVersion', '2'],
    ['core.untrackedCache', 'true'],
    ['core.worktree', folder],
    ['diff.evil.cachetextconv', 'true'],
    ['extensions.partialClone', 'origin'],
    ['fetch.bundleURI', `ext::${program}`],
    ['gc.auto', '1'],
    ['log.showSignature', 'true'],
    ['log.diffMerges', 'on'],
    ['maintenance.auto', 'true'],
    ['protocol.allow', 'always'],
    ['protocol.ext.allow', 'always'],
    ['remote.origin.fetch', '+refs/*:refs/*'],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.url', `ext::${program}`],
    ['remote.origin.vcs', 'evil'],
    ['submodule.recurse', 'true'],
    ['submodule.sub.url', `ext::${program}`],
    ['trailer.evil.key', 'Ticket'],
    ['url.ext::.insteadOf', 'https://'],
  ];
  const text = settings.map(([name, value]) => {
    const [section = '', key = ''] = [name.slice(0, name.indexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
    const sub = name.slice(section.length + 1, -key.length - 1);
    return `[${section}${sub === '' ? '' : ` "${sub}"`}]\n\t${key} = "${value}"\n`;
  });
  const included = path.join(place, 'included');
  writeFileSync(included, text.join(''));
  const config = path.join(folder, '.git/config');
  const kept = readFileSync(config, 'utf8').replace('repositoryformatversion = 0', 'repositoryformatversion = 1');
  writeFileSync(
    config,
    `${kept}${text.join('')}[include]\n\tpath = ${included}\n[includeIf "gitdir:/"]\n\tpath = ${included}\n`,
  );
  return { ...repository, trace, program };
}

describe.skipIf(process.platform === 'win32')('a repository that tries every way to have a program run', () => {
  it('does run it where plain git works on it: the traps are live', () => {
    const { folder, trace } = hostileRepository();
    const ways: [string[], string?][] = [
      [['status', '--short']],
      [['--no-pager', 'log', '--all', '-p']],
      [['diff-files', '-p']],
      [['cat-file', '--batch'], `${'1'.repeat(40)}\n`],
      [['update-ref', 'refs/heads/other', 'HEAD']],
    ];
    for (const [args, input = ''] of ways) {
      writeFileSync(trace, '');
      run('git', args, { cwd: folder, input });
      expect([args, readFileSync(trace, 'utf8')]).not.toEqual([args, '']);
    }
  });

  const hook = (id: string): string => `refs/heads/main ${id} refs/heads/main ${'0'.repeat(40)}\n`;
  it.each([
    ['files', () => ['.'], ''],
    ['staged', () => ['staged'], ''],
    ['history', () => ['history', '--no-cache'], ''],
    ['a range', () => ['history', 'HEAD~1..HEAD'], ''],
    ['a range by date', () => ['history', '--since', '1 day ago'], ''],
    ['what a push adds', () => ['history', '-'], 'push'],
    ['what a remote lacks', () => ['history', '-', '--remote', 'origin'], 'push'],
    ['bundle', () => ['bundle', '.'], ''],
    ['baseline', () => ['baseline'], ''],
  ])('runs nothing for %s', (_, args, input) => {
    const { folder, trace } = hostileRepository();
    const id = readFileSync(path.join(folder, '.git/refs/heads/main'), 'utf8').trim();
    const { status, stderr } = runScan(args(), { cwd: folder, input: input === '' ? '' : hook(id) });
    expect(existsSync(trace) ? readFileSync(trace, 'utf8') : '').toBe('');
    expect([0, 1, 3], stderr).toContain(status);
  });

  it('finds the keys in it all the same, in the index and in every commit', () => {
    const { folder } = hostileRepository();
    expect(runScan(['history', '--no-cache'], { cwd: folder }).status).toBe(1);
    expect(runScan(['staged'], { cwd: folder }).status).toBe(1);
    expect(runScan(['.'], { cwd: folder }).status).toBe(1);
  });

  it('does not enter a bare repository among the files', () => {
    const { folder, trace } = hostileRepository();
    for (const args of [['staged'], ['.']]) runScan(args, { cwd: path.join(folder, 'inner.git') });
    expect(existsSync(trace)).toBe(false);
  });
});
