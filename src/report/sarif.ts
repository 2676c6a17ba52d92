/**
 * SARIF 2.1.0, with what GitHub code scanning asks for.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/ and
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
import { gzipSync } from 'node:zlib';
import type { CommitFact, Finding, Omission, Report, RuleId, SuppressedFinding, Verification } from '../finding.js';
import { inert } from '../text/inert.js';
import { count, grouped } from '../text/list.js';
import { formatSize } from '../text/size.js';
import { furtherFactsOf, verdictOf } from './facts.js';
import type { Provenance, RenderOptions } from './index.js';
import { jsonText } from './json-text.js';
import { errorsFirst } from './order.js';
import { HOME, ruleAddress, ruleInfo, RULES } from './rules.js';

/** Stands for the folder that was scanned: paths are relative to it, and its own place is nobody's business. */
const ROOT = '%SRCROOT%';

/**
 * What GitHub refuses beyond: results a run, and bytes of the compressed file.
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/troubleshoot-sarif-uploads/results-exceed-limit
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/troubleshoot-sarif-uploads/file-too-large
 */
const GITHUB: Limits = { results: 25_000, compressedBytes: 10_000_000 };

interface Limits {
  readonly results: number;
  readonly compressedBytes: number;
}

type Result = Finding | SuppressedFinding;

export function render(report: Report, options: RenderOptions, limits: Limits = GITHUB): string {
  // What must go, goes from the end: accepted findings first, then warnings.
  const all: Result[] = [...errorsFirst(report.findings, ({ severity }) => severity === 'error'), ...report.suppressed];
  let kept = Math.min(all.length, limits.results);
  for (;;) {
    const note = kept === all.length ? null : leftOutOf(all.length - kept, all.length, limits);
    const text = jsonText(logOf(report, all.slice(0, kept), note, options));
    const size = compressedSize(text, limits);
    if (size <= limits.compressedBytes || kept === 0) {
      if (note !== null) options.warn(note);
      return text;
    }
    // A little less than what would fit if all were alike.
    kept = Math.floor(kept * Math.min(0.9, (0.95 * limits.compressedBytes) / size));
  }
}

/** Of what GitHub is sent; or more, where the text itself is no larger than the limit. */
function compressedSize(text: string, { compressedBytes }: Limits): number {
  const bytes = Buffer.byteLength(text);
  return bytes <= compressedBytes ? bytes : gzipSync(text).length;
}

function leftOutOf(leftOut: number, all: number, limits: Limits): string {
  return `SARIF leaves out ${grouped(leftOut)} of ${count(all, 'result')}: code scanning takes ${grouped(limits.results)} and ${formatSize(limits.compressedBytes)}; --format json=FILE has all`;
}

function logOf(report: Report, results: readonly Result[], note: string | null, options: RenderOptions): object {
  const { tool, target, complete, gaps, skipped, stats } = report;
  const ruleIds = Object.keys(RULES) as RuleId[];
  const verifications = new Map(report.keys.map(({ fingerprint, verification }) => [fingerprint, verification]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            semanticVersion: tool.version,
            informationUri: HOME,
            rules: ruleIds.map(reportingDescriptor),
            notifications: [
              { id: 'not-read', shortDescription: { text: 'Something in scope could not be read.' } },
              { id: 'left-out', shortDescription: { text: 'Policy or a limit leaves something out.' } },
            ],
          },
        },
        // Files and history of one commit are two analyses: without this the later one would replace the earlier.
        automationDetails: { id: `${tool.name}/${target.kind}/` },
        invocations: [
          {
            executionSuccessful: complete,
            startTimeUtc: new Date(options.finished.getTime() - stats.durationMs).toISOString(),
            endTimeUtc: options.finished.toISOString(),
            toolExecutionNotifications: [
              ...gaps.map((gap) => notification(omission(gap), 'not-read', 'error')),
              ...(note === null ? [] : [notification(note, 'left-out', 'warning')]),
              ...skipped.map((skip) => notification(omission(skip), 'left-out', 'note')),
            ],
          },
        ],
        ...(options.provenance !== null && { versionControlProvenance: [provenanceOf(options.provenance)] }),
        originalUriBaseIds: { [ROOT]: { description: { text: 'The folder that was scanned.' } } },
        columnKind: 'utf16CodeUnits',
        results: results.map((finding) => ({
          ...resultOf(finding, verifications.get(finding.fingerprint ?? '') ?? null),
          ruleIndex: ruleIds.indexOf(finding.ruleId),
        })),
      },
    ],
  };
}

