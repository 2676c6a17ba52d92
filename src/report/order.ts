import type { Finding, KeySummary, Report } from '../finding.js';

/** A key and its places, in order. */
export interface KeyGroup {
  readonly key: KeySummary;
  readonly places: readonly Finding[];
}

/** Every key with its places, and the problems that concern no key: errors before warnings, else as the report has them. */
export function groupFindings({ keys, findings }: Pick<Report, 'keys' | 'findings'>): {
  readonly groups: readonly KeyGroup[];
  readonly problems: readonly Finding[];
} {
  const places = new Map<string | null, Finding[]>();
  for (const finding of findings) {
    const known = places.get(finding.fingerprint);
    if (known === undefined) places.set(finding.fingerprint, [finding]);
    else known.push(finding);
  }
  const groups = keys.map((key) => ({ key, places: places.get(key.fingerprint) ?? [] }));
  return {
    groups: errorsFirst(groups, ({ places: all }) => hasError(all)),
    problems: errorsFirst(places.get(null) ?? [], ({ severity }) => severity === 'error'),
  };
}

export function hasError(findings: readonly Pick<Finding, 'severity'>[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

export function errorsFirst<T>(items: readonly T[], isError: (item: T) => boolean): T[] {
  return [...items.filter(isError), ...items.filter((item) => !isError(item))];
}
