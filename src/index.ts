import type { ESLint, Linter } from 'eslint';
import { rules } from '../rules/index.js';
import { TEXT_FILES } from './languages/files.js';
import { text } from './languages/text.js';
import { VERSION } from './version.js';

interface StarrisePlugin extends ESLint.Plugin {
  readonly meta: { name: string; version: string; namespace: string };
  readonly rules: NonNullable<ESLint.Plugin['rules']>;
  readonly configs: Record<'recommended' | 'text', Linter.Config>;
}

/** What ESLint loads. */
const plugin: StarrisePlugin = {
  meta: { name: 'eslint-plugin-starrise', version: VERSION, namespace: 'starrise' },
  rules: rules as unknown as NonNullable<ESLint.Plugin['rules']>,
  languages: { text },
  configs: {} as Record<'recommended' | 'text', Linter.Config>,
};

const plugins = { starrise: plugin };

const recommendedRules: Linter.RulesRecord = Object.fromEntries(
  Object.keys(rules).map((id) => [`starrise/${id}`, 'error']),
);

/** The rules as they are recommended, for every file that ESLint is configured to read. */
plugin.configs.recommended = {
  name: 'starrise/recommended',
  plugins,
  rules: recommendedRules,
};

/** Makes ESLint read files that no other language of it reads, and looks for keys in them. */
plugin.configs.text = {
  name: 'starrise/text',
  files: [...TEXT_FILES],
  plugins,
  language: 'starrise/text',
  rules: recommendedRules,
};

export default plugin;
// What `require()` gives on Node 20.19 and later.
export { plugin as 'module.exports' };
