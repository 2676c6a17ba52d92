import type { Span } from './site.js';

/** A string as far as the source tells it. Offsets are UTF-16 units of the whole text. */
export interface Template {
  readonly pieces: readonly Piece[];
  readonly start: number;
  readonly end: number;
  /** True where an expression of JavaScript stands there, and no string or template. */
  readonly isExpression?: boolean;
}

export type Piece = Known | Unknown;

export interface Known {
  readonly text: string;
  /** Where `text` stands, where it stands in the source character for character. */
  readonly at: number | null;
  /** The variable that it was read through. */
  readonly name?: string;
}

/** What only the running program knows. */
export interface Unknown {
  /** The variable it is read from, e.g. `STARRISE_API_KEY`; `null` for any other expression. */
  readonly name: string | null;
  /** Where the expression stands, where that is known. */
  readonly at?: Span;
}

/** Stands for an unknown piece in {@link shapeOf}: no text holds it. */
export const HOLE = '\u0000';

export function isKnown(piece: Piece): piece is Known {
  return 'text' in piece;
}

/** A template of one text that stands at `start` character for character. */
export function verbatim(text: string, start: number): Template {
  return { pieces: [{ text, at: start }], start, end: start + text.length };
}

/** The text with a {@link HOLE} for each unknown piece. */
export function shapeOf({ pieces }: Template): string {
  return pieces.map((piece) => (isKnown(piece) ? piece.text : HOLE)).join('');
}

/** The whole text, `null` where a piece is unknown. */
export function wholeText(template: Template): string | null {
  const shape = shapeOf(template);
  return shape.includes(HOLE) ? null : shape;
}

/** The names of the unknown pieces, in order. */
export function namesIn({ pieces }: Template): (string | null)[] {
  return pieces.flatMap((piece) => (isKnown(piece) ? [] : [piece.name]));
}

/** The names of the variables that take part in it: of the unknown pieces, and those that known ones were read through. */
export function variablesIn({ pieces }: Template): string[] {
  return pieces.flatMap(({ name }) => name ?? []);
}

/** The name of the variable that the template begins with, behind `skip` characters of text. */
export function leadingName(template: Template, skip = 0): string | null {
  const [first] = sliceOf(template, skip).pieces;
  return first === undefined || isKnown(first) ? null : first.name;
}

/** The part of a template between two offsets of its shape. */
export function sliceOf(template: Template, from: number, to = Infinity): Template {
  const pieces: Piece[] = [];
  let offset = 0;
  for (const piece of template.pieces) {
    const length = isKnown(piece) ? piece.text.length : HOLE.length;
    const [head, tail] = [Math.max(from - offset, 0), Math.min(to - offset, length)];
    if (head < tail) {
      const isCut = isKnown(piece) && tail - head < length;
      pieces.push(
        isCut
          ? { ...piece, text: piece.text.slice(head, tail), at: piece.at === null ? null : piece.at + head }
          : piece,
      );
    }
    offset += length;
  }
  const [first, last] = [spanOfPiece(pieces[0]), spanOfPiece(pieces.at(-1))];
  const start = first?.start ?? template.start;
  return { pieces, start, end: Math.max(start, last?.end ?? template.end) };
}

/** Pieces that are read through a variable: what stands at another place is not ours to change from here. */
export function readThrough(name: string, pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece) =>
    isKnown(piece) ? { text: piece.text, at: null, name: piece.name ?? name } : { name: piece.name },
  );
}

/** As {@link sliceOf}, for many parts of one template: each is looked for among its neighbours, not from the start on. */
export function slicerOf(template: Template): (from: number, to: number) => Template {
  const offsets: number[] = [];
  let length = 0;
  for (const piece of template.pieces) {
    offsets.push(length);
    length += isKnown(piece) ? piece.text.length : HOLE.length;
  }
  return (from, to) => {
    let [low, high] = [0, offsets.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (offsets[middle]! <= from) low = middle + 1;
      else high = middle;
    }
    const first = Math.max(0, low - 1);
    let last = first;
    while (last < offsets.length && offsets[last]! < to) last++;
    const at = offsets[first] ?? 0;
    return sliceOf({ ...template, pieces: template.pieces.slice(first, last) }, from - at, to - at);
  };
}

function spanOfPiece(piece: Piece | undefined): Span | null {
  if (piece === undefined || !isKnown(piece)) return piece?.at ?? null;
  return piece.at === null ? null : { start: piece.at, end: piece.at + piece.text.length };
}

export function concatenated(parts: readonly Template[], start: number, end: number): Template {
  return { pieces: parts.flatMap(({ pieces }) => pieces), start, end };
}

/** Whether both are certainly the same at run time. */
export function areSame(a: Template, b: Template): boolean {
  if (namesIn(a).includes(null) || shapeOf(a) !== shapeOf(b)) return false;
  const names = namesIn(b);
  return namesIn(a).every((name, index) => name === names[index]);
}

/** Where the first `length` characters of the shape stand in the source; `null` where they are not written as they are. */
export function placeOfHead({ pieces }: Template, length: number): { start: number; end: number } | null {
  const [first] = pieces;
  if (first === undefined || !isKnown(first) || first.at === null || first.text.length < length) return null;
  return { start: first.at, end: first.at + length };
}
