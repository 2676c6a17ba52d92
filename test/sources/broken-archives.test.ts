/** What is looked at of archives that are broken, and what is said of them. */
import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { asar, tar, tgz, zip } from '../support/archives.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { historyScanner } from '../support/history.js';
import { newApiKey, oneApiKey } from '../support/keys.js';
import { newRepository } from '../support/repository.js';
import { runScan } from '../support/run.js';

const { scanHistory } = historyScanner();
const KEY = newApiKey('in what is broken');
const ENV = `STARRISE_API_KEY=${KEY}\n`;
/** Of a form that proves itself: in bytes that are no text nothing else counts. */
const PROVEN = oneApiKey('in what is left');
const REST = `key "${PROVEN}"\n`;
/** The same each time: whether a change to what is deflated shows depends on it. */
const NOISE = Array.from({ length: 3000 }, (_, at) => createHash('sha256').update(String(at)).digest('hex')).join('');

function changed(bytes: Buffer, at: number, by = 0xff): Buffer {
  const copy = Buffer.from(bytes);
  const place = at < 0 ? copy.length + at : at;
  copy[place] = (copy[place] ?? 0) ^ by;
  return copy;
}

/** Where it is deflated, no more can be made of it from there on. */
function damaged(bytes: Buffer, at: number): Buffer {
  const from = at < 0 ? bytes.length + at : at;
  return Buffer.from(bytes).fill(0xff, from, Math.min(from + 100, bytes.length));
}

function hole(bytes: Buffer, at: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 100)]);
}

function cut(bytes: Buffer, by: number): Buffer {
  return bytes.subarray(0, bytes.length - by);
}

