/**
 * Made-up states of an index: content that the work tree does not have, renames, links, modes, conflicts, entries that are
 * only intended, a sparse, a split and a linked work tree, names that nobody expects. What `staged` reports has to be what
 * stands in the blobs that git lists of the index and not of HEAD, and so has what it reports in a hook of a real commit.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { chance, type Chance } from '../support/chance.js';
import { newFolder, removeFolder } from '../support/folder.js';
import { oneApiKey } from '../support/keys.js';
import { newRepository, openRepository, type TestRepository } from '../support/repository.js';
import { repositoryRoot, run, runScan } from '../support/run.js';

const STATES = 40;
const COMMITS = 30;
const NAMES = [
  'a.txt',
  '.env',
  '-dash.js',
  'sp ace.md',
  'new\nline.py',
  'quo"te.sh',
  'café.txt',
  ':(top)x.js',
  'ign.log',
].concat(['src/c.ts', 'src/deep/d.py', 'src/*.js', 'lib/x.min.js', 'lib/y.bin', 'node_modules/p/i.js', 'dist/app.js']);
const SETTINGS = [
  ['core.quotePath', 'false'],
  ['core.untrackedCache', 'true'],
  ['core.fsmonitor', 'true'],
  ['core.autocrlf', 'true'],
  ['core.bigFileThreshold', '100'],
  ['index.version', '4'],
  ['diff.renames', 'copies'],
  ['diff.relative', 'true'],
  ['diff.ignoreSubmodules', 'all'],
] as const;
const ATTRIBUTES = [
  '* -diff\n',
  '* binary\n',
  '* text eol=crlf\n',
  '*.md filter=turned\n',
  'a.txt working-tree-encoding=ISO-8859-1 text\n',
];
const STATES_LEFT = [
  ['reset', '-q', '--soft', 'HEAD~1'],
  ['checkout', '-q', '-f', '--detach'],
  ['sparse-checkout', 'set', '--cone', '--sparse-index', 'src/deep'],
  ['update-index', '--split-index'],
  ['checkout', '-q', '--orphan', 'new'],
];
/** The form of a key of One API, which needs nothing beside it. */
const KEY = /sk-[0-9A-Za-z]{48}/g;

let minted = 0;

function content({ below, pick }: Chance): string {
  const line = (): string => (below(6) === 0 ? `k = "${oneApiKey(`staged ${minted++}`)}"` : `line ${below(1000)}`);
  return Array.from({ length: 1 + below(12) }, line).join(pick(['\n', '\r\n'])) + pick(['', '\n']);
}

/** Changes one file of the work tree. */
function change(folder: string, draw: Chance): void {
  const file = path.join(folder, draw.pick(NAMES));
  const stats = lstatSync(file, { throwIfNoEntry: false });
  mkdirSync(path.dirname(file), { recursive: true });
  const plain = stats?.isFile() === true;
  const chosen = stats === undefined ? 0 : draw.below(7);
  if (chosen === 1) rmSync(file);
  else if (chosen === 2 && plain) renameSync(file, path.join(folder, `moved ${draw.below(4)}`));
  else if (chosen === 3 && plain) chmodSync(file, draw.pick([0o755, 0o644]));
  else if (chosen === 4 && plain) writeFileSync(file, `${readFileSync(file, 'utf8')}${content(draw)}`);
  else {
    rmSync(file, { force: true });
    if (chosen === 5) symlinkSync(`to/${oneApiKey(`staged ${minted++}`)}`, file);
    else writeFileSync(file, (chosen === 6 ? '\0\u{FF}' : '') + content(draw));
  }
}

function changeSome(folder: string, draw: Chance): void {
  for (let left = 1 + draw.below(9); left > 0; left--) change(folder, draw);
}

/** Stages some of what is there, each file on its own way. */
function stageSome(folder: string, draw: Chance): void {
  for (const name of [...NAMES, 'moved 0', 'moved 1', 'moved 2', 'moved 3']) {
    const way = draw.pick([
      ['add', '-f'],
      ['add', '-f'],
      ['add', '-f'],
      ['add', '-N', '-f'],
      ['rm', '--cached', '-q', '-f'],
      null,
      null,
    ]);
    // One that is not there fails, and changes nothing.
    if (way !== null) run('git', ['--literal-pathspecs', ...way, '--', name], { cwd: folder });
  }
}

function made(seed: number, draw: Chance): TestRepository {
  const repository = newRepository(undefined, ...(draw.below(5) === 0 ? ['--object-format=sha256'] : []));
  for (const [name, value] of SETTINGS) if (draw.below(3) === 0) repository.git('config', name, value);
  repository.git('config', 'filter.turned.clean', 'tr a-z b-za');
  repository.write({ '.gitignore': '*.log\nnode_modules\n' });
  if (draw.below(2) === 0) repository.write({ '.gitattributes': draw.pick(ATTRIBUTES) });
  for (let commits = draw.below(4); commits > 0; commits--) {
    changeSome(repository.folder, draw);
    repository.git('add', '-A', '-f');
    repository.git('commit', '-q', '--allow-empty', '-m', `State ${seed}`);
  }
  return repository;
}

