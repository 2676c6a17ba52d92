import type { Header, RequestSite, Span, UnreadSite } from '../../site.js';
import { concatenated, HOLE, isKnown, shapeOf, sliceOf, type Template } from '../../template.js';
import { COMMAND_CLIENTS, INVOCATIONS, ITEM_CLIENTS, WRAPPERS, type CommandClient } from './clients.js';
import type { Command, Word } from './script.js';

/** How many words one request has at most: of many addresses, each with many headers, there are more than time. */
const MAX_WORDS = 2000;

/** The requests that a command makes. */
export function requestsOf(command: Command): (RequestSite | UnreadSite)[] {
  const words = withoutWrappers(command.words);
  const [first, ...rest] = words;
  if (first === undefined) return [];
  const name = shapeOf(first);
  if (isInvocation(name, rest)) return ofInvocation(rest, command);
  const client = COMMAND_CLIENTS.find((row) => row.name.test(name));
  if (client !== undefined) return ofCommand(client, rest, command);
  return ITEM_CLIENTS.name.test(name) ? ofItems(name, rest, command) : [];
}

/** Invoke-RestMethod and Invoke-WebRequest; Windows PowerShell calls the latter `curl` and `wget`, too. */
function isInvocation(name: string, words: readonly Word[]): boolean {
  if (INVOCATIONS.name.test(name)) return true;
  return INVOCATIONS.alias.test(name) && words.some((word) => INVOCATIONS.own.test(shapeOf(word)));
}

/** The command that a command such as `sudo` runs. */
export function withoutWrappers(words: readonly Word[]): readonly Word[] {
  let at = 0;
  while (words[at] !== undefined && WRAPPERS.test(shapeOf(words[at]!))) {
    at++;
    while (words[at] !== undefined && /^(?:-|\d+[smh]?$|\w+=)/.test(shapeOf(words[at]!))) at++;
  }
  return words.slice(at);
}

/** An option and its value, if it has one. */
interface Option {
  readonly name: string;
  readonly at: Span;
  readonly value: Word | null;
}

interface Arguments {
  readonly options: readonly Option[];
  readonly others: readonly Word[];
  /** Whether it is known which words are options. */
  readonly isComplete: boolean;
}

function argumentsOf(words: readonly Word[], valued: ReadonlySet<string>, takesEquals: boolean): Arguments {
  const options: Option[] = [];
  const others: Word[] = [];
  let isComplete = true;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const shape = shapeOf(word);
    if (shape === HOLE && word.mayBeMore) isComplete = false;
    if (!shape.startsWith('-') || shape === '-') {
      others.push(word);
      continue;
    }
    const equals = shape.indexOf('=');
    if (shape.startsWith('--') && takesEquals && equals > 0) {
      options.push({ name: shape.slice(0, equals), at: word, value: part(word, equals + 1) });
    } else if (shape.startsWith('--')) {
      const value = valued.has(shape) ? (words[++at] ?? null) : null;
      options.push({ name: shape, at: word, value });
    } else {
      // One dash: letters up to the first that takes a value, which may follow at once.
      for (let letter = 1; letter < shape.length; letter++) {
        const name = `-${shape[letter]!}`;
        if (!valued.has(name)) {
          options.push({ name, at: word, value: null });
          continue;
        }
        const value = letter + 1 < shape.length ? part(word, letter + 1) : (words[++at] ?? null);
        options.push({ name, at: word, value });
        break;
      }
    }
  }
  return { options, others, isComplete };
}

/** A word behind its first `from` characters. */
function part(word: Word, from: number): Word {
  return { ...word, ...sliceOf(word, from) };
}

function ofCommand(client: CommandClient, words: readonly Word[], command: Command): (RequestSite | UnreadSite)[] {
  const sites: (RequestSite | UnreadSite)[] = [];
  let from = 0;
  // `--next` begins another request.
  for (let at = 0; at <= words.length; at++) {
    if (at < words.length && !/^(?:--next|-:)$/.test(shapeOf(words[at]!))) continue;
    if (at - from > MAX_WORDS) sites.push({ kind: 'unread', ...spanOf(command) });
    else
      sites.push(
        ...ofArguments(client, argumentsOf(words.slice(from, at), client.valued, client.takesEquals), command),
      );
    from = at + 1;
  }
  return sites;
}

