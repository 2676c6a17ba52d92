import type * as ESTree from 'estree';
import { isCall, methodCall, nameSpan, spanOf } from './call.js';
import { isFunction, type FunctionNode } from './functions.js';
import { headerSet, type Added } from './headers.js';
import { propertyName, unwrapped, type Node } from './program.js';
import type { Script } from './request.js';
import { NO_BINDINGS, type Entry, type Expression } from './values.js';

/** Methods that give a header to a request or to its headers. */
const SETTERS = /^(?:set|append|setRequestHeader|setHeader)$/;

const UNKNOWN: Added = { entries: [], isComplete: false };

/**
 * The headers that a function adds to every request that it is given: an interceptor, `onRequest`, `beforeSend`. `path`
 * leads from the parameter to what holds the headers. What is done under a condition is not known.
 */
export function headersAddedBy(hook: Expression, path: readonly string[], script: Script): Added {
  const { node } = script.values.resolve(hook);
  if (!isFunction(node)) return UNKNOWN;
  const [parameter] = node.params;
  if (node.body.type !== 'BlockStatement' || parameter === undefined) return UNKNOWN;
  const entries: Entry[] = [];
  for (const statement of node.body.body) {
    const added = addedBy(statement, holderIn(parameter, path), script);
    if (added === null) return UNKNOWN;
    entries.push(...added);
  }
  return { entries, isComplete: true };
}

/** How a function reaches the headers: by the name of a parameter, and the properties of it. */
interface Holder {
  readonly name: string;
  readonly path: readonly string[];
}

function holderIn(parameter: FunctionNode['params'][number], path: readonly string[]): Holder | null {
  if (parameter.type === 'Identifier') return { name: parameter.name, path };
  const [first, ...rest] = path;
  if (parameter.type !== 'ObjectPattern' || first === undefined) return null;
  const isThere = parameter.properties.some(
    (property) => property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === first,
  );
  return isThere ? { name: first, path: rest } : null;
}

/** What a statement adds; `null` where it may do anything. */
function addedBy(statement: Node, holder: Holder | null, script: Script): Entry[] | null {
  if (statement.type === 'ReturnStatement') return [];
  if (statement.type === 'VariableDeclaration') return [];
  if (statement.type !== 'ExpressionStatement' || holder === null) return null;
  const expression = unwrapped(statement.expression);
  if (expression.type === 'AssignmentExpression') return assigned(expression, holder, script);
  const call = isCall(expression) ? methodCall(expression) : null;
  if (call === null || !isCall(expression)) return null;
  if (/^(?:console|log|logger)$/.test(call.object.type === 'Identifier' ? call.object.name : '')) return [];
  if (!SETTERS.test(call.method) || !isAt(call.object, holder)) return null;
  const args = expression.arguments.map((node) =>
    node.type === 'SpreadElement' ? null : { node, bindings: NO_BINDINGS },
  );
  const added = headerSet(args, spanOf(expression), script.values);
  return added.length === 0 ? null : added;
}

/** `config.headers.name = value`, or `config.headers = {...config.headers, name: value}`. */
function assigned(
  { left, right, operator }: ESTree.AssignmentExpression,
  holder: Holder,
  script: Script,
): Entry[] | null {
  if (left.type !== 'MemberExpression' || operator !== '=') return null;
  const value: Expression = { node: right, bindings: NO_BINDINGS };
  if (isAt(left, holder)) return replaced(right, holder, script);
  const name = propertyName(left) ?? script.values.text({ node: left.property, bindings: NO_BINDINGS });
  if (name === null || left.object.type === 'Super' || !isAt(left.object, holder)) return null;
  return [{ name, nameAt: nameSpan(left.property), value, ...spanOf(left) }];
}

function replaced(right: Node, holder: Holder, { values }: Script): Entry[] | null {
  const object = unwrapped(right);
  const [first] = object.type === 'ObjectExpression' ? object.properties : [];
  // What was there stays: that of the hook comes behind it anyway.
  const keeps = first?.type === 'SpreadElement' && isAt(unwrapped(first.argument), holder);
  if (object.type !== 'ObjectExpression' || !keeps) return null;
  const rest = { ...object, properties: object.properties.slice(1) };
  const entries = values.entries({ node: rest, bindings: NO_BINDINGS });
  return entries?.isComplete === true ? [...entries.entries] : null;
}

/** Whether an expression is what the holder leads to; `common` and the like of axios count as the headers themselves. */
function isAt(node: Node, { name, path }: Holder): boolean {
  let inner = unwrapped(node);
  for (const property of path.toReversed()) {
    if (inner.type === 'MemberExpression' && propertyName(inner) === 'common') inner = unwrapped(inner.object);
    if (inner.type !== 'MemberExpression' || propertyName(inner) !== property) return false;
    inner = unwrapped(inner.object);
  }
  return inner.type === 'Identifier' && inner.name === name;
}
