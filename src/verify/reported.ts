import type { Finding, KeySummary, Omission, Verification } from '../finding.js';
import type { Secret } from '../keys/secret.js';
import { adviseVerdict, byDanger, exposureOf } from './advice.js';
import { describePlan, planVerification, runPlan, type HeldKey, type VerifySettings } from './index.js';

/** What a scan found, as its report will show it, and the raw keys, which go nowhere else. */
export interface ReportedKeys {
  readonly keys: readonly KeySummary[];
  /** Every place, suppressed ones too: what one place proves about a key holds for all. */
  readonly findings: readonly Finding[];
  /** By the fingerprint of the report. */
  readonly secrets: ReadonlyMap<string, Secret>;
}

export interface VerifiedKeys {
  /** With verdicts and advice, the most dangerous first. */
  readonly keys: readonly KeySummary[];
  /** Verdicts that should have been had and could not. */
  readonly gaps: readonly Omission[];
  /** What was not asked, or not told, and why. */
  readonly skipped: readonly Omission[];
}

export interface ReportedSettings extends VerifySettings {
  /** Whether to stop when it was said what would be sent. */
  readonly dryRun: boolean;
  /** Whether a gateway key that was not sent makes the answer incomplete: where the question is whether any is live. */
  readonly needsEveryVerdict: boolean;
  /** Told, line by line, what goes where, before it goes. */
  readonly announce: (line: string) => void;
  readonly onProgress: (done: number, of: number) => void;
}

/** Asks gateways for the keys of a report, after saying which key goes where. */
export async function verifyReported(reported: ReportedKeys, settings: ReportedSettings): Promise<VerifiedKeys> {
  const found = [...placesOf(reported.keys, reported.findings)].flatMap(([fingerprint, findings]) => {
    const secret = reported.secrets.get(fingerprint);
    if (secret === undefined) return [];
    return findings.map(({ issuer, candidates, evidence }) => ({
      secret,
      issuer: issuer ?? 'ambiguous',
      candidates,
      evidence,
    }));
  });
  const plan = planVerification(found, settings);
  for (const line of describePlan(plan)) settings.announce(line);
  if (settings.dryRun) return { keys: reported.keys, gaps: [], skipped: [] };

  const { verdicts, gaps, skipped } = await runPlan(plan, settings, settings.onProgress);
  const held = plan.held.map((key) => ({
    missing: settings.needsEveryVerdict && !key.foreign,
    omission: omissionOf(key),
  }));
  return {
    keys: judgedKeys(reported.keys, verdicts, reported.findings),
    gaps: [...gaps, ...held.filter(({ missing }) => missing).map(({ omission }) => omission)],
    skipped: [...skipped, ...held.filter(({ missing }) => !missing).map(({ omission }) => omission)],
  };
}

/** `keys` with their verdicts (by fingerprint) and what to do about them, the most dangerous first. */
export function judgedKeys(
  keys: readonly KeySummary[],
  verdicts: ReadonlyMap<string, Verification>,
  findings: readonly Finding[],
): readonly KeySummary[] {
  if (verdicts.size === 0) return keys;
  const places = placesOf(keys, findings);
  const judged = keys.map((key) => {
    const verification = verdicts.get(key.fingerprint) ?? null;
    const exposure = exposureOf(places.get(key.fingerprint) ?? []);
    const advice = verification === null ? key.advice : adviseVerdict(key, verification, exposure);
    return { key: { ...key, verification, advice }, verification, ...exposure };
  });
  return byDanger(judged).map(({ key }) => key);
}

function placesOf(keys: readonly KeySummary[], findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const places = new Map<string, Finding[]>(keys.map(({ fingerprint }) => [fingerprint, []]));
  for (const finding of findings) places.get(finding.fingerprint ?? '')?.push(finding);
  return places;
}

function omissionOf({ redacted, why }: HeldKey): Omission {
  return { what: `verification of ${redacted}`, why };
}
