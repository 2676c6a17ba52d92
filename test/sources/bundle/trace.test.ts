import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { linesOf, scanBundle } from '../../support/bundle.js';
import { zip } from '../../support/archives.js';
import { temporaryFolder, writeFiles } from '../../support/folder.js';
import { newApiKey } from '../../support/keys.js';

const key = newApiKey('trace');
const script = `const k="${key}";`;

/** A map that says: all of the one line comes from line 2, column 7 of its first source. */
function mapTo(sources: readonly string[], more: object = {}): string {
  return JSON.stringify({ version: 3, sources, mappings: 'AACM', names: [], ...more });
}

function scanFiles(files: Readonly<Record<string, string | Uint8Array>>): string[] {
  return linesOf(scanBundle(writeFiles(temporaryFolder(), files), '.'));
}

describe('the map', () => {
  it('that the comment names, without its originals', () => {
    expect(
      scanFiles({
        'js/a.js': `${script}\n//# sourceMappingURL=maps/a.json`,
        'js/maps/a.json': mapTo(['../../src/a.ts']),
      }),
    ).toEqual(['js/a.js:1 from src/a.ts:2:7 public']);
  });

  it('that lies beside the file, though no comment names it', () => {
    expect(scanFiles({ 'a.js': script, 'a.js.map': mapTo(['webpack://app/./src/a.ts?1a2b']) })).toEqual([
      'a.js:1 from src/a.ts:2:7 public',
    ]);
  });

  it('that stands in the file', () => {
    const map = Buffer.from(mapTo(['src/a.ts'], { sourceRoot: 'app' })).toString('base64');
    expect(
      scanFiles({ 'a.js': `${script}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${map}\n` }),
    ).toEqual(['a.js:1 from app/src/a.ts:2:7 public']);
  });

  it.each([
    ['base64, its letters called by another name', (map: string) => `;charset=UTF-8;base64,${btoa(map)}`],
    ['percent signs, but for what encodeURIComponent leaves', (map: string) => `,${encodeURIComponent(map)}`],
    [
      'percent signs, but for what a URL may hold, as Sass writes it',
      (map: string) => `;charset=utf-8,${encodeURI(map).replaceAll('*/', '%2A/')}`,
    ],
  ])('that stands in the file in %s', (_, encode) => {
    const map = mapTo(['src/a.ts'], { sourcesContent: [`/* it's (one) */\nconst k='${key}';\n`] });
    const files = {
      'a.js': `${script}\n//# sourceMappingURL=data:application/json${encode(map)}\n`,
      'b.css': `.a{content:"${key}"}\n/*# sourceMappingURL=data:application/json${encode(map)} */\n`,
    };
    expect(scanFiles(files)).toEqual([
      'a.js:1 from src/a.ts:2:10 public',
      'a.js!/src/a.ts:2 from src/a.ts:2:10 public',
      'b.css:1 from src/a.ts:2:10 public',
      'b.css!/src/a.ts:2 from src/a.ts:2:10 public',
    ]);
  });

  it('that begins with a byte order mark, or is there in brotli alone', () => {
    expect(
      scanFiles({
        'a.js': `\uFEFF${script}`,
        'a.js.map': `\uFEFF${mapTo(['src/a.ts'])}`,
        'b.js.br': brotliCompressSync(script),
        'b.js.map.br': brotliCompressSync(mapTo(['src/b.ts'])),
      }),
    ).toEqual(['a.js:1 from src/a.ts:2:7 public', 'b.js.br:1 from src/b.ts:2:7 public']);
  });

  it('whose originals have addresses of their own', () => {
    const map = mapTo(['a.ts'], { sourceRoot: 'https://cdn.example/src' });
    expect(scanFiles({ 'js/a.js': script, 'js/a.js.map': map })).toEqual([
      'js/a.js:1 from https://cdn.example/src/a.ts:2:7 public',
    ]);
  });

  it('in an archive', () => {
    const archive = zip({ 'www/a.js': script, 'www/a.js.map': mapTo(['../src/a.ts']) });
    expect(scanFiles({ 'app.apk': archive })).toEqual(['app.apk!/www/a.js:1 from src/a.ts:2:7 public']);
  });

  it('of a name of its own, as Turbopack gives it, and the line of its original that puts the key together', () => {
    const content = `const BODY = "${key.slice(3)}";\nuse(\`${key.slice(0, 3)}\${BODY}\`);\n`;
    const map = JSON.stringify({ version: 3, sources: ['../src/a.ts'], sourcesContent: [content], mappings: 'AAAA' });
    expect(scanFiles({ 'js/1a.js': `${script}\n//# sourceMappingURL=2b.js.map`, 'js/2b.js.map': map })).toEqual([
      'js/1a.js:1 from src/a.ts:2:6 public',
      'js/2b.js.map!/src/a.ts:2 from src/a.ts:2:6 public',
    ]);
  });

  it('of a JSON file that Turbopack made a module of', () => {
    const name = 'turbopack:///[project]/src/settings.json.[json].cjs/turbopack:///src/settings.json';
    const map = mapTo([name], { sourcesContent: [`module.exports = {"apiKey":"${key}"}`] });
    const traced = scanFiles({
      'package.json': '{ "dependencies": { "next": "16" } }',
      'src/settings.json': `{\n  "apiKey": "${key}"\n}\n`,
      '.next/static/a.js': `${script}\n//# sourceMappingURL=a.js.map`,
      '.next/static/a.js.map': map,
    });
    expect(traced.map((line) => line.replace(/^.* from /, ''))).toEqual([
      'src/settings.json:2:14 public',
      'src/settings.json:2:14 public',
    ]);
  });

  it('of Parcel, which names originals from the project on and shows its own code beside them', () => {
    const text = `\nconst k = "${key}";\n`;
    const map = mapTo(['src/a.js', '<anon>'], { sourcesContent: [text, `// put together\n\n\n${text}`] });
    expect(
      scanFiles({
        'package.json': '{ "devDependencies": { "parcel": "2" } }',
        'src/a.js': text,
        'dist/a.js': `${script}\n//# sourceMappingURL=a.js.map`,
        'dist/a.js.map': map,
      }),
    ).toEqual(['dist/a.js:1 from src/a.js:2:12 public', 'dist/a.js.map!/src/a.js:2 from src/a.js:2:12 public']);
  });

  it('that is called something else, with what it carries', () => {
    const map = mapTo(['../src/a.ts'], { sourcesContent: [`// one\n// old ${key}\n`] });
    const files = {
      'js/a.js': '//# sourceMappingURL=a.smap',
      'js/a.smap': map,
      'js/a.json': `{ "version": 3, "k": "${newApiKey('no map')}" }`,
    };
    expect(scanFiles(files)).toEqual([
      'js/a.json:1 public',
      'js/a.smap!/src/a.ts:2 from src/a.ts:2:8 via the source map only: the build left it out of the code public',
    ]);
  });

  it('with sections', () => {
    const sections = [{ offset: { line: 0, column: 3 }, map: JSON.parse(mapTo(['src/a.ts'])) as object }];
    expect(scanFiles({ 'a.js': script, 'a.js.map': JSON.stringify({ version: 3, sections }) })).toEqual([
      'a.js:1 from src/a.ts:2:7 public',
    ]);
  });

  it('is never looked for outside of what was named', () => {
    const folder = writeFiles(temporaryFolder(), {
      'dist/a.js': `${script}\n//# sourceMappingURL=../secret/a.js.map`,
      'secret/a.js.map': mapTo(['a.ts']),
    });
    expect(linesOf(scanBundle(folder, 'dist'))).toEqual(['dist/a.js:1 public']);
  });

  it('whose sources climb out of the folder does not name them as files of ours', () => {
    expect(scanFiles({ 'a.js': script, 'a.js.map': mapTo(['../../../../etc/passwd']) })).toEqual([
      'a.js:1 from etc/passwd:2:7 public',
    ]);
  });

  it('that is broken is a gap, and its bytes are read as they are', () => {
    const folder = writeFiles(temporaryFolder(), {
      'a.js': 'a()',
      'a.js.map': `{"sourcesContent":["${script.replaceAll('"', '\\"')}"`,
    });
    const report = scanBundle(folder, '.');
    expect(report.gaps).toEqual([{ what: 'a.js.map', why: 'broken source map: no JSON' }]);
    expect(linesOf(report)).toEqual(['a.js.map:1 public']);
  });
});

