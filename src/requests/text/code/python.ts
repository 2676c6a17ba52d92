import type { ClientSite, Header, LogSite, Site, Span } from '../../site.js';
import { concatenated, HOLE, isKnown, shapeOf, sliceOf, type Piece, type Template } from '../../template.js';
import * as clients from './python-clients.js';
import { partsOf, tokensOf, type Lexicon, type Token } from './tokens.js';

const PYTHON: Lexicon = {
  lineComments: ['#'],
  blockComments: false,
  quotes: ['"""', "'''", '"', "'"],
  raw: [],
  interpolation:
    /\{\{|\}\}|\{([A-Za-z_][\w.]*)\}|\{os\.(?:environ\[|getenv\(|environ\.get\()["']([A-Za-z_]\w*)["'][\])]\}|\{[^{}\n]{0,200}\}/y,
  interpolated: /f/i,
};

/** How many names a value may lead through. */
const MAX_DEPTH = 10;
const MAX_PIECES = 100;
const MAX_ENTRIES = 200;
const MAX_PARAMETERS = 400;
/** Behind so many characters nothing is imported. */
const MAX_IMPORTS = 20_000;
/** Functions that leave their arguments as they are, and what is constructed of them. */
const READS =
  /^(?:print|len|str|repr|dict|list|sorted|isinstance|dumps|pprint|copy|deepcopy|update|debug|info|warning|error|exception|log|urlopen|get|post|put|patch|delete|head|options|request|stream|send|[A-Z]\w*)$/;
/** Methods that change a dictionary or a request in a way that is not followed. */
const CHANGES = /^(?:update|setdefault|add_unredirected_header)$/;
const IMPORT_AS = /^[ \t]*import[ \t]+(\w+)[ \t]+as[ \t]+(\w+)/gm;
const IMPORT = /^[ \t]*from[ \t]+([\w.]+)[ \t]+import([^\n]*)/gm;

type Range = readonly [from: number, to: number];

interface Entry {
  readonly name: string;
  readonly nameAt: Span;
  readonly value: Range;
}

/** A dictionary as far as it is known. */
interface Entries {
  readonly entries: readonly Entry[];
  readonly isComplete: boolean;
}

const UNKNOWN_ENTRIES: Entries = { entries: [], isComplete: false };

/** The sites of a Python program: requests, clients of SDKs, and what it prints. */
export function readPython(text: string): Site[] {
  return new PythonReader(text).read();
}

class PythonReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  /** Everything a name is set to; `null` for what is no plain assignment. */
  readonly #values = new Map<string, (Range | null)[]>();
  /** Entries set later: `headers["x"] = …`, `session.headers.update({…})`. */
  readonly #later = new Map<string, (() => Entries)[]>();
  readonly #sites: Site[] = [];
  /** What the values of names were read as, by place and depth: a name may stand many times in the value of another. */
  readonly #known = new Map<number, Template>();
  readonly #knownEntries = new Map<number, Entries>();
  readonly #knownAdded = new Map<string, Entries>();
  /** The module that each name is imported from. */
  readonly #modules = new Map<string, string>();
  /** Names of what is given to functions or to other names, which may change it. */
  readonly #handedOn = new Set<string>();
  /** Modules by the other name that they are given. */
  readonly #aliases = new Map<string, string>();
  readonly #names = new Map<RegExp, boolean>();

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text, PYTHON);
    for (const [, module = '', name = ''] of text.slice(0, MAX_IMPORTS).matchAll(IMPORT_AS))
      this.#aliases.set(name, module);
    for (const [, module = '', names = ''] of text.slice(0, MAX_IMPORTS).matchAll(IMPORT)) {
      for (const [name] of names.matchAll(/\w+/g)) if (!this.#modules.has(name)) this.#modules.set(name, module);
    }
  }

  read(): Site[] {
    this.#tokens.forEach((_, at) => this.#collect(at));
    this.#tokens.forEach((token, at) => {
      if (token.kind === 'name' && this.#word(at + 1) === '(') this.#call(at);
    });
    return this.#sites;
  }

  /** The text of a mark or name; empty behind the end. */
  #word(at: number): string {
    return this.#tokens[at]?.text ?? '';
  }

  // Names

  #set(name: string, value: Range | null): void {
    const all = this.#values.get(name);
    if (all) all.push(value);
    else this.#values.set(name, [value]);
  }

  #collect(at: number): void {
    const token = this.#tokens[at]!;
    if (token.kind !== 'name') return;
    if (this.#word(at + 1) === '(' && !READS.test(token.text)) this.#handOn(at + 1);
    if (token.text === 'for' || token.text === 'def' || token.text === 'lambda') this.#parameters(at);
    if (!token.isFirst) {
      // `with httpx.Client() as client`
      if (token.text === 'as' && this.#word(at - 1) === ')') this.#set(this.#word(at + 1), this.#callBefore(at));
      return;
    }
    const [path, next] = this.#path(at);
    const last = path.at(-1) ?? '';
    if (this.#word(next) === '[') this.#item(at, path.join('.'), next);
    else if (last === 'update' && path.at(-2) === 'headers' && this.#word(next) === '(') {
      this.#add(path.slice(0, -1).join('.'), () => this.#dictionary([next + 1, this.#close(next)], 0), at);
    } else if (last === 'add_header' && this.#word(next) === '(') {
      const [name, value] = partsOf(this.#tokens, next + 1, this.#close(next));
      const entry = name && value ? this.#entry(name, value) : null;
      this.#add(
        `${path.slice(0, -1).join('.')}.headers`,
        () => (entry ? { entries: [entry], isComplete: true } : UNKNOWN_ENTRIES),
        at,
      );
    } else if (CHANGES.test(last) && this.#word(next) === '(') {
      this.#handedOn.add(path.slice(0, -1).join('.'));
    } else {
      // `name: Type = value`
      const equals = this.#word(next) === ':' ? this.#equalsOnLine(next) : next;
      if (this.#word(equals) !== '=' || this.#word(equals + 1) === '=') {
        if (this.#word(next + 1) === '=' && '+|'.includes(this.#word(next) || ' ')) this.#set(path.join('.'), null);
        return;
      }
      const value: Range = [equals + 1, this.#statementEnd(equals + 1)];
      this.#set(path.join('.'), value);
      this.#markIfName(value);
    }
  }

  /** Whoever gets an argument may change it. */
  #handOn(open: number): void {
    const close = this.#close(open);
    if (this.#word(open - 2) === 'def' || close - open > MAX_PARAMETERS) return;
    for (const [from, to] of partsOf(this.#tokens, open + 1, close))
      this.#markIfName(this.#word(from + 1) === '=' ? [from + 2, to] : [from, to]);
  }

  #markIfName([from, to]: Range): void {
    const [path, next] = this.#path(from);
    if (path.length > 0 && next === to) this.#handedOn.add(path.join('.'));
  }

  #equalsOnLine(at: number): number {
    for (let next = at + 1; next < this.#tokens.length && next < at + 12; next++) {
      if (this.#tokens[next]!.isFirst) return at;
      if (this.#word(next) === '=') return next;
    }
    return at;
  }

  /** Parameters and loops give a name values that are not known here. */
  #parameters(at: number): void {
    const end = this.#word(at) === 'def' ? Math.min(this.#close(at + 2), at + MAX_PARAMETERS) : at + 8;
    for (let next = at + 1; next < Math.min(end, this.#tokens.length); next++) {
      if (this.#tokens[next]!.isFirst && this.#word(at) !== 'def') break;
      if (this.#word(next) === 'in' || (this.#word(at) === 'lambda' && this.#word(next) === ':')) break;
      if (this.#tokens[next]!.kind === 'name') this.#set(this.#word(next), null);
    }
  }

  /** `headers["x"] = …` */
  #item(at: number, path: string, bracket: number): void {
    const close = this.#close(bracket);
    if (this.#word(close + 1) !== '=' || this.#word(close + 2) === '=') return;
    const value: Range = [close + 2, this.#statementEnd(close + 2)];
    const entry = this.#entry([bracket + 1, close], value);
    this.#add(path, () => (entry ? { entries: [entry], isComplete: true } : UNKNOWN_ENTRIES), at);
  }

  /** `read` is called when all names are known. */
  #add(path: string, read: () => Entries, at: number): void {
    // What is set in a block may not be set.
    const added = this.#isUnconditional(at) ? read : () => ({ ...read(), isComplete: false });
    const all = this.#later.get(path);
    if (all) all.push(added);
    else this.#later.set(path, [added]);
  }

  /** What is set in a dictionary after it was made. */
  #addedTo(path: string): Entries {
    const known = this.#knownAdded.get(path) ?? this.#additionsTo(path);
    this.#knownAdded.set(path, known);
    return known;
  }

  #additionsTo(path: string): Entries {
    const added = (this.#later.get(path) ?? []).map((read) => read());
    const isHandedOn = this.#handedOn.has(path) || this.#handedOn.has(path.replace(/\.headers$/, ''));
    return merged(isHandedOn ? [...added, UNKNOWN_ENTRIES] : added);
  }

  /** Whether no `if`, `for` or `try` stands above the line with less depth. */
  #isUnconditional(at: number): boolean {
    let { indent } = this.#tokens[at]!;
    for (let before = at - 1, seen = 0; before >= 0 && indent > 0 && seen < 400; before--, seen++) {
      const token = this.#tokens[before]!;
      if (!token.isFirst || token.indent >= indent) continue;
      if (/^(?:if|elif|else|for|while|try|except|match|case)$/.test(token.text)) return false;
      ({ indent } = token);
    }
    return true;
  }

  #statementEnd(from: number): number {
    for (let at = from; at < this.#tokens.length; at++) {
      const token = this.#tokens[at]!;
      if (token.isFirst && at > from && this.#word(at - 1) !== '\\') return at;
      if (token.kind === 'mark' && '([{'.includes(token.text)) at = this.#close(at);
      else if (token.text === ';') return at;
    }
    return this.#tokens.length;
  }

  #close(open: number): number {
    return this.#tokens[open]?.partner ?? this.#tokens.length;
  }

  /** A dotted name that begins at `at`, without `self`, and the number of the token behind it. */
  #path(at: number): [path: string[], next: number] {
    const path: string[] = [];
    let next = at;
    while (this.#tokens[next]?.kind === 'name') {
      path.push(this.#word(next));
      next++;
      if (this.#word(next) !== '.') break;
      next++;
    }
    if (path[0] === 'self' && path.length > 1) path.shift();
    return [path, next];
  }

  /** The call that ends before the token at `at`. */
  #callBefore(at: number): Range | null {
    const open = this.#tokens[at - 1]?.partner;
    if (open === undefined) return null;
    let from = open - 1;
    while (this.#word(from - 1) === '.' && this.#tokens[from - 2]?.kind === 'name') from -= 2;
    return [from, at];
  }

  #only(name: string): Range | null {
    const all = this.#values.get(name);
    return all?.length === 1 ? (all[0] ?? null) : null;
  }

  // Values

  /** What an expression gives, as far as it is a string. */
  #template([from, to]: Range, depth = 0): Template {
    const [start, end] = [this.#tokens[from]?.start ?? 0, this.#tokens[to - 1]?.end ?? 0];
    const unknown: Template = { pieces: [{ name: null, at: { start, end } }], start, end };
    if (depth > MAX_DEPTH || from >= to) return unknown;
    if (this.#word(from) === '(' && this.#close(from) === to - 1) return this.#template([from + 1, to - 1], depth + 1);
    const parts = partsOf(this.#tokens, from, to, '+');
    if (parts.length > 1) {
      const all = concatenated(
        parts.map((part) => this.#template(part, depth + 1)),
        start,
        end,
      );
      return all.pieces.length > MAX_PIECES ? unknown : all;
    }
    if (this.#areStrings(from, to)) {
      const strings = this.#tokens.slice(from, to);
      const pieces = strings.flatMap(({ value }) => value!.pieces).flatMap((piece) => this.#resolved(piece, depth));
      const [first, last] = [strings[0]!.value!, strings.at(-1)!.value!];
      return { pieces, start: first.start, end: last.end };
    }
    const environment = this.#environment(from, to);
    if (environment !== null) return { ...environment, start, end };
    const [path, next] = this.#path(from);
    if (next !== to || path.length === 0) return unknown;
    const name = path.join('.');
    const value = this.#only(name);
    if (value === null) return { pieces: [{ name: path.at(-1)!, at: { start, end } }], start, end };
    return { pieces: elsewhere(this.#valueAt(value, depth), path.at(-1)!), start, end };
  }

  /** What a name is set to, as it is seen from an expression at `depth`. */
  #valueAt(value: Range, depth: number): Template {
    const key = value[0] * (MAX_DEPTH + 2) + depth;
    const known = this.#known.get(key) ?? this.#template(value, depth + 1);
    this.#known.set(key, known);
    return known;
  }

  #areStrings(from: number, to: number): boolean {
    let at = from;
    while (at < to && this.#tokens[at]!.kind === 'string') at++;
    return at === to;
  }

  #resolved(piece: Piece, depth: number): Piece[] {
    if (isKnown(piece) || piece.name === null) return [piece];
    const value = this.#only(piece.name);
    return value === null || depth > MAX_DEPTH ? [piece] : elsewhere(this.#valueAt(value, depth), piece.name);
  }

  /** `os.environ["NAME"]`, `os.getenv("NAME", "default")`, `os.environ.get("NAME")`. */
  #environment(from: number, to: number): Template | null {
    const [path, next] = this.#path(from);
    const isItem = path.at(-1) === 'environ' && this.#word(next) === '[';
    const isCall = /(?:^|\.)(?:getenv|environ\.get|config)$/.test(path.join('.')) && this.#word(next) === '(';
    if ((!isItem && !isCall) || this.#close(next) !== to - 1) return null;
    const [name, fallback] = partsOf(this.#tokens, next + 1, to - 1);
    const named = name && this.#tokens[name[0]]?.value;
    if (!named) return null;
    const value = fallback && this.#tokens[fallback[0]]?.value;
    const variable = shapeOf(named);
    // An empty default says nothing of what is there.
    if (value && shapeOf(value) !== '') return { ...value, pieces: elsewhere(value, variable) };
    const [start, end] = [this.#tokens[from]!.start, this.#tokens[to - 1]!.end];
    return { pieces: [{ name: variable, at: { start, end } }], start, end };
  }

  #entry([from, to]: Range, value: Range): Entry | null {
    const token = this.#tokens[from];
    const name = token?.value;
    if (!name || to - from !== 1 || shapeOf(name).includes(HOLE)) return null;
    return { name: shapeOf(name), nameAt: { start: name.start, end: name.end }, value };
  }

  /** A dictionary: a literal, `dict(…)`, a name of one, or one merged by `**`. */
  #dictionary([from, to]: Range, depth: number): Entries {
    if (depth > MAX_DEPTH) return UNKNOWN_ENTRIES;
    const isBraces = this.#word(from) === '{';
    const isDict = this.#word(from) === 'dict' && this.#word(from + 1) === '(';
    const open = isBraces ? from : from + 1;
    if ((isBraces || isDict) && this.#close(open) === to - 1) {
      return merged(partsOf(this.#tokens, open + 1, to - 1).map((part) => this.#member(part, isBraces, depth)));
    }
    const [path, next] = this.#path(from);
    const value = next === to ? this.#only(path.join('.')) : null;
    if (value === null) return UNKNOWN_ENTRIES;
    const key = value[0] * (MAX_DEPTH + 2) + depth;
    const known =
      this.#knownEntries.get(key) ?? merged([this.#dictionary(value, depth + 1), this.#addedTo(path.join('.'))]);
    this.#knownEntries.set(key, known);
    return known;
  }

  #member([from, to]: Range, isBraces: boolean, depth: number): Entries {
    if (this.#word(from) === '*' && this.#word(from + 1) === '*') return this.#dictionary([from + 2, to], depth + 1);
    if (!isBraces) {
      const token = this.#tokens[from]!;
      if (token.kind !== 'name' || this.#word(from + 1) !== '=') return UNKNOWN_ENTRIES;
      return { entries: [{ name: token.text, nameAt: token, value: [from + 2, to] }], isComplete: true };
    }
    const [key, ...rest] = partsOf(this.#tokens, from, to, ':');
    const entry = key && rest[0] ? this.#entry(key, [rest[0][0], to]) : null;
    return entry === null ? UNKNOWN_ENTRIES : { entries: [entry], isComplete: true };
  }

  // Calls

  #call(at: number): void {
    if (this.#word(at - 1) === 'def' || this.#word(at - 1) === 'class') return;
    let from = at;
    while (this.#word(from - 1) === '.' && this.#tokens[from - 2]?.kind === 'name') from -= 2;
    const path = this.#path(from)[0];
    const method = path.at(-1) ?? '';
    const object = path.slice(0, -1).join('.');
    const call = new Call(this.#tokens, at + 1, this.#close(at + 1));
    const span = { start: this.#tokens[from]!.start, end: this.#tokens[this.#close(at + 1)]?.end ?? this.#text.length };
    this.#sdk(method, call, span);
    this.#printed(object, method, call);
    if (clients.METHODS.has(method) || clients.GENERAL_METHODS.has(method)) this.#request(object, method, call, span);
    else if (method === 'Request' && /urllib|^request$/.test(object || this.#imported('Request')))
      this.#urllib(from, call, span);
  }

  /** What the module is called that `name` is imported from; empty where the text does not say. */
  #imported(name: string): string {
    return this.#modules.get(name) ?? '';
  }

  /** Whether the text names a module. */
  #holds(module: RegExp): boolean {
    const known = this.#names.get(module) ?? module.test(this.#text);
    this.#names.set(module, known);
    return known;
  }

  #request(object: string, method: string, call: Call, span: Span): void {
    const session = this.#sessionOf(object);
    // `from requests import post`, then `post(…)`.
    const module = object === '' ? this.#imported(method) : (this.#aliases.get(object) ?? object);
    const isModule = clients.MODULES.has(module) && (this.#values.get(object || method)?.length ?? 0) === 0;
    if (!isModule && session === null) return;
    const shift = clients.GENERAL_METHODS.has(method) ? 1 : 0;
    const url = call.named('url') ?? call.positional(shift) ?? call.positional(0);
    const given = call.named('headers') ?? (session?.isConnection ? call.positional(3) : null);
    if (url === null) return;
    const verb = shift === 1 ? (call.named('method') ?? call.positional(0)) : null;
    const own = given === null ? null : this.#dictionary(given, 0);
    const shared = session?.headers ?? { entries: [], isComplete: true };
    const auth = call.named('auth');
    const params = call.named('params');
    const address = session?.base ? joined(session.base, this.#template(url)) : this.#template(url);
    const headers = this.#headersOf([...shared.entries, ...(own?.entries ?? [])]);
    this.#sites.push({
      kind: 'request',
      url:
        params === null
          ? address
          : withParameters(address, this.#dictionary(params, 0), (value) => this.#template(value)),
      method: verb === null ? (shift === 1 ? null : method.toUpperCase()) : shapeOf(this.#template(verb)).toUpperCase(),
      headers,
      isComplete:
        own?.isComplete !== false && shared.isComplete && headers.length > 0 && auth === null && !call.isSpread,
      ...span,
      ...(auth !== null && this.#isPair(auth) && { basic: this.#spanOf(auth) }),
    });
  }

  #isPair([from, to]: Range): boolean {
    const isTuple = this.#word(from) === '(' && this.#close(from) === to - 1;
    return (
      (isTuple && partsOf(this.#tokens, from + 1, to - 1).length === 2) ||
      /BasicAuth$/.test(this.#path(from)[0].at(-1) ?? '')
    );
  }

  #spanOf([from, to]: Range): Span {
    return { start: this.#tokens[from]!.start, end: this.#tokens[to - 1]!.end };
  }

  /** What a variable sends with every request, where it is a session, a client or a connection. */
  #sessionOf(object: string): { base: Template | null; headers: Entries; isConnection: boolean } | null {
    const value = object === '' ? null : this.#only(object);
    if (value === null) return null;
    const [path, next] = this.#path(value[0]);
    if (this.#word(next) !== '(') return null;
    const kind = path.at(-1) ?? '';
    const call = new Call(this.#tokens, next, this.#close(next));
    if (clients.CONNECTIONS.has(kind)) {
      const host = call.positional(0);
      if (host === null) return null;
      const { pieces, start, end } = this.#template(host);
      const base = { pieces: [{ text: 'https://', at: null }, ...pieces], start, end };
      return { base, headers: { entries: [], isComplete: true }, isConnection: true };
    }
    const module = path.length > 1 ? (this.#aliases.get(path[0]!) ?? path[0]!) : this.#imported(kind);
    if (!clients.SESSIONS.has(kind) || !clients.SESSION_MODULES.has(module)) return null;
    const base = call.named('base_url');
    const given = call.named('headers');
    const own = given === null ? { entries: [], isComplete: true } : this.#dictionary(given, 0);
    const { entries, isComplete } = merged([own, this.#addedTo(`${object}.headers`)]);
    const isOpen =
      call.isSpread ||
      ['auth', 'event_hooks', 'transport'].some((option) => call.named(option) !== null) ||
      ['auth', 'headers'].some((member) => this.#values.has(`${object}.${member}`));
    return {
      base: base === null ? null : this.#template(base),
      headers: { entries, isComplete: isComplete && !isOpen },
      isConnection: false,
    };
  }

  #urllib(from: number, call: Call, span: Span): void {
    const url = call.named('url') ?? call.positional(0);
    if (url === null) return;
    const given = call.named('headers') ?? call.positional(2);
    const own = given === null ? { entries: [], isComplete: true } : this.#dictionary(given, 0);
    // `request = urllib.request.Request(…)`, then `request.add_header(…)`.
    const name = this.#word(from - 1) === '=' ? this.#word(from - 2) : '';
    const { entries, isComplete } = merged([own, this.#addedTo(`${name}.headers`)]);
    const headers = this.#headersOf(entries);
    const method = call.named('method');
    this.#sites.push({
      kind: 'request',
      url: this.#template(url),
      method:
        method === null ? (call.named('data') || call.positional(1) ? 'POST' : 'GET') : shapeOf(this.#template(method)),
      headers,
      isComplete: headers.length > 0 && isComplete && !call.isSpread,
      ...span,
    });
  }

  /** Headers by name, later ones replacing earlier ones. */
  #headersOf(entries: readonly Entry[]): Header[] {
    const headers = new Map<string, Header>();
    for (const { name, nameAt, value } of entries) {
      const template = this.#template(value);
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
    if (name === 'Client' && this.#holds(clients.GENAI.module)) this.#genai(call, span);
    const row = clients.PYTHON_SDKS.find(({ names, module }) => names.includes(name) && this.#holds(module));
    if (row === undefined) return;
    const base = row.base.map((option) => call.named(option)).find((value) => value !== null);
    if (!base) return;
    const keys = Object.entries(row.keys).flatMap(([argument, option]) => {
      const value = call.named(argument);
      return value === null ? [] : [{ option, value: this.#template(value), nameAt: this.#tokens[value[0] - 2]! }];
    });
    this.#client({ sdk: row.sdk, base: this.#template(base), keys, ...span });
  }

  #genai(call: Call, span: Span): void {
    const options = call.named('http_options');
    if (options === null) return;
    const [, next] = this.#path(options[0]);
    const inner = this.#word(next) === '(' ? new Call(this.#tokens, next, this.#close(next)).named('base_url') : null;
    const entry = this.#dictionary(options, 0).entries.find(({ name }) => name === 'base_url')?.value;
    const base = inner ?? entry;
    const key = call.named('api_key');
    if (!base) return;
    const keys =
      key === null ? [] : [{ option: 'api_key', value: this.#template(key), nameAt: this.#tokens[key[0] - 2]! }];
    this.#client({ sdk: clients.GENAI.sdk, base: this.#template(base), keys, ...span });
  }

  #client(site: Omit<ClientSite, 'kind'>): void {
    const keys = site.keys.map((key) => ({ ...key, nameAt: { start: key.nameAt.start, end: key.nameAt.end } }));
    this.#sites.push({ ...site, kind: 'client', keys });
  }

  #printed(object: string, method: string, call: Call): void {
    const isPrint = object === '' && method === 'print';
    const isLog = clients.LOGGER_NAME.test(object) && clients.LOG_METHOD.test(method);
    if (!isPrint && !isLog) return;
    const sink = isPrint ? '`print`' : `\`${object}.${method}\``;
    for (const range of call.all()) {
      const value = this.#template(range);
      const site: LogSite = { kind: 'log', sink, value, start: value.start, end: value.end };
      this.#sites.push(site);
    }
  }
}

/** The arguments of a call. */
class Call {
  readonly #tokens: readonly Token[];
  readonly #parts: readonly Range[];

  constructor(tokens: readonly Token[], open: number, close: number) {
    this.#tokens = tokens;
    this.#parts = partsOf(tokens, open + 1, close);
  }

  #isNamed([from]: Range): boolean {
    return (
      this.#tokens[from]!.kind === 'name' &&
      this.#tokens[from + 1]?.text === '=' &&
      this.#tokens[from + 2]?.text !== '='
    );
  }

  named(name: string): Range | null {
    const part = this.#parts.find((each) => this.#isNamed(each) && this.#tokens[each[0]]!.text === name);
    if (part === undefined) return null;
    return this.#tokens[part[0] + 2]?.text === 'None' ? null : [part[0] + 2, part[1]];
  }

  /** Whether `**more` brings further arguments. */
  get isSpread(): boolean {
    return this.#parts.some(([from]) => this.#tokens[from]!.text === '*');
  }

  all(): Range[] {
    return this.#parts.filter((part) => !this.#isNamed(part));
  }

  positional(index: number): Range | null {
    return this.all()[index] ?? null;
  }
}

/** Together; more than any program sends is not known. */
function merged(all: readonly Entries[]): Entries {
  const entries = all.flatMap((each) => each.entries);
  return entries.length > MAX_ENTRIES
    ? UNKNOWN_ENTRIES
    : { entries, isComplete: all.every(({ isComplete }) => isComplete) };
}

/** What stands at another place is not ours to change from here. */
function elsewhere({ pieces }: Template, name: string): Piece[] {
  return pieces.map((piece) =>
    isKnown(piece) ? { text: piece.text, at: null, name: piece.name ?? name } : { name: piece.name },
  );
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

function withParameters(url: Template, { entries }: Entries, valueOf: (value: Range) => Template): Template {
  let { pieces } = url;
  for (const [index, { name, value }] of entries.entries()) {
    const separator = index > 0 || shapeOf(url).includes('?') ? '&' : '?';
    pieces = [...pieces, { text: `${separator}${name}=`, at: null }, ...valueOf(value).pieces];
  }
  return { ...url, pieces };
}
