// Runs both parts of `npm run lint` side by side: ESLint takes as long as all the others.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const npm = process.env.npm_execpath;
if (npm === undefined) throw new Error('run me with: npm run lint');

const parts = ['lint:code', 'lint:rest'].map((name) =>
  spawn(process.execPath, [npm, 'run', '--silent', name], { stdio: ['ignore', 'inherit', 'inherit'] }),
);
const ended = await Promise.all(parts.map((part) => once(part, 'exit')));
process.exitCode = ended.every(([status]) => status === 0) ? 0 : 1;
