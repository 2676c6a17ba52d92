import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPrefilter } from '../../../src/detect/index.js';
import type { Report } from '../../../src/finding.js';
import { proxyFor } from '../../../src/net/proxy.js';
import { BundleReader } from '../../../src/sources/bundle/reader.js';
import { openSite, SITE_LIMITS, type SiteLimits } from '../../../src/sources/bundle/site.js';
import { Ledger } from '../../../src/sources/ledger.js';
import { temporaryFolder } from '../../support/folder.js';
import { newApiKey } from '../../support/keys.js';
import { expectNoRawKey } from '../../support/no-raw-key.js';
import { newProxy } from '../../support/proxy.js';
import { runScanBeside } from '../../support/run.js';
import { serveSite, type TestSite } from '../../support/site.js';

const key = newApiKey('site');
const script = `const k="${key}";`;

interface Crawled {
  /** Paths of the site that hold something like a key. */
  readonly items: readonly string[];
  readonly gaps: readonly string[];
  readonly skipped: readonly string[];
  readonly hosts: readonly string[];
}

interface CrawlOptions extends Partial<SiteLimits> {
  readonly maxSize?: number;
  readonly exclude?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

async function crawl(url: string, options: CrawlOptions = {}): Promise<Crawled> {
  const { maxSize = 10_000_000, exclude = [], environment = {}, ...limits } = options;
  const ledger = new Ledger();
  const selection = { include: [], exclude, maxSize };
  const prefilter = createPrefilter();
  const common = { selection, prefilter, ledger };
  const reader = new BundleReader({ ...common, takes: () => true, isPublic: () => true });
  const site = openSite(new URL(url), {
    ...common,
    limits: { ...SITE_LIMITS, ...limits },
    proxyFor: (target) => proxyFor(target, environment),
  });
  const items: string[] = [];
  const { origin } = new URL(url);
  for await (const { path } of site.items(reader)) items.push(path.replace(origin, ''));
  const rows = (all: Ledger['gaps']): string[] => all.map(({ what, why }) => `${what.replace(origin, '')}: ${why}`);
  return { items, gaps: rows(ledger.gaps), skipped: rows(ledger.skipped), hosts: site.asked.hosts };
}

/** What was asked for, each address once, in alphabetical order, without the guesses at maps. */
function askedOf({ asked }: TestSite): string[] {
  return [...new Set(asked)].filter((address) => !address.endsWith('.map')).sort();
}

describe('what a page names', () => {
  it.each([
    ['a script', '<script src="/a.js"></script>', '/a.js'],
    ['a module, relative to the page', '<script type=module src=./a.js></script>', '/docs/a.js'],
    ['a preloaded module', '<link rel="modulepreload" href="/a.js?v=1&amp;w=2">', '/a.js?v=1&w=2'],
    ['a preloaded payload', '<link rel=preload as=fetch href="/_payload.json">', '/_payload.json'],
    ['a style sheet', '<link rel=stylesheet href=/a.css>', '/a.css'],
    ['a web manifest', '<link rel=manifest href=/site.webmanifest>', '/site.webmanifest'],
    ['an import map', '<script type=importmap>{"imports":{"x":"/x.js"}}</script>', '/x.js'],
    ['an island', '<astro-island component-url="/_astro/c.js" renderer-url=/_astro/r.js>', '/_astro/c.js'],
    ['a frame', '<iframe src=/frame></iframe>', '/frame'],
    ['a link to a page', '<a href="/about#team">', '/about'],
    ['a refresh', '<meta http-equiv=refresh content="0; url=/next">', '/next'],
    ['a drawing', '<img src=/logo.svg>', '/logo.svg'],
    ['a module that an inline script imports', '<script type=module>import "./b.js"</script>', '/docs/b.js'],
    ['a base', '<base href=/root/><script src=a.js></script>', '/root/a.js'],
    [
      'a chunk in the payload of Next',
      '<script>f.push([1,"[\\"/_next/static/chunks/a.js\\"]"])</script>',
      '/_next/static/chunks/a.js',
    ],
  ])('is asked for: %s', async (_name, html, address) => {
    const site = await serveSite({ '/docs/': html });
    await crawl(`${site.url}/docs/`);
    expect(askedOf(site)).toContain(address);
  });

  it.each([
    ['pictures and fonts', '<img src=/a.png><link rel=icon href=/favicon.ico><link rel=preload as=font href=/a.woff2>'],
    ['comments', '<!-- <script src="/a.js"></script> -->'],
    ['links with a query', '<a href="/search?page=2">'],
    ['links to downloads', '<a href=/setup.zip><a href=/report.pdf>'],
    [
      'other schemes',
      '<a href="mailto:a@b.c"><a href="javascript:x()"><script src="data:,x"></script><iframe src=file:///etc/passwd>',
    ],
  ])('is not asked for: %s', async (_name, html) => {
    const site = await serveSite({ '/': html });
    await crawl(site.url);
    expect(askedOf(site)).toEqual(['/']);
  });
});

describe('what a script names', () => {
  it.each([
    ['a dynamic import', 'import("./chunk.js")', '/js/chunk.js'],
    ['the list of Vite', 'm.f=["assets/chunk-BxY12aZq.js"]', '/assets/chunk-BxY12aZq.js'],
    ['a name that ends in a dash', 'f("assets/worker-BIDBvm3-.js")', '/assets/worker-BIDBvm3-.js'],
    ['a worker', 'new Worker(new URL("worker.js",import.meta.url))', '/js/worker.js'],
    ['a service worker', 'navigator.serviceWorker.register("/sw.js")', '/sw.js'],
    ['a script that a worker imports', 'importScripts("workbox-1a2b3c4d.js")', '/js/workbox-1a2b3c4d.js'],
    ['a precached file', 'precache([{url:"assets/page.js",revision:null}])', '/assets/page.js'],
    ['WebAssembly', 'fetch("/core.wasm")', '/core.wasm'],
    ['data', 'fetch("/config.json")', '/config.json'],
    ['an escaped address', String.raw`x={"u":"\u002F_nuxt\u002Fentry.js"}`, '/_nuxt/entry.js'],
  ])('is asked for: %s', async (_name, code, address) => {
    const site = await serveSite({ '/': '<script src=/js/a.js></script>', '/js/a.js': code, [address]: script });
    const { items, gaps } = await crawl(site.url);
    expect(items).toEqual([address]);
    expect(gaps).toEqual([]);
  });

  it.each([
    ['names of libraries', 'throw Error("see react.js or package.json")'],
    ['sources of a development build', 'x={"./node_modules/a/index.js":1,"./src/main.js":2}'],
    ['patterns', 'glob("assets/*.js")'],
    ['other hosts', 'fetch("https://elsewhere.example/config.json")'],
  ])('is not asked for: %s', async (_name, code) => {
    const site = await serveSite({ '/': `<script>${code}</script>` });
    const { skipped } = await crawl(site.url);
    expect(askedOf(site)).toEqual(['/']);
    expect(skipped).toEqual([]);
  });

  it.each([
    [
      'a table',
      'r.p="/";r.u=e=>"js/"+({1:"home"}[e]||e)+"."+{1:"aa11",2:"bb22"}[e]+".js"',
      ['/js/2.bb22.js', '/js/home.aa11.js'],
    ],
    [
      'comparisons',
      'r.p="/_next/";r.u=function(e){return 7===e?"static/7-aa.js":"static/"+e+"."+{8:"bb"}[e]+".js"}',
      ['/_next/static/7-aa.js', '/_next/static/8.bb.js'],
    ],
    ['calls alone', 'r.p="";r.u=e=>e+".js";r.e(31).then(x);r.e("admin")', ['/31.js', '/admin.js']],
    ['a path found at run time', 'o.p=e+"../";r.u=e=>"js/"+e+"."+{5:"cc"}[e]+".js"', ['/js/5.cc.js']],
  ])('by the runtime of webpack: %s', async (_name, code, chunks) => {
    const files = Object.fromEntries(chunks.map((chunk) => [chunk, script]));
    const site = await serveSite({ '/': '<script src=/js/a.js></script>', '/js/a.js': code, ...files });
    expect([...(await crawl(site.url)).items].sort()).toEqual(chunks);
  });

  it('is given up where the server answers every name with a page', async () => {
    const files = { '/': '<script src=/a.js></script>', '/a.js': 'import("./b.js");fetch("/c.json")' };
    const site = await serveSite(files, '<!doctype html><title>app</title>');
    expect(await crawl(site.url)).toMatchObject({ items: [], gaps: [], skipped: [] });
  });

  it('is not guessed at without end', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `import("./${at}.js");`).join('');
    const site = await serveSite({ '/': `<script type=module>${names}</script>` });
    const { skipped } = await crawl(site.url, { misses: 10, connections: 1 });
    expect(site.asked.length).toBeLessThan(15);
    expect(skipped).toEqual([': 10 names in scripts were no addresses: the others were not tried'.replace(/^/, '/')]);
  });
});

