import path from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { build as vite } from 'vite';
import type { Report } from '../../../src/finding.js';
import { linesOf } from '../../support/bundle.js';
import { temporaryFolder, writeFiles } from '../../support/folder.js';
import { newApiKey } from '../../support/keys.js';
import { hasProgram } from '../../support/programs.js';
import { runScanBeside } from '../../support/run.js';
import { filesOf, serveSite } from '../../support/site.js';

const key = (name: string): string => newApiKey(`deployed ${name}`);

/** An application with all that a browser loads: chunks, a worker, a service worker, WebAssembly, data, pages. */
const APPLICATION = {
  'package.json': '{ "name": "app", "private": true, "type": "module", "devDependencies": { "vite": "8" } }\n',
  '.env.production': `VITE_STARRISE_API_KEY=${key('variable')}\n`,
  'index.html':
    '<!doctype html><title>app</title><link rel="manifest" href="/app.webmanifest"><link rel="icon" href="/icon.png"><a href="/about.html">about</a><div id="app"></div><script type="module" src="/src/main.ts"></script>\n',
  'about.html': `<!doctype html><title>about</title><script>window.ENV = { key: "${key('page')}" }</script>\n`,
  'src/main.ts': [
    'import "./style.css";',
    'const start = async () => {',
    '  const { ask } = await import("./lazy");',
    '  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });',
    '  await new Promise((resolve) => { worker.onmessage = resolve; });',
    '  await navigator.serviceWorker.register("/sw.js");',
    '  await (await fetch("/settings.json")).json();',
    '  await fetch("/core.wasm");',
    '  document.title = `ready ${ask(import.meta.env.VITE_STARRISE_API_KEY).length}`;',
    '};',
    'start();',
    '',
  ].join('\n'),
  'src/style.css': 'body { background: url("/icon.png") }\n',
  'src/lazy.ts': `// old: ${key('comment')}\nexport const ask = (key: string) => fetch.name + key + "${key('lazy')}";\n`,
  'src/worker.ts': `const key: string = "${key('worker')}";\npostMessage(key);\n`,
  'public/sw.js': `self.key = "${key('service worker')}";\n`,
  'public/settings.json': `{ "apiKey": "${key('data')}" }\n`,
  'public/app.webmanifest': '{ "name": "app", "start_url": "/" }\n',
  'public/core.wasm': Buffer.concat([
    Buffer.from('\0asm\x01\0\0\0'),
    Buffer.from(`\0\x40https://api.starrise.ai ${key('wasm')}`),
  ]),
  'public/icon.png': Buffer.from('\x89PNG\r\n', 'latin1'),
};

async function deployed() {
  const folder = writeFiles(temporaryFolder(), APPLICATION);
  await vite({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    build: { sourcemap: 'hidden', rolldownOptions: { input: [path.join(folder, 'index.html')] } },
  });
  const files = filesOf(path.join(folder, 'dist'));
  const site = await serveSite({ ...files, '/about.html': APPLICATION['about.html'] });
  return { folder, site };
}

describe('a deployed build of Vite', () => {
  it('is read as a browser would load it, and traced by the maps that it forgot on the server', async () => {
    const { folder, site } = await deployed();
    const { stdout, stderr, status } = await runScanBeside(['bundle', site.url, '--format', 'json'], { cwd: folder });
    const report = JSON.parse(stdout) as Report;
    const lines = linesOf(report).map((line) => line.replaceAll(site.url, '').replace(/-[\w-]{8}\./, '-HASH.'));
    expect(lines.filter((line) => !line.includes('.map!'))).toEqual([
      '/about.html:1 from about.html:1:65 public',
      '/assets/index-HASH.js:1 from src/main.ts:9:29 via VITE_STARRISE_API_KEY inlined from .env.production public',
      '/assets/lazy-HASH.js:1 from src/lazy.ts:2:57 public',
      '/assets/worker-HASH.js:1 from src/worker.ts:1:22 public',
      '/core.wasm:1 from public/core.wasm:1:35 via public/core.wasm, copied as it is public',
      '/settings.json:1 from public/settings.json:1:14 via public/settings.json, copied as it is public',
      '/sw.js:1 from public/sw.js:1:13 via public/sw.js, copied as it is public',
    ]);
    expect(lines.find((line) => line.includes('/src/lazy.ts:1'))).toContain('via the source map only');
    expect(report.gaps).toEqual([]);
    expect(report.target.sites).toEqual([{ url: `${site.url}/`, hosts: [site.url], requests: site.asked.length }]);
    expect(stderr).toContain(`asked ${site.asked.length} times for ${site.url}/: ${site.url}`);
    expect(status).toBe(1);
  });

  it.skipIf(!hasProgram('chromium'))(
    'holds nothing that a browser asks for and we do not [needs Chromium: apt-get install chromium]',
    async () => {
      const { folder, site } = await deployed();
      await runScanBeside(['bundle', site.url, '--quiet'], { cwd: folder });
      const ours = new Set(site.asked.splice(0));
      const context = await chromium.launchPersistentContext(temporaryFolder(), {
        executablePath: '/usr/bin/chromium',
        headless: true,
        args: [
          ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
          ...['--disable-background-networking', '--disable-component-update'],
        ],
      });
      try {
        const page = await context.newPage();
        await page.goto(`${site.url}/`);
        await page.waitForFunction('document.title.startsWith("ready")', undefined, { timeout: 30_000 });
        await page.goto(`${site.url}/about.html`);
      } finally {
        await context.close();
      }
      const asked = site.asked.filter((address) => !/\.(?:png|ico)$/.test(address));
      expect(asked).toContain('/sw.js');
      expect(asked.filter((address) => address.includes('/assets/')).length).toBeGreaterThanOrEqual(3);
      expect(asked.filter((address) => !ours.has(address))).toEqual([]);
    },
    180_000,
  );
});
