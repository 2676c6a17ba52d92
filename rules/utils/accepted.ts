import path from 'node:path';
import { acceptancesOf, pathFrom, today } from '../../src/config/acceptance.js';
import { entryKey, readBaseline } from '../../src/config/baseline.js';
import type { LoadedConfig } from '../../src/config/config.js';
import { globMatcher } from '../../src/config/globs.js';
import type { KeyMatch } from '../../src/detect/index.js';
import type { RuleId } from '../../src/finding.js';

/** The keys in `file` that neither the configuration nor the baseline accepts: what the scanner would report too. */
export function notAccepted(
  matches: readonly KeyMatch[],
  ruleId: RuleId,
  file: string,
  loaded: LoadedConfig,
): readonly KeyMatch[] {
  if (matches.length === 0) return matches;
  if (isLeftOut(file, loaded)) return [];
  const acceptances = acceptancesOf(loaded, today()).filter(({ expired }) => !expired);
  const baseline = readBaseline(path.resolve(loaded.folder, loaded.config.baseline));
  const known = new Set(baseline?.entries.map(entryKey));
  return matches.filter(({ secret }) => {
    const fingerprint = baseline === null ? secret.fingerprint : secret.fingerprintUnder(baseline.salt);
    const inBaseline = fingerprint !== null && known.has(entryKey({ rule: ruleId, fingerprint }));
    return !inBaseline && !acceptances.some(({ accepts }) => accepts({ ruleId, fingerprint, file }));
  });
}

function isLeftOut(file: string, { config: { include, exclude }, folder }: LoadedConfig): boolean {
  const seen = pathFrom(folder, file);
  return globMatcher(exclude)(seen) || (include.length > 0 && !globMatcher(include)(seen));
}