describe('source maps', () => {
  const map = JSON.stringify({ version: 3, sources: ['a.ts'], mappings: '', sourcesContent: [`// ${key}`] });

  it.each([
    ['that the file names', { '/a.js': 'a()\n//# sourceMappingURL=m/x.map', '/m/x.map': map }, '/m/x.map'],
    [
      'that a header names',
      { '/a.js': { body: 'a()', headers: { SourceMap: '/hidden/x.map' } }, '/hidden/x.map': map },
      '/hidden/x.map',
    ],
    [
      'that an old header names',
      { '/a.js': { body: 'a()', headers: { 'X-SourceMap': '/y.map' } }, '/y.map': map },
      '/y.map',
    ],
    ['that nothing names', { '/a.js': 'a()', '/a.js.map': map }, '/a.js.map'],
  ])('%s', async (_name, files, address) => {
    const site = await serveSite({ '/': '<script src=/a.js></script>', ...files });
    expect((await crawl(site.url)).items).toContain(`${address}!/a.ts`);
  });

  it('that are named and not there are left out, those guessed at not even that', async () => {
    const files = { '/a.js': 'a()\n//# sourceMappingURL=a.js.map', '/b.js': 'b()' };
    const site = await serveSite({ '/': '<script src=/a.js></script><script src=/b.js></script>', ...files });
    expect(await crawl(site.url)).toMatchObject({ gaps: [], skipped: ['/a.js.map: HTTP 404'] });
  });
});

