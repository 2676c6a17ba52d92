import type * as ESTree from 'estree';
import type { Variable } from '../../syntax/index.js';
import { nameSpan, spanOf } from './call.js';
import { functionOf } from './functions.js';
import { propertyName, type Node, type Program } from './program.js';
import type { Bindings, Entries, Entry, Values } from './values.js';

/** Calls that leave their arguments as they are. */
const READS_ONLY =
  /^(?::(?:fetch|console\.|JSON\.stringify|Object\.(?:keys|entries|values))|axios:|node-fetch:|undici:|ky:|got:|ofetch:|https?:)/;

/**
 * Adds to an object what the statements after its declaration put into it: `headers.set(…)`, `headers['x'] = …`. Where
 * anything else may change it, or something does so behind the place of `use`, it is not complete.
 */
export function changesOf(
  variable: Variable,
  own: Entries,
  use: Node,
  program: Program,
  values: Values,
  bindings: Bindings,
): Entries {
  const entries = [...own.entries];
  let { isComplete, isFinal } = own;
  const at = spanOf(use).start;
  for (const { identifier, init } of variable.references) {
    if (init === true || identifier === use) continue;
    const change = changeAt(identifier as Node, variable, program, values, bindings);
    if (change === null) continue;
    if (change === 'unknown') isFinal = false;
    if (change === 'unknown' || change.start > at) isComplete = false;
    else entries.push(change);
  }
  return { entries, isComplete, isFinal };
}

/** What the use of an object's name adds to it; `null` where it only reads it. */
function changeAt(
  use: Node,
  variable: Variable,
  program: Program,
  values: Values,
  bindings: Bindings,
): Entry | 'unknown' | null {
  const member = program.parentOf(use);
  if (member?.type === 'CallExpression') return onlyReads(member, use, program) ? null : 'unknown';
  if (member?.type !== 'MemberExpression' || member.object !== use) return null;
  const user = program.parentOf(member);
  if (user === null || !isChange(user, member)) return null;
  if (!isNextTo(user, variable, program)) return 'unknown';
  const added = user.type === 'AssignmentExpression' ? assigned(user, member) : set(user);
  const name = added && (added.name ?? values.text({ node: added.key, bindings }));
  if (added === null || name === null) return 'unknown';
  return { name, nameAt: nameSpan(added.key), value: { node: added.value, bindings }, ...spanOf(user) };
}

/** What is put into an object under a name; the name is `null` where the key has to be worked out. */
interface Added {
  readonly name: string | null;
  readonly key: Node;
  readonly value: Node;
}

/** `headers.name = value`. */
function assigned({ operator, right }: ESTree.AssignmentExpression, member: ESTree.MemberExpression): Added | null {
  if (operator !== '=') return null;
  return { name: propertyName(member), key: member.property, value: right };
}

/** `headers.set(name, value)`. */
function set(user: Node): Added | null {
  if (user.type !== 'CallExpression' || user.callee.type !== 'MemberExpression') return null;
  const [key, value] = user.arguments;
  if (propertyName(user.callee) === 'delete' || !key || !value) return null;
  return key.type === 'SpreadElement' || value.type === 'SpreadElement' ? null : { name: null, key, value };
}

function isChange(user: Node, member: ESTree.MemberExpression): boolean {
  if (user.type === 'AssignmentExpression') return user.left === member;
  if (user.type === 'UnaryExpression') return user.operator === 'delete';
  const method = user.type === 'CallExpression' && user.callee === member ? (propertyName(member) ?? '') : '';
  return /^(?:set|append|delete)$/.test(method);
}

/** Whether an expression is a statement of the block in which the variable is declared: it is certainly carried out. */
function isNextTo(expression: Node, variable: Variable, program: Program): boolean {
  const statement = program.parentOf(expression);
  const [definition] = variable.defs;
  if (statement?.type !== 'ExpressionStatement' || definition === undefined) return false;
  const declarator = definition.node as Node;
  const declaration = program.parentOf(declarator);
  const block =
    definition.type === 'Parameter' && 'body' in declarator
      ? declarator.body
      : declaration && program.parentOf(declaration);
  return program.parentOf(statement) === block;
}

/** Whether a call leaves its argument `use` as it is. */
function onlyReads(call: ESTree.SimpleCallExpression, use: Node, program: Program): boolean {
  if (READS_ONLY.test(program.originOf(call.callee) ?? '')) return true;
  const called = functionOf(call.callee, program);
  const parameter = called?.params[call.arguments.indexOf(use as ESTree.Expression)];
  if (parameter?.type !== 'Identifier') return false;
  const uses = program.variableDeclaredAt(parameter)?.references ?? [];
  return uses.every(({ identifier }) => {
    const member = program.parentOf(identifier as Node);
    if (member?.type === 'CallExpression') return READS_ONLY.test(program.originOf(member.callee) ?? '');
    const user = member?.type === 'MemberExpression' ? program.parentOf(member) : null;
    return user === null || !isChange(user, member as ESTree.MemberExpression);
  });
}
