import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** The built command, called as a hook calls it. */
export const SCAN = [process.execPath, path.join(import.meta.dirname, '../dist/cli.js')];

/** The start of Node alone. */
export const BARE = { argv: [process.execPath, '-e', '0'], cwd: '.' };

/** Runs a program for what it prints; throws where it fails. */
export function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  if (error !== undefined || status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? stderr}`);
  return stdout;
}

/** What a program calls itself and its version, for the description of a row. */
export function versionOf(command) {
  return run(command, ['--version'])
    .split('\n')[0]
    .replace(/ -SIMD.*| \(rev.*/, '')
    .trim();
}

/**
 * The median wall time of each contender in milliseconds. One round runs each of them once, so that what else the
 * machine does hits all alike; a first round that only warms the cache is not counted.
 *
 * @param {Record<string, { argv: string[], cwd: string, statuses?: number[] }>} contenders `statuses`: those that are no failure, default 0
 */
export function medianTimes(contenders, rounds) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, contender] of Object.entries(contenders)) {
      const ms = wallTime(contender);
      if (round >= 0) times[name].push(ms);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

function wallTime({ argv: [command, ...args], cwd, statuses = [0] }) {
  const started = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  if (!statuses.includes(status)) throw new Error(`${command} ${args.join(' ')}: status ${status} ${error ?? stderr}`);
  return ms;
}

export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1];
}
