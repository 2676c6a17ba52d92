import type { RequestSite } from '../../site.js';
import { at, isSet, itemsOf, memberOf, membersOf, textOf, type Node } from '../data/node.js';
import {
  bearerAuth,
  headerOf,
  keyAuth,
  NO_AUTH,
  requestOf,
  UNKNOWN_AUTH,
  Values,
  withQuery,
  type Auth,
  type Parameter,
} from './values.js';

const MAX_DEPTH = 40;
/** More are sent by no folder. */
const MAX_HEADERS = 100;

/** An export of Insomnia: of version 4, a list of resources, or of version 5, a tree. */
export function exportIn(root: Node): Node | null {
  const isList = textOf(memberOf(root, '_type')) === 'export' && memberOf(root, 'resources')?.kind === 'list';
  const isTree = /^collection\.insomnia\.rest\/5/.test(textOf(memberOf(root, 'type')) ?? '');
  return isList || isTree ? root : null;
}

/** The requests of an export. Source: Insomnia, packages/insomnia/src/common/insomnia-v5.ts and models. */
export function readInsomnia(root: Node, text: string): RequestSite[] {
  const values = new Values(text);
  return memberOf(root, 'resources') === undefined ? tree(root, values) : resources(root, values);
}

/** What the folders around a request send with it, from the outermost on. */
interface Surroundings {
  readonly auth: Auth;
  readonly headers: readonly Parameter[];
}

const NOTHING: Surroundings = { auth: NO_AUTH, headers: [] };

function tree(root: Node, values: Values): RequestSite[] {
  const environments = memberOf(root, 'environments');
  for (const each of [environments, ...itemsOf(memberOf(environments, 'subEnvironments'))]) {
    setVariables(memberOf(each, 'data'), values);
  }
  setInFolders(itemsOf(memberOf(root, 'collection')), values, 0);
  const walk = (items: readonly Node[], around: Surroundings, depth: number): RequestSite[] =>
    depth > MAX_DEPTH
      ? []
      : items.flatMap((item) => {
          const children = memberOf(item, 'children');
          return children === undefined
            ? requestIn(item, around, values)
            : walk(itemsOf(children), inside(item, around, values), depth + 1);
        });
  return walk(itemsOf(memberOf(root, 'collection')), NOTHING, 0);
}

function setInFolders(items: readonly Node[], values: Values, depth: number): void {
  for (const item of depth > MAX_DEPTH ? [] : items) {
    setVariables(memberOf(item, 'environment'), values);
    setInFolders(itemsOf(memberOf(item, 'children')), values, depth + 1);
  }
}

function resources(root: Node, values: Values): RequestSite[] {
  const all = itemsOf(memberOf(root, 'resources'));
  const byId = new Map(all.map((each) => [textOf(memberOf(each, '_id')), each]));
  const around = new Map<Node, Surroundings>();
  const aroundOf = (item: Node, depth: number): Surroundings => {
    const parent = byId.get(textOf(memberOf(item, 'parentId')));
    if (parent === undefined || depth > MAX_DEPTH || textOf(memberOf(parent, '_type')) !== 'request_group')
      return NOTHING;
    const known = around.get(parent) ?? inside(parent, aroundOf(parent, depth + 1), values);
    around.set(parent, known);
    return known;
  };
  for (const each of all) {
    const type = textOf(memberOf(each, '_type'));
    if (type === 'environment') setVariables(memberOf(each, 'data'), values);
    if (type === 'request_group') setVariables(memberOf(each, 'environment'), values);
  }
  return all
    .filter((each) => /^(?:websocket_)?request$/.test(textOf(memberOf(each, '_type')) ?? ''))
    .flatMap((each) => requestIn(each, aroundOf(each, 0), values));
}

function setVariables(data: Node | undefined, values: Values): void {
  for (const { name, value } of membersOf(data)) values.set(name, value);
}

function inside(folder: Node, { auth, headers }: Surroundings, values: Values): Surroundings {
  return {
    auth: authOf(memberOf(folder, 'authentication'), auth, values),
    headers: [...headers, ...pairsIn(memberOf(folder, 'headers'), values)].slice(0, MAX_HEADERS),
  };
}

/** Headers or parameters that are not turned off. */
function pairsIn(list: Node | undefined, values: Values): Parameter[] {
  return itemsOf(list)
    .filter((each) => !isSet(each, 'disabled') && (textOf(memberOf(each, 'name')) ?? '') !== '')
    .map((each) => ({ name: values.of(memberOf(each, 'name')), value: values.of(memberOf(each, 'value')) }));
}

function requestIn(item: Node, around: Surroundings, values: Values): RequestSite[] {
  const url = memberOf(item, 'url');
  if (url === undefined) return [];
  const { start, end } = item;
  const isWebSocket = /^wss?:/i.test(textOf(url) ?? '');
  return [
    requestOf({
      url: withQuery(values.of(url), pairsIn(memberOf(item, 'parameters'), values)),
      headers: [...around.headers, ...pairsIn(memberOf(item, 'headers'), values)].map(({ name, value }) =>
        headerOf(name, value),
      ),
      auth: authOf(memberOf(item, 'authentication'), around.auth, values),
      isWhole: !/header|auth/i.test(
        textOf(memberOf(item, 'preRequestScript') ?? at(item, 'scripts', 'preRequest')) ?? '',
      ),
      isWebSocket,
      start,
      end,
    }),
  ];
}

/** Without a type, or with `inherit`, it is the folder's. */
function authOf(auth: Node | undefined, above: Auth, values: Values): Auth {
  const type = textOf(memberOf(auth, 'type')) ?? 'inherit';
  const named = (name: string): Node | undefined => memberOf(auth, name);
  if (type === 'inherit' || type === '') return above;
  if (type === 'none' || isSet(auth, 'disabled')) return NO_AUTH;
  if (type === 'bearer' && named('token')) {
    const prefix = textOf(named('prefix')) ?? '';
    return bearerAuth(values.of(named('token')), prefix === 'NO_PREFIX' ? '' : prefix === '' ? 'Bearer' : prefix);
  }
  if (type === 'apikey' && named('key') && named('value')) {
    const where = textOf(named('addTo')) ?? 'header';
    if (where === 'cookie') return NO_AUTH;
    return keyAuth(values.of(named('key')), values.of(named('value')), where === 'queryParams');
  }
  if (type === 'basic') {
    const { start, end } = named('password') ?? auth!;
    return { basic: { start, end } };
  }
  return UNKNOWN_AUTH;
}
