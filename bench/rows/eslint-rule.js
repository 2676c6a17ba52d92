import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ESLint } from 'eslint';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import starrise from '../../dist/index.mjs';
import { median } from '../measure.js';

export const about = 'what no-hardcoded-key adds to linting a file of 5,000 lines and more';
export const formula = 'rule / rest';
export const bar = 0.02;
export const ratio = ({ rule, rest }) => rule / rest;

const WARM_UP = 3;

/**
 * A long real file without a key under ESLint's recommended rules and ours. ESLint's own clock says what each rule takes
 * in one and the same run: two runs of the whole differ by more than the bar.
 */
export async function prepare({ rounds }) {
  const file = createRequire(import.meta.url).resolve('acorn');
  const text = readFileSync(file, 'utf8');
  const recommended = [...builtinRules].filter(([, { meta }]) => meta.docs.recommended).map(([id]) => [id, 'error']);
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: [{ rules: Object.fromEntries(recommended) }, starrise.configs.recommended],
    stats: true,
  });
  async function measure() {
    const passes = [];
    for (let round = -WARM_UP; round < rounds; round++) {
      const [result] = await eslint.lintText(text, { filePath: 'file.js' });
      const [pass] = result.stats.times.passes;
      const rule = pass.rules['starrise/no-hardcoded-key'].total;
      if (round >= 0) passes.push({ rule, rest: pass.total - rule });
    }
    return { rule: median(passes.map(({ rule }) => rule)), rest: median(passes.map(({ rest }) => rest)) };
  }
  const lines = text.split('\n').length;
  return {
    what: `linting ${path.basename(file)}, ${lines} lines, beside the recommended rules of ESLint ${ESLint.version}`,
    measure,
  };
}
