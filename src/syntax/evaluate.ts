import type * as ESTree from 'estree';
import { callFunction, callMethod } from './calls.js';
import { isList, joined, textOf, type Composition, type Constant, type List, type Operand } from './constant.js';
import { once } from './once.js';
import { wrappedBy } from './strip-types.js';
import type { Scope, SyntaxNode, SyntaxTree, Variable } from './tree.js';

/** How many constants, members and calls one value may lead through. */
const MAX_DEPTH = 100;
/** UTF-16 units of all values of one tree together: hostile code doubles a constant in every line. */
const MAX_TOTAL = 1 << 24;
/** What a part of a value, or an item of a list that is spread into another, costs of these. */
const UNITS_A_PART = 16;

const GLOBAL_OBJECTS = new Set(['globalThis', 'window', 'self', 'global']);

/** What stands at an operator or in a template: a constant, or `null` for what only the running program knows. */
export type Piece = Operand | null;

/** Finds out what the expressions of trees are worth, each once. Nothing of the program is run. */
export class Evaluator {
  /** Several where one page or component has several scripts: what one declares at its top, the others see. */
  readonly #trees: readonly SyntaxTree[];
  readonly #known = new Map<SyntaxNode, Composition | null>();
  readonly #lists = new Map<SyntaxNode, List | null>();
  #variables: Map<SyntaxNode, Variable | null> | undefined;
  #shared: Map<string, Variable> | undefined;
  #unitsLeft = MAX_TOTAL;

  constructor(...trees: readonly SyntaxTree[]) {
    this.#trees = trees;
  }

  /** The value of a call, a template or a chain of `+`, with what it is put together from; `null` where not constant. */
  composition(node: SyntaxNode, depth = 0): Composition | null {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    // A constant that leads back to itself finds this and ends.
    this.#known.set(node, null);
    const composition = this.#compose(node as ESTree.Node, depth);
    if (typeof composition?.value === 'string') {
      this.#unitsLeft -= Math.max(composition.value.length, composition.parts.length * UNITS_A_PART);
    }
    const affordable = this.#unitsLeft > 0 ? composition : null;
    this.#known.set(node, affordable);
    return affordable;
  }

  /** What a template or a chain of `+` puts together, from left to right; `null` for any other expression. */
  pieces(node: SyntaxNode, depth = 0): Piece[] | null {
    const expression = node as ESTree.Node;
    if (expression.type === 'TemplateLiteral') return this.#templatePieces(expression, 'cooked', depth);
    if (expression.type === 'TaggedTemplateExpression') {
      return this.#templatePieces(expression.quasi, this.#isRaw(expression) ? 'raw' : 'cooked', depth);
    }
    return isConcatenation(expression) ? this.operands(operandsOf(expression), depth) : null;
  }

  /**
   * What `operands` put together when they are added up from left to right. Numbers before the first string would be
   * added, not joined: they count as unknown.
   */
  operands(operands: readonly ESTree.Node[], depth = 0): Piece[] {
    let joins = false;
    return operands.map((node) => {
      const operand = this.#textOperand(node, depth);
      joins ||= typeof operand?.value === 'string';
      return joins ? operand : null;
    });
  }

  #compose(node: ESTree.Node, depth: number): Composition | null {
    if (node.type === 'CallExpression') return this.#call(node, depth);
    // Another tag may make anything of its pieces.
    if (node.type === 'TaggedTemplateExpression' && !this.#isRaw(node)) return null;
    const pieces = this.pieces(node, depth);
    return pieces?.every((piece) => piece !== null) ? joined(pieces) : null;
  }

