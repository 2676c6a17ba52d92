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
  /** Of https://cwe.mitre.org; `null` for what is a mistake but no weakness. */
  readonly cwe: number | null;
}

export const HOME = 'https://github.com/starrise/eslint-plugin-starrise';
const DOCS = `${HOME}/blob/main/docs`;

/** Sent with every rule about keys: the runbook. */
const RUNBOOK = `[Found a key: what now](${DOCS}/found-a-key.md)`;

/** One row per rule that the scanner reports. */
export const RULES: Readonly<Record<RuleId, RuleInfo>> = {
  'no-hardcoded-key': {
    title: 'API key in source',
    description:
      'An sk- key of an LLM gateway or provider stands in source, where everybody who can read it can use it.',
    help: [
      '1. Make a new key and put it into the environment or a secret store, not into a file of the repository.',
      '2. Delete the old key in the console of its issuer. Taking it out of the file is not enough: history keeps it.',
      '3. Where it is no secret, say so with a comment `starrise-disable-line -- reason`, or in `starrise.config.json` by its fingerprint.',
      '',
      `${RUNBOOK}, step by step.`,
    ].join('\n'),
    severity: 'error',
    // A key in plain sight spends money for whoever finds it: as other scanners' secrets, critical.
    securitySeverity: '9.1',
    cwe: 798,
  },
  'auth-header': {
    title: 'Wrong credential for the endpoint',
    description:
      'A request to the gateway sends its key where the endpoint does not look for it, or in a form that it refuses.',
    help: `Send the credential that the endpoint takes: [the rule's page](${DOCS}/rules/auth-header.md) lists them by family.`,
    severity: 'error',
    // It fails or works by accident; it gives nothing away, but for a key sent to the wrong host.
    securitySeverity: '4.0',
    cwe: null,
  },
  'base-url': {
    title: 'Wrong base URL for the client',
    description: 'A client of the gateway has a base URL from which it calls paths that the gateway does not serve.',
    help: `Give each SDK the base it needs: [the rule's page](${DOCS}/rules/base-url.md) lists them.`,
    severity: 'error',
    securitySeverity: '2.0',
    cwe: null,
  },
  'no-client-key': {
    title: 'API key in client code',
    description: 'A key is put where a build or framework hands it to every browser that opens the page.',
    help: [
      '1. If the page is public already, delete the key now: everybody has it.',
      '2. Let a route on the server hold a new one, and call that route from the page.',
      '3. Build and publish again, and clear the caches in front of the page.',
      '',
      `${RUNBOOK}, step by step.`,
    ].join('\n'),
    severity: 'error',
    securitySeverity: '9.1',
    cwe: 522,
  },
  'no-key-in-url': {
    title: 'API key in an address',
    description: 'A key stands in the address of a request or link, which logs, histories and referrers keep.',
    help: [
      '1. Send the key in a header: `Authorization: Bearer …`.',
      '2. Delete a key whose address was called or shared: servers, proxies and browsers have it in their logs.',
    ].join('\n'),
    severity: 'error',
    securitySeverity: '7.0',
    cwe: 598,
  },
  'no-key-in-log': {
    title: 'API key in a log',
    description: 'A key is given to a log or to the message of an error.',
    help: [
      '1. Leave the key out of the message; its last four characters tell which it is.',
      '2. Delete a key that stands in logs others can read.',
    ].join('\n'),
    severity: 'error',
    securitySeverity: '7.0',
    cwe: 532,
  },
};

export function ruleInfo(id: RuleId): RuleInfo {
  return RULES[id];
}

export function ruleAddress(id: RuleId): string {
  return `${DOCS}/rules/${id}.md`;
}
