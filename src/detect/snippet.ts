import type { Snippet } from '../finding.js';
import type { Lines } from './lines.js';

/** A stretch of the text that holds a key or a piece of one, and what is shown in its place. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
  readonly shown: string;
}

/** How much of a long line is shown on each side of the key. */
const MARGIN = 60;

/** Pieces of a key this long, wherever they stand on the line, are not shown either. */
const LEAST_PIECE = 8;
const PIECE = /[\w+/=-]{8,}/g;

/**
 * The line that holds `start`, with every stretch of `hidden` replaced, and every other piece of one of the `raw` keys
 * as well: a constant that a key is put together from may stand on the same line.
 */
export function snippetOf(
  text: string,
  lines: Lines,
  start: number,
  hidden: readonly Hidden[],
  raw: readonly string[],
): Snippet {
  const line = lines.lineOf(start);
  const [from, to] = lines.rangeOf(line);
  let shown = '';
  let keyStart = 0;
  let keyEnd = 0;
  let at = from;
  for (const stretch of withoutOverlaps(hidden, from, to)) {
    shown += maskPieces(text.slice(at, Math.max(at, stretch.start)), raw);
    if (stretch.start <= start && start < stretch.end) {
      keyStart = shown.length;
      keyEnd = keyStart + stretch.shown.length;
    }
    shown += stretch.shown;
    at = Math.max(at, stretch.end);
  }
  if (at < to) shown += maskPieces(text.slice(at, to), raw);
  return clip(line, shown, keyStart, keyEnd);
}

/** The stretches that touch `[from, to)`, in order; of two that overlap, the one that begins first covers both. */
function withoutOverlaps(hidden: readonly Hidden[], from: number, to: number): Hidden[] {
  const kept: { start: number; end: number; shown: string }[] = [];
  const touching = hidden.filter(({ start, end }) => start < to && end > from);
  for (const stretch of touching.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last !== undefined && stretch.start < last.end) last.end = Math.max(last.end, stretch.end);
    else kept.push({ ...stretch, start: Math.max(stretch.start, from) });
  }
  return kept;
}

function maskPieces(text: string, raw: readonly string[]): string {
  return text.replace(PIECE, (piece) => (raw.some((key) => sharesPiece(key, piece)) ? '…' : piece));
}

function sharesPiece(key: string, text: string): boolean {
  for (let at = 0; at + LEAST_PIECE <= text.length; at++) {
    if (key.includes(text.slice(at, at + LEAST_PIECE))) return true;
  }
  return false;
}

function clip(line: number, text: string, start: number, end: number): Snippet {
  const from = Math.max(0, start - MARGIN);
  const to = Math.min(text.length, end + MARGIN);
  const head = from > 0 ? '…' : '';
  const tail = to < text.length ? '…' : '';
  const shift = head.length - from;
  return { line, text: head + text.slice(from, to) + tail, start: start + shift, end: end + shift };
}
