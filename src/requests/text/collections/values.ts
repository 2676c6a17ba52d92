import type { Header, RequestSite, Span } from '../../site.js';
import { concatenated, HOLE, isKnown, shapeOf, type Template } from '../../template.js';
import { textOf, type Node } from '../data/node.js';
import { MUSTACHES, templateAt } from '../placeholders.js';
import { Variables } from '../shell/script.js';

/** More stand in no address. */
const MAX_PARAMETERS = 100;

/** The values of a collection of requests, in which `{{name}}` stands for a variable. */
export class Values {
  readonly #text: string;
  readonly #variables = new Variables();

  constructor(text: string) {
    this.#text = text;
  }

  /** An empty value is one that another file gives. */
  set(name: string, value: Node | undefined): void {
    const isEmpty = (textOf(value) ?? '') === '';
    this.#variables.set(name, isEmpty ? [] : [{ ...this.#written(value), quoted: [], mayBeMore: false }], !isEmpty);
  }

  /** A value with those of its variables. */
  of(node: Node | undefined): Template {
    const { pieces, start, end } = this.#variables.resolved({ ...this.#written(node), quoted: [], mayBeMore: false });
    return { pieces: pieces.filter((piece) => !isKnown(piece) || piece.text !== ''), start, end };
  }

  #written(node: Node | undefined): Template {
    const [start, end] = [node?.start ?? 0, node?.end ?? 0];
    // Tags of Insomnia: what they give is not known.
    if (node?.kind !== 'scalar' || node.text.includes('{%')) return { pieces: [{ name: null }], start, end };
    if (node.isVerbatim) return templateAt(this.#text, start, end, MUSTACHES);
    const pieces = templateAt(node.text, 0, node.text.length, MUSTACHES).pieces.map((piece) =>
      isKnown(piece) ? { ...piece, at: null } : { name: piece.name },
    );
    return { pieces, start, end };
  }
}

/** Of an auth helper: a header, a parameter of the query, or a user and password. */
export interface Auth {
  readonly header?: Header;
  readonly query?: Parameter;
  readonly basic?: Span;
  /** Whether what it sends is not known. */
  readonly isUnknown?: boolean;
}

export const NO_AUTH: Auth = {};
export const UNKNOWN_AUTH: Auth = { isUnknown: true };

export function bearerAuth(token: Template, prefix = 'Bearer'): Auth {
  const { start, end } = token;
  const space = prefix === '' ? '' : `${prefix} `;
  const value = concatenated([{ pieces: [{ text: space, at: null }], start, end }, token], start, end);
  const pieces = value.pieces.filter((piece) => !isKnown(piece) || piece.text !== '');
  return { header: { name: 'authorization', nameAt: { start, end }, value: { ...value, pieces }, start, end } };
}

/** `null` where the name is not known. */
export function headerOf(name: Template, value: Template): Header | null {
  const text = shapeOf(name);
  if (text.includes(HOLE)) return null;
  const nameAt = { start: name.start, end: name.end };
  const [start, end] = [Math.min(name.start, value.start), Math.max(name.end, value.end)];
  return { name: text.toLowerCase(), nameAt, value, start, end };
}

export function keyAuth(name: Template, value: Template, isInQuery: boolean): Auth {
  if (isInQuery) return { query: { name, value } };
  const header = headerOf(name, value);
  return header === null ? UNKNOWN_AUTH : { header };
}

export interface Draft extends Span {
  readonly url: Template;
  readonly headers: readonly (Header | null)[];
  readonly auth: Auth;
  /** Whether nothing besides adds headers. */
  readonly isWhole: boolean;
  readonly isWebSocket?: boolean;
}

/** The request of an entry in a collection. */
export function requestOf({ url, headers, auth, isWhole, isWebSocket = false, start, end }: Draft): RequestSite {
  const own = headers.filter((header) => header !== null);
  // Which of two wins depends on the version of the program.
  const isTwice = own.some(({ name }) => name === auth.header?.name);
  const all = auth.header && !isTwice ? [...own, auth.header] : own;
  return {
    kind: 'request',
    url: withQuery(schemed(url), auth.query === undefined ? [] : [auth.query]),
    headers: all,
    isComplete: isWhole && !isTwice && auth.isUnknown !== true && own.length === headers.length && all.length > 0,
    start,
    end,
    ...(auth.basic && { basic: auth.basic }),
    ...(isWebSocket && { webSocket: { protocols: null, isBrowser: false } }),
  };
}

export interface Parameter {
  readonly name: Template;
  readonly value: Template;
}

export function withQuery(url: Template, parameters: readonly Parameter[]): Template {
  const isOpen = shapeOf(url).includes('?');
  const added = parameters
    .slice(0, MAX_PARAMETERS)
    .flatMap(({ name, value }, at) => [
      { text: at > 0 || isOpen ? '&' : '?', at: null },
      ...name.pieces,
      { text: '=', at: null },
      ...value.pieces,
    ]);
  return { ...url, pieces: [...url.pieces, ...added] };
}

/** Programs put `http://` before a bare host. */
function schemed(url: Template): Template {
  const shape = shapeOf(url);
  const isBare = /^[\w-]+(?:\.[\w-]+)+(?:[:/]|$)/.test(shape);
  return isBare ? { ...url, pieces: [{ text: 'http://', at: null }, ...url.pieces] } : url;
}
