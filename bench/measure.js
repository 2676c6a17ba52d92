import { spawnSync } from 'node:child_process';
import path from 'node:path';

// It makes every start of Node read certificates, which takes longer than a hook does.
delete process.env.NODE_EXTRA_CA_CERTS;

/** The built command, called as a hook calls it. */
export const SCAN = [process.execPath, path.join(import.meta.dirname, '../dist/cli.js')];

/** The start of Node alone. */
export const BARE = { argv: [process.execPath, '-e', '0'], cwd: '.' };

/**
 * A program of `floors/`, which does nothing but what no scanner can leave out. As the contender `floor` of a row it is put into
 * the row's formula in place of the scan.
 */
export function floorOf(name, ...args) {
  return [process.execPath, path.join(import.meta.dirname, 'floors', `${name}.cjs`), ...args];
}

/** For `node --require`: says at the end how much memory its process held at most. */
export const PEAK = path.join(import.meta.dirname, 'peak.cjs');

/** Runs a program for what it prints; throws where it fails. */
export function run(command, args, options = {}) {
  return runAny(command, args, options, [0]);
}

/** As {@link run}, where some other statuses are no failure. */
export function runAny(command, args, options, statuses) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  if (error !== undefined || !statuses.includes(status)) {
    throw new Error(`${command} ${args.join(' ')}: ${error ?? stderr}`);
  }
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
  return medians(contenders, rounds, wallTime);
}

/** As {@link medianTimes}: user and system time, as bash sees it, of all threads and child processes. */
export function medianCpuTimes(contenders, rounds) {
  return medians(contenders, rounds, cpuTime);
}

function medians(contenders, rounds, time) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, contender] of Object.entries(contenders)) {
      const ms = time(contender);
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

function cpuTime({ argv, cwd, statuses = [0] }) {
  const script = 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>/dev/null; } 2>&1; exit $?';
  const spent = runAny('bash', ['-c', script, 'bash', ...argv], { cwd }, statuses);
  const [user, system] = spent.trim().split(' ').map(Number);
  return 1000 * (user + system);
}

export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1];
}
