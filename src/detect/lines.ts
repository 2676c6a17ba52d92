import type { Place } from '../finding.js';

/** Lines of a text as an editor counts them: ended by `\n`, `\r\n` or a lone `\r`. */
export class Lines {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) this.#starts.push(index + end.length);
  }

  /** The 1-based line that holds offset `index`. */
  lineOf(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Offsets of a 1-based line, its end not counted. */
  rangeOf(line: number): readonly [start: number, end: number] {
    const start = this.#starts[line - 1]!;
    const next = this.#starts[line] ?? this.#text.length;
    return [start, start + this.#text.slice(start, next).replace(/[\r\n]+$/, '').length];
  }

  place(start: number, end: number): Place {
    const line = this.lineOf(start);
    const endLine = this.lineOf(end);
    return {
      line,
      column: start - this.#starts[line - 1]! + 1,
      endLine,
      endColumn: end - this.#starts[endLine - 1]! + 1,
    };
  }
}
