import type * as ESTree from 'estree';
import { keyOf, type SyntaxNode, type Variable, wrappedBy } from '../../syntax/index.js';
import { nameSpan, spanOf } from './call.js';
import { functionOf } from './functions.js';
import { propertyName, type Node, type Program } from './program.js';
import type { Bindings, Entries, Entry, Values } from './values.js';

/** Calls that leave their arguments as they are, and what the platform constructs of them. */
const READS_ONLY =
  /^(?::(?:fetch|console\.|JSON\.stringify|Object\.(?:freeze|keys|entries|values)|(?:Headers|Request|Response|Map|Set|URL|URLSearchParams)$)|axios:|node-fetch:|undici:|ky:|got:|ofetch:|https?:)/;

/** Methods that change what they are called on: those of lists, maps, `Headers` and the headers of axios. */
const CHANGES = /^(?:(?:set|add|append|delete|clear|push|pop|shift|unshift|splice)$|set[A-Z])/;

/** How many names and functions one object is followed through, and how many expressions around one use. */
const MAX_DEPTH = 20;
const MAX_STEPS = 100;

/** What may be changed: anything of the object, or something within its property of this name. */
type Unknown = 'unknown' | { readonly within: string };

/** By the use of a variable's name: what it puts into the object, or what may be changed there. */
export type Changes = ReadonlyMap<SyntaxNode, Entry | Unknown>;

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
  const changes = changesBy(variable, program, values, bindings);
  if (changes.size === 0) return own;
  values.spend(own.entries.length + changes.size);
  const entries = [...own.entries];
  const changed = new Set<string>();
  let { isComplete, isFinal } = own;
  const at = spanOf(use).start;
  for (const [identifier, change] of changes) {
    if (identifier === use) continue;
    if (change === 'unknown') [isComplete, isFinal] = [false, false];
    else if ('within' in change) changed.add(change.within);
    else if (change.start > at) isComplete = false;
    else entries.push(change);
  }
  const marked = entries.map((entry) =>
    changed.has(entry.name) ? { ...entry, value: { ...entry.value, isChanged: true } } : entry,
  );
  return { entries: changed.size === 0 ? entries : marked, isComplete, isFinal };
}

/** The uses that change what a variable holds, in their order, and how: looked for once, however often it is used. */
function changesBy(variable: Variable, program: Program, values: Values, bindings: Bindings): Changes {
  const [first] = variable.references;
  if (first === undefined) return new Map();
  return values.once(values.changes, { node: first.identifier as Node, bindings }, () => {
    values.spend(variable.references.length);
    const changes = new Map<SyntaxNode, Entry | Unknown>();
    const alike = new Map<string, number>();
    for (const { identifier, init } of variable.references) {
      if (init === true) continue;
      const added = additionAt(identifier as Node, variable, program, values, bindings);
      const unknown = added === null ? changeAt(identifier as Node, program) : null;
      if (added !== null) changes.set(identifier, added);
      if (unknown === null) continue;
      const kind = unknown === 'unknown' ? '' : `.${unknown.within}`;
      const count = (alike.get(kind) ?? 0) + 1;
      alike.set(kind, count);
      // One more tells nothing new; of two one is not the use that is asked about.
      if (count <= 2) changes.set(identifier, unknown);
    }
    return changes;
  });
}

/** Whether anything may change the object that `expressions` are: the uses of one name, or of one member of `this`. */
export function isChanged(expressions: readonly Node[], program: Program): boolean {
  return expressions.some((each) => changeAt(each, program) !== null);
}

/** What a use of an object's name certainly adds to it, in the block in which it is declared; else `null`. */
function additionAt(use: Node, variable: Variable, program: Program, values: Values, bindings: Bindings): Entry | null {
  const member = program.parentOf(use);
  const user = member?.type === 'MemberExpression' && member.object === use ? program.parentOf(member) : null;
  if (user === null || !isNextTo(user, variable, program)) return null;
  const added =
    user.type === 'AssignmentExpression' ? assigned(user, member as ESTree.MemberExpression) : set(user, member!);
  const name = added && (added.name ?? values.text({ node: added.key, bindings }));
  if (added === null || name === null) return null;
  return { name, nameAt: nameSpan(added.key), value: { node: added.value, bindings }, ...spanOf(user) };
}

/** What is put into an object under a name; the name is `null` where the key has to be worked out. */
interface Added {
  readonly name: string | null;
  readonly key: Node;
  readonly value: Node;
}

