#!/usr/bin/env node
import { main } from './cli/main.js';

let isLost = false;
process.stdout.on('error', ({ code = 'unknown error' }: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) is no error.
  if (code === 'EPIPE' || isLost) return;
  isLost = true;
  process.exitCode = 2;
  process.stderr.write(`starrise-scan: cannot write to standard output: ${code}\n`);
});
void main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  // Opened only by the commands that read it.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
}).then((status) => {
  process.exitCode = isLost ? 2 : status;
});
