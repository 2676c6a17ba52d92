import type { Span } from '../site.js';
import { argumentsOf, isCall, methodCall, spanOf } from './call.js';
import { propertyName, unwrapped, type Node } from './program.js';
import type { Script } from './request.js';
import type { Bindings, Expression } from './values.js';

/** A method that is called on an object behind its making. */
export interface LaterCall {
  readonly method: string;
  readonly args: readonly (Expression | null)[];
  /** Whether it is certainly carried out. */
  readonly isCertain: boolean;
  readonly span: Span;
}

/** The calls `x.method(…)` on the variable that `creation` is given to. */
export function callsOn(creation: Node, bindings: Bindings, { program, values }: Script): LaterCall[] {
  const declarator = program.parentOf(creation);
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return [];
  const declaration = program.parentOf(declarator);
  const block = declaration && program.blockOf(declaration);
  const variable = program.variableDeclaredAt(declarator.id);
  values.spend(variable?.references.length ?? 0);
  return (variable?.references ?? []).flatMap(({ identifier }) => {
    const member = program.parentOf(identifier as Node);
    const call = member && program.parentOf(member);
    if (!call || !isCall(call) || methodCall(call)?.object !== identifier) return [];
    const statement = program.statementOf(call);
    const isCertain = statement !== null && program.parentOf(statement) === block;
    const method = methodCall(call)?.method ?? '';
    return [{ method, args: argumentsOf(call, bindings), isCertain, span: spanOf(call) }];
  });
}

/** Whether the variable that `creation` is given to stands nowhere but before a dot: nobody else gets the object. */
export function isUsedByMembers(creation: Node, { program }: Script): boolean {
  const declarator = program.parentOf(creation);
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return false;
  const { id } = declarator;
  const references = program.variableDeclaredAt(id)?.references ?? [];
  return references.every(({ identifier }) => {
    const parent = program.parentOf(identifier as Node);
    const isBeforeDot = parent?.type === 'MemberExpression' && parent.object === identifier;
    return identifier === id || (isBeforeDot && propertyName(parent) !== null);
  });
}

/** The methods that are called on what a call returns, one behind the other: `request.post(url).set(…).send(…)`. */
export function chainedCalls(call: Node, bindings: Bindings, { program }: Script): LaterCall[] {
  const links: LaterCall[] = [];
  for (let node = call; ;) {
    const member = program.parentOf(node);
    if (member?.type !== 'MemberExpression' || unwrapped(member.object) !== node) return links;
    const next = program.parentOf(member);
    if (next?.type !== 'CallExpression' || next.callee !== member) return links;
    const span = { start: spanOf(member.property).start, end: spanOf(next).end };
    links.push({ method: propertyName(member) ?? '', args: argumentsOf(next, bindings), isCertain: true, span });
    node = next;
  }
}
