/** What holds of every format, whatever it looks like. */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { FORMATS, type Format, type FormatName } from '../../src/report/index.js';
import { renderSummary } from '../../src/report/summary.js';
import { filesBelow, expectNoRawKey } from '../support/no-raw-key.js';
import { newFolder, removeFolder, writeFiles } from '../support/folder.js';
import { encoders, makers } from '../support/keys.js';
import { hostileReport, RENDERING, reportOf } from '../support/reports.js';
import { runScan } from '../support/run.js';

const NAMES = Object.keys(FORMATS) as FormatName[];

async function rendered(name: FormatName, report: Report, color = false): Promise<string> {
  const { render } = await (FORMATS[name] as Format).load();
  return render(report, { ...RENDERING, color });
}

describe.each(NAMES)('%s', (name) => {
  it('lets nothing of others steer a terminal, hide, or give orders to a runner of CI', async () => {
    const text = await rendered(name, hostileReport());
    expect(text.replace(/\r?\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u);
    // The older form of GitHub's commands counts anywhere in a line, as do Azure's and TeamCity's.
    expect(text).not.toMatch(/##\w*\[/);
    const orders = text.split(/\r?\n/).filter((line) => line.trimStart().startsWith('::'));
    if (name === 'github') expect(orders.every((line) => /^::(?:error|warning|notice) /.test(line))).toBe(true);
    else expect(orders).toEqual([]);
  });

  it('ends in a line break, and renders an empty report', async () => {
    expect(await rendered(name, hostileReport())).toMatch(/\n$/);
    expect(await rendered(name, reportOf())).toMatch(/^$|\n$/);
  });

  it('does not name the folder of the user', async () => {
    if (name === 'json') return; // `target.root` is part of its contract.
    expect(await rendered(name, hostileReport())).not.toContain('/home/somebody');
  });
});

it('the summary on standard error is inert too', () => {
  const text = renderSummary(hostileReport(), { color: false });
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(text).not.toMatch(/##\w*\[|^\s*::/m);
});

describe('a scan full of keys', () => {
  const keys = Object.values(makers).flatMap((make) => [make('leak 1'), make('leak 2')]);
  let folder: string;

  beforeAll(() => {
    folder = newFolder();
    const lines = keys.flatMap((key) => [
      `OPENAI_API_KEY=${key}`,
      `LITELLM_MASTER_KEY=${key}`,
      `curl https://api.starrise.ai/v1/models?key=${key} -H 'x-api-key: ${key}'`,
      ...Object.values(encoders).map((encode) => `STARRISE_API_KEY=${encode(key)}`),
    ]);
    writeFiles(folder, {
      'in/a.env': lines.join('\n'),
      'in/one-line.js': `const keys = ${JSON.stringify(keys)}; fetch('https://api.starrise.ai/v1/models?key=${keys[0] ?? ''}');`,
      'in/accepted.env': keys.map((key) => `A=${key} # starrise-disable-line -- ${key}`).join('\n'),
      [`in/${keys[0] ?? ''}.txt`]: keys.join(' '),
      'in/asks.sh': `curl https://api.starrise.ai/v1/models -H 'x-api-key: a' # starrise-disable-line -- ${keys[0] ?? ''}`,
      'starrise.config.json': JSON.stringify({
        suppress: [
          { path: 'in/quoted.env', reason: `it is ${keys[0] ?? ''}` },
          { path: `${keys[0] ?? ''}/**`, reason: 'r' },
        ],
      }),
      'in/quoted.env': keys.join('\n'),
      'in/pieces.ts': keys.map((key) => `console.log('${key.slice(0, 20)}' + '${key.slice(20)}');`).join('\n'),
    });
    return () => {
      removeFolder(folder);
    };
  });

  it('shows none of them in any format, on either stream', () => {
    const files = NAMES.map((name) => `--format=${name}=out/${name}`);
    writeFiles(folder, { 'out/.keep': '' });
    const { status, stdout, stderr } = runScan(
      ['.', '--exclude', 'starrise.config.json', ...files, '--format', 'text', '--color'],
      { cwd: folder },
    );
    expect(status).toBe(1);
    const reports = filesBelow(path.join(folder, 'out'));
    expect(Object.keys(reports)).toHaveLength(NAMES.length + 1);
    const { findings, suppressed } = JSON.parse(reports[path.join(folder, 'out/json')] ?? '') as Report;
    expect(findings.length).toBeGreaterThan(keys.length * 4);
    expect(suppressed.length).toBeGreaterThan(keys.length / 2);
    expectNoRawKey({ ...reports, stdout, stderr }, keys);
  });
});
