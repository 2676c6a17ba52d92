import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { asar, crx, tgz, zip } from '../../support/archives.js';
import { linesOf, scanBundle } from '../../support/bundle.js';
import { temporaryFolder, writeFiles } from '../../support/folder.js';
import { newApiKey } from '../../support/keys.js';

const key = newApiKey('bundle');
const script = `const k="${key}";`;

describe('folders', () => {
  it('reads all of a folder that is no project, whatever git ignores', () => {
    const folder = writeFiles(temporaryFolder(), { '.gitignore': '*\n', 'assets/a.js': script, 'index.html': '<p>' });
    expect(linesOf(scanBundle(folder, '.'))).toEqual(['assets/a.js:1 public']);
  });

  it('takes a key for accepted that is so by its fingerprint, and not one that is so in its source', () => {
    const config = (row: object): string => JSON.stringify({ suppress: [{ ...row, reason: 'of tests' }] });
    const folder = writeFiles(temporaryFolder(), { 'test/a.js': script, 'dist/a.js': script });
    const [finding] = scanBundle(folder, 'dist').findings;
    writeFiles(folder, { 'starrise.config.json': config({ fingerprint: finding?.fingerprint }) });
    expect(scanBundle(folder, 'dist')).toMatchObject({ status: 0, findings: [], suppressed: [{ path: 'dist/a.js' }] });
    writeFiles(folder, { 'starrise.config.json': config({ path: 'test/**' }) });
    expect(scanBundle(folder, 'dist')).toMatchObject({ status: 1, findings: [{ path: 'dist/a.js' }], suppressed: [] });
  });

  it('finds what the framework of a project writes, and leaves its sources alone', () => {
    const folder = writeFiles(temporaryFolder(), {
      'package.json': '{"devDependencies":{"vite":"7"}}',
      'other/a.js': script,
      'dist/assets/a.js': script,
    });
    expect(linesOf(scanBundle(folder, '.'))).toEqual(['dist/assets/a.js:1 from other/a.js:1:10 public']);
  });

  it('finds the outputs of every package of a monorepo', () => {
    const folder = writeFiles(temporaryFolder(), {
      'package.json': '{"workspaces":["apps/*"]}',
      'apps/web/package.json': '{"dependencies":{"next":"16"}}',
      'apps/web/.next/static/chunks/a.js': script,
      'apps/shop/package.json': '{"dependencies":{"react-scripts":"5"}}',
      'apps/shop/build/static/js/main.js': script,
    });
    expect(linesOf(scanBundle(folder, '.'))).toEqual([
      'apps/shop/build/static/js/main.js:1 public',
      'apps/web/.next/static/chunks/a.js:1 public',
    ]);
  });

  it.each([
    ['.next/static/chunks/a.js', 'public'],
    ['.next/server/app/index.html', 'public'],
    ['.next/server/app/index.rsc', 'public'],
    ['.next/server/pages/index.json', 'public'],
    ['.next/server/chunks/1.js', 'artefact'],
    ['.next/standalone/.env', 'artefact'],
    ['.output/public/200.html', 'public'],
    ['.output/server/chunks/nitro.mjs', 'artefact'],
    ['.svelte-kit/output/client/_app/a.js', 'public'],
    ['.svelte-kit/output/server/index.js', 'artefact'],
    ['build/client/assets/a.js', 'public'],
    ['build/server/index.js', 'artefact'],
    ['dist/app/browser/main.js', 'public'],
    ['dist/server/entry.mjs', 'artefact'],
    ['out/index.html', 'public'],
  ])('knows who can get at %s: %s', (name, exposure) => {
    const folder = writeFiles(temporaryFolder(), { [name]: script });
    expect(linesOf(scanBundle(folder, name.split('/')[0] as string))).toEqual([`${name}:1 ${exposure}`]);
  });

  it('names build caches as left out', () => {
    const folder = writeFiles(temporaryFolder(), { '.next/cache/webpack/0.pack': script, '.next/static/a.js': 'a()' });
    const report = scanBundle(folder, '.next');
    expect(report.findings).toEqual([]);
    expect(report.skipped).toEqual([{ what: '.next/cache', why: 'a build cache: nobody deploys it' }]);
    expect(report.status).toBe(0);
  });

  it('says that a target is missing', () => {
    const report = scanBundle(temporaryFolder(), 'dist');
    expect(report.gaps).toContainEqual({ what: 'dist', why: 'matched nothing' });
    expect(report.status).toBe(3);
  });
});

describe('compressed files', () => {
  it('inflates .gz and .br, and does not report twice what lies uncompressed beside', () => {
    const folder = writeFiles(temporaryFolder(), {
      'a.js': script,
      'a.js.gz': gzipSync(script),
      'a.js.br': brotliCompressSync(script),
      'b.js.gz': gzipSync(`\n${script}`),
      'c.js.br': brotliCompressSync(`\n\n${script}`),
    });
    expect(linesOf(scanBundle(folder, '.'))).toEqual(['a.js:1 public', 'b.js.gz:2 public', 'c.js.br:3 public']);
  });

  it('ends a bomb, and says so', () => {
    const folder = writeFiles(temporaryFolder(), { 'bomb.js.gz': gzipSync(Buffer.alloc(5_000_000)), 'a.js': 'a()' });
    const report = scanBundle(folder, '.', '--max-size', '1MB');
    expect(report.gaps).toEqual([{ what: 'bomb.js.gz', why: 'inflates to more than 1000000 bytes' }]);
    expect(report.status).toBe(3);
  });

  it('says which file is broken', () => {
    const folder = writeFiles(temporaryFolder(), { 'a.js.gz': gzipSync(script).subarray(0, 30), 'b.js': script });
    const report = scanBundle(folder, '.');
    expect(report.gaps).toEqual([{ what: 'a.js.gz', why: 'unexpected end of file' }]);
    expect(linesOf(report)).toEqual(['b.js:1 public']);
  });
});