describe('hosts', () => {
  it('from which a page loads scripts are read, others are not asked', async () => {
    const assets = await serveSite({ '/a.js': 'import("./b.js")', '/b.js': script });
    const other = await serveSite({ '/x.css': script });
    const site = await serveSite({
      '/': `<script src="${assets.url}/a.js"></script><link rel=stylesheet href="${other.url}/x.css">`,
    });
    const { items, skipped, hosts } = await crawl(site.url);
    expect(items).toEqual([`${assets.url}/b.js`]);
    expect(hosts).toEqual([assets.url, site.url].sort());
    expect(other.asked).toEqual([]);
    expect(skipped).toEqual([`${other.url}: another host, from which no page loads a script: not asked`]);
  });

  it('that a page names and that stand for private addresses are not asked, but the named one may', async () => {
    const inner = await serveSite({ '/a.js': script });
    const { port } = new URL(inner.url);
    const site = await serveSite({
      '/': `<script src="http://localhost:${port}/a.js"></script><script src="http://169.254.169.254/latest.js"></script>`,
    });
    const { gaps } = await crawl(site.url);
    expect(inner.asked).toEqual([]);
    expect([...gaps].sort()).toEqual([
      'http://169.254.169.254/latest.js: 169.254.169.254 stands for the private address 169.254.169.254, and you did not name it',
      expect.stringMatching(/localhost stands for the private address (?:127\.0\.0\.1|::1), and you did not name it/),
    ]);
  });

  it('are looked up once: a second answer changes nothing', async () => {
    const site = await serveSite({ '/': '<script src=/a.js></script>', '/a.js': script });
    const { port } = new URL(site.url);
    const count = answerLookups('127.0.0.1', '10.0.0.1');
    expect((await crawl(`http://named.example:${port}/`)).items).toHaveLength(1);
    expect(count()).toBe(1);
  });

  it('on ports below 1024 are not asked', async () => {
    const site = await serveSite({ '/': '<script src="http://mail.example:25/a.js"></script>' });
    expect((await crawl(site.url)).skipped).toEqual([
      'http://mail.example:25/a.js: not asked for: the port 25 of another host',
    ]);
  });

  it('behind a proxy are reached through it alone, and private names are not', async () => {
    const proxy = await newProxy();
    const site = await serveSite({ '/': '<script src="http://db.internal:8080/a.js"></script>', '/a.js': script });
    const { port } = new URL(site.url);
    const { gaps } = await crawl(`http://shop.example:${port}/`, { environment: { http_proxy: proxy.url } });
    expect(new Set(proxy.tunnels)).toEqual(new Set([`shop.example:${port}`]));
    expect(gaps).toEqual([
      'http://db.internal:8080/a.js: db.internal is a name of a private network, and you did not name it',
    ]);
  });
});

