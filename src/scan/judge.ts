import { today } from '../config/acceptance.js';
import { type Baseline, newBaseline } from '../config/baseline.js';
import type { LoadedConfig } from '../config/config.js';
import type { Finding, KeySummary, StaleSuppression, SuppressedFinding } from '../finding.js';
import type { Secret } from '../keys/secret.js';
import { byPlace, findingsOf, type Hit } from './findings.js';
import { summariseKeys } from './keys.js';
import { suppressFindings } from './suppress.js';

/** What the hits of a scan come to. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly keys: readonly KeySummary[];
  /** The keys themselves, by fingerprint. */
  readonly secrets: Map<string, Secret>;
  /** Entries whose date has passed. */
  readonly expired: readonly StaleSuppression[];
  /** Entries that accepted nothing. */
  readonly unused: readonly StaleSuppression[];
  readonly unusedDirectives: readonly StaleSuppression[];
}

export interface Bench {
  readonly loaded: LoadedConfig;
  readonly baseline: Baseline | null;
  /** Absolute; paths of findings are relative to it. */
  readonly root: string;
  readonly readsRequests: boolean;
  /** Whether what was read is a change that is not committed yet. */
  readonly isUncommitted: boolean;
}

/** Makes findings of hits, and takes out what comments, configuration or baseline accept. */
export function judge(
  hits: readonly Hit[],
  { loaded, baseline, root, readsRequests, isUncommitted }: Bench,
): Judgement {
  const secrets = new Map<string, Secret>();
  const found = findingsOf(hits, {
    config: loaded.config,
    isUncommitted,
    salt: baseline?.salt ?? newBaseline().salt,
    secrets,
  });
  const { findings, suppressed, expired, unused } = suppressFindings(found.findings, {
    loaded,
    baseline,
    today: today(),
    root,
    readsRequests,
  });
  return {
    findings,
    suppressed: [...found.suppressed, ...suppressed].sort(byPlace),
    keys: summariseKeys(findings),
    secrets,
    expired,
    unused,
    unusedDirectives: found.unusedDirectives,
  };
}
