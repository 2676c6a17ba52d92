/**
 * The scanner as a library: find `sk-` keys in files ({@link scanFiles}), in bytes ({@link detect}) or in text
 * ({@link detectText}), with the same findings as the command and the ESLint rules.
 *
 * A report holds keys in redacted form and as fingerprints only. A match of `detect` holds a `Secret`, which prints
 * redacted and throws when it would become a string; only its `expose()` gives the raw key, to whoever asks for it.
 */
import path from 'node:path';
import { openFolders } from './cli/folders.js';
import type { Report } from './finding.js';
import { scan } from './scan.js';

export { detect, detectText } from './detect/index.js';
export type { Detection, DetectSettings, Gateway, KeyMatch, SuppressedMatch, UnusedDirective } from './detect/index.js';
export { UsageError } from './errors.js';
export type * from './finding.js';

/**
 * What `starrise-scan [paths…]` reports in `cwd`, with the configuration and the baseline that it finds there. Nothing leaves
 * the machine. Rejects with a {@link UsageError} where the configuration is wrong; what could not be read is in the report's `gaps`.
 */
export async function scanFiles(paths: readonly string[], { cwd = process.cwd() } = {}): Promise<Report> {
  const at = { cwd: path.resolve(cwd), env: process.env };
  const { project, ...plan } = await openFolders(paths, {}, at);
  return scan({ ...plan, loaded: project.loaded, baseline: project.baseline });
}
