import type { Header, RequestSite } from '../../site.js';
import type { Piece, Template } from '../../template.js';
import { at, isSet, itemsOf, memberOf, membersOf, textOf, type Node } from '../data/node.js';
import { bearerAuth, headerOf, keyAuth, NO_AUTH, requestOf, UNKNOWN_AUTH, Values, type Auth } from './values.js';

/** Folders in folders; deeper than that nobody files. */
const MAX_DEPTH = 40;
/** A longer address is none. */
const MAX_PIECES = 200;

/** What folders hand down. */
interface Inherited {
  readonly auth: Auth;
  readonly isWhole: boolean;
}

/** A collection of Postman; also as its API gives it, in `collection`. */
export function collectionIn(root: Node): Node | null {
  const collection = memberOf(root, 'collection') ?? root;
  const schema = textOf(at(collection, 'info', 'schema')) ?? '';
  const isOne =
    /getpostman\.com\/json\/collection\/v2/.test(schema) || at(collection, 'info', '_postman_id') !== undefined;
  return isOne && memberOf(collection, 'item')?.kind === 'list' ? collection : null;
}

/**
 * The requests of a collection. Source: Postman's schemas of collections 2.0 and 2.1, schema.getpostman.com. What an
 * environment, which is another file, sets besides is not known.
 */
export function readPostman(collection: Node, text: string): RequestSite[] {
  const values = new Values(text);
  setVariables(collection, values, 0);
  return itemsIn(collection, { auth: NO_AUTH, isWhole: true }, values, 0);
}

function setVariables(node: Node, values: Values, depth: number): void {
  for (const variable of itemsOf(memberOf(node, 'variable'))) {
    const name = textOf(memberOf(variable, 'key')) ?? textOf(memberOf(variable, 'id'));
    if (name !== null && !isSet(variable, 'disabled')) values.set(name, memberOf(variable, 'value'));
  }
  if (depth > MAX_DEPTH) return;
  for (const item of itemsOf(memberOf(node, 'item'))) setVariables(item, values, depth + 1);
}

function itemsIn(node: Node, above: Inherited, values: Values, depth: number): RequestSite[] {
  const inherited = {
    auth: authOf(memberOf(node, 'auth'), above.auth, values),
    isWhole: above.isWhole && !changesRequests(node),
  };
  if (depth > MAX_DEPTH) return [];
  return itemsOf(memberOf(node, 'item')).flatMap((item) => {
    if (memberOf(item, 'item') !== undefined) return itemsIn(item, inherited, values, depth + 1);
    const request = memberOf(item, 'request');
    return request === undefined ? [] : requestIn(item, request, inherited, values);
  });
}

/** Whether a script that runs before requests may set headers. */
function changesRequests(node: Node): boolean {
  return itemsOf(memberOf(node, 'event'))
    .filter((event) => textOf(memberOf(event, 'listen')) === 'prerequest')
    .map((event) => at(event, 'script', 'exec'))
    .flatMap((exec) => [exec, ...itemsOf(exec)])
    .some((line) => /headers?|\bpm\.request|\bauth/i.test(textOf(line) ?? ''));
}

function requestIn(item: Node, request: Node, above: Inherited, values: Values): RequestSite[] {
  const { start, end } = item;
  const auth = authOf(memberOf(request, 'auth'), above.auth, values);
  const isWhole = above.isWhole && !changesRequests(item);
  if (request.kind === 'scalar') {
    return [requestOf({ url: values.of(request), headers: [], auth, isWhole, start, end })];
  }
  const url = urlOf(memberOf(request, 'url'), values);
  if (url === null) return [];
  const header = memberOf(request, 'header');
  const headers = itemsOf(header)
    .filter((each) => !isSet(each, 'disabled'))
    .map((each): Header | null => headerOf(values.of(memberOf(each, 'key')), values.of(memberOf(each, 'value'))));
  // Of version 2.0: all in one text.
  const isText = header !== undefined && header.kind !== 'list' && (textOf(header) ?? '') !== '';
  return [requestOf({ url, headers, auth, isWhole: isWhole && !isText, start, end })];
}

function urlOf(node: Node | undefined, values: Values): Template | null {
  if (node?.kind === 'scalar') return values.of(node);
  const raw = memberOf(node, 'raw');
  return raw === undefined ? joinedUrl(node, values) : values.of(raw);
}

/** Of parts: `host` and `path` are texts, or lists of what stands between dots and slashes. */
function joinedUrl(node: Node | undefined, values: Values): Template | null {
  const [host, path] = [partsOf(memberOf(node, 'host')), partsOf(memberOf(node, 'path'))];
  if (node === undefined || host.length === 0) return null;
  const { start, end } = node;
  const pieces: Piece[] = [];
  const add = (text: string, part?: Node): void => {
    if (text !== '') pieces.push({ text, at: null });
    if (part !== undefined) pieces.push(...values.of(part).pieces);
  };
  const [protocol, port] = [memberOf(node, 'protocol'), memberOf(node, 'port')];
  if (protocol !== undefined) add('', protocol);
  host.forEach((part, at) => {
    add(at > 0 ? '.' : protocol === undefined ? '' : '://', part);
  });
  if (port !== undefined) add(':', port);
  for (const part of path) add(textOf(part)?.startsWith('/') === true ? '' : '/', part);
  return { pieces: pieces.slice(0, MAX_PIECES), start, end };
}

function partsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : node === undefined ? [] : [node];
}

/** `null` or nothing: as the folder has it. Members of version 2.1 stand in lists, those of 2.0 in objects. */
function authOf(auth: Node | undefined, above: Auth, values: Values): Auth {
  if (auth?.kind !== 'object') return above;
  const type = textOf(memberOf(auth, 'type')) ?? '';
  const settings = memberOf(auth, type);
  const named = (name: string): Node | undefined =>
    settings?.kind === 'list'
      ? memberOf(
          settings.items.find((each) => textOf(memberOf(each, 'key')) === name),
          'value',
        )
      : membersOf(settings).find((member) => member.name === name)?.value;
  if (type === 'noauth') return NO_AUTH;
  if (type === 'bearer' && named('token')) return bearerAuth(values.of(named('token')));
  if (type === 'apikey' && named('key') && named('value')) {
    return keyAuth(values.of(named('key')), values.of(named('value')), textOf(named('in')) === 'query');
  }
  if (type === 'basic') {
    const { start, end } = named('password') ?? auth;
    return { basic: { start, end } };
  }
  return UNKNOWN_AUTH;
}
