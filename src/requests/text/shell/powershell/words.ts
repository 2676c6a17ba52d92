import type { Span } from '../../../site.js';
import type { Piece } from '../../../template.js';
import type { Word } from '../script.js';

/** `@name` */
export interface Splat extends Word {
  readonly isSplat: true;
}

export const UNKNOWN: Word = { pieces: [{ name: null }], start: 0, end: 0, quoted: [], mayBeMore: false };

export function wordOf(pieces: readonly Piece[], start: number, end: number): Word {
  return { pieces, start, end, quoted: [], mayBeMore: false };
}

export function wordAt(text: string, at: number): Word {
  return wordOf([{ text, at }], at, at + text.length);
}

export function joined(parts: readonly Word[], start: number, end: number): Word {
  return {
    ...wordOf(
      parts.flatMap(({ pieces }) => pieces),
      start,
      end,
    ),
    quoted: parts.flatMap(({ quoted }): readonly Span[] => quoted),
  };
}
