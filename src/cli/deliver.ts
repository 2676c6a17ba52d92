import path from 'node:path';
import type { Report } from '../finding.js';
import { type Format, FORMATS } from '../report/index.js';
import { renderSummary } from '../report/summary.js';
import { wantsColor } from './color.js';
import type { Io } from './io.js';
import type { FormatRequest, OptionValues } from './options.js';

const TEXT: readonly FormatRequest[] = [{ format: 'text', file: null }];

/** Hands the report over in every format that was asked for, and says on standard error how the scan went. */
export async function deliver(report: Report, values: OptionValues, io: Io): Promise<void> {
  for (const { format, file } of values.format ?? TEXT) {
    const { render } = await (FORMATS[format] as Format).load();
    if (file === null) {
      io.stdout.write(render(report, { color: wantsColor(io.stdout, values, io.env) }));
      continue;
    }
    const { writeAtomically } = await import('./atomic-file.js');
    writeAtomically(path.resolve(io.cwd, file), render(report, { color: false }));
  }
  if (!values.quiet) io.stderr.write(renderSummary(report, { color: wantsColor(io.stderr, values, io.env) }));
}