function joined(...parts: readonly (Buffer | string)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** By the file: its bytes, and where a key comes to light. */
const BROKEN: Readonly<Record<string, readonly [bytes: Buffer, ...places: readonly string[]]>> = {
  'sum.gz': [changed(gzipSync(ENV), -8), 'sum.gz'],
  'cut.gz': [cut(gzipSync(ENV), 8), 'cut.gz'],
  'half.gz': [cut(gzipSync(ENV + NOISE), 50_000), 'half.gz'],
  'odd.gz': [damaged(gzipSync(ENV + NOISE), 60_000), 'odd.gz'],
  'second.gz': [joined(gzipSync('first\n'), cut(gzipSync(ENV), 3)), 'second.gz'],
  'cut.tar': [tar({ a: 'x', '.env': ENV + NOISE }).subarray(0, 2048), 'cut.tar!/.env'],
  'header.tar': [joined(cut(tar({ a: 'x' }), 1024), 'no header'.padEnd(512), ENV), 'header.tar'],
  'cut.tgz': [cut(tgz({ a: 'x', '.env': ENV }), 4), 'cut.tgz!/.env'],
  'sum.tgz': [changed(tgz({ a: 'x', '.env': ENV }), -8), 'sum.tgz!/.env'],
  'half.tgz': [cut(tgz({ '.env': ENV, noise: NOISE }), 50_000), 'half.tgz!/.env'],
  'small.tgz': [cut(tgz({ '.env': ENV, b: randomBytes(600) }), 300), 'small.tgz!/.env'],
  'header.tgz': [gzipSync(joined(cut(tar({ a: 'x' }), 1024), 'no header'.padEnd(512), ENV)), 'header.tgz'],
  'half.zip': [damaged(zip({ a: 'x', '.env': ENV + NOISE }), 60_000), 'half.zip!/.env'],
  'less.zip': [zip({ '.env': ENV }, { statedSize: 100 }), 'less.zip!/.env'],
  'more.zip': [zip({ '.env': ENV }, { statedSize: 30 }), 'more.zip!/.env'],
  'cut.zip': [cut(zip({ '.env': REST }, { isStored: true }), 5), 'cut.zip!/.env'],
  'short.zip': [zip({ a: ENV, b: NOISE }).subarray(0, 5000), 'short.zip!/a'],
  'listed.zip': [damaged(zip({ a: ENV, b: ENV }), -110), 'listed.zip!/a', 'listed.zip!/b'],
  'hole.zip': [hole(zip({ a: NOISE, b: ENV, c: 'x' }), 5000), 'hole.zip!/b'],
  'behind.zip': [joined(zip({ a: 'x' }).subarray(0, -30), REST), 'behind.zip'],
  'lost.tar': [joined(cut(tar({ a: 'x' }), 1024), 'no header'.padEnd(512), tar({ '.env': ENV })), 'lost.tar!/.env'],
  'fewer.zip': [zip({ a: ENV, b: REST }, { isStored: true, statedFiles: 1 }), 'fewer.zip!/a', 'fewer.zip!/b'],
  'same.zip': [zip({ a: REST, b: REST }, { isStored: true, statedFiles: 1 }), 'same.zip!/a', 'same.zip!/b'],
  'inner.zip': [zip({ 'a.zip': cut(zip({ b: REST }, { isStored: true }), 5), c: 'x' }), 'inner.zip!/a.zip!/b'],
  'outside.asar': [cut(asar({ 'a/b': ENV, 'a/c': REST }), 1), 'outside.asar!/a/b', 'outside.asar'],
  'header.asar': [joined(changed(asar({ 'a/b': 'x' }), 30), REST), 'header.asar'],
};

const FILES = Object.fromEntries(Object.entries(BROKEN).map(([file, [bytes]]) => [file, bytes]));
const PLACES = Object.values(BROKEN)
  .flatMap(([, ...places]) => places)
  .sort();

function scanned(args: readonly string[], cwd: string, input?: Buffer): Report & { readonly status: number | null } {
  const words = args[0] === '--as-change' ? ['--format', 'json', ...args] : [...args, '--format', 'json'];
  const { stdout, stderr, status } = runScan(words, { cwd, ...(input && { input }) });
  expect(stdout + stderr).not.toContain(KEY);
  expect(stdout + stderr).not.toContain(PROVEN);
  return { ...(JSON.parse(stdout) as Report), status };
}

function placesIn({ findings }: Report): string[] {
  return findings.map(({ path: file }) => file).sort();
}

/** What is said not to have been read: the archives, once each. */
function namedIn(omissions: Report['skipped']): string[] {
  return [...new Set(omissions.map(({ what }) => what.replace(/!\/.*/, '')))].sort();
}

describe('of broken archives', () => {
  it('what comes out, and what is left, is looked through in files', () => {
    const report = scanned(['.'], writeFiles(temporaryFolder(), FILES));
    expect(placesIn(report)).toEqual(PLACES);
    expect(namedIn(report.skipped)).toEqual(Object.keys(FILES).sort());
    expect(report).toMatchObject({ gaps: [], status: 1 });
  });

  it('the same is looked through in what is staged, and in history', () => {
    const { folder, write, git } = newRepository();
    write(FILES);
    git('add', '-A');
    expect(placesIn(scanned(['staged'], folder))).toEqual(PLACES);
    git('commit', '-qm', 'broken');
    const { report } = scanHistory(folder);
    expect(placesIn(report)).toEqual(PLACES);
    expect(namedIn(report.skipped)).toEqual(Object.keys(FILES).sort());
    expect(scanHistory(folder).report.findings).toEqual(report.findings);
  });

  it('nothing is found where there is nothing', () => {
    const folder = writeFiles(temporaryFolder(), {
      'cut.gz': cut(gzipSync(NOISE), 50_000),
      'cut.zip': cut(zip({ a: NOISE }), 50_000),
      'cut.tgz': cut(tgz({ a: NOISE }), 50_000),
      'no.gz': Buffer.from('\x1f\x8b\x08', 'latin1'),
      'no.zip': Buffer.from('PK\x03\x04', 'latin1'),
    });
    const report = scanned(['.'], folder);
    expect(report).toMatchObject({ findings: [], gaps: [], status: 0 });
    expect(namedIn(report.skipped)).toEqual(['cut.gz', 'cut.tgz', 'cut.zip', 'no.gz', 'no.zip']);
  });
});

describe('what cannot be read of an archive', () => {
  const broken = cut(zip({ a: 'x' }), 5);
  const locked = zip({ a: 'x' }, { encrypted: true });
  const closed = Buffer.from('fd377a585a000004', 'hex');
  const files = {
    'a.zip': broken,
    'b.zip': locked,
    'c.xz': closed,
    'd.zip': zip({ a: 'x' }),
  };

  it.each([
    ['a folder of files', ['.'], 0],
    ['a change', ['--as-change', '--', 'a.zip', 'b.zip', 'c.xz', 'd.zip'], 0],
    ['a broken file', ['a.zip'], 3],
    ['an encrypted file', ['b.zip'], 3],
    ['a broken file of a bundle', ['bundle', 'a.zip'], 3],
    ['an encrypted file of a bundle', ['bundle', 'b.zip'], 3],
    ['a file that nothing here opens', ['c.xz'], 0],
    ['a whole file', ['d.zip'], 0],
  ])('of %s has its status', (_, args, expected) => {
    const { status, gaps, skipped } = scanned(args, writeFiles(temporaryFolder(), files));
    expect(status).toBe(expected);
    expect(gaps.length).toBe(expected === 3 ? 1 : 0);
    if (expected === 0)
      expect(skipped.length).toBe(args.includes('d.zip') && args.length === 1 ? 0 : args[0] === 'c.xz' ? 1 : 3);
  });

  it('on standard input is a gap', () => {
    const folder = temporaryFolder();
    expect(scanned(['-'], folder, broken)).toMatchObject({ status: 3, gaps: [{ what: 'stdin' }] });
    expect(scanned(['-'], folder, closed)).toMatchObject({ status: 0, skipped: [{ what: 'stdin' }] });
  });
});
