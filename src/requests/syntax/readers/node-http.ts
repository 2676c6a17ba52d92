import type { RequestSite } from '../../site.js';
import { concatenated } from '../../template.js';
import type { CallAt } from '../call.js';
import { isFunction } from '../functions.js';
import { headerSet, headersIn, headersOf, lastOf } from '../headers.js';
import { plain } from '../join-url.js';
import { callsOn } from '../later-calls.js';
import { requestAt, textOption, type Reader, type Script } from '../request.js';
import type { Entries } from '../values.js';

/** `https.request(url, options)` or `https.request(options)`, and `request.setHeader(…)` behind it. */
export const readNodeHttp: Reader<RequestSite> = (call, script) => {
  const [first, second] = call.args;
  if (!first) return [];
  const options = script.values.entries(first);
  const isCallback = second ? isFunction(script.values.resolve(second).node) : true;
  const sites =
    options === null
      ? requestAt(call, { url: first, options: isCallback ? null : second }, script)
      : requestOf(call, options, script);
  return sites.map((site) => withLaterHeaders(site, call, script));
};

/** Of options that say host, port and path one by one. */
function requestOf(call: CallAt, options: Entries, { values }: Script): RequestSite[] {
  const text = (name: string) => textOption(options, name, values);
  const host = text('hostname') ?? text('host');
  if (host === null || !options.isComplete) return [];
  const [port, path] = [text('port'), text('path')];
  const scheme = call.origin?.split(':')[0] ?? '';
  const parts = [plain(`${scheme}://`), host, ...(port ? [plain(':'), port] : []), path ?? plain('/')];
  const { start, end } = path ?? host;
  return [
    {
      kind: 'request',
      url: concatenated(parts, start, end),
      ...headersIn(options, 'headers', { entries: [], isComplete: true }, values),
      start: call.start,
      end: call.end,
    },
  ];
}

function withLaterHeaders(site: RequestSite, call: CallAt, script: Script): RequestSite {
  const calls = callsOn(call.node, call.bindings, script).filter(({ method }) => method === 'setHeader');
  if (calls.length === 0) return site;
  const entries = calls.flatMap(({ args, span }) => headerSet(args, span, script.values));
  const isCertain = calls.every((each) => each.isCertain);
  const later = headersOf({ entries, isComplete: isCertain && entries.length === calls.length }, script.values);
  const options = call.args.find((each) => each && lastOf(script.values.entries(each), 'headers'));
  const isComplete = later.isComplete && (site.isComplete || !options);
  return { ...site, headers: [...site.headers, ...later.headers], isComplete };
}
