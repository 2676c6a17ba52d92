import { keysIn } from '../detect/redact.js';
import { lowerBound } from '../detect/order.js';

/** A stretch that is hidden, and by how much what follows it is shown further on. */
interface Hidden {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
}

/**
 * A line without the keys in it, and without long runs of letters and digits, which may be pieces of a key that is split over
 * lines. It knows where its characters went.
 */
export class MaskedLine {
  readonly text: string;
  readonly #hidden: Hidden[] = [];

  constructor(source: string) {
    let text = '';
    let from = 0;
    for (const { start, end, shown } of stretchesIn(source)) {
      if (end <= from) continue;
      // Of two that overlap, the first is shown for both.
      const last = start < from ? this.#hidden.pop() : undefined;
      if (last === undefined) text += source.slice(from, start) + shown;
      this.#hidden.push({ start: last?.start ?? start, end, shift: text.length - end });
      from = end;
    }
    this.text = text + source.slice(from);
  }

  /** Where a place of the source is in `text`; `null` where that is hidden. */
  placeOf(offset: number): number | null {
    // The first that ends behind it may hide it; the one before moved it.
    const at = lowerBound(this.#hidden, offset + 1, ({ end }) => end);
    const hidden = this.#hidden[at];
    if (hidden !== undefined && hidden.start < offset) return null;
    return offset + (this.#hidden[at - 1]?.shift ?? 0);
  }
}

/** Keys, and runs that may be pieces of one, in their order. */
function stretchesIn(text: string): { start: number; end: number; shown: string }[] {
  const runs = Array.from(text.matchAll(/[0-9A-Za-z]{16,}/g), ({ 0: run, index }) => ({
    ...{ start: index, end: index + run.length, shown: '…' },
    hasDigit: /\d/.test(run),
  }));
  return [...keysIn(text), ...runs.filter(({ hasDigit }) => hasDigit)].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  );
}
