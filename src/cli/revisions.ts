import path from 'node:path';
import { UsageError } from '../errors.js';
import { revisionsOfHook } from '../git/hook-input.js';
import type { Revisions } from '../git/revisions.js';
import { readText } from '../text/read.js';
import type { Io } from './io.js';
import type { OptionValues } from './options.js';

/** Which part of history is asked for; `null` for all of it. */
export async function revisionsFor(
  operands: readonly string[],
  values: OptionValues,
  io: Io,
): Promise<Revisions | null> {
  const since = values.since === undefined ? null : wholeDay(values.since);
  if (operands.includes('-')) {
    if (operands.length > 1 || since !== null || values['new-since'] !== undefined) {
      throw new UsageError('"-" reads revisions from standard input and stands alone: leave out the others');
    }
    const { text } = await import('node:stream/consumers');
    return revisionsOfHook(await text(io.stdin), { remote: values.remote ?? null, env: io.env });
  }
  if (values.remote !== undefined) throw new UsageError('--remote is for hooks: starrise-scan history - --remote NAME');
  const nowhere = operands.find((name) => BEGINS_NOWHERE.test(name));
  if (nowhere !== undefined) {
    throw new UsageError(`"${nowhere}" begins nowhere: is a variable empty? Give a range such as origin/main..HEAD`);
  }
  const known = values['new-since'] === undefined ? [] : tipsOf(path.resolve(io.cwd, values['new-since']));
  if (operands.length === 0 && since === null && values['new-since'] === undefined) return null;
  return { wanted: operands.length === 0 ? null : operands, known, knownRefs: [], since };
}

/** What an empty variable of CI leaves of `"$BASE..$COMMIT"` or `"$COMMIT"`: to git nothing, or HEAD, and the scan would pass. */
const BEGINS_NOWHERE = /^(?:\.\.|$)/;

/** A day begins at midnight; git takes one to begin at the time that it is now. */
function wholeDay(since: string): string {
  return /^\s*\d{4}-\d{1,2}-\d{1,2}\s*$/.test(since) ? `${since} 00:00:00` : since;
}

/** The ids up to which a report says that history was scanned. */
function tipsOf(file: string): string[] {
  let report: { target?: { kind?: unknown }; tips?: readonly { id?: unknown }[] };
  try {
    report = JSON.parse(readText(file)) as typeof report;
  } catch (error) {
    // The message of the parser would show the beginning of a file that may be any, such as one with a key.
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'no such file' : (code ?? 'not the JSON report of starrise-scan history');
    throw new UsageError(`--new-since ${file}: ${why}`);
  }
  if (report.target?.kind !== 'history' || report.tips === undefined) {
    throw new UsageError(`--new-since ${file}: not the JSON report of starrise-scan history`);
  }
  const ids = report.tips.map(({ id }) => String(id));
  const odd = ids.find((id) => !/^[0-9a-f]{40,64}$/.test(id));
  if (odd !== undefined) throw new UsageError(`--new-since ${file}: ${odd} is no object id`);
  return [...new Set(ids)];
}
