import { isCall, methodCall, nameSpan, spanOf } from './call.js';
import { COMMON_HEADERS } from './clients.js';
import type { Added } from './headers.js';
import { headersAddedBy } from './hooks.js';
import { propertyName, type Node } from './program.js';
import type { Script } from './request.js';
import type { Bindings, Entry, Expression } from './values.js';

/** What is said of a client behind its making: `client.defaults.…`, `client.interceptors.request.use(…)`. */
export interface Defaults {
  readonly base: Expression | null;
  readonly headers: Added;
}

/** What the file says of the client that `object` names, wherever it says it. */
export function defaultsOf(object: Node, bindings: Bindings, script: Script): Defaults {
  let base: Expression | null = null;
  const entries: Entry[] = [];
  let isComplete = true;
  for (const use of script.program.usesOf(object)) {
    const said = saidAt(use, bindings, script);
    if (said === null) continue;
    base = said.base ?? base;
    entries.push(...said.headers.entries);
    isComplete &&= said.headers.isComplete;
  }
  return { base, headers: { entries, isComplete } };
}

const NOTHING: Added = { entries: [], isComplete: true };
const UNKNOWN: Added = { entries: [], isComplete: false };

function saidAt(use: Node, bindings: Bindings, script: Script): Defaults | null {
  const { path, last } = memberPath(use, script);
  if (path[0] === 'interceptors') return { base: null, headers: interceptor(path, last, bindings, script) };
  if (path[0] !== 'defaults') return null;
  const assignment = script.program.parentOf(last);
  if (assignment?.type !== 'AssignmentExpression' || assignment.left !== last) {
    // Reading them does no harm; what is called on them may.
    const isRead = assignment?.type !== 'CallExpression' || assignment.callee !== last;
    return isRead ? null : { base: null, headers: UNKNOWN };
  }
  const value = { node: assignment.right, bindings };
  if (path[1] === 'baseURL') return { base: value, headers: NOTHING };
  const name = path.at(-1) ?? '';
  if (path[1] !== 'headers' || path.length < 3 || last.type !== 'MemberExpression')
    return { base: null, headers: path[1] === 'headers' ? UNKNOWN : NOTHING };
  if (COMMON_HEADERS.includes(name)) {
    const given = script.values.entries(value);
    return { base: null, headers: given ?? UNKNOWN };
  }
  const entry = { name, nameAt: nameSpan(last.property), value, ...spanOf(assignment) };
  return { base: null, headers: { entries: [entry], isComplete: true } };
}

/** `use.a.b.c`: the names, and the outermost member. */
function memberPath(use: Node, { program }: Script): { path: string[]; last: Node } {
  const path: string[] = [];
  let last = use;
  for (
    let up = program.parentOf(last);
    up?.type === 'MemberExpression' && up.object === last;
    up = program.parentOf(last)
  ) {
    path.push(propertyName(up) ?? '');
    last = up;
  }
  return { path, last };
}

/** What an interceptor of requests adds; one of responses adds nothing. */
function interceptor(path: readonly string[], last: Node, bindings: Bindings, script: Script): Added {
  if (path[1] === 'response') return NOTHING;
  const call = script.program.parentOf(last);
  if (!call || !isCall(call) || methodCall(call)?.method !== 'use') return UNKNOWN;
  const [hook] = call.arguments;
  if (!hook || hook.type === 'SpreadElement') return UNKNOWN;
  return headersAddedBy({ node: hook, bindings }, ['headers'], script);
}
