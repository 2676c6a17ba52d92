/** Archives and compressed files among others: in files, in what is staged, on standard input, and in history. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { accessBytes } from '../../src/sources/archives.js';
import { formatByHead, packedFormat } from '../../src/sources/archives/signature.js';
import { Unpacker } from '../../src/sources/archives/unpacker.js';
import { nameFiles, openFiles } from '../../src/sources/files.js';
import type { Selection } from '../../src/sources/selection.js';
import { asar, crx, pax, tar, tgz, withSum, zip } from '../support/archives.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { historyScanner, line, onlyPlaceOf, pathsOf, placesOf } from '../support/history.js';
import { newApiKey } from '../support/keys.js';
import { newRepository, packOf, reindex } from '../support/repository.js';
import { runOrThrow, runScan } from '../support/run.js';
import { everything, prefilter, readAll } from '../support/sources.js';

const { scanHistory } = historyScanner();
const key = newApiKey('packed');
const env = `STARRISE_API_KEY=${key}\n`;

async function openIn(files: Readonly<Record<string, Uint8Array | string>>, selection: Partial<Selection> = {}) {
  const folder = writeFiles(temporaryFolder(), files);
  const source = openFiles(await nameFiles(['.'], folder), { ...everything, ...selection }, prefilter);
  const found = await readAll(source);
  return { found, paths: Object.keys(found).sort(), gaps: source.gaps, skipped: source.skipped };
}

/** What Node has nothing to open with, by what it begins with. */
const CLOSED = {
  xz: Buffer.from('fd377a585a000004', 'hex'),
  bzip2: Buffer.from('BZh91AY&SY', 'latin1'),
  zstd: Buffer.from('28b52ffd2400', 'hex'),
  '7z': Buffer.from('377abcaf271c0004', 'hex'),
  rar: Buffer.from('526172211a070100', 'hex'),
};

describe('what is packed', () => {
  it.each([
    ['zip', zip({ a: 'b' })],
    ['zip', crx({ a: 'b' })],
    ['gzip', gzipSync('b')],
    ['gzip', tgz({ a: 'b' })],
    ['tar', tar({ a: 'b' })],
    ['asar', asar({ 'a/b': 'c' })],
    ...Object.entries(CLOSED),
  ])('is told by its first bytes: %s', (format, bytes) => {
    expect(packedFormat(bytes)).toBe(format);
    expect(packedFormat(Buffer.concat([Buffer.from('12'), bytes, Buffer.from('3')]), 2, bytes.length + 2)).toBe(format);
    expect(formatByHead(bytes, 1)).toBeNull();
  });

  it.each([
    '',
    'P',
    'PK',
    'PK and more',
    '\x1f\x8b',
    'BZh9 is no block',
    'Rar!',
    'ustar',
    '{"files": []}',
    '/* 16 characters{"files"',
  ])('is not what begins otherwise: %j', (text) => expect(packedFormat(Buffer.from(text, 'latin1'))).toBeNull());
});

