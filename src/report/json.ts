import type { Report } from '../finding.js';

/** The report as it is; `schema/report.schema.json` describes it. */
export function render(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
