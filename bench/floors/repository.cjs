// What a scan of a work tree cannot leave out: to ask git for its files, tracked and not, open, read, search for three bytes, close.
const { spawn } = require('node:child_process');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { searchFile } = require('./search.cjs');

if (isMainThread) {
  const worker = new Worker(__filename);
  let open = 2;
  for (const which of [['--cached'], ['--others', '--exclude-standard']]) {
    const git = spawn('git', ['ls-files', '-z', ...which], { stdio: ['ignore', 'pipe', 'inherit'] });
    let rest = '';
    git.stdout.setEncoding('utf8');
    git.stdout.on('data', (chunk) => {
      const names = (rest + chunk).split('\0');
      rest = names.pop();
      // The other thread takes half of them.
      worker.postMessage(names.splice(0, names.length >> 1));
      names.forEach(searchNamed);
    });
    git.stdout.on('end', () => --open === 0 && worker.postMessage(null));
  }
} else {
  parentPort.on('message', (names) => (names === null ? parentPort.close() : names.forEach(searchNamed)));
}

/** A link may lead nowhere, or to a folder. */
function searchNamed(name) {
  try {
    searchFile(name);
  } catch (error) {
    if (!['EISDIR', 'ENOENT'].includes(error.code)) throw error;
  }
}
