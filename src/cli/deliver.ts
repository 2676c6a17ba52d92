import path from 'node:path';
import { UsageError } from '../errors.js';
import type { Report } from '../finding.js';
import { type Format, FORMATS } from '../report/index.js';
import { renderSummary } from '../report/summary.js';
import { wantsColor } from './color.js';
import type { Io } from './io.js';
import type { FormatRequest, OptionValues } from './options.js';

const TEXT: readonly FormatRequest[] = [{ format: 'text', file: null }];

/** Refuses reports that could not be written, before anything is scanned for them. */
export async function refuseUndeliverable({ format = [] }: OptionValues, { cwd }: Pick<Io, 'cwd'>): Promise<void> {
  const files = format.flatMap(({ file }) => (file === null ? [] : path.resolve(cwd, file)));
  if (files.length === 0) return;
  const { refuseUnwritable } = await import('./atomic-file.js');
  for (const file of files) refuseUnwritable(file, cwd);
  // By where their folders are: one of them may be named through a link.
  const { realpathSync } = await import('node:fs');
  const written = files.map((file) => path.join(realpathSync.native(path.dirname(file)), path.basename(file)));
  const twice = files.find((_file, at) => written.indexOf(written[at]!) !== at);
  if (twice !== undefined) throw new UsageError(`--format: two reports would both be written to ${twice}`);
}

/** Hands the report over in every format that was asked for, and says on standard error how the scan went. */
export async function deliver(report: Report, values: OptionValues, io: Io): Promise<void> {
  const requests = values.format ?? TEXT;
  const options = {
    finished: new Date(),
    provenance: requests.some(({ format }) => formatOf(format).namesRepository)
      ? await (await import('./provenance.js')).provenanceOf(report.target, io.env)
      : null,
    warn: (line: string) => io.stderr.write(`${line}\n`),
  };
  for (const { format, file } of requests) {
    const { render } = await formatOf(format).load();
    if (file === null) {
      io.stdout.write(render(report, { ...options, color: wantsColor(io.stdout, values, io.env) }));
      continue;
    }
    const { writeAtomically } = await import('./atomic-file.js');
    writeAtomically(path.resolve(io.cwd, file), render(report, { ...options, color: false }));
  }
  if (!values.quiet) io.stderr.write(renderSummary(report, { color: wantsColor(io.stderr, values, io.env) }));
}

function formatOf(name: FormatRequest['format']): Format {
  return FORMATS[name];
}
