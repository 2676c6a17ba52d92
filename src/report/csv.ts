/** A row a place, accepted ones too: RFC 4180, in UTF-8. */
import type { Finding, KeySummary, Report, SuppressedFinding } from '../finding.js';
import { inert } from '../text/inert.js';

type Row = Readonly<Record<string, string | number | boolean | null>>;

export function render(report: Report): string {
  const keys = new Map(report.keys.map((key) => [key.fingerprint, key]));
  const rows = [...report.findings, ...report.suppressed].map((finding) =>
    rowOf(finding, keys.get(finding.fingerprint ?? '')),
  );
  const lines = [COLUMNS.map(cell), ...rows.map((row) => COLUMNS.map((column) => cell(row[column] ?? null)))];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

const COLUMNS = [
  'severity',
  'rule',
  'path',
  'line',
  'column',
  'key',
  'issuer',
  'confidence',
  'verification',
  'message',
  'advice',
  'commit',
  'author',
  'date',
  'inHead',
  'source',
  'suppressedBy',
  'reason',
  'fingerprint',
  'findingId',
] as const;

function rowOf(
  finding: Finding | SuppressedFinding,
  key: KeySummary | undefined,
): Record<(typeof COLUMNS)[number], Row[string]> {
  const { history, bundle } = finding;
  const suppression = 'suppression' in finding ? finding.suppression : null;
  return {
    severity: finding.severity,
    rule: finding.ruleId,
    path: finding.path,
    line: finding.line,
    column: finding.column,
    key: finding.redacted,
    issuer: finding.issuer,
    confidence: finding.confidence,
    verification: key?.verification?.state ?? null,
    message: finding.message,
    advice: finding.advice,
    commit: history?.introduced?.commit ?? null,
    author: history?.introduced?.author ?? null,
    date: history?.introduced?.date ?? null,
    inHead: history?.inHead ?? null,
    source: bundle?.source == null ? null : `${bundle.source}:${bundle.sourceLine ?? 1}`,
    suppressedBy: suppression?.by ?? null,
    reason: suppression?.reason ?? null,
    fingerprint: finding.fingerprint,
    findingId: finding.findingId,
  };
}

/** Text is always quoted; what a spreadsheet would take for a formula begins with an apostrophe, as OWASP advises. */
function cell(value: Row[string]): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const shown = inert(value);
  return `"${(FORMULA.test(shown) ? `'${shown}` : shown).replaceAll('"', '""')}"`;
}

/** https://owasp.org/www-community/attacks/CSV_Injection; also behind spaces, which some programs drop. */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;
