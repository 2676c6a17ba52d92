import type { TSESLint } from '@typescript-eslint/utils';
import { isComponent, type SyntaxTree } from '../../src/syntax/index.js';

/**
 * ESLint's tree of a JavaScript or TypeScript file. `undefined` for other languages, and for Vue, Svelte and Astro: what
 * their parsers make of templates the scanner does not read, and both are to find the same.
 */
export function syntaxTreeOf({
  ast,
  scopeManager,
  visitorKeys,
  text,
}: Readonly<TSESLint.SourceCode>): SyntaxTree | undefined {
  // Other languages have a root of another type, or no scopes.
  if ((ast.type as string) !== 'Program' || !scopeManager || isComponent(text)) return undefined;
  // The parsers of YAML, TOML and JSON give a Program too, of nodes of their own.
  if (/^(?:YAML|TOML|JSON)/.test(ast.body[0]?.type ?? '')) return undefined;
  return { ast, scopeManager, visitorKeys };
}
