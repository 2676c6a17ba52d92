import * as typescript from '@typescript-eslint/parser';
import { describe, expect, it } from 'vitest';
import { foldedStrings, placeInSource, type SyntaxTree } from '../../src/syntax/index.js';

/** `[what is written, what it is worth]`; every row is read by our parser and by typescript-eslint's. */
const WORTH: readonly (readonly [string, string])[] = [
  ["'ab' + 'cd'", 'abcd'],
  ["'a' + 'b' + 'c' + 'd'", 'abcd'],
  ["'ab' + ('c' + 'd')", 'abcd'],
  ["const a = 'ab', b = 'cd'; a + b", 'abcd'],
  ["let a = 'ab'; var b = 'cd'; `${a}${b}`", 'abcd'],
  ["const a = 'cd'; `ab${a}`", 'abcd'],
  ["const n = 12; 'ab' + n", 'ab12'],
  ["const C = { part: 'ab', deep: { list: ['x', 'cd'] } }; C.part + C.deep.list[1]", 'abcd'],
  ["const C = Object.freeze({ 'a-b': 'ab' } as const); C['a-b'] + 'cd'", 'abcd'],
  ["('ab' as string) + <string>'cd'", 'abcd'],
  ["('ab' satisfies string)! + 'cd'", 'abcd'],
  ["['ab', 'cd'].join('')", 'abcd'],
  ["const parts = ['ab', 'cd']; parts.join('')", 'abcd'],
  ["const more = ['c', 'd']; ['ab', ...more].join('')", 'abcd'],
  ["['ab', 'cd'].join('-')", 'ab-cd'],
  ["'ab'.concat('c', 'd')", 'abcd'],
  ["'ab'['concat']('cd')", 'abcd'],
  ["atob('YWJjZA==')", 'abcd'],
  ["window.atob('YWJjZA==')", 'abcd'],
  ["Buffer.from('YWJjZA', 'base64').toString()", 'abcd'],
  ["import { Buffer } from 'node:buffer'; Buffer.from('YWJjZA', 'base64url').toString('utf8')", 'abcd'],
  ["Buffer.from('61626364', 'hex').toString()", 'abcd'],
  ['Buffer.from([97, 98, 99, 100]).toString()', 'abcd'],
  ['String.fromCharCode(97, 98, 99, 100)', 'abcd'],
  ['const codes = [97, 98, 99, 100]; String.fromCharCode(...codes)', 'abcd'],
  ['String.raw`ab${"cd"}`', 'abcd'],
  ["decodeURIComponent('ab%63d')", 'abcd'],
  ["'abxd'.replace('x', 'c')", 'abcd'],
  ["'xabxcdx'.replaceAll('x', '')", 'abcd'],
  ["'dcba'.split('').reverse().join('')", 'abcd'],
  ["'xxabcdxx'.slice(2, -2)", 'abcd'],
  ["const { a, b: [, c] } = { a: 'ab', b: ['x', 'cd'] }; a + c", 'abcd'],
  ["const [a, b] = ['ab', 'cd']; `${a}${b}`", 'abcd'],
  ["let a = 'ab'; a += 'cd';", 'abcd'],
  ['String.fromCodePoint(97, 98, 99, 100)', 'abcd'],
  ["' ab '.trim() + 'cd'", 'abcd'],
  ["'xxabcd'.slice(2)", 'abcd'],
  ["'abcd'.replace('x', 'y') + 'e'", 'abcde'],
  ["'a-b'.split('-').join('') + 'cd'", 'abcd'],
  ["const a = String.raw`a\\n`; a + 'cd'", 'a\\ncd'],
  ["'ab' + -1", 'ab-1'],
  ["const C = { a: 'ab' }; C?.a + 'cd'", 'abcd'],
  ["const C = { [`a`]: 'ab' }; C.a + 'cd'", 'abcd'],
  ["const C = { a: 'xx', a: 'ab' }; C['a'] + 'cd'", 'abcd'],
  ["['ab', ...x][0] + 'cd'", 'abcd'],
  ["namespace A { const a = 'ab'; f(a + 'cd'); }", 'abcd'],
  ["enum A { B = 'ab' + 'cd' }", 'abcd'],
  ["export = 'ab' + 'cd';", 'abcd'],
  ["function f() { let a = 'a'; a += 'b'; send(); a += `cd`; return a; }", 'abcd'],
];

