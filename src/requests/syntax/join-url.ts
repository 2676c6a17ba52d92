import { resolved } from '../resolved.js';
import { concatenated, HOLE, shapeOf, type Template } from '../template.js';
import type { Entry, Values } from './values.js';

/** A base and a path with one slash between them; an absolute URL stays as it is. */
export function joinedUrl(base: Template, url: Template): Template {
  const [left, right] = [shapeOf(base), shapeOf(url)];
  if (isOfItsOwn(right)) return url;
  const isDoubled = left.endsWith('/') && right.startsWith('/');
  const between = isDoubled || left.endsWith('/') || right.startsWith('/') || right === '' ? '' : '/';
  const head = isDoubled ? { ...base, pieces: withoutLastSlash(base) } : base;
  return concatenated([head, plain(between), url], url.start, url.end);
}

/** A path resolved against a base by RFC 3986; an absolute URL stays as it is. */
export function resolvedUrl(base: Template, url: Template): Template {
  return isOfItsOwn(shapeOf(url)) ? url : resolved(base, url);
}

/** Whether a URL is, or may be, absolute. */
function isOfItsOwn(shape: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(shape) || shape.startsWith(HOLE);
}

/** A URL with parameters of its query that an option of its own holds. */
export function withQuery(url: Template, entries: readonly Entry[], values: Values): Template {
  const hasQuery = shapeOf(url).includes('?');
  const parts = entries.flatMap(({ name, value }, at) => [
    plain(`${at === 0 && !hasQuery ? '?' : '&'}${name}=`),
    values.template(value),
  ]);
  return parts.length === 0 ? url : concatenated([url, ...parts], url.start, url.end);
}

export function plain(text: string): Template {
  return { pieces: [{ text, at: null }], start: 0, end: 0 };
}

function withoutLastSlash({ pieces }: Template): Template['pieces'] {
  const last = pieces.at(-1);
  return last !== undefined && 'text' in last
    ? [...pieces.slice(0, -1), { ...last, text: last.text.slice(0, -1) }]
    : pieces;
}
