import { isOneApiBody } from '../keys/one-api.js';
import { isOpenAiBody } from '../keys/openai.js';
import { placeholderReason } from '../keys/placeholders.js';
import { IN_A_FORM, isAlphanumeric, JOINING, leftBoundary } from './boundaries.js';
import type { Clue } from './clues.js';
import { assignedName, issuerOfName } from './names.js';
import { unescaped } from './decoders/escapes.js';
import type { DetectSettings } from './detection.js';

/**
 * The gateway takes its keys without `sk-` as well, and people leave it out of OpenAI's. 48 letters and digits on their own
 * are noise, so they count only where they prove themselves or something says that a credential stands there.
 */
export interface BareKey {
  readonly start: number;
  readonly end: number;
  /** What makes it believable, for people. */
  readonly because: string;
  /** `proved`: the structure, or OpenAI's marker. `named`: a gateway's variable or host. `header`: a credential, of whomever. */
  readonly strength: 'proved' | 'named' | 'header';
}

const LENGTH = 48;
/** Longer runs than a key with the tail of an escape before it are something else. */
const LONGEST_RUN = LENGTH + 5;

/** How near, in characters, a gateway's host must be named for a variable called like any key to count. */
const HOST_REACH = 1500;

/** The bare keys in `text`; `clues` are those of the same text. */
export function* bareKeys(text: string, clues: () => readonly Clue[], settings: DetectSettings): Generator<BareKey> {
  for (const [from, to] of longRuns(text)) {
    const span = to - from > LONGEST_RUN ? null : bareSpan(text, to);
    if (span === null) continue;
    const body = text.slice(span.start, span.end);
    const reason = reasonFor(text, span.start, body, clues, settings);
    if (reason !== null) yield { ...span, ...reason };
  }
}

/** Where 48 or more letters and digits stand together. Every 48th character is looked at, which no such run escapes. */
function* longRuns(text: string): Generator<readonly [start: number, end: number]> {
  for (let probe = LENGTH - 1; probe < text.length; probe += LENGTH) {
    let [start, end] = [probe, probe];
    while (isAlphanumeric(text.charCodeAt(end))) end++;
    if (end === probe) continue;
    while (isAlphanumeric(text.charCodeAt(start - 1))) start--;
    if (end - start >= LENGTH) yield [start, end];
    probe = end;
  }
}

/** The 48 characters before `end`; `null` where they are a piece of something longer, which the tail of an escape is not. */
export function bareSpan(text: string, end: number): { start: number; end: number } | null {
  const from = end - LENGTH;
  if (leftBoundary(text, from) === null) return null;
  return goesOn(text, from, end) ? null : { start: from, end };
}

/** Why 48 characters at `start` are a key, or `null`. */
export function reasonFor(
  text: string,
  start: number,
  body: string,
  clues: () => readonly Clue[],
  settings: DetectSettings,
): Pick<BareKey, 'because' | 'strength'> | null {
  if (isOneApiBody(body)) return { because: 'the structure of a One API key', strength: 'proved' };
  if (!looksMinted(body)) return null;
  if (isOpenAiBody(body)) return { because: 'with the OpenAI marker', strength: 'proved' };
  const name = assignedName(text, start);
  const issuer = name === null ? null : issuerOfName(name, settings);
  if (issuer === 'new-api' || issuer === 'one-api')
    return { because: `a variable of the gateway's`, strength: 'named' };
  const left = unescaped(text.slice(Math.max(0, start - 80), start));
  const header = HEADERS.find(({ pattern }) => pattern.test(left));
  const credential = header !== undefined || (name !== null && CREDENTIAL_NAME.test(name)) || QUERY.test(left);
  if (!credential) return null;
  const host = clues().find((clue) => clue.issuer === 'new-api' && Math.abs(clue.index - start) <= HOST_REACH);
  if (host !== undefined) return { because: `a credential beside the gateway's host ${host.name}`, strength: 'named' };
  return header === undefined ? null : { because: header.says, strength: 'header' };
}

/**
 * Left contexts that end where a credential begins. Source: the credentials that New API's `middleware/auth.go` reads.
 */
const HEADERS: readonly { readonly says: string; readonly pattern: RegExp }[] = [
  { says: 'after Bearer', pattern: /\bBearer(?:\s|\+)+\\*["'`]?$/i },
  { says: 'in an x-api-key header', pattern: headerEnd('x-api-key') },
  { says: 'in an x-goog-api-key header', pattern: headerEnd('x-goog-api-key') },
  { says: 'in an mj-api-secret header', pattern: headerEnd('mj-api-secret') },
  { says: 'in a Realtime subprotocol', pattern: /openai-insecure-api-key\.$/ },
];

const QUERY = /[?&](?:api_?key|key)=$/i;
const CREDENTIAL_NAME = /(?:apikey|token|secret|authorization|accesskey|sk)$/;

function headerEnd(name: string): RegExp {
  return new RegExp(`${name}\\\\*["'\`]?\\]?\\s*(?:[:=,]|\\)\\s*[,=]?)\\s*\\\\*["'\`]?$`, 'i');
}

/** Random text of 48 lacks small letters, capitals or digits once in 5,000. */
function looksMinted(body: string): boolean {
  return /[a-z]/.test(body) && /[A-Z]/.test(body) && /\d/.test(body) && placeholderReason(body) === null;
}

/** Whether what stands from `start` to `end` is a piece of something longer; `sk-` and 48 characters are read elsewhere. */
function goesOn(text: string, start: number, end: number): boolean {
  const isBegun = start > 0 && JOINING.before.includes(text.charAt(start - 1));
  const isInAForm = text.slice(Math.max(0, start - IN_A_FORM.length), start).toLowerCase() === IN_A_FORM;
  return (isBegun && !isInAForm) || (end < text.length && JOINING.behind.includes(text.charAt(end)));
}
