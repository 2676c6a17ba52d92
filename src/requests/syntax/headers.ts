import type { Header, RequestSite, Span } from '../site.js';
import { isNothing, nameSpan } from './call.js';
import { lastNamed, type Entries, type Entry, type Expression, type Values } from './values.js';

/** Headers as far as they are known. */
export type Headers = Pick<RequestSite, 'headers' | 'isComplete'>;

/** Entries of headers, and whether these are all. */
export type Added = Pick<Entries, 'entries' | 'isComplete'>;

const NONE: Headers = { headers: [], isComplete: false };

export function lastOf(entries: Entries | null, name: string): Entry | null {
  return (entries && lastNamed(entries.entries, name)) ?? null;
}

/** Headers by name, later ones replacing earlier ones. */
export function headersOf({ entries, isComplete }: Added, values: Values): Headers {
  const headers = new Map<string, Header>();
  let areAll = isComplete;
  for (const { name, nameAt, value, start, end } of entries) {
    const header = name.toLowerCase();
    // What is not given takes a header away, or is sent as text: it depends on the client.
    if (isNothing(values.resolve(value).node)) areAll = false;
    else headers.set(header, { name: header, nameAt, value: values.template(value), start, end });
  }
  return { headers: [...headers.values()], isComplete: areAll };
}

/** The headers of an option, over those that `shared` sends along; unknown where there is no such option. */
export function headersIn(options: Entries | null, name: string, shared: Added, values: Values): Headers {
  const option = lastOf(options, name);
  const given = option === null ? null : values.entries(option.value);
  if (given === null && (option !== null || shared.entries.length === 0)) return NONE;
  const isKnown = option === null ? (options?.isComplete ?? true) : options!.isFinal;
  const own = given ?? { entries: [], isComplete: true };
  const all = { entries: [...shared.entries, ...own.entries], isComplete: shared.isComplete && own.isComplete };
  const headers = headersOf(all, values);
  return { headers: headers.headers, isComplete: headers.isComplete && isKnown };
}

/** The header that a call `x.set(name, value)` adds; empty where its name is not known. */
export function headerSet([key, value]: readonly (Expression | null)[], span: Span, values: Values): Entry[] {
  const name = key ? values.text(key) : null;
  return !key || !value || name === null ? [] : [{ name, nameAt: nameSpan(key.node), value, ...span }];
}
