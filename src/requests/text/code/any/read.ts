import { CREDENTIAL_HEADER } from '../../../../gateway/credentials.js';
import { familyOf } from '../../../../gateway/endpoints.js';
import { behind, resolved } from '../../../resolved.js';
import type { RequestSite } from '../../../site.js';
import { shapeOf, sliceOf, type Template } from '../../../template.js';
import { Blocks } from './blocks.js';
import { Headers } from './headers.js';
import { type CodeLanguage, CONDITIONS, SETS_HEADERS } from './languages.js';
import { Names } from './names.js';
import { bare, MAX_REACH, Program } from './program.js';
import type { Range } from '../tokens.js';
import { Values } from './values.js';

/** More are set by no function of a program. */
const MAX_HEADERS = 100;

const ADDRESS = /^(?:https?|wss?):\/\/[^/\s]|^\0\/\w/;
const BUILDER = /^(?:newBuilder|Builder)$/;
/** A path alone, maybe with a variable in it. */
const RELATIVE = /^\/?\w[\w.-]*\/[^\s]*$|^\/\w+$/;

/** A word is one only where the gateway has such a path: `$client->get('models')`. */
function isPath(shape: string): boolean {
  return RELATIVE.test(shape) || familyOf(`/v1/${shape}`) !== null;
}

/** What a client of HTTP is called: `$this->client`, `dio`, `_http`. */
const CLIENT_NAME = /(?:client|http|guzzle|dio|api|conn|connection|faraday)$/i;

/** The only client of a program that has a base. */
interface Client {
  readonly url: Template;
  /** The token that its base begins with. */
  readonly at: number;
  readonly headers: Headers;
}

const VERB = /^(?:get|post|put|patch|delete)$/;

/**
 * The requests of a program, of whatever language: a function that names one address, begins one request and sets its
 * headers by name. Where a function does more than that, nothing is said.
 */
export function readCode(text: string, language: CodeLanguage): RequestSite[] {
  return SETS_HEADERS.test(text) ? new CodeReader(new Program(text, language)).read() : [];
}

class CodeReader {
  readonly #program: Program;
  readonly #blocks: Blocks;
  readonly #names: Names;
  readonly #values: Values;
  /** Whether clients of the program may get further headers by other means. */
  readonly #mayAddElsewhere: boolean;
  /** Asked for with the first path that stands alone. */
  #client: Client | null | undefined;

  constructor(program: Program) {
    this.#program = program;
    this.#mayAddElsewhere = program.language.base?.elsewhere.test(program.text) === true;
    this.#blocks = new Blocks(program);
    this.#names = new Names(program, this.#blocks);
    this.#values = new Values(program, this.#names);
  }

