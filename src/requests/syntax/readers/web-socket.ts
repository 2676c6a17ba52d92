import type { RequestSite } from '../../site.js';
import type { Template } from '../../template.js';
import { lastOf } from '../headers.js';
import { requestAt, type Reader } from '../request.js';
import type { Expression, Values } from '../values.js';

/** `new WebSocket(url, protocols)`; with `ws` also `(url, options)` and `(url, protocols, options)`. */
export const readWebSocket: Reader<RequestSite> = (call, script) => {
  const { values } = script;
  const [url, second, third] = call.args;
  if (call.node.type !== 'NewExpression') return [];
  const isOptions = second ? values.entries(second) !== null && !isList(second, values) : false;
  const options = third ?? (isOptions ? second : null);
  // The browser's takes no third argument, and as the second no object; the one of Node takes one.
  const isBrowser = call.origin === ':WebSocket' && (Boolean(third) || script.inBrowser || !options);
  const protocols = isOptions ? protocolOption(second!, values) : protocolsOf(second, values);
  return requestAt(call, { url, options }, script).map((site) => {
    const isSure = protocols !== null && (options ? site.isComplete : true);
    const isComplete = isSure || (isBrowser && protocols !== null);
    return { ...site, isComplete, webSocket: { protocols, isBrowser } };
  });
};

function isList(expression: Expression, values: Values): boolean {
  return values.resolve(expression).node.type === 'ArrayExpression';
}

/** The items of the subprotocol list; `null` where they are not known. */
function protocolsOf(expression: Expression | null | undefined, values: Values): Template[] | null {
  if (expression === undefined) return [];
  if (expression === null) return null;
  const { node, bindings } = values.resolve(expression);
  if (node.type === 'Literal' || node.type === 'TemplateLiteral') return [values.template(expression)];
  if (node.type === 'Identifier' && node.name === 'undefined') return [];
  if (node.type !== 'ArrayExpression') return null;
  const items = node.elements.map((element) =>
    element && element.type !== 'SpreadElement' ? values.template({ node: element, bindings }) : null,
  );
  return items.includes(null) ? null : items.filter((item) => item !== null);
}

/** The same where an object of options may hold it. */
function protocolOption(options: Expression, values: Values): Template[] | null {
  const entries = values.entries(options);
  if (entries?.isComplete !== true) return null;
  const option = lastOf(entries, 'protocols') ?? lastOf(entries, 'protocol');
  return option === null ? [] : protocolsOf(option.value, values);
}
