import { isSecretName } from '../keys/secret-names.js';

/** As the prefilter finds them in bytes: CLIENT_NEEDLES in src/detect/needles.ts. */
const WORDS = /_KEY|_TOKEN|_SECRET|iKey/g;
const OTHERS =
  /(?:OpenAI|Anthropic|GenAI|tiveAI|AICompatible)\(|llowBrowser|(?:ss|ta)\.env[\t\n\r !"&'),:;=?[\]`|}]|[aA][pP][iI]-[kK]ey|tarrise|TARRISE/;

/** Whether `text` holds anything that hands a key to browsers. "No" is certain, and then nothing is parsed. */
export function mayReachBrowsers(text: string): boolean {
  return OTHERS.test(text) || [...namesWith(WORDS, text)].some(isSecretName);
}

/** Longer ones are no names. */
const LONGEST_NAME = 128;

/** The names in `text` around what `words` matches. Not by one pattern: that would try every letter of a long word as its beginning. */
export function namesWith(words: RegExp, text: string): Set<string> {
  const names = new Set<string>();
  for (const { 0: word, index } of text.matchAll(words)) {
    let start = index;
    while (index - start < LONGEST_NAME && isInName(text.charCodeAt(start - 1))) start--;
    let end = index + word.length;
    while (end - index < LONGEST_NAME && isInName(text.charCodeAt(end))) end++;
    names.add(text.slice(start, end));
  }
  return names;
}

/** Letters, digits and `_`; nothing stands before the beginning and behind the end (`NaN`). */
function isInName(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x30 && code <= 0x39)
  );
}
