import { resolve } from 'node:path';
import type { LoadedConfig } from '../config/config.js';
import { decodeBytes } from '../detect/decode.js';
import { Lines } from '../detect/lines.js';
import { Kind } from '../detect/needles.js';
import { redactKeys } from '../detect/redact.js';
import { clip } from '../detect/snippet.js';
import { accepts, findDirectives, type Directive } from '../detect/suppressions.js';
import type { ClientProblems, Imports } from '../client/index.js';
import type { Omission, Place, Snippet, TextProblem } from '../finding.js';
import { DEPENDENCIES, isOfDependency } from '../project/dependencies.js';
import type { RequestProblems } from '../requests/index.js';
import { versionsAround } from '../project/package.js';
import { MaskedLine } from './masked-line.js';
import type { SourceItem } from '../sources/source.js';

/** A problem of a request, or a key on its way to browsers, at its place in a file. */
export interface RequestMatch extends Place {
  readonly problem: TextProblem;
  readonly snippet: Snippet;
  /** What is underlined, without keys: it tells equal problems of one file apart. */
  readonly content: string;
  /** The comment that accepts it. */
  readonly suppression: { readonly line: number; readonly directive: string; readonly reason: string | null } | null;
}

export interface ReadRequests {
  readonly matches: readonly RequestMatch[];
  /** What was not done, and why; `null` where the file was read as it should. */
  readonly omission: string | null;
}

const NOTHING: ReadRequests = { matches: [], omission: null };
const NO_PROBLEMS = { problems: [], isUnparsed: false, isUnread: false };
const UNPARSED = 'its syntax is not understood';
const AS_TEXT = 'requests in it were looked for as in plain text';
const NOT_FOLLOWED = 'keys on their way to browsers were not looked for in it';
const UNREAD = 'too much stands in it or refers to one another: not all of its requests were judged';
const BUILT = 'built or generated: looked through for keys, not for requests, which are judged in what it is made from';

/** Reads the files of one scan for what is wrong with their requests, and for how they hand keys to browsers. */
export class RequestReader {
  readonly #loaded: LoadedConfig;
  /** What the paths of files are relative to. */
  readonly #root: string;
  #metDependencies = false;
  #imports: Imports | null = null;

  constructor(loaded: LoadedConfig, root: string) {
    this.#loaded = loaded;
    this.#root = root;
  }

