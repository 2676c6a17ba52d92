import type { Io, Output } from './io.js';
import type { OptionValues } from './options.js';

/** Whether `output` gets colour: as the options say, else never with NO_COLOR (https://no-color.org), else on a terminal. */
export function wantsColor(output: Output, values: OptionValues, env: Io['env']): boolean {
  if (values['no-color']) return false;
  if (values.color) return true;
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  return output.isTTY === true;
}
