import path from 'node:path';
import * as v from 'valibot';
import { DEFAULT_CONFIG } from '../config/config.js';
import { readIfPresent } from '../config/discovery.js';
import { UsageError } from '../errors.js';
import type { Report } from '../finding.js';
import { reportSchema } from '../report/schema.js';
import { mergeReports } from '../scan/merge.js';
import type { Run } from './command.js';
import { deliver, refuseUndeliverable } from './deliver.js';
import { exitStatus } from './exit-status.js';

export const run: Run = async ({ operands, values }, io) => {
  if (operands.length === 0)
    throw new UsageError('merge needs the JSON reports to join: starrise-scan merge 1.json 2.json');
  await refuseUndeliverable(values, io);
  const files = new Map(operands.map((file) => [path.resolve(io.cwd, file), file]));
  const report = mergeReports([...files.values()].map((file) => readReport(file, io.cwd)));
  await deliver(report, values, io);
  return exitStatus(report, values['fail-on'] ?? DEFAULT_CONFIG.failOn);
};

function readReport(file: string, cwd: string): Report {
  const result = v.safeParse(reportSchema, valueIn(file, cwd), { abortEarly: true });
  if (result.success) return result.output;
  const [{ path: steps = [], expected, received }] = result.issues;
  const place = steps.map(({ key }) => String(key)).join('.');
  const problem = received === 'undefined' ? 'is missing' : `should be ${expected ?? 'different'}`;
  throw new UsageError(`${file}: not a JSON report of this version: ${place || 'the file'} ${problem}`);
}

function valueIn(file: string, cwd: string): unknown {
  const text = readIfPresent(path.resolve(cwd, file));
  if (text === null) throw new UsageError(`${file}: no such file`);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file}: not a JSON report of starrise-scan (--format json)`);
  }
}
