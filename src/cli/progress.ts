import { formatSize } from '../text/size.js';
import { count } from '../text/list.js';
import type { Io } from './io.js';
import type { OptionValues } from './options.js';

/** Shorter waits need no explanation. */
const PATIENCE_MS = 400;
const REDRAW_MS = 100;

/** What grows while a scan runs. */
export interface Growing {
  readonly files: number;
  readonly bytes: number;
}

/** Shows on a terminal's standard error how far a scan is, from the moment on that it takes long; `stop` wipes it away. */
export function progressOf(growing: Growing, values: OptionValues, io: Io): { stop: () => void } {
  if (io.stderr.isTTY !== true || values['no-progress'] || values.quiet) return { stop: () => undefined };
  const draw = (): void => {
    // Carriage return and "erase to the end of the line", so that a shorter line leaves nothing of a longer one.
    io.stderr.write(`\rscanning… ${count(growing.files, 'file')}, ${formatSize(growing.bytes)}\u001B[K`);
  };
  let redraw: NodeJS.Timeout | undefined;
  const patience = setTimeout(() => {
    draw();
    redraw = setInterval(draw, REDRAW_MS);
  }, PATIENCE_MS);
  return {
    stop: () => {
      clearTimeout(patience);
      if (redraw === undefined) return;
      clearInterval(redraw);
      io.stderr.write('\r\u001B[K');
    },
  };
}