/** `headers.name = value`. */
function assigned({ left, operator, right }: ESTree.AssignmentExpression, member: ESTree.MemberExpression) {
  if (left !== member || operator !== '=') return null;
  return { name: propertyName(member), key: member.property, value: right } satisfies Added;
}

/** `headers.set(name, value)`. */
function set(user: Node, member: Node): Added | null {
  if (user.type !== 'CallExpression' || user.callee !== member || member.type !== 'MemberExpression') return null;
  const [key, value] = user.arguments;
  if (!/^(?:set|append)$/.test(propertyName(member) ?? '') || !key || !value) return null;
  return key.type === 'SpreadElement' || value.type === 'SpreadElement' ? null : { name: null, key, value };
}

/** Whether an expression is a statement of the block in which the variable is declared: it is certainly carried out. */
function isNextTo(expression: Node, variable: Variable, program: Program): boolean {
  const statement = program.statementOf(expression);
  const [definition] = variable.defs;
  if (statement === null || definition === undefined) return false;
  const declarator = definition.node as Node;
  const declaration = program.parentOf(declarator);
  const block =
    definition.type === 'Parameter' && 'body' in declarator
      ? declarator.body
      : declaration && program.blockOf(declaration);
  return program.parentOf(statement) === block;
}

/** What may be changed where an object is used; `null` where it is only read. */
function changeAt(use: Node, program: Program, depth = 0): Unknown | null {
  if (depth > MAX_DEPTH) return 'unknown';
  const { path, last } = accessAt(use, program);
  const user = program.parentOf(last);
  if (user === null) return null;
  if (user.type === 'CallExpression' && user.callee === last) {
    return CHANGES.test(path.at(-1) ?? '') ? within(path.slice(0, -1)) : null;
  }
  if (path.length > 0 && isTarget(last, user, program)) return within(path.slice(0, -1));
  return isHandedOn(last, user, program, depth) ? within(path) : null;
}

/** `use.a.b.c`: the names, `null` for one that is worked out, and the outermost member. */
function accessAt(use: Node, program: Program): { path: (string | null)[]; last: Node } {
  const path: (string | null)[] = [];
  for (let [last, step] = [use, 0]; ; step++) {
    const up = step < MAX_STEPS ? program.parentOf(last) : null;
    if (up?.type === 'MemberExpression' && up.object === last) path.push(propertyName(up));
    else if (!isPassedOn(last, up)) return { path, last };
    last = up!;
  }
}

/** Whether the expression around a value is that value: a chain, `await`, a branch, an assertion. */
function isPassedOn(node: Node, around: Node | null): boolean {
  // ESLint's tree has TypeScript's assertions in it.
  if (around !== null && wrappedBy(around) === node) return true;
  if (around?.type === 'ConditionalExpression') return around.test !== node;
  return /^(?:ChainExpression|AwaitExpression|LogicalExpression)$/.test(around?.type ?? '');
}

function within([first]: readonly (string | null)[]): Unknown {
  return first === undefined || first === null ? 'unknown' : { within: first };
}

/** Whether a member is given another value, or taken away. */
function isTarget(member: Node, user: Node, program: Program): boolean {
  switch (user.type) {
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForInStatement':
    case 'ForOfStatement':
      return user.left === member;
    case 'UnaryExpression':
      return user.operator === 'delete';
    case 'Property':
      return user.value === member && program.parentOf(user)?.type === 'ObjectPattern';
    default:
      return /^(?:UpdateExpression|ArrayPattern|RestElement)$/.test(user.type);
  }
}

/** Whether an object is given to somebody who may change it. */
function isHandedOn(value: Node, user: Node, program: Program, depth: number): boolean {
  switch (user.type) {
    case 'CallExpression':
      return !onlyReads(user, value, program, depth);
    case 'NewExpression':
      return !READS_ONLY.test(program.originOf(user.callee) ?? '');
    case 'AssignmentExpression':
      return user.right === value && !isExport(user.left);
    case 'VariableDeclarator':
      return user.init === value && !namesIn(user.id).every((name) => isOnlyRead(name, program, depth));
    case 'Property':
      return user.value === value && isPropertyChanged(user, program, depth);
    default:
      return false;
  }
}

/** `exports.headers = …`: other files are taken to read what they import. */
function isExport(target: Node): boolean {
  let root = target;
  while (root.type === 'MemberExpression') root = root.object;
  return root.type === 'Identifier' && /^(?:module|exports)$/.test(root.name);
}

/** The names that a declaration declares; of what a list holds nobody knows headers. */
function namesIn(pattern: Node): Node[] {
  if (pattern.type !== 'ObjectPattern') return pattern.type === 'Identifier' ? [pattern] : [];
  return pattern.properties.flatMap((property) => (property.type === 'Property' ? namesIn(property.value) : []));
}

