import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/finding.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { runScan } from '../support/run.js';

const KEY = newApiKey('scan requests');
const WRONG = "fetch('https://api.starrise.ai/v1/chat/completions', { headers: { 'x-api-key': key } });";
const URL = 'https://api.starrise.ai/v1/chat/completions';

function report(files: Readonly<Record<string, string | Buffer>>, status = 1): Report {
  const folder = writeFiles(temporaryFolder(), files);
  const ran = runScan(['.', '--format', 'json'], { cwd: folder });
  expect(ran.status, ran.stderr).toBe(status);
  return JSON.parse(ran.stdout) as Report;
}

describe('requests in files', () => {
  it('are judged where no key stands', () => {
    const { findings, keys } = report({ 'a.ts': `const key = process.env.KEY;\n${WRONG}\n` });
    expect(keys).toEqual([]);
    expect(findings).toMatchObject([
      {
        ruleId: 'auth-header',
        problem: 'x-api-key-outside-claude',
        severity: 'error',
        path: 'a.ts',
        line: 2,
        column: WRONG.indexOf('x-api-key') + 1,
        fingerprint: null,
        snippet: { line: 2 },
      },
    ]);
    const { text = '', start = 0, end = 0 } = findings[0]?.snippet ?? {};
    expect(text.slice(start, end)).toBe('x-api-key');
  });

  it('are judged in Vue, JSX and HTML', () => {
    const { findings } = report({
      'a.vue': `<template><p>{{ x }}</p></template>\n<script setup lang="ts">\n${WRONG}\n</script>\n`,
      'b.jsx': `export const B = () => <button onClick={() => ${WRONG.slice(0, -1)}} />;\n`,
      'c.html': `<!doctype html><script>${WRONG}</script>\n`,
    });
    expect(findings.map(({ path, line, problem }) => `${path}:${line} ${problem}`)).toEqual([
      'a.vue:3 x-api-key-outside-claude',
      'b.jsx:1 x-api-key-outside-claude',
      'c.html:1 x-api-key-outside-claude',
    ]);
  });

  it('show no key beside them', () => {
    const text = WRONG.replace('key }', `'${KEY}' }`);
    const { findings } = report({ 'a.js': `${text}\n` });
    expect(findings.map(({ ruleId }) => ruleId).sort()).toEqual(['auth-header', 'no-hardcoded-key']);
    expect(JSON.stringify(findings)).not.toContain(KEY.slice(3, 20));
    // Underlined all the same is what is wrong.
    const { text: line = '', start, end } = findings.find(({ ruleId }) => ruleId === 'auth-header')?.snippet ?? {};
    expect(line.slice(start, end)).toBe('x-api-key');
  });

  it('are accepted by a comment, which is used then', () => {
    const { suppressed, staleSuppressions } = report(
      { 'a.js': `${WRONG} // starrise-disable-line -- shows the 401\n` },
      0,
    );
    expect(suppressed).toMatchObject([{ ruleId: 'auth-header', suppression: { by: 'comment' } }]);
    expect(staleSuppressions).toEqual([]);
  });

  it('go to the gateways of the configuration, in their dialect, with the severities there', () => {
    const config = { gateways: ['llm.example.com'], dialect: 'one-api', rules: { 'auth-header': 'warning' } };
    const { findings } = report(
      {
        'starrise.config.json': JSON.stringify(config),
        'a.js': "fetch('https://llm.example.com/v1/messages', { headers: { 'x-api-key': key } });\n",
      },
      0,
    );
    expect(findings).toMatchObject([{ problem: 'not-implemented', severity: 'warning' }]);
  });

  it('are left out of built code, which is named and read for keys all the same', () => {
    const filler = `f(${'"x",'.repeat(40_000)}0);`;
    const { findings, skipped } = report({
      'dist/app.js': `${WRONG}g("${KEY}");${filler}\n`,
      'src/large.js': `${WRONG}\n${'f("a line of a file that somebody writes");\n'.repeat(5000)}`,
    });
    expect(findings.map(({ path, ruleId }) => [path, ruleId])).toEqual([
      ['dist/app.js', 'no-hardcoded-key'],
      ['src/large.js', 'auth-header'],
    ]);
    expect(skipped).toMatchObject([
      { what: 'dist/app.js', why: expect.stringContaining('built or generated') as string },
    ]);
  });

  it('are left out of dependencies, which are named and read for keys all the same', () => {
    const { findings, skipped } = report({
      'node_modules/sdk/client.js': `${WRONG}\n`,
      'node_modules/sdk/node_modules/other/key.js': `${WRONG}g("${KEY}")\n`,
      'web/node_modules/sdk/client.js': `${WRONG}\n`,
      'src/node_modules.js': `${WRONG}\n`,
      'node_modules/sdk/wide.txt': Buffer.from('\ufeffplain text in UTF-16', 'utf16le'),
    });
    expect(findings.map(({ path, ruleId }) => [path, ruleId])).toEqual([
      ['node_modules/sdk/node_modules/other/key.js', 'no-hardcoded-key'],
      ['src/node_modules.js', 'auth-header'],
    ]);
    expect(skipped.map(({ what }) => what)).toEqual(['node_modules']);
    expect(skipped[0]?.why).toContain('code of dependencies');
  });

  it('are counted as not understood where a script is broken, which does not end the run', () => {
    const nested = `${WRONG}\nf(${'['.repeat(20_000)}${']'.repeat(20_000)});\n`;
    const { skipped } = report({ 'broken.js': `function { ${WRONG}\n`, 'nested.js': nested }, 0);
    expect(skipped.filter(({ why }) => why.includes('syntax')).map(({ what }) => what)).toEqual([
      'broken.js',
      'nested.js',
    ]);
  });

  it('are named as not all judged where too much of a script leads to one another', () => {
    const functions = Array.from(
      { length: 150 },
      (_, n) => `function f${n}(h) { return { ${Array.from({ length: 150 }, (_, m) => `...f${m}(h),\n`).join('')} }; }`,
    );
    const { skipped } = report({ 'a.js': `${functions.join('\n')}\nfetch('${URL}', { headers: f0({}) });\n` }, 0);
    expect(skipped).toEqual([
      { what: 'a.js', why: 'too much stands in it or refers to one another: not all of its requests were judged' },
    ]);
  });
});
