/**
 * JUnit XML, as Jenkins, GitLab, Azure, CircleCI and Bitbucket read it: a test case a place, failed; what is accepted is
 * skipped; what could not be read is an error. Where nothing was found one case passes, as many take no case for a fault.
 * https://github.com/testmoapp/junitxml and https://llg.cubic.org/docs/junit/
 */
import type { Finding, Omission, Report, SuppressedFinding } from '../finding.js';
import { furtherFactsOf } from './facts.js';
import type { RenderOptions } from './index.js';
import { type Markup, markup } from './markup.js';
import { ruleInfo } from './rules.js';
import { summaryOf } from './summary.js';

export function render(report: Report, { finished }: RenderOptions): string {
  const { findings, suppressed, gaps, stats, tool } = report;
  const cases = [...findings.map(failure), ...suppressed.map(skipped), ...gaps.map(unread)];
  if (findings.length + gaps.length === 0) cases.unshift(testCase(tool.name, summaryOf(report), null, null));
  const started = new Date(finished.getTime() - stats.durationMs).toISOString().slice(0, 19);
  const seconds = (stats.durationMs / 1000).toFixed(3);
  const counts = markup`tests="${cases.length}" failures="${findings.length}" errors="${gaps.length}" skipped="${suppressed.length}" time="${seconds}"`;
  return String(markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${tool.name}" ${counts}>
  <testsuite name="${`${tool.name} ${report.target.kind}`}" ${counts} timestamp="${started}">${cases}
  </testsuite>
</testsuites>
`);
}

function failure(finding: Finding): Markup {
  const lines = [finding.message, ...furtherFactsOf(finding), `→ ${finding.advice}`, `finding ${finding.findingId}`];
  const body = lines.map((line) => markup`${line}\n`);
  return placed(
    finding,
    markup`
      <failure type="${finding.severity}" message="${finding.message}">${body}</failure>`,
  );
}

function skipped(finding: SuppressedFinding): Markup {
  const { by, where, reason } = finding.suppression;
  return placed(
    finding,
    markup`
      <skipped message="${`accepted by ${by}, ${where}${reason === null ? '' : `: ${reason}`}`}"/>`,
  );
}

function unread({ what, why }: Omission): Markup {
  return testCase(
    what,
    'could not be read',
    null,
    markup`
      <error type="not read" message="${`${what}: ${why}`}"/>`,
  );
}

function placed(finding: Finding, inside: Markup): Markup {
  const { path, line, column } = finding;
  const name = `${ruleInfo(finding.ruleId).title} at ${line}:${column} (${finding.ruleId})`;
  return testCase(path, name, finding, inside);
}

function testCase(className: string, name: string, place: Finding | null, inside: Markup | null): Markup {
  const at = place === null ? null : markup` file="${place.path}" line="${place.line}"`;
  return inside === null
    ? markup`
    <testcase classname="${className}" name="${name}"/>`
    : markup`
    <testcase classname="${className}" name="${name}"${at}>${inside}
    </testcase>`;
}
