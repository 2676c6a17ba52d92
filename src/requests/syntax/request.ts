import type { RequestSite } from '../site.js';
import type { Template } from '../template.js';
import type { CallAt } from './call.js';
import { headersIn, lastOf, type Added } from './headers.js';
import { joinedUrl, resolvedUrl, withQuery } from './join-url.js';
import type { Program } from './program.js';
import type { Entries, Expression, Values } from './values.js';

/** A script, and what is known of it. */
export interface Script {
  readonly program: Program;
  readonly values: Values;
  /** Whether it says of itself that it runs in a browser. */
  readonly inBrowser: boolean;
  readonly versions: Versions;
}

/** The versions that the project asks of the packages that it depends on, as its package.json says them. */
export type Versions = Readonly<Record<string, string | undefined>>;

/** Finds the requests that a call makes. */
export type Reader<Found> = (call: CallAt, script: Script) => Found[];

interface Parts {
  readonly url: Expression | null | undefined;
  readonly options: Expression | null | undefined;
  /** What is put before the URL. */
  readonly base?: Expression | null;
  /** What it is resolved against. */
  readonly resolvedBase?: Expression | null;
  /** The option that holds parameters of the query. */
  readonly query?: readonly string[];
  /** The option that holds the headers, where it is not called so. */
  readonly headers?: string;
  /** Headers that are sent along whatever the options say. */
  readonly shared?: Added;
}

const NO_HEADERS: Added = { entries: [], isComplete: true };

/** The request of a call with a URL and an object of options: `headers`, and what holds its query. */
export function requestAt(call: CallAt, parts: Parts, { values }: Script): RequestSite[] {
  const { url, options, base, resolvedBase, query = [], headers = 'headers', shared = NO_HEADERS } = parts;
  if (!url) return [];
  const given = options ? values.entries(options) : null;
  const own = values.template(url);
  const behindBase = base ? joinedUrl(values.template(base), own) : own;
  const joined = resolvedBase ? resolvedUrl(values.template(resolvedBase), own) : behindBase;
  const parameters = query.flatMap((name) => lastOf(given, name) ?? []);
  const items = parameters.flatMap(({ value }) => values.entries(value)?.entries ?? []);
  return [
    {
      kind: 'request',
      url: withQuery(joined, items, values),
      ...headersIn(given, headers, shared, values),
      start: call.start,
      end: call.end,
    },
  ];
}

export function textOption(options: Entries | null, name: string, values: Values): Template | null {
  const option = lastOf(options, name);
  return option && values.template(option.value);
}