/** Brings the repository into a state that people leave it in; returns the work tree that is meant then. */
function left(repository: TestRepository, draw: Chance): TestRepository {
  const { folder, git } = repository;
  const attempt = (...args: readonly string[]): unknown => run('git', args, { cwd: folder });
  if (run('git', ['rev-parse', '--verify', '-q', 'HEAD'], { cwd: folder }).status !== 0) return repository;
  const kind = draw.below(4);
  if (kind === 0) attempt(...draw.pick(STATES_LEFT));
  if (kind === 1) {
    git('checkout', '-q', '-f', '-b', 'side');
    for (const branch of ['side', 'main']) {
      git('checkout', '-q', '-f', branch);
      changeSome(folder, draw);
      git('add', '-A', '-f');
      git('commit', '-q', '--allow-empty', '-m', branch);
    }
    attempt(...draw.pick([['merge', '--no-commit'], ['cherry-pick', '-n'], ['cherry-pick'], ['rebase', '-q']]), 'side');
  }
  if (kind !== 2) return repository;
  const linked = path.join(newFolder(), 'tree');
  git('worktree', 'add', '-q', linked);
  return openRepository(linked);
}

/** `mode id` of each path: of a tree, or of the index, where a path with conflicts is none. */
function entriesOf(listing: string): Map<string, string> {
  const rows = listing.split('\0').flatMap((row) => /^(\d+) (?:\w+ )?(\w{40,}) ?(\d?)\t([^]*)$/.exec(row) ?? []);
  const entries = new Map<string, string>();
  for (let at = 0; at < rows.length; at += 5) {
    const [, mode, id, stage, file] = rows.slice(at, at + 5);
    if (stage === '' || stage === '0') entries.set(file!, `${mode!} ${id!}`);
  }
  return entries;
}

function placesIn(file: string, text: string): string[] {
  return [...text.matchAll(KEY)].map(({ 0: key, index }) => {
    const fingerprint = createHash('sha256')
      .update(`starrise-key:v1:${key.slice(3)}`)
      .digest('hex')
      .slice(0, 32);
    return `${file}:${text.slice(0, index).split('\n').length} ${fingerprint}`;
  });
}

/** What stands in the blobs of `after` that `before` does not have there. */
function expected({ folder }: TestRepository, before: string, after: string): string[] {
  const known = entriesOf(before);
  const added = [...entriesOf(after)].filter(([file, entry]) => known.get(file) !== entry);
  const places = added.flatMap(([file, entry]) =>
    placesIn(file, run('git', ['cat-file', 'blob', entry.split(' ')[1]!], { cwd: folder }).stdout),
  );
  return [...new Set(places)].sort();
}

function reported({ findings }: Report): string[] {
  return [...new Set(findings.map(({ path: file, line, fingerprint }) => `${file}:${line} ${fingerprint!}`))].sort();
}

function treeOf({ folder }: TestRepository, name: string): string {
  return run('git', ['ls-tree', '-r', '-z', '--full-tree', name], { cwd: folder }).stdout;
}

it.skipIf(process.platform === 'win32')('staged reports what the index has and HEAD has not', () => {
  let found = 0;
  let unresolved = 0;
  for (let seed = 0; seed < STATES; seed++) {
    const draw = chance(seed);
    const first = made(seed, draw);
    const repository = left(first, draw);
    changeSome(repository.folder, draw);
    stageSome(repository.folder, draw);
    changeSome(repository.folder, draw);

    const conflicts = repository.git('ls-files', '-u', '-z') !== '';
    const wanted = expected(repository, treeOf(repository, 'HEAD'), repository.git('ls-files', '-s', '-z'));
    const { status, stdout } = runScan(['staged', '--format', 'json'], { cwd: repository.folder });
    const report = JSON.parse(stdout) as Report;
    expect(reported(report), `state ${seed}`).toEqual(wanted);
    expect([status, report.complete], `state ${seed}`).toEqual([wanted.length > 0 ? 1 : conflicts ? 3 : 0, !conflicts]);
    found += wanted.length;
    if (conflicts) unresolved++;
    if (repository !== first) removeFolder(path.dirname(repository.folder));
  }
  // So that it is not by seeing nothing that it agrees.
  expect(found).toBeGreaterThan(STATES);
  expect(unresolved).toBeGreaterThan(2);
});

it.skipIf(process.platform === 'win32')('in a hook it reports what the commit then holds', () => {
  let found = 0;
  for (let seed = 0; seed < COMMITS; seed++) {
    const draw = chance(1000 + seed);
    const repository = made(seed, draw);
    const { folder, git } = repository;
    repository.commit('Begin');
    const report = path.join(folder, '.git/report.json');
    const hook = path.join(folder, '.git/hooks/pre-commit');
    const command = path.join(repositoryRoot, 'dist/cli.js');
    writeFileSync(hook, `#!/bin/sh\n'${process.execPath}' '${command}' staged --format 'json=${report}' || true\n`);
    chmodSync(hook, 0o755);

    changeSome(folder, draw);
    stageSome(folder, draw);
    const before = treeOf(repository, 'HEAD');
    const tracked = git('ls-files', '-z').split('\0');
    const way = draw.pick([
      [],
      ['-a'],
      ['--amend'],
      ['-o', '--', draw.pick(tracked)],
      ['-i', '--', draw.pick(tracked)],
    ]);
    const { status } = run('git', ['--literal-pathspecs', 'commit', '-q', '-m', 'Next', ...way], { cwd: folder });
    if (status !== 0 || !existsSync(report)) continue;
    const wanted = expected(repository, before, treeOf(repository, 'HEAD'));
    expect(reported(JSON.parse(readFileSync(report, 'utf8')) as Report), `${seed} ${way.join(' ')}`).toEqual(wanted);
    found += wanted.length;
  }
  expect(found).toBeGreaterThan(COMMITS);
});
