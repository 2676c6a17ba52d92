import type { Finding, Report, SuppressedFinding } from '../../src/finding.js';

/** A finding of an ambiguous key, but for what the test says otherwise. */
export function findingOf(given: Partial<Finding> = {}): Finding {
  return {
    findingId: 'f'.repeat(32),
    ruleId: 'no-hardcoded-key',
    problem: 'key',
    severity: 'error',
    message: 'sk- key sk-Ab3d…9xQ2 in source',
    path: 'a.js',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 52,
    fingerprint: 'a'.repeat(32),
    redacted: 'sk-Ab3d…9xQ2',
    issuer: 'ambiguous',
    candidates: ['new-api', 'moonshot'],
    confidence: 'medium',
    evidence: [{ kind: 'shape', detail: 'sk- and 48 letters and digits' }],
    encoding: 'plain',
    snippet: { line: 1, text: 'key = "sk-Ab3d…9xQ2"', start: 7, end: 19 },
    advice: 'Revoke this key.',
    ...given,
  };
}

/** A complete report of a scan of files, but for what the test says otherwise. */
export function reportOf(given: Partial<Report> & { suppressed?: readonly SuppressedFinding[] } = {}): Report {
  return {
    schemaVersion: 1,
    tool: { name: 'starrise-scan', version: '0.0.0' },
    target: { kind: 'files', root: '/project' },
    complete: (given.gaps ?? []).length === 0,
    gaps: [],
    skipped: [],
    stats: { files: 3, bytes: 1200, blobs: 0, commits: 0, refs: 0, durationMs: 5 },
    tips: [],
    keys: [],
    findings: [],
    suppressed: [],
    staleSuppressions: [],
    ...given,
  };
}
