import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { median, PEAK, run, SCAN } from '../measure.js';
import { stagedCommit } from '../trees.js';

export const about = 'the memory of a hook at its peak, also where it finds a key';
export const formula = 'the larger peak in MB';
export const bar = 80;
export const ratio = ({ clean, found }) => Math.max(clean, found);

/**
 * The commit of the row `staged`, and the same with a script in it that has a key and calls the gateway, for which the
 * parser, the report and the advice are loaded too.
 */
export function prepare({ repository }) {
  const { folder, what, cleanUp } = stagedCommit(repository);
  return {
    what: `peak memory: ${what}; the same with a key in a script that calls the gateway`,
    contenders: { folder },
    measure: peaks,
    unit: 'MB',
    cleanUp,
  };
}

function peaks({ folder }, rounds) {
  const peak = (status) => median(Array.from({ length: rounds }, () => peakIn(folder, status)));
  const clean = peak(0);
  const script = `import OpenAI from 'openai';\nnew OpenAI({ baseURL: 'https://api.starrise.ai', apiKey: '${madeUpKey()}' });\n`;
  writeFileSync(path.join(folder, 'leak.js'), script);
  run('git', ['add', '--force', 'leak.js'], { cwd: folder });
  return { clean, found: peak(1) };
}

function peakIn(cwd, expected) {
  const [node, ...command] = SCAN;
  const { status, stdout, stderr } = spawnSync(node, ['--require', PEAK, ...command, 'staged'], {
    cwd,
    encoding: 'utf8',
  });
  const peak = /(\d+)$/.exec(stdout)?.[1];
  if (status !== expected || peak === undefined) throw new Error(`status ${status}: ${stderr}`);
  return Number(peak) / 1e6;
}

/** In no file: made here. */
function madeUpKey() {
  return `${'s' + 'k-'}${createHash('sha512').update('bench').digest('base64').replace(/[+/=]/g, '').slice(0, 48)}`;
}
