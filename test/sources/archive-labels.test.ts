/** Names, links and comments in archives: in files, in what is staged, on standard input, in history and in bundles. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../src/finding.js';
import { asar, gzipWith, headerOf, pax, tar, zip } from '../support/archives.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { historyScanner } from '../support/history.js';
import { newApiKey } from '../support/keys.js';
import { newRepository } from '../support/repository.js';
import { runScan } from '../support/run.js';

const { scanHistory } = historyScanner();
const KEY = newApiKey('on an archive');
const SHOWN = `${KEY.slice(0, 7)}…${KEY.slice(-4)}`;

/** One text with a key in each, and what is said of it. */
const KEYED: readonly (readonly [file: string, bytes: Buffer, place: string])[] = [
  ['name.zip', zip({ [`a/${KEY}.txt`]: 'x' }), `file name.zip!/a/${SHOWN}.txt:1`],
  ['folder.zip', zip({ [`${KEY}/a.txt`]: 'x', [`${KEY}/b.txt`]: 'x' }), `folder folder.zip!/${SHOWN}:1`],
  ['empty.zip', zip({ [`a/${KEY}/`]: '' }), `folder empty.zip!/a/${SHOWN}:1`],
  ['locked.zip', zip({ [KEY]: 'x' }, { encrypted: true }), `file locked.zip!/${SHOWN}:1`],
  ['whole.zip', zip({ a: 'x' }, { comments: { '': `one\nkey: ${KEY}` } }), 'content whole.zip#comment:2'],
  ['one.zip', zip({ 'a/b': 'x' }, { comments: { 'a/b': KEY } }), 'content one.zip!/a/b#comment:1'],
  ['inner.zip', zip({ 'b.zip': zip({ a: 'x' }, { comments: { '': KEY } }) }), 'content inner.zip!/b.zip#comment:1'],
  ['name.tar', tar({ [`a/${KEY}`]: 'x' }), `file name.tar!/a/${SHOWN}:1`],
  ['folder.tar', tar({ [KEY]: '' }, { type: '5' }), `folder folder.tar!/${SHOWN}:1`],
  ['link.tar', tar({ 'a/link': '' }, { type: '2', linksTo: `../${KEY}` }), 'content link.tar!/a/link:1'],
  ['hard.tar', tar({ link: '' }, { type: '1', linksTo: KEY }), 'content hard.tar!/link:1'],
  ['long.tar', joined(headerOf(`a/${KEY}`, 'L'), tar({ a: 'x' })), `file long.tar!/a/${SHOWN}:1`],
  ['far.tar', joined(headerOf(KEY, 'K'), tar({ b: '' }, { type: '2', linksTo: 'c' })), 'content far.tar!/b:1'],
  ['path.tar', joined(pax({ mtime: '1.5', path: `a/${KEY}` }), tar({ a: 'x' })), `file path.tar!/a/${SHOWN}:1`],
  ['linkpath.tar', joined(pax({ linkpath: KEY }), tar({ b: '' }, { type: '2' })), 'content linkpath.tar!/b:1'],
  ['said.tar', joined(pax({ comment: `a\n${KEY}`, size: '1' }), tar({ b: 'x' })), 'content said.tar!/b#comment:2'],
  ['all.tar', joined(pax({ comment: KEY }, 'g'), tar({ b: 'x' })), 'content all.tar#comment:1'],
  ['a.tgz', gzipSync(tar({ [KEY]: 'x' })), `file a.tgz!/${SHOWN}:1`],
  ['named.tgz', gzipWith(tar({ a: 'x' }), { name: `${KEY}.tar` }), 'content named.tgz#comment:1'],
  ['named.gz', gzipWith('x', { name: KEY }), 'content named.gz#comment:1'],
  ['said.gz', gzipWith('x', { name: 'a', comment: KEY }), 'content said.gz#comment:2'],
  ['app.asar', asar({ [`dist/${KEY}.js`]: 'x' }), `file app.asar!/dist/${SHOWN}.js:1`],
  ['folder.asar', asar({ [`${KEY}/a.js`]: 'x' }), `folder folder.asar!/${SHOWN}:1`],
];

function joined(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts);
}

const PLACES = KEYED.map(([, , place]) => place).sort();

function placesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ nameOf, path: file, line }) => `${nameOf ?? 'content'} ${file}:${line}`).sort();
}

function scanned(args: readonly string[], cwd: string, input?: Buffer): Report {
  const { stdout, stderr } = runScan([...args, '--format', 'json'], { cwd, ...(input && { input }) });
  expect(stdout + stderr).not.toContain(KEY);
  return JSON.parse(stdout) as Report;
}

const files = Object.fromEntries(KEYED.map(([file, bytes]) => [file, bytes]));

