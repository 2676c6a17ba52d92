import path from 'node:path';
import { acceptancesOf, pathFrom, today } from '../../src/config/acceptance.js';
import { entryKey, readBaseline } from '../../src/config/baseline.js';
import type { LoadedConfig } from '../../src/config/config.js';
import { globMatcher } from '../../src/config/globs.js';
import type { KeyMatch } from '../../src/detect/index.js';
import { Lines } from '../../src/detect/lines.js';
import { accepts, findDirectives } from '../../src/detect/suppressions.js';
import type { RuleId, TextProblem } from '../../src/finding.js';

/** The keys in `file` that neither the configuration nor the baseline accepts: what the scanner would report too. */
export function keysNotAccepted(
  matches: readonly KeyMatch[],
  ruleId: RuleId,
  file: string,
  loaded: LoadedConfig,
): readonly KeyMatch[] {
  if (matches.length === 0) return matches;
  if (isLeftOut(file, loaded)) return [];
  const acceptances = acceptancesInForce(loaded);
  const baseline = readBaseline(path.resolve(loaded.folder, loaded.config.baseline));
  const known = new Set(baseline?.entries.map(entryKey));
  return matches.filter(({ secret }) => {
    const fingerprint = baseline === null ? secret.fingerprint : secret.fingerprintUnder(baseline.salt);
    const inBaseline = fingerprint !== null && known.has(entryKey({ rule: ruleId, fingerprint }));
    return !inBaseline && !acceptances.some((accepted) => accepted.accepts({ ruleId, fingerprint, file }));
  });
}

/**
 * The same for problems that concern no known key, and without those that our own comments accept. ESLint carries its own
 * directives out itself, and tells of those that are not needed: it must hear of what they accept.
 */
export function problemsNotAccepted<Problem extends TextProblem>(
  problems: readonly Problem[],
  text: string,
  file: string,
  loaded: LoadedConfig,
): readonly Problem[] {
  if (problems.length === 0) return problems;
  if (isLeftOut(file, loaded)) return [];
  const acceptances = acceptancesInForce(loaded);
  const lines = new Lines(text);
  const directives = findDirectives(text, (index) => lines.lineOf(index), loaded.config.foreignSuppressions);
  const ours = directives.filter(({ name }) => !name.startsWith('eslint-'));
  return problems.filter(({ ruleId, start, end }) => {
    const [line, endLine] = [lines.lineOf(start), lines.lineOf(end)];
    const isAccepted = acceptances.some((accepted) => accepted.accepts({ ruleId, fingerprint: null, file }));
    return !isAccepted && !ours.some((directive) => accepts(directive, ruleId, line, endLine));
  });
}

function acceptancesInForce(loaded: LoadedConfig): ReturnType<typeof acceptancesOf> {
  return acceptancesOf(loaded, today()).filter(({ expired }) => !expired);
}

function isLeftOut(file: string, { config: { include, exclude }, folder }: LoadedConfig): boolean {
  const seen = pathFrom(folder, file);
  return globMatcher(exclude)(seen) || (include.length > 0 && !globMatcher(include)(seen));
}
