import type { Config } from '../config/config.js';
import { adviseKey, describeKey, variableFor } from '../detect/describe.js';
import type { Detection, KeyMatch } from '../detect/index.js';
import { redactKeys } from '../detect/redact.js';
import type { Finding, StaleSuppression, SuppressedFinding } from '../finding.js';
import type { Secret } from '../keys/secret.js';
import { ruleInfo } from '../report/rules.js';
import type { LocatedText } from '../sources/located.js';
import { attributeAcross } from './attribute.js';
import { FindingIds } from './finding-id.js';
import type { RequestMatch } from './requests.js';

/** As the source gives it, and what else is wrong there. */
export interface Hit extends LocatedText {
  /** What is wrong with the requests in it; absent where nothing is, or where none were looked for. */
  readonly requests?: readonly RequestMatch[];
  /** As the item says. */
  readonly isRest?: true;
}

export interface FindingsContext {
  readonly config: Config;
  /** Whether what was read is a change that is not committed yet. */
  readonly isUncommitted: boolean;
  /** For the fingerprints of guessable keys. */
  readonly salt: string;
  /** Receives the keys by fingerprint. */
  readonly secrets: Map<string, Secret>;
}

export interface Findings {
  readonly findings: readonly Finding[];
  /** Accepted by a comment beside them. */
  readonly suppressed: readonly SuppressedFinding[];
  readonly unusedDirectives: readonly StaleSuppression[];
}

/** Turns matches into findings, each judged by all places of its key, in the order of paths, lines and columns. */
export function findingsOf(hits: readonly Hit[], context: FindingsContext): Findings {
  const ids = new FindingIds();
  const all = hits
    .flatMap((hit) => [...findingsIn(hit, ids, context), ...requestFindingsIn(hit, ids, context)])
    .sort(byPlace);
  const attributed = attributeAcross(all);
  return {
    findings: attributed.filter((finding): finding is Finding => !isSuppressed(finding)),
    suppressed: attributed.filter(isSuppressed),
    unusedDirectives: hits.flatMap(unusedDirectivesIn).sort(byLine),
  };
}

/** Orders findings by path, line and column. */
export function byPlace(a: Finding, b: Finding): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** Orders suppressions by path and line; those that stand in no line come first, as they are. */
export function byLine(a: StaleSuppression, b: StaleSuppression): number {
  const [one, other] = [placeOf(a), placeOf(b)];
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return one.path === other.path ? one.line - other.line : one.path < other.path ? -1 : 1;
}

function placeOf({ where }: StaleSuppression): { readonly path: string; readonly line: number } | null {
  const [, path, line] = /^(.*):(\d+)$/s.exec(where) ?? [];
  return path === undefined ? null : { path, line: Number(line) };
}

export function isSuppressed(finding: Finding | SuppressedFinding): finding is SuppressedFinding {
  return 'suppression' in finding;
}

function findingsIn(hit: Hit, ids: FindingIds, context: FindingsContext): (Finding | SuppressedFinding)[] {
  const severity = context.config.rules['no-hardcoded-key'] ?? ruleInfo('no-hardcoded-key').severity;
  if (severity === 'off') return [];
  const path = redactKeys(hit.path);
  const { nameOf } = hit;
  const accepted = new Map(hit.detection.suppressed.map((match) => [match as KeyMatch, match.suppression]));
  return [...hit.detection.matches, ...accepted.keys()]
    .sort((a, b) => a.start - b.start)
    .map((match) => {
      const fingerprint = match.secret.fingerprintUnder(context.salt);
      context.secrets.set(fingerprint, match.secret);
      const { redacted } = match.secret;
      const environmentVariable = variableFor(match, context.config.environmentVariable);
      const identity = {
        ruleId: 'no-hardcoded-key',
        problem: nameOf === undefined ? 'key' : 'key-in-name',
        path,
      } as const;
      const finding: Finding = {
        ...identity,
        // A guessable key's fingerprint changes with the salt; its id must not.
        findingId: ids.next({ ...identity, content: match.secret.fingerprint ?? redacted }),
        severity,
        message: describeKey({
          ...match,
          redacted,
          ...(nameOf && { nameOf }),
          ...(hit.bundle && { bundle: hit.bundle }),
        }),
        line: match.line,
        column: match.column,
        endLine: match.endLine,
        endColumn: match.endColumn,
        fingerprint,
        redacted,
        issuer: match.issuer,
        candidates: match.candidates,
        confidence: match.confidence,
        evidence: match.evidence,
        encoding: match.encoding,
        snippet: match.snippet,
        advice: adviseKey(match.issuer, environmentVariable, {
          ...hit,
          isUncommitted: context.isUncommitted,
        }),
        ...(nameOf === undefined ? { environmentVariable } : { nameOf }),
        ...(hit.history && { history: hit.history }),
        ...(hit.bundle && { bundle: hit.bundle }),
      };
      const comment = accepted.get(match);
      if (comment === undefined) return finding;
      const where = `${path}:${comment.line} ${comment.directive}`;
      return { ...finding, suppression: { by: 'comment', where, reason: comment.reason } };
    });
}

function requestFindingsIn(hit: Hit, ids: FindingIds, { config }: FindingsContext): (Finding | SuppressedFinding)[] {
  const path = redactKeys(hit.path);
  return (hit.requests ?? []).flatMap((match) => {
    const { problem, snippet, content, suppression, line, column, endLine, endColumn } = match;
    const severity = config.rules[problem.ruleId] ?? problem.severity;
    if (severity === 'off') return [];
    const identity = { ruleId: problem.ruleId, problem: problem.code, path };
    const finding: Finding = {
      ...identity,
      findingId: ids.next({ ...identity, content }),
      severity,
      message: problem.message,
      ...{ line, column, endLine, endColumn },
      fingerprint: null,
      redacted: null,
      issuer: null,
      candidates: [],
      confidence: 'high',
      evidence: [],
      encoding: 'plain',
      snippet,
      advice: `${problem.correction}.`,
    };
    if (suppression === null) return [finding];
    const where = `${path}:${suppression.line} ${suppression.directive}`;
    const reason = suppression.reason === null ? null : redactKeys(suppression.reason);
    return [{ ...finding, suppression: { by: 'comment', where, reason } }];
  });
}

function unusedDirectivesIn({ path, detection, requests = [] }: Hit): StaleSuppression[] {
  return stillUnused(detection.unused, requests).map(({ line, directive }) => ({
    where: `${redactKeys(path)}:${line}`,
    why: 'unused',
    detail: directive,
  }));
}

/** The directives of a text that accept neither a key nor a request. */
function stillUnused(unused: Detection['unused'], matches: readonly RequestMatch[]): Detection['unused'] {
  const used = new Set(matches.map(({ suppression }) => `${suppression?.line} ${suppression?.directive}`));
  return unused.filter(({ line, directive }) => !used.has(`${line} ${directive}`));
}
