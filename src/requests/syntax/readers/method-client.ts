import type { RequestSite } from '../../site.js';
import { isCall, isNothing, methodCall, type CallAt } from '../call.js';
import { COMMON_HEADERS, METHOD_CLIENTS, type MethodClient } from '../clients.js';
import { lastOf, type Added } from '../headers.js';
import { headersAddedBy } from '../hooks.js';
import { defaultsOf, type Defaults } from '../instance.js';
import { callsOn, chainedCalls } from '../later-calls.js';
import type { Node } from '../program.js';
import { requestAt, type Reader, type Script } from '../request.js';
import type { Bindings, Entries, Expression } from '../values.js';

/** Clients of methods: axios, ky, got and ofetch, and the instances that this file makes of them. */
export const readMethodClient: Reader<RequestSite> = (call, script) => {
  const callee = calledClient(call, script);
  return callee === null ? [] : requestOf(call, callee, script);
};

/** A client that is called, the method, and what it was made with: of several makers the outermost first. */
interface Callee {
  readonly client: MethodClient;
  readonly method: string;
  readonly options: readonly Entries[];
  /** Whether all options with which it was made are known. */
  readonly isComplete: boolean;
  readonly defaults: Defaults;
}

function calledClient(call: CallAt, script: Script): Callee | null {
  for (const client of METHOD_CLIENTS) {
    for (const name of client.origins) {
      const method = call.origin === null ? null : methodOf(call.origin, name);
      if (method === null || client.factories.includes(method)) continue;
      const called = methodCall(call.node);
      const object = method === '' || called === null ? call.node.callee : called.object;
      return { client, method, options: [], isComplete: true, defaults: defaultsOf(object, call.bindings, script) };
    }
  }
  const called = call.origin === null ? methodCall(call.node) : null;
  const instance = (called && instanceOf(called.object, call.bindings, script)) ?? null;
  if (called !== null && instance !== null) return { ...instance, method: called.method };
  const itself = call.origin === null ? instanceOf(call.node.callee, call.bindings, script) : null;
  return itself && { ...itself, method: '' };
}

/** The client behind `axios.create(options)`, `got.extend(options).extend(options)`. */
function instanceOf(object: Node, bindings: Bindings, script: Script, depth = 0): Omit<Callee, 'method'> | null {
  if (object.type === 'Super' || depth > 5) return null;
  const maker = script.values.resolve({ node: object, bindings });
  if (!isCall(maker.node)) return null;
  const origin = script.program.originOf(maker.node.callee);
  const [first] = maker.node.arguments;
  const own = first && first.type !== 'SpreadElement' ? { node: first, bindings: maker.bindings } : null;
  const options = own === null ? null : script.values.entries(own);
  const given = options === null ? [] : [options];
  const isComplete = first === undefined || options?.isComplete === true;
  const defaults = defaultsOf(object, bindings, script);
  if (origin !== null) {
    const client = METHOD_CLIENTS.find(({ origins, factories }) =>
      origins.some((name) => factories.includes(methodOf(origin, name) ?? '')),
    );
    return client === undefined ? null : { client, options: given, isComplete, defaults };
  }
  const called = methodCall(maker.node);
  const parent = called && instanceOf(called.object, maker.bindings, script, depth + 1);
  if (called === null || !parent?.client.factories.includes(called.method)) return null;
  return {
    client: parent.client,
    options: [...given, ...parent.options],
    isComplete: isComplete && parent.isComplete,
    defaults: { ...defaults, headers: joined([parent.defaults.headers, defaults.headers]) },
  };
}

