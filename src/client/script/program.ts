import {
  initialValueOf,
  linked,
  once,
  plainText,
  wrappedBy,
  type LinkedTree,
  type SyntaxNode,
  type SyntaxTree,
  type Variable,
} from '../../syntax/index.js';

/** What we read of any node. */
export type Node = SyntaxNode & Readonly<Record<string, unknown>>;

/** How many constants one name may lead through. */
const MAX_DEPTH = 20;

/** What an import's name stands for. */
export interface Imported {
  readonly module: string;
  /** `default` and `*` included. */
  readonly name: string;
}

/** A tree with what its names mean. */
export class Program {
  /** Every node, parents before their children. */
  readonly nodes: readonly Node[];
  readonly #tree: LinkedTree;

  constructor(tree: SyntaxTree) {
    this.#tree = linked(tree);
    this.nodes = this.#tree.nodes as readonly Node[];
  }

  parentOf(node: Node): Node | null {
    return this.#tree.parentOf(node) as Node | null;
  }

  /** The nodes around `node`, the nearest first. */
  *ancestorsOf(node: Node): Generator<Node> {
    for (let at = this.parentOf(node); at !== null; at = this.parentOf(at)) yield at;
  }

  /** The innermost function around `node`. */
  functionAround(node: Node): Node | null {
    for (const around of this.ancestorsOf(node)) if (isFunction(around)) return around;
    return null;
  }

  /** What a function returns, nested functions left out. */
  returnsOf(node: Node): readonly Node[] {
    const body = node['body'] as Node;
    return body.type === 'BlockStatement' ? (returnsIn(this).get(node) ?? []) : [body];
  }

  /** The function of this file that a call calls by its name; `null` for any other. */
  functionCalledBy(call: Node): Node | null {
    const callee = this.source(call['callee'] as Node);
    if (isFunction(callee)) return callee;
    const variable = callee.type === 'Identifier' ? this.variableOf(callee) : null;
    const [definition] = variable?.defs ?? [];
    return variable?.defs.length === 1 && definition?.type === 'FunctionName' ? (definition.node as Node) : null;
  }

  variableOf(identifier: Node): Variable | null {
    return this.#tree.variableOf(identifier);
  }

  /** Where what `declared` declares is read; `null` where that is not known. */
  usesOf(declared: Node): readonly Node[] | null {
    const variable = this.variableOf(declared);
    return variable && usesOf(variable);
  }

  /** The expression that gives `node` its value, behind constants and TypeScript's assertions. */
  source(node: Node, depth = 0): Node {
    const inner = unwrapped(node);
    if (inner.type !== 'Identifier' || depth > MAX_DEPTH) return inner;
    const initial = initialValueOf(this.variableOf(inner)) as Node | null;
    return initial === null ? inner : this.source(initial, depth + 1);
  }

  /** What an identifier was imported as; `null` for other names. */
  importedAs(identifier: Node): Imported | null {
    const definition = this.variableOf(identifier)?.defs[0];
    if (definition?.type === 'Variable') return requiredBy(definition.node as Node, identifierName(identifier));
    if (definition?.type !== 'ImportBinding') return null;
    return importedBy(definition.node as Node, definition.parent as Node);
  }
}

const usesOf = once(({ references }: Variable): readonly Node[] =>
  references.filter((each) => each.isRead()).map(({ identifier }) => identifier as Node),
);

/** What an import specifier takes from its module. */
export function importedBy(specifier: Node, declaration: Node): Imported | null {
  if (declaration.type !== 'ImportDeclaration') return null;
  const module = String((declaration['source'] as Node)['value']);
  if (specifier.type === 'ImportNamespaceSpecifier') return { module, name: '*' };
  const imported = specifier['imported'] as Node | undefined;
  return { module, name: imported === undefined ? 'default' : String(imported['name'] ?? imported['value']) };
}

/** What a declaration takes from a module under a name: `const { KEY: name } = require('./keys')`. */
function requiredBy(declaration: Node, name: string): Imported | null {
  const [pattern, init] = [declaration['id'] as Node, declaration['init'] as Node | null];
  const call = init && unwrapped(init);
  const isRequire = call?.type === 'CallExpression' && identifierName(call['callee'] as Node) === 'require';
  const [given] = isRequire
    ? (call['arguments'] as Node[])
    : call?.type === 'ImportExpression'
      ? [call['source'] as Node]
      : [];
  const module = given ? plainText(given) : null;
  if (module === null) return null;
  if (pattern.type !== 'ObjectPattern') return pattern.type === 'Identifier' ? { module, name: '*' } : null;
  const property = propertiesOf(pattern).find((each) => identifierName(each['value'] as Node) === name);
  const taken = property && propertyName(property, 'key');
  return taken ? { module, name: taken } : null;
}

/** What stands behind assertions, chains and `await`. */
export function unwrapped(node: Node): Node {
  const next =
    node.type === 'ChainExpression'
      ? node['expression']
      : node.type === 'AwaitExpression'
        ? node['argument']
        : wrappedBy(node);
  return next === undefined || next === null ? node : unwrapped(next as Node);
}

/** What the blocks of a program's functions return, by the function. */
const returnsIn = once((program: Program): ReadonlyMap<Node, readonly Node[]> => {
  const returns = new Map<Node, Node[]>();
  for (const node of program.nodes) {
    const value = node.type === 'ReturnStatement' ? (node['argument'] as Node | null) : null;
    const around = value === null ? null : program.functionAround(node);
    if (value === null || around === null) continue;
    const known = returns.get(around);
    if (known === undefined) returns.set(around, [value]);
    else known.push(value);
  }
  return returns;
});

/** The name of a member or property; `null` where it is computed. */
export function propertyName(node: Node, part: 'property' | 'key'): string | null {
  const key = node[part] as Node;
  if (key.type === 'Identifier') return node['computed'] === true ? null : String(key['name']);
  return plainText(key);
}

/** The property of an object's text with this name, or `null`. */
export function propertyOf(object: Node, name: string): Node | null {
  return propertiesOf(object).find((property) => propertyName(property, 'key') === name) ?? null;
}

/** The properties of an object's text; what is spread in is none. */
export function propertiesOf(object: Node): Node[] {
  return (object['properties'] as Node[]).filter(({ type }) => type === 'Property');
}

/** The name of an identifier; empty for other nodes. */
export function identifierName(node: Node | null | undefined): string {
  const name = node?.['name'];
  return typeof name === 'string' ? name : '';
}

/** The name of what is called: `f` of `f()`, `a.f()` and `new f()`. */
export function calleeName(call: Node): string {
  const callee = unwrapped(call['callee'] as Node);
  if (callee.type === 'MemberExpression') return propertyName(callee, 'property') ?? '';
  return identifierName(callee);
}

export const CALLS: readonly string[] = ['CallExpression', 'NewExpression'];
export const FUNCTIONS: readonly string[] = ['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration'];

export function isCall(node: Node): boolean {
  return CALLS.includes(node.type);
}

export function isFunction(node: Node): boolean {
  return FUNCTIONS.includes(node.type);
}

/** Where a node stands. */
export function placeOf(node: Node): { readonly start: number; readonly end: number } {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}
