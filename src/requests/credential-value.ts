import type { Dialect } from '../gateway/dialects.js';
import type { CredentialPlace } from '../gateway/endpoints.js';
import { formsAt } from '../keys/forms.js';
import { issuerLabel } from '../keys/issuers.js';
import { placeholderReason } from '../keys/placeholders.js';
import type { Code, Outcome } from './problem.js';
import { HOLE, leadingName, shapeOf, type Template } from './template.js';

/** A mistake in how a credential is written. */
export interface ValueFault {
  readonly code: Code;
  readonly outcome: Outcome;
  /** A clause about the value. */
  readonly says: string;
  /** How many characters at the head of the value are wrong, and what belongs there instead. */
  readonly head: { readonly length: number; readonly text: string; readonly isSafe?: false };
}

interface FaultRow {
  readonly code: Code;
  /** Matched against the value, unknown pieces being {@link HOLE}; what it matches is what `instead` replaces. */
  readonly head: RegExp;
  readonly outcome: (dialect: Dialect) => Outcome;
  readonly says: string;
  readonly instead: string;
}

const REFUSED = (): Outcome => '401';
const SERVED = (): Outcome => 'works';

/**
 * In `Authorization`; the first row that fits decides. Source: New API and One API middleware/auth.go: `Bearer ` is
 * stripped once, `bearer ` by current builds of New API only; one `sk-` is stripped; the rest is the key.
 */
const AUTHORIZATION: readonly FaultRow[] = [
  {
    code: 'doubled-bearer',
    head: /^Bearer +Bearer +/i,
    outcome: REFUSED,
    says: 'says Bearer twice',
    instead: 'Bearer ',
  },
  { code: 'doubled-prefix', head: /^Bearer +sk-sk-/, outcome: REFUSED, says: 'has `sk-` twice', instead: 'Bearer sk-' },
  { code: 'doubled-prefix', head: /^sk-sk-/, outcome: REFUSED, says: 'has `sk-` twice', instead: 'Bearer sk-' },
  {
    code: 'scheme-case',
    head: /^bearer +/,
    outcome: (dialect) => (dialect === 'new-api' ? 'works' : '401'),
    says: 'writes `bearer` in lower case, which only current builds of New API take',
    instead: 'Bearer ',
  },
  {
    code: 'scheme-case',
    head: /^(?!bearer )[Bb](?!earer )[Ee][Aa][Rr][Ee][Rr] +/,
    outcome: REFUSED,
    says: 'does not write `Bearer` in exactly this case',
    instead: 'Bearer ',
  },
  { code: 'basic', head: /^Basic +/i, outcome: REFUSED, says: 'is Basic authentication', instead: 'Bearer ' },
  {
    code: 'scheme-spacing',
    head: new RegExp(`^Bearer(?:[:=] *|(?=${HOLE}|sk-))`, 'i'),
    outcome: REFUSED,
    says: 'has no single space after `Bearer`',
    instead: 'Bearer ',
  },
  {
    code: 'unknown-scheme',
    head: /^(?:token|key|api-?key|x-api-key|apikey|digest)[ :=]+/i,
    outcome: REFUSED,
    says: 'has a scheme that the gateway does not know',
    instead: 'Bearer ',
  },
  { code: 'missing-bearer', head: /^(?=sk-)/, outcome: SERVED, says: 'has no `Bearer`', instead: 'Bearer ' },
];

/** In the places that take the key alone. Source: as above; the gateway writes `Bearer ` in front of these itself. */
const KEY_ALONE: readonly FaultRow[] = [
  {
    code: 'bearer-in-key',
    head: /^Bearer +/i,
    outcome: REFUSED,
    says: 'says Bearer where the key alone belongs',
    instead: '',
  },
  { code: 'doubled-prefix', head: /^sk-sk-/, outcome: REFUSED, says: 'has `sk-` twice', instead: 'sk-' },
];

