import { formatSize } from '../text/size.js';
import type { Omission, Report } from '../finding.js';
import type { RenderOptions } from './index.js';
import { inert } from '../text/inert.js';
import { count } from '../text/list.js';
import { painter } from './paint.js';

const ROWS_SHOWN = 10;

/** How the scan went: what was not read, what is stale, and one line that sums up. */
export function renderSummary(report: Report, options: Pick<RenderOptions, 'color'>): string {
  const paint = painter(options.color);
  const lines = [
    ...(report.target.sites ?? []).map(
      ({ url, hosts, requests }) =>
        `${paint('dim', 'asked')} ${count(requests, 'time')} for ${inert(url)}: ${hosts.map(inert).join(', ')}`,
    ),
    ...shortened(report.gaps.map((gap) => `${paint('red', 'not read')} ${omission(gap)}`)),
    ...shortened(report.skipped.map((skip) => `${paint('dim', 'left out')} ${omission(skip)}`)),
    ...shortened(
      report.staleSuppressions.map(
        ({ where, why, detail }) => `${paint('yellow', `${why} suppression`)} ${inert(where)}: ${inert(detail)}`,
      ),
    ),
    summaryOf(report),
  ];
  return `${lines.join('\n')}\n`;
}

/** The scan in one line: what was found, in how much, and what is missing. */
export function summaryOf(report: Report): string {
  const { findings, suppressed, skipped, gaps } = report;
  if (isEmptyChange(report)) return 'nothing to scan: the change is empty';
  const also = [
    suppressed.length > 0 && `${count(suppressed.length, 'finding')} suppressed`,
    skipped.length > 0 && `${skipped.length} left out`,
    gaps.length > 0 && `incomplete: ${amountOf(gaps)} could not be read`,
  ];
  return [findings.length === 0 ? `no keys in ${amountRead(report)}` : amountFound(report), ...also]
    .filter(Boolean)
    .join('; ');
}

/** A row about many objects counts for each of them. */
function amountOf(omissions: readonly Omission[]): number {
  return omissions.reduce((sum, { objects }) => sum + (objects?.length ?? 1), 0);
}

/** A change may rightly hold nothing; anything else that held nothing has a gap. */
function isEmptyChange({ stats, gaps, skipped }: Report): boolean {
  return stats.bytes === 0 && stats.files === 0 && gaps.length === 0 && skipped.length === 0;
}

function amountFound(report: Report): string {
  const { findings, keys } = report;
  const keyless = findings.filter(({ fingerprint }) => fingerprint === null).length;
  const found = [
    keys.length === 0 ? 'no keys' : `${count(keys.length, 'key')} in ${count(findings.length - keyless, 'place')}`,
    keyless > 0 && count(keyless, 'other problem'),
  ];
  return `${found.filter(Boolean).join(' and ')}; ${amountRead(report)} read`;
}

function amountRead({ stats }: Report): string {
  const objects =
    stats.commits > 0 ? `${count(stats.commits, 'commit')}, ${count(stats.blobs, 'blob')}` : count(stats.files, 'file');
  return `${objects} (${formatSize(stats.bytes)})`;
}

function omission({ what, why }: Omission): string {
  return `${inert(what)}: ${inert(why)}`;
}

/** The first rows, and how many more there are. */
function shortened(rows: readonly string[]): string[] {
  const hidden = rows.length - ROWS_SHOWN;
  return hidden <= 0 ? [...rows] : [...rows.slice(0, ROWS_SHOWN), `… and ${hidden} more (--format json lists all)`];
}
