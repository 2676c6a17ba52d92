import type { TSESLint } from '@typescript-eslint/utils';

/** The type of the root node in each language that ESLint can read; rows by the parser or language that gives it. */
const ROOTS: readonly string[] = [
  'Program', // JavaScript and TypeScript; vue-, svelte-, astro-, yaml-, toml- and jsonc-eslint-parser
  'Document', // @eslint/json, @html-eslint
  'StyleSheet', // @eslint/css
  'root', // @eslint/markdown
  'Text', // our own src/languages/text.ts
];

/** Calls `check` once for a file of any language: some parsers nest one root in another, or visit it several times. */
export function onRoot(check: () => void): TSESLint.RuleListener {
  let isDone = false;
  const checkOnce = (): void => {
    if (isDone) return;
    isDone = true;
    check();
  };
  return Object.fromEntries(ROOTS.map((type) => [type, checkOnce]));
}