describe('originals that a map carries', () => {
  it('are read under their own names, and say what the build left out', () => {
    const original = `// first line\n// ${key}\n`;
    expect(scanFiles({ 'a.js': 'a()', 'a.js.map': mapTo(['src/a.ts'], { sourcesContent: [original] }) })).toEqual([
      'a.js.map!/src/a.ts:2 from src/a.ts:2:4 via the source map only: the build left it out of the code public',
    ]);
  });

  it('give the line of a key that the code holds too, each place once', () => {
    const original = `\n\n\nexport const key = "${key}";\n`;
    expect(scanFiles({ 'a.js': script, 'a.js.map': mapTo(['src/a.ts'], { sourcesContent: [original] }) })).toEqual([
      'a.js:1 from src/a.ts:4:21 public',
      'a.js.map!/src/a.ts:4 from src/a.ts:4:21 public',
    ]);
  });

  it('give each place of a key its own line, also where an original has the key in a comment before', () => {
    const sourcesContent = [`a("${key}")`, `// ${key}\n\nb("${key}")`];
    // Line 1 of the code comes from line 1 of the first original, line 2 from line 3 of the second.
    const map = mapTo(['src/a.ts', 'src/b.ts'], { sourcesContent, mappings: 'AAAA;ACEA' });
    const traced = scanFiles({ 'a.js': `a("${key}");\nb("${key}");\n`, 'a.js.map': map });
    expect(traced.filter((line) => line.startsWith('a.js:'))).toEqual([
      'a.js:1 from src/a.ts:1:4 public',
      'a.js:2 from src/b.ts:3:4 public',
    ]);
  });

  it('give the line of the body where the prefix stands in another file', () => {
    const body = key.slice(3);
    const split = `const C="${body}";f(\`sk-\${C}\`);`;
    const sourcesContent = ['import {C} from "./c";\nf(`sk-${C}`)', `\nexport const C="${body}"`];
    expect(scanFiles({ 'a.js': split, 'a.js.map': mapTo(['src/a.ts', 'src/c.ts'], { sourcesContent }) })).toEqual([
      'a.js:1 from src/c.ts:2:17 public',
    ]);
  });

  it('in webpack eval bundles, with a map for each module', () => {
    const original = `export const a = 1;\nexport const key = "${key}";\n`;
    const map = Buffer.from(mapTo(['webpack://x/./src/key.js'], { sourcesContent: [original] })).toString('base64');
    const code = `const a = 1;\\nconst key = \\"${key}\\";\\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${map}\\n//# sourceURL=webpack-internal:///./src/key.js\\n`;
    expect(scanFiles({ 'main.js': `({\n"./src/key.js":()=>{\neval("${code}");\n}})` })).toEqual([
      'main.js:3 from src/key.js:2:21 public',
      'main.js!/webpack:/x/src/key.js:2 from src/key.js:2:21 public',
    ]);
  });

  it('in webpack eval bundles without maps, by the name of the module', () => {
    const code = `const a = 1;\\nconst key = \\"${key}\\";\\n\\n//# sourceURL=webpack://x/./src/key.js?`;
    expect(scanFiles({ 'main.js': `eval("${code}");` })).toEqual(['main.js:1 from src/key.js:2:1 public']);
  });
});

describe('without a map', () => {
  const project = { 'package.json': '{"devDependencies":{"vite":"7"}}', 'dist/a.js': script };

  it.each([
    ['.env.production', `A=1\nVITE_KEY=${key}\n`, '.env.production:2:10 via VITE_KEY inlined from .env.production'],
    [
      'vite.config.ts',
      `export default {\n define: { K: JSON.stringify("${key}") } }`,
      'vite.config.ts:2:31 via define in vite.config.ts, line 2',
    ],
    ['public/a.js', script, 'public/a.js:1:10 via public/a.js, copied as it is'],
    ['src/a.ts', `\n${script}`, 'src/a.ts:2:10'],
  ])('the project says where: %s', (name, content, from) => {
    expect(scanFiles({ ...project, [name]: content })).toEqual([`dist/a.js:1 from ${from} public`]);
  });

  it('nothing is claimed where nothing says', () => {
    expect(scanFiles(project)).toEqual(['dist/a.js:1 public']);
  });
});
