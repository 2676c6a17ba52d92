import type { Report } from '../finding.js';
import { jsonText } from './json-text.js';

/** The report as it is; `schema/report.schema.json` describes it. */
export function render(report: Report): string {
  return jsonText(report);
}
