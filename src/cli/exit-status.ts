import type { FailOn } from '../config/config.js';
import { type KeySummary, type Report, SEVERITIES } from '../finding.js';

/** 1 for what `failOn` names: findings of at least that severity, or live keys; else 3 for an incomplete scan, else 0. */
export function exitStatus({ findings, keys, complete }: Report, failOn: FailOn | 'live'): number {
  const counting = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn as FailOn) + 1);
  const fails = failOn === 'live' ? keys.some(isLive) : findings.some(({ severity }) => counting.includes(severity));
  if (fails) return 1;
  return complete ? 0 : 3;
}

/** Whether somebody can use the key now, here or from another address. */
export function isLive({ verification }: Pick<KeySummary, 'verification'>): boolean {
  return verification?.state === 'live' || verification?.state === 'restricted';
}