/** What nobody can know without running the program, or what stands in the source as it is. */
const SILENT = [
  "'abcd'",
  '`abcd`',
  "const { a = 'xx' } = { a: 'ab' }; a + 'cd'",
  "const { ...a } = { a: 'ab' }; a + 'cd'",
  "let a = 'ab'; a = x; a += 'cd'",
  "let a = 'ab'; for (const b of c) { a += 'cd'; }",
  "let a; a += 'cd'",
  'let n = 1; n += 2',
  "const a = 'abcd'; f(a)",
  "let a = 'ab'; a = 'xx'; a + 'cd'",
  "const a = 'ab'; function f(a) { return a + 'cd'; }",
  "{ const a = 'ab'; } a + 'cd'",
  "const a = a + 'cd'",
  "const a = b, b = a; a + 'cd'",
  'const n = 1; n + 2',
  "url + 'abcd'",
  "function atob(text) { return text; } atob('YWJjZA==')",
  "['ab', unknown].join('')",
  "decodeURIComponent('%')",
  "condition ? 'ab' : 'cd'",
  "Buffer.from('abcd', 'nonsense').toString()",
  "Buffer.from('abcd').toString('nonsense')",
  "Buffer.from('abcd').join('')",
  "const a = tag`ab`; a + 'cd'",
  "'abxd'.replace('x', '$&')",
  "'abxd'.replace(/x/, 'c')",
  "'ab'.replace('', 'cd')",
  "'ab1d'.replace(1, 'c')",
  "'ab1d'.replace('1', 2)",
  "'a1b'.split(1).join('')",
  "'abcd'.slice('1')",
  "'abcd'.slice(1, '2')",
  'String.fromCharCode()',
  "String.fromCharCode(97, 'b')",
  'String.fromCodePoint(-1)',
  'String[fromCharCode](97, 98)',
  'atob(1234)',
  "const n = 12; n.toString() + 'ab'",
  "['a', 'b'] + 'cd'",
  "['a', ...'bc'].join('')",
  "[['a', 'b'], 'c'].join('')",
  "'ab'[0]('cd')",
  "'ab' - 'cd'",
  "true + 'cd'",
  "'ab' + !1",
  "'ab' + -'cd'",
  "'' + 'abcd' + ''",
  "const C = { a: 'ab' }; C[x] + 'cd'",
  "const C = { a: 'ab' }; C[['a']] + 'cd'",
  "const C = { [`a${x}`]: 'ab' }; C.a + 'cd'",
  "const C = { [x]: 'ab' }; C.x + 'cd'",
  "const { [x]: a } = { x: 'ab' }; a + 'cd'",
  "[...x, 'ab'][1] + 'cd'",
  "'ab'.length + 'cd'",
  "var a = 'ab'; var a = 'xx'; a + 'cd'",
  "function a() {} a + 'cd'",
  "let a; a = 'ab'; a += 'cd'",
  "let a = 'ab'; a += 'cd'; a = f()",
  "let a = 'ab'; a += b;",
];