  #isRaw(template: ESTree.TaggedTemplateExpression): boolean {
    return this.#globalName(template.tag) === 'String.raw';
  }

  #templatePieces(template: ESTree.TemplateLiteral, kind: 'cooked' | 'raw', depth: number): Piece[] {
    return template.quasis.flatMap((quasi, at) => {
      const value = quasi.value[kind];
      const place = placeOfQuasi(template, quasi);
      // An escape that means nothing: allowed behind a tag only.
      const text = typeof value === 'string' ? { value, ...place } : null;
      const [expression, next] = [template.expressions[at], template.quasis[at + 1]];
      if (expression === undefined || next === undefined) return [text];
      const operand = this.#textOperand(expression, depth);
      // A template's expression stands from `${` to `}`.
      return [text, operand && { ...operand, start: place.end, end: placeOfQuasi(template, next).start }];
    });
  }

  #textOperand(node: ESTree.Node, depth: number): Operand | null {
    const operand = this.#operand(node, depth);
    return operand && textOf(operand.value) !== null ? operand : null;
  }

  #operand(node: ESTree.Node, depth: number): Operand | null {
    const value = this.#constant(node, depth + 1);
    const [start, end] = rangeOf(node);
    return value === null ? null : { value, start, end };
  }

  #constant(node: ESTree.Node, depth: number): Constant | null {
    const source = this.#source(node, depth);
    switch (source?.type) {
      case 'Literal':
        return typeof source.value === 'string' || typeof source.value === 'number' ? source.value : null;
      case 'UnaryExpression': {
        const value = source.operator === '-' ? this.#constant(source.argument, depth + 1) : null;
        return typeof value === 'number' ? -value : null;
      }
      case 'ArrayExpression': {
        return this.#listOf(source, depth);
      }
      case 'TemplateLiteral':
      case 'TaggedTemplateExpression':
      case 'BinaryExpression':
      case 'CallExpression':
        return this.composition(source, depth)?.value ?? null;
      default:
        return null;
    }
  }

  /** The expression that gives `node` its value, behind constants, members and TypeScript's assertions. */
  #source(node: ESTree.Node, depth: number): ESTree.Node | null {
    if (depth > MAX_DEPTH) return null;
    const wrapped = node.type === 'ChainExpression' ? node.expression : wrappedBy(node);
    if (wrapped !== undefined) return this.#source(wrapped as ESTree.Node, depth + 1);
    if (node.type === 'Identifier') {
      const variable = this.#variable(node);
      const binding = variable && bindingOf(variable);
      return binding && this.#sourceOfMember(binding.init, binding.path, depth);
    }
    if (node.type === 'MemberExpression') {
      const name = this.#memberName(node, depth);
      return name === null ? null : this.#sourceOfMember(node.object, [name], depth);
    }
    if (node.type === 'CallExpression' && this.#globalName(node.callee) === 'Object.freeze' && node.arguments[0]) {
      return this.#source(node.arguments[0], depth + 1);
    }
    return node;
  }

  #sourceOfMember(object: ESTree.Node, path: readonly (string | number)[], depth: number): ESTree.Node | null {
    return path.reduce<ESTree.Node | null>(
      (holder, name) => {
        const member = holder && memberOf(holder, name);
        return member && this.#source(member, depth + 1);
      },
      this.#source(object, depth + 1),
    );
  }

  #call(call: ESTree.SimpleCallExpression, depth: number): Composition | null {
    const args = this.#list(call.arguments, depth);
    if (args === null) return null;
    const name = this.#globalName(call.callee);
    if (name !== null) return callFunction(name, args);
    if (call.callee.type !== 'MemberExpression') return null;
    const self = this.#operand(call.callee.object, depth);
    const method = this.#memberName(call.callee, depth);
    return self && typeof method === 'string' ? callMethod(self, method, args) : null;
  }

  /** The list that an array is, each once: of lists that are spread into one another there are more ways than time. */
  #listOf(array: ESTree.ArrayExpression, depth: number): List | null {
    const known = this.#lists.get(array);
    if (known !== undefined) return known;
    // A list that leads back to itself finds this and ends.
    this.#lists.set(array, null);
    const items = this.#list(array.elements, depth);
    const list = items && { items, sources: items };
    this.#lists.set(array, list);
    return list;
  }

  /** Array elements or arguments, spread lists laid out; `null` where one is not constant. */
  #list(nodes: readonly (ESTree.Node | null)[], depth: number): Operand[] | null {
    const operands: Operand[] = [];
    for (const node of nodes) {
      const operand = node && this.#operand(node.type === 'SpreadElement' ? node.argument : node, depth);
      if (!operand) return null;
      if (node.type !== 'SpreadElement') operands.push(operand);
      else if (isList(operand.value)) {
        this.#unitsLeft -= operand.value.items.length * UNITS_A_PART;
        if (this.#unitsLeft <= 0) return null;
        for (const item of operand.value.items) operands.push(item);
      } else return null;
    }
    return operands;
  }

  #memberName({ property, computed }: ESTree.MemberExpression, depth: number): string | number | null {
    if (!computed) return property.type === 'Identifier' ? property.name : null;
    const name = this.#constant(property, depth + 1);
    return typeof name === 'string' || typeof name === 'number' ? name : null;
  }

  /** `atob`, `window.atob` or `String.fromCharCode` where nothing of the file has taken that name; else `null`. */
  #globalName(callee: ESTree.Node): string | null {
    if (callee.type === 'Identifier') return this.#isGlobal(callee) ? callee.name : null;
    if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return null;
    const { object, property } = callee;
    if (object.type !== 'Identifier' || !this.#isGlobal(object)) return null;
    return GLOBAL_OBJECTS.has(object.name) ? property.name : `${object.name}.${property.name}`;
  }

  #isGlobal(identifier: ESTree.Identifier): boolean {
    // `import { Buffer } from 'node:buffer'` is the same Buffer.
    return this.#variable(identifier)?.defs.every((definition) => definition.type === 'ImportBinding') ?? true;
  }

  #variable(identifier: ESTree.Identifier): Variable | null {
    this.#variables ??= new Map(
      this.#scopes().flatMap(({ references }) => references.map(({ identifier, resolved }) => [identifier, resolved])),
    );
    return this.#variables.get(identifier) ?? this.#sharedVariable(identifier.name);
  }

  #sharedVariable(name: string): Variable | null {
    if (this.#trees.length < 2) return null;
    this.#shared ??= new Map(
      this.#trees.flatMap(({ ast, scopeManager }) =>
        scopeManager.scopes
          .filter(({ block }) => block === ast)
          .flatMap(({ variables }) => variables.map((variable) => [variable.name, variable])),
      ),
    );
    return this.#shared.get(name) ?? null;
  }

  #scopes(): Scope[] {
    return this.#trees.flatMap(({ scopeManager }) => scopeManager.scopes);
  }
}

