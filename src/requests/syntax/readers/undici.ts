import type { RequestSite } from '../../site.js';
import { addressOf } from '../../address.js';
import { isCall, methodCall } from '../call.js';
import { UNDICI_CLIENTS } from '../clients.js';
import { lastOf } from '../headers.js';
import { requestAt, type Reader } from '../request.js';

/** `new Client(origin).request({path, method, headers})`, and the same with `Pool`. */
export const readUndici: Reader<RequestSite> = (call, script) => {
  const called = methodCall(call.node);
  if (called === null || !/^(?:request|stream)$/.test(called.method)) return [];
  const maker = script.values.resolve({ node: called.object, bindings: call.bindings });
  if (!isCall(maker.node) || !UNDICI_CLIENTS.has(script.program.originOf(maker.node.callee) ?? '')) return [];
  const [origin] = maker.node.arguments;
  const [options] = call.args;
  const path = options ? lastOf(script.values.entries(options), 'path') : null;
  if (!origin || origin.type === 'SpreadElement' || path === null) return [];
  const base = { node: origin, bindings: maker.bindings };
  // It throws where the origin has a path.
  if (!/^\/?$/.test(addressOf(script.values.template(base)).path)) return [];
  return requestAt(call, { url: path.value, options, base }, script);
};
