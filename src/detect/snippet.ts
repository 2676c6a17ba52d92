import type { Snippet } from '../finding.js';
import type { Lines } from './lines.js';
import { lowerBound } from './order.js';

/** A stretch of the text that holds a key or a piece of one, and what is shown in its place. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
  readonly shown: string;
}

/** How much of a long line is shown on each side of the key. */
const MARGIN = 60;
/** How much of it is looked at: what is hidden may be longer than what is shown for it. */
const REACH = 4 * MARGIN;

/** Pieces of a key this long are not shown, wherever they stand. */
const LEAST_PIECE = 8;
const WORD = /[\w+/=-]{8,}/g;

/** All pieces of the `raw` keys that must not be shown. */
export function piecesOf(raw: Iterable<string>): ReadonlySet<string> {
  const pieces = new Set<string>();
  for (const key of raw) {
    for (let at = 0; at + LEAST_PIECE <= key.length; at++) pieces.add(key.slice(at, at + LEAST_PIECE));
  }
  return pieces;
}

/**
 * The line that holds `start`, with every stretch of `hidden` replaced (in order of `start`), and any other word that
 * holds one of `pieces` as well: a constant that a key is put together from may stand on the same line.
 */
export function snippetOf(
  text: string,
  lines: Lines,
  start: number,
  end: number,
  hidden: readonly Hidden[],
  pieces: ReadonlySet<string>,
): Snippet {
  const line = lines.lineOf(start);
  const [lineStart, lineEnd] = lines.rangeOf(line);
  const from = Math.max(lineStart, start - REACH);
  const to = Math.min(lineEnd, end + REACH);
  let shown = '';
  let keyStart = 0;
  let keyEnd = 0;
  let at = from;
  for (const stretch of withoutOverlaps(hidden, from, to)) {
    shown += maskWords(text.slice(at, Math.max(at, stretch.start)), pieces);
    if (stretch.start <= start && start < stretch.end) {
      keyStart = shown.length;
      keyEnd = keyStart + stretch.shown.length;
    }
    shown += stretch.shown;
    at = Math.max(at, stretch.end);
  }
  if (at < to) shown += maskWords(text.slice(at, to), pieces);
  return clip(line, shown, keyStart, keyEnd, from > lineStart, to < lineEnd);
}

/** Stretches are shorter, but for keys in pieces, whose pieces are hidden each. */
const LONGEST_STRETCH = 4096;

/** The stretches that touch `[from, to)`, in order; of two that overlap, the one that begins first covers both. */
function withoutOverlaps(hidden: readonly Hidden[], from: number, to: number): Hidden[] {
  const kept: { start: number; end: number; shown: string }[] = [];
  for (let at = lowerBound(hidden, from - LONGEST_STRETCH, ({ start }) => start); at < hidden.length; at++) {
    const stretch = hidden[at]!;
    if (stretch.start >= to) break;
    if (stretch.end <= from) continue;
    const last = kept.at(-1);
    if (last !== undefined && stretch.start < last.end) last.end = Math.max(last.end, stretch.end);
    else kept.push({ ...stretch, start: Math.max(stretch.start, from) });
  }
  return kept;
}

export function maskWords(text: string, pieces: ReadonlySet<string>): string {
  return text.replace(WORD, (word) => (holdsPiece(word, pieces) ? '…' : word));
}

function holdsPiece(word: string, pieces: ReadonlySet<string>): boolean {
  for (let at = 0; at + LEAST_PIECE <= word.length; at++) {
    if (pieces.has(word.slice(at, at + LEAST_PIECE))) return true;
  }
  return false;
}

/** A line cut down to what is around `start` and `end`, which are offsets in `text`. */
export function clip(
  line: number,
  text: string,
  start: number,
  end: number,
  cutBefore = false,
  cutAfter = false,
): Snippet {
  const from = Math.max(0, start - MARGIN);
  const to = Math.min(text.length, end + MARGIN);
  const head = from > 0 || cutBefore ? '…' : '';
  const tail = to < text.length || cutAfter ? '…' : '';
  const shift = head.length - from;
  return { line, text: head + text.slice(from, to) + tail, start: start + shift, end: end + shift };
}
