import type { Confidence, Finding, KeySummary } from '../finding.js';

const RANK: Readonly<Record<Confidence, number>> = { high: 0, medium: 1, low: 2 };

/** One summary per distinct key, in the order of first places; the best proven place speaks for the key. */
export function summariseKeys(findings: readonly Finding[]): KeySummary[] {
  return [...placesByFingerprint(findings)].map(([fingerprint, places]) => {
    const [best] = [...places].sort(byTelling) as [Finding];
    const rivals = new Set(
      places.filter(({ confidence }) => confidence === best.confidence).map(({ issuer }) => issuer),
    );
    rivals.delete('ambiguous');
    const decided = rivals.size <= 1;
    return {
      redacted: best.redacted ?? '',
      fingerprint,
      issuer: decided ? (best.issuer ?? 'ambiguous') : 'ambiguous',
      candidates: decided ? best.candidates : [...rivals].filter((issuer) => issuer !== null),
      confidence: best.confidence,
      verification: null,
      advice: best.advice,
      places: places.length,
    };
  });
}

/** Of equal places a content comes before a name: what to do about it is more. */
function byTelling(a: Finding, b: Finding): number {
  return RANK[a.confidence] - RANK[b.confidence] || Number(a.nameOf !== undefined) - Number(b.nameOf !== undefined);
}

function placesByFingerprint(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.fingerprint === null) continue;
    const places = groups.get(finding.fingerprint);
    if (places === undefined) groups.set(finding.fingerprint, [finding]);
    else places.push(finding);
  }
  return groups;
}
