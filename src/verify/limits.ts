import { USAGE_LIMIT } from '../gateway/token-states.js';
import type { Rate } from './bucket.js';
import type { TransportLimits } from './transport.js';

/** How hard and how long gateways are asked; times in milliseconds. */
export interface VerifyLimits {
  /** Of the whole verification. */
  readonly totalMs: number;
  /** Of one request. */
  readonly requestMs: number;
  readonly bodyBytes: number;
  /** Requests to one gateway under way at the same time. */
  readonly concurrency: number;
  /** `GET /v1/models`, and both requests together, for each gateway. */
  readonly models: Rate;
  /** `GET /api/usage/token/` besides, for each gateway. */
  readonly usage: Rate;
  /** How often a key is asked again where the answer was trouble that may pass. */
  readonly attempts: number;
  /** The wait before the second attempt; it doubles with each. */
  readonly backoffMs: number;
  /** The wait after a 429 of `/v1/models` that names none: its limit is a front proxy's, which count by the minute. */
  readonly tooManyMs: number;
  /** After so many keys in a row without an answer of use, the gateway is left alone. */
  readonly failuresInRow: number;
  /** How many keys may stand between two looks at whether it is still the gateway that answers. */
  readonly batch: number;
}

export const DEFAULT_LIMITS: VerifyLimits = {
  totalMs: 10 * 60_000,
  requestMs: 15_000,
  // A list of several thousand models fits.
  bodyBytes: 4 * 2 ** 20,
  concurrency: 4,
  // The route has no limit of its own; this is what one busy client does anyway.
  models: { requests: 5, windowMs: 1_000 },
  // Five fewer than the gateway allows: it counts logins with them, and whoever reads our report has to log in.
  usage: { requests: USAGE_LIMIT.requests - 5, windowMs: USAGE_LIMIT.windowMs },
  attempts: 3,
  backoffMs: 1_000,
  tooManyMs: 60_000,
  failuresInRow: 5,
  batch: 50,
};

export function transportLimits({ requestMs, bodyBytes, concurrency }: VerifyLimits): TransportLimits {
  return { requestMs, bodyBytes, connections: concurrency };
}
