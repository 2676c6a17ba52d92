import { PYTHON_OPENAI, type Sdk } from '../../../../gateway/sdks.js';
import type { Header, LogSite, Site, Span } from '../../../site.js';
import { concatenated, HOLE, shapeOf, sliceOf, type Template } from '../../../template.js';
import { partsOf, type Range } from '../tokens.js';
import { Call } from './call.js';
import * as clients from './clients.js';
import { Imports } from './imports.js';
import { Names } from './names.js';
import { Program } from './program.js';
import { type Entries, type Entry, merged, NO_ENTRIES, Values } from './values.js';

/** The sites of a Python program: requests, clients of SDKs, and what it prints. */
export function readPython(text: string): Site[] {
  return new PythonReader(new Program(text)).read();
}

/** What is sent with every request of a session, a client or a connection. */
interface Session {
  readonly base: Template | null;
  readonly headers: Entries;
  readonly isConnection: boolean;
}

class PythonReader {
  readonly #program: Program;
  readonly #imports: Imports;
  readonly #names: Names;
  readonly #values: Values;
  readonly #sites: Site[] = [];
  /** How `litellm` is asked without a base of its own; `null` where a model or its provider is not known. */
  readonly #liteLlm = new Set<Sdk | null>();

  constructor(program: Program) {
    this.#program = program;
    this.#imports = new Imports(program);
    this.#names = new Names(program);
    this.#values = new Values(program, this.#names);
  }

  read(): Site[] {
    this.#program.tokens.forEach(({ kind }, at) => {
      if (kind === 'name' && this.#program.word(at + 1) === '(') this.#call(at);
      else if (kind === 'name' && this.#program.word(at) === 'openai') this.#moduleSetting(at);
    });
    const [only, ...others] = this.#liteLlm;
    if (only && others.length === 0) this.#liteLlmSettings(only);
    return this.#sites;
  }

  #call(at: number): void {
    if (this.#program.word(at - 1) === 'def' || this.#program.word(at - 1) === 'class') return;
    const from = this.#program.startOfPath(at);
    const written = this.#program.path(from)[0];
    const path = this.#imported(written, from);
    const method = path.at(-1) ?? '';
    const call = new Call(this.#program, at + 1);
    const span = {
      start: this.#program.tokens[from]!.start,
      end: this.#program.tokens[this.#program.close(at + 1)]?.end ?? this.#program.text.length,
    };
    this.#sdk(method, call, span);
    if (path[0] === clients.LITELLM.module && path.length === 2) this.#liteLlmCall(method, call, span);
    this.#printed(written.slice(0, -1).join('.'), written.at(-1) ?? '', call);
    const module = path.slice(0, -1).join('.');
    if (clients.METHODS.has(method) || clients.GENERAL_METHODS.has(method)) {
      const isModule = clients.MODULES.has(module) && !this.#names.isSet(written[0]!, this.#names.scopeAt(from));
      const session = isModule ? null : this.#sessionBefore(from, written.slice(0, -1).join('.'));
      if (isModule || session !== null) this.#request(session, method, call, span);
    } else if (method === 'Request' && /urllib|^request$/.test(module)) this.#urllib(from, call, span);
  }

  /** A dotted name as its module has it; as it is written where the program gives the name another value. */
  #imported(written: readonly string[], at: number): readonly string[] {
    return this.#names.isSet(written[0] ?? '', this.#names.scopeAt(at)) ? written : this.#imports.full(written);
  }

  #request(session: Session | null, method: string, call: Call, span: Span): void {
    const shift = clients.GENERAL_METHODS.has(method) ? 1 : 0;
    const url = call.named('url') ?? call.positional(shift) ?? call.positional(0);
    const given = call.named('headers') ?? (session?.isConnection ? call.positional(3) : null);
    if (url === null) return;
    const own = given === null ? null : this.#values.dictionary(given);
    const shared = session?.headers ?? NO_ENTRIES;
    const auth = call.named('auth');
    const params = call.named('params');
    const address = session?.base ? joined(session.base, this.#values.template(url)) : this.#values.template(url);
    const headers = this.#headersOf([...shared.entries, ...(own?.entries ?? [])]);
    this.#sites.push({
      kind: 'request',
      url: params === null ? address : withParameters(address, this.#values.dictionary(params), this.#values),
      headers,
      isComplete:
        own?.isComplete !== false && shared.isComplete && headers.length > 0 && auth === null && !call.isSpread,
      ...span,
      ...(auth !== null && this.#isPair(auth) && { basic: this.#spanOf(auth) }),
    });
  }

