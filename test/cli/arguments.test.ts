import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/arguments.js';
import { COMMANDS } from '../../src/cli/commands.js';
import { helpFor } from '../../src/cli/help.js';
import { OPTIONS } from '../../src/cli/options.js';

const parse = (...argv: string[]) => parseCommandLine(argv, (path) => path === 'stagd.d');

describe('a command line', () => {
  it('is a scan of paths where it names no command', () => {
    expect(parse()).toMatchObject({ command: { name: null }, operands: [], values: {} });
    expect(parse('src', '.env')).toMatchObject({ command: { name: null }, operands: ['src', '.env'] });
    expect(parse('./staged')).toMatchObject({ command: { name: null }, operands: ['./staged'] });
    expect(parse('--', '--odd')).toMatchObject({ command: { name: null }, operands: ['--odd'] });
    expect(parse('-')).toMatchObject({ operands: ['-'] });
  });

  it('may have options before and after the command', () => {
    expect(parse('-q', 'staged', '--fail-on=warning')).toMatchObject({
      command: { name: 'staged' },
      values: { quiet: true, 'fail-on': 'warning' },
    });
  });

  it('has its values read', () => {
    expect(
      parse(
        '--format',
        'json=a=b.json',
        '--format=text',
        '--shard',
        '2/4',
        '--max-size',
        '1.5MB',
        '--exclude',
        'a',
        '--exclude',
        'b',
      ).values,
    ).toEqual({
      format: [
        { format: 'json', file: 'a=b.json' },
        { format: 'text', file: null },
      ],
      shard: { index: 2, count: 4 },
      'max-size': 1_500_000,
      exclude: ['a', 'b'],
    });
  });
});

describe('a mistake', () => {
  it.each([
    [['--fromat', 'json'], '--fromat: unknown option (did you mean --format?); see starrise-scan --help'],
    [['-x'], '-x: unknown option; see starrise-scan --help'],
    [
      ['--exclude', '!ours/**'],
      '--exclude !ours/**: a glob that begins with ! takes nothing back: name what is meant without it',
    ],
    [['--quite'], '--quite: unknown option (did you mean --quiet?); see starrise-scan --help'],
    [
      ['staged', '--shard', '1/2'],
      '--shard: is no option of staged, but of a scan of files; see starrise-scan staged --help',
    ],
    [['--since', '2026-01-31'], '--since: is no option of a scan of files, but of history; see starrise-scan --help'],
    [['stagd'], 'no command and no file is called stagd: did you mean starrise-scan staged?'],
    [['help'], 'no command and no file is called help: did you mean starrise-scan --help?'],
    [['--staged'], '--staged: a command: starrise-scan staged'],
    [['staged', 'src'], 'staged reads the whole index: narrow it with --include GLOB; see starrise-scan staged --help'],
    [['init', 'src'], 'init takes no paths or names; see starrise-scan init --help'],
    [['verify', 'a-key'], 'verify reads what it is about from standard input, never from arguments'],
    [['explain', 'a-key'], 'explain reads what it is about from standard input, never from arguments'],
    [['--config'], '--config needs a value: --config FILE'],
    [['--config', '--quiet'], '--config needs a value: --config FILE'],
    [['--config='], '--config needs a value: --config FILE'],
    [['--quiet=yes'], '--quiet takes no value'],
    [['--format', 'jsonn'], '(did you mean json?)'],
    [['--format', 'json='], '--format json=: no file after "="'],
    [['--format', 'json', '--format', 'sarif'], 'both go to standard output'],
    [['--fail-on', 'info'], '--fail-on info: expected error, warning'],
    [['--shard', '0/2'], '--shard 0/2: expected i/n'],
    [['--shard', '3/2'], '--shard 3/2: expected i/n'],
    [['--max-size', 'huge'], '--max-size huge: expected a number of bytes'],
    [['--max-size', '0'], '--max-size 0: expected a number of bytes'],
  ])('%j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(message);
  });

  it('is no mistake where a file has the name', () => {
    expect(parse('stagd.d').operands).toEqual(['stagd.d']);
  });
});

describe('the command table', () => {
  it.each(COMMANDS.map((command) => [command.name ?? 'the default', command] as const))(
    'has all of %s',
    async (name, command) => {
      const help = helpFor(command);
      expect(help).toContain(command.summary);
      expect(help).toContain('Examples');
      for (const option of command.options) expect(help).toContain(`--${option}`);
      expect(new Set(command.options).size).toBe(command.options.length);
      for (const { line } of command.examples) {
        expect(line).toContain('starrise-scan');
      }
      expect(await command.load()).toHaveProperty('run');
      if (command.name !== null) expect(parse(name, '--help').command).toBe(command);
    },
  );

  it('lists every other command on the first help page, and uses every option', () => {
    const [main] = COMMANDS;
    for (const { name } of COMMANDS) expect(helpFor(main!)).toContain(name ?? '[paths…]');
    const used = new Set<string>([...COMMANDS.flatMap(({ options }) => options), 'help', 'version']);
    expect(Object.keys(OPTIONS).filter((name) => !used.has(name))).toEqual([]);
  });
});
