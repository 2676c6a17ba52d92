import { SourceMap as NodeSourceMap, type SourceMapPayload } from 'node:module';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { parseSourceMap, SourceMapError } from '../../../src/sources/bundle/source-map.js';
import { temporaryFolder, writeFiles } from '../../support/folder.js';

const simple = { version: 3, sources: ['a.ts'], sourcesContent: ['let a'], mappings: 'AAAA;;IACI' };

describe('where a place comes from', () => {
  it('is what Node makes of the map of a real build, at every place', async () => {
    const folder = writeFiles(temporaryFolder(), {
      'a.ts': 'import { b } from "./b";\nexport const a: string = `x${b}`;\n\nconsole.log(a,\n  b, "é𝒳", a)\n',
      'b.ts': 'const inner = 1;\nexport const b: number = inner + 1;\n',
    });
    const { outputFiles } = await build({
      entryPoints: [`${folder}/a.ts`],
      bundle: true,
      minify: true,
      sourcemap: 'external',
      outdir: folder,
      write: false,
    });
    const [map, script] = outputFiles.map(({ text }) => text) as [string, string];
    const node = new NodeSourceMap(JSON.parse(map) as SourceMapPayload);
    const ours = parseSourceMap(map);
    for (const [line, text] of script.split('\n').entries()) {
      for (let column = 0; column < text.length; column++) {
        const theirs = node.findEntry(line, column);
        if (!('originalSource' in theirs)) continue;
        expect(ours.originalPlace(line + 1, column + 1)).toMatchObject({
          source: { name: theirs.originalSource },
          line: theirs.originalLine + 1,
          column: theirs.originalColumn + 1,
        });
      }
    }
  });

  it('is not known where the map has nothing at or before the place on its line', () => {
    const map = parseSourceMap(JSON.stringify(simple));
    expect(map.originalPlace(1, 9)).toMatchObject({ line: 1, column: 1 });
    expect(map.originalPlace(2, 1)).toBeNull();
    expect(map.originalPlace(3, 4)).toBeNull();
    expect(map.originalPlace(3, 5)).toMatchObject({ line: 2, column: 5 });
    expect(map.originalPlace(4, 1)).toBeNull();
  });

  it('is looked up in the section that holds the place', () => {
    const sections = [
      { offset: { line: 0, column: 0 }, map: simple },
      { offset: { line: 10, column: 5 }, map: { ...simple, sources: ['b.ts'] } },
    ];
    const map = parseSourceMap(JSON.stringify({ version: 3, sections }));
    expect(map.sources.map(({ name }) => name)).toEqual(['a.ts', 'b.ts']);
    expect(map.originalPlace(3, 5)).toMatchObject({ source: { name: 'a.ts' }, line: 2 });
    expect(map.originalPlace(11, 5)).toBeNull();
    expect(map.originalPlace(11, 6)).toMatchObject({ source: { name: 'b.ts' }, line: 1 });
    expect(map.originalPlace(13, 5)).toMatchObject({ source: { name: 'b.ts' }, line: 2 });
  });
});

it('puts the source root before relative names only', () => {
  const sources = ['a.ts', '/b.ts', 'https://example.com/c.ts', null];
  const map = parseSourceMap(JSON.stringify({ ...simple, sources, sourceRoot: '../src' }));
  expect(map.sources.map(({ name }) => name)).toEqual(['../src/a.ts', '/b.ts', 'https://example.com/c.ts']);
});

it('reads a map that is guarded against <script>', () => {
  expect(parseSourceMap(`)]}'\n${JSON.stringify(simple)}`).sources[0]?.content).toBe('let a');
});

describe('broken maps', () => {
  it.each([
    ['{', 'no JSON'],
    ['[]', 'not an object as a source map is'],
    ['{}', 'no mappings or no sources'],
    ['{"mappings":1,"sources":[]}', 'no mappings or no sources'],
    ['{"sections":[{}]}', 'a section without an offset or a map'],
    [
      `${'{"sections":[{"offset":{"line":0,"column":0},"map":'.repeat(20)}{}${'}]}'.repeat(20)}`,
      'not an object as a source map is',
    ],
  ])('are refused: %s', (text, why) => {
    expect(() => parseSourceMap(text)).toThrow(new SourceMapError(why));
  });

  it.each(['AAAA,!!!!', 'gggggggggggggggggg', 'ACAA', 'A'])('give no place for the mappings %s', (mappings) => {
    const map = parseSourceMap(JSON.stringify({ ...simple, mappings }));
    expect(map.originalPlace(1, 9)).toBeNull();
  });
});
