import { keyOf } from '../../syntax/index.js';
import { isCall, methodCall, nameSpan, spanOf } from './call.js';
import { COMMON_HEADERS } from './clients.js';
import type { Added } from './headers.js';
import { headersAddedBy } from './hooks.js';
import { propertyName, type Node, type Program } from './program.js';
import type { Script } from './request.js';
import { NO_BINDINGS, type Bindings, type Entry, type Expression } from './values.js';

/** What is said of a client behind its making: `client.defaults.…`, `client.interceptors.request.use(…)`. */
export interface Defaults {
  readonly base: Expression | null;
  readonly headers: Added;
}

/** By the uses of a client outside of functions that are called with something known: what is said at them. */
const known = new WeakMap<readonly Node[], Defaults>();

/** What the file says of the client that `object` names, wherever it says it: each client is looked at once. */
export function defaultsOf(object: Node, bindings: Bindings, script: Script): Defaults {
  const uses = script.program.usesOf(object);
  const defaults = known.get(uses) ?? saidAtAny(uses, bindings, script);
  if (bindings.size === 0) known.set(uses, defaults);
  script.values.spend(defaults.headers.entries.length);
  return defaults;
}

function saidAtAny(uses: readonly Node[], bindings: Bindings, script: Script): Defaults {
  script.values.spend(uses.length);
  let base: Expression | null = null;
  const entries: Entry[] = [];
  let isComplete = true;
  for (const use of uses) {
    const said = saidAt(use, bindings, script);
    if (said === null) continue;
    base = said.base ?? base;
    for (const entry of said.headers.entries) entries.push(entry);
    isComplete &&= said.headers.isComplete;
  }
  return { base, headers: { entries, isComplete } };
}

const NOTHING: Added = { entries: [], isComplete: true };
const UNKNOWN: Added = { entries: [], isComplete: false };

function saidAt(use: Node, bindings: Bindings, script: Script): Defaults | null {
  const { path, last } = memberPath(use, script);
  const user = script.program.parentOf(last);
  if (path.length === 0) return isHandedOn(last, user, script) ? { base: null, headers: UNKNOWN } : null;
  if (path[0] === 'interceptors') return { base: null, headers: interceptor(path, last, bindings, script) };
  if (path[0] !== 'defaults') return null;
  if (user?.type !== 'AssignmentExpression' || user.left !== last) {
    const isOfHeaders = path.length === 1 || path[1] === 'headers' || path[1] === null;
    const mayChange = isHandedOn(last, user, script) || isCalled(last, user);
    return isOfHeaders && mayChange ? { base: null, headers: UNKNOWN } : null;
  }
  const value = { node: user.right, bindings };
  if (path[1] === 'baseURL') return { base: value, headers: NOTHING };
  const name = path.at(-1) ?? null;
  if (path[1] !== 'headers') return { base: null, headers: path[1] === null ? UNKNOWN : NOTHING };
  if (path.length < 3 || name === null || last.type !== 'MemberExpression') return { base: null, headers: UNKNOWN };
  if (COMMON_HEADERS.includes(name)) {
    const given = script.values.entries(value);
    return { base: null, headers: given ?? UNKNOWN };
  }
  const entry = { name, nameAt: nameSpan(last.property), value, ...spanOf(user) };
  return { base: null, headers: { entries: [entry], isComplete: true } };
}

/** Whether somebody else gets a client or its defaults, who may add to them: a function, another name, another file. */
function isHandedOn(node: Node, user: Node | null, { program }: Script): boolean {
  switch (user?.type) {
    case 'CallExpression':
    case 'NewExpression':
      return user.callee !== node;
    case 'VariableDeclarator':
      return (user.init === node && takesDefaults(user.id)) || isExported(program.parentOf(user), program);
    case 'AssignmentExpression':
      return user.right === node;
    case 'Property':
      return user.value === node && program.parentOf(user)?.type === 'ObjectExpression';
    default:
      return /^(?:ExportSpecifier|ExportDefaultDeclaration|ArrayExpression|ReturnStatement)$/.test(user?.type ?? '');
  }
}

/** Whether a declaration takes all of a client, or that of it which every request heeds. */
function takesDefaults(pattern: Node): boolean {
  if (pattern.type !== 'ObjectPattern') return true;
  return pattern.properties.some(
    (property) =>
      property.type !== 'Property' || !/^(?:get|post|put|patch|delete|head|request)$/.test(keyOf(property) ?? ''),
  );
}

function isExported(declaration: Node | null, program: Program): boolean {
  return declaration !== null && program.parentOf(declaration)?.type === 'ExportNamedDeclaration';
}

/** Whether a method is called on the defaults: it may change them. */
function isCalled(last: Node, user: Node | null): boolean {
  return user?.type === 'CallExpression' && user.callee === last;
}

/** `use.a.b.c`: the names, `null` for one that is not known, and the outermost member. */
function memberPath(use: Node, { program, values }: Script): { path: (string | null)[]; last: Node } {
  const path: (string | null)[] = [];
  let last = use;
  for (
    let up = program.parentOf(last);
    up?.type === 'MemberExpression' && up.object === last;
    up = program.parentOf(last)
  ) {
    path.push(propertyName(up) ?? values.text({ node: up.property, bindings: NO_BINDINGS }));
    last = up;
  }
  return { path, last };
}

/** What an interceptor of requests adds; one of responses adds nothing. */
function interceptor(path: readonly (string | null)[], last: Node, bindings: Bindings, script: Script): Added {
  if (path[1] === 'response') return NOTHING;
  const call = script.program.parentOf(last);
  if (!call || !isCall(call) || methodCall(call)?.method !== 'use') return UNKNOWN;
  const [hook] = call.arguments;
  if (!hook || hook.type === 'SpreadElement') return UNKNOWN;
  return headersAddedBy({ node: hook, bindings }, ['headers'], script);
}
