import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { detectSettings } from '../config/config.js';
import { repositoryRootOf } from '../config/discovery.js';
import { UsageError } from '../errors.js';
import { revisionsOfHook } from '../git/hook-input.js';
import type { Revisions } from '../git/revisions.js';
import { openHistory } from '../sources/history.js';
import type { Run } from './command.js';
import type { Io } from './io.js';
import type { OptionValues } from './options.js';
import { openProject } from './project.js';
import { runScan } from './run-scan.js';

export const run: Run = async ({ operands, values }, io) => {
  const root = repositoryRootOf(io.cwd) ?? io.cwd;
  const project = await openProject({ folder: root, root }, values, io);
  const revisions = await revisionsFor(operands, values, io);
  const source = await openHistory({
    folder: io.cwd,
    selection: project.selection,
    settings: detectSettings(project.loaded.config),
    revisions,
    useCache: values['no-cache'] !== true,
    entersSubmodules: values.submodules === true,
  });
  const coversProject = revisions === null && !values.include && !values.exclude;
  return runScan(
    { source, coversProject, locate: (hits) => source.locate(hits), ...(operands.includes('-') && { stops: 'push' }) },
    project,
    forVerification(values),
    io,
  );
};

/** `--no-cache` speaks of objects here, and of verdicts only where keys are verified. */
function forVerification({ 'no-cache': noCache = false, ...others }: OptionValues): OptionValues {
  return others.verify === true ? { ...others, 'no-cache': noCache } : others;
}

/** Which part of history is asked for; `null` for all of it. */
async function revisionsFor(operands: readonly string[], values: OptionValues, io: Io): Promise<Revisions | null> {
  const { since = null } = values;
  if (operands.includes('-')) {
    if (operands.length > 1 || since !== null || values['new-since'] !== undefined) {
      throw new UsageError('"-" reads revisions from standard input and stands alone: leave out the others');
    }
    return revisionsOfHook(await text(io.stdin), { remote: values.remote ?? null, env: io.env });
  }
  if (values.remote !== undefined) throw new UsageError('--remote is for hooks: starrise-scan history - --remote NAME');
  const known = values['new-since'] === undefined ? [] : tipsOf(path.resolve(io.cwd, values['new-since']));
  if (operands.length === 0 && since === null && values['new-since'] === undefined) return null;
  return { wanted: operands.length === 0 ? null : operands, known, knownRefs: [], since };
}

/** The ids up to which a report says that history was scanned. */
function tipsOf(file: string): string[] {
  let report: { target?: { kind?: unknown }; tips?: readonly { id?: unknown }[] };
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as typeof report;
  } catch (error) {
    throw new UsageError(`--new-since ${file}: ${(error as Error).message}`);
  }
  if (report.target?.kind !== 'history' || report.tips === undefined) {
    throw new UsageError(`--new-since ${file}: not the JSON report of starrise-scan history`);
  }
  const ids = report.tips.map(({ id }) => String(id));
  const odd = ids.find((id) => !/^[0-9a-f]{40,64}$/.test(id));
  if (odd !== undefined) throw new UsageError(`--new-since ${file}: ${odd} is no object id`);
  return [...new Set(ids)];
}