/** Whether the variable whose object has this property, maybe further inside, changes what the property holds. */
function isPropertyChanged(property: ESTree.Property, program: Program, depth: number): boolean {
  const { declared, name, given } = holderOf(property, program);
  if (given !== null) return isGivenAway(given.call, given.argument, name, program, depth);
  if (declared === null) return false;
  return changesTo(declared, program, depth).some(
    (change) => change === 'unknown' || name === null || change.within === name,
  );
}

/** Who is given an object with a property. */
interface Holder {
  /** The name of a variable. */
  readonly declared: Node | null;
  /** A call, and the argument of it that the object is. */
  readonly given: { readonly call: ESTree.SimpleCallExpression; readonly argument: Node } | null;
  /** Under which name the object itself holds it. */
  readonly name: string | null;
}

function holderOf(property: ESTree.Property, program: Program): Holder {
  let name = keyOf(property);
  let at: Node = property;
  for (let step = 0; step < MAX_STEPS; step++) {
    const up = program.parentOf(at);
    if (up?.type === 'VariableDeclarator') {
      return { declared: up.id.type === 'Identifier' ? up.id : null, name, given: null };
    }
    if (up?.type === 'CallExpression' && up.callee !== at && !isCopy(up, program)) {
      return { declared: null, name, given: { call: up, argument: at } };
    }
    if (up?.type === 'Property') name = keyOf(up);
    const isHeld = /^(?:ObjectExpression|SpreadElement|Property)$/.test(up?.type ?? '') || isPassedOn(at, up);
    if (!isHeld && !isCopy(up, program)) break;
    at = up!;
  }
  return { declared: null, name, given: null };
}

/** Methods of clients, which send what they are given. */
const SENDS =
  /^(?:get|post|put|patch|delete|head|options|request|stream|send|fetch|ajax|raw|native|create|extend|json|log)$/;

/** Whether a function may change what an object that it is given holds under a name: `sign({ headers })`. */
function isGivenAway(
  call: ESTree.SimpleCallExpression,
  argument: Node,
  name: string | null,
  program: Program,
  depth: number,
): boolean {
  if (call.callee.type === 'MemberExpression' && SENDS.test(propertyName(call.callee) ?? '')) return false;
  if (READS_ONLY.test(program.originOf(call.callee) ?? '')) return false;
  const called = functionOf(call.callee, program);
  const parameter = called?.params[call.arguments.indexOf(argument as ESTree.Expression)];
  if (parameter?.type === 'ObjectPattern') {
    return !namesIn(parameter).every((each) => isOnlyRead(each, program, depth));
  }
  if (parameter?.type !== 'Identifier') return true;
  return changesTo(parameter, program, depth).some(
    (each) => each === 'unknown' || name === null || each.within === name,
  );
}

/** `Object.freeze(…)` and `Object.assign(…)`: what they give back holds the same. */
function isCopy(node: Node | null, program: Program): boolean {
  return node?.type === 'CallExpression' && /^:Object\.(?:freeze|assign)$/.test(program.originOf(node.callee) ?? '');
}

/** Whether a call leaves its argument as it is. */
function onlyReads(call: ESTree.SimpleCallExpression, argument: Node, program: Program, depth: number): boolean {
  if (READS_ONLY.test(program.originOf(call.callee) ?? '')) return true;
  const called = functionOf(call.callee, program);
  const parameter = called?.params[call.arguments.indexOf(argument as ESTree.Expression)];
  return parameter?.type === 'Identifier' && isOnlyRead(parameter, program, depth);
}

/** By variable: what may change what it holds. While it is being looked at, it counts as changed. */
const known = new WeakMap<Variable, readonly Unknown[]>();

function isOnlyRead(declared: Node, program: Program, depth: number): boolean {
  return changesTo(declared, program, depth).length === 0;
}

/** Each variable is looked at once: of those that hold one another there are more ways than time. */
function changesTo(declared: Node, program: Program, depth: number): readonly Unknown[] {
  const variable = program.variableDeclaredAt(declared);
  if (variable === null) return [];
  let answer = known.get(variable);
  if (answer === undefined) {
    known.set(variable, ['unknown']);
    const uses = variable.references.filter(({ init }) => init !== true);
    answer = uses.flatMap(({ identifier }) => changeAt(identifier as Node, program, depth + 1) ?? []);
    known.set(variable, answer);
  }
  return answer;
}
