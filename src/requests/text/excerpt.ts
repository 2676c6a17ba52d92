import type { Site, Span } from '../site.js';
import { isKnown, type Piece, type Template } from '../template.js';

/** A stretch of an excerpt: copied from the source character for character, or written in the place of one. */
interface Segment {
  /** Where it begins in the excerpt. */
  readonly at: number;
  /** Where it stands in the source. */
  readonly source: number;
  readonly isCopy: boolean;
}

/**
 * A text inside a text, such as a shell script in a YAML file, without what its surroundings add: indentation, quotes,
 * escapes. Readers read it as a text of its own, and {@link inSource} takes what they found back to where it stands.
 */
export class Excerpt {
  readonly text: string;
  readonly #segments: readonly Segment[];

  constructor(text: string, segments: readonly Segment[]) {
    this.text = text;
    this.#segments = segments;
  }

  /** The same sites, in the offsets of the source. */
  inSource(sites: readonly Site[]): Site[] {
    return sites.map((site) => this.#moved(site) as Site);
  }

  /** Whether the character of the source at `index` is a part of it. */
  holds(index: number): boolean {
    return this.#segments.some(({ at, source, isCopy }, number) => {
      const length = (this.#segments[number + 1]?.at ?? this.text.length) - at;
      return isCopy && source <= index && index < source + length;
    });
  }

  #moved(value: unknown): unknown {
    if (Array.isArray(value)) return (value as unknown[]).map((each) => this.#moved(each));
    if (typeof value !== 'object' || value === null) return value;
    if ('pieces' in value) return this.#template(value as Template);
    const moved = Object.entries(value as Record<string, unknown>).map(([name, each]) => [
      name,
      name === 'sdk' ? each : this.#moved(each),
    ]);
    const copy = Object.fromEntries(moved) as Record<string, unknown>;
    return 'start' in value ? { ...copy, ...this.#span(value as Span) } : copy;
  }

  #template(template: Template): Template {
    const pieces = template.pieces.flatMap((piece) => this.#pieces(piece));
    return { ...template, pieces, ...this.#span(template) };
  }

  #span({ start, end }: Span): Span {
    const from = this.#sourceOf(start);
    return { start: from, end: end > start ? Math.max(from, this.#endOf(end - 1)) : from };
  }

  #sourceOf(index: number): number {
    const { at, source, isCopy } = this.#segments[this.#segmentAt(index)] ?? { at: 0, source: 0, isCopy: true };
    return isCopy ? source + index - at : source;
  }

  /** Behind the character at `index`, or behind what something is written in the place of. */
  #endOf(index: number): number {
    const number = this.#segmentAt(index);
    const [own, next] = [this.#segments[number], this.#segments[number + 1]];
    const after = this.#sourceOf(index) + 1;
    return own?.isCopy === false && next !== undefined ? Math.max(after, next.source) : after;
  }

  /** The number of the last segment that begins at `index` or before it. */
  #segmentAt(index: number): number {
    let [low, high] = [0, this.#segments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#segments[middle]!.at <= index) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /** A known piece in as many as it has segments: each of them stands in the source as it is, or does not. */
  #pieces(piece: Piece): Piece[] {
    if (!isKnown(piece)) return [piece.at ? { ...piece, at: this.#span(piece.at) } : piece];
    if (piece.at === null || piece.text === '') return [piece];
    const { at, text, ...rest } = piece;
    const pieces: Piece[] = [];
    const last = at + text.length;
    for (let from = at, number = this.#segmentAt(at); from < last; number++) {
      const to = Math.min(last, this.#segments[number + 1]?.at ?? last);
      const { isCopy = true } = this.#segments[number] ?? {};
      pieces.push({ ...rest, text: text.slice(from - at, to - at), at: isCopy ? this.#sourceOf(from) : null });
      from = to;
    }
    return pieces;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** Puts an excerpt together. */
export class ExcerptBuilder {
  #text = '';
  readonly #segments: Segment[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /** Of what there is so far. */
  get length(): number {
    return this.#text.length;
  }

  /** Goes on with a stretch of the source as it is. */
  copy(start: number, end: number): this {
    if (end > start) this.#add(this.#source.slice(start, end), start, true);
    return this;
  }

  /** Goes on with what a string of JSON holds, from behind its opening quote to its closing one. */
  copyJson(start: number, end: number): this {
    let from = start;
    for (const { 0: whole, index } of this.#source.slice(start, end).matchAll(/\\(?:u[0-9A-Fa-f]{4}|[^])/g)) {
      const at = start + index;
      const char = whole[1]!;
      const isCode = char === 'u' && whole.length > 2;
      this.copy(from, at).write(
        isCode ? String.fromCharCode(parseInt(whole.slice(2), 16)) : (ESCAPES[char] ?? char),
        at,
      );
      from = at + whole.length;
    }
    return this.copy(from, end);
  }

  /** Goes on with another text for what stands at `source`. */
  write(text: string, source: number): this {
    if (text !== '') this.#add(text, source, false);
    return this;
  }

  build(): Excerpt {
    return new Excerpt(this.#text, this.#segments);
  }

  #add(text: string, source: number, isCopy: boolean): void {
    this.#segments.push({ at: this.#text.length, source, isCopy });
    this.#text += text;
  }
}