function reportingDescriptor(id: RuleId): object {
  const { title, description, help, severity, securitySeverity, cwe } = ruleInfo(id);
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: { text: plainText(help), markdown: help },
    helpUri: ruleAddress(id),
    defaultConfiguration: { level: severity },
    properties: {
      tags: ['security', ...(cwe === null ? [] : [`external/cwe/cwe-${cwe}`])],
      precision: 'high',
      'problem.severity': severity,
      'security-severity': securitySeverity,
    },
  };
}

/** Of Markdown: links become text and address. */
function plainText(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)').replaceAll('`', '');
}

function resultOf(finding: Result, verification: Verification | null): object {
  const { history } = finding;
  const related = relatedLocations(finding);
  return {
    ruleId: finding.ruleId,
    level: finding.severity,
    message: { text: messageOf(finding, verification) },
    locations: [{ physicalLocation: physicalLocation(finding) }],
    ...(related.length > 0 && { relatedLocations: related }),
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

function messageOf(finding: Finding, verification: Verification | null): string {
  const facts = [...(verification === null ? [] : [verdictOf(verification)]), ...furtherFactsOf(finding)];
  return plainMessage(`${finding.message}${facts.length === 0 ? '' : ` (${facts.join('; ')})`}. ${finding.advice}`);
}

/** In a message `[…](…)` is a link (SARIF 3.11.6), which others must not write into ours. */
function plainMessage(text: string): string {
  return inert(text).replace(/[[\]]/g, '\\$&');
}

function physicalLocation({ path, line, column, endLine, endColumn, snippet }: Finding): object {
  return {
    artifactLocation: artifactOf(path),
    region: {
      startLine: line,
      startColumn: column,
      endLine,
      endColumn,
      ...(snippet !== null && { snippet: { text: inert(snippet.text) } }),
    },
  };
}

/** Where the key came from and where it went: commits of its history, and the source of built code. */
function relatedLocations({ history, bundle }: Finding): object[] {
  const places: { path: string; line: number; text: string }[] = [];
  const add = ({ path, line = 1 }: { path: string; line?: number }, text: string) => places.push({ path, line, text });
  if (history?.introduced != null) add(history.introduced, byCommit('Introduced', history.introduced));
  for (const removal of history?.removed ?? []) add(removal, byCommit('Removed', removal));
  if (bundle?.source != null) add({ path: bundle.source, line: bundle.sourceLine ?? 1 }, 'Written here');
  return places.map(({ path, line, text }, at) => ({
    id: at + 1,
    message: { text: plainMessage(text) },
    physicalLocation: { artifactLocation: artifactOf(path), region: { startLine: line } },
  }));
}

function byCommit(did: string, { author, date, commit }: CommitFact): string {
  return `${did} by ${author} on ${date.slice(0, 10)} in ${commit}`;
}

/** Of a deployed site its address; else a relative reference: every segment percent-encoded, so that `:`, `#`, `?` and `%` in names stay names. */
function artifactOf(path: string): object {
  if (/^https?:\/\//.test(path)) return { uri: encodeURI(path) };
  const segments = path.split('/').map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\uFFFD')));
  return { uri: segments.join('/'), uriBaseId: ROOT };
}

function suppressionOf({ suppression }: SuppressedFinding): object {
  const { by, where, reason } = suppression;
  return {
    kind: by === 'comment' ? 'inSource' : 'external',
    justification: inert(reason ?? `accepted by ${where}`),
  };
}

function provenanceOf({ repository, commit, branch }: Provenance): object {
  return {
    repositoryUri: repository,
    revisionId: commit,
    ...(branch !== null && { branch: inert(branch) }),
  };
}

function omission({ what, why }: Omission): string {
  return `${what}: ${why}`;
}

function notification(text: string, id: 'not-read' | 'left-out', level: 'error' | 'warning' | 'note'): object {
  return { descriptor: { id }, level, message: { text: plainMessage(text) } };
}
