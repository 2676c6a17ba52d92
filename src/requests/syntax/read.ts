import type * as ESTree from 'estree';
import { GOOGLE_GENERATIVE_AI } from '../../gateway/sdks.js';
import { rangeOf, type SyntaxTree } from '../../syntax/index.js';
import type { Header, RequestSite, Site, Span, WebSocketFacts } from '../site.js';
import { concatenated, HOLE, shapeOf, wholeText, type Template } from '../template.js';
import * as clients from './clients.js';
import { logSites } from './logs.js';
import { propertyName, Program, unwrapped, type Node } from './program.js';
import { NO_BINDINGS, Values, type Bindings, type Entries, type Entry } from './values.js';

type Call = ESTree.SimpleCallExpression | ESTree.NewExpression;

/** Headers as far as they are known. */
interface Headers {
  readonly headers: readonly Header[];
  readonly isComplete: boolean;
}

const NONE: Headers = { headers: [], isComplete: false };

/** What runs in a browser says so. */
const BROWSER = /\bwindow\.|\bdocument\.|['"]use client['"]|\bimport\.meta\.env\b/;

/** The sites of a script: what it requests, sets up, puts together and logs. `text` is the whole text of the tree. */
export function readScript(tree: SyntaxTree, text: string): Site[] {
  return new ScriptReader(tree, BROWSER.test(text)).read();
}

class ScriptReader {
  readonly #program: Program;
  readonly #values: Values;
  readonly #inBrowser: boolean;

  constructor(tree: SyntaxTree, inBrowser: boolean) {
    this.#program = new Program(tree);
    this.#values = new Values(this.#program, tree);
    this.#inBrowser = inBrowser;
  }

  read(): Site[] {
    const sites = this.#program.nodes.flatMap((node) => (isCall(node) ? this.#sitesAt(node, NO_BINDINGS) : []));
    return [...sites, ...logSites(this.#program, this.#values)];
  }

  #sitesAt(call: Call, bindings: Bindings): Site[] {
    const origin = this.#program.originOf(call.callee);
    const args = call.arguments.map((argument) => (argument.type === 'SpreadElement' ? null : argument));
    if (origin === null) return this.#onInstance(call, args, bindings);
    if (origin === ':URL') return this.#join(call, args, bindings);
    if (clients.FETCHES.has(origin)) return this.#request(call, args[0], args[1], [], bindings);
    if (clients.WEB_SOCKETS.has(origin)) return this.#webSocket(call, origin, args, bindings);
    if (clients.EVENT_SOURCES.has(origin)) return this.#request(call, args[0], null, [], bindings);
    const node = clients.NODE_HTTP.exec(origin);
    if (node) return this.#nodeHttp(call, node[1]!, args, bindings);
    if (clients.JQUERY.test(origin)) return this.#jquery(call, args, bindings);
    if (clients.SUPERAGENT.test(origin)) return this.#superagent(call, origin, args[0], bindings);
    const sdk = clients.SDKS.get(origin);
    if (sdk) return this.#sdk(call, sdk, args[0], bindings);
    if (origin === ':XMLHttpRequest') return this.#xhr(call, bindings);
    return this.#methodClient(call, origin, args, bindings);
  }

  // Clients of the platform

  #request(
    call: Call,
    url: Node | null | undefined,
    options: Node | null | undefined,
    more: readonly Entry[],
    bindings: Bindings,
    base?: Template | null,
  ): RequestSite[] {
    if (!url) return [];
    const own = this.#values.template(url, bindings);
    const joined = base ? joinedUrl(base, own) : own;
    const given = options ? this.#values.entries(options, bindings) : null;
    const method = lastOf(given, 'method');
    const headers = this.#headersIn(given, 'headers', more, bindings);
    const [start, end] = rangeOf(call);
    return [
      {
        kind: 'request',
        url: joined,
        method: method === null ? 'GET' : this.#upperCase(method, bindings),
        ...headers,
        start,
        end,
      },
    ];
  }

  /** The option that holds the headers, with `more` that an instance sends along. */
  #headersIn(options: Entries | null, name: string, more: readonly Entry[], bindings: Bindings): Headers {
    const option = options === null ? null : lastOf(options, name);
    const given = option && this.#values.entries(option.value, bindings);
    if (given === null && more.length === 0) return NONE;
    if (option !== null && given === null) return NONE;
    const headers = this.#headersOf([...more, ...(given?.entries ?? [])], bindings);
    return {
      headers: headers.headers,
      isComplete: headers.isComplete && given?.isComplete !== false && options?.isComplete !== false,
    };
  }

  /** Headers by name, later ones replacing earlier ones. */
  #headersOf(entries: readonly Entry[], bindings: Bindings): Headers {
    const headers = new Map<string, Header>();
    let isComplete = true;
    for (const { name, nameAt, value, start, end } of entries) {
      const source = this.#values.source(value, bindings);
      if (isNothing(source)) isComplete = false;
      else
        headers.set(name.toLowerCase(), {
          name: name.toLowerCase(),
          nameAt,
          value: this.#values.template(value, bindings),
          start,
          end,
        });
    }
    return { headers: [...headers.values()], isComplete };
  }

  #upperCase({ value }: Entry, bindings: Bindings): string | null {
    return wholeText(this.#values.template(value, bindings))?.toUpperCase() ?? null;
  }

  #join(call: Call, [path, base]: readonly (Node | null)[], bindings: Bindings): Site[] {
    if (!path || !base) return [];
    const [start, end] = rangeOf(call);
    const [baseText, pathText] = [this.#values.template(base, bindings), this.#values.template(path, bindings)];
    return [{ kind: 'join', how: 'url', base: baseText, path: pathText, start, end }];
  }

  #webSocket(call: Call, origin: string, [url, second, third]: readonly (Node | null)[], bindings: Bindings): Site[] {
    if (!url || call.type !== 'NewExpression') return [];
    const source = second ? this.#values.source(second, bindings) : null;
    const isOptions = source?.type === 'ObjectExpression';
    const options = third ?? (isOptions ? second : null);
    // The browser's takes no third argument, and as the second no object; the one of Node takes one.
    const isBrowser = origin === ':WebSocket' && (Boolean(third) || this.#inBrowser || !options);
    const protocols = isOptions ? this.#protocolOption(second!, bindings) : this.#protocols(source, bindings);
    const webSocket: WebSocketFacts = { protocols, isBrowser };
    const [site] = this.#request(call, url, options, [], bindings);
    if (site === undefined) return [];
    const isSure = protocols !== null && (options ? site.isComplete : true);
    return [{ ...site, isComplete: isSure || (isBrowser && protocols !== null), webSocket }];
  }

  #protocols(source: Node | null, bindings: Bindings): Template[] | null {
    if (source === null) return [];
    if (source.type === 'Literal' || source.type === 'TemplateLiteral')
      return [this.#values.template(source, bindings)];
    if (source.type !== 'ArrayExpression') return null;
    const items = source.elements.map((element) =>
      element && element.type !== 'SpreadElement' ? this.#values.template(element, bindings) : null,
    );
    return items.includes(null) ? null : items.filter((item) => item !== null);
  }

  #protocolOption(options: Node, bindings: Bindings): Template[] | null {
    const entries = this.#values.entries(options, bindings);
    if (entries?.isComplete !== true) return null;
    const option = lastOf(entries, 'protocols') ?? lastOf(entries, 'protocol');
    return option === null ? [] : this.#protocols(this.#values.source(option.value, bindings), bindings);
  }

  #nodeHttp(call: Call, scheme: string, [first, second]: readonly (Node | null)[], bindings: Bindings): Site[] {
    if (!first) return [];
    const options = this.#values.entries(first, bindings);
    if (options === null) return this.#request(call, first, second && isFunction(second) ? null : second, [], bindings);
    const text = (name: string): Template | null => this.#textOption(options, name, bindings);
    const host = text('hostname') ?? text('host');
    if (host === null || !options.isComplete) return [];
    const [start, end] = rangeOf(call);
    const port = text('port');
    const parts = [plain(`${scheme}://`), host, ...(port ? [plain(':'), port] : []), text('path') ?? plain('/')];
    const method = lastOf(options, 'method');
    return [
      {
        kind: 'request',
        url: concatenated(parts, ...spanOf(text('path') ?? host)),
        method: method === null ? 'GET' : this.#upperCase(method, bindings),
        ...this.#headersIn(options, 'headers', [], bindings),
        start,
        end,
      },
    ];
  }

  #textOption(options: Entries | null, name: string, bindings: Bindings): Template | null {
    const option = options === null ? null : lastOf(options, name);
    return option === null ? null : this.#values.template(option.value, bindings);
  }

  #xhr(call: Call, bindings: Bindings): Site[] {
    const calls = this.#callsOnVariable(call);
    const open = calls.find(({ method }) => method === 'open');
    const [verb, url] = open?.args ?? [];
    if (!open || !verb || !url) return [];
    const entries = calls
      .filter(({ method }) => method === 'setRequestHeader')
      .flatMap(({ args, span }) => entryFrom(args, span, this.#values));
    const isComplete = calls.every(({ isCertain }) => isCertain) && entries.length > 0;
    const headers = this.#headersOf(entries, bindings);
    const method = wholeText(this.#values.template(verb, bindings))?.toUpperCase() ?? null;
    return [
      {
        kind: 'request',
        url: this.#values.template(url, bindings),
        method,
        ...headers,
        isComplete: isComplete && headers.isComplete,
        ...open.span,
      },
    ];
  }

  /** The calls `x.method(…)` on the variable that `creation` is given to. */
  #callsOnVariable(creation: Node): { method: string; args: (Node | null)[]; isCertain: boolean; span: Span }[] {
    const declarator = this.#program.parentOf(creation);
    if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return [];
    const declaration = this.#program.parentOf(declarator);
    const block = declaration && this.#program.parentOf(declaration);
    return this.#program.nodes.flatMap((node) => {
      if (node.type !== 'CallExpression') return [];
      const callee = unwrapped(node.callee);
      if (callee.type !== 'MemberExpression' || this.#program.source(callee.object) !== creation) return [];
      const statement = this.#program.parentOf(node);
      const isCertain = statement?.type === 'ExpressionStatement' && this.#program.parentOf(statement) === block;
      const args = node.arguments.map((argument) => (argument.type === 'SpreadElement' ? null : argument));
      const [start, end] = rangeOf(node);
      return [{ method: propertyName(callee) ?? '', args, isCertain, span: { start, end } }];
    });
  }

  // Libraries

  #jquery(call: Call, [first, second]: readonly (Node | null)[], bindings: Bindings): Site[] {
    const settings = first ? this.#values.entries(first, bindings) : null;
    if (settings === null) return this.#request(call, first, second, [], bindings);
    // beforeSend may add headers.
    const isOpen = lastOf(settings, 'beforeSend') !== null;
    const url = lastOf(settings, 'url')?.value;
    return this.#request(call, url, first, [], bindings).map((site) => {
      const verb = lastOf(settings, 'type');
      const method = verb === null ? site.method : this.#upperCase(verb, bindings);
      return { ...site, method, isComplete: site.isComplete && !isOpen };
    });
  }

  /** `superagent.post(url).set(name, value).auth(key, {type: 'bearer'})`. */
  #superagent(call: Call, origin: string, url: Node | null | undefined, bindings: Bindings): Site[] {
    if (!url) return [];
    const entries: Entry[] = [];
    let isComplete = false;
    let basic: Span | undefined;
    for (const { method, args, span } of this.#chain(call)) {
      const [first, second] = args;
      if (method === 'set') {
        const given = second
          ? entryFrom(args, span, this.#values)
          : first
            ? this.#values.entries(first, bindings)?.entries
            : [];
        entries.push(...(given ?? []));
        isComplete = true;
      }
      if (method === 'auth' && second) {
        const type = this.#textOption(this.#values.entries(second, bindings), 'type', bindings);
        if (type === null || wholeText(type) === 'basic') basic = span;
      }
      if (method === 'use' || method === 'auth') isComplete = method === 'auth' && basic !== undefined;
    }
    const [start, end] = rangeOf(call);
    const headers = this.#headersOf(entries, bindings);
    const method = origin.slice('superagent:'.length).toUpperCase();
    const site: RequestSite = {
      kind: 'request',
      url: this.#values.template(url, bindings),
      method,
      ...headers,
      isComplete,
      start,
      end,
    };
    return [basic === undefined ? site : { ...site, basic }];
  }

  /** The methods called on what a call returns, one behind the other. */
  #chain(call: Node): { method: string; args: (Node | null)[]; span: Span }[] {
    const links: { method: string; args: (Node | null)[]; span: Span }[] = [];
    for (let node = call; ;) {
      const member = this.#program.parentOf(node);
      const next: Node | null =
        member?.type === 'MemberExpression' && member.object === node ? this.#program.parentOf(member) : null;
      if (next?.type !== 'CallExpression' || next.callee !== member) break;
      const args = next.arguments.map((argument) => (argument.type === 'SpreadElement' ? null : argument));
      links.push({
        method: propertyName(member as ESTree.MemberExpression) ?? '',
        args,
        span: { start: rangeOf((member as ESTree.MemberExpression).property)[0], end: rangeOf(next)[1] },
      });
      node = next;
    }
    return links;
  }

  #methodClient(call: Call, origin: string, args: readonly (Node | null)[], bindings: Bindings): Site[] {
    for (const client of clients.METHOD_CLIENTS) {
      for (const name of client.origins) {
        const method = methodOf(origin, name);
        if (method === null) continue;
        return this.#clientCall(
          call,
          client,
          method,
          args,
          { options: null, changes: this.#defaultsOf(name) },
          bindings,
        );
      }
    }
    return [];
  }

  /** A method of an instance that this file makes. */
  #onInstance(call: Call, args: readonly (Node | null)[], bindings: Bindings): Site[] {
    const callee = unwrapped(call.callee);
    const object = callee.type === 'MemberExpression' ? (callee.object as Node) : callee;
    const method = callee.type === 'MemberExpression' ? propertyName(callee) : '';
    const maker = this.#program.source(object);
    if (method === null || !isCall(maker) || maker === call) return [];
    const origin = this.#program.originOf(maker.callee) ?? '';
    if (clients.UNDICI_CLIENTS.has(origin) && method === 'request')
      return this.#undiciClient(call, maker, args[0], bindings);
    if (origin === clients.GENERATIVE_AI.origin && method === clients.GENERATIVE_AI.method) {
      return this.#generativeAi(call, maker, args[1], bindings);
    }
    const client = clients.METHOD_CLIENTS.find(({ origins, factories }) =>
      origins.some((name) =>
        factories.some(
          (factory) => origin === `${name.replace(/:default$/, ':')}${name.endsWith(':default') ? '' : '.'}${factory}`,
        ),
      ),
    );
    const [options] = maker.arguments;
    if (client === undefined || !options || options.type === 'SpreadElement') return [];
    const instance = { options: this.#values.entries(options, bindings), changes: this.#changesOf(object) };
    return instance.options === null ? [] : this.#clientCall(call, client, method, args, instance, bindings);
  }

  #clientCall(
    call: Call,
    client: clients.MethodClient,
    method: string,
    args: readonly (Node | null)[],
    instance: { readonly options: Entries | null; readonly changes: Changes },
    bindings: Bindings,
  ): Site[] {
    if (method === '' && !client.isCallable) return [];
    const isOptionsFirst =
      method === 'request' || (method === '' && args[0] ? this.#values.entries(args[0], bindings) !== null : false);
    const at = isOptionsFirst ? 0 : method === '' ? 1 : client.optionsAt[method];
    if (at === undefined) return [];
    const options = args[at] ?? null;
    const given = options ? this.#values.entries(options, bindings) : null;
    if (options && given === null && !instance.options) return [];
    const url = isOptionsFirst ? given && lastOf(given, 'url')?.value : args[0];
    const base =
      client.base.map((name) => lastOf(given, name) ?? lastOf(instance.options, name)).find((entry) => entry !== null)
        ?.value ?? instance.changes.base;
    const shared = lastOf(instance.options, 'headers');
    const common = shared && this.#values.entries(shared.value, bindings);
    const more = [...(common?.entries ?? []), ...instance.changes.headers];
    const sites = this.#request(
      call,
      url,
      options,
      more,
      bindings,
      base ? this.#values.template(base, bindings) : null,
    );
    return sites.map((site) => {
      const isComplete =
        site.isComplete &&
        common?.isComplete !== false &&
        instance.changes.isComplete &&
        (instance.options?.isComplete ?? true);
      const basic =
        client.basic === null ? null : (lastOf(given, client.basic) ?? lastOf(instance.options, client.basic));
      const verb = method === '' || method === 'request' || method === 'raw' ? site.method : method.toUpperCase();
      return {
        ...site,
        isComplete,
        method: verb,
        ...(basic && !isNothing(this.#values.source(basic.value)) && { basic: basic.nameAt }),
      };
    });
  }

  /** What assignments to `axios.defaults` say, for the client itself. */
  #defaultsOf(origin: string): Changes {
    return this.#changesWhere((object) => this.#program.originOf(object) === origin);
  }

  /** The same, for an instance. */
  #changesOf(instance: Node): Changes {
    const source = this.#program.source(instance);
    return this.#changesWhere((object) => this.#program.source(object) === source);
  }

  #changesWhere(isClient: (object: Node) => boolean): Changes {
    const changes: { base: Node | null; headers: Entry[]; isComplete: boolean } = {
      base: null,
      headers: [],
      isComplete: true,
    };
    for (const node of this.#program.nodes) {
      if (node.type !== 'MemberExpression' || !isClient(node.object)) continue;
      const name = propertyName(node);
      // An interceptor may do anything to a request.
      if (name === 'interceptors') changes.isComplete = false;
      if (name !== 'defaults') continue;
      const path: string[] = [];
      let last: Node = node;
      for (
        let up = this.#program.parentOf(last);
        up?.type === 'MemberExpression' && up.object === last;
        up = this.#program.parentOf(last)
      ) {
        path.push(propertyName(up) ?? '');
        last = up;
      }
      const assignment = this.#program.parentOf(last);
      if (assignment?.type !== 'AssignmentExpression' || assignment.left !== last) changes.isComplete = false;
      else if (path[0] === 'baseURL') changes.base = assignment.right;
      else if (path[0] === 'headers' && path.length >= 2) {
        const [start, end] = rangeOf(assignment);
        const key = last.property as Node;
        const [from, to] = rangeOf(key);
        const quote = key.type === 'Literal' ? 1 : 0;
        const header = path.at(-1) ?? '';
        changes.headers.push({
          name: header,
          nameAt: { start: from + quote, end: to - quote },
          value: assignment.right,
          start,
          end,
        });
      } else changes.isComplete = false;
    }
    return changes;
  }

  #undiciClient(call: Call, maker: Call, options: Node | null | undefined, bindings: Bindings): Site[] {
    const [origin] = maker.arguments;
    const given = options ? this.#values.entries(options, bindings) : null;
    const path = given && lastOf(given, 'path');
    if (!origin || origin.type === 'SpreadElement' || !path) return [];
    return this.#request(call, path.value, options, [], bindings, this.#values.template(origin, bindings));
  }

  // SDKs

  #sdk(call: Call, { sdk, base }: clients.SdkRow, options: Node | null | undefined, bindings: Bindings): Site[] {
    const given = options ? this.#values.entries(options, bindings) : null;
    const address = given && this.#through(given, base, bindings);
    if (!given || !address) return [];
    const keys = Object.keys(sdk.keys).flatMap((option) => {
      const entry = lastOf(given, option);
      if (entry === null || isNothing(this.#values.source(entry.value, bindings))) return [];
      return [{ option, value: this.#values.template(entry.value, bindings), nameAt: entry.nameAt }];
    });
    const [start, end] = rangeOf(call);
    return [{ kind: 'client', sdk, base: this.#values.template(address, bindings), keys, start, end }];
  }

  #generativeAi(call: Call, maker: Call, options: Node | null | undefined, bindings: Bindings): Site[] {
    const given = options ? this.#values.entries(options, bindings) : null;
    const base = lastOf(given, 'baseUrl');
    const [key] = maker.arguments;
    if (base === null) return [];
    const [start, end] = rangeOf(call);
    const keys =
      key && key.type !== 'SpreadElement'
        ? [{ option: 'apiKey', value: this.#values.template(key, bindings), nameAt: { start, end } }]
        : [];
    return [
      {
        kind: 'client',
        sdk: GOOGLE_GENERATIVE_AI,
        base: this.#values.template(base.value, bindings),
        keys,
        start,
        end,
      },
    ];
  }

  #through(options: Entries, path: readonly string[], bindings: Bindings): Node | null {
    const [name = '', ...rest] = path;
    const entry = lastOf(options, name);
    if (entry === null || rest.length === 0) return entry?.value ?? null;
    const inner = this.#values.entries(entry.value, bindings);
    return inner && this.#through(inner, rest, bindings);
  }
}

/** What is said of a client behind its options. */
interface Changes {
  readonly base: Node | null;
  readonly headers: readonly Entry[];
  readonly isComplete: boolean;
}

function isCall(node: Node): node is Call {
  return node.type === 'CallExpression' || node.type === 'NewExpression';
}

function isFunction(node: Node): boolean {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
}

/** `undefined`, `null` and `false`: an option that is not given. */
function isNothing(node: Node): boolean {
  if (node.type === 'Literal') return node.value === null || node.value === false;
  return node.type === 'Identifier' && node.name === 'undefined';
}

function lastOf(entries: Entries | null, name: string): Entry | null {
  return entries?.entries.findLast((entry) => entry.name === name) ?? null;
}

function entryFrom([key, value]: readonly (Node | null)[], span: Span, values: Values): Entry[] {
  const name = key ? wholeText(values.template(key)) : null;
  if (!key || !value || name === null) return [];
  const [start, end] = rangeOf(key);
  return [
    { name, nameAt: key.type === 'Literal' ? { start: start + 1, end: end - 1 } : { start, end }, value, ...span },
  ];
}

/** `axios:create` of `axios:default`, or the callee itself: the method's name, empty for the callee; else `null`. */
function methodOf(origin: string, client: string): string | null {
  if (origin === client) return '';
  const prefix = client.endsWith(':default') ? client.slice(0, -'default'.length) : `${client}.`;
  const method = origin.startsWith(prefix) ? origin.slice(prefix.length) : '';
  return /^\w+$/.test(method) ? method : null;
}

/** A base and a path with one slash between them; an absolute URL stays as it is. */
function joinedUrl(base: Template, url: Template): Template {
  const [left, right] = [shapeOf(base), shapeOf(url)];
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(right) || right.startsWith(HOLE)) return url;
  const isDoubled = left.endsWith('/') && right.startsWith('/');
  const between = isDoubled || left.endsWith('/') || right.startsWith('/') ? '' : '/';
  const head = isDoubled ? { ...base, pieces: withoutLastSlash(base) } : base;
  return concatenated([head, plain(between), url], url.start, url.end);
}

function withoutLastSlash({ pieces }: Template): Template['pieces'] {
  const last = pieces.at(-1);
  return last !== undefined && 'text' in last
    ? [...pieces.slice(0, -1), { ...last, text: last.text.slice(0, -1) }]
    : pieces;
}

function plain(text: string): Template {
  return { pieces: [{ text, at: null }], start: 0, end: 0 };
}

function spanOf({ start, end }: Template): [number, number] {
  return [start, end];
}
