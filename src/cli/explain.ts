import { buffer } from 'node:stream/consumers';
import { detectSettings } from '../config/config.js';
import { decodeBytes } from '../detect/decode.js';
import { explain, type ExplainedPlace } from '../detect/explain.js';
import { UsageError } from '../errors.js';
import { type Paint, painter } from '../report/paint.js';
import { inert } from '../text/inert.js';
import { wantsColor } from './color.js';
import type { Run } from './command.js';
import { openProject } from './project.js';

const BINARY =
  'this is no text but binary data, of which a scan believes less; what follows holds for the same characters in a text';

/** Says of each place of standard input that could be a key why it is one or is not. Status 0 either way. */
export const run: Run = async ({ values }, io) => {
  const { loaded } = await openProject({ folder: io.cwd, root: io.cwd }, values, io);
  // As a scan reads a file: a byte order mark is no column, and PowerShell writes UTF-16.
  const { text, encoding } = decodeBytes(await buffer(io.stdin));
  if (text.trim() === '') throw new UsageError('explain reads the string from standard input, and that was empty');
  if (encoding === 'binary') io.stderr.write(`explain: ${BINARY}\n`);
  const places = explain(text, detectSettings(loaded.config));
  const paint = painter(wantsColor(io.stdout, values, io.env));
  const blocks = places.map((place) => block(place, paint));
  io.stdout.write(blocks.length === 0 ? 'nothing in it looks like the beginning of a key\n' : blocks.join('\n'));
  return 0;
};

function block({ line, column, shown, steps, isKey, verdict, runnerUp }: ExplainedPlace, paint: Paint): string {
  const width = Math.max(...steps.map(({ asks }) => asks.length));
  const rows = [
    `${paint('cyan', `${line}:${column}`)} ${paint('bold', inert(shown))}`,
    ...steps.map(({ asks, passed, answer }) => {
      const mark = passed ? paint('green', '✓') : paint('yellow', '·');
      return `  ${mark} ${asks.padEnd(width)}  ${inert(answer)}`;
    }),
    `  ${paint(isKey ? ['red', 'bold'] : ['green', 'bold'], inert(verdict))}`,
    ...(runnerUp === null ? [] : [`  runner-up: ${inert(runnerUp)}`]),
  ];
  return `${rows.join('\n')}\n`;
}
