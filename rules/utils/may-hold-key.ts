import { Buffer } from 'node:buffer';
import { createPrefilter, type Prefilter } from '../../src/detect/index.js';

/** UTF-8 needs at most so many bytes for a UTF-16 unit. */
const BYTES_PER_UNIT = 3;

let prefilter: Prefilter | undefined;

/** Whether a key can be in `text`: "no" is certain, and all that a clean file costs. */
export function mayHoldKey(text: string): boolean {
  prefilter ??= createPrefilter();
  const { window } = prefilter;
  if (text.length * BYTES_PER_UNIT > window.length) return prefilter.test(Buffer.from(text));
  return prefilter.testWindow(window.write(text));
}
