import type { RuleId, Severity } from '../finding.js';

/** What reports say about a rule beyond its single findings. */
export interface RuleInfo {
  /** What a finding says, in a few words. */
  readonly title: string;
  readonly description: string;
  /** What to do about it, in Markdown. */
  readonly help: string;
  readonly severity: Severity;
  /** CVSS-like, as GitHub code scanning ranks alerts: over 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium. */
  readonly securitySeverity: string;
}

const DOCS = 'https://github.com/starrise/eslint-plugin-starrise/blob/main/docs/rules';

/** One row per rule that the scanner reports. */
export const RULES: Readonly<Partial<Record<RuleId, RuleInfo>>> = {
  'no-hardcoded-key': {
    title: 'API key in source',
    description:
      'An sk- key of an LLM gateway or provider stands in source, where everybody who can read it can use it.',
    help: [
      '1. Make a new key and put it into the environment or a secret store, not into a file of the repository.',
      '2. Delete the old key in the console of its issuer. Taking it out of the file is not enough: history keeps it.',
      '3. Where it is no secret, say so with a comment `starrise-disable-line -- reason`, or in `starrise.config.json` by its fingerprint.',
    ].join('\n'),
    severity: 'error',
    // A key in plain sight spends money for whoever finds it: as other scanners' secrets, critical.
    securitySeverity: '9.1',
  },
};

export function ruleInfo(id: RuleId): RuleInfo {
  const info = RULES[id];
  if (info === undefined) throw new Error(`src/report/rules.ts has no row for ${id}`);
  return info;
}

export function ruleAddress(id: RuleId): string {
  return `${DOCS}/${id}.md`;
}