describe('archives among files', () => {
  it('are opened, also in one another, whatever they are called', async () => {
    const { paths, found, gaps, skipped } = await openIn({
      'a.zip': zip({ 'config/.env': env, 'b.txt': 'nothing' }),
      'b.docx': zip({ 'word/document.xml': `<w:t>${key}</w:t>` }),
      'c.tgz': tgz({ 'package/d.js': `k("${key}")` }),
      'd.tar': tar({ 'x.env': env }),
      'dump.sql.gz': gzipSync(`-- ${env}`),
      'outer.zip': zip({ 'inner.tgz': tgz({ 'deep.zip': zip({ '.env': env }) }) }),
      'no-ending': crx({ 'background.js': key }),
      'app.asar': asar({ 'dist/main.js': key }),
      'clean.zip': zip({ 'a.txt': 'nothing' }),
    });
    expect(paths).toEqual([
      'a.zip!/config/.env',
      'app.asar!/dist/main.js',
      'b.docx!/word/document.xml',
      'c.tgz!/package/d.js',
      'd.tar!/x.env',
      'dump.sql.gz',
      'no-ending!/background.js',
      'outer.zip!/inner.tgz!/deep.zip!/.env',
    ]);
    expect(found['dump.sql.gz']).toBe(`-- ${env}`);
    expect({ gaps, skipped }).toEqual({ gaps: [], skipped: [] });
  });

  it('are read whole where they are larger than the window', async () => {
    const noise = randomBytes(5_000_000);
    const { paths } = await openIn({ 'large.zip': zip({ 'noise.bin': noise, '.env': env }) });
    expect(paths).toEqual(['large.zip!/.env']);
  });

  it('are opened behind programs, and before what was appended', async () => {
    const shell = Buffer.from(`#!/bin/sh\n${'# unpack\n'.repeat(2000)}exit\n`);
    const program = Buffer.concat([Buffer.from('MZ\0\0'), randomBytes(10_000)]);
    const archive = zip({ '.env': env });
    const said = zip({ '.env': env }, { comments: { '': 'a comment' } });
    const { paths, skipped } = await openIn({
      'tool.pyz': Buffer.concat([Buffer.from('#!/usr/bin/env python3\n'), archive]),
      'counted.pyz': Buffer.concat([Buffer.from('#!/python\n'), zip({ '.env': env }, { before: 10 })]),
      'setup.exe': Buffer.concat([program, archive]),
      'signed.exe': Buffer.concat([program, said, randomBytes(5000)]),
      'large.exe': Buffer.concat([program, randomBytes(3_000_000), said]),
      'setup.sh': Buffer.concat([shell, archive]),
      'said.sh': Buffer.concat([shell, said]),
      'text.txt': Buffer.concat([Buffer.from('some text\n'.repeat(1000)), archive]),
      'appended.zip': Buffer.concat([archive, Buffer.from('more'.repeat(100))]),
      'twice.zip': Buffer.concat([zip({ a: 'x' }), archive]),
    });
    expect(paths).toEqual(
      [
        ...['tool.pyz', 'counted.pyz', 'setup.exe', 'signed.exe', 'large.exe', 'setup.sh', 'said.sh', 'text.txt'],
        ...['appended.zip', 'twice.zip'],
      ]
        .map((file) => `${file}!/.env`)
        .sort(),
    );
    expect(skipped).toEqual([]);
  });

  it('are none where only the end of one stands', async () => {
    const end = zip({ '.env': env }).subarray(-22);
    const { paths, skipped } = await openIn({
      'end.txt': Buffer.concat([Buffer.from('no zip here\n'.repeat(100)), end]),
      'end.bin': Buffer.concat([Buffer.alloc(1000), end, Buffer.alloc(100)]),
      'empty.bin': Buffer.concat([Buffer.alloc(1000), zip({})]),
      'short.bin': Buffer.from('\0PK\x05\x06', 'latin1'),
    });
    expect({ paths, skipped }).toEqual({ paths: [], skipped: [] });
  });

  it('are named where they cannot be opened, and are no gap', async () => {
    const closed = Object.entries(CLOSED).map(([format, bytes]) => [`a.${format}`, bytes] as const);
    const whole = zip({ a: 'b' });
    const { paths, gaps, skipped } = await openIn({
      ...Object.fromEntries(closed),
      'encrypted.zip': zip({ 'secret.env': env }, { encrypted: true }),
      'locked.zip': zip({ 'a.env': env, 'b.env': env, 'c.env': env }, { encrypted: true }),
      'cut.zip': whole.subarray(0, whole.length - 10),
      'cut.gz': gzipSync(env).subarray(0, 30),
      'fewer.zip': zip({ a: 'b', '.env': env }, { statedFiles: 1 }),
      'none.zip': zip({ '.env': env }, { statedFiles: 0 }),
      'four.zip': zip({ '3.zip': zip({ '2.zip': zip({ '1.zip': zip({ '.env': env }) }) }) }),
    });
    // By what stands before each file.
    expect(paths).toEqual(['fewer.zip!/.env', 'none.zip!/.env']);
    expect(gaps).toEqual([]);
    expect(skipped.map(({ what, why }) => `${what}: ${why.slice(0, 48)}`).sort()).toEqual([
      'a.7z: compressed (7z): not opened',
      'a.bzip2: compressed (bzip2): not opened',
      'a.rar: compressed (rar): not opened',
      'a.xz: compressed (xz): not opened',
      'a.zstd: compressed (zstd): not opened',
      'cut.gz: unexpected end of file',
      'cut.zip: the archive was read in part: End of central dir',
      'encrypted.zip!/secret.env: encrypted',
      'fewer.zip: the archive was read in part: more than the 1 fi',
      'four.zip!/3.zip!/2.zip!/1.zip: an archive within 3 others',
      'locked.zip: encrypted: 3 files in it, the first !/a.env',
      'none.zip: the archive was read in part: more than the 0 fi',
    ]);
  });

  it('are read to their end, and all that has content in them', async () => {
    const [first, last] = [tar({ first: 'x' }), tar({ '.env': env })];
    const linked = tar({ link: '' }, { type: '2', linksTo: 'first', statedSize: 5 });
    const extended = Buffer.concat([pax({ size: String(env.length) }), tar({ '.env': env }, { statedSize: 0 })]);
    const sparse = tar({ '.env': '\0'.repeat(512) + env }, { type: 'S', statedSize: env.length });
    sparse[482] = 1;
    const { paths, skipped } = await openIn({
      'contiguous.tar': tar({ '.env': env }, { type: '7' }),
      'sparse.tar': withSum(sparse),
      'unknown.tar': tar({ '.env': env }, { type: 'Z' }),
      // What links state as their size is not there.
      'links.tar': Buffer.concat([linked.subarray(0, 512), last]),
      'extended.tar': extended,
      'joined.tar': Buffer.concat([first, last]),
      'joined.tgz': gzipSync(Buffer.concat([first, last])),
      'more.tar': Buffer.concat([first, Buffer.from(`# ${env}`)]),
      'folder.zip': zip({ 'folder/': env, 'empty/': '' }),
    });
    expect(paths).toEqual([
      'contiguous.tar!/.env',
      'extended.tar!/.env',
      'folder.zip!/folder',
      'joined.tar!/.env',
      'joined.tgz!/.env',
      'links.tar!/.env',
      'more.tar',
      'sparse.tar!/.env',
      'unknown.tar!/.env',
    ]);
    expect(skipped).toEqual([{ what: 'more.tar', why: 'the archive was read in part: a damaged tar header' }]);
  });

  it('name files of an asar that stand nowhere in it', async () => {
    const bytes = asar({ 'a/b.js': 'x', 'a/c.js': env });
    const odd = bytes.toString('latin1').replace('"offset":"1"', '"offset":"?"');
    const before = bytes.toString('latin1').replace('"offset":"1"', '"offset":-1 ');
    const { paths, skipped } = await openIn({
      'odd.asar': Buffer.from(odd, 'latin1'),
      'before.asar': Buffer.from(before, 'latin1'),
    });
    // The bytes that are left.
    expect(paths).toEqual(['before.asar', 'odd.asar']);
    expect(skipped).toEqual(
      ['before', 'odd'].map((name) => ({ what: `${name}.asar!/a/c.js`, why: 'it lies outside of the archive' })),
    );
  });

  it('are looked through as they are where nothing comes out of them', async () => {
    const { found } = await openIn({ 'no.zip': `PK\x03\x04 ${key}` });
    expect(Object.keys(found)).toEqual(['no.zip']);
  });

  it('end where they would inflate without end', async () => {
    // A gzip file that holds itself would be opened for ever; so would one in one in one.
    let nested = gzipSync(env);
    for (let depth = 0; depth < 5; depth++) nested = gzipSync(nested);
    const { paths, skipped } = await openIn(
      {
        'nested.gz': nested,
        'zeros.gz': gzipSync(Buffer.alloc(50_000)),
        'zeros.zip': zip({ z: Buffer.alloc(50_000) }),
      },
      { maxSize: 20_000 },
    );
    expect(paths).toEqual([]);
    expect(skipped).toEqual([
      { what: 'nested.gz', why: 'an archive within 3 others' },
      { what: 'zeros.gz', why: 'inflates to more than 20000 bytes' },
      { what: 'zeros.zip!/z', why: '50000 bytes, more than the largest size read (--max-size 20000)' },
    ]);
  });

  it('end where too much would have to be inflated to come by the next file', async () => {
    const failures: string[] = [];
    const unpacker = new Unpacker({
      maxSize: 1000,
      mostInflated: 50_000,
      takes: () => true,
      skip: () => undefined,
      fail: (name, why) => failures.push(`${name}: ${why}`),
    });
    const bomb = tgz({ first: 'x', zeros: Buffer.alloc(100_000), last: 'x' });
    const names: string[] = [];
    for await (const { entry } of unpacker.files({ name: 'a.tgz', depth: 0 }, accessBytes(bomb))) {
      if (entry !== null) names.push(entry);
    }
    expect(names).toEqual(['first']);
    expect(failures).toEqual(['a.tgz: the archive was read in part: it inflates to more than 50000 bytes']);
  });

  it('obey the selection from the outside in', async () => {
    const files = { 'a.zip': zip({ 'test/.env': env, 'src/.env': env }), 'b.zip': zip({ '.env': env }) };
    expect((await openIn(files, { exclude: ['**/test/**'] })).paths).toEqual(['a.zip!/src/.env', 'b.zip!/.env']);
    expect((await openIn(files, { exclude: ['*.zip'] })).paths).toEqual([]);
    expect((await openIn(files, { include: ['b.*'] })).paths).toEqual(['b.zip!/.env']);
    const shards = [1, 2].map((index) => openIn(files, { shard: { index, count: 2 } }));
    expect((await Promise.all(shards)).flatMap(({ paths }) => paths).sort()).toEqual([
      'a.zip!/src/.env',
      'a.zip!/test/.env',
      'b.zip!/.env',
    ]);
  });
});

