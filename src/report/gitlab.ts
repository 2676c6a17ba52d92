/**
 * GitLab's secret detection report, for `artifacts: reports: secret_detection`.
 * https://gitlab.com/gitlab-org/security-products/security-report-schemas (15.2.1)
 */
import type { Finding, KeySummary, Report } from '../finding.js';
import { inert } from '../text/inert.js';
import { count } from '../text/list.js';
import { furtherFactsOf, verdictOf } from './facts.js';
import type { RenderOptions } from './index.js';
import { jsonText } from './json-text.js';
import { HOME, ruleAddress, ruleInfo } from './rules.js';

const SCHEMA_VERSION = '15.2.1';

/** Says, as GitLab's own analyser does, that a place stands in no commit yet. */
const NO_COMMIT = '0000000';

/** The longest that GitLab takes; characters. */
const LONGEST = { name: 255, description: 1_048_576, solution: 7000 } as const;

export function render(report: Report, { finished }: RenderOptions): string {
  const { tool, stats, complete, findings } = report;
  const keys = new Map(report.keys.map((key) => [key.fingerprint, key]));
  const scanner = { id: tool.name, name: tool.name, version: tool.version, vendor: { name: 'Starrise' }, url: HOME };
  return jsonText({
    version: SCHEMA_VERSION,
    schema: `https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v${SCHEMA_VERSION}/dist/secret-detection-report-format.json`,
    scan: {
      analyzer: scanner,
      scanner,
      type: 'secret_detection',
      start_time: timeOf(finished.getTime() - stats.durationMs),
      end_time: timeOf(finished.getTime()),
      status: complete ? 'success' : 'failure',
      messages: messagesOf(report),
    },
    vulnerabilities: findings.map((finding) => vulnerabilityOf(finding, keys.get(finding.fingerprint ?? ''))),
  });
}

function messagesOf({ gaps, skipped, suppressed }: Report): object[] {
  return [
    ...gaps.map(({ what, why }) => ({ level: 'warn', value: inert(`not read: ${what}: ${why}`) })),
    ...skipped.map(({ what, why }) => ({ level: 'info', value: inert(`left out: ${what}: ${why}`) })),
    ...(suppressed.length === 0
      ? []
      : [{ level: 'info', value: `${count(suppressed.length, 'accepted finding')} not listed` }]),
  ];
}

function vulnerabilityOf(finding: Finding, key: KeySummary | undefined): object {
  const { title, cwe } = ruleInfo(finding.ruleId);
  const verification = key?.verification ?? null;
  const facts = [...(verification === null ? [] : [verdictOf(verification)]), ...furtherFactsOf(finding)];
  return {
    id: finding.findingId,
    name: inert(finding.redacted === null ? title : `${title}: ${finding.redacted}`).slice(0, LONGEST.name),
    description: inert([finding.message, ...facts].join('; ')).slice(0, LONGEST.description),
    solution: inert(finding.advice).slice(0, LONGEST.solution),
    severity: severityOf(finding, verification?.state ?? null),
    identifiers: [
      {
        type: 'starrise_rule',
        name: `starrise ${finding.ruleId}`,
        value: finding.ruleId,
        url: ruleAddress(finding.ruleId),
      },
      ...(cwe === null ? [] : [{ type: 'cwe', name: `CWE-${cwe}`, value: String(cwe), url: cweAddress(cwe) }]),
    ],
    location: locationOf(finding),
  };
}

function cweAddress(cwe: number): string {
  return `https://cwe.mitre.org/data/definitions/${cwe}.html`;
}

/** A key that answers no more is worth less alarm than one that does, or that nobody asked. */
function severityOf(finding: Finding, state: string | null): string {
  if (state === 'unrecognized') return 'Low';
  const score = Number(ruleInfo(finding.ruleId).securitySeverity);
  const { severity } = finding;
  if (severity === 'warning') return score >= 7 ? 'Medium' : 'Low';
  return score >= 9 ? 'Critical' : score >= 7 ? 'High' : score >= 4 ? 'Medium' : 'Low';
}

function locationOf({ path, line, endLine, history }: Finding): object {
  const introduced = history?.introduced ?? null;
  return {
    file: inert(path),
    start_line: line,
    end_line: endLine,
    commit:
      introduced === null
        ? { sha: NO_COMMIT }
        : { sha: introduced.commit, author: inert(introduced.author), date: inert(introduced.date) },
  };
}

/** `YYYY-MM-DDThh:mm:ss`, UTC. */
function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19);
}