  read(): RequestSite[] {
    return [...this.#blocks.functions.values()].flatMap((tokens) => this.#request(tokens));
  }

  /** The request of the function that has these tokens. */
  #request(tokens: readonly number[]): RequestSite[] {
    const headers = new Headers(this.#program, this.#values, tokens);
    if (headers.set.length > MAX_HEADERS) return [];
    const requests = tokens.filter((at) => this.#beginsRequest(at));
    if (requests.length > 1) return [];
    const behindBase = this.#behindBase(requests[0], headers);
    if (behindBase !== null) return behindBase;
    if (headers.set.length === 0) return [];
    const address = this.#addressIn(tokens, headers);
    if (address === null) return [];
    return this.#site(address.url, [{ headers, from: address.at }]);
  }

  /** A request to `url` with headers of one or two functions, each of them read beside the token `from` of its function. */
  #site(url: Template, parts: readonly { readonly headers: Headers; readonly from: number }[]): RequestSite[] {
    const set = parts.flatMap(({ headers }) => headers.set);
    const sure = parts.flatMap(({ headers, from }) => headers.set.filter(({ at }) => this.#isSure(at, from)));
    const all = new Map(sure.map(({ header }) => [header.name, header]));
    const isKnown = sure.length === set.length && all.size === sure.length;
    if (!isKnown && all.size !== sure.length) return [];
    const isComplete =
      isKnown &&
      !this.#mayAddElsewhere &&
      parts.every(({ headers }) => !headers.isOpen && !headers.mayChangeElsewhere()) &&
      // A client may add the credential elsewhere: its absence proves nothing.
      [...all.keys()].some((name) => CREDENTIAL_HEADER.test(name));
    const basic = parts.map(({ headers }) => headers.basic).find((span) => span !== null);
    const ends = [url, ...all.values()];
    return [
      {
        kind: 'request',
        url,
        headers: [...all.values()],
        isComplete,
        start: Math.min(...ends.map(({ start }) => start)),
        end: Math.max(...ends.map(({ end }) => end)),
        ...(basic && { basic }),
      },
    ];
  }

  /**
   * The request that is called at `at` with a path, behind the base that the only client of the program has; `null` where it
   * is no such request.
   */
  #behindBase(at: number | undefined, headers: Headers): RequestSite[] | null {
    const { base } = this.#program.language;
    if (base === undefined || at === undefined || !CLIENT_NAME.test(this.#program.pathBefore(at).at(-1) ?? ''))
      return null;
    const argument = this.#program.argumentsIn(at + 1)[base.general.test(this.#program.word(at)) ? 1 : 0];
    const path = argument && this.#values.template(argument);
    if (!path || !isPath(shapeOf(path))) return null;
    const client = this.#onlyClient();
    if (client === null) return null;
    const url = JOINS[base.join](client.url, path);
    const own = { headers, from: at };
    const isHere = this.#blocks.functionOf(client.at) === this.#blocks.functionOf(at);
    const parts = isHere ? [own] : [{ headers: client.headers, from: client.at }, own];
    return parts.some((part) => part.headers.set.length > 0) ? this.#site(url, parts) : null;
  }

  /** What the program gives as the base of a client; `null` where it makes none or several. */
  #onlyClient(): Client | null {
    if (this.#client !== undefined) return this.#client;
    this.#client = null;
    const [only, ...others] = this.#program.tokens.flatMap((_, at) => {
      const range = this.#baseAt(at);
      return range === null ? [] : [range];
    });
    if (only === undefined || others.length > 0) return null;
    const url = this.#values.template(only);
    const [at] = only;
    const tokens = this.#blocks.functions.get(this.#blocks.functionOf(at)) ?? [];
    if (ADDRESS.test(shapeOf(url))) {
      this.#client = { url, at, headers: new Headers(this.#program, this.#values, tokens) };
    }
    return this.#client;
  }

  /** What stands behind `'base_uri' =>` or `baseUrl:` at `at`. */
  #baseAt(at: number): Range | null {
    const { value, kind, text } = this.#program.tokens[at]!;
    const { base } = this.#program.language;
    if (base?.maker !== undefined) return this.#argumentOf(base.maker, base.option, at);
    const isOption = kind === 'string' ? value !== undefined && shapeOf(value) === base?.option : text === base?.option;
    if (!isOption) return null;
    const [sign, after] = [this.#program.word(at + 1), this.#program.word(at + 2)];
    const from = sign === '=' && after === '>' ? at + 3 : sign === ':' ? at + 2 : null;
    return from === null ? null : [from, this.#program.statementEnd(from)];
  }

  /** The base in `Faraday.new(url: …)` and `Faraday.new(…)`, where the token at `at` is the maker. */
  #argumentOf(maker: string, option: string, at: number): Range | null {
    const [word, dot, make, open] = [0, 1, 2, 3].map((step) => this.#program.word(at + step));
    if (word !== maker || dot !== '.' || make !== 'new' || open !== '(') return null;
    const isLabelled = this.#program.word(at + 5) === ':' && this.#program.word(at + 6) !== ':';
    if (isLabelled && this.#program.word(at + 4) !== option) return null;
    return this.#program.argumentsIn(at + 3)[0] ?? null;
  }

  #beginsRequest(at: number): boolean {
    const { kind, text } = this.#program.tokens[at]!;
    if (kind !== 'name' || !this.#program.language.requests.test(text)) return false;
    // `Net::HTTP::Post.new(…)`, and `post(…)`; not the declaration of a function of that name.
    const isCalled =
      this.#program.word(at + 1) === '(' ||
      (this.#program.word(at + 1) === '.' && this.#program.word(at + 2) === 'new');
    // OkHttp's `Request.Builder().url(…).post(body)` goes on with the request that it has begun.
    const goesOn = this.#program.language.id === 'kotlin' && VERB.test(text) && this.#program.word(at - 2) === ')';
    if (goesOn && this.#program.word(at - 1) === '.') return false;
    if (BUILDER.test(text) && this.#isOfClient(at)) return false;
    const isBlock = this.#program.language.isIndented && this.#program.tokens[at + 1]?.kind === 'string';
    return (isCalled || isBlock) && !/^(?:func|fun|fn|def|function|void)$/.test(this.#program.word(at - 1));
  }

  /** `OkHttpClient.Builder()`, `HttpClient.newBuilder()` and `new OkHttpClient().newBuilder()` make a client, and no request. */
  #isOfClient(at: number): boolean {
    if (this.#program.word(at - 1) !== '.') return false;
    const owner = this.#program.word(at - 2) === ')' ? this.#program.word(at - 4) : this.#program.word(at - 2);
    return /client$/i.test(owner);
  }

  /** Whether a header is set wherever the address is used: in the same blocks, by no `if` of its own. */
  #isSure(at: number, address: number): boolean {
    if (!this.#blocks.runTogether(at, address)) return false;
    const { id } = this.#program.language;
    for (let back = at - 1, seen = 0; back >= 0 && seen < MAX_REACH; back--, seen++) {
      const { kind, text, isFirst } = this.#program.tokens[back]!;
      if (kind === 'mark' && (text === ';' || text === '{' || text === '}')) break;
      if (kind === 'name' && CONDITIONS.test(text)) return false;
      if (isFirst && (id === 'go' || id === 'ruby' || id === 'kotlin' || id === 'swift')) break;
    }
    if (id !== 'ruby') return true;
    for (let next = at + 1; this.#program.tokens[next]?.isFirst === false; next++) {
      if (next - at > MAX_REACH || /^(?:if|unless)$/.test(this.#program.word(next))) return false;
    }
    return true;
  }

  /** The only address that a function names, with the number of its token; `null` where there are several. */
  #addressIn(tokens: readonly number[], headers: Headers): { url: Template; at: number } | null {
    const used = new Set<string>();
    const all = new Map<string, { url: Template; at: number; name: string | null }>();
    let last = -1;
    for (const at of tokens) {
      const token = this.#program.tokens[at]!;
      if (at < last || token.kind === 'mark' || headers.values.some(([from, to]) => at >= from && at < to)) continue;
      if (token.kind === 'name' && !this.#mayBeAddress(at)) continue;
      const range = this.#program.expressionAt(at);
      const own = new Set<string>();
      const url = this.#values.template(range, 0, own);
      last = range[1];
      if (!ADDRESS.test(shapeOf(url))) continue;
      const name = this.#program.word(range[0] - 1) === '=' ? this.#assigned(range[0] - 1) : null;
      // An address that is changed later is not known.
      if (name !== null && this.#names.valueOf(name, at) === null) return null;
      for (const each of own) used.add(each);
      all.set(shapeOf(url), { url, at, name });
    }
    const addresses = [...all.values()].filter(({ name }) => name === null || !used.has(name));
    const whole = addresses.length > 0 ? addresses : [...all.values()];
    return whole.length === 1 ? whole[0]! : null;
  }

  #assigned(equals: number): string {
    return bare(this.#program.word(this.#program.word(equals - 1) === ':' ? equals - 2 : equals - 1));
  }

  #mayBeAddress(at: number): boolean {
    if (/^[=(:]$/.test(this.#program.word(at + 1) || ' ')) return false;
    return (
      (this.#names.valueOf(bare(this.#program.word(at)), at) ?? null) !== null ||
      this.#program.word(at + 1) === this.#program.language.concatenation
    );
  }
}

/** Below the path of the base, or from the root where it begins with a slash. */
function below(base: Template, path: Template): Template {
  if (shapeOf(path).startsWith('/')) return resolved(base, path);
  return behind(base, path, !shapeOf(base).endsWith('/'));
}

const JOINS = { resolved, appended, below } as const;

/** One behind the other, with one slash where there would be two. */
function appended(base: Template, path: Template): Template {
  const shape = shapeOf(base);
  const isDoubled = shape.endsWith('/') && shapeOf(path).startsWith('/');
  return behind(isDoubled ? sliceOf(base, 0, shape.length - 1) : base, path, false);
}
