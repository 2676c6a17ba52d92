// npm run bench [-- --tree FOLDER] [--repository FOLDER] [--rounds N] [ROW…]
//
// Times the built command beside a yardstick, in interleaved rounds, and prints medians and the ratio that
// docs/performance.md states. Every row is a module in bench/rows; without folders to work on, rows make their own.
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { medianTimes, run } from './measure.js';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { tree: { type: 'string' }, repository: { type: 'string' }, rounds: { type: 'string', default: '9' } },
});

const names = readdirSync(path.join(import.meta.dirname, 'rows')).map((file) => path.basename(file, '.js'));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no such row: ${unknown.join(', ')}; there are ${names.join(', ')}`);
  process.exit(2);
}

const git = run('git', ['--version']).trim();
console.error(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${git}, ${cpus().length} cores`);
console.error('| row | what | medians | ratio | bar |\n|---|---|---|---|---|');
for (const name of names.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const row = await import(`./rows/${name}.js`);
  // A row that has a better clock than ours brings its own times.
  const {
    what,
    contenders,
    times = medianTimes(contenders, Number(options.rounds)),
    cleanUp,
  } = await row.prepare(options);
  cleanUp();
  const ratio = row.ratio(times);
  const shown = Object.entries(times).map(([contender, ms]) => `${contender} ${ms.toFixed(ms < 10 ? 2 : 0)} ms`);
  const verdict = ratio <= row.bar ? '' : ' (missed)';
  console.error(
    `| ${name} | ${what} | ${shown.join(', ')} | ${row.formula} = ${ratio.toFixed(ratio < 0.1 ? 4 : 2)} | ${row.bar}${verdict} |`,
  );
}