export function isConcatenation(node: SyntaxNode): node is ESTree.BinaryExpression {
  return node.type === 'BinaryExpression' && (node as ESTree.BinaryExpression).operator === '+';
}

/** `a`, `b`, `c` of `a + b + c`; a loop, because generated code adds up thousands. */
export function operandsOf(chain: ESTree.BinaryExpression): ESTree.Node[] {
  const operands: ESTree.Node[] = [];
  let left: ESTree.Node = chain;
  while (isConcatenation(left)) {
    operands.push(left.right);
    left = left.left;
  }
  return [...operands, left].reverse();
}

/**
 * What a variable was declared with, if it never changes. A member that is assigned to later still counts with its
 * first value: that value stands in the source either way.
 */
export function initialValueOf(variable: Variable | null): ESTree.Node | null {
  const binding = variable && bindingOf(variable);
  return binding?.path.length === 0 ? binding.init : null;
}

/** What a variable takes of what it was declared with, and the way there. */
interface Binding {
  readonly init: ESTree.Node;
  readonly path: readonly (string | number)[];
}

/** As {@link initialValueOf}, with the way to the member that a pattern takes: `b`, 0 in `const { b: [x] } = init`. */
const bindingOf = once((variable: Variable): Binding | null => {
  const definition = variable.defs.length === 1 ? variable.defs[0] : undefined;
  if (definition?.type !== 'Variable') return null;
  const { id, init } = definition.node as ESTree.VariableDeclarator;
  if (!init || variable.references.some((reference) => reference.isWrite() && !reference.init)) return null;
  const path = pathsIn(id).get(definition.name);
  return path === undefined ? null : { init, path };
});

