import type { Header, RequestSite, Span } from '../../site.js';
import { concatenated, isKnown, shapeOf, type Piece, type Template } from '../../template.js';
import * as languages from './languages.js';
import { partsOf, tokensOf, type Token } from './tokens.js';

type Range = readonly [from: number, to: number];

const MAX_DEPTH = 8;
const MAX_PIECES = 100;
/** More are set by no function of a program. */
const MAX_HEADERS = 100;
/** How far a line, a path or the head of a block is followed, in tokens. */
const MAX_REACH = 60;
/** Blocks in blocks; deeper ones are not looked into. */
const MAX_BLOCKS = 40;

const ADDRESS = /^(?:https?|wss?):\/\/[^/\s]|^\0\/\w/;
const NAME_OF_HEADER = /^[A-Za-z][\w-]*$/;
/** Header names that are no keys of an ordinary map. */
const UNMISTAKABLE = /-|^(?:authorization|accept|host|cookie)$/i;
const CREDENTIALS = /^(?:authorization|x-api-key|x-goog-api-key|mj-api-secret|api-key)$/;

/** What is read of one function. */
interface Scope {
  readonly tokens: number[];
}

interface Found {
  readonly header: Header;
  readonly at: number;
  /** The variable that the header is set on; empty in a chain of calls. */
  readonly receiver: string;
}

/**
 * The requests of a program, of whatever language: a function that names one address, begins one request and sets its
 * headers by name. Where a function does more than that, nothing is said.
 */
export function readCode(text: string, language: languages.CodeLanguage): RequestSite[] {
  return languages.SETS_HEADERS.test(text) ? new CodeReader(text, language).read() : [];
}

class CodeReader {
  readonly #text: string;
  readonly #language: languages.CodeLanguage;
  readonly #tokens: readonly Token[];
  /** What each name is set to, by function: `null` where that is no plain assignment, or one of several. */
  readonly #values = new Map<string, Range | null>();
  readonly #scopeOf: number[] = [];
  /** Where names are set for the whole file: outside of functions, in classes. */
  readonly #containers = new Set([-1]);
  /** The blocks around each token that may not run, and the function that it stands in. */
  readonly #conditions: string[] = [];
  readonly #scopes = new Map<number, Scope>();
  /** What the values of names were read as: a name may stand many times in the value of another. */
  readonly #known = new Map<number, Template>();

  constructor(text: string, language: languages.CodeLanguage) {
    this.#text = text;
    this.#language = language;
    this.#tokens = tokensOf(text, language.lexicon);
  }

  read(): RequestSite[] {
    if (this.#language.isIndented) this.#divideByLines();
    else this.#divideByBraces();
    for (let at = 0; at < this.#tokens.length; at++) this.#collect(at);
    return [...this.#scopes.values()].flatMap((scope) => this.#request(scope));
  }

  #word(at: number): string {
    return this.#tokens[at]?.text ?? '';
  }

  #close(open: number): number {
    return this.#tokens[open]?.partner ?? this.#tokens.length;
  }

  // Functions and blocks

  #put(scope: number, at: number, conditions: string): void {
    this.#conditions[at] = conditions;
    this.#scopeOf[at] = scope;
    const known = this.#scopes.get(scope);
    if (known) known.tokens.push(at);
    else this.#scopes.set(scope, { tokens: [at] });
  }

  #divideByBraces(): void {
    const open: { readonly at: number; readonly scope: number; readonly conditions: string }[] = [];
    for (const [at, token] of this.#tokens.entries()) {
      const around = open.at(-1) ?? { at: -1, scope: -1, conditions: '' };
      if (token.kind === 'mark' && token.text === '{' && token.partner !== undefined && open.length < MAX_BLOCKS) {
        const head = this.#headOf(at);
        const isContainer = around.scope === around.at && head.some((word) => languages.CONTAINERS.test(word));
        const isConditional = head.some((word) => languages.CONDITIONS.test(word));
        // The outermost block that is no class is the function; a class holds functions and members of its own.
        const scope = isContainer || around.scope === around.at ? at : around.scope;
        if (isContainer) this.#containers.add(at);
        this.#put(around.scope, at, around.conditions);
        open.push({
          at: isContainer ? scope : -2,
          scope,
          conditions: isConditional ? `${around.conditions} ${at}` : around.conditions,
        });
        continue;
      }
      if (token.text === '}' && token.partner !== undefined && this.#word(token.partner) === '{') open.pop();
      const { scope, conditions } = open.at(-1) ?? { scope: -1, conditions: '' };
      this.#put(scope, at, conditions);
    }
  }