describe('the command', () => {
  it('reports what stands before a zip and behind it, once', () => {
    const [before, behind] = [newApiKey('before'), newApiKey('behind')];
    const folder = writeFiles(temporaryFolder(), {
      'a.pyz': Buffer.concat([
        Buffer.from(`#!/usr/bin/env python3\nKEY = "${before}"\n`),
        zip({ '.env': env }, { isStored: true }),
        Buffer.from(`KEY = "${behind}"\n`),
      ]),
    });
    for (const args of [['.'], ['bundle', '.']]) {
      const { findings } = scanned(args, folder);
      expect(findings.map(({ path: at, redacted }) => `${at} ${redacted?.slice(0, 6)}`).sort()).toEqual(
        [`a.pyz ${before.slice(0, 6)}`, `a.pyz ${behind.slice(0, 6)}`, `a.pyz!/.env ${key.slice(0, 6)}`].sort(),
      );
    }
  });

  function scanned(args: readonly string[], cwd: string, input?: Buffer): Report {
    const { stdout } = runScan([...args, '--format', 'json'], { cwd, ...(input && { input }) });
    return JSON.parse(stdout) as Report;
  }

  it('finds keys in archives, and nothing about requests or comments that are judged elsewhere', () => {
    const request =
      "fetch('https://starrise.example.com/v1/models', { headers: { 'x-api-key': process.env.STARRISE_API_KEY } });\n";
    const comment = '// starrise-disable-next-line auth-header -- as the server wants it\n';
    const folder = writeFiles(temporaryFolder(), {
      'src.zip': zip({ '.env': env, 'a.ts': request, 'b.ts': comment + request }),
    });
    const report = scanned(['.'], folder);
    expect(report.findings.map(({ ruleId, path: at, line: row }) => [ruleId, at, row])).toEqual([
      ['no-hardcoded-key', 'src.zip!/.env', 1],
    ]);
    expect(report.staleSuppressions).toEqual([]);
    expect(scanned(['-'], folder, zip({ '.env': env })).findings[0]?.path).toBe('stdin!/.env');
  });

  it('says what to do about an archive that stops a commit', () => {
    const { folder, write, git } = newRepository();
    write({ 'backup one.zip': zip({ '.env': env }) });
    git('add', '-A');
    const { status, stderr, stdout } = runScan(['staged'], { cwd: folder });
    expect(status).toBe(1);
    expect(stdout + stderr).not.toContain(key);
    const shown = `${key.slice(0, 7)}…${key.slice(-4)}`;
    expect(stderr).toContain(`
Not committed: ${shown} is in backup one.zip!/.env:1.
  Pack it again without the key, git add 'backup one.zip', and commit again; or leave it out: git rm --cached 'backup one.zip'
No secret? In starrise.config.json: "suppress": [{ "fingerprint":`);
  });
});

