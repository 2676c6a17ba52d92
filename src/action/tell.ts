import { appendFileSync } from 'node:fs';
import type { Finding, Report } from '../finding.js';
import { count } from '../text/list.js';
import { inert } from '../text/inert.js';

/** How a run ended, and where GitHub wants to hear of it. */
export interface Outcome {
  readonly status: number;
  /** `null` where it could not run. */
  readonly report: Report | null;
  readonly sarif: string | null;
  /** Files that GitHub names; `undefined` on runners that have none. */
  readonly outputs: string | undefined;
  readonly summary: string | undefined;
}

const FINDINGS_SHOWN = 50;

/** Outputs of the step, and the summary of the job. */
export function tellGitHub({ status, report, sarif, outputs, summary }: Outcome): void {
  if (outputs !== undefined) {
    const values = {
      status,
      findings: report?.findings.length ?? 0,
      keys: report?.keys.length ?? 0,
      complete: report?.complete ?? false,
      sarif: sarif ?? '',
    };
    appendFileSync(
      outputs,
      Object.entries(values)
        .map(([name, value]) => `${name}=${String(value)}\n`)
        .join(''),
    );
  }
  if (summary !== undefined && report !== null) appendFileSync(summary, summaryOf(report));
}

function summaryOf(report: Report): string {
  const { findings, gaps, keys } = report;
  const rows = findings.slice(0, FINDINGS_SHOWN).map(row);
  const hidden = findings.length - rows.length;
  const head =
    findings.length === 0 ? 'No keys.' : `${count(keys.length, 'key')}, ${count(findings.length, 'finding')}.`;
  return [
    '## starrise-scan',
    '',
    head,
    ...(rows.length === 0 ? [] : ['', '| Where | What | Since | What to do |', '| --- | --- | --- | --- |', ...rows]),
    ...(hidden > 0 ? ['', `${count(hidden, 'more finding')}: see the report.`] : []),
    ...(gaps.length === 0
      ? []
      : ['', 'Not read:', '', ...gaps.map(({ what, why }) => `- ${cell(what)}: ${cell(why)}`)]),
    '',
    '',
  ].join('\n');
}

function row(finding: Finding): string {
  const { path, line, message, advice, history } = finding;
  const since = history?.introduced;
  const cells = [`${path}:${line}`, message, since ? `${since.commit.slice(0, 12)}, ${since.author}` : '', advice];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** Text of others in Markdown: nothing of it is markup, a link, an image or the end of a cell. */
function cell(text: string): string {
  return inert(text).replace(/[\\`*_{}[\]()<>#+.!|~@:&$-]/g, (char) => `&#${char.charCodeAt(0)};`);
}
