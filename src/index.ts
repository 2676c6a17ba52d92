import { VERSION } from './version.js';

/** What ESLint loads. */
const plugin = {
  meta: { name: 'eslint-plugin-starrise', version: VERSION, namespace: 'starrise' },
  rules: {},
  configs: {},
};

export default plugin;
