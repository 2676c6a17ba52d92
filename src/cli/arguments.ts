import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from '../errors.js';
import { listOf } from '../text/list.js';
import { didYouMean, nearestName } from '../text/nearest.js';
import type { Command, Invocation } from './command.js';
import { COMMANDS } from './commands.js';
import { type Option, type OptionName, OPTIONS, type OptionValues } from './options.js';

const NAMES = Object.keys(OPTIONS) as OptionName[];

/** Options that every command takes. */
export const UNIVERSAL: readonly OptionName[] = ['help', 'version'];

/** Understands a command line (without `node` and the script), or throws a {@link UsageError}. */
export function parseCommandLine(argv: readonly string[], cwdHas: (path: string) => boolean = existsSync): Invocation {
  const { tokens } = parseArgs({
    args: [...argv],
    options: parserOptions(),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const { command, operands } = commandFor(positionals, cwdHas);
  const given = new Map<OptionName, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const name = knownOption(token.name, token.rawName, command);
    const values = given.get(name) ?? [];
    values.push(valueOf(token, OPTIONS[name]));
    given.set(name, values);
  }
  if (given.has('as-change') && !tokens.some(({ kind }) => kind === 'option-terminator')) {
    // A hostile repository may hold a file that is called like an option.
    throw new UsageError('--as-change needs -- before the files: starrise-scan --as-change -- FILE…');
  }
  return { command, operands, values: readValues(given) };
}

function parserOptions(): Record<string, { type: 'string' | 'boolean'; short?: string }> {
  return Object.fromEntries(
    Object.entries<Option<unknown>>(OPTIONS).map(([name, { value, short }]) => [
      name,
      { type: value === null ? 'boolean' : 'string', ...(short !== undefined && { short }) },
    ]),
  );
}

function commandFor(
  positionals: readonly string[],
  cwdHas: (path: string) => boolean,
): Pick<Invocation, 'command' | 'operands'> {
  const [first, ...rest] = positionals;
  const named = COMMANDS.find(({ name }) => name !== null && name === first);
  if (named !== undefined) {
    if (named.operands === '' && rest.length > 0) {
      const { name, instead = 'takes no paths or names' } = named;
      throw new UsageError(`${String(name)} ${instead}; see starrise-scan ${String(name)} --help`);
    }
    return { command: named, operands: rest };
  }
  if (first !== undefined) refuseMistypedCommand(first, cwdHas);
  const fallback = COMMANDS.find(({ name }) => name === null) as Command;
  return { command: fallback, operands: positionals };
}

/** A word that is no path here and close to a command is the command, mistyped: not a path that matched nothing. */
function refuseMistypedCommand(word: string, cwdHas: (path: string) => boolean): void {
  if (!/^[a-z]+$/.test(word) || cwdHas(word)) return;
  const meant = UNIVERSAL.includes(word as OptionName) ? `--${word}` : nearestName(word, commandNames());
  if (meant !== null) {
    throw new UsageError(`no command and no file is called ${word}: did you mean starrise-scan ${meant}?`);
  }
}

function commandNames(): readonly string[] {
  return COMMANDS.flatMap(({ name }) => name ?? []);
}

function knownOption(name: string, rawName: string, command: Command): OptionName {
  const allowed = [...command.options, ...UNIVERSAL];
  const found = allowed.find((option) => option === name);
  if (found !== undefined) return found;
  if (commandNames().includes(name)) throw new UsageError(`${rawName}: a command: starrise-scan ${name}`);
  const why = NAMES.includes(name as OptionName)
    ? `is no option of ${calledAs(command)}, but of ${listOf(takersOf(name as OptionName), 'and')}`
    : 'unknown option';
  const help = `see starrise-scan ${command.name === null ? '' : `${command.name} `}--help`;
  throw new UsageError(`${rawName}: ${why}${didYouMean(name, allowed, '--')}; ${help}`);
}

/** The commands that take an option. */
function takersOf(name: OptionName): string[] {
  return COMMANDS.filter(({ options }) => options.includes(name)).map(calledAs);
}

function calledAs({ name }: Command): string {
  return name ?? 'a scan of files';
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function valueOf({ rawName, value, inlineValue }: OptionToken, option: Option<unknown>): string {
  if (option.value === null) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value`);
    return '';
  }
  const isNextOption = inlineValue !== true && value !== undefined && /^-./.test(value);
  if (value === undefined || value === '' || isNextOption) {
    throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}`);
  }
  return value;
}

function readValues(given: ReadonlyMap<OptionName, readonly string[]>): OptionValues {
  return Object.fromEntries([...given].map(([name, values]) => [name, OPTIONS[name].read(values)]));
}
