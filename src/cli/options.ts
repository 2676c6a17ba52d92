import type { FailOn } from '../config/config.js';
import { isTakenBack, NOT_TAKEN_BACK } from '../config/globs.js';
import { parseSize } from '../text/size.js';
import { UsageError } from '../errors.js';
import { type Shard, SEVERITIES } from '../finding.js';
import { HOOKS, type Hook, SERVICES, type Service } from './init/choices.js';
import { didYouMean } from '../text/nearest.js';
import { FORMATS, type FormatName } from '../report/index.js';

/** One option of the command line. `read` turns what was given, in order, into the value that commands see. */
export interface Option<T> {
  /** How the value is called in help; `null` for a flag. */
  readonly value: string | null;
  readonly help: string;
  readonly short?: string;
  /** Values that a shell can complete. */
  readonly choices?: readonly string[];
  /** Whether the value is a path, for shell completion. */
  readonly isPath?: boolean;
  readonly read: (given: readonly string[]) => T;
}

/** A report that was asked for: where it goes, `null` for standard output. */
export interface FormatRequest {
  readonly format: FormatName;
  readonly file: string | null;
}

const FAIL_ON = [...SEVERITIES, 'live'] as const;

/** Every option of every command. A command's row in `commands.ts` names those it takes. */
export const OPTIONS = {
  format: {
    value: 'FORMAT[=FILE]',
    help: `Report as ${Object.keys(FORMATS).join(', ')} (default text), into FILE if given; repeatable`,
    choices: Object.keys(FORMATS),
    read: (given: readonly string[]): FormatRequest[] => formatRequests(given),
  },
  config: { ...pathOption('FILE', 'Use this configuration instead of the nearest starrise.config.json') },
  baseline: {
    ...pathOption('FILE', 'Accept what this baseline lists (default starrise.baseline.json of the project)'),
  },
  'fail-on': {
    value: 'SEVERITY',
    help: 'What ends with status 1: error (default), warning, or with --verify only keys that are live',
    choices: FAIL_ON,
    read: (given: readonly string[]): FailOn | 'live' => oneOf('--fail-on', last(given), FAIL_ON),
  },
  verify: flag('Ask the gateway whether the keys are live; says first what is sent where'),
  'dry-run': flag('Send nothing (--verify) or write nothing (init), and say what would be'),
  gateway: {
    value: 'URL',
    help: 'The gateway that keys belong to (default https://api.starrise.ai); repeatable',
    read: (given: readonly string[]): readonly string[] => given,
  },
  'verify-ambiguous': flag('With --verify: send keys too that nothing ties to the gateway but their form'),
  'no-cache': flag('Believe nothing from earlier runs: look at every object, ask for every key again'),
  'key-env': {
    value: 'NAME',
    help: 'Read the key from this environment variable instead of standard input',
    read: last,
  },
  shard: {
    value: 'i/n',
    help: 'Read only part i of n parts of the files; join the JSON reports with merge',
    read: (given: readonly string[]): Shard => parseShard(last(given)),
  },
  'as-change': flag(
    'The paths are the files of a change, as hook managers pass them: the configuration may leave out all',
  ),
  include: globOption('--include', 'Read only paths that match; repeatable'),
  exclude: globOption('--exclude', 'Leave out paths that match; repeatable'),
  'max-size': {
    value: 'SIZE',
    help: 'Leave out larger files, and name them in the report: bytes, or a size such as 10MB',
    read: (given: readonly string[]): number => parseMaxSize(last(given)),
  },
  'max-pages': {
    value: 'N',
    help: 'Of a deployed site read N pages at most, by the links between them (default 50); 1: the named page alone',
    read: (given: readonly string[]): number => parseCount('--max-pages', last(given)),
  },
  since: {
    value: 'DATE',
    help: 'Only what commits after DATE added, in any form git reads: 2026-01-31, "2 weeks ago"',
    read: last,
  },
  remote: {
    value: 'NAME',
    help: 'With "-" in a pre-push hook: the remote pushed to, "$1"; only what it has counts as known',
    read: last,
  },
  'new-since': pathOption('REPORT', 'Only what is new since the history that this JSON report is of'),
  submodules: flag(
    'Scan the submodules too whose repositories are on this machine; those that are not make the scan incomplete',
  ),
  hook: {
    value: 'HOOK',
    help: `The hook to write: ${HOOKS.join(', ')} (default pre-commit, in a bare repository pre-receive); repeatable`,
    choices: HOOKS,
    read: (given: readonly string[]): Hook[] => given.map((each) => oneOf('--hook', each, HOOKS)),
  },
  ci: {
    value: 'SERVICE',
    help: `Write the pipeline for ${SERVICES.join(', ')}; repeatable`,
    choices: SERVICES,
    read: (given: readonly string[]): Service[] => given.map((each) => oneOf('--ci', each, SERVICES)),
  },
  quiet: { ...flag('Print findings and errors only'), short: 'q' },
  'no-progress': flag('Never show progress'),
  color: flag('Use colour even where the output is not a terminal'),
  'no-color': flag('Use no colour (as does a NO_COLOR variable)'),
  help: { ...flag('Show help'), short: 'h' },
  version: flag('Show the version'),
} as const satisfies Record<string, Option<unknown>>;