describe('foldedStrings', () => {
  it.each(WORTH)('%s', (code, value) => {
    expect(foldedStrings(code).map((folded) => folded.value)).toContain(value);
    expect(foldedStrings(code, typescriptTree(code)).map((folded) => folded.value)).toContain(value);
  });

  it.each(SILENT)('knows nothing of %s', (code) => {
    expect(foldedStrings(code)).toEqual([]);
    expect(foldedStrings(code, typescriptTree(code))).toEqual([]);
  });

  it('folds the constant stretches between what is unknown', () => {
    const code = "const b = 'cd'; f(url + 'ab' + b + 1 + path + 'x', `${url}?ab${b}&${path}`);";
    expect(foldedStrings(code).map(({ value, start, end }) => [value, code.slice(start, end)])).toEqual([
      ['abcd1', "'ab' + b + 1"],
      ['?abcd&', '?ab${b}&'],
    ]);
  });

  it('sees in one script of a component what another declares', () => {
    const text = "<script>\nexport const a = 'ab';\n</script>\n<script setup>\nconst x = a + 'cd';\n</script>\n";
    expect(foldedStrings(text)).toMatchObject([{ value: 'abcd' }]);
    expect(foldedStrings(text.replace('const x', 'const a = f(), x'))).toEqual([]);
    expect(foldedStrings(text.replace("export const a = 'ab';", "function f() { const a = 'ab'; }"))).toEqual([]);
  });

  it.each([
    ['Vue', "<template>{{ x }}</template>\n<script setup lang=\"ts\">\nconst a: string = 'ab' + 'cd';\n</script>\n"],
    ['Svelte', "<script>\r\n  const a = 'ab' + 'cd';\r\n</script>\r\n<p>{a}</p>"],
    ['Astro', "---\nconst a = 'ab' + 'cd';\n---\n<p>{a}</p>"],
    ['HTML', "<!doctype html><script>(</script><script type='module' data-x='>'>const a = 'ab' + 'cd';</script>"],
  ])('reads the scripts of %s', (_name, text) => {
    expect(foldedStrings(text).map(({ start, end }) => text.slice(start, end))).toEqual(["'ab' + 'cd'"]);
  });

  it.each(['{ "a": "b" + }', 'a: +b\n- c', '# hello + `${x}`', ''])('has nothing to say of %j', (text) => {
    expect(foldedStrings(text)).toEqual([]);
  });

  it('stays small on constants that double in every line', () => {
    const lines = Array.from({ length: 400 }, (_, at) => `const c${at + 1} = c${at} + c${at};`);
    const folded = foldedStrings(`const c0 = 'ab';\n${lines.join('\n')}`);
    expect(Math.max(...folded.map(({ value }) => value.length))).toBeLessThanOrEqual(1 << 16);
  });
});

describe('placeInSource', () => {
  it.each([
    ["const b = 'cd'; f('Bearer ' + 'ab' + b + '!')", "'ab' + b"],
    ["const b = 'cd'; f(`Bearer ab${b}!`)", 'ab${b}'],
    ["const a = 'Bearer ab'; f(`${a}cd!`)", '${a}cd'],
    ["const b = 'bc'; f(`Bearer a${b}d!`)", 'a${b}d'],
    ["const b = 'cd'; f(`Bearer \\x61b${b}!`)", 'Bearer \\x61b${b}'],
    ["f(['ab', 'cd'].join(''))", "['ab', 'cd'].join('')"],
    ["const parts = ['ab', 'cd']; f(parts.join(''))", "parts.join('')"],
    ["f('x' + atob('YWJjZA=='))", "atob('YWJjZA==')"],
  ])('underlines what makes up the piece in %s', (code, underlined) => {
    expect(placesOf('abcd', code)).toEqual([underlined]);
  });

  it.each([
    "const key = 'abcd'; f('Bearer ' + key)",
    "const parts = ['abcd', 'x']; f(parts.join('-'))",
    "f('Bearer abcd'.replace('Bearer ', ''))",
    "f(' abcd'.trim())",
  ])('leaves a piece that stands whole to its own place in %s', (code) => {
    expect(placesOf('abcd', code)).toEqual([]);
  });

  it('reports a constant that is composed once, where it is composed', () => {
    expect(placesOf('abcd', "const key = 'ab' + 'cd'; f('Bearer ' + key, `${key}`, [key, key].join(''))")).toEqual([
      "'ab' + 'cd'",
    ]);
  });
});

/** The same by our parser's tree and by typescript-eslint's. */
function placesOf(piece: string, code: string): string[] {
  const [own, typescripts] = [foldedStrings(code), foldedStrings(code, typescriptTree(code))].map((strings) =>
    strings.flatMap((folded) => {
      const from = folded.value.indexOf(piece);
      const place = from === -1 ? null : placeInSource(folded, from, from + piece.length);
      return place ? [code.slice(place.start, place.end)] : [];
    }),
  );
  expect(typescripts).toEqual(own);
  return own ?? [];
}

function typescriptTree(code: string): SyntaxTree {
  const { ast, scopeManager, visitorKeys } = typescript.parseForESLint(code, { range: true, sourceType: 'module' });
  return { ast, scopeManager, visitorKeys } as SyntaxTree;
}