/** Where a pattern has its names: keys and indexes from the outside in; what stands behind a default or a rest has no place. */
const pathsIn = once((pattern: ESTree.Pattern): ReadonlyMap<unknown, readonly (string | number)[]> => {
  const paths = new Map<unknown, readonly (string | number)[]>();
  const add = (inner: ESTree.Pattern, path: readonly (string | number)[]): void => {
    if (path.length > MAX_DEPTH) return;
    if (inner.type === 'ObjectPattern') {
      for (const member of inner.properties) {
        const key = member.type === 'Property' ? keyOf(member) : null;
        if (member.type === 'Property' && key !== null) add(member.value, [...path, key]);
      }
    } else if (inner.type === 'ArrayPattern') {
      for (const [at, element] of inner.elements.entries()) if (element) add(element, [...path, at]);
    } else paths.set(inner, path);
  };
  add(pattern, []);
  return paths;
});

export function memberOf(object: ESTree.Node, name: string | number): ESTree.Node | null {
  if (object.type === 'ArrayExpression') {
    const index = Number(name);
    // A spread before it moves the element.
    return index < fixedLength(object) ? (object.elements[index] ?? null) : null;
  }
  if (object.type !== 'ObjectExpression') return null;
  const property = lastProperties(object).get(String(name));
  return property?.kind === 'init' ? property.value : null;
}

/** How many elements stand before the first that is spread in. */
const fixedLength = once(({ elements }: ESTree.ArrayExpression): number => {
  const spread = elements.findIndex((element) => element?.type === 'SpreadElement');
  return spread === -1 ? elements.length : spread;
});

/** By name, the last of those that have it. */
const lastProperties = once(({ properties }: ESTree.ObjectExpression): ReadonlyMap<string, ESTree.Property> => {
  const named = properties.flatMap((each) => (each.type === 'Property' ? [[keyOf(each), each] as const] : []));
  return new Map(named.filter((each): each is [string, ESTree.Property] => each[0] !== null));
});

export function keyOf({ key, computed }: ESTree.Property): string | null {
  if (key.type === 'Identifier') return computed ? null : key.name;
  return key.type === 'Literal' ? String(key.value) : plainText(key);
}

/** What a string says, or a template that holds nothing but text; `null` for all else. */
export function plainText(node: SyntaxNode): string | null {
  const text = node as ESTree.Node;
  if (text.type === 'Literal') return typeof text.value === 'string' ? text.value : null;
  return text.type === 'TemplateLiteral' && text.expressions.length === 0
    ? (text.quasis[0]?.value.cooked ?? null)
    : null;
}

/** Some parsers count a template's delimiters to its texts: the first text then begins where the template does. */
function placeOfQuasi(template: ESTree.TemplateLiteral, quasi: ESTree.TemplateElement) {
  let [start, end] = rangeOf(quasi);
  const [first = quasi] = template.quasis;
  if (rangeOf(first)[0] === rangeOf(template)[0]) {
    start += '`'.length;
    end -= quasi.tail ? '`'.length : '${'.length;
  }
  const { cooked, raw } = quasi.value;
  return { start, end, verbatim: cooked === raw && end - start === raw.length };
}

export function rangeOf(node: SyntaxNode): readonly [start: number, end: number] {
  if (!node.range) throw new TypeError(`a syntax tree without ranges (${node.type})`);
  return node.range;
}
