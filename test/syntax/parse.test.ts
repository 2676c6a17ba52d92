import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/syntax/parse.js';
import { childrenOf, type SyntaxNode, type SyntaxTree } from '../../src/syntax/tree.js';

describe('parse', () => {
  it.each([
    ['JavaScript', '#!/usr/bin/env node\nconst a = 1;\nreturn a;'],
    ['a module', "import a from 'a';\nawait a();\nexport { a };"],
    ['JSX', 'const a = <a b={c}>{...d}</a>;'],
    ['TypeScript', 'const a = <any>b; let c: Array<string>; function f<T>(this: X, d?: T): asserts d is T {}'],
    ['TSX', 'const a = <T,>(b: T) => <A<T> b={b!} />;'],
    ['what a compiler refuses', 'const a = 1; const a = 2; delete a; break;'],
    [
      'decorated parameters',
      '@A() class B { constructor(@Inject(C) private readonly d: D) {} @E() f = 1; accessor g = 2; }',
    ],
    ['types only', 'export default interface A { b: C }\nexport type * from "d"; declare global { const e: 1 }'],
    [
      'old modules',
      'import a = require("a"); export = a; export as namespace B; namespace C.D { export const e = f; }',
    ],
    [
      'abstract and overloads',
      'abstract class A<T> extends B<T> implements C { abstract d(): void; e(): void; e() {} [f: string]: 1 }',
    ],
    ['a default of a parameter of an overload', 'class A { b(c: Set<D> = new Set(), ...e: F[]): void; static b() {} }'],
    ['enums', 'const enum A { B = "c" + "d", E }'],
    ['resources', 'using a = b; await using c = d;'],
    ['a type where none may be', 'a = (b: c = d);'],
    [
      'assertions beside one another',
      `let a = <any>b, c = [${'<any>d, '.repeat(50)}];\n${'e = <any>f\ng(<any>h)\n'.repeat(50)}`,
    ],
    ['assertions in a long text, which no dialect with JSX takes', `let a = <any>b;\n${'c(d);\n'.repeat(40_000)}`],
    ['assertions in one another', `let a = ${'<any>(b, '.repeat(10)}c${')'.repeat(10)};`],
  ])('reads %s', (_name, text) => {
    const tree = treeOf(text).ast;
    expect(typesIn(tree).filter((type) => type.startsWith('TS'))).toEqual([]);
  });

  it('counts offsets from where the text begins', () => {
    expect(parse('a + b', 100)?.ast.range).toEqual([100, 105]);
  });

  it.each(['(', '[', '{a:', 'f(', '!', '`${', '<a>', 'a.b'.repeat(9)])('survives 20,000 times %s', (opening) => {
    expect(parse(opening.repeat(20_000))).toBeNull();
  });

  it.each([
    [`let a = ${'<b>('.repeat(40)}c${')'.repeat(40)};`],
    [`let a = ${'<b>c(d, '.repeat(40)}e${')'.repeat(40)};`],
    [`let a = ${'<b>'.repeat(40)}c;`],
    [`let a = ${'<b>c\n= '.repeat(40)}d;`],
  ])('leaves assertions in forty others: %s', (text) => {
    expect(parse(text)).toBeNull();
  });

  it('resolves the names of every scope', () => {
    const { scopeManager } = treeOf('var a = 1; { let b = a; } enum C { D = a } const e = (f: G = a) => f as H;');
    const references = scopeManager.scopes.flatMap((scope) => scope.references);
    expect(references.filter((reference) => reference.resolved === null)).toEqual([]);
  });

  it('reads a real code base in TypeScript', () => {
    const require = createRequire(import.meta.url);
    const declarations = readFileSync(require.resolve('typescript').replace(/\.js$/, '.d.ts'), 'utf8');
    expect(parse(declarations)).not.toBeNull();
  });
});

function treeOf(text: string): SyntaxTree {
  const tree = parse(text);
  if (tree === null) throw new Error(`not read: ${text}`);
  return tree;
}

function typesIn(root: SyntaxNode): string[] {
  return [root.type, ...childrenOf(root).flatMap(typesIn)];
}
