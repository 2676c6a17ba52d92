import type { Header, Span } from '../../../site.js';
import { isKnown, shapeOf, type Template } from '../../../template.js';
import { BEFORE_LITERAL, HEADER_CONSTANTS, HEADERS_CALL, HEADERS_NAME } from './languages.js';
import { bare, MAX_REACH, type Program } from './program.js';
import { partsOf, type Range } from '../tokens.js';
import type { Values } from './values.js';

const NAME_OF_HEADER = /^[A-Za-z][\w-]*$/;
/** Header names that are no keys of an ordinary map. */
const UNMISTAKABLE = /-|^(?:authorization|accept|host|cookie)$/i;
const BASIC_CALLS = /^(?:basic_?auth|SetBasicAuth|setBasicAuth|withBasicAuth)$/i;
/** Calls on headers that set what is no credential: Spring's; or nothing. */
const OTHER_SETTERS = /^clone$|^set(?:Accept\w*|ContentType|ContentLength|CacheControl|Connection|Host|Origin)$/;
/** They name headers and set none. */
const TYPES_OF_HEADERS = /^(?:AuthenticationHeaderValue|HeaderMap|HttpHeaders)$/;

/** Functions of PHP that leave an array as it is. */
const READS = /^(?:array|count|print_r|var_dump|json_encode|implode)$/;

interface SetHeader {
  readonly header: Header;
  /** The token that sets it. */
  readonly at: number;
  /** The variable that it is set on; empty in a chain of calls. */
  readonly receiver: string;
}

/** The headers that a function sets by name. */
export class Headers {
  readonly set: SetHeader[] = [];
  /** Where their values stand: an address in one is no address of a request. */
  readonly values: Range[] = [];
  /** The call that sets a user and a password. */
  basic: Span | null = null;
  /** Whether headers are set that are not known. */
  isOpen = false;
  readonly #program: Program;
  readonly #values: Values;
  /** The headers of a client are asked for each of its requests. */
  #mayChange: boolean | undefined;
  readonly #tokens: readonly number[];
  /** Names whose literals were read, and names that were used. */
  readonly #literals = new Set<string>();
  readonly #uses: string[] = [];
  /** Names of headers of which a member is used. */
  readonly #loose: number[] = [];

  /** `tokens`: those of the function. */
  constructor(program: Program, values: Values, tokens: readonly number[]) {
    this.#program = program;
    this.#values = values;
    this.#tokens = tokens;
    for (const at of tokens) this.#read(at);
  }

  /** Whether something else may set headers: a function that is given the request, a map that is no literal here. */
  mayChangeElsewhere(): boolean {
    return (this.#mayChange ??= this.#isChangedElsewhere());
  }

  #isChangedElsewhere(): boolean {
    if (this.#uses.some((name) => !this.#literals.has(name))) return true;
    const set = new Set(this.set.map(({ at }) => at));
    const isSet = (at: number): boolean => [...Array(6).keys()].some((step) => set.has(at + step));
    if (this.#loose.some((at) => !isSet(at))) return true;
    const receivers = new Set(this.set.map(({ receiver }) => receiver).filter((name) => name !== ''));
    return this.#tokens.some((at) => {
      const { kind, text } = this.#program.tokens[at]!;
      if (kind !== 'name' || !receivers.has(bare(text))) return false;
      const [before, after] = [this.#program.word(at - 1), this.#program.word(at + 1)];
      const isArgument = /^(?:[,(&*]|mut)$/.test(before || ' ') && /^[,)]$/.test(after || ' ');
      return isArgument && !this.#program.language.senders.test(this.#calleeOf(at));
    });
  }

  #calleeOf(argument: number): string {
    for (let at = argument - 1, seen = 0; at > 0 && seen < MAX_REACH; at--, seen++) {
      const { text, partner, kind } = this.#program.tokens[at]!;
      if (kind === 'mark' && text === '(') return this.#nameBefore(at);
      if (kind === 'mark' && ')]}'.includes(text) && partner !== undefined) at = partner;
    }
    return '';
  }

