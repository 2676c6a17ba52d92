import { HOLE, leadingName, shapeOf, sliceOf, slicerOf, type Template } from './template.js';

/** A URL in its parts, as far as the source tells them. */
export interface Address {
  /** Lower case, without `:`; `null` where the URL begins with a variable or with its path. */
  readonly scheme: string | null;
  /** Lower case, with a port if any; `null` where it is not known. */
  readonly host: string | null;
  /** The variable that the URL or its host begins with. */
  readonly variable: string | null;
  /** Whether the path may go on to the left, in a variable. */
  readonly isTail: boolean;
  /** Of a URL with a host begins with `/`, or is empty; {@link HOLE} for what is not known of it. */
  readonly path: string;
  readonly query: readonly QueryItem[];
  readonly hash: Template | null;
  readonly userInfo: Template | null;
}

export interface QueryItem {
  readonly name: string;
  readonly value: Template;
  /** Of name and value together. */
  readonly start: number;
  readonly end: number;
}

const ABSOLUTE = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\\]*)/i;

/** Takes a URL apart. What is none, or a path of its own, has no host and is no tail. */
export function addressOf(url: Template): Address {
  const shape = shapeOf(url);
  const [origin = '', scheme, authority] = ABSOLUTE.exec(shape) ?? (shape.startsWith(HOLE) ? [HOLE] : []);
  const rest = shape.slice(origin.length);
  const [path = ''] = /^[^?#]*/.exec(rest) ?? [];
  const [query = ''] = /^\?[^#]*/.exec(rest.slice(path.length)) ?? [];
  const hashAt = origin.length + path.length + query.length;
  const at = authority?.lastIndexOf('@') ?? -1;
  const host = authority?.slice(at + 1).toLowerCase() ?? null;
  const schemeLength = scheme === undefined ? 0 : scheme.length + '://'.length;
  return {
    scheme: scheme?.toLowerCase() ?? null,
    host: host === null || host === '' || host.includes(HOLE) ? null : host,
    variable: leadingName(url, schemeLength + at + 1),
    isTail: origin === HOLE,
    path,
    query: queryItems(url, query, origin.length + path.length),
    hash: hashAt < shape.length ? sliceOf(url, hashAt + 1) : null,
    userInfo: at > 0 ? sliceOf(url, schemeLength, schemeLength + at) : null,
  };
}

/** Whether the query may hold parameters that are not known: `?${more}`. */
export function hasOpenQuery(url: Template): boolean {
  return new RegExp(`[?&][^=&#]*${HOLE}`).test(shapeOf(url));
}

function queryItems(url: Template, query: string, offset: number): QueryItem[] {
  const slice = slicerOf(url);
  return Array.from(query.matchAll(/(?<=[?&])([^=&]+)=([^&]*)/g), ({ 0: whole, 1: name = '', 2: text = '', index }) => {
    const from = offset + index;
    const value = slice(from + whole.length - text.length, from + whole.length);
    // `?${more}key=…`: what stands before the name may be other parameters.
    const known = name.slice(name.lastIndexOf(HOLE) + 1);
    return { name: known, value, start: slice(from, from + 1).start, end: value.end };
  });
}
