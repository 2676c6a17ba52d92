import type { Limit } from './dialects.js';

/** Counts requests in sliding windows, as the gateway does: one list of times for each mark. */
export class Limiter {
  readonly #times = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether a request is let through; a refused one does not count. */
  admit(mark: string, { requests, windowMs }: Limit): boolean {
    const now = this.#now();
    const recent = (this.#times.get(mark) ?? []).filter((time) => now - time < windowMs);
    this.#times.set(mark, recent);
    if (recent.length >= requests) return false;
    recent.push(now);
    return true;
  }
}
