import type { JoinSite, RequestSite } from '../../site.js';
import { requestAt, type Reader } from '../request.js';

/** `fetch(url, options)`, `new Request(url, options)`. */
export const readFetch: Reader<RequestSite> = (call, script) => {
  const [url, options] = call.args;
  return requestAt(call, { url, options }, script);
};

/** `new EventSource(url)`: that of browsers takes no headers, its namesake for Node takes a `fetch` that sends some. */
export const readEventSource: Reader<RequestSite> = (call, script) =>
  requestAt(call, { url: call.args[0], options: null }, script).map((site) => ({
    ...site,
    isComplete: call.origin === ':EventSource',
  }));

/** `new URL(path, base)`. */
export const readUrl: Reader<JoinSite> = ({ args: [path, base], start, end }, { values }) =>
  path && base
    ? [{ kind: 'join', how: 'url', base: values.template(base), path: values.template(path), start, end }]
    : [];
