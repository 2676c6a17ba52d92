import type { Header, RequestSite } from '../../site.js';
import type { Template } from '../../template.js';
import { at, isSet, itemsOf, memberOf, membersOf, textOf, type Member, type Node } from '../data/node.js';
import { headerOf, keyAuth, NO_AUTH, requestOf, UNKNOWN_AUTH, type Auth } from './values.js';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
/** More servers than a description names. */
const MAX_SERVERS = 10;
/** More requests than a person looks at. */
const MAX_SITES = 20_000;

/** A description in OpenAPI 3, or in Swagger 2. */
export function descriptionIn(root: Node): Node | null {
  const version = textOf(memberOf(root, 'openapi')) ?? textOf(memberOf(root, 'swagger')) ?? '';
  return /^[23]\./.test(version) && memberOf(root, 'paths')?.kind === 'object' ? root : null;
}

/**
 * The requests that a description tells its readers to make. Source: the OpenAPI Specification 3.1, Server Object, Security
 * Requirement Object; 2.0, Security Definitions Object. Where it leaves a choice of credentials nothing is said.
 */
export function readOpenApi(root: Node, text: string): RequestSite[] {
  const sites: RequestSite[] = [];
  const schemes = at(root, 'components', 'securitySchemes') ?? memberOf(root, 'securityDefinitions');
  const auths = new Map(membersOf(schemes).map(({ name, value }) => [name, authOf(value)]));
  const everywhere = memberOf(root, 'security');
  const serversOfAll = serversIn(root) ?? hostIn(root);
  for (const { name: path, nameAt, value: item } of membersOf(memberOf(root, 'paths'))) {
    if (!path.startsWith('/') || memberOf(item, '$ref') !== undefined) continue;
    const operations = new Map(membersOf(item).map(({ name, value }) => [name, value]));
    for (const method of METHODS) {
      const operation = operations.get(method);
      if (operation === undefined || sites.length > MAX_SITES) continue;
      const all = authsOf(memberOf(operation, 'security') ?? everywhere, auths);
      if (all === null) continue;
      const servers = serversIn(operation) ?? serversIn(item) ?? serversOfAll;
      const parameters = [...itemsOf(memberOf(item, 'parameters')), ...itemsOf(memberOf(operation, 'parameters'))];
      const named = parameters.filter((each) => textOf(memberOf(each, 'in')) === 'header');
      // A caller may leave out what is not required.
      const headers = named.filter((each) => isSet(each, 'required')).map(parameterOf);
      const isWhole =
        parameters.every((each) => memberOf(each, '$ref') === undefined) &&
        !named.some((each) => !isSet(each, 'required') && isCredential(each)) &&
        // Its version header is left out of most descriptions.
        !path.endsWith('/messages');
      for (const server of servers) {
        const own: Template = {
          pieces: [{ text: path, at: text.startsWith(path, nameAt.start) ? nameAt.start : null }],
          ...nameAt,
        };
        const [first = NO_AUTH, ...others] = all;
        sites.push(
          requestOf({
            url: { ...own, pieces: [{ text: server, at: null }, ...own.pieces] },
            headers: [...headers, ...others.flatMap(({ header }) => header ?? [])],
            auth: first,
            isWhole: isWhole && others.every(({ header }) => header !== undefined),
            start: nameAt.start,
            end: nameAt.end,
          }),
        );
      }
    }
  }
  return sites;
}

function isCredential(parameter: Node): boolean {
  return /^authorization$|-key$|-secret$|token/i.test(textOf(memberOf(parameter, 'name')) ?? '');
}

/** Of a header its name; what a caller sends in it is not known. */
function parameterOf(parameter: Node): Header | null {
  const name = memberOf(parameter, 'name');
  return name?.kind === 'scalar' ? headerOf(written(name), unknownAt(name)) : null;
}

function written(node: Node): Template {
  const { start, end } = node;
  return { pieces: [{ text: textOf(node) ?? '', at: null }], start, end };
}

function unknownAt({ start, end }: Node): Template {
  return { pieces: [{ name: null }], start, end };
}

/** The credentials that go together; `null` where there is none, or a choice. */
function authsOf(security: Node | undefined, schemes: ReadonlyMap<string, Auth>): Auth[] | null {
  const [only, ...others] = itemsOf(security);
  const names = membersOf(only);
  if (names.length === 0 || others.length > 0) return null;
  return names.map(({ name }) => schemes.get(name) ?? UNKNOWN_AUTH);
}

function authOf(scheme: Node | undefined): Auth {
  const [type, kind] = [textOf(memberOf(scheme, 'type')), textOf(memberOf(scheme, 'scheme'))?.toLowerCase()];
  const name = memberOf(scheme, 'name');
  const where = textOf(memberOf(scheme, 'in'));
  if (type === 'apiKey' && name?.kind === 'scalar' && (where === 'header' || where === 'query')) {
    return keyAuth(written(name), unknownAt(name), where === 'query');
  }
  if (type === 'basic' || (type === 'http' && kind === 'basic')) {
    const { start, end } = memberOf(scheme, 'scheme') ?? scheme!;
    return { basic: { start, end } };
  }
  if (type !== 'http' || kind !== 'bearer') return UNKNOWN_AUTH;
  const { start, end } = scheme!;
  const value: Template = { pieces: [{ text: 'Bearer ', at: null }, { name: null }], start, end };
  return { header: { name: 'authorization', nameAt: { start, end }, value, start, end } };
}

/** The addresses that are named at a place, without a slash at the end; `null` where none is. */
function serversIn(place: Node): string[] | null {
  const servers = itemsOf(memberOf(place, 'servers'));
  return servers.length === 0 ? null : servers.slice(0, MAX_SERVERS).flatMap((server) => serverOf(server) ?? []);
}

/** As Swagger 2 has it. */
function hostIn(root: Node): string[] {
  const host = textOf(memberOf(root, 'host'));
  if (host === null) return [];
  const scheme = textOf(itemsOf(memberOf(root, 'schemes'))[0]) ?? 'https';
  return [`${scheme}://${host}${textOf(memberOf(root, 'basePath')) ?? ''}`.replace(/\/$/, '')];
}

/** With the defaults of its variables. */
function serverOf(server: Node): string | null {
  const url = textOf(memberOf(server, 'url'));
  if (url === null || !/^https?:\/\//i.test(url)) return null;
  const variables = new Map(membersOf(memberOf(server, 'variables')).map(({ name, value }: Member) => [name, value]));
  const whole = url.replace(
    /\{(\w+)\}/g,
    (text, name: string) => textOf(memberOf(variables.get(name), 'default')) ?? text,
  );
  return whole.includes('{') ? null : whole.replace(/\/$/, '');
}