  /** What was not looked at, besides single files: code of dependencies, and files where imports were followed. */
  get omissions(): readonly Omission[] {
    return [...(this.#metDependencies ? [DEPENDENCIES] : []), ...(this.#imports?.omissions ?? [])];
  }

  /** `kinds` is what the prefilter saw in the file. */
  async read({ path, bytes }: SourceItem, kinds: number): Promise<ReadRequests> {
    const file = resolve(this.#root, path);
    if (isOfDependency(file)) {
      this.#metDependencies = true;
      return NOTHING;
    }
    const clients = hasSign(kinds, Kind.client) ? await this.#readerOfClients(file) : null;
    if (clients === null && !hasSign(kinds, Kind.request)) return NOTHING;
    if (!NOTEBOOK.test(path) && isBuilt(bytes)) return { matches: [], omission: BUILT };
    const { text, encoding } = decodeBytes(bytes);
    if (encoding === 'binary') return NOTHING;
    const requests = hasSign(kinds, Kind.request) ? await this.#requestsIn(text, path, file) : NO_PROBLEMS;
    const client = clients?.(text) ?? NO_PROBLEMS;
    const problems = [...requests.problems, ...client.problems];
    const omission = omissionOf(requests.isUnparsed, client.isUnparsed) ?? (requests.isUnread ? UNREAD : null);
    if (problems.length === 0) return { matches: [], omission };
    const matcher = new Matcher(text, this.#loaded.config.foreignSuppressions);
    return { matches: problems.map((problem) => matcher.matchOf(problem)), omission };
  }

  async #requestsIn(text: string, path: string, file: string): Promise<RequestProblems> {
    const { findRequestProblems, judgeSettings } = await import('../requests/index.js');
    return findRequestProblems(text, path, judgeSettings(this.#loaded.config), undefined, versionsAround(file));
  }

  /** What looks through the text of a file for keys on their way to browsers; `null` where no file of its name hands them there. */
  async #readerOfClients(file: string): Promise<((text: string) => ClientProblems) | null> {
    const { concernsBrowsers, findClientProblems, Imports } = await import('../client/index.js');
    if (!concernsBrowsers(file)) return null;
    const imports = (this.#imports ??= new Imports());
    return (text) => findClientProblems(file, text, { imports });
  }
}

/** In UTF-16 the prefilter sees no signs. */
function hasSign(kinds: number, kind: number): boolean {
  return (kinds & (kind | Kind.wide)) !== 0;
}

function omissionOf(ofRequests: boolean, ofClient: boolean): string | null {
  if (!ofRequests && !ofClient) return null;
  const losses = [...(ofRequests ? [AS_TEXT] : []), ...(ofClient ? [NOT_FOLLOWED] : [])];
  return `${UNPARSED}: ${losses.join(', and ')}`;
}

/** Minified and large: reading its syntax takes seconds, and nobody mends a request there. Said of bytes, which need no decoding. */
function isBuilt(bytes: Uint8Array): boolean {
  if (bytes.length < LEAST_BUILT) return false;
  // A Buffer looks for a byte ten times as fast as an array of bytes.
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let lines = 1;
  for (let at = view.indexOf(LINE_FEED); at >= 0; at = view.indexOf(LINE_FEED, at + 1)) lines++;
  return bytes.length / lines > LONG_LINES;
}

/** Its pictures are long lines, and cost nothing to pass over. */
const NOTEBOOK = /\.ipynb$/i;
/** In bytes. Hand-written files of this size have lines of some 40 on average, bundles of thousands. */
const LEAST_BUILT = 1 << 17;
const LONG_LINES = 500;
const LINE_FEED = 0x0a;

/** Makes matches of the problems of one file. */
class Matcher {
  readonly #text: string;
  readonly #lines: Lines;
  readonly #directives: readonly Directive[];
  readonly #masked = new Map<number, MaskedLine>();

  constructor(text: string, takesForeign: boolean) {
    this.#text = text;
    this.#lines = new Lines(text);
    this.#directives = findDirectives(text, (index) => this.#lines.lineOf(index), takesForeign);
  }

  matchOf(problem: TextProblem): RequestMatch {
    const { start, end, ruleId } = problem;
    const place = this.#lines.place(start, end);
    const directive = this.#directives.find((each) => accepts(each, ruleId, place.line, place.endLine));
    return {
      // Names of files stand in it, which are not ours.
      problem: { ...problem, message: redactKeys(problem.message) },
      ...place,
      snippet: this.#snippetAt(start, end),
      content: new MaskedLine(this.#text.slice(start, end)).text.replace(/\s+/g, ' '),
      suppression:
        directive === undefined ? null : { line: directive.at, directive: directive.name, reason: directive.reason },
    };
  }

  /** The line of `start`. Where what is underlined begins or ends within something hidden, all of the line counts. */
  #snippetAt(start: number, end: number): Snippet {
    const line = this.#lines.lineOf(start);
    const [from, to] = this.#lines.rangeOf(line);
    let shown = this.#masked.get(line);
    if (shown === undefined) this.#masked.set(line, (shown = new MaskedLine(this.#text.slice(from, to))));
    const [first, last] = [shown.placeOf(start - from), shown.placeOf(Math.min(end, to) - from)];
    return first === null || last === null
      ? clip(line, shown.text, 0, Math.min(shown.text.length, LONGEST))
      : clip(line, shown.text, first, last);
  }
}

/** How much is shown of a line of which all counts. */
const LONGEST = 120;