/** `mj-api-secret`, where `Bearer ` is stripped too. Source: New API middleware/auth.go. */
const MIDJOURNEY: readonly FaultRow[] = [
  {
    code: 'bearer-in-key',
    head: /^Bearer +/,
    outcome: SERVED,
    says: 'says Bearer where the key alone belongs',
    instead: '',
  },
  ...KEY_ALONE,
];

/** `sk-` before what a variable holds. */
const PREFIXED = new RegExp(`^(?:Bearer +)?sk-(?=${HOLE}$)`);

/** What is wrong with how the value at `place` is written; `null` where nothing is, or where it cannot be told. */
export function valueFault(place: CredentialPlace, value: Template, dialect: Dialect): ValueFault | null {
  const shape = shapeOf(value);
  const rows = place === 'authorization' ? AUTHORIZATION : place === 'mj-api-secret' ? MIDJOURNEY : KEY_ALONE;
  for (const { code, head, outcome, says, instead } of PREFIXED.test(shape) ? [] : rows) {
    const match = head.exec(shape);
    if (match !== null)
      return { code, outcome: outcome(dialect), says, head: { length: match[0].length, text: instead } };
  }
  const prefixed = PREFIXED.exec(shape);
  if (prefixed !== null && holdsKeyAlone(leadingName(value, prefixed[0].length))) {
    const text = place === 'authorization' ? 'Bearer ' : '';
    // Somebody's variable may hold the bare 48 characters after all.
    const head = { length: prefixed[0].length, text, isSafe: false } as const;
    return { code: 'doubled-prefix', outcome: '401', says: 'puts `sk-` before a key that has it already', head };
  }
  if (place === 'authorization' && shape === HOLE && holdsKeyAlone(leadingName(value))) {
    return { code: 'missing-bearer', outcome: 'works', says: 'has no `Bearer`', head: { length: 0, text: 'Bearer ' } };
  }
  return null;
}

/** A variable that by its name holds a key and nothing else: `STARRISE_API_KEY`, `apiKey`; not `token` or `auth`. */
function holdsKeyAlone(name: string | null): boolean {
  return name !== null && /api_?key$/i.test(name) && !/bearer|header/i.test(name);
}

/** Whether a variable of this name holds a key, for whomever. */
export function isKeyName(name: string): boolean {
  return /(?:api|secret|access)_?key$|(?:api|auth|access)_?(?:token|secret)$|(?:starrise|new_?api|one_?api).*(?:key|token|secret)$/i.test(
    name,
  );
}

/**
 * Names that only the gateway's variables bear. `newApiKey` and `NEW_API_KEY` are not among them: they are what people
 * call a new key of anything.
 */
const GATEWAY_NAME = /starrise|(?:^|_)(?:newapi|one_?api)_/i;

/** Whether a variable by its name belongs to the gateway: `STARRISE_API_KEY`, `starriseBaseUrl`, or one of `variables`. */
export function isGatewayName(name: string, variables: readonly string[]): boolean {
  return GATEWAY_NAME.test(name) || variables.includes(name);
}

/** The issuer whose own marker a literal key carries, for people, where that is not the gateway; else `null`. */
export function foreignIssuer(value: Template): string | null {
  for (const text of textsIn(value)) {
    const key = keyIn(text);
    const [issuer] = key === null ? [] : key.issuers;
    if (issuer !== undefined && (key?.proof === 'marker' || key?.proof === 'prefix')) return issuerLabel(issuer);
  }
  return null;
}

/** Whether a literal key stands in the value; placeholders are none. */
export function holdsKey(value: Template): boolean {
  return textsIn(value).some((text) => keyIn(text) !== null);
}

/** The texts between what is not known, each as one, however many pieces it is put together from. */
function textsIn(value: Template): string[] {
  return shapeOf(value).split(HOLE);
}

function keyIn(text: string): ReturnType<typeof formsAt>[number] | null {
  for (let index = text.indexOf('sk-'); index >= 0; index = text.indexOf('sk-', index + 1)) {
    const fit = formsAt(text, index).find(({ proof }) => proof !== 'context');
    if (fit !== undefined && placeholderReason(fit.body) === null) return fit;
  }
  return null;
}
