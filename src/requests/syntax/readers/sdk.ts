import { GOOGLE_GENERATIVE_AI } from '../../../gateway/sdks.js';
import type { ClientSite } from '../../site.js';
import { isCall, isNothing, methodCall, spanOf } from '../call.js';
import { GENERATIVE_AI, SDKS, type SdkRow } from '../clients.js';
import { headersOf, lastOf } from '../headers.js';
import type { Reader, Script } from '../request.js';
import type { Entries, Expression } from '../values.js';

/** `new OpenAI({baseURL, apiKey})` and its like. */
export const readSdk: Reader<ClientSite> = ({ origin, args: [options], start, end }, { values, versions }) => {
  const row = SDKS.get(origin ?? '');
  const given = row && options ? values.entries(options) : null;
  const base = row && given ? baseIn(given, row, values) : null;
  if (!row || !given || !base) return [];
  const major = majorOf(versions[(origin ?? '').replace(/:.*$/, '')]);
  const sdk = major === null ? row.sdk : (row.byMajor?.(major) ?? row.sdk);
  const keys = Object.keys(sdk.keys).flatMap((option) => {
    const entry = lastOf(given, option);
    if (entry === null || isNothing(values.resolve(entry.value).node)) return [];
    return [{ option, value: values.template(entry.value), nameAt: entry.nameAt }];
  });
  const headers = row.headers ? through(given, row.headers, values) : null;
  const sent = headers && values.entries(headers);
  const authorization = sent && headersOf(sent, values).headers.find(({ name }) => name === 'authorization');
  const site = { kind: 'client', sdk, base: values.template(base), keys, start, end } as const;
  return [authorization ? { ...site, authorization } : site];
};

/** `new GoogleGenerativeAI(key).getGenerativeModel(model, {baseUrl})`. */
export const readGenerativeAi: Reader<ClientSite> = (call, { program, values }) => {
  const called = methodCall(call.node);
  const maker =
    called?.method === GENERATIVE_AI.method ? values.resolve({ node: called.object, bindings: call.bindings }) : null;
  if (maker === null || !isCall(maker.node) || program.originOf(maker.node.callee) !== GENERATIVE_AI.origin) return [];
  const [, options] = call.args;
  const base = options ? lastOf(values.entries(options), 'baseUrl') : null;
  const [key] = maker.node.arguments;
  if (base === null || !key || key.type === 'SpreadElement') return [];
  const value = values.template({ node: key, bindings: maker.bindings });
  const keys = [{ option: 'apiKey', value, nameAt: spanOf(key) }];
  const { start, end } = call;
  return [{ kind: 'client', sdk: GOOGLE_GENERATIVE_AI, base: values.template(base.value), keys, start, end }];
};

function baseIn(given: Entries, { base, otherBase }: SdkRow, values: Script['values']): Expression | null {
  return (otherBase && through(given, otherBase, values)) ?? through(given, base, values);
}

/** The major version of a range such as `^1.14.0` or `~0.9`; `null` where it leaves that open. */
function majorOf(range: string | undefined): number | null {
  const [, major] = /^(?:npm:.*@)?[\^~=v]*(\d+)(?:\.[\dx*]+)*(?:-[\w.]+)?$/.exec(range?.trim() ?? '') ?? [];
  return major === undefined ? null : Number(major);
}

function through(options: Entries, path: readonly string[], values: Script['values']): Expression | null {
  const [name = '', ...rest] = path;
  const entry = lastOf(options, name);
  if (entry === null || rest.length === 0) return entry?.value ?? null;
  const inner = values.entries(entry.value);
  return inner && through(inner, rest, values);
}