describe('archives in history', () => {
  /** A repository in which versions of an archive follow one another. */
  function repositoryOfVersions() {
    const repository = newRepository();
    const { commit, git } = repository;
    const noise = randomBytes(3000).toString('hex');
    const clean = commit('clean', { 'data/a.zip': zip({ 'noise.txt': noise }) });
    const came = commit('came', {
      'data/a.zip': zip({ 'noise.txt': noise, '.env': line('packed'), 'b/.env': line('packed') }),
    });
    git('mv', 'data/a.zip', 'data/b.zip');
    commit('renamed');
    const gone = commit('gone', { 'data/b.zip': zip({ 'noise.txt': noise }), 'dump.gz': gzipSync(line('compressed')) });
    commit('more', {
      'x.tar': tar({ 'x.env': line('tar') }),
      'c.xz': CLOSED.xz,
      'd/c.xz': Buffer.concat([CLOSED.xz, CLOSED.xz]),
    });
    commit('more of it', {
      'x.tar': tar({ 'x.env': line('tar'), 'y.env': 'nothing' }),
      'broken.zip': zip({ a: 'b' }).subarray(0, 60),
    });
    return { ...repository, clean, came, gone };
  }

  it('are opened, and their keys traced to the commits that brought and removed them', () => {
    const { folder, came, gone } = repositoryOfVersions();
    const { report } = scanHistory(folder);
    expect(pathsOf(report)).toEqual([
      'data/a.zip!/.env',
      'data/a.zip!/b/.env',
      'data/b.zip!/.env',
      'data/b.zip!/b/.env',
      'dump.gz',
      'x.tar!/x.env',
    ]);
    for (const { path: at, history } of placesOf(report, 'packed')) {
      const inner = at.slice(at.indexOf('!/'));
      expect(history).toMatchObject({
        introduced: { commit: came, path: `data/a.zip${inner}`, line: 1 },
        inHead: false,
      });
      if (at.startsWith('data/b.zip')) expect(history?.removed.map(({ commit }) => commit)).toEqual([gone]);
    }
    expect(onlyPlaceOf(report, 'compressed').history).toMatchObject({ introduced: { commit: gone }, inHead: true });
    expect(onlyPlaceOf(report, 'tar').history).toMatchObject({ inHead: true, occurrences: 2 });
    expect(report).toMatchObject({ complete: true, gaps: [] });
    expect(report.skipped.map(({ what, why, objects }) => [what, why.slice(0, 30), objects?.length])).toEqual([
      ['broken.zip', 'the archive was read in part: ', 1],
      ['c.xz', 'compressed (xz): not opened', 1],
      ['d/c.xz', 'compressed (xz): not opened', 1],
    ]);
    expect(JSON.stringify(report)).not.toContain(key);
  });

  it('are the same loose, from the cache, packed, as deltas, and through git alone', () => {
    const repository = repositoryOfVersions();
    const { folder } = repository;
    const said = (args: readonly string[] = []): unknown => {
      const { findings, skipped, suppressed } = scanHistory(folder, args).report;
      return { findings, skipped, suppressed };
    };
    const first = said();
    expect(said()).toEqual(first);
    runOrThrow('git', ['repack', '-aAdfq', '--depth=50', '--window=50'], { cwd: folder });
    expect(said()).toEqual(first);
    expect(said(['--no-cache'])).toEqual(first);
    reindex(repository, packOf(repository, '.idx'), '1');
    expect(said(['--no-cache'])).toEqual(first);
  });

  it('are opened in a range, and counted once in what is remembered', () => {
    const { folder, clean, came, commit } = repositoryOfVersions();
    const { report: range } = scanHistory(folder, [`${clean}..${came}`]);
    expect(pathsOf(range)).toEqual(['data/a.zip!/.env', 'data/a.zip!/b/.env']);
    const { stats } = scanHistory(folder).report;
    expect(scanHistory(folder).report.stats).toMatchObject({ blobs: stats.blobs, bytes: stats.bytes });
    commit('another', { 'new.zip': zip({ '.env': line('later') }) });
    expect(onlyPlaceOf(scanHistory(folder).report, 'later').path).toBe('new.zip!/.env');
  });

  it('are opened behind a program that is a delta', () => {
    const { folder, commit } = newRepository();
    const program = Buffer.concat([Buffer.from('#!/bin/sh\n'), Buffer.from(randomBytes(40_000).toString('hex'))]);
    const comments = { '': 'a comment' };
    commit('program', { a: program, 'b.bin': Buffer.concat([Buffer.from('MZ\0'), program]) });
    mkdirSync(path.join(folder, 'many'));
    commit('many', Object.fromEntries(Array.from({ length: 2100 }, (_, at) => [`many/${at}.txt`, `${at}\n`])));
    commit('zip', {
      a: Buffer.concat([program, zip({ '.env': line('behind') })]),
      'b.bin': Buffer.concat([Buffer.from('MZ\0'), program, zip({ '.env': line('said') }, { comments })]),
    });
    runOrThrow('git', ['repack', '-adfq', '--depth=50', '--window=250'], { cwd: folder });
    expect(pathsOf(scanHistory(folder, ['--no-cache']).report)).toEqual(['a!/.env', 'b.bin!/.env']);
  });

  it('are opened where a tar is a delta on what is none', () => {
    // More objects than are read one by one, so that the pack is looked through as a whole.
    const { folder, commit } = newRepository();
    const body = randomBytes(40_000).toString('hex');
    const archive = tar({ 'x.env.gz': gzipSync(line('delta')), 'body.txt': body });
    // Its delta copies all of it, so that of the tar only the ends are made before it is looked at.
    commit('no tar', { 'x.bin': Buffer.concat([Buffer.from('none'), archive]) });
    mkdirSync(path.join(folder, 'many'));
    commit('many', Object.fromEntries(Array.from({ length: 2100 }, (_, at) => [`many/${at}.txt`, `${at}\n`])));
    commit('a tar', { 'x.bin': archive });
    runOrThrow('git', ['repack', '-adfq', '--depth=50', '--window=250'], { cwd: folder });
    const paths = placesOf(scanHistory(folder, ['--no-cache']).report, 'delta').map(({ path: at }) => at);
    expect(paths).toEqual(['x.bin!/x.env.gz']);
  });
});