describe('a key on an archive', () => {
  it.each([
    ['files', ['.']],
    ['bundles', ['bundle', '.']],
  ])('is found in %s: in names, targets of links and comments', (_, args) => {
    const report = scanned(args, writeFiles(temporaryFolder(), files));
    expect(placesOf(report.findings)).toEqual(PLACES);
    expect(report.skipped.concat(report.gaps).map(({ what }) => what)).toEqual([`locked.zip!/${SHOWN}`]);
  });

  it('is found in what is staged, and the way out is that of archives', () => {
    const { folder, write, git } = newRepository();
    write(files);
    git('add', '-A');
    expect(placesOf(scanned(['staged'], folder).findings)).toEqual(PLACES);
    git('rm', '-rq', '--cached', '.');
    git('add', 'name.zip', 'whole.zip');
    const { stderr } = runScan(['staged'], { cwd: folder });
    expect(stderr).toContain(`
Not committed: ${SHOWN} is in name.zip!/a/${SHOWN}.txt:1 and whole.zip#comment:2.
  Pack it again without the key, git add name.zip whole.zip, and commit again;`);
    expect(stderr).toContain('No secret? In starrise.config.json');
  });

  it('is found in history, with who brought it and took it away', () => {
    const { folder, commit } = newRepository();
    const came = commit('came', files);
    const gone = commit('gone', { 'name.zip': zip({ 'a/b.txt': 'x' }), 'whole.zip': zip({ a: 'x' }) });
    const { report } = scanHistory(folder);
    expect(placesOf(report.findings)).toEqual(PLACES);
    expect(JSON.stringify(report)).not.toContain(KEY);
    const [name, comment] = ['name.zip!', 'whole.zip#'].map((start) =>
      report.findings.find(({ path: at }) => at.startsWith(start)),
    );
    expect(name?.history).toMatchObject({ kind: 'name', introduced: { commit: came }, inHead: false });
    expect(name?.history?.introduced).not.toHaveProperty('line');
    expect(name?.history?.removed).toMatchObject([{ commit: gone, path: `name.zip!/a/${SHOWN}.txt` }]);
    expect(comment?.history).toMatchObject({ kind: 'blob', introduced: { commit: came, line: 2 }, inHead: false });
    const again = scanHistory(folder).report;
    expect(again.findings).toEqual(report.findings);
  });

  it('is told from one in the content of the same file', () => {
    const { folder, commit } = newRepository();
    commit('all', { 'a.zip': zip({ [KEY]: `k = ${KEY}` }, { comments: { '': KEY, [KEY]: KEY } }) });
    const places = [
      `content a.zip!/${SHOWN}:1`,
      `content a.zip!/${SHOWN}#comment:1`,
      'content a.zip#comment:1',
      `file a.zip!/${SHOWN}:1`,
    ].sort();
    expect(placesOf(scanned(['.'], folder).findings)).toEqual(places);
    expect(placesOf(scanHistory(folder).report.findings)).toEqual(places);
    const input = zip({ [KEY]: 'x' }, { comments: { '': KEY } });
    expect(placesOf(scanned(['-'], folder, input).findings)).toEqual([
      'content stdin#comment:1',
      `file stdin!/${SHOWN}:1`,
    ]);
  });

  it('is found among more than are kept', () => {
    const names = Array.from({ length: 6000 }, (_, at) => `${'folder/'.repeat(30)}${at === 1 ? KEY : at}`);
    const many = zip(Object.fromEntries([...names, `other/${KEY}`].map((name) => [name, ''])));
    const { findings } = scanned(['.'], writeFiles(temporaryFolder(), { 'a.zip': many }));
    expect(placesOf(findings)).toEqual([
      `file a.zip!/${'folder/'.repeat(30)}${SHOWN}:1`,
      `file a.zip!/other/${SHOWN}:1`,
    ]);
  });

  it('is left out with what is', () => {
    const archive = zip({ [`test/${KEY}`]: 'x', [`test/${KEY}/`]: '' }, { comments: { [`test/${KEY}`]: KEY } });
    const folder = writeFiles(temporaryFolder(), { 'a.zip': archive });
    expect(placesOf(scanned(['.', '--exclude', '**/test/**'], folder).findings)).toEqual([]);
  });

  it('is none where there is none', () => {
    const comments = { '': 'sk-learn and risk-based', a: 'see sk-your-key-here' };
    const folder = writeFiles(temporaryFolder(), {
      'a.zip': zip({ a: 'x', 'sk-icons/b': 'x' }, { comments }),
      'a.tar': joined(pax({ comment: 'c0ffee', 'SCHILY.xattr.user.a': 'b' }), tar({ 'task-a': 'x' })),
      'a.gz': gzipWith('x', { name: 'sk-learn.txt' }),
    });
    expect(scanned(['.'], folder)).toMatchObject({ findings: [], skipped: [], gaps: [] });
  });
});