function requestOf(call: CallAt, callee: Callee, script: Script): RequestSite[] {
  const { client, options: made, defaults } = callee;
  const { values } = script;
  const place = optionsPlace(call, callee, script);
  if (place === null) return [];
  const options = call.args[place.at];
  if (options === null) return [];
  const given = options ? values.entries(options) : null;
  const all = [given, ...made];
  const option = (names: readonly string[]): Expression | null =>
    all.flatMap((each) => names.flatMap((name) => lastOf(each, name) ?? []))[0]?.value ?? null;
  const url = place.isFirst ? lastOf(given, 'url')?.value : call.args[0];
  const joins = option(client.base) ?? defaults.base;
  const resolves = joins === null && client.resolvedBase !== undefined ? option([client.resolvedBase]) : null;
  const shared = joined([
    ...made.toReversed().flatMap((each) => sharedBy(each, values)),
    defaults.headers,
    ...all.flatMap((each) => hooksIn(each, client, script)),
  ]);
  const basic = client.basic === null ? null : all.flatMap((each) => lastOf(each, client.basic!) ?? [])[0];
  const isBasic = basic !== null && basic !== undefined && !isNothing(values.resolve(basic.value).node);
  return requestAt(
    call,
    { url, options, base: joins, resolvedBase: resolves, query: client.query, shared },
    script,
  ).map((site) => ({
    ...site,
    isComplete: site.isComplete && callee.isComplete && !hasListener(call, script),
    ...(isBasic && { basic: basic.nameAt }),
  }));
}

/** `got(…).on('request', …)`: whoever listens gets the request before it is sent. */
function hasListener({ node, bindings }: CallAt, script: Script): boolean {
  return [...chainedCalls(node, bindings, script), ...callsOn(node, bindings, script)].some(({ method }) =>
    /^(?:on|once|addListener)$/.test(method),
  );
}

/** Which argument holds the options, and whether it is the first, URL included; `null` where the method makes no request. */
function optionsPlace(
  call: CallAt,
  { client, method }: Callee,
  { values }: Script,
): { at: number; isFirst: boolean } | null {
  const [first] = call.args;
  if (method === '' && !client.isCallable) return null;
  if (method === 'request' || (method === '' && first && values.entries(first) !== null))
    return { at: 0, isFirst: true };
  const at = method === '' ? 1 : client.optionsAt[method];
  return at === undefined ? null : { at, isFirst: false };
}

/** The headers of the options with which an instance was made; axios keeps some below `common` and the methods. */
function sharedBy(options: Entries, values: Script['values']): Added[] {
  const headers = lastOf(options, 'headers');
  const given = headers === null ? null : values.entries(headers.value);
  if (headers === null) return [];
  if (given === null) return [{ entries: [], isComplete: false }];
  const isGroup = (name: string): boolean => COMMON_HEADERS.includes(name);
  const groups = given.entries.filter(({ name }) => isGroup(name)).map(({ value }) => values.entries(value));
  const flat = { entries: given.entries.filter(({ name }) => !isGroup(name)), isComplete: given.isComplete };
  return [flat, ...groups.map((group) => group ?? { entries: [], isComplete: false })];
}

/** What the functions add that options name for every request. */
function hooksIn(options: Entries | null, { hooks }: MethodClient, script: Script): Added[] {
  return hooks.flatMap(({ option, path }) => {
    const [name = '', inner] = option;
    const outer = lastOf(options, name);
    const entry = inner === undefined || outer === null ? outer : lastOf(script.values.entries(outer.value), inner);
    if (entry === null) return [];
    const { node, bindings } = script.values.resolve(entry.value);
    const functions = node.type === 'ArrayExpression' ? node.elements : [node];
    return functions.map((each) =>
      each && each.type !== 'SpreadElement'
        ? headersAddedBy({ node: each, bindings }, path, script)
        : { entries: [], isComplete: false },
    );
  });
}

function joined(all: readonly Added[]): Added {
  return { entries: all.flatMap(({ entries }) => entries), isComplete: all.every(({ isComplete }) => isComplete) };
}

/** `axios:create` of `axios:default`, or the callee itself: the method's name, empty for the callee; else `null`. */
function methodOf(origin: string, client: string): string | null {
  if (origin === client) return '';
  const prefix = client.endsWith(':default') ? client.slice(0, -'default'.length) : `${client}.`;
  const method = origin.startsWith(prefix) ? origin.slice(prefix.length) : '';
  return /^\w+$/.test(method) ? method : null;
}
