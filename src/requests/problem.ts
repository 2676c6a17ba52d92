import type { RuleId, Severity } from '../finding.js';
import type { Span } from './site.js';

/**
 * What the server does because of a problem. `ignored`: it does not look there, and another credential decides.
 * `overridden`: another credential is used. `works`: it is served all the same.
 */
export type Outcome =
  | '401'
  | '404'
  | '501'
  | 'html'
  | 'error body'
  | 'ignored'
  | 'overridden'
  | 'works'
  | 'throws'
  | 'elsewhere'
  | 'exposed';

interface OutcomeRow {
  readonly severity: Severity;
  readonly says: string;
}

/** Source of the answers: New API middleware/auth.go and router/web-router.go; One API middleware/auth.go. */
const OUTCOMES: Readonly<Record<Outcome, OutcomeRow>> = {
  '401': { severity: 'error', says: 'the gateway answers 401' },
  '404': { severity: 'error', says: 'the gateway answers 404' },
  '501': { severity: 'error', says: 'the gateway answers 501' },
  html: {
    severity: 'error',
    says: 'the gateway answers 200 with the HTML of its console (seen as "Unexpected token <")',
  },
  'error body': { severity: 'error', says: 'the gateway answers 200 with an error in the body' },
  throws: { severity: 'error', says: 'the client throws' },
  elsewhere: { severity: 'error', says: 'whoever runs that host gets the key' },
  exposed: { severity: 'error', says: 'whoever reads logs or histories reads the key' },
  ignored: { severity: 'warning', says: 'the gateway ignores it' },
  overridden: { severity: 'warning', says: 'the gateway uses the other one' },
  works: { severity: 'warning', says: 'it works here' },
};

/** Every problem by its code: the rule it belongs to. */
export const CODES = {
  'x-api-key-outside-claude': 'auth-header',
  'x-goog-api-key-outside-gemini': 'auth-header',
  'query-key-outside-gemini': 'auth-header',
  'mj-api-secret-outside-midjourney': 'auth-header',
  'subprotocol-not-read': 'auth-header',
  'api-key-header': 'auth-header',
  basic: 'auth-header',
  'missing-bearer': 'auth-header',
  'doubled-bearer': 'auth-header',
  'scheme-case': 'auth-header',
  'scheme-spacing': 'auth-header',
  'unknown-scheme': 'auth-header',
  'bearer-in-key': 'auth-header',
  'doubled-prefix': 'auth-header',
  'two-credentials': 'auth-header',
  'no-credential': 'auth-header',
  'browser-websocket-headers': 'auth-header',
  'anthropic-version-missing': 'auth-header',
  'anthropic-version-elsewhere': 'auth-header',
  'token-on-management': 'auth-header',
  'management-token-on-api': 'auth-header',
  'not-implemented': 'auth-header',
  'gateway-key-elsewhere': 'auth-header',
  'foreign-key': 'auth-header',
  'missing-version': 'base-url',
  'doubled-version': 'base-url',
  'wrong-version': 'base-url',
  'endpoint-as-base': 'base-url',
  'double-slash': 'base-url',
  'path-dropped': 'base-url',
  'sdk-cannot-reach': 'base-url',
  'key-in-query': 'no-key-in-url',
  'key-in-hash': 'no-key-in-url',
  'key-in-user-info': 'no-key-in-url',
  'key-in-console-link': 'no-key-in-url',
  'key-logged': 'no-key-in-log',
} as const satisfies Record<string, RuleId>;
export type Code = keyof typeof CODES;

/** A change of the text. */
export interface Edit extends Span {
  readonly text: string;
}

export interface Repair {
  /** What the edit does, for people. */
  readonly says: string;
  readonly edits: readonly Edit[];
  /** Whether the request's meaning cannot change by it: only then it is made without being asked for. */
  readonly isSafe: boolean;
}

/** What is wrong with a site. No key stands in any text of it. */
export interface Problem extends Span {
  readonly ruleId: RuleId;
  readonly code: Code;
  readonly severity: Severity;
  readonly outcome: Outcome;
  /** The family of the endpoint, for people; `null` where no endpoint is concerned. */
  readonly family: string | null;
  /** What is wrong, and what the server does about it. */
  readonly message: string;
  /** The right form. */
  readonly correction: string;
  readonly repair: Repair | null;
}

interface ProblemParts {
  readonly outcome: Outcome;
  readonly family?: string | undefined;
  /** What is wrong, a clause without the outcome. */
  readonly what: string;
  readonly correction: string;
  readonly at: Span;
  readonly repair?: Repair | null | undefined;
}

export function problem(code: Code, { outcome, family, what, correction, at, repair }: ProblemParts): Problem {
  const { severity, says } = OUTCOMES[outcome];
  return {
    ruleId: CODES[code],
    code,
    severity,
    outcome,
    family: family ?? null,
    message: `${what}: ${says}`,
    correction,
    repair: repair ?? null,
    start: at.start,
    end: at.end,
  };
}

/** Whether the request fails because of it. */
export function fails({ outcome }: Problem): boolean {
  return OUTCOMES[outcome].severity === 'error' && outcome !== 'exposed';
}
