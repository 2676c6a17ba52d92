import type { FailOn } from '../config/config.js';
import { type Report, SEVERITIES } from '../finding.js';

/** 1 for findings of at least `failOn`, else 3 for an incomplete scan, else 0. */
export function exitStatus({ findings, complete }: Report, failOn: FailOn): number {
  const counting = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  if (findings.some(({ severity }) => counting.includes(severity))) return 1;
  return complete ? 0 : 3;
}
