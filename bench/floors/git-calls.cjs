// What a hook cannot leave out: git says which objects are new, and git gives them. Arguments: those of the first git.
const { spawn } = require('node:child_process');

const lister = spawn('git', process.argv.slice(2), { stdio: ['ignore', 'pipe', 'inherit'] });
const reader = spawn('git', ['cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'inherit'] });

/** Of `diff-index` the id of what is staged, of `rev-list` each. */
const ID = process.argv[2] === 'diff-index' ? /([0-9a-f]{40,64}) [ACMRT]/g : /^([0-9a-f]{40,64})/gm;

let listed = '';
lister.stdout.on('data', (chunk) => (listed += chunk));
lister.stdout.on('end', () => {
  for (const [, id] of listed.matchAll(ID)) reader.stdin.write(`${id}\n`);
  reader.stdin.end();
});
reader.stdout.resume();
