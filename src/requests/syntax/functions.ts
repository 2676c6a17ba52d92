import type * as ESTree from 'estree';
import { childrenOf, once, type SyntaxNode, type Variable } from '../../syntax/index.js';
import { propertyName, unwrapped, type Node, type Program } from './program.js';
import type { Bindings, Expression } from './values.js';

export type FunctionNode = ESTree.FunctionDeclaration | ESTree.FunctionExpression | ESTree.ArrowFunctionExpression;

/** Abstract methods, overloads and what is declared only have no body, and are none. */
export function isFunction(node: Node): node is FunctionNode {
  const isOne = /^(?:ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(node.type);
  return isOne && 'body' in node && Boolean(node.body);
}

/** The function of this file that a callee names, a method of the class around it among them; `null` for any other. */
export function functionOf(callee: Node, program: Program): FunctionNode | null {
  const inner = unwrapped(callee);
  if (inner.type === 'MemberExpression') {
    const name = inner.object.type === 'ThisExpression' ? propertyName(inner) : null;
    const member = name === null ? null : program.memberOfThis(inner, name);
    return member !== null && isFunction(member) ? member : null;
  }
  const source = program.source(inner);
  if (isFunction(source)) return source;
  const variable = source.type === 'Identifier' ? program.variableOf(source) : null;
  const [definition] = variable?.defs ?? [];
  if (definition?.type !== 'FunctionName' || variable?.defs.length !== 1 || isWritten(variable)) return null;
  const declared = definition.node as Node;
  return isFunction(declared) ? declared : null;
}

/** What a function certainly gives back: the expression of its only `return`, at its end. */
export const returnedBy = once(({ body, generator }: FunctionNode): Node | null => {
  if (generator === true) return null;
  if (body.type !== 'BlockStatement') return body;
  const last = body.body.at(-1);
  return last?.type === 'ReturnStatement' && last.argument && countReturns(body) === 1 ? last.argument : null;
});

function countReturns(block: Node): number {
  let count = 0;
  const open: SyntaxNode[] = [block];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'ReturnStatement') count++;
    if (!isFunction(node as Node)) open.push(...childrenOf(node));
  }
  return count;
}

/** Stands for what is not given. */
export const NOTHING: Expression = {
  node: { type: 'Identifier', name: 'undefined', range: [0, 0] },
  bindings: new Map(),
};

/** Reads a property of an object; {@link NOTHING} where it certainly has none of that name, `null` where that is not known. */
type PropertyOf = (object: Expression, name: string) => Expression | null;

/** What the parameters of a function are at a call with these arguments; those that are not known are left out. */
export function bindingsOf(
  { params }: FunctionNode,
  args: readonly (Expression | null)[],
  outer: Bindings,
  program: Program,
  propertyOf: PropertyOf,
): Bindings {
  const bindings = new Map(outer);
  const bind = (pattern: Node, value: Expression | null): void => {
    if (pattern.type === 'AssignmentPattern') {
      bind(pattern.left, value === NOTHING ? { node: pattern.right, bindings } : value);
    } else if (pattern.type === 'Identifier') {
      const variable = program.variableDeclaredAt(pattern);
      if (variable === null || isWritten(variable)) return;
      if (value === null) bindings.delete(variable);
      else bindings.set(variable, value);
    } else if (pattern.type === 'ObjectPattern' && value !== null) {
      for (const property of pattern.properties) {
        if (property.type !== 'Property' || property.key.type !== 'Identifier' || property.computed) continue;
        bind(property.value, propertyOf(value, property.key.name));
      }
    }
  };
  // What is spread in may be any of the arguments.
  const isOpen = args.includes(null);
  params.forEach((pattern, at) => bind(pattern, args[at] ?? (isOpen ? null : NOTHING)));
  return bindings;
}

export const isWritten = once(({ references }: Variable): boolean =>
  references.some((reference) => reference.isWrite() && reference.init !== true),
);
