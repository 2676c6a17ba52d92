import type { Classification } from './classify.js';
import { publicVariable } from './public-variable.js';
import { namesWith } from './signs.js';

/** What every name holds that `isSecretName` could say yes to. */
const SECRET_WORDS = /key|token|secret|password/gi;

/**
 * Whether a script as long as only builds make them is worth parsing: it runs in a browser, or names what makes a key
 * public wherever it stands.
 */
export function mayHoldProblems(text: string, classification: Classification): boolean {
  if (classification.side === 'client' || text.includes('dangerouslyAllowBrowser')) return true;
  const isPublic = (name: string): boolean =>
    publicVariable(name, { start: 0, end: 0 }, 'member', classification) !== null;
  return [...namesWith(SECRET_WORDS, text)].some(isPublic);
}
