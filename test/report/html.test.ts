import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { render } from '../../src/report/html.js';
import { summariseKeys } from '../../src/scan/keys.js';
import { inert } from '../../src/text/inert.js';
import { chromiumProgram, launchChromium } from '../support/browser.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { findingOf, HOSTILE, hostileReport, RENDERING, reportOf } from '../support/reports.js';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** The page as a parser of HTML reads it; every mistake of the markup fails. */
function elementsOf(report: Report): { elements: Element[]; text: string } {
  const mistakes: string[] = [];
  const document = parse(render(report, RENDERING), { onParseError: ({ code }) => mistakes.push(code) });
  expect(mistakes).toEqual([]);
  const elements: Element[] = [];
  let text = '';
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if ('tagName' in node) elements.push(node);
      if (node.nodeName === '#text') text += (node as DefaultTreeAdapterTypes.TextNode).value;
      if ('childNodes' in node) walk(node.childNodes);
    }
  };
  walk(document.childNodes);
  return { elements, text };
}

const findings = [
  findingOf({ path: 'src/a.js' }),
  ...Array.from({ length: 7 }, (_, at) => findingOf({ line: at + 2 })),
  findingOf({ fingerprint: 'b'.repeat(32), severity: 'warning', redacted: 'sk-Zz…' }),
  findingOf({ ruleId: 'auth-header', fingerprint: null, redacted: null, message: 'Bearer is missing', snippet: null }),
];
const full = reportOf({
  findings,
  keys: summariseKeys(findings).map((key, at) => ({
    ...key,
    verification: {
      state: at === 0 ? 'live' : 'unrecognized',
      checkedAt: '2026-01-01T00:00:00Z',
      host: 'h',
      detail: 'x',
    },
  })),
  suppressed: [{ ...findingOf(), suppression: { by: 'comment', where: 'a.js:1', reason: 'an example' } }],
  gaps: [{ what: 'b.txt', why: 'permission denied' }],
  skipped: [{ what: 'c.bin', why: 'too large' }],
  staleSuppressions: [{ where: 'd.js:3', why: 'unused', detail: 'starrise-disable-line' }],
});

it('says everything that the report holds', () => {
  const { text } = elementsOf(full);
  for (const part of [
    '2 keys and 1 other problem found',
    'src/a.js:1:1',
    'key = "sk-Ab3d…9xQ2"',
    'live at h: x (asked 2026-01-01 00:00 UTC)',
    'What to do: Revoke this key.',
    'a'.repeat(32),
    '3 more places',
    'Bearer is missing',
    'b.txt: permission denied',
    'c.bin: too large',
    'an example',
    'd.js:3: unused: starrise-disable-line',
    '2026-11-27 01:02 UTC',
  ]) {
    expect(text).toContain(part);
  }
  expect(elementsOf(reportOf()).text).toContain('Nothing found');
});

it('loads nothing and runs nothing, by its policy and by what is in it', () => {
  const { elements } = elementsOf(hostileReport());
  expect(new Set(elements.map(({ tagName }) => tagName))).toEqual(
    new Set(
      'html head meta title style body header p h1 dl div dt dd main section h2 ul li bdi details summary table thead tr th tbody td code a article strong ol pre span mark h3 footer'.split(
        ' ',
      ),
    ),
  );
  const attributes = elements.flatMap(({ attrs }) => attrs);
  expect(attributes.filter(({ name }) => /^on|^src$|^style$/.test(name))).toEqual([]);
  const links = attributes.filter(({ name }) => name === 'href').map(({ value }) => value);
  expect(links.filter((link) => !/^(?:#key-[0-9a-f]{32}|https:\/\/github\.com\/starrise\/.*)$/.test(link))).toEqual([]);
  const style = /<style>([^]*?)<\/style>/.exec(render(full, RENDERING))?.[1] ?? '';
  expect(attributes.map(({ value }) => value)).toContain(
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`,
  );
});

it('shows hostile text as text', () => {
  const { text } = elementsOf(hostileReport());
  for (const hostile of Object.values(HOSTILE)) expect(text).toContain(inert(hostile));
});

describe.skipIf(chromiumProgram === null)('in Chromium', () => {
  it('applies its style, runs nothing, and is accessible, light and dark', async () => {
    const folder = writeFiles(temporaryFolder(), {
      'full.html': render(full, RENDERING),
      'hostile.html': render(hostileReport(), RENDERING),
      'empty.html': render(reportOf(), RENDERING),
    });
    const browser = await launchChromium();
    try {
      for (const [name, colorScheme] of [
        ['full', 'light'],
        ['full', 'dark'],
        ['hostile', 'light'],
        ['empty', 'dark'],
      ] as const) {
        const context = await browser.newContext({
          colorScheme,
          viewport: { width: 420, height: 900 },
          bypassCSP: false,
        });
        const page = await context.newPage();
        page.setDefaultTimeout(0); // the test's own is enough
        const seen = watch(page);
        await page.goto(`file://${path.join(folder, `${name}.html`)}`);
        expect(await page.evaluate('getComputedStyle(document.body).maxWidth')).toBe('992px');
        // Nothing is wider than a telephone but what scrolls by itself.
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(420);
        expect(seen).toEqual([`file://${path.join(folder, `${name}.html`)}`]);
        await context.close();
        expect(
          await violations(await browser.newPage({ colorScheme, bypassCSP: true }), path.join(folder, `${name}.html`)),
        ).toEqual([]);
      }
    } finally {
      await browser.close();
    }
  }, 180_000);
});

/** What the page asks for, and what it says: dialogs, errors, the console. */
function watch(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url()));
  page.on('console', (message) => seen.push(message.text()));
  page.on('pageerror', (error) => seen.push(error.message));
  page.on('dialog', (dialog) => {
    seen.push(dialog.message());
    void dialog.dismiss();
  });
  return seen;
}

/** What axe-core finds wrong, its rules of WCAG 2.1 A and AA and its best practices. */
async function violations(page: Page, file: string): Promise<string[]> {
  page.setDefaultTimeout(0);
  await page.goto(`file://${file}`);
  await page.addScriptTag({
    content: readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
  });
  await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
  const found = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}
