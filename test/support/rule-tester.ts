import { RuleTester } from '@typescript-eslint/rule-tester';
import { afterAll, describe, it } from 'vitest';

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

/** Reads TSX, as the file name of a case does not say otherwise. */
export const ruleTester = new RuleTester({
  languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
});

/**
 * Where `part` stands in `code` (its last occurrence, if it occurs more than once), as an error of a case says it: lines
 * and columns from 1, the end exclusive.
 */
export function placeOf(
  code: string,
  part: string,
): { line: number; column: number; endLine: number; endColumn: number } {
  const start = code.lastIndexOf(part);
  if (start === -1) throw new Error('the code of a case does not hold the part that it underlines');
  const before = code.slice(0, start).split('\n');
  const through = code.slice(0, start + part.length).split('\n');
  return {
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    endLine: through.length,
    endColumn: (through.at(-1) ?? '').length + 1,
  };
}
