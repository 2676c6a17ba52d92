// What a scan of a folder cannot leave out: to walk, open, read, search for three bytes, close. Arguments: folder, threads (1 or 2).
const { readdirSync } = require('node:fs');
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const { searchFile } = require('./search.cjs');

const [folder, threads] = isMainThread ? process.argv.slice(2) : workerData.argv;
const next = isMainThread ? new Int32Array(new SharedArrayBuffer(4)) : workerData.next;
if (isMainThread && threads === '2') new Worker(__filename, { workerData: { argv: [folder, threads], next } });

// Small parts, so that threads end together; each thread takes the next one.
const parts = entriesOf(folder).flatMap(([path, entry]) => (entry.isDirectory() ? entriesOf(path) : [[path, entry]]));
for (let at = Atomics.add(next, 0, 1); at < parts.length; at = Atomics.add(next, 0, 1)) visit(...parts[at]);

function visit(path, entry) {
  if (entry.isFile()) searchFile(path);
  else if (entry.isDirectory()) for (const inner of entriesOf(path)) visit(...inner);
}

function entriesOf(path) {
  return readdirSync(path, { withFileTypes: true }).map((entry) => [`${path}/${entry.name}`, entry]);
}
