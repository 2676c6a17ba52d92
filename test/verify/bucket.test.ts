import { describe, expect, it } from 'vitest';
import { TokenBucket } from '../../src/verify/bucket.js';
import { TestClock } from '../support/gateway/clock.js';

const NEVER = (): number => Infinity;
const RATE = { requests: 3, windowMs: 1_000 };

describe('the token bucket', () => {
  it('lets no more through than its rate in any window, however many wait', async () => {
    const { clock, bucket } = newBucket();
    const times: number[] = [];
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        await bucket.take(NEVER);
        times.push(clock.now());
      }),
    );
    const early = times.filter(
      (time, at) => at >= RATE.requests && time - (times[at - RATE.requests] ?? 0) < RATE.windowMs,
    );
    expect(times).toHaveLength(50);
    expect(early).toEqual([]);
  });

  it('gives each token back a window after it was taken', async () => {
    const { clock, bucket } = newBucket();
    await bucket.take(NEVER);
    clock.advance(600);
    await bucket.take(NEVER);
    await bucket.take(NEVER);
    expect(bucket.wait()).toBe(400);
    clock.advance(400);
    expect(bucket.wait()).toBe(0);
    await bucket.take(NEVER);
    expect(bucket.wait()).toBe(600);
  });

  it('gives nothing before a pause is over, and nothing past a deadline', async () => {
    const { clock, bucket } = newBucket();
    const start = clock.now();
    bucket.pauseUntil(start + 5_000);
    expect(await bucket.take(() => start + 4_999)).toBe(false);
    expect(clock.now()).toBe(start);
    expect(await bucket.take(() => start + 5_000)).toBe(true);
    expect(clock.now()).toBe(start + 5_000);
  });
});

function newBucket() {
  const clock = new TestClock();
  return { clock, bucket: new TokenBucket(RATE, clock) };
}
