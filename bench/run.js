// Times the built command beside yardsticks and prints the ratios that docs/performance.md states: see --help.
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { medianTimes, versionOf } from './measure.js';

const FEWEST_ROUNDS = 7;

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    tree: { type: 'string' },
    repository: { type: 'string' },
    history: { type: 'string' },
    rounds: { type: 'string', default: '9' },
    help: { type: 'boolean', short: 'h' },
  },
});

const names = readdirSync(path.join(import.meta.dirname, 'rows')).map((file) => path.basename(file, '.js'));
if (options.help) {
  console.log(await help());
  process.exit(0);
}
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) refuse(`no such row: ${unknown.join(', ')}; there are ${names.join(', ')}`);
const rounds = Number(options.rounds);
if (!(rounds >= FEWEST_ROUNDS))
  refuse(`--rounds ${options.rounds}: a median of fewer than ${FEWEST_ROUNDS} says little`);

const machine = `${cpus().length} × ${cpus()[0].model.trim()}`;
console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${versionOf('git')}, ${machine}, ${rounds} rounds\n`,
);
console.log('| row | what | medians | ratio | bar |\n|---|---|---|---|---|');
for (const name of names.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const row = await import(`./rows/${name}.js`);
  const { what, contenders, measure = medianTimes, unit = 'ms', cleanUp } = await row.prepare({ ...options, rounds });
  let medians;
  try {
    medians = await measure(contenders, rounds);
  } finally {
    cleanUp?.();
  }
  const ratio = row.ratio(medians);
  const shown = Object.entries(medians).map(
    ([contender, value]) => `${contender} ${value.toFixed(value < 10 ? 2 : 0)} ${unit}`,
  );
  const verdict = ratio <= row.bar ? '' : ' (missed)';
  const floor =
    medians.floor === undefined ? '' : `, floor ${row.ratio({ ...medians, scan: medians.floor }).toFixed(2)}`;
  console.log(
    `| ${name} | ${what} | ${shown.join(', ')} | ${row.formula} = ${ratio.toFixed(ratio < 0.1 ? 4 : 2)} | ${row.bar}${verdict}${floor} |`,
  );
}

async function help() {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const rows = await Promise.all(
    names.map(async (name) => {
      const { about, formula, bar } = await import(`./rows/${name}.js`);
      return `  ${name.padEnd(width)}${about}\n${' '.repeat(width + 2)}${formula}, bar ${bar}`;
    }),
  );
  return `Usage: node bench/run.js [OPTION…] [ROW…]      (npm run bench builds first)

Runs the built command and its yardsticks in turn, each once a round, and prints a line for each row with the medians
and their ratio. Where a row has a floor, the ratio too of a program that does nothing but what no scanner can leave out
(bench/floors). Without a row: all of them. Use a machine that does nothing else.

Rows:
${rows.join('\n')}

Options:
  --repository FOLDER   a git repository to clone, with 20,000 files or more; else one is made from node_modules
  --tree FOLDER         a folder of 20,000 files or more; else node_modules here
  --history FOLDER      a git repository with a deep history, bare or not; else this one
  --rounds N            rounds, at least ${FEWEST_ROUNDS}; default 9

rg is ripgrep (Debian: apt-get install ripgrep).`;
}

function refuse(message) {
  console.error(message);
  process.exit(2);
}
