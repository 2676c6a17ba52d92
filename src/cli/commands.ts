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
  'verify',
  'dry-run',
  'gateway',
  'verify-ambiguous',
  'no-cache',
  'include',
  'exclude',
  'max-size',
];

/** An argument stays in the history of the shell, and every process of the machine may read it. */
const NO_KEY_IN_ARGUMENTS = 'reads what it is about from standard input, never from arguments, which others can see';

/** Every command: a new one is a file beside this one and a row here; help and completions follow. */
export const COMMANDS: readonly Command[] = [
  {
    name: null,
    operands: '[paths…]',
    summary: 'Find keys in files and folders (default: the current folder); "-" reads standard input',
    options: [...SCAN, 'shard', 'as-change'],
    examples: [
      { line: 'starrise-scan', does: 'the current folder; in a git repository, what git does not ignore' },
      { line: 'starrise-scan src .env', does: 'these, .env even where git ignores it' },
      { line: 'starrise-scan --format sarif=keys.sarif', does: 'a SARIF report in a file, for code scanning' },
      { line: 'git diff | starrise-scan -', does: 'standard input' },
      { line: 'starrise-scan --as-change -- a.js b.js', does: 'for a hook manager that passes the files of a commit' },
    ],
    load: () => import('./files.js'),
  },
  {
    name: 'staged',
    operands: '',
    instead: 'reads the whole index: narrow it with --include GLOB',
    summary: 'Find keys in what git commit would record: the index, not the work tree',
    options: SCAN,
    examples: [{ line: 'starrise-scan staged', does: 'in a pre-commit hook' }],
    load: () => import('./staged.js'),
  },
  {
    name: 'bundle',
    operands: '<target…>',
    summary:
      'Find keys in built frontend code and trace them to their source: a folder, file, archive or deployed site',
    options: [...SCAN, 'max-pages'],
    examples: [
      { line: 'starrise-scan bundle .', does: 'what the build of this project wrote' },
      { line: 'starrise-scan bundle dist', does: 'one build folder, its source maps too' },
      { line: 'starrise-scan bundle app.apk package.tgz', does: 'what is in archives' },
      { line: 'starrise-scan bundle https://app.example', does: 'a deployed site, as a browser would load it' },
    ],
    load: () => import('./bundle.js'),
  },
  {
    name: 'history',
    operands: '[revs…]',
    summary: 'Find keys in every object of the git repository, and who put them there; "-" reads what git tells a hook',
    options: [...SCAN, 'since', 'new-since', 'submodules', 'remote'],
    examples: [
      { line: 'starrise-scan history', does: 'all branches, tags, stashes, reflogs, and what nothing reaches' },
      { line: 'starrise-scan history origin/main..HEAD', does: 'what these commits add' },
      {
        line: 'starrise-scan history --new-since report.json',
        does: 'what came since the scan that wrote this report',
      },
      { line: 'starrise-scan history --submodules', does: 'the histories of submodules as well' },
      { line: 'starrise-scan history -', does: 'in a pre-push or pre-receive hook: what is pushed' },
    ],
    load: () => import('./history.js'),
  },
  {
    name: 'baseline',
    operands: '[paths…]',
    summary: "Accept today's findings into the baseline file, so that only new ones fail",
    options: ['config', 'baseline', 'include', 'exclude', 'max-size', 'quiet', 'no-progress', 'color', 'no-color'],
    examples: [
      { line: 'starrise-scan baseline', does: 'write starrise.baseline.json, to be committed' },
      { line: 'starrise-scan', does: 'from now on reports what is not in it, and its stale entries' },
    ],
    load: () => import('./baseline.js'),
  },
  {
    name: 'merge',
    operands: '<report.json…>',
    summary: 'Join the JSON reports of shards into one report',
    options: [...OUTPUT, 'fail-on'],
    examples: [
      { line: 'starrise-scan --shard 1/2 --format json=1.json', does: 'on one machine' },
      { line: 'starrise-scan --shard 2/2 --format json=2.json', does: 'on another' },
      { line: 'starrise-scan merge 1.json 2.json', does: 'one report, one exit status; a missing shard is a gap' },
    ],
    load: () => import('./merge.js'),
  },
  {
    name: 'init',
    operands: '',
    summary:
      'Write the hook for the hook manager of this repository, a configuration, a pipeline; never over what is there',
    options: ['hook', 'ci', 'dry-run'],
    examples: [
      { line: 'starrise-scan init', does: 'a pre-commit hook, for husky, lefthook, pre-commit … or git itself' },
      { line: 'starrise-scan init --hook pre-commit --hook pre-push', does: 'also what is pushed, commit by commit' },
      { line: 'starrise-scan init --hook pre-receive', does: 'in a repository on a server: refuse pushes with keys' },
      { line: 'starrise-scan init --ci github --dry-run', does: 'show what would be written for a pipeline' },
    ],
    load: () => import('./init.js'),
  },
  {
    name: 'explain',
    operands: '',
    instead: NO_KEY_IN_ARGUMENTS,
    summary: 'Say why the string on standard input is or is not a key, decision by decision',
    options: ['config', 'color', 'no-color'],
    examples: [
      { line: 'sed -n 12p .env | starrise-scan explain', does: 'line 12 of .env' },
      { line: 'starrise-scan explain', does: 'type or paste, then Ctrl-D: nothing lands in the history of the shell' },
    ],
    load: () => import('./explain.js'),
  },
  {
    name: 'completions',
    operands: 'bash|zsh|fish',
    summary: 'Print the completion script for a shell',
    options: [],
    examples: [
      { line: 'source <(starrise-scan completions bash)', does: 'in ~/.bashrc; the same with zsh in ~/.zshrc' },
      { line: 'starrise-scan completions fish | source', does: 'in ~/.config/fish/config.fish' },
    ],
    load: () => import('./completions.js'),
  },
  {
    name: 'verify',
    operands: '',
    instead: NO_KEY_IN_ARGUMENTS,
    summary: 'Ask the gateway about one key, read from standard input or --key-env; never given as an argument',
    options: ['key-env', 'gateway', 'dry-run', 'fail-on'],
    examples: [
      { line: 'pass show gateway-key | starrise-scan verify', does: 'status 0 once it is revoked, 1 before' },
      { line: 'starrise-scan verify --key-env OLD_KEY --gateway https://gateway.example', does: 'at another gateway' },
    ],
    load: () => import('./verify.js'),
  },
];
