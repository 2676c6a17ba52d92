import type { Place } from '../finding.js';
import { lowerBound } from './order.js';

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
    return lowerBound(this.#starts, index + 1, (start) => start);
  }

  /** Offsets of a 1-based line, its end not counted. */
  rangeOf(line: number): readonly [start: number, end: number] {
    const start = this.#starts[line - 1]!;
    let end = this.#starts[line] ?? this.#text.length;
    while (end > start && /[\r\n]/.test(this.#text[end - 1]!)) end--;
    return [start, end];
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
