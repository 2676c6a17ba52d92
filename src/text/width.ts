import { latePattern } from './late-pattern.js';

/** How many columns of a terminal a text takes, as https://www.unicode.org/reports/tr11/ and terminals have it. */

/** Characters that stand on the one before them. */
const noColumn = latePattern(String.raw`[\p{Mn}\p{Me}\u1160-\u11FF]`, 'gu');

/** East Asian wide and full-width characters, and emoji; the half-width forms of FF61 to FFDC are not among them. */
const twoColumns = latePattern(
  String.raw`[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{17000}-\u{18CFF}\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]`,
  'gu',
);

export function columnsOf(text: string): number {
  return Array.from(text).length + countOf(twoColumns(), text) - countOf(noColumn(), text);
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}