  /** What is called by the bracket at `open`, without the types in `HttpEntity<String>(`. */
  #nameBefore(open: number): string {
    let [at, depth] = [open - 1, 0];
    for (let seen = 0; seen < MAX_REACH; seen++, at--) {
      const word = this.#program.word(at);
      depth += word === '>' ? 1 : word === '<' ? -1 : 0;
      if (depth === 0 && word !== '<') return word;
    }
    return '';
  }

  #read(at: number): void {
    const { kind, text, value } = this.#program.tokens[at]!;
    if (kind === 'string') {
      if (value && /^headers$/i.test(shapeOf(value))) this.#literalAfter(at);
    } else if (kind === 'mark') {
      if (text === '[') this.#itemAt(at);
    } else if (this.#program.word(at + 1) === '(') this.#callAt(at);
    else if (!this.#assignmentAt(at) && HEADERS_NAME.test(text)) this.#literalAfter(at);
  }

  #callAt(at: number): void {
    const { headerCalls, collectionCalls, bearerCalls, headerMaps } = this.#program.language;
    const { text, start, end } = this.#program.tokens[at]!;
    const parts = this.#program.argumentsIn(at + 1);
    const path = this.#program.pathBefore(at);
    const isOnHeaders = path.some((name) => /header/i.test(name)) || this.#isHeadersBlock(at);
    if (headerCalls.test(text) || (collectionCalls.test(text) && isOnHeaders)) this.#pair(at, parts, path);
    else if (bearerCalls.test(text) && parts.length === 1) {
      this.#add('authorization', { start, end }, parts[0]!, at, path[0], 'Bearer ');
    } else if (headerMaps?.test(text) === true && parts.length === 1 && (isOnHeaders || /header/i.test(text))) {
      this.#mapOf(at, parts[0]!);
    } else if (BASIC_CALLS.test(text)) this.basic = { start, end };
    else if (HEADERS_CALL.test(text)) this.#literalAfter(at);
    else if (/header/i.test(text) && !TYPES_OF_HEADERS.test(text)) this.isOpen = true;
  }

  /** `headers.addAll({…})`, `.headers(headers)`. */
  #mapOf(at: number, [from, to]: Range): void {
    let open = from;
    for (let seen = 0; seen < 8 && BEFORE_LITERAL.test(this.#program.word(open)); seen++) open++;
    const end = this.#program.word(to - 2) === '(' && this.#program.word(to - 3) === 'clone' ? to - 4 : to;
    if (this.#program.word(open) === '{' && this.#isLiteral(open)) {
      this.#members(open, at);
      this.#literals.add('headers');
    } else if (end - from === 1 && this.#program.tokens[from]!.kind === 'name') {
      this.#uses.push(bare(this.#program.word(from)));
    } else this.isOpen = true;
  }

  /** Ktor's `headers { append(…) }`. */
  #isHeadersBlock(at: number): boolean {
    if (this.#program.language.id !== 'kotlin') return false;
    const { start } = this.#program.tokens[at]!;
    return /\bheaders\s*\{[^{}]{0,400}$/.test(this.#program.text.slice(Math.max(0, start - 400), start));
  }

  /** A call of a name and a value. */
  #pair(at: number, parts: readonly Range[], path: readonly string[]): void {
    const [name, value] = this.#program.language.id === 'swift' ? [parts[1], parts[0]] : parts;
    const key = name && name[1] - name[0] === 1 ? this.#program.tokens[name[0]] : undefined;
    // `HttpHeaders.Authorization`, `header::AUTHORIZATION`, `HttpHeaders.CONTENT_TYPE`
    const isConstant = name !== undefined && name[1] - name[0] > 2 && this.#program.isPath(name[0], name[1]);
    const isAlone = name !== undefined && name[1] - name[0] === 1 && HEADER_CONSTANTS.test(this.#program.word(name[0]));
    const constant = isConstant || isAlone ? this.#program.tokens[name[1] - 1] : undefined;
    const label = key?.value ? shapeOf(key.value) : constant?.text.replace(/_/g, '-');
    if (parts.length === 2 && value && label !== undefined && NAME_OF_HEADER.test(label)) {
      this.#add(label, key?.value ?? constant!, value, at, path[0]);
    } else if (parts.length > 1) this.isOpen = true;
  }

  /** `client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key)`: whether it is one. */
  #assignmentAt(at: number): boolean {
    const token = this.#program.tokens[at]!;
    if (token.text !== 'Authorization' || this.#program.word(at + 1) !== '=') return false;
    const path = this.#program.pathBefore(at);
    if (!path.some((name) => /headers/i.test(name))) return false;
    this.#add('authorization', token, [at + 2, this.#program.statementEnd(at + 2)], at, path[0]);
    return true;
  }

  /** `request["N"] = value` */
  #itemAt(open: number): void {
    const close = this.#program.close(open);
    const key = this.#program.tokens[open + 1]?.value;
    const [sign, next] = [this.#program.word(close + 1), this.#program.word(close + 2)];
    if (close !== open + 2 || key === undefined || sign !== '=' || /^[=>~]$/.test(next || ' ')) return;
    const path = this.#program.pathBefore(open);
    const isOnHeaders = path.some((name) => /headers?$/i.test(name));
    const name = shapeOf(key);
    const isRuby = this.#program.language.id === 'ruby' && UNMISTAKABLE.test(name);
    if (!NAME_OF_HEADER.test(name) || !(isOnHeaders || isRuby)) return;
    this.#add(name, key, [close + 2, this.#program.statementEnd(close + 2)], open, path[0]);
  }

  /** `headers: {…}`, `"headers" => […]`, `headers := map[string]string{…}`, `CURLOPT_HTTPHEADER, [ … ]`. */
  #literalAfter(at: number): void {
    const next = this.#program.word(at + 1);
    // `reqwest::header::HeaderMap`
    if (next === ':' && this.#program.word(at + 2) === ':') return;
    // `HttpHeaders headers`
    if (TYPES_OF_HEADERS.test(this.#program.word(at)) && this.#program.tokens[at + 1]?.kind === 'name') return;
    if (this.#isMadeEmpty(at)) {
      this.#literals.add(bare(this.#program.word(at)));
      return;
    }
    // Ktor's `headers { append(…) }`: its calls are met in their turn.
    if (next === '{' && this.#program.language.id === 'kotlin') return;
    const open = this.#openOfLiteral(at + 1);
    if (open !== null) {
      this.#members(open, at);
      this.#literals.add(bare(this.#program.word(at)) || 'headers');
      return;
    }
    // A use of a literal that was read; anything else may hold what we do not know.
    // `curl_setopt($curl, CURLOPT_HTTPHEADER, $headers)` names the option, and hands over what stands behind it.
    const isOption = next === ',' && this.#program.word(at) === 'CURLOPT_HTTPHEADER';
    const isUse = (!isOption && /^[,)\]};]?$/.test(next)) || this.#program.tokens[at + 1]?.isFirst === true;
    const handed = bare(this.#program.word(at + 1 + (next === '=' ? 2 : 1)));
    const isHandOver = /^[:=,]$/.test(next) && HEADERS_NAME.test(handed);
    if (isUse && this.#isGivenAway(at)) this.isOpen = true;
    else if (isUse) this.#uses.push(bare(this.#program.word(at)));
    else if (!isHandOver && !/^[.[]$/.test(next)) this.isOpen = true;
    else if (next === '[' || (next === '.' && !OTHER_SETTERS.test(this.#program.word(at + 2)))) this.#loose.push(at);
  }

  /** `array_push($headers, …)`, `sign($headers)`: what PHP's function makes of them is not known. */
  #isGivenAway(at: number): boolean {
    const { id, senders, requests } = this.#program.language;
    if (id !== 'php' || !/^[(,&]$/.test(this.#program.word(at - 1))) return false;
    const callee = this.#calleeOf(at);
    return !senders.test(callee) && !requests.test(callee) && !READS.test(callee);
  }

  /** `headers = new HttpHeaders();`, `headers = new HashMap<>();`, `headers = HeaderMap::new();` */
  #isMadeEmpty(at: number): boolean {
    if (this.#program.language.id === 'rust') return this.#isHeaderMap(at);
    if (this.#program.word(at + 1) !== '=' || this.#program.word(at + 2) !== 'new') return false;
    const end = this.#program.statementEnd(at + 3);
    return this.#program.word(end - 2) === '(' && this.#program.word(end - 1) === ')' && end - at < 16;
  }

  /** `headers = reqwest::header::HeaderMap::new()`, with its type before the `=` or without. */
  #isHeaderMap(at: number): boolean {
    let equals = at + 1;
    for (let seen = 0; seen < 12 && /^(?::|\w+)$/.test(this.#program.word(equals)); seen++) equals++;
    if (this.#program.word(equals) !== '=') return false;
    const close = this.#program.statementEnd(equals + 1) - 1;
    const open = this.#program.tokens[close]?.partner;
    if (this.#program.word(close) !== ')' || open === undefined) return false;
    const made = [-4, -3, -2, -1].map((step) => this.#program.word(open + step)).join('');
    return /^HeaderMap::(?:new|with_capacity)$/.test(made) && this.#program.isPath(equals + 1, open);
  }

  /** The bracket of the literal that is assigned or passed from `from` on, behind its type; `null` where none is. */
  #openOfLiteral(from: number): number | null {
    let open = from;
    for (let seen = 0; seen < 12; seen++) {
      const word = this.#program.word(open);
      const isType = word === '[' && this.#program.word(this.#program.close(open) + 1) === '=';
      if (word === 'map' && this.#program.word(open + 1) === '[') open = this.#program.close(open + 1) + 2;
      else if (isType) open = this.#program.close(open) + 1;
      else if (BEFORE_LITERAL.test(word) && !(word === '(' && this.#isLiteral(open))) open++;
      else break;
    }
    const isBracket = /^[[{(]$/.test(this.#program.word(open) || ' ');
    return open > from && isBracket && this.#isLiteral(open) ? open : null;
  }

  #isLiteral(open: number): boolean {
    return this.#program.tokens[open + 1]?.kind === 'string' && this.#program.close(open) < this.#program.tokens.length;
  }

  #members(open: number, at: number): void {
    for (const [from, to] of partsOf(this.#program.tokens, open + 1, this.#program.close(open))) {
      const key = this.#program.tokens[from]!.value;
      const [colon, after] = [this.#program.word(from + 1), this.#program.word(from + 2)];
      const separator = colon === '=' && after === '>' ? 2 : colon === ':' || colon === 'to' ? 1 : 0;
      const isPair = separator > 0 && key !== undefined && NAME_OF_HEADER.test(shapeOf(key));
      if (isPair) this.#add(shapeOf(key), key, [from + 1 + separator, to], at);
      else if (key === undefined || separator > 0 || !this.#line([from, to], at)) this.isOpen = true;
    }
  }

  /** `"Authorization: Bearer " . $key`, whole in one string: whether it is one. */
  #line(range: Range, at: number): boolean {
    const { pieces, end } = this.#values.template(range);
    const [first, ...rest] = pieces;
    if (first === undefined || !isKnown(first) || first.at === null) return false;
    const [head, name = ''] = /^([\w-]+):[ \t]*/.exec(first.text) ?? [];
    if (head === undefined) return false;
    const start = first.at;
    const value: Template = {
      pieces: [{ ...first, text: first.text.slice(head.length), at: start + head.length }, ...rest].filter(
        (piece) => !isKnown(piece) || piece.text !== '',
      ),
      start: start + head.length,
      end,
    };
    const nameAt = { start, end: start + name.length };
    this.values.push(range);
    this.set.push({ header: { name: name.toLowerCase(), nameAt, value, start, end }, at, receiver: '' });
    return true;
  }

  #add(name: string, { start, end }: Span, range: Range, at: number, receiver = '', prefix = ''): void {
    const own = this.#values.template(range);
    const value = prefix === '' ? own : { ...own, pieces: [{ text: prefix, at: null }, ...own.pieces] };
    const header = { name: name.toLowerCase(), nameAt: { start, end }, value, start, end: Math.max(end, own.end) };
    this.values.push(range);
    this.set.push({ header, at, receiver });
  }
}