function ofArguments(
  client: CommandClient,
  { options, others, isComplete }: Arguments,
  command: Command,
): RequestSite[] {
  const valuesOf = (names: readonly string[]): Option[] =>
    options.filter(({ name, value }) => names.includes(name) && value !== null);
  const urls = [...others, ...valuesOf(client.url).map(({ value }) => value!)];
  const given = valuesOf(client.header).map(({ value }) => headerOf(value!));
  const bearers = valuesOf(client.bearer).map(({ value, at }) => bearerOf(value!, at));
  const headers = [...given.filter((header) => header !== null), ...bearers];
  const [basic] = valuesOf(client.basic);
  // An explicit `Authorization` takes the place of the user and password.
  const isBasic = basic !== undefined && !headers.some(({ name }) => name === 'authorization');
  const isWhole = isComplete && command.isComplete && !given.includes(null);
  const isAlone = !options.some(({ name }) => client.elsewhere.includes(name));
  const protocols = valuesOf(client.subprotocol).flatMap(({ value }) => listOf(value!));
  const isQuery = options.some(({ name }) => name === '-G' || name === '--get') && client.body.length > 0;
  const data = isQuery ? valuesOf(client.body).map(({ value }) => value!) : [];
  return urls.map((word) => ({
    kind: 'request',
    url: withQuery(urlOf(word, client.scheme), data),
    headers,
    isComplete: isWhole && isAlone && headers.length > 0,
    start: command.start,
    end: command.end,
    ...(isBasic && { basic: spanOf(basic.value!) }),
    ...(client.isWebSocket && { webSocket: { protocols, isBrowser: false } }),
  }));
}

/** With the scheme that the program puts before a bare host. */
function urlOf(word: Word, scheme: string): Template {
  const shape = shapeOf(word);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(shape) || shape.startsWith(HOLE) || shape.startsWith('/')) return word;
  return { ...word, pieces: [{ text: scheme, at: null }, ...word.pieces] };
}

/** With the data that `--get` puts into the address. */
function withQuery(url: Template, data: readonly Word[]): Template {
  let pieces = url.pieces;
  for (const item of data) {
    const separator = pieces.some((piece) => isKnown(piece) && piece.text.includes('?')) ? '&' : '?';
    pieces = [...pieces, { text: separator, at: null }, ...item.pieces];
  }
  return { ...url, pieces };
}

/** `Name: value`; `null` where the name is not known, or the headers stand in a file. */
function headerOf(word: Word): Header | null {
  const shape = shapeOf(word);
  const found = /^([\w.-]+)(?::[ \t]*|;$)/.exec(shape);
  if (found === null) return null;
  return headerAt(word, found[1]!.length, found[0].length);
}

/** A header whose name is the first `nameLength` characters of a word, and whose value is what is behind `skip`. */
function headerAt(word: Word, nameLength: number, skip: number): Header {
  const name = sliceOf(word, 0, nameLength);
  const value = onlyBetweenQuotes(sliceOf(word, skip), word);
  return { name: shapeOf(name).toLowerCase(), value, nameAt: spanOf(name), start: name.start, end: value.end };
}

/** Without the places at which no blank may be written. */
function onlyBetweenQuotes(value: Template, { quoted }: Word): Template {
  // Both stand in the order of the text.
  let next = 0;
  const pieces = value.pieces.map((piece) => {
    if (!isKnown(piece) || piece.at === null) return piece;
    while (next < quoted.length && quoted[next]!.end < piece.at) next++;
    return next < quoted.length && quoted[next]!.start <= piece.at ? piece : { ...piece, at: null };
  });
  return { ...value, pieces };
}

function bearerOf(token: Word, at: Span): Header {
  const { start, end } = token;
  const value = concatenated([{ pieces: [{ text: 'Bearer ', at: null }], start, end }, token], start, end);
  return { name: 'authorization', value, nameAt: spanOf(at), start: at.start, end };
}

/** The items of a list between commas. */
function listOf(word: Word): Template[] {
  const shape = shapeOf(word);
  return Array.from(shape.matchAll(/[^,\s][^,]*/g), ({ 0: item, index }) => sliceOf(word, index, index + item.length));
}

/** What divides an item of HTTPie into its name and its value; the first that stands in it counts. */
const SEPARATOR = /^((?:[^\\:=@;]|\\.)*?)(:=@|=@|==@|:@|:=|==|[:=@;])/;