  #isPair([from, to]: Range): boolean {
    const isTuple = this.#program.word(from) === '(' && this.#program.close(from) === to - 1;
    return (
      (isTuple && partsOf(this.#program.tokens, from + 1, to - 1).length === 2) ||
      /BasicAuth$/.test(this.#program.path(from)[0].at(-1) ?? '')
    );
  }

  #spanOf([from, to]: Range): Span {
    return { start: this.#program.tokens[from]!.start, end: this.#program.tokens[to - 1]!.end };
  }

  /** The session whose method is called at `from`: a variable, or what is made on the spot, `requests.Session().post(…)`. */
  #sessionBefore(from: number, object: string): Session | null {
    if (object !== '') {
      const value = this.#names.only(object, this.#names.scopeAt(from));
      return value && this.#session(value, object, from);
    }
    const value = this.#program.word(from - 1) === '.' ? this.#program.callBefore(from - 1) : null;
    return value && this.#session(value, object, from);
  }

  /** What a session, a client or a connection that `object` is set to sends with every request. */
  #session(value: Range, object: string, at: number): Session | null {
    const [written, next] = this.#program.path(value[0]);
    if (this.#program.word(next) !== '(' || this.#program.close(next) !== value[1] - 1) return null;
    const path = this.#imported(written, value[0]);
    const kind = path.at(-1) ?? '';
    const call = new Call(this.#program, next);
    if (clients.CONNECTIONS.has(kind)) {
      const host = call.positional(0);
      if (host === null) return null;
      const { pieces, start, end } = this.#values.template(host);
      const base = { pieces: [{ text: 'https://', at: null }, ...pieces], start, end };
      return { base, headers: NO_ENTRIES, isConnection: true };
    }
    if (!clients.SESSIONS.has(kind) || !clients.SESSION_MODULES.has(path.slice(0, -1).join('.'))) return null;
    const base = call.named('base_url');
    const given = call.named('headers');
    const own = given === null ? NO_ENTRIES : this.#values.dictionary(given);
    const { entries, isComplete } = merged([own, this.#values.addedTo(`${object}.headers`, this.#names.scopeAt(at))]);
    const isOpen =
      call.isSpread ||
      ['auth', 'event_hooks', 'transport'].some((option) => call.named(option) !== null) ||
      ['auth', 'headers'].some((member) => this.#names.isSet(`${object}.${member}`, this.#names.scopeAt(at)));
    return {
      base: base === null ? null : this.#values.template(base),
      headers: { entries, isComplete: isComplete && !isOpen },
      isConnection: false,
    };
  }

  #urllib(from: number, call: Call, span: Span): void {
    const url = call.named('url') ?? call.positional(0);
    if (url === null) return;
    const given = call.named('headers') ?? call.positional(2);
    const own = given === null ? NO_ENTRIES : this.#values.dictionary(given);
    // `request = urllib.request.Request(…)`, then `request.add_header(…)`.
    const name = this.#program.word(from - 1) === '=' ? this.#program.word(from - 2) : '';
    const { entries, isComplete } = merged([own, this.#values.addedTo(`${name}.headers`, this.#names.scopeAt(from))]);
    const headers = this.#headersOf(entries);
    this.#sites.push({
      kind: 'request',
      url: this.#values.template(url),
      headers,
      isComplete: headers.length > 0 && isComplete && !call.isSpread,
      ...span,
    });
  }

  /** Headers by name, later ones replacing earlier ones. */
  #headersOf(entries: readonly Entry[]): Header[] {
    const headers = new Map<string, Header>();
    for (const { name, nameAt, value } of entries) {
      const template = this.#values.template(value);
      const lower = name.toLowerCase();
      headers.set(lower, {
        name: lower,
        nameAt: { start: nameAt.start, end: nameAt.end },
        value: template,
        start: nameAt.start,
        end: template.end,
      });
    }
    return [...headers.values()];
  }

  #sdk(name: string, call: Call, span: Span): void {
    if (name === 'Client' && this.#program.holds(clients.GENAI.module)) this.#genai(call, span);
    for (const { names, module, sdk, base: options, keys } of clients.PYTHON_SDKS) {
      if (!names.includes(name) || !this.#program.holds(module)) continue;
      const base = options.map((option) => call.named(option)).find((value) => value !== null);
      if (base) {
        this.#client(sdk, base, keys, call, span);
        return;
      }
    }
  }

  #liteLlmCall(name: string, call: Call, span: Span): void {
    const { functions, base: options } = clients.LITELLM;
    if (!functions.test(name)) return;
    const sdk = this.#liteLlmSdk(call);
    const base = options.map((option) => call.named(option)).find((value) => value !== null);
    if (sdk !== null && base) this.#client(sdk, base, { api_key: 'api_key' }, call, span);
    else this.#liteLlm.add(sdk);
  }

  #liteLlmSdk(call: Call): Sdk | null {
    const model = call.named('model') ?? call.positional(0);
    const provider = call.named('custom_llm_provider');
    const says = provider ?? model;
    if (call.isSpread || says === null) return null;
    const shape = shapeOf(this.#values.template(says));
    const row = clients.LITELLM.providers.find(({ name, models }) => (provider ? name : models).test(shape));
    return row?.sdk ?? null;
  }

  #liteLlmSettings(sdk: Sdk): void {
    this.#program.tokens.forEach(({ kind }, at) => {
      if (kind === 'name' && this.#program.word(at) === clients.LITELLM.module) {
        this.#settingOf(at, /^api_base$/, sdk);
      }
    });
  }

