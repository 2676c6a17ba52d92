import { Buffer } from 'node:buffer';
import { decodeBytes } from '../detect/decode.js';
import { detectText, type KeyMatch } from '../detect/index.js';
import { UsageError } from '../errors.js';
import type { Verification } from '../finding.js';
import { inert } from '../text/inert.js';
import { adviseVerdict } from '../verify/advice.js';
import { describePlan, planVerification, runPlan } from '../verify/index.js';
import type { Run } from './command.js';
import { isLive } from './exit-status.js';
import { withInterruption } from './interruptions.js';
import type { Io } from './io.js';
import type { OptionValues } from './options.js';
import { verifySettings } from './verifier.js';

/** Larger input is no key: a mistake that would be read for long. Bytes. */
const MOST_INPUT = 100_000;

export const run: Run = async ({ values }, io) => {
  const { secret, issuer, candidates } = onlyKeyIn(await readInput(values, io));
  const settings = {
    ...(await verifySettings(values, io)),
    // Whoever hands over a key and asks has said what is meant; and asks about now, not about a moment ago.
    sendAmbiguous: true,
    useCache: false,
  };
  const plan = planVerification([{ secret, issuer, candidates, evidence: [] }], settings);
  const [held] = plan.held;
  if (held !== undefined) throw new UsageError(`the key ${held.redacted} is not sent: ${held.why}`);
  for (const line of describePlan(plan)) io.stderr.write(`verify: ${line}\n`);
  if (values['dry-run'] === true) return 0;

  const { verdicts } = await withInterruption((signal) => runPlan(plan, { ...settings, signal }));
  // A plan that holds nothing back has its one key, and every key has its verdict.
  const verdict = [...verdicts.values()][0]!;
  const advice = adviseVerdict(secret, verdict, { isPublic: false, inHistory: false });
  io.stdout.write(
    `${secret.redacted} is ${verdict.state} at ${verdict.host}: ${inert(verdict.detail)}\n→ ${inert(advice)}\n`,
  );
  return statusOf(verdict, values);
};

/** 0 once the key is revoked (with `--fail-on live`: not live), 1 before, 3 where that could not be learned. */
function statusOf(verification: Verification, values: OptionValues): number {
  if (verification.state === 'unknown') return 3;
  const isDone = values['fail-on'] === 'live' ? !isLive({ verification }) : verification.state === 'unrecognized';
  return isDone ? 0 : 1;
}

async function readInput(values: OptionValues, io: Io): Promise<string> {
  const name = values['key-env'];
  if (name !== undefined) {
    const value = io.env[name];
    if (value === undefined || value === '')
      throw new UsageError(`--key-env ${name}: no such variable, or it is empty`);
    return value;
  }
  if (io.stdin.isTTY === true) io.stderr.write('verify: reading the key from standard input; end with Ctrl-D\n');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of io.stdin) {
    const bytes = Buffer.from(chunk as Buffer | string);
    chunks.push(bytes);
    length += bytes.length;
    if (length > MOST_INPUT) throw new UsageError('standard input holds more than a key');
  }
  // PowerShell may write UTF-16.
  const { text } = decodeBytes(Buffer.concat(chunks));
  if (text.trim() === '') throw new UsageError('verify reads the key from standard input, and that was empty');
  return text;
}

/** The one key of `text`: alone, after `Bearer`, in a line of an .env file; with or without `sk-`. */
function onlyKeyIn(text: string): Pick<KeyMatch, 'secret' | 'issuer' | 'candidates'> {
  const asWritten = matchesIn(text);
  const matches = asWritten.length > 0 ? asWritten : matchesIn(`Bearer ${text.trim()}`);
  const [first, ...others] = matches;
  if (first === undefined) {
    throw new UsageError(
      'there is no key in it: expected sk- and 48 letters and digits; starrise-scan explain tells more',
    );
  }
  if (others.some(({ secret }) => secret.fingerprint !== first.secret.fingerprint)) {
    throw new UsageError('there is more than one key in it: give one; to check many, scan them with --verify');
  }
  return first;
}

function matchesIn(text: string): readonly KeyMatch[] {
  const { matches, suppressed } = detectText(text, { gateways: [], variables: [], foreignSuppressions: false });
  return [...matches, ...suppressed];
}
