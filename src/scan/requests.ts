import { resolve } from 'node:path';
import type { LoadedConfig } from '../config/config.js';
import { decodeBytes } from '../detect/decode.js';
import { Lines } from '../detect/lines.js';
import { redactKeys } from '../detect/redact.js';
import { clip } from '../detect/snippet.js';
import { accepts, findDirectives, type Directive } from '../detect/suppressions.js';
import { mayReachBrowsers } from '../client/signs.js';
import type { Place, Snippet, TextProblem } from '../finding.js';
import { findRequestProblems, judgeSettings } from '../requests/index.js';
import { versionsAround } from '../project/package.js';
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

const UNPARSED = 'its syntax is not understood: requests in it were looked for as in plain text';
const BUILT = 'built code: looked through for keys, not for requests, which are judged in its source';

/** What is wrong with the requests in a file, and how it hands keys to browsers; `root` is what its path is relative to. */
export async function readRequests(
  { path, bytes }: SourceItem,
  { config }: LoadedConfig,
  root: string,
): Promise<ReadRequests> {
  const { text, encoding } = decodeBytes(bytes);
  if (encoding === 'binary') return { matches: [], omission: null };
  if (isBuilt(text)) return { matches: [], omission: BUILT };
  const { problems: ofRequests, isUnparsed } = findRequestProblems(
    text,
    path,
    judgeSettings(config),
    undefined,
    versionsAround(resolve(root, path)),
  );
  const problems = [...ofRequests, ...(await clientProblems(text, path, root))];
  const omission = isUnparsed ? UNPARSED : null;
  if (problems.length === 0) return { matches: [], omission };
  const lines = new Lines(text);
  const directives = findDirectives(text, (index) => lines.lineOf(index), config.foreignSuppressions);
  return { matches: problems.map((problem) => matchOf(problem, text, lines, directives)), omission };
}

/** Minified and large: reading its syntax takes seconds, and nobody mends a request there. */
function isBuilt(text: string): boolean {
  if (text.length < LEAST_BUILT) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return text.length / lines > LONG_LINES;
}

/** UTF-16 units. Hand-written files of this size have lines of some 40 on average, bundles of thousands. */
const LEAST_BUILT = 1 << 17;
const LONG_LINES = 500;

async function clientProblems(text: string, path: string, root: string): Promise<readonly TextProblem[]> {
  if (!mayReachBrowsers(text)) return [];
  const { findClientProblems } = await import('../client/index.js');
  return findClientProblems(resolve(root, path), text);
}

function matchOf(problem: TextProblem, text: string, lines: Lines, directives: readonly Directive[]): RequestMatch {
  const { start, end, ruleId } = problem;
  const place = lines.place(start, end);
  const directive = directives.find((each) => accepts(each, ruleId, place.line, place.endLine));
  return {
    problem,
    ...place,
    snippet: snippetAt(text, lines, start, end),
    content: masked(text.slice(start, end)).replace(/\s+/g, ' '),
    suppression:
      directive === undefined ? null : { line: directive.at, directive: directive.name, reason: directive.reason },
  };
}

/** The line of `start`; where a key in it was masked, places in it are not known any more and all of it counts. */
function snippetAt(text: string, lines: Lines, start: number, end: number): Snippet {
  const line = lines.lineOf(start);
  const [from, to] = lines.rangeOf(line);
  const source = text.slice(from, to);
  const shown = masked(source);
  if (shown !== source) return clip(line, shown, 0, Math.min(shown.length, LONGEST));
  return clip(line, shown, start - from, Math.min(end, to) - from);
}

/** How much of a masked line is shown. */
const LONGEST = 120;

/** Without keys, and without long runs of letters and digits, which may be pieces of a key that is split over lines. */
function masked(text: string): string {
  return redactKeys(text).replace(/[0-9A-Za-z]{16,}/g, (run) => (/\d/.test(run) ? '…' : run));
}
