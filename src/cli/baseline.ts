import path from 'node:path';
import { baselineEntryOf, entryKey, formatBaseline, newBaseline } from '../config/baseline.js';
import { renderSummary } from '../report/summary.js';
import { scan } from '../scan.js';
import { count } from '../text/list.js';
import { writeAtomically } from './atomic-file.js';
import { wantsColor } from './color.js';
import type { Run } from './command.js';
import { openFolders } from './folders.js';
import { withInterruption } from './interruptions.js';
import { progressOf } from './progress.js';
import { tellOfMisnamed } from './project.js';

/**
 * Writes a baseline that accepts every finding of today. Entries that accept nothing any more go, where everything was
 * scanned. After an incomplete scan nothing is written: it would drop what merely was not read.
 */
export const run: Run = async ({ operands, values }, io) => {
  const { source, project, coversProject } = await openFolders(operands, values, io);
  const { loaded, baselineFile } = project;
  await tellOfMisnamed(project, values, io);
  const before = project.baseline ?? newBaseline();
  const progress = progressOf(source, values, io);
  const report = await withInterruption((signal) =>
    scan({ source, loaded, baseline: { ...before, entries: [] }, coversProject: false, signal }),
  ).finally(progress.stop);
  const shownFile = path.relative(io.cwd, baselineFile);
  if (!report.complete) {
    io.stderr.write(renderSummary(report, { color: wantsColor(io.stderr, values, io.env) }));
    io.stderr.write(`${shownFile} is not written after an incomplete scan: --exclude what cannot be read\n`);
    return 3;
  }

  const found = new Map(report.findings.map(baselineEntryOf).map((entry) => [entryKey(entry), entry]));
  const known = new Set(before.entries.map(entryKey));
  const unseen = before.entries.filter((entry) => !found.has(entryKey(entry)));
  const entries = coversProject ? [...found.values()] : [...unseen, ...found.values()];
  writeAtomically(baselineFile, formatBaseline({ salt: before.salt, entries }));

  if (values.quiet) return 0;
  const added = [...found.keys()].filter((key) => !known.has(key)).length;
  const rest = unseen.length > 0 && `${unseen.length} that matched nothing ${coversProject ? 'removed' : 'kept'}`;
  const parts = [count(entries.length, 'entry', 'entries'), `${added} new`, rest];
  io.stderr.write(`${shownFile}: ${parts.filter(Boolean).join(', ')}\n`);
  return 0;
};
