/**
 * Annotations of GitHub Actions: one workflow command a line, which the runner turns into a note beside the changed line.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import type { Finding, Omission, Report } from '../finding.js';
import { inert } from '../text/inert.js';
import { grouped } from '../text/list.js';
import { furtherFactsOf } from './facts.js';
import { errorsFirst } from './order.js';
import { ruleInfo } from './rules.js';
import { summaryOf } from './summary.js';

/** How many of one level GitHub shows for a step; the log has all. */
const SHOWN = 10;

export function render(report: Report): string {
  const { findings, gaps } = report;
  if (findings.length + gaps.length === 0) return '';
  const ordered = errorsFirst(findings, ({ severity }) => severity === 'error');
  const commands = [...gaps.map(gapCommand), ...ordered.map(findingCommand)];
  const hidden =
    commands.length > SHOWN
      ? `; GitHub shows ${SHOWN} notes of a kind, this log has all ${grouped(commands.length)}`
      : '';
  return [...commands, command('notice', { title: 'starrise-scan' }, [`${summaryOf(report)}${hidden}`])].join('');
}

function findingCommand(finding: Finding): string {
  const { severity, message, advice, path, line, fingerprint } = finding;
  return command(severity, { title: ruleInfo(finding.ruleId).title, ...placeOf(finding) }, [
    message,
    // The log shows the text of a note alone, without the file that it stands beside.
    `in ${path}, line ${line}`,
    ...furtherFactsOf(finding),
    advice,
    ...(fingerprint === null ? [] : [`fingerprint ${fingerprint}`]),
  ]);
}

function gapCommand({ what, why }: Omission): string {
  return command('error', { title: 'Not read' }, [`${what}: ${why}`]);
}

/** Where a note can stand: at what the work tree has, which for built code is the source, and for old commits nothing. */
function placeOf({ path, line, endLine, column, endColumn, history, bundle }: Finding): Properties | null {
  if (history !== undefined && !history.inHead) return null;
  if (bundle?.source != null) return { file: bundle.source, line: bundle.sourceLine ?? 1 };
  return { file: path, line, endLine, ...(line === endLine && { col: column, endColumn }) };
}

type Properties = Readonly<Record<string, string | number>>;

function command(name: 'error' | 'warning' | 'notice', properties: Properties, lines: readonly string[]): string {
  const listed = Object.entries(properties).map(([key, value]) => `${key}=${property(inert(String(value)))}`);
  return `::${name} ${listed.join(',')}::${lines.map((line) => data(inert(line))).join('%0A')}\n`;
}

/** The escapes that the runner undoes, and `%` first of all: what it would undo of others stays as it was written. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
