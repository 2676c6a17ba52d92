/** What the GitHub action runs (action.yml): the command line is made of the event, and the report told to GitHub. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { argumentsFor, type Inputs } from './action/arguments.js';
import { eventRange } from './action/event.js';
import { tellGitHub } from './action/tell.js';
import { describeError, main } from './cli/main.js';
import { UsageError } from './errors.js';
import type { Report } from './finding.js';
import { knowsCommit } from './git/revisions.js';

const { env } = process;
const cwd = process.cwd();

void act().then((status) => {
  process.exitCode = status;
});

async function act(): Promise<number> {
  try {
    const inputs = readInputs();
    const range = inputs.scope === 'change' ? await eventRange(readEvent(), (id) => knowsCommit(cwd, id)) : null;
    const json = path.join(env['RUNNER_TEMP'] ?? cwd, 'starrise-report.json');
    const sarif = path.resolve(cwd, inputs.sarif);
    const status = await main(argumentsFor(inputs, range, { json, sarif }), {
      cwd,
      env,
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
    });
    // 2: it did not run, and what lies there is of another run.
    const report = status === 2 ? null : (JSON.parse(readFileSync(json, 'utf8')) as Report);
    tellGitHub({
      status,
      report,
      sarif: report === null ? null : sarif,
      outputs: env['GITHUB_OUTPUT'],
      summary: env['GITHUB_STEP_SUMMARY'],
    });
    return status;
  } catch (error) {
    process.stderr.write(await describeError(error));
    return 2;
  }
}

/** GitHub hands inputs over as variables: no shell reads them. */
function readInputs(): Inputs {
  const input = (name: string): string => (env[`STARRISE_${name}`] ?? '').trim();
  const scope = input('SCOPE') || 'change';
  if (scope !== 'change' && scope !== 'history' && scope !== 'files') {
    throw new UsageError(`scope: ${scope}: expected change, history or files`);
  }
  return {
    scope,
    paths: input('PATHS')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    verify: isYes('verify', input('VERIFY')),
    gateways: input('GATEWAY')
      .split(/\s+/)
      .filter((word) => word !== ''),
    failOn: input('FAIL_ON'),
    config: input('CONFIG'),
    baseline: input('BASELINE'),
    sarif: input('SARIF') || 'starrise.sarif',
  };
}

/** A check that is not made would look like one that found nothing, so that no other word passes for "no". */
function isYes(name: string, value: string): boolean {
  if (value !== '' && value !== 'true' && value !== 'false')
    throw new UsageError(`${name}: ${value}: expected true or false`);
  return value === 'true';
}

function readEvent(): unknown {
  const file = env['GITHUB_EVENT_PATH'];
  if (file === undefined)
    throw new UsageError('GITHUB_EVENT_PATH is not set: this is for GitHub actions; elsewhere run starrise-scan');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UsageError('the file of GITHUB_EVENT_PATH holds no event');
  }
}
