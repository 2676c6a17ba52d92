import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { median, run, SCAN } from '../measure.js';
import { scratchFolder, stagedCommit } from '../trees.js';

export const about = 'the memory of a hook at its peak, also where it finds a key';
export const formula = 'the larger peak in MB';
export const bar = 80;
export const ratio = ({ clean, found }) => Math.max(clean, found);

/** Says at the end what the process had at most; `maxRSS` is in kB. */
const PEAK = "process.on('exit', () => process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`));";

/**
 * The commit of the row `staged`, and the same with a script in it that has a key and calls the gateway, for which the
 * parser, the report and the advice are loaded too.
 */
export function prepare({ repository }) {
  const { folder, what, cleanUp } = stagedCommit(repository);
  const scratch = scratchFolder();
  const preload = path.join(scratch.folder, 'peak.cjs');
  writeFileSync(preload, PEAK);
  return {
    what: `peak memory: ${what}; the same with a key in a script that calls the gateway`,
    contenders: { folder, preload },
    measure: peaks,
    unit: 'MB',
    cleanUp: () => {
      cleanUp();
      scratch.cleanUp();
    },
  };
}

function peaks({ folder, preload }, rounds) {
  const peak = (status) => median(Array.from({ length: rounds }, () => peakIn(folder, preload, status)));
  const clean = peak(0);
  const script = `import OpenAI from 'openai';\nnew OpenAI({ baseURL: 'https://api.starrise.ai', apiKey: '${madeUpKey()}' });\n`;
  writeFileSync(path.join(folder, 'leak.js'), script);
  run('git', ['add', '--force', 'leak.js'], { cwd: folder });
  return { clean, found: peak(1) };
}

function peakIn(cwd, preload, expected) {
  const [node, ...command] = SCAN;
  const { status, stderr } = spawnSync(node, ['--require', preload, ...command, 'staged'], { cwd, encoding: 'utf8' });
  const peak = /peak (\d+)\n$/.exec(stderr)?.[1];
  if (status !== expected || peak === undefined) throw new Error(`status ${status}: ${stderr}`);
  return Number(peak) / 1000;
}

/** In no file: made here. */
function madeUpKey() {
  return `${'s' + 'k-'}${createHash('sha512').update('bench').digest('base64').replace(/[+/=]/g, '').slice(0, 48)}`;
}
