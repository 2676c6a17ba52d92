import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { expandMarkers } from '../support/keys.js';
import { repositoryRoot, run } from '../support/run.js';

const OXLINT = path.join(path.dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');

const CONFIG = JSON.stringify({
  jsPlugins: [path.join(repositoryRoot, 'dist/index.mjs')],
  categories: { correctness: 'off' },
  rules: { 'starrise/no-hardcoded-key': 'error' },
});

describe('oxlint with the built plugin', () => {
  it.each([
    ['a.ts', "const a: string = '{{NEW_API:1}}';\n", { line: 1, column: 20 }],
    ['a.tsx', 'const a = <A b={`Bearer {{ONE_API:1}}`} />;\n', { line: 1, column: 25 }],
    ['a.js', "const B = '{{NEW_API_BODY:1}}';\nconst key = 'sk-' + B;\n", { line: 2, column: 13 }],
    ['a.vue', "<script setup>\nconst a = 'sk-' + '{{NEW_API_BODY:1}}';\n</script>\n", { line: 2, column: 11 }],
  ])('reports the key in %s', (file, code, place) => {
    expect(placesIn({ [file]: expandMarkers(code) })).toEqual([{ file, ...place }]);
  });

  it('is silent where there is none, and where a directive accepts it', () => {
    const accepted = '// oxlint-disable-next-line starrise/no-hardcoded-key\n' + "f('{{NEW_API:1}}');\n";
    expect(placesIn({ 'a.js': 'f(process.env.KEY);\n', 'b.js': expandMarkers(accepted) })).toEqual([]);
  });
});

function placesIn(files: Readonly<Record<string, string>>): { file: string; line: number; column: number }[] {
  const folder = writeFiles(temporaryFolder(), { ...files, '.oxlintrc.json': CONFIG });
  const { stdout, stderr } = run(process.execPath, [OXLINT, '--format', 'json', '.'], { cwd: folder });
  const report = parsed(stdout, stderr);
  return report.diagnostics.map(({ filename, labels: [label] }) => ({
    file: path.basename(filename),
    line: label?.span.line ?? 0,
    column: label?.span.column ?? 0,
  }));
}

interface Report {
  readonly diagnostics: readonly {
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
  }[];
}

function parsed(stdout: string, stderr: string): Report {
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    throw new Error(`oxlint did not report: ${stdout}${stderr}`);
  }
}
