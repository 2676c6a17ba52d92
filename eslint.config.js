import { defineConfig, globalIgnores } from 'eslint/config';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import tseslint from 'typescript-eslint';
import { oneWayImports } from './scripts/lint/one-way-imports.js';

/** Ways to start a shell: a hostile file name must never meet one. */
const NO_SHELL = [
  {
    selector: 'Property[key.name="shell"][value.value!=false]',
    message: 'No shell: pass the arguments as an array.',
  },
];

const NO_SHELL_IMPORTS = {
  paths: ['node:child_process', 'child_process'].map((name) => ({
    name,
    importNames: ['exec', 'execSync'],
    message: 'They start a shell: use spawn, or execFile with an array.',
  })),
};

/** The raw key leaves its type in one place only. */
const NO_EXPOSE = [
  {
    selector: 'MemberExpression[property.name="expose"]',
    message: 'Only src/verify may have the raw key: use .redacted or .fingerprint.',
  },
];

/** It is loaded by `init` alone. */
const SIMPLE_GIT = { name: 'simple-git', message: 'Ask src/git: facts.ts for short facts, git.ts for the rest.' };

export default defineConfig(
  globalIgnores(['dist', 'coverage', 'fixtures', '.stryker-tmp']),
  { files: ['**/*.{js,ts}'], extends: [tseslint.configs.strict] },
  {
    files: ['src/**/*.ts', 'rules/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { house: { rules: { 'one-way-imports': oneWayImports } } },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'house/one-way-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Strings are spread into code points on purpose.
      '@typescript-eslint/no-misused-spread': 'off',
      // Numbers in messages are safe to read; objects, and keys among them, stay forbidden.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: ['rules/**/*.ts'], extends: [eslintPlugin.configs.recommended] },
  {
    files: ['**/*.{js,ts}'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': ['error', { allow: ['error'] }],
      'no-restricted-imports': ['error', NO_SHELL_IMPORTS],
      'no-restricted-syntax': ['error', ...NO_SHELL],
      // With noUncheckedIndexedAccess, `!` is how a proven index is read.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_$' }],
    },
  },
  {
    files: ['src/**/*.ts', 'rules/**/*.ts'],
    ignores: ['src/verify/**', 'src/keys/secret.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NO_SHELL, ...NO_EXPOSE] },
  },
  {
    files: ['src/**/*.ts', 'rules/**/*.ts'],
    ignores: ['src/git/facts.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [...NO_SHELL_IMPORTS.paths, SIMPLE_GIT] }] },
  },
  { files: ['scripts/**/*.js', 'bench/**/*.{js,ts}'], rules: { 'no-console': 'off' } },
);
