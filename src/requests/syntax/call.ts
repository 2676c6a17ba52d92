import type * as ESTree from 'estree';
import { plainText, rangeOf } from '../../syntax/index.js';
import type { Span } from '../site.js';
import { propertyName, unwrapped, type Node } from './program.js';
import type { Bindings, Expression } from './values.js';

export type Call = ESTree.SimpleCallExpression | ESTree.NewExpression;

/** A call with what is known around it. */
export interface CallAt extends Span {
  readonly node: Call;
  /** Where the callee comes from, see {@link Program.originOf}; `null` for what this file makes itself. */
  readonly origin: string | null;
  /** `null` for what is spread in. */
  readonly args: readonly (Expression | null)[];
  readonly bindings: Bindings;
}

export function isCall(node: Node): node is Call {
  return node.type === 'CallExpression' || node.type === 'NewExpression';
}

export function argumentsOf({ arguments: args }: Call, bindings: Bindings): (Expression | null)[] {
  return args.map((node) => (node.type === 'SpreadElement' ? null : { node, bindings }));
}

/** A method call `object.method(…)`, and the object that it is called on; `null` for any other call. */
export function methodCall({ callee }: Call): { readonly object: Node; readonly method: string } | null {
  const inner = unwrapped(callee);
  if (inner.type !== 'MemberExpression') return null;
  const method = propertyName(inner);
  return method === null ? null : { object: inner.object, method };
}

export function spanOf(node: Node): Span {
  const [start, end] = rangeOf(node);
  return { start, end };
}

/** Where a name stands: of a quoted one what is between the quotes. */
export function nameSpan(key: Node): Span {
  const { start, end } = spanOf(key);
  return plainText(key) !== null ? { start: start + 1, end: end - 1 } : { start, end };
}

/** `undefined`, `null` and `false`: an option that is not given. */
export function isNothing(node: Node): boolean {
  if (node.type === 'Literal') return node.value === null || node.value === false;
  return node.type === 'Identifier' && node.name === 'undefined';
}
