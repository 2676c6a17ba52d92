import type { Command } from './command.js';
import type { OptionName } from './options.js';

const OUTPUT: readonly OptionName[] = ['format', 'quiet', 'color', 'no-color'];

/** What every command that scans takes. */
const SCAN: readonly OptionName[] = [
  ...OUTPUT,
  'no-progress',
  'config',
  'baseline',
  'fail-on',
  'include',
  'exclude',
  'max-size',
];

/** Every command: a new one is a file beside this one and a row here; help and completions follow. */
export const COMMANDS: readonly Command[] = [
  {
    name: null,
    operands: '[paths…]',
    summary: 'Find keys in files and folders (default: the current folder); "-" reads standard input',
    options: [...SCAN, 'shard'],
    examples: [
      { line: 'starrise-scan', does: 'the current folder; in a git repository, what git does not ignore' },
      { line: 'starrise-scan src .env', does: 'these, .env even where git ignores it' },
      { line: 'starrise-scan --format sarif=keys.sarif', does: 'a SARIF report in a file, for code scanning' },
      { line: 'git diff | starrise-scan -', does: 'standard input' },
    ],
    load: () => import('./files.js'),
  },
  {
    name: 'staged',
    operands: '',
    summary: 'Find keys in what git commit would record: the index, not the work tree',
    options: SCAN,
    examples: [{ line: 'starrise-scan staged', does: 'in a pre-commit hook' }],
    load: () => import('./staged.js'),
  },
];