  /** `openai.base_url = …`, and `openai.api_base = …` before openai 1. */
  #moduleSetting(at: number): void {
    if (this.#program.holds(clients.MODULE_IMPORT)) this.#settingOf(at, clients.MODULE_BASES, PYTHON_OPENAI);
  }

  #settingOf(at: number, members: RegExp, sdk: Sdk): void {
    const [before, dot, member, sign, after] = [-1, 1, 2, 3, 4].map((step) => this.#program.word(at + step));
    if (before === '.' || dot !== '.' || sign !== '=' || after === '=' || !members.test(member!)) return;
    const base = this.#values.template([at + 4, this.#program.statementEnd(at + 4)]);
    const { start } = this.#program.tokens[at]!;
    this.#sites.push({ kind: 'client', sdk, base, keys: [], start, end: base.end });
  }

  #genai(call: Call, span: Span): void {
    const options = call.named('http_options');
    if (options === null) return;
    const [, next] = this.#program.path(options[0]);
    const inner = this.#program.word(next) === '(' ? new Call(this.#program, next).named('base_url') : null;
    const entry = this.#values.dictionary(options).entries.find(({ name }) => name === 'base_url')?.value;
    const base = inner ?? entry;
    if (base) this.#client(clients.GENAI.sdk, base, { api_key: 'api_key' }, call, span);
  }

  /** `options`: those that hold a key, by the argument. */
  #client(sdk: Sdk, base: Range, options: Readonly<Record<string, string>>, call: Call, span: Span): void {
    const keys = Object.entries(options).flatMap(([argument, option]) => {
      const value = call.named(argument);
      if (value === null) return [];
      const { start, end } = this.#program.tokens[value[0] - 2]!;
      return [{ option, value: this.#values.template(value), nameAt: { start, end } }];
    });
    this.#sites.push({ kind: 'client', sdk, base: this.#values.template(base), keys, ...span });
  }

  #printed(object: string, method: string, call: Call): void {
    const isPrint = object === '' && method === 'print';
    const isLog = clients.LOGGER_NAME.test(object) && clients.LOG_METHOD.test(method);
    if (!isPrint && !isLog) return;
    const sink = isPrint ? '`print`' : `\`${object}.${method}\``;
    for (const range of call.all()) {
      const value = this.#values.template(range);
      const site: LogSite = { kind: 'log', sink, value, start: value.start, end: value.end };
      this.#sites.push(site);
    }
  }
}

/** As httpx joins: an address of its own stays, anything else goes behind the base. */
function joined(base: Template, url: Template): Template {
  const shape = shapeOf(url);
  if (/^[a-z]+:\/\//i.test(shape) || shape.startsWith(HOLE)) return url;
  const trimmed = sliceOf(base, 0, shapeOf(base).replace(/\/$/, '').length);
  const slash: Template = {
    pieces: shape.startsWith('/') ? [] : [{ text: '/', at: null }],
    start: url.start,
    end: url.start,
  };
  return concatenated([trimmed, slash, url], url.start, url.end);
}

/** With what `params` says behind the address. */
function withParameters(url: Template, { entries }: Entries, values: Values): Template {
  let { pieces } = url;
  for (const [index, { name, value }] of entries.entries()) {
    const separator = index > 0 || shapeOf(url).includes('?') ? '&' : '?';
    pieces = [...pieces, { text: `${separator}${name}=`, at: null }, ...values.template(value).pieces];
  }
  return { ...url, pieces };
}
