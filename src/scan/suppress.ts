import path from 'node:path';
import { acceptancesOf } from '../config/acceptance.js';
import { type Baseline, baselineEntryOf, entryKey } from '../config/baseline.js';
import type { LoadedConfig } from '../config/config.js';
import { redactKeys } from '../detect/redact.js';
import type { Finding, StaleSuppression, SuppressedFinding } from '../finding.js';

export interface Acceptances {
  readonly loaded: LoadedConfig;
  readonly baseline: Baseline | null;
  /** The day it is, `YYYY-MM-DD` in UTC. */
  readonly today: string;
  /** Folder that the findings' paths are relative to; absolute. */
  readonly root: string;
  /** Whether requests were judged too: entries about them are no use otherwise, and not unused. */
  readonly readsRequests: boolean;
}

export interface SuppressedFindings {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Entries whose date has passed. */
  readonly expired: readonly StaleSuppression[];
  /** Entries that accepted nothing: stale where everything they could accept was scanned. */
  readonly unused: readonly StaleSuppression[];
}

/** Takes out what the configuration or the baseline accepts. */
export function suppressFindings(all: readonly Finding[], given: Acceptances): SuppressedFindings {
  const rows = acceptancesOf(given.loaded, given.today);
  const baseline = new Map((given.baseline?.entries ?? []).map((entry) => [entryKey(entry), entry]));
  const used = new Set<unknown>();

  function suppressionOf(finding: Finding): SuppressedFinding['suppression'] | null {
    const matching = rows.filter((row) => row.accepts({ ...finding, file: path.join(given.root, finding.path) }));
    const entry = baseline.get(entryKey(baselineEntryOf(finding)));
    for (const user of [...matching, entry]) used.add(user);
    const row = matching.find(({ expired }) => !expired);
    if (row !== undefined) return { by: 'configuration', where: row.where, reason: redactKeys(row.reason) };
    return entry === undefined ? null : { by: 'baseline', where: given.loaded.config.baseline, reason: null };
  }

  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of all) {
    const suppression = suppressionOf(finding);
    if (suppression === null) findings.push(finding);
    else suppressed.push({ ...finding, suppression });
  }
  return {
    findings,
    suppressed,
    expired: rows
      .filter(({ expired }) => expired)
      .map(({ where, expires }) => stale(where, 'expired', `it held until ${expires}`)),
    unused: [
      ...rows
        .filter((row) => !row.expired && !used.has(row) && (row.isForKey || given.readsRequests))
        .map(({ where, what }) => stale(where, 'unused', redactKeys(what))),
      ...[...baseline.values()]
        .filter((entry) => !used.has(entry) && (entry.rule === 'no-hardcoded-key' || given.readsRequests))
        .map(({ rule, redacted, fingerprint }) =>
          stale(given.loaded.config.baseline, 'unused', `${rule} ${redacted ?? ''} (${fingerprint})`),
        ),
    ],
  };
}

function stale(where: string, why: StaleSuppression['why'], detail: string): StaleSuppression {
  return { where, why, detail };
}
