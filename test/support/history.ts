import { afterAll } from 'vitest';
import type { Finding, Report } from '../../src/finding.js';
import { Secret } from '../../src/keys/secret.js';
import { newFolder, removeFolder } from './folder.js';
import { newApiKey } from './keys.js';
import { runScan, type RunOptions, type RunResult } from './run.js';

export interface HistoryRun {
  readonly run: RunResult;
  readonly report: Report;
}

/** Runs the built command on histories, with a cache of the test file's own. */
export function historyScanner(): { scanHistory: typeof scanHistory; cache: string } {
  const cache = newFolder();
  afterAll(() => {
    removeFolder(cache);
  });
  function scanHistory(folder: string, args: readonly string[] = [], options: RunOptions = {}): HistoryRun {
    const run = runScan(['history', '--format', 'json', ...args], {
      cwd: folder,
      ...options,
      env: { XDG_CACHE_HOME: cache, ...options.env },
    });
    if (run.stdout === '') throw new Error(run.stderr);
    return { run, report: JSON.parse(run.stdout) as Report };
  }
  return { scanHistory, cache };
}

/** The fingerprint of the New API key minted from a seed. */
export function fingerprint(seed: string): string | null {
  return new Secret({ whole: newApiKey(seed), prefix: 's' + 'k-', gatewayShape: true, guessable: false }).fingerprint;
}

export function placesOf(report: Report, seed: string): Finding[] {
  return report.findings.filter((finding) => finding.fingerprint === fingerprint(seed));
}

export function onlyPlaceOf(report: Report, seed: string): Finding & { history: NonNullable<Finding['history']> } {
  const [place, ...others] = placesOf(report, seed);
  if (place?.history === undefined || others.length > 0) throw new Error(`${seed}: ${others.length} more, or none`);
  return { ...place, history: place.history };
}

/** A line of a settings file with that key. */
export function line(seed: string): string {
  return `STARRISE_API_KEY=${newApiKey(seed)}\n`;
}

/** The paths of what is reported, sorted. */
export function pathsOf(report: Report): string[] {
  return report.findings.map(({ path }) => path).sort();
}
