import type { Snippet } from '../finding.js';
import { inert } from '../text/inert.js';
import { columnsOf } from '../text/width.js';
import type { Paint } from './paint.js';

/** The source line, and carets below the key: `12 │ const key = "sk-…"`. */
export function formatFrame({ line, text, start, end }: Snippet, paint: Paint): string[] {
  // Made inert piece by piece, so that the carets know how long each piece became.
  const pieces = [text.slice(0, start), text.slice(start, end), text.slice(end)].map(inert) as [string, string, string];
  const whole = pieces.join('');
  // An order to a runner of CI may begin in one piece and end in the next.
  const [before, marked, after] = inert(whole) === whole ? pieces : ['', inert(whole), ''];
  const gutter = String(line);
  const carets = ' '.repeat(columnsOf(before)) + '^'.repeat(Math.max(1, columnsOf(marked)));
  return [
    `${paint('dim', `${gutter} │`)} ${before}${paint('bold', marked)}${after.trimEnd()}`,
    `${paint('dim', `${' '.repeat(gutter.length)} │`)} ${paint('red', carets)}`,
  ];
}
