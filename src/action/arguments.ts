import type { EventRange } from './event.js';

/** The inputs of action.yml. */
export interface Inputs {
  readonly scope: 'change' | 'history' | 'files';
  readonly paths: readonly string[];
  readonly verify: boolean;
  readonly gateways: readonly string[];
  readonly failOn: string;
  readonly config: string;
  readonly baseline: string;
  readonly sarif: string;
}

/** The command line for `starrise-scan`. A value stays with its option, so that none is taken for another option. */
export function argumentsFor(inputs: Inputs, range: EventRange, files: { json: string; sarif: string }): string[] {
  const given = [
    ['gateway', ...inputs.gateways],
    ['fail-on', inputs.failOn],
    ['config', inputs.config],
    ['baseline', inputs.baseline],
  ].flatMap(([name, ...values]) => values.filter((value) => value !== '').map((value) => `--${name}=${value}`));
  return [
    ...(inputs.scope === 'files' ? [] : ['history']),
    '--format=github',
    `--format=json=${files.json}`,
    `--format=sarif=${files.sarif}`,
    ...(inputs.verify ? ['--verify'] : []),
    ...given,
    '--',
    ...(inputs.scope === 'files' ? inputs.paths : revisions(range)),
  ];
}

/** Of a change without a commit nothing is scanned: the range from a commit to itself. */
function revisions(range: EventRange): readonly string[] {
  return range?.length === 0 ? ['HEAD..HEAD'] : (range ?? []);
}
