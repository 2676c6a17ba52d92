import type { Clock, Deadline } from './clock.js';

/** At most `requests` in any stretch of `windowMs`. */
export interface Rate {
  readonly requests: number;
  readonly windowMs: number;
}

/**
 * A token bucket whose tokens come back one by one, each `windowMs` after it was taken. The gateway counts requests in
 * sliding windows; a bucket that refills evenly would let a burst and the refill fall into one window and be refused.
 */
export class TokenBucket {
  readonly #rate: Rate;
  readonly #clock: Clock;
  /** When each token that was taken may be taken again, earliest first; tokens never taken are not listed. */
  readonly #back: number[] = [];
  #pausedUntil = 0;

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Milliseconds until a token can be had; 0 when one is there. */
  wait(): number {
    const free = this.#back.length < this.#rate.requests ? 0 : (this.#back[0] ?? 0);
    return Math.max(0, Math.max(free, this.#pausedUntil) - this.#clock.now());
  }

  /** Takes a token as soon as there is one. False, with none taken, where that would be after `deadline` says. */
  async take(deadline: Deadline): Promise<boolean> {
    // Whoever slept may find the token gone to another who slept as long, or the bucket paused meanwhile: look again.
    for (let wait = this.wait(); wait > 0; wait = this.wait()) {
      if (this.#clock.now() + wait > deadline()) return false;
      await this.#clock.sleep(wait);
    }
    if (this.#clock.now() > deadline()) return false;
    if (this.#back.length === this.#rate.requests) this.#back.shift();
    this.#back.push(this.#clock.now() + this.#rate.windowMs);
    return true;
  }

  /** Gives no token before `time`: the server said so. */
  pauseUntil(time: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, time);
  }
}
