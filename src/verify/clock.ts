import { setTimeout as after } from 'node:timers/promises';

/** Time as the verifier sees it, so that a test can let twenty minutes pass at once. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** When nothing more may be started, milliseconds since the epoch; it comes nearer when the run is interrupted. */
export type Deadline = () => number;

/** The time of this machine; nobody sleeps on when `signal` aborts. */
export function systemClock(signal?: AbortSignal): Clock {
  return {
    now: Date.now,
    sleep: (milliseconds) => after(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => undefined),
  };
}

/** `milliseconds` from now, or at once when `signal` aborts. */
export function deadlineIn(milliseconds: number, clock: Clock, signal?: AbortSignal): Deadline {
  const end = clock.now() + milliseconds;
  return () => (signal?.aborted ? -Infinity : end);
}
