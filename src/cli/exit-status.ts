import type { FailOn } from '../config/config.js';
import { type Finding, type KeySummary, SEVERITIES } from '../finding.js';
import { isForeign } from '../verify/foreign.js';

/** What of a report decides. */
export interface Outcome {
  readonly findings: readonly Pick<Finding, 'severity'>[];
  readonly keys: readonly Pick<KeySummary, 'issuer' | 'candidates' | 'verification'>[];
  readonly complete: boolean;
}

/** 1 for what `failOn` names: findings of at least that severity, or live keys; else 3 for an incomplete scan, else 0. */
export function exitStatus({ findings, keys, complete }: Outcome, failOn: FailOn | 'live'): number {
  if (failOn === 'live') {
    if (keys.some(isLive)) return 1;
    return complete && !keys.some(lacksVerdict) ? 0 : 3;
  }
  const counting = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  if (findings.some(({ severity }) => counting.includes(severity))) return 1;
  return complete ? 0 : 3;
}

/** Whether somebody can use the key now, here or from another address. */
export function isLive({ verification }: Pick<KeySummary, 'verification'>): boolean {
  return verification?.state === 'live' || verification?.state === 'restricted';
}

/** Whether nobody knows if the key is live: it may be a gateway's, and none was asked. */
function lacksVerdict(key: Outcome['keys'][number]): boolean {
  return key.verification === null && !isForeign(key);
}