describe('archives', () => {
  it.each([
    ['extension.crx', crx],
    ['addon.xpi', zip],
    ['editor.vsix', zip],
    ['app.apk', zip],
    ['app.ipa', zip],
    ['site.zip', zip],
    ['package-1.0.0.tgz', tgz],
    ['app.asar', asar],
  ])('opens %s', (name, make) => {
    const folder = writeFiles(temporaryFolder(), { [name]: make({ 'package/a.js': script, 'package/b.js': 'b()' }) });
    const report = scanBundle(folder, name);
    expect(linesOf(report)).toEqual([`${name}!/package/a.js:1 public`]);
    expect(report.gaps).toEqual([]);
  });

  it('opens archives within archives, to a depth', () => {
    const inner = zip({ 'a.js': script });
    const nested = zip({ 'app.asar': asar({ 'dist/inner.zip': inner }) });
    const deeper = zip({ '1.zip': zip({ '2.zip': zip({ '3.zip': inner }) }) });
    const folder = writeFiles(temporaryFolder(), { 'setup.zip': nested, 'deep.zip': deeper });
    const report = scanBundle(folder, '.');
    expect(linesOf(report)).toEqual(['setup.zip!/app.asar!/dist/inner.zip!/a.js:1 public']);
    expect(report.skipped).toEqual([{ what: 'deep.zip!/1.zip!/2.zip!/3.zip', why: 'an archive within 3 others' }]);
  });

  it('reads entries whose names climb out, and calls them by what is left of the name', () => {
    const folder = writeFiles(temporaryFolder(), { 'evil.zip': zip({ '../../etc/a.js': script, 'b.js': script }) });
    expect(linesOf(scanBundle(folder, '.'))).toEqual(['evil.zip!/b.js:1 public', 'evil.zip!/etc/a.js:1 public']);
  });

  it('leaves out entries larger than the limit, and does not believe a smaller size', () => {
    const large = { 'large.js': Buffer.alloc(3_000_000, 'a') };
    const folder = writeFiles(temporaryFolder(), {
      'honest.zip': zip(large),
      'liar.zip': zip(large, { statedSize: 100 }),
    });
    const report = scanBundle(folder, '.', '--max-size', '2MB');
    expect(report.skipped.map(({ what }) => what)).toEqual(['honest.zip!/large.js']);
    expect(report.gaps.map(({ what }) => what)).toEqual(['liar.zip!/large.js', '.'].slice(0, report.gaps.length));
    expect(report.gaps[0]?.why).toContain('inflates to more than 100 bytes');
    expect(report.status).toBe(3);
  });

  it('says what it could not read: encrypted, cut off', () => {
    const whole = tgz({ 'package/a.js': script, 'package/b.bin': Buffer.alloc(100_000, script) });
    const folder = writeFiles(temporaryFolder(), {
      'locked.zip': zip({ 'a.js': script }, { encrypted: true }),
      'cut.zip': zip({ 'a.js': script }).subarray(0, 60),
      'cut.tgz': whole.subarray(0, whole.length - 30),
    });
    const report = scanBundle(folder, '.');
    const gaps = Object.fromEntries(report.gaps.map(({ what, why }) => [what, why]));
    expect(gaps['locked.zip!/a.js']).toBe('encrypted');
    expect(gaps['cut.zip']).toContain('the archive was read in part');
    expect(gaps['cut.tgz!/package/b.bin']).toBe('unexpected end of file');
    expect(linesOf(report)).toContain('cut.tgz!/package/a.js:1 public');
  });
});

describe('names and what they say', () => {
  it('finds keys in names of files and folders, once each', () => {
    const folder = writeFiles(temporaryFolder(), { [`${key}/a.js`]: 'x', [`${key}/b.js`]: 'x', [`c/${key}.js`]: 'x' });
    const shown = `${key.slice(0, 7)}…${key.slice(-4)}`;
    const { findings } = scanBundle(folder, '.');
    expect(findings.map(({ nameOf, path: at }) => `${nameOf} ${at}`)).toEqual([
      `file c/${shown}.js`,
      `folder ${shown}`,
    ]);
    expect(scanBundle(folder, '.', '--exclude', '**/*.js').findings).toEqual([]);
  });

  it('opens what gzip compressed by its bytes, and archives in it, and names what it cannot open', () => {
    const folder = writeFiles(temporaryFolder(), {
      'a.bin': gzipSync(script),
      'b.gz': gzipSync(zip({ 'a.js': script })),
      'c.bin': gzipSync(gzipSync('nothing')),
      'd.xz': Buffer.from('fd377a585a000004', 'hex'),
    });
    const { findings, skipped, gaps } = scanBundle(folder, '.');
    expect(findings.map(({ path: at }) => at)).toEqual(['a.bin', 'b.gz!/a.js']);
    expect(skipped).toEqual([
      { what: 'c.bin', why: 'compressed (gzip): not opened' },
      { what: 'd.xz', why: 'compressed (xz): not opened' },
    ]);
    expect(gaps).toEqual([]);
  });
});
