import type { Report } from '../finding.js';
import { inert } from './inert.js';

export function render({ findings }: Report): string {
  return findings
    .map(({ path, line, column, message }) => `${inert(path)}:${line}:${column} ${inert(message)}\n`)
    .join('');
}
