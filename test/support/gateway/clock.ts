import type { Clock } from '../../../src/verify/clock.js';

/** A clock that stands still until somebody sleeps, and then jumps. */
export class TestClock implements Clock {
  #time: number;

  constructor(start = Date.UTC(2026, 10, 23, 9)) {
    this.#time = start;
  }

  readonly now = (): number => this.#time;

  async sleep(milliseconds: number): Promise<void> {
    const wake = this.#time + milliseconds;
    // Real requests on their way get a turn; another sleeper may have moved the clock further meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
    this.#time = Math.max(this.#time, wake);
  }

  advance(milliseconds: number): void {
    this.#time += milliseconds;
  }
}
