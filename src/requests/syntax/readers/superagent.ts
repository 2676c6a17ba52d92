import type { RequestSite, Span } from '../../site.js';
import { headerSet, headersOf, lastOf } from '../headers.js';
import { withQuery } from '../join-url.js';
import { chainedCalls } from '../later-calls.js';
import type { Reader } from '../request.js';
import type { Entry } from '../values.js';

/** `superagent.post(url).set(name, value).auth(key, {type: 'bearer'}).query({})`. */
export const readSuperagent: Reader<RequestSite> = ({ node, args: [url], bindings, start, end }, script) => {
  if (!url) return [];
  const { values } = script;
  const entries: Entry[] = [];
  const query: Entry[] = [];
  let isComplete = false;
  let basic: Span | undefined;
  for (const { method, args, span } of chainedCalls(node, bindings, script)) {
    const [first, second] = args;
    const given = first && !second ? values.entries(first) : null;
    if (method === 'set') {
      entries.push(...(second ? headerSet(args, span, values) : (given?.entries ?? [])));
      isComplete = second ? true : given?.isComplete === true;
    }
    if (method === 'query') query.push(...(given?.entries ?? []));
    if (method === 'auth' && second) {
      const type = lastOf(values.entries(second), 'type');
      if (type === null || values.text(type.value) === 'basic') basic = span;
    }
    if (method === 'use' || method === 'auth') isComplete = method === 'auth' && basic !== undefined;
  }
  const site: RequestSite = {
    kind: 'request',
    url: withQuery(values.template(url), query, values),
    ...headersOf({ entries, isComplete }, values),
    start,
    end,
  };
  return [basic === undefined ? site : { ...site, basic }];
};