describe('redirects', () => {
  const to = (location: string) => ({ status: 302, headers: { location } });

  it('of the named address are followed to where the site is', async () => {
    const site = await serveSite({ '/': to('/en/'), '/en/': '<script src=a.js></script>', '/en/a.js': script });
    expect((await crawl(site.url)).items).toEqual(['/en/a.js']);
  });

  it('without end are ended', async () => {
    const site = await serveSite({}, (request, response) => {
      response.writeHead(302, { location: `${request.url ?? ''}x` }).end();
    });
    expect((await crawl(site.url)).gaps).toEqual(['/: more than 10 redirects']);
    expect(site.asked).toHaveLength(11);
  });

  it('in a circle are ended', async () => {
    const site = await serveSite({ '/': to('/a'), '/a': to('/') });
    expect((await crawl(site.url)).gaps).toEqual(['/: more than 10 redirects']);
  });

  it.each([
    ['file:///etc/passwd', '/: redirects to what is no address of the web'],
    ['http://[::1]:8080/', '::1 stands for the private address ::1, and you did not name it'],
    ['http://[::1]:9/', 'redirects to the port 9 of another host'],
  ])('to %s are not followed', async (location, why) => {
    const site = await serveSite({ '/': to(location) });
    const { gaps } = await crawl(site.url);
    expect(gaps).toEqual([expect.stringContaining(why) as string]);
  });

  it('of pages to other hosts are left out', async () => {
    const other = await serveSite({}, script);
    const site = await serveSite({ '/': '<a href=/login>', '/login': to(`${other.url}/sso`) });
    const { skipped } = await crawl(site.url);
    expect(other.asked).toEqual([]);
    expect(skipped).toEqual([`/login: redirects to another host, ${new URL(other.url).host}`]);
  });
});