function ofItems(client: string, words: readonly Word[], command: Command): RequestSite[] {
  const { options, others, isComplete } = argumentsOf(words, ITEM_CLIENTS.valued, true);
  const last = (names: readonly string[]): Option | undefined => options.findLast(({ name }) => names.includes(name));
  const hasMethod = /^[A-Za-z]+$/.test(shapeOf(others[0] ?? EMPTY));
  const [url, ...items] = hasMethod ? others.slice(1) : others;
  if (url === undefined) return [];
  const parts = items.map((item) => ({ item, found: SEPARATOR.exec(shapeOf(item)) }));
  const headers = parts
    .filter(({ found }) => found?.[2] === ':' || found?.[2] === ';')
    .map(({ item, found }) => headerAt(item, found![1]!.length, found![0].length));
  const auth = last(ITEM_CLIENTS.auth);
  const type = last(ITEM_CLIENTS.authType)?.value;
  const isBearer = type ? shapeOf(type).toLowerCase() === 'bearer' : false;
  const token = last(ITEM_CLIENTS.bearer) ?? (isBearer ? auth : undefined);
  const isBasic = auth !== undefined && (!type || shapeOf(type).toLowerCase() === 'basic');
  const all = token?.value ? [...headers, bearerOf(token.value, token.at)] : headers;
  const query = parts
    .filter(({ found }) => found?.[2] === '==')
    .map(({ item, found }) => ({
      ...item,
      pieces: [
        ...sliceOf(item, 0, found![1]!.length).pieces,
        { text: '=', at: null },
        ...part(item, found![0].length).pieces,
      ],
    }));
  const isAlone = !options.some(({ name }) => (ITEM_CLIENTS.elsewhere as readonly string[]).includes(name));
  const isKnownAuth = auth === undefined || isBasic || isBearer;
  const scheme = ITEM_CLIENTS.secure.test(client) ? 'https://' : 'http://';
  return [
    {
      kind: 'request',
      url: withQuery(urlOf(url, scheme), query),
      headers: all,
      isComplete:
        isComplete &&
        command.isComplete &&
        isAlone &&
        isKnownAuth &&
        all.length > 0 &&
        parts.every(({ found }) => found !== null),
      start: command.start,
      end: command.end,
      ...(isBasic && auth.value && { basic: spanOf(auth.value) }),
    },
  ];
}

function ofInvocation(words: readonly Word[], command: Command): RequestSite[] {
  const given = new Map<string, Word>();
  const others: Word[] = [];
  let isComplete = command.isComplete;
  for (let at = 0; at < words.length; at++) {
    const [, written, colon] = /^-([A-Za-z]+)(:?)/.exec(shapeOf(words[at]!)) ?? [];
    const isSwitch = written !== undefined && matching(INVOCATIONS.switches, written).length > 0;
    const [name, ...more] = written === undefined ? [] : matching(INVOCATIONS.valued, written);
    if (written === undefined) others.push(words[at]!);
    else if (name !== undefined && more.length === 0)
      given.set(name, colon === '' ? (words[++at] ?? EMPTY) : part(words[at]!, written.length + 2));
    else if (!isSwitch) isComplete = false;
  }
  const url = given.get('uri') ?? others[0];
  if (url === undefined) return [];
  const word = given.get('headers');
  const entries = word === undefined ? [] : (word.table?.entries ?? []);
  const named = entries.filter(({ name }) => !shapeOf(name).includes(HOLE));
  const headers = named.map(({ name, value }): Header => {
    const nameAt = spanOf(name);
    return {
      name: shapeOf(name).toLowerCase(),
      value: onlyBetweenQuotes(value, value),
      nameAt,
      start: name.start,
      end: Math.max(name.end, value.end),
    };
  });
  const scheme = shapeOf(given.get('authentication') ?? EMPTY).toLowerCase();
  const token = given.get('token');
  const isBearer = scheme === 'bearer' || scheme === 'oauth';
  const all = isBearer && token ? [...headers, bearerOf(token, token)] : headers;
  const credential = given.get('credential');
  const isAlone =
    !INVOCATIONS.elsewhere.some((name) => given.has(name)) &&
    !words.some((each) => /^-UseDefault/i.test(shapeOf(each))) &&
    (scheme === '' || scheme === 'none' || (isBearer && token !== undefined));
  const isWhole = named.length === entries.length && (word === undefined || word.table?.isComplete === true);
  return [
    {
      kind: 'request',
      url: urlOf(url, 'http://'),
      headers: all,
      isComplete: isComplete && isWhole && isAlone && all.length > 0,
      start: command.start,
      end: command.end,
      ...(scheme === 'basic' && credential && { basic: spanOf(credential) }),
    },
  ];
}

/** The parameters that a name stands for, which may be shortened as long as it fits one alone. */
function matching(names: readonly string[], written: string): string[] {
  const name = written.toLowerCase();
  return names.includes(name) ? [name] : names.filter((each) => each.startsWith(name));
}

const EMPTY: Word = { pieces: [], start: 0, end: 0, quoted: [], mayBeMore: false };

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
