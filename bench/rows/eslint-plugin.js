import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';
import starrise from '../../dist/index.mjs';
import { median } from '../measure.js';

export const about = 'what all our rules add to linting a code base (--tree), or our own source';
export const formula = 'ours / rest';
export const bar = 0.05;
export const ratio = ({ ours, rest }) => ours / rest;

const WARM_UP = 1;
const ROOT = path.join(import.meta.dirname, '../..');

/**
 * All our rules beside ESLint's and typescript-eslint's recommended ones, over a code base: `--tree FOLDER`, or what this
 * project itself is written in, where every file about requests names gateways. ESLint's own clock says what each rule
 * takes in one and the same run, as with TIMING=1: two runs of the whole differ by more than the bar.
 */
export async function prepare({ rounds, tree }) {
  const files =
    tree === undefined ? ['src', 'rules', 'test'].flatMap((name) => scriptsIn(path.join(ROOT, name))) : scriptsIn(tree);
  const recommended = [...builtinRules].filter(([, { meta }]) => meta.docs.recommended).map(([id]) => [id, 'error']);
  const eslint = new ESLint({
    cwd: path.resolve(tree ?? ROOT),
    overrideConfigFile: true,
    overrideConfig: [
      { files: ['**/*.{js,jsx,ts,tsx,mjs,cjs}'] },
      { rules: Object.fromEntries(recommended) },
      ...tseslint.configs.recommended,
      starrise.configs.recommended,
    ],
    stats: true,
  });
  const passes = [];
  for (let round = -WARM_UP; round < Number(rounds); round++) {
    let [ours, total] = [0, 0];
    for (const file of files) {
      const [result] = await eslint.lintText(readFileSync(file, 'utf8'), { filePath: file });
      const [pass] = result.stats.times.passes;
      if (pass === undefined) continue;
      total += pass.total;
      for (const [id, { total: time }] of Object.entries(pass.rules ?? {}))
        if (id.startsWith('starrise/')) ours += time;
    }
    if (round >= 0) passes.push({ ours, rest: total - ours });
  }
  return {
    what: `linting ${files.length} files of ${tree === undefined ? 'this project' : path.basename(tree)}, all our rules beside ESLint's and typescript-eslint's recommended ones`,
    measure: () => ({ ours: median(passes.map(({ ours }) => ours)), rest: median(passes.map(({ rest }) => rest)) }),
  };
}

function scriptsIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:[cm]?js|jsx|tsx?)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](?:node_modules|dist|\.git)[\\/]/.test(file));
}