export type OptionName = keyof typeof OPTIONS;

/** What was given, by option; an option that was not given is absent. */
export type OptionValues = { readonly [Name in OptionName]?: ReturnType<(typeof OPTIONS)[Name]['read']> };

function flag(help: string): Option<boolean> {
  return { value: null, help, read: () => true };
}

function pathOption(value: string, help: string): Option<string> {
  return { value, help, isPath: true, read: last };
}

function globOption(option: string, help: string): Option<readonly string[]> {
  const read = (given: readonly string[]): readonly string[] => {
    const wrong = given.find(isTakenBack);
    if (wrong !== undefined) throw new UsageError(`${option} ${wrong}: ${NOT_TAKEN_BACK}`);
    return given;
  };
  return { value: 'GLOB', help, read };
}

function last(given: readonly string[]): string {
  return given.at(-1) ?? '';
}

function oneOf<T extends string>(option: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === given);
  if (found !== undefined) return found;
  throw new UsageError(`${option} ${given}: expected ${allowed.join(', ')}${didYouMean(given, allowed)}`);
}

function formatRequests(given: readonly string[]): FormatRequest[] {
  const requests = given.map((text) => {
    const [name = '', ...file] = text.split('=');
    const format = oneOf('--format', name, Object.keys(FORMATS) as FormatName[]);
    if (file.length > 0 && file.join('=') === '') throw new UsageError(`--format ${text}: no file after "="`);
    return { format, file: file.length === 0 ? null : file.join('=') };
  });
  const toOutput = requests.filter(({ file }) => file === null).map(({ format }) => format);
  if (toOutput.length > 1) {
    throw new UsageError(
      `--format ${toOutput.join(' and ')} both go to standard output; give one of them a file: --format ${toOutput[1] ?? ''}=FILE`,
    );
  }
  return requests;
}

function parseShard(given: string): Shard {
  const [index = 0, count = 0] = /^(\d+)\/(\d+)$/.exec(given)?.slice(1).map(Number) ?? [];
  if (index >= 1 && index <= count) return { index, count };
  throw new UsageError(`--shard ${given}: expected i/n with i from 1 to n, such as 2/4`);
}

function parseCount(option: string, given: string): number {
  if (/^[1-9]\d{0,6}$/.test(given)) return Number(given);
  throw new UsageError(`${option} ${given}: expected a number from 1 on`);
}

function parseMaxSize(given: string): number {
  const bytes = parseSize(given);
  if (bytes !== null && bytes > 0) return bytes;
  throw new UsageError(`--max-size ${given}: expected a number of bytes or a size such as 10MB`);
}
