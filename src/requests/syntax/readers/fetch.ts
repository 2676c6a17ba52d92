import type { JoinSite, RequestSite } from '../../site.js';
import { FETCHES } from '../clients.js';
import type { Node, Program } from '../program.js';
import { requestAt, type Reader } from '../request.js';

/** `fetch(url, options)`, `new Request(url, options)`. */
export const readFetch: Reader<RequestSite> = (call, script) => {
  const [url, options] = call.args;
  const sites = requestAt(call, { url, options }, script);
  const isSent = call.node.type === 'CallExpression' || isSentAsItIs(call.node, script.program);
  return isSent ? sites : sites.map((site) => ({ ...site, isComplete: false }));
};

/** Whether all that is done with a `Request` is `fetch(request)`: its headers may be set later, or replaced in the call. */
function isSentAsItIs(request: Node, program: Program): boolean {
  const around = program.parentOf(request);
  if (around?.type === 'ExpressionStatement') return true;
  if (around?.type !== 'VariableDeclarator' || around.id.type !== 'Identifier') return isSentBy(around, program);
  const references = program.variableDeclaredAt(around.id)?.references ?? [];
  return references.every(
    ({ identifier, init }) => init === true || isSentBy(program.parentOf(identifier as Node), program),
  );
}

function isSentBy(call: Node | null, program: Program): boolean {
  const isFetch = call?.type === 'CallExpression' && FETCHES.has(program.originOf(call.callee) ?? '');
  return isFetch && call.arguments.length === 1;
}

/** `new EventSource(url)`: that of browsers takes no headers, its namesake for Node takes a `fetch` that sends some. */
export const readEventSource: Reader<RequestSite> = (call, script) =>
  requestAt(call, { url: call.args[0], options: null }, script).map((site) => ({
    ...site,
    isComplete: call.origin === ':EventSource',
  }));

/** `new URL(path, base)`. */
export const readUrl: Reader<JoinSite> = ({ args: [path, base], start, end }, { values }) =>
  path && base ? [{ kind: 'join', base: values.template(base), path: values.template(path), start, end }] : [];
