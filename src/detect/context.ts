import type { FormFit } from '../keys/forms.js';
import { placeholderReason } from '../keys/placeholders.js';
import type { Attribution } from './attribute.js';
import { assignedName } from './names.js';

/** Names that LiteLLM's keys are given, folded. Source: LiteLLM proxy documentation, `general_settings.master_key`. */
const LITELLM_NAME = /^(?:.*litellm\w*key|(?:generalsettings)?masterkey)$/;

/** A text, and where in it something begins. */
export type Place = readonly [text: string, index: number];

/**
 * Whether the surroundings make a key of a form that proves nothing by itself. `places`: where it stands as decoded, and
 * where it is written; its name may be in the one or the other.
 */
export function contextAllows(fit: FormFit, places: readonly Place[], attribution: () => Attribution): boolean {
  if (fit.form.id !== 'litellm') return attribution().issuer !== 'ambiguous';
  return places.some(([text, index]) => {
    const name = assignedName(text, index);
    if (name === null) return false;
    if (LITELLM_NAME.test(name) && /litellm/i.test(text)) return !(isGuessable(fit) && isSample(text, index));
    return isVirtual(fit.body) && SECRET_NAME.test(name) && NAMES_LITELLM.test(text);
  });
}

/** What LiteLLM mints: 16 random bytes in base64url. One in 40 lacks a digit. Source: LiteLLM proxy, `secrets.token_urlsafe(16)`. */
function isVirtual(body: string): boolean {
  return /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w-]{22}$/.test(body) && placeholderReason(body) === null;
}

/** `api_key`, `Authorization`, `ANTHROPIC_AUTH_TOKEN`, folded. */
const SECRET_NAME = /key$|token$|authorization$|secret$/;
/** Its name, or an address with the port that it listens on. */
const NAMES_LITELLM = /litellm|:4000\b/i;

/** Fewer characters can be found by trying them all. */
const LEAST_SECRET = 16;

/** Whether a text that a person chose could be found from its hash. */
export function isGuessable({ form, body }: FormFit): boolean {
  return form.id === 'litellm' && (body.length < LEAST_SECRET || placeholderReason(body) !== null);
}

/** How far the beginning of a line and the ends of a fence are looked for, in characters. */
const REACH = 4000;

/** Whether a text stands where one shows what could be written: a guessable one is no secret there. */
function isSample(text: string, index: number): boolean {
  return isCommentedOut(text, index) || isInFence(text, index);
}

/** A line that is off, which shows what one could write: `# LITELLM_API_KEY=`. */
const COMMENT_LINE = /^\s*(?:#|\/\/|;|--)/;

function isCommentedOut(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - REACH), index);
  const start = before.lastIndexOf('\n') + 1;
  return (start > 0 || index <= REACH) && COMMENT_LINE.test(before.slice(start));
}

/** What a fence of Markdown begins or ends with, and the language that only its beginning names. */
const FENCE = /^[ \t>]*(?:```+|~~~+)[ \t]*([^\n`]*?)\r?$/gm;

/** Between two fences of Markdown, unless only the second one can be a beginning. */
function isInFence(text: string, index: number): boolean {
  const above = [...text.slice(Math.max(0, index - REACH), index).matchAll(FENCE)].at(-1);
  const [below] = text.slice(index, index + REACH).matchAll(FENCE);
  return above !== undefined && below !== undefined && (above[1] !== '' || below[1] === '');
}
