import type { Report } from '../finding.js';
import { formatSize } from '../config/size.js';
import { inert } from './inert.js';
import type { RenderOptions } from './index.js';
import { painter } from './paint.js';

/** How the scan went, in a line, after what was not read and what is stale. */
export function renderSummary(report: Report, options: RenderOptions): string {
  const paint = painter(options.color);
  const lines = [
    ...report.gaps.map(({ what, why }) => `${paint('red', 'not read')} ${inert(what)}: ${inert(why)}`),
    ...report.staleSuppressions.map(
      ({ where, why, detail }) => `${paint('yellow', `${why} suppression`)} ${inert(where)}: ${inert(detail)}`,
    ),
    summaryLine(report),
  ];
  return `${lines.join('\n')}\n`;
}

function summaryLine({ keys, findings, suppressed, skipped, gaps, stats, target }: Report): string {
  const read = `${count(stats.files, 'file')} (${formatSize(stats.bytes)})`;
  if (stats.files === 0 && gaps.length === 0) return target.kind === 'staged' ? 'nothing is staged' : `nothing to read`;
  const what =
    findings.length === 0
      ? `no keys in ${read}`
      : `${count(keys.length, 'key')} in ${count(findings.length, 'place')}, ${read} read`;
  const also = [
    suppressed.length > 0 && `${suppressed.length} suppressed`,
    skipped.length > 0 && `${skipped.length} left out`,
    gaps.length > 0 && `${gaps.length} could not be read`,
  ].filter(Boolean);
  return [what, ...also].join(', ');
}

/** `1 file`, `312 files`. */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`;
}
