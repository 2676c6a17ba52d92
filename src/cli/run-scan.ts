import { UsageError } from '../errors.js';
import { scan, type ScanRequest } from '../scan.js';
import type { Stopped } from './blocked.js';
import { deliver, refuseUndeliverable } from './deliver.js';
import { exitStatus } from './exit-status.js';
import { withInterruption } from './interruptions.js';
import type { Io } from './io.js';
import type { OptionValues } from './options.js';
import { progressOf } from './progress.js';
import { type Project, tellOfMisnamed } from './project.js';

/** What a command adds to the scan of its source. */
export interface ScanPlan extends Omit<ScanRequest, 'loaded' | 'baseline' | 'signal' | 'verify' | 'isUncommitted'> {
  /** What is stopped where there are findings: then it is said what to do now. */
  readonly stops?: Stopped;
}

/** Scans, reports as the options say, and gives the exit status: the end of every command that scans. */
export async function runScan(plan: ScanPlan, project: Project, values: OptionValues, io: Io): Promise<number> {
  const { loaded, baseline } = project;
  if (baseline === null && values.baseline !== undefined) {
    throw new UsageError(
      `--baseline ${values.baseline}: no such file; write it with: starrise-scan baseline --baseline ${values.baseline}`,
    );
  }
  await refuseUndeliverable(values, io);
  await tellOfMisnamed(project, values, io);
  const ask = isAboutVerifying(values) ? await (await import('./verifier.js')).openVerifier(values, io) : null;
  const progress = progressOf(plan.source, values, io);
  const report = await withInterruption((signal) =>
    scan({
      ...plan,
      isUncommitted: plan.stops === 'commit',
      loaded,
      baseline,
      signal,
      ...(ask && {
        verify: (reported) => {
          progress.stop();
          return ask(reported, signal);
        },
      }),
    }),
  ).finally(progress.stop);
  await deliver(report, values, io);
  const status = exitStatus(report, values['fail-on'] ?? loaded.config.failOn);
  if (status === 1 && plan.stops !== undefined && values.quiet !== true && isForPeople(values)) {
    const { describeBlocked } = await import('./blocked.js');
    io.stderr.write(await describeBlocked(plan.stops, report, loaded.config, io));
  }
  return status;
}

function isForPeople({ format }: OptionValues): boolean {
  return format === undefined || format.some((each) => each.format === 'text' && each.file === null);
}

/** Whether an option of verification was given: without any, its code is not loaded. */
function isAboutVerifying(values: OptionValues): boolean {
  const names = ['verify', 'dry-run', 'verify-ambiguous', 'no-cache'] as const;
  return names.some((name) => values[name] === true) || values['fail-on'] === 'live';
}
