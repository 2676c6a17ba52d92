import type { RequestSite } from '../../site.js';
import { headerSet, headersOf } from '../headers.js';
import { callsOn, isUsedByMembers } from '../later-calls.js';
import type { Reader } from '../request.js';

/** `const x = new XMLHttpRequest()`, with `x.open(method, url)` and `x.setRequestHeader(name, value)`. */
export const readXhr: Reader<RequestSite> = ({ node, bindings }, script) => {
  const { values } = script;
  const calls = callsOn(node, bindings, script);
  const open = calls.find(({ method }) => method === 'open');
  const [verb, url] = open?.args ?? [];
  if (!open || !verb || !url) return [];
  const entries = calls
    .filter(({ method }) => method === 'setRequestHeader')
    .flatMap(({ args, span }) => headerSet(args, span, values));
  // Handlers and answers are members of it; whoever gets the object itself may add headers.
  const isKept = isUsedByMembers(node, script);
  const matter = calls.filter(({ method }) => method === 'open' || method === 'setRequestHeader');
  const isComplete = isKept && entries.length > 0 && matter.every(({ isCertain }) => isCertain);
  return [
    {
      kind: 'request',
      url: values.template(url),
      ...headersOf({ entries, isComplete }, values),
      ...open.span,
    },
  ];
};
