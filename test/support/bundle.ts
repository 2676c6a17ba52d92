import type { Finding, Report } from '../../src/finding.js';
import { runScan } from './run.js';

/** What `starrise-scan bundle` says about targets, as its JSON report. */
export function scanBundle(cwd: string, ...args: readonly string[]): Report & { readonly status: number | null } {
  const { status, stdout, stderr } = runScan(['bundle', ...args, '--format', 'json'], { cwd });
  if (stdout === '') throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Report), status };
}

/** Each finding as one line: key, place, origin. */
export function linesOf({ findings }: Pick<Report, 'findings'>): string[] {
  return findings.map((finding) => lineOf(finding));
}

function lineOf({ path, line, bundle }: Finding): string {
  if (bundle === undefined) return `${path}:${line}`;
  const { source, sourceLine, sourceColumn, via } = bundle;
  const from = source === null ? '' : ` from ${source}:${String(sourceLine)}:${String(sourceColumn)}`;
  return `${path}:${line}${from}${via === null ? '' : ` via ${via}`} ${bundle.public ? 'public' : 'artefact'}`;
}
