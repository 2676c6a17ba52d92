/**
 * SARIF 2.1.0, with what GitHub code scanning asks for.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/ and
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
import type { Finding, Omission, Report, RuleId, SuppressedFinding, Verification } from '../finding.js';
import { inert } from '../text/inert.js';
import { ruleAddress, ruleInfo, RULES } from './rules.js';

/** Stands for the folder that was scanned: paths are relative to it, and its own place is nobody's business. */
const ROOT = '%SRCROOT%';

export function render(report: Report): string {
  const results = [...report.findings, ...report.suppressed];
  const ruleIds = Object.keys(RULES) as RuleId[];
  const verifications = new Map(report.keys.map(({ fingerprint, verification }) => [fingerprint, verification]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            semanticVersion: report.tool.version,
            informationUri: 'https://github.com/starrise/eslint-plugin-starrise',
            rules: ruleIds.map(reportingDescriptor),
          },
        },
        invocations: [
          {
            executionSuccessful: report.complete,
            toolExecutionNotifications: [
              ...report.gaps.map((gap) => notification(gap, 'error')),
              ...report.skipped.map((skip) => notification(skip, 'note')),
            ],
          },
        ],
        originalUriBaseIds: { [ROOT]: { description: { text: 'The folder that was scanned.' } } },
        columnKind: 'utf16CodeUnits',
        results: results.map((finding) => ({
          ...resultOf(finding, verifications.get(finding.fingerprint ?? '') ?? null),
          ruleIndex: ruleIds.indexOf(finding.ruleId),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function reportingDescriptor(id: RuleId): object {
  const { title, description, help, severity, securitySeverity } = ruleInfo(id);
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: { text: help.replaceAll('`', ''), markdown: help },
    helpUri: ruleAddress(id),
    defaultConfiguration: { level: severity },
    properties: {
      tags: ['security'],
      precision: 'high',
      'problem.severity': severity,
      'security-severity': securitySeverity,
    },
  };
}

function resultOf(finding: Finding | SuppressedFinding, verification: Verification | null): object {
  const { history } = finding;
  return {
    ruleId: finding.ruleId,
    level: finding.severity,
    message: { text: inert(`${finding.message}. ${finding.advice}`) },
    locations: [{ physicalLocation: physicalLocation(finding) }],
    // GitHub tracks an alert by the first of these; ours survives line moves better than the hash it would compute.
    partialFingerprints: {
      primaryLocationLineHash: `${finding.findingId}:1`,
      'starriseFindingId/v1': finding.findingId,
    },
    ...('suppression' in finding && { suppressions: [suppressionOf(finding)] }),
    properties: {
      issuer: finding.issuer,
      candidates: finding.candidates,
      confidence: finding.confidence,
      evidence: finding.evidence.map(({ detail }) => inert(detail)),
      encoding: finding.encoding,
      fingerprint: finding.fingerprint,
      commit: history?.introduced?.commit ?? null,
      inHead: history?.inHead ?? null,
      kind: history?.kind ?? null,
      verification: verification?.state ?? null,
    },
  };
}

function physicalLocation({ path, line, column, endLine, endColumn, snippet }: Finding): object {
  return {
    artifactLocation: { uri: uriOf(path), uriBaseId: ROOT },
    region: {
      startLine: line,
      startColumn: column,
      endLine,
      endColumn,
      ...(snippet !== null && { snippet: { text: inert(snippet.text) } }),
    },
  };
}

/** A relative reference: every segment percent-encoded, so that `:`, `#`, `?` and `%` in names stay names. */
function uriOf(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\uFFFD')))
    .join('/');
}

function suppressionOf({ suppression }: SuppressedFinding): object {
  const { by, where, reason } = suppression;
  return {
    kind: by === 'comment' ? 'inSource' : 'external',
    justification: inert(reason ?? `accepted by ${where}`),
  };
}

function notification({ what, why }: Omission, level: 'error' | 'note'): object {
  return { level, message: { text: inert(`${what}: ${why}`) } };
}
