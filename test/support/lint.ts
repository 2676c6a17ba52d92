import css from '@eslint/css';
import json from '@eslint/json';
import markdown from '@eslint/markdown';
import html from '@html-eslint/eslint-plugin';
import * as typescriptParser from '@typescript-eslint/parser';
import * as astroParser from 'astro-eslint-parser';
import { ESLint, type Linter } from 'eslint';
import { ESLint as ESLint9 } from 'eslint9';
import toml from 'eslint-plugin-toml';
import yml from 'eslint-plugin-yml';
import * as svelteParser from 'svelte-eslint-parser';
import * as vueParser from 'vue-eslint-parser';
import plugin from '../../src/index.js';

/** Both majors that the plugin works with. */
export const ESLINTS: readonly (readonly [name: string, ESLint: typeof ESLint])[] = [
  ['ESLint 10', ESLint],
  ['ESLint 9', ESLint9 as unknown as typeof ESLint],
];

const jsx = { ecmaFeatures: { jsx: true } };
const typed = { parser: typescriptParser };

/** How a user of each language configures it, with the language's real parser. */
const LANGUAGES = [
  { files: ['**/*.{js,jsx}'], languageOptions: { parserOptions: jsx } },
  { files: ['**/*.ts'], languageOptions: typed },
  { files: ['**/*.tsx'], languageOptions: { ...typed, parserOptions: jsx } },
  { files: ['**/*.json'], plugins: { json }, language: 'json/json' },
  { files: ['**/*.jsonc'], plugins: { json }, language: 'json/jsonc', languageOptions: { allowTrailingCommas: true } },
  { files: ['**/*.md'], plugins: { markdown }, language: 'markdown/gfm' },
  { files: ['**/*.css'], plugins: { css }, language: 'css/css' },
  { files: ['**/*.html'], plugins: { html }, language: 'html/html' },
  ...yml.configs['base'],
  ...toml.configs['base'],
  { files: ['**/*.vue'], languageOptions: { parser: vueParser, parserOptions: typed } },
  { files: ['**/*.svelte'], languageOptions: { parser: svelteParser, parserOptions: typed } },
  { files: ['**/*.astro'], languageOptions: { parser: astroParser } },
] as unknown as Linter.Config[];

/** An ESLint that reads every language the plugin is tested with, and runs the recommended rules. */
export function eslintFor(
  Class: typeof ESLint,
  options: { readonly cwd: string; readonly config?: readonly Linter.Config[] },
): ESLint {
  return new Class({
    cwd: options.cwd,
    overrideConfigFile: true,
    overrideConfig: [...LANGUAGES, plugin.configs.recommended, plugin.configs.text, ...(options.config ?? [])],
  });
}
