import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { runScan } from '../support/run.js';

const READ = 'const key = import.meta.env.VITE_STARRISE_API_KEY;';
const VITE = { 'package.json': '{"devDependencies":{"vite":"7"}}', 'index.html': '<div id="app"></div>' };

function report(files: Readonly<Record<string, string>>, status: number): Report {
  const ran = runScan(['.', '--format', 'json'], { cwd: writeFiles(temporaryFolder(), files) });
  expect(ran.status, ran.stderr).toBe(status);
  return JSON.parse(ran.stdout) as Report;
}

describe('keys on their way to browsers', () => {
  it('are reported in files that hold no key', () => {
    const { findings } = report({ ...VITE, 'src/a.ts': `export const a = 1;\n${READ}\n` }, 1);
    expect(findings).toMatchObject([
      {
        ruleId: 'no-client-key',
        problem: 'public-variable',
        path: 'src/a.ts',
        line: 2,
        column: 13,
        endColumn: READ.length,
        fingerprint: null,
      },
    ]);
  });

  it('are accepted by a comment, and by the configuration', () => {
    const config = { suppress: [{ path: 'src/b.ts', rule: 'no-client-key', reason: 'of a demonstration' }] };
    const files = { 'src/a.ts': `${READ} // starrise-disable-line -- of a demonstration\n`, 'src/b.ts': `${READ}\n` };
    const { suppressed, staleSuppressions } = report(
      { ...VITE, ...files, 'starrise.config.json': JSON.stringify(config) },
      0,
    );
    expect(suppressed.map(({ path, suppression }) => `${path} ${suppression.by}`)).toEqual([
      'src/a.ts comment',
      'src/b.ts configuration',
    ]);
    expect(staleSuppressions).toEqual([]);
  });

  it('are not looked for where the configuration turns the rule off', () => {
    const off = JSON.stringify({ rules: { 'no-client-key': 'off' } });
    expect(report({ ...VITE, 'src/a.ts': READ, 'starrise.config.json': off }, 0).findings).toEqual([]);
  });
});

describe('a script whose syntax is not understood', () => {
  const OPENAI = 'const key = import.meta.env.VITE_OPENAI_API_KEY;';
  const WHY = 'its syntax is not understood: keys on their way to browsers were not looked for in it';

  it.each([
    ['a module', 'src/a.ts', `let let = ;\n${OPENAI}`],
    ['a component', 'src/A.vue', `<script>\n${OPENAI} }\n</script>\n`],
  ])('is named where such a problem may be in it: %s', (_, name, text) => {
    expect(report({ ...VITE, [name]: text }, 0).skipped).toEqual([{ what: name, why: WHY }]);
  });

  it.each([
    ['nothing in it is about keys', 'src/a.ts', 'let let = ;'],
    ['it is data in a page', 'src/a.html', `<script type="application/json">{ "VITE_API_KEY": }</script>`],
    ['it is no script', 'src/a.txt', `let let = ;\n${READ}`],
  ])('is not named where %s', (_, name, text) => {
    expect(report({ ...VITE, [name]: text }, 0).skipped).toEqual([]);
  });

  it('is named once where requests may be in it too', () => {
    const { skipped } = report(
      { ...VITE, 'src/a.ts': `let let = ;\n${READ}\nfetch('https://api.starrise.ai/v1/models');` },
      0,
    );
    expect(skipped).toEqual([
      {
        what: 'src/a.ts',
        why: 'its syntax is not understood: requests in it were looked for as in plain text, and keys on their way to browsers were not looked for in it',
      },
    ]);
  });
});
