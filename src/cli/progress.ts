import type { Source } from '../sources/source.js';
import { formatSize } from '../text/size.js';
import { count } from '../text/list.js';
import type { Io } from './io.js';
import type { OptionValues } from './options.js';

/** Shorter waits need no explanation. */
const PATIENCE_MS = 400;
const REDRAW_MS = 100;

/** Estimates from less than this much of the whole, or of time, are guesses. */
const LEAST_SHARE = 0.02;
const LEAST_MS = 1500;

/** Shows on a terminal's standard error how far a scan is, from the moment on that it takes long; `stop` wipes it away. */
export function progressOf(
  source: Pick<Source, 'tally' | 'progress'>,
  values: OptionValues,
  io: Io,
): { stop: () => void } {
  if (io.stderr.isTTY !== true || values['no-progress'] || values.quiet) return { stop: () => undefined };
  const started = Date.now();
  const draw = (): void => {
    // Carriage return and "erase to the end of the line", so that a shorter line leaves nothing of a longer one.
    io.stderr.write(`\rscanning… ${amount(source, Date.now() - started)}\u001B[K`);
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

/** What has been read, of how much, and how long the rest may take. */
export function amount({ tally, progress }: Pick<Source, 'tally' | 'progress'>, elapsed: number): string {
  if (progress === undefined || progress.total === 0)
    return `${count(tally.files, 'file')}, ${formatSize(tally.bytes)}`;
  const { done, total, bytes } = progress;
  const share = done / total;
  const left = share < LEAST_SHARE || elapsed < LEAST_MS ? null : (elapsed * (1 - share)) / share;
  const [sofar] = count(done, 'object').split(' ');
  return [
    `${sofar} of ${count(total, 'object')}`,
    formatSize(bytes),
    ...(left === null ? [] : [`about ${duration(left)} left`]),
  ].join(', ');
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
