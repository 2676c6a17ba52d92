import { scan, type ScanRequest } from '../scan.js';
import type { Io } from './io.js';
import { exitStatus } from './exit-status.js';
import { interruptions } from './interruptions.js';
import type { OptionValues } from './options.js';
import { deliver } from './deliver.js';
import type { Project } from './project.js';

/** What a command adds to the scan of its source. */
export type ScanPlan = Omit<ScanRequest, 'loaded' | 'baseline' | 'signal'>;

/** Scans, reports as the options say, and gives the exit status: the end of every command that scans. */
export async function runScan(plan: ScanPlan, project: Project, values: OptionValues, io: Io): Promise<number> {
  const interruption = interruptions();
  try {
    const { loaded, baseline } = project;
    const report = await scan({ ...plan, loaded, baseline, signal: interruption.signal });
    await deliver(report, values, io);
    return exitStatus(report, values['fail-on'] ?? loaded.config.failOn);
  } finally {
    interruption.release();
  }
}