  /** The words before a brace, back to where its statement begins. */
  #headOf(brace: number): string[] {
    const words: string[] = [];
    let at = brace;
    for (let seen = 0; at > 0 && seen < MAX_REACH; seen++) {
      // On a line of its own, it belongs to the line above.
      if (this.#tokens[at]!.isFirst && at !== brace) break;
      at--;
      const token = this.#tokens[at]!;
      if (token.kind === 'mark' && (token.text === ';' || token.text === '{')) break;
      if (token.kind === 'mark' && token.text === '}') break;
      if (token.kind === 'mark' && token.text === ')' && token.partner !== undefined) at = token.partner;
      else if (token.kind === 'name') words.push(token.text);
    }
    return words;
  }

  #divideByLines(): void {
    let [scope, scopeIndent] = [-1, -1];
    const open: { readonly indent: number; readonly at: number }[] = [];
    for (const [at, token] of this.#tokens.entries()) {
      if (token.isFirst) {
        while (open.length > 0 && open.at(-1)!.indent >= token.indent) open.pop();
        if (scope >= 0 && token.indent <= scopeIndent) scope = -1;
        if (token.text === 'def' && scope < 0) [scope, scopeIndent] = [at, token.indent];
        if (languages.CONDITIONS.test(token.text) && open.length < MAX_BLOCKS) open.push({ indent: token.indent, at });
      }
      this.#put(scope, at, open.map((block) => block.at).join(' '));
    }
  }

  // Names

  #collect(at: number): void {
    const token = this.#tokens[at]!;
    if (token.kind === 'mark' && token.text === '=') this.#assignment(at);
    else if (token.kind === 'name' && this.#tokens[at + 1]?.kind === 'name' && this.#word(at + 2) !== '=') {
      // A parameter with its type (`string url`, `url string`): its value is not known.
      const next = this.#word(at + 2);
      if (next === ',' || next === ')')
        [at, at + 1].forEach((each) => {
          this.#set(bare(this.#word(each)), null, each);
        });
    } else if (token.kind === 'name' && this.#word(at + 1) === ':' && this.#word(at + 2) !== ':') {
      // `url: String`, `url: &str`: a parameter, or a variable whose assignment is met in its turn.
      const end = this.#tokens[at + 2]?.kind === 'mark' ? at + 4 : at + 3;
      if (/^[,)]$/.test(this.#word(end)) && /^[,(]$/.test(this.#word(at - 1))) this.#set(bare(token.text), null, at);
    }
  }

  #assignment(equals: number): void {
    const [before, after] = [this.#word(equals - 1), this.#word(equals + 1)];
    if (after === '=' || after === '>' || /^[=!<>~]$/.test(before || ' ')) return;
    const isAdding = /^[+.|?-]$/.test(before || ' ');
    let at = equals - (isAdding || before === ':' ? 2 : 1);
    // `let headers: [String: String] = …`, `url: &str = …`, `var url String = …`
    for (let back = at, seen = 0; seen < 8 && back > 0 && !this.#tokens[back]!.isFirst; seen++, back--) {
      if (this.#word(back) === ':' && this.#tokens[back - 1]?.kind === 'name') at = back - 1;
    }
    const isTyped = this.#tokens[at - 1]?.kind === 'name' && /^(?:var|const)$/.test(this.#word(at - 2));
    const token = this.#tokens[isTyped && this.#language.id === 'go' ? at - 1 : at];
    if (token?.kind !== 'name') return;
    this.#set(bare(token.text), isAdding ? null : [equals + 1, this.#statementEnd(equals + 1)], at);
  }

  #set(name: string, value: Range | null, at: number): void {
    const scope = this.#scopeOf[at] ?? -1;
    // A parameter stands before the brace of its function: then the name is known nowhere outside of functions.
    const key = this.#containers.has(scope) ? name : `${scope} ${name}`;
    this.#values.set(key, this.#values.has(key) ? null : value);
  }

  /** What a name is set to where the token at `at` stands: once, come what may. `undefined`: the file does not say. */
  #valueOf(name: string, at: number): Range | null | undefined {
    const own = `${this.#scopeOf[at] ?? -1} ${name}`;
    return this.#values.has(own) ? this.#values.get(own) : this.#values.get(name);
  }

  /** Up to `;`, `,`, a closing bracket, or a line that goes on with nothing. */
  #statementEnd(from: number): number {
    const limit = Math.min(this.#tokens.length, from + MAX_REACH);
    for (let at = from; at < limit; at++) {
      const token = this.#tokens[at]!;
      const goesOn = token.text === '+' || token.text === '.' || /^[+.,(=:]$/.test(this.#word(at - 1));
      if (token.isFirst && at > from && !goesOn) return at;
      if (token.kind !== 'mark') continue;
      if ('([{'.includes(token.text)) at = Math.min(limit, this.#close(at));
      else if (';,)]}'.includes(token.text)) return at;
    }
    return limit;
  }

  // Values

  /** What an expression gives, as far as it is a string; `used` takes the names that stand in it. */
  #template([from, to]: Range, depth = 0, used?: Set<string>): Template {
    const [start, end] = [this.#tokens[from]?.start ?? 0, this.#tokens[to - 1]?.end ?? 0];
    const unknown = (name: string | null): Template => ({ pieces: [{ name, at: { start, end } }], start, end });
    if (depth > MAX_DEPTH || from >= to || to - from > MAX_REACH) return unknown(null);
    const within = (inner: Range): Template => this.#template(inner, depth + 1, used);
    if (/^[&*]$/.test(this.#word(from) || ' ')) return within([from + 1, to]);
    if (/^[?!]$/.test(this.#word(to - 1) || ' ')) return within([from, to - 1]);
    if (this.#word(from) === 'new') return within([from + 1, to]);
    if (this.#word(from) === '(' && this.#close(from) === to - 1) return within([from + 1, to - 1]);
    const first = this.#tokens[from]!;
    if (to - from === 1 && first.kind === 'string') {
      const pieces = first.value!.pieces.flatMap((piece) => this.#resolved(piece, from, depth, used));
      return pieces.length > MAX_PIECES ? unknown(null) : { ...first.value!, pieces };
    }
    const parts = partsOf(this.#tokens, from, to, this.#language.concatenation);
    if (parts.length > 1 && (this.#language.concatenation === '+' || !this.#isPath(from, to))) {
      const all = concatenated(parts.map(within), start, end);
      return all.pieces.length > MAX_PIECES ? unknown(null) : all;
    }
    // `.unwrap()`, `.to_string()`, `.into()`: the value stays what it was.
    if (this.#word(to - 1) === ')' && this.#tokens[to - 1]!.partner === to - 2 && this.#word(to - 4) === '.') {
      if (/^(?:unwrap|to_string|to_owned|into|as_str|clone|parse|String|toString)$/.test(this.#word(to - 3)))
        return within([from, to - 4]);
    }
    const variable = languages.ENVIRONMENT.exec(this.#text.slice(start, Math.min(end, start + 200)))?.[1];
    if (variable !== undefined) return unknown(variable);
    const call = this.#callIn(from, to);
    if (call !== null) return this.#called(call, within) ?? unknown(null);
    if (!this.#isPath(from, to)) return unknown(null);
    const name = bare(this.#word(to - 1));
    const value = this.#valueOf(name, from);
    if (value === undefined || value === null)
      return unknown(value === null && !this.#isParameter(name, from) ? null : name);
    used?.add(name);
    const { pieces } = this.#valueAt(value, depth);
    const [only] = pieces;
    const isOpaque = pieces.length === 1 && only !== undefined && !isKnown(only) && only.name === null;
    return { pieces: isOpaque ? [{ name, at: { start, end } }] : elsewhere(pieces, name), start, end };
  }

  /** What a name is set to, as it is seen from an expression at `depth`. */
  #valueAt(value: Range, depth: number): Template {
    const key = value[0] * (MAX_DEPTH + 2) + depth;
    const known = this.#known.get(key) ?? this.#template(value, depth + 1);
    this.#known.set(key, known);
    return known;
  }

  #resolved(piece: Piece, at: number, depth: number, used?: Set<string>): Piece[] {
    if (isKnown(piece) || piece.name === null) return [piece];
    const value = this.#valueOf(piece.name, at);
    if (value === undefined || value === null || depth > MAX_DEPTH) return [piece];
    used?.add(piece.name);
    const { pieces } = this.#valueAt(value, depth);
    return pieces.every((each) => !isKnown(each)) ? [piece] : elsewhere(pieces, piece.name);
  }

  /** Whether a name comes in from outside and is not set in the function besides. */
  #isParameter(name: string, at: number): boolean {
    return !this.#values.has(`${this.#scopeOf[at] ?? -1} ${name}`);
  }

  /** Names with `.`, `->`, `::` between them, and nothing else. */
  #isPath(from: number, to: number): boolean {
    for (let at = from; at < to; at++) {
      const { kind, text } = this.#tokens[at]!;
      if (kind === 'string' || (kind === 'mark' && !/^[.>:?!-]$/.test(text))) return false;
      if (kind === 'mark' && text === '.' && this.#language.concatenation === '.') return false;
      // `a - b`, `a > b`, `a ? b : c`
      if (kind === 'mark' && /^[>:?!-]$/.test(text) && !/^(?:->|>-|::|\?\.|!\.|\?->)/.test(this.#around(at)))
        return false;
    }
    return this.#tokens[to - 1]?.kind === 'name';
  }

  #around(at: number): string {
    const [before, char, after] = [this.#word(at - 1), this.#word(at), this.#word(at + 1)];
    if (char === '>') return before === '-' ? '->' : '';
    if (char === ':') return before === ':' || after === ':' ? '::' : '';
    if (char === '-') return after === '>' ? '->' : '';
    return `${char}${after === '-' ? '->' : after}`;
  }

  /** The call that an expression is: the name, and the bracket of its arguments. */
  #callIn(from: number, to: number): { name: string; open: number } | null {
    const open = this.#tokens[to - 1]?.partner;
    if (this.#word(to - 1) !== ')' || open === undefined || open <= from) return null;
    const name = this.#word(open - 1) === '!' ? open - 2 : open - 1;
    return name < from || !this.#isPath(from, name + 1) ? null : { name: this.#word(name), open };
  }

  #called({ name, open }: { name: string; open: number }, within: (range: Range) => Template): Template | null {
    const parts = partsOf(this.#tokens, open + 1, this.#close(open)).map((part) => this.#unlabelled(part));
    const [first, ...rest] = parts;
    if (first === undefined) return null;
    if (languages.FORMATS.test(name) && (rest.length > 0 || this.#language.id === 'rust')) {
      return formatted(within(first), rest.map(within));
    }
    if (name === 'AuthenticationHeaderValue' && rest[0] !== undefined) {
      const [scheme, value] = [within(first), within(rest[0])];
      const space: Template = { pieces: [{ text: ' ', at: null }], start: scheme.end, end: scheme.end };
      return concatenated([scheme, space, value], scheme.start, value.end);
    }
    return languages.WRAPPERS.test(name) && rest.length === 0 ? within(first) : null;
  }

  /** Without the label of an argument: `string: url`. */
  #unlabelled([from, to]: Range): Range {
    const isLabelled =
      this.#tokens[from]?.kind === 'name' && this.#word(from + 1) === ':' && this.#word(from + 2) !== ':';
    return isLabelled ? [from + 2, to] : [from, to];
  }

  // Requests

  #request({ tokens }: Scope): RequestSite[] {
    const headers = new HeaderFinder();
    for (const at of tokens) this.#headerAt(at, headers);
    if (headers.found.length === 0 || headers.found.length > MAX_HEADERS) return [];
    if (tokens.filter((at) => this.#beginsRequest(at)).length > 1) return [];
    const address = this.#addressIn(tokens, headers);
    if (address === null) return [];
    const sure = headers.found.filter(({ at }) => this.#isSure(at, address.at));
    const all = new Map(sure.map((found) => [found.header.name, found.header]));
    const isKnown = sure.length === headers.found.length && all.size === sure.length;
    if (!isKnown && all.size !== sure.length) return [];
    const isComplete =
      isKnown &&
      !headers.isOpen &&
      // A client may add the credential elsewhere: its absence proves nothing.
      [...all.keys()].some((name) => CREDENTIALS.test(name)) &&
      !this.#isChangedElsewhere(tokens, headers);
    const { url } = address;
    const ends = [url, ...all.values()];
    return [
      {
        kind: 'request',
        url,
        method: null,
        headers: [...all.values()],
        isComplete,
        start: Math.min(...ends.map(({ start }) => start)),
        end: Math.max(...ends.map(({ end }) => end)),
        ...(headers.basic !== null && { basic: headers.basic }),
      },
    ];
  }

  #beginsRequest(at: number): boolean {
    const { kind, text } = this.#tokens[at]!;
    if (kind !== 'name' || !this.#language.requests.test(text)) return false;
    // `Net::HTTP::Post.new(…)`, and `post(…)`; not the declaration of a function of that name.
    const isCalled = this.#word(at + 1) === '(' || (this.#word(at + 1) === '.' && this.#word(at + 2) === 'new');
    const isBlock = this.#language.isIndented && this.#tokens[at + 1]?.kind === 'string';
    return (isCalled || isBlock) && !/^(?:func|fun|fn|def|function|void)$/.test(this.#word(at - 1));
  }

  /** Whether a header is set wherever the address is used: in the same blocks, by no `if` of its own. */
  #isSure(at: number, address: number): boolean {
    if (this.#conditions[at] !== this.#conditions[address]) return false;
    const { id } = this.#language;
    for (let back = at - 1, seen = 0; back >= 0 && seen < MAX_REACH; back--, seen++) {
      const { kind, text, isFirst } = this.#tokens[back]!;
      if (kind === 'mark' && (text === ';' || text === '{' || text === '}')) break;
      if (kind === 'name' && languages.CONDITIONS.test(text)) return false;
      if (isFirst && (id === 'go' || id === 'ruby' || id === 'kotlin' || id === 'swift')) break;
    }
    if (id !== 'ruby') return true;
    for (let next = at + 1; this.#tokens[next]?.isFirst === false; next++) {
      if (next - at > MAX_REACH || /^(?:if|unless)$/.test(this.#word(next))) return false;
    }
    return true;
  }

  /** The only address that a function names, with the number of its token; `null` where there are several. */
  #addressIn(tokens: readonly number[], headers: HeaderFinder): { url: Template; at: number } | null {
    const used = new Set<string>();
    const all = new Map<string, { url: Template; at: number; name: string | null }>();
    let last = -1;
    for (const at of tokens) {
      const token = this.#tokens[at]!;
      if (at < last || token.kind === 'mark' || headers.values.some(([from, to]) => at >= from && at < to)) continue;
      if (token.kind === 'name' && !this.#mayBeAddress(at)) continue;
      const range = this.#expressionAt(at);
      const own = new Set<string>();
      const url = this.#template(range, 0, own);
      last = range[1];
      if (!ADDRESS.test(shapeOf(url))) continue;
      const name = this.#word(range[0] - 1) === '=' ? this.#assigned(range[0] - 1) : null;
      // An address that is changed later is not known.
      if (name !== null && this.#valueOf(name, at) === null) return null;
      for (const each of own) used.add(each);
      all.set(shapeOf(url), { url, at, name });
    }
    const addresses = [...all.values()].filter(({ name }) => name === null || !used.has(name));
    const whole = addresses.length > 0 ? addresses : [...all.values()];
    return whole.length === 1 ? whole[0]! : null;
  }

  #assigned(equals: number): string {
    return bare(this.#word(this.#word(equals - 1) === ':' ? equals - 2 : equals - 1));
  }

  #mayBeAddress(at: number): boolean {
    if (/^[=(:]$/.test(this.#word(at + 1) || ' ')) return false;
    return (
      (this.#valueOf(bare(this.#word(at)), at) ?? null) !== null || this.#word(at + 1) === this.#language.concatenation
    );
  }

  /** The strings and names put together around a token; the whole call where a pattern is filled in. */
  #expressionAt(at: number): Range {
    let from = at;
    if (this.#word(from - 1) === '(') {
      const name = this.#word(from - 2) === '!' ? from - 3 : from - 2;
      if (languages.FORMATS.test(this.#word(name)) && this.#tokens[from]!.kind === 'string') {
        let start = name;
        while (/^[.:]$/.test(this.#word(start - 1)) && start > 1) start -= this.#word(start - 1) === ':' ? 3 : 2;
        return [Math.max(0, start), Math.min(this.#tokens.length, this.#close(from - 1) + 1)];
      }
    }
    if (this.#tokens[from]!.kind === 'name') {
      while (from > 1 && this.#isStep(from - 1)) from -= /^[>:]$/.test(this.#word(from - 1)) ? 3 : 2;
      from = Math.max(0, from);
    }
    let to = at + 1;
    for (let seen = 0; seen < 20; seen++) {
      const operator = this.#tokens[to];
      const operand = this.#tokens[to + 1];
      const isStep =
        this.#isStep(to) ||
        (operator?.text === '-' && operand?.text === '>') ||
        (operator?.text === ':' && operand?.text === ':');
      if (isStep && operator?.text !== this.#language.concatenation) {
        to += operator?.text === '.' ? 2 : 3;
        continue;
      }
      if (operator?.text !== this.#language.concatenation || operator.kind !== 'mark' || operand === undefined) break;
      if (operand.kind === 'mark') break;
      to += 2;
      if (this.#word(to) === '(') to = this.#close(to) + 1;
    }
    return [from, Math.min(to, this.#tokens.length)];
  }

  /** Whether the mark at `at` leads from a name to a member of it. */
  #isStep(at: number): boolean {
    const text = this.#word(at);
    if (text === '.') return this.#language.concatenation !== '.';
    return (text === '>' && this.#word(at - 1) === '-') || (text === ':' && this.#word(at - 1) === ':');
  }

  // Headers

  #headerAt(at: number, headers: HeaderFinder): void {
    const token = this.#tokens[at]!;
    if (token.kind === 'string') {
      if (token.value && /^headers$/i.test(shapeOf(token.value))) this.#literalAfter(at, headers);
      return;
    }
    if (token.kind === 'mark') {
      if (token.text === '[') this.#itemAt(at, headers);
      return;
    }
    const { headerCalls, collectionCalls, bearerCalls } = this.#language;
    const { text } = token;
    if (this.#word(at + 1) === '(') {
      const parts = partsOf(this.#tokens, at + 2, this.#close(at + 1)).map((part) => this.#unlabelled(part));
      const path = this.#pathBefore(at);
      const isOnHeaders = path.some((name) => /header/i.test(name)) || this.#isHeadersBlock(at);
      if (headerCalls.test(text) || (collectionCalls.test(text) && isOnHeaders)) this.#call(at, parts, path, headers);
      else if (bearerCalls.test(text) && parts.length === 1) this.#bearer(at, parts[0]!, path, headers);
      else if (/^(?:basic_?auth|SetBasicAuth|setBasicAuth|withBasicAuth)$/i.test(text)) {
        headers.basic = { start: token.start, end: token.end };
      } else if (languages.HEADERS_CALL.test(text)) this.#literalAfter(at, headers);
      else if (/header/i.test(text) && text !== 'AuthenticationHeaderValue' && !/^HeaderMap$|^HttpHeaders$/.test(text))
        headers.isOpen = true;
      return;
    }
    // `client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key)`
    if (
      text === 'Authorization' &&
      this.#word(at + 1) === '=' &&
      this.#pathBefore(at).some((name) => /headers/i.test(name))
    ) {
      this.#found(
        'authorization',
        token,
        [at + 2, this.#statementEnd(at + 2)],
        at,
        this.#pathBefore(at)[0] ?? '',
        headers,
      );
    } else if (languages.HEADERS_NAME.test(text)) this.#literalAfter(at, headers);
  }

  /** Ktor's `headers { append(…) }`. */
  #isHeadersBlock(at: number): boolean {
    return (
      this.#language.id === 'kotlin' &&
      /\bheaders\s*\{[^{}]{0,400}$/.test(
        this.#text.slice(Math.max(0, this.#tokens[at]!.start - 400), this.#tokens[at]!.start),
      )
    );
  }

  #call(at: number, parts: readonly Range[], path: readonly string[], headers: HeaderFinder): void {
    const isSwift = this.#language.id === 'swift';
    const [name, value] = isSwift ? [parts[1], parts[0]] : parts;
    const key = name && name[1] - name[0] === 1 ? this.#tokens[name[0]] : undefined;
    // `HttpHeaders.Authorization`, `header::AUTHORIZATION`, `HttpHeaders.CONTENT_TYPE`
    const constant =
      name && this.#isPath(name[0], name[1]) && name[1] - name[0] > 2 ? this.#tokens[name[1] - 1] : undefined;
    const label = key?.value ? shapeOf(key.value) : constant?.text.replace(/_/g, '-');
    if (parts.length !== 2 || !value || label === undefined || !NAME_OF_HEADER.test(label)) {
      if (parts.length > 1) headers.isOpen = true;
      return;
    }
    const place: Span = key?.value ?? constant!;
    this.#found(label, place, value, at, path[0] ?? '', headers);
  }

  #bearer(at: number, value: Range, path: readonly string[], headers: HeaderFinder): void {
    this.#found('authorization', this.#tokens[at]!, value, at, path[0] ?? '', headers, 'Bearer ');
  }

  /** `request["N"] = value` */
  #itemAt(open: number, headers: HeaderFinder): void {
    const close = this.#close(open);
    const key = this.#tokens[open + 1]?.value;
    if (
      close !== open + 2 ||
      key === undefined ||
      this.#word(close + 1) !== '=' ||
      /^[=>~]$/.test(this.#word(close + 2) || ' ')
    )
      return;
    const path = this.#pathBefore(open + 1);
    const isOnHeaders = path.some((name) => /headers?$/i.test(name));
    const name = shapeOf(key);
    const isRuby = this.#language.id === 'ruby' && UNMISTAKABLE.test(name);
    if (!NAME_OF_HEADER.test(name) || !(isOnHeaders || isRuby)) return;
    this.#found(name, key, [close + 2, this.#statementEnd(close + 2)], open, path[0] ?? '', headers);
  }

  /** The names of the path that ends before `at`; without calls. */
  #pathBefore(at: number): string[] {
    const path: string[] = [];
    let back = at - 1;
    for (let seen = 0; back >= 0 && seen < MAX_REACH; seen++) {
      const { kind, text } = this.#tokens[back]!;
      if (kind === 'name') path.unshift(bare(text));
      else if (!/^[.>:?!&-]$/.test(text)) break;
      back--;
      if (kind === 'name' && this.#tokens[back]?.kind !== 'mark') break;
    }
    return path;
  }

  /** `headers: {…}`, `"headers" => […]`, `headers := map[string]string{…}`, `CURLOPT_HTTPHEADER, [ … ]`. */
  #literalAfter(at: number, headers: HeaderFinder): void {
    const next = this.#word(at + 1);
    // Ktor's `headers { append(…) }`: its calls are met in their turn.
    if (next === '{' && this.#language.id === 'kotlin') return;
    let open = at + 1;
    for (let seen = 0; seen < 12; seen++) {
      const word = this.#word(open);
      if (word === 'map' && this.#word(open + 1) === '[') open = this.#close(open + 1) + 2;
      else if (word === '[' && this.#word(this.#close(open) + 1) === '=') open = this.#close(open) + 1;
      else if (open > at && languages.BEFORE_LITERAL.test(word) && !(word === '(' && this.#isLiteral(open))) open++;
      else break;
    }
    if (open > at + 1 && /^[[{(]$/.test(this.#word(open) || ' ') && this.#isLiteral(open)) {
      this.#members(open, at, headers);
      headers.literals.add(bare(this.#word(at)) || 'headers');
      return;
    }
    // A use of a literal that was read; anything else may hold what we do not know.
    const isUse = /^[,)\]};]?$/.test(next) || this.#tokens[at + 1]?.isFirst === true;
    const handed = bare(this.#word(at + 1 + (next === '=' ? 2 : 1)));
    const isHandOver = /^[:=,]$/.test(next) && languages.HEADERS_NAME.test(handed);
    if (isUse) headers.uses.push(bare(this.#word(at)));
    else if (!isHandOver && !/^[.[]$/.test(next)) headers.isOpen = true;
    else if (next === '[' || next === '.') headers.loose.push(at);
  }

  #isLiteral(open: number): boolean {
    return this.#tokens[open + 1]?.kind === 'string' && this.#close(open) < this.#tokens.length;
  }

  #members(open: number, at: number, headers: HeaderFinder): void {
    for (const [from, to] of partsOf(this.#tokens, open + 1, this.#close(open))) {
      const key = this.#tokens[from]!.value;
      const [colon, after] = [this.#word(from + 1), this.#word(from + 2)];
      const separator = colon === '=' && after === '>' ? 2 : colon === ':' || colon === 'to' ? 1 : 0;
      const isPair = separator > 0 && key !== undefined && NAME_OF_HEADER.test(shapeOf(key));
      if (isPair) this.#found(shapeOf(key), key, [from + 1 + separator, to], at, '', headers);
      else if (key === undefined || separator > 0 || !this.#line(from, to, at, headers)) headers.isOpen = true;
    }
  }

  /** `"Authorization: Bearer " . $key`, whole in one string. */
  #line(from: number, to: number, at: number, headers: HeaderFinder): boolean {
    const whole = this.#template([from, to]);
    const [first, ...rest] = whole.pieces;
    const [head, name = ''] =
      first && isKnown(first) && first.at !== null ? (/^([\w-]+):[ \t]*/.exec(first.text) ?? []) : [];
    if (head === undefined || !first || !isKnown(first) || first.at === null) return false;
    const start = first.at;
    const value: Template = {
      pieces: [{ ...first, text: first.text.slice(head.length), at: start + head.length }, ...rest].filter(
        (piece) => !isKnown(piece) || piece.text !== '',
      ),
      start: start + head.length,
      end: whole.end,
    };
    const nameAt = { start, end: start + name.length };
    headers.values.push([from, to]);
    headers.found.push({
      header: { name: name.toLowerCase(), nameAt, value, start, end: whole.end },
      at,
      receiver: '',
    });
    return true;
  }

  #found(
    name: string,
    { start, end }: Span,
    value: Range,
    at: number,
    receiver: string,
    headers: HeaderFinder,
    prefix = '',
  ): void {
    const own = this.#template(value);
    const template = prefix === '' ? own : { ...own, pieces: [{ text: prefix, at: null }, ...own.pieces] };
    headers.values.push(value);
    headers.found.push({
      header: { name: name.toLowerCase(), nameAt: { start, end }, value: template, start, end: Math.max(end, own.end) },
      at,
      receiver,
    });
  }

  /** Whether something else may set headers: a function that is given the request, a map that is no literal here. */
  #isChangedElsewhere(tokens: readonly number[], headers: HeaderFinder): boolean {
    if (headers.uses.some((name) => !headers.literals.has(name))) return true;
    const set = new Set(headers.found.map(({ at }) => at));
    const isSet = (at: number): boolean => [...Array(6).keys()].some((step) => set.has(at + step));
    if (headers.loose.some((at) => !isSet(at))) return true;
    const receivers = new Set(headers.found.map(({ receiver }) => receiver).filter((name) => name !== ''));
    return tokens.some((at) => {
      const { kind, text } = this.#tokens[at]!;
      if (kind !== 'name' || !receivers.has(bare(text))) return false;
      const isArgument = /^[,(&*]$/.test(this.#word(at - 1) || ' ') && /^[,)]$/.test(this.#word(at + 1) || ' ');
      return isArgument && !this.#language.senders.test(this.#calleeOf(at));
    });
  }

  #calleeOf(argument: number): string {
    for (let at = argument - 1, seen = 0; at > 0 && seen < MAX_REACH; at--, seen++) {
      const { text, partner, kind } = this.#tokens[at]!;
      if (kind === 'mark' && text === '(') return this.#word(at - 1);
      if (kind === 'mark' && ')]}'.includes(text) && partner !== undefined) at = partner;
    }
    return '';
  }
}

/** What the headers of a function are, as they are met. */
class HeaderFinder {
  readonly found: Found[] = [];
  /** Where their values stand: an address in one is no address of a request. */
  readonly values: Range[] = [];
  /** Names whose literals were read, and names that were used. */
  readonly literals = new Set<string>();
  readonly uses: string[] = [];
  /** Names of headers of which a member is used. */
  readonly loose: number[] = [];
  /** Whether headers are set that are not known. */
  isOpen = false;
  basic: Span | null = null;
}

function bare(name: string): string {
  return name.replace(/^[$@]+/, '');
}

function elsewhere(pieces: readonly Piece[], name: string): Piece[] {
  return pieces.map((piece) =>
    isKnown(piece) ? { text: piece.text, at: null, name: piece.name ?? name } : { name: piece.name },
  );
}

/** A pattern with its values: `%s` of printf, `{}`, `{0}`, `{name}`. */
function formatted(pattern: Template, values: readonly Template[]): Template {
  let next = 0;
  const pieces = pattern.pieces.flatMap((piece): Piece[] => {
    if (!isKnown(piece)) return [piece];
    const all: Piece[] = [];
    let from = 0;
    const push = (to: number): void => {
      if (to > from)
        all.push({ ...piece, text: piece.text.slice(from, to), at: piece.at === null ? null : piece.at + from });
    };
    for (const { 0: whole, 1: name, index } of piece.text.matchAll(
      /%(?:\d+\$)?[-+\d.]*[svdq@]|\{([A-Za-z_]\w*|\d*)\}/g,
    )) {
      push(index);
      from = index + whole.length;
      const value = values[next++];
      const isNamed = name !== undefined && /^[A-Za-z_]/.test(name);
      if (isNamed) all.push({ name });
      else
        all.push(
          ...(value?.pieces.map((each): Piece => (isKnown(each) ? { ...each, at: null } : { name: each.name })) ?? [
            { name: null },
          ]),
        );
    }
    push(piece.text.length);
    return all;
  });
  return pieces.length > MAX_PIECES ? { ...pattern, pieces: [{ name: null }] } : { ...pattern, pieces };
}