describe('bounds', () => {
  it('of pages: the rest is named', async () => {
    const links = Array.from({ length: 9 }, (_, at) => `<a href=/p${at}>`).join('');
    const site = await serveSite({ '/': links }, '<p>');
    expect((await crawl(site.url, { pages: 4 })).skipped).toEqual([
      '/: 6 more pages are linked: 4 were read (--max-pages)',
    ]);
    expect(site.asked).toHaveLength(4);
  });

  it('of depth: endless pages end', async () => {
    const site = await serveSite({}, (request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<a href="${request.url ?? ''}a/">`);
    });
    await crawl(site.url, { depth: 3 });
    expect(site.asked).toEqual(['/', '/a/', '/a/a/', '/a/a/a/']);
  });

  it('of requests, of bytes, of time are gaps', async () => {
    const links = Array.from({ length: 9 }, (_, at) => `<script src=/${at}.js></script>`).join('');
    const site = await serveSite(
      { '/': links },
      { headers: { 'content-type': 'text/javascript' }, body: 'x'.repeat(1000) },
    );
    expect((await crawl(site.url, { requests: 4, connections: 1 })).gaps[0]).toMatch(
      /^\/: more than 4 requests: \d+ addresses/,
    );
    expect((await crawl(site.url, { bytes: 3000, connections: 1 })).gaps[0]).toMatch(
      /^\/: more than 3000 bytes: \d+ addresses/,
    );
    const slow = await serveSite({ '/': '<script src=/a.js></script>', '/a.js': () => undefined });
    expect((await crawl(slow.url, { totalMs: 300 })).gaps[0]).toMatch(/^\/: not done within 0.3 s/);
  });

  it('of one answer: slow, huge, a bomb, cut off, of an unknown encoding', async () => {
    const bomb = {
      headers: { 'content-encoding': 'gzip', 'content-type': 'text/javascript' },
      body: gzipSync(Buffer.alloc(50_000_000)),
    };
    const site = await serveSite({
      '/': ['slow', 'drip', 'huge', 'bomb', 'cut', 'zstd', 'twice']
        .map((name) => `<script src=/${name}.js></script>`)
        .join(''),
      '/slow.js': () => undefined,
      '/drip.js': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/javascript' });
        const timer = setInterval(() => response.write('x'), 50);
        response.on('close', () => clearInterval(timer));
      },
      '/huge.js': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/javascript' });
        const pour = (): void =>
          void (response.write(Buffer.alloc(1 << 16, 'a')) ? setImmediate(pour) : response.once('drain', pour));
        pour();
      },
      '/bomb.js': bomb,
      '/cut.js': (_request, response) => {
        response.writeHead(200, { 'content-length': '1000', 'content-type': 'text/javascript' });
        response.write('x');
        setTimeout(() => response.destroy(), 20);
      },
      '/zstd.js': { headers: { 'content-encoding': 'zstd' }, body: 'x' },
      '/twice.js': {
        headers: { 'content-encoding': 'gzip, br', 'content-type': 'text/javascript' },
        body: brotliCompressSync(gzipSync(script)),
      },
    });
    const { gaps, items } = await crawl(site.url, { requestMs: 1_000, maxSize: 2_000_000 });
    expect([...gaps].sort()).toEqual([
      '/bomb.js: more than 2000000 bytes (--max-size)',
      '/cut.js: the connection was cut',
      '/drip.js: no whole answer within 1 s',
      '/huge.js: more than 2000000 bytes (--max-size)',
      '/slow.js: no whole answer within 1 s',
      '/zstd.js: its encoding zstd is not known',
    ]);
    expect(items).toEqual(['/twice.js']);
  });
});

describe('answers', () => {
  it.each([
    [404, [], ['/a.js: HTTP 404']],
    [403, ['/a.js: HTTP 403'], []],
    [500, ['/a.js: HTTP 500'], []],
  ])('of status %d', async (status, gaps, skipped) => {
    const site = await serveSite({ '/': '<script src=/a.js></script>', '/a.js': { status } });
    expect(await crawl(site.url)).toMatchObject({ gaps, skipped });
  });

  it('that are not there for the named address are a gap', async () => {
    const site = await serveSite({});
    expect((await crawl(site.url)).gaps).toEqual(['/: HTTP 404']);
  });

  it('of a busy server are asked for once more', async () => {
    let times = 0;
    const site = await serveSite({
      '/': '<script src=/a.js></script><script src=/b.js></script>',
      '/a.js': (_request, response) => {
        const busy = times++ === 0;
        response.writeHead(busy ? 429 : 200, { 'retry-after': '0', 'content-type': 'text/javascript' }).end(script);
      },
      '/b.js': { status: 503, headers: { 'retry-after': '3600' } },
    });
    expect(await crawl(site.url)).toMatchObject({ items: ['/a.js'], gaps: ['/b.js: HTTP 503'] });
  });

  it('that are pages where a script was named are a gap', async () => {
    const site = await serveSite({ '/': '<script src=/a.js></script>' }, '<!doctype html>');
    expect((await crawl(site.url)).gaps).toEqual(['/a.js: a page was served in its place']);
  });

  it('of the wrong type are read by their names', async () => {
    const files = { '/a.mjs': { headers: { 'content-type': 'application/octet-stream' }, body: 'import("./b.js")' } };
    const site = await serveSite({ '/': '<script type=module src=/a.mjs></script>', ...files, '/b.js': script });
    expect((await crawl(site.url)).items).toEqual(['/b.js']);
  });

  it('are asked for with nothing that tells who asks', async () => {
    const site = await serveSite({ '/': { headers: { 'set-cookie': 'id=1' }, body: '<script src=/a.js></script>' } });
    await crawl(`${site.url.replace('//', '//user:word@')}/`);
    for (const headers of site.headers) {
      expect(Object.keys(headers).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
    }
  });
});

it('asks for nothing that is excluded, and shows no query that could be a secret', async () => {
  const site = await serveSite({
    '/': '<script src=/vendor/a.js></script><script src="/b.js?signature=0123456789abcdefghijklmnop"></script>',
    '/b.js': script,
  });
  const { items, skipped } = await crawl(site.url, { exclude: ['**/vendor/**'] });
  expect(askedOf(site)).toEqual(['/', '/b.js?signature=0123456789abcdefghijklmnop']);
  expect(skipped).toEqual(['**/vendor/**: excluded']);
  expect(items).toEqual([expect.stringMatching(/^\/b\.js\?[0-9a-f]{8}$/)]);
});

/** Makes the resolver of this process give each of `answers` in turn, until the test is over; returns how often it was asked. */
function answerLookups(...answers: readonly string[]): () => number {
  const original = dns.lookup;
  let count = 0;
  const lookup = (
    _host: string,
    _options: object,
    callback: (error: null, found: dns.LookupAddress[]) => void,
  ): void => {
    callback(null, [{ address: answers[Math.min(count++, answers.length - 1)] ?? '', family: 4 }]);
  };
  const install = (replacement: typeof dns.lookup): void => {
    dns.lookup = replacement;
    syncBuiltinESMExports();
  };
  install(lookup as unknown as typeof dns.lookup);
  onTestFinished(() => install(original));
  return () => count;
}

describe('a key in the address of a site', () => {
  it('is shown in no report', async () => {
    const site = await serveSite({}, '<!doctype html>');
    const { stdout, stderr } = await runScanBeside(['bundle', `${site.url}/${key}`, '--format', 'json'], {
      cwd: temporaryFolder(),
    });
    expect(site.asked).toContain(`/${key}`);
    expect((JSON.parse(stdout) as Report).target.sites?.[0]?.url).toMatch(/\/sk-\w{4}…\w{4}$/);
    expectNoRawKey({ stdout, stderr }, [key]);
  });

  it('is refused in the name of the host, which would be looked up', async () => {
    const { status, stdout, stderr } = await runScanBeside(['bundle', `https://${key}.example/`], {
      cwd: temporaryFolder(),
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe('starrise-scan: bundle: the host of a target holds a key: nothing is asked of it\n');
  });
});
