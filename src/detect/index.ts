import { Buffer } from 'node:buffer';
import type { SyntaxTree } from '../syntax/index.js';
import { decodeBytes } from './decode.js';
import type { DetectSettings, Detection, KeyMatch, SuppressedMatch } from './detection.js';
import { environmentVariableAt } from './names.js';
import { Kind, SIGNS } from './needles.js';
import { keyPrefilter } from './prefilter.js';
import { Reader, type Candidate } from './reader.js';
import { type Hidden, maskWords, piecesOf, snippetOf } from './snippet.js';
import { accepts, findDirectives } from './suppressions.js';

export type * from './detection.js';
export { createPrefilter, keyPrefilter, PART_MARGIN, type Prefilter } from './prefilter.js';

const RULE = 'no-hardcoded-key';

/** What prefilters see besides is for other rules. */
const KEYS = ~SIGNS;

const NOTHING: Detection = { matches: [], suppressed: [], unused: [], encoding: 'utf-8' };

/**
 * Finds every key in `bytes`. Pure: no I/O, and nothing but the bytes and the settings decides. `kinds` is what a prefilter
 * saw in them, where the caller has asked one.
 */
export function detect(bytes: Uint8Array, settings: DetectSettings, kinds = kindsOf(bytes)): Detection {
  if ((kinds & KEYS) === 0) return NOTHING;
  const { text, encoding } = decodeBytes(bytes);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return { ...detectText(text, settings), encoding };
  return report(text, encoding, kinds, settings);
}

/**
 * As {@link detect}, for text that is decoded already (an editor's buffer). `syntax` is the tree of the whole text, where
 * the caller has one; without it scripts are parsed when pieces of keys stand in them.
 */
export function detectText(text: string, settings: DetectSettings, syntax?: SyntaxTree): Detection {
  return report(text, 'utf-8', kindsOf(Buffer.from(text)), settings, syntax);
}

/** Whether {@link detectText} would look at `text` at all. */
export function mayHoldKey(text: string): boolean {
  return kindsOf(Buffer.from(text)) !== 0;
}

function kindsOf(bytes: Uint8Array): number {
  return keyPrefilter().kinds(bytes);
}

function report(
  text: string,
  encoding: Detection['encoding'],
  kinds: number,
  settings: DetectSettings,
  syntax?: SyntaxTree,
): Detection {
  if ((kinds & KEYS) === 0) return NOTHING;
  const reader = new Reader(text, encoding === 'binary', settings);
  const candidates = reader.read(kinds, syntax);
  if (candidates.length === 0 && !(kinds & Kind.directive))
    return { matches: [], suppressed: [], unused: [], encoding };

  const hidden: Hidden[] = candidates
    .flatMap(({ parts, secret }) => parts.map(([start, end]) => ({ start, end, shown: secret.redacted })))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces = piecesOf(new Set(candidates.map(({ raw }) => raw)));
  const toMatch = ({ raw: _raw, parts: _parts, bare: _bare, ...rest }: Candidate): KeyMatch => ({
    ...rest,
    ...reader.lines.place(rest.start, rest.end),
    variable: environmentVariableAt(text, rest.start, settings),
    snippet: snippetOf(text, reader.lines, rest.start, rest.end, hidden, pieces),
  });

  const directives = findDirectives(text, (index) => reader.lines.lineOf(index), settings.foreignSuppressions);
  const used = new Set<object>();
  const matches: KeyMatch[] = [];
  const suppressed: SuppressedMatch[] = [];
  for (const match of candidates.map(toMatch)) {
    const accepting = directives.filter((directive) => accepts(directive, RULE, match.line, match.endLine));
    for (const directive of accepting) used.add(directive);
    const [first] = accepting;
    if (first === undefined) {
      matches.push(match);
      continue;
    }
    // A reason may quote the key that it accepts.
    const reason = first.reason === null ? null : maskWords(first.reason, pieces);
    suppressed.push({ ...match, suppression: { line: first.at, directive: first.name, reason } });
  }
  const unused = directives
    .filter((directive) => directive.checked && !used.has(directive))
    .map(({ at, name }) => ({ line: at, directive: name }));
  return { matches, suppressed, unused, encoding };
}
