import { UsageError } from '../errors.js';
import { didYouMean } from '../text/nearest.js';
import { listOf } from '../text/list.js';
import { UNIVERSAL } from './arguments.js';
import type { Command, Run } from './command.js';
import { COMMANDS } from './commands.js';
import { type Option, type OptionName, OPTIONS } from './options.js';

const SHELLS: Readonly<Record<string, () => string>> = { bash, zsh, fish };

/** Prints a completion script for a shell, made from the command table. */
export const run: Run = ({ operands }, io) => {
  const [shell = ''] = operands;
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (script === undefined || operands.length > 1) {
    const names = Object.keys(SHELLS);
    throw new UsageError(`completions needs the name of a shell, ${listOf(names, 'or')}${didYouMean(shell, names)}`);
  }
  io.stdout.write(script());
  return Promise.resolve(0);
};

const NAMES = COMMANDS.flatMap(({ name }) => name ?? []);

function optionsOf(command: Command): readonly OptionName[] {
  return [...command.options, ...UNIVERSAL];
}

function option(name: OptionName): Option<unknown> {
  return OPTIONS[name];
}

/** zsh reads it too, through its own `bashcompinit`. */
function bash(): string {
  const cases = COMMANDS.map((command) => {
    const pattern = command.name ?? '*';
    return `    ${pattern}) options="${optionsOf(command)
      .map((name) => `--${name}`)
      .join(' ')}" ;;`;
  });
  // The fallback row must stand last: a case takes the first pattern that matches.
  const ordered = [
    ...cases.filter((row) => !row.startsWith('    *)')),
    ...cases.filter((row) => row.startsWith('    *)')),
  ];
  const choices = Object.entries<Option<unknown>>(OPTIONS).flatMap(([name, { choices: words }]) =>
    words === undefined ? [] : [`    --${name}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word")); return ;;`],
  );
  return `_starrise_scan() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" options
  case "$before" in
${choices.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${ordered.join('\n')}
  esac
  if [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${NAMES.join(' ')}" -f -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _starrise_scan starrise-scan
`;
}

function zsh(): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash()}`;
}

function fish(): string {
  const commands = COMMANDS.flatMap(({ name, summary }) =>
    name === null ? [] : [`complete -c starrise-scan -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`],
  );
  const options = COMMANDS.flatMap((command) => {
    const when = command.name === null ? '__fish_use_subcommand' : `'__fish_seen_subcommand_from ${command.name}'`;
    return optionsOf(command).map((name) => {
      const { value, help, choices, short } = option(name);
      const parts = [
        `complete -c starrise-scan -n ${when} -l ${name}`,
        short !== undefined && `-s ${short}`,
        value !== null && '-r',
        choices !== undefined && `-f -a ${quoted(choices.join(' '))}`,
        `-d ${quoted(help)}`,
      ];
      return parts.filter(Boolean).join(' ');
    });
  });
  return `${[...commands, ...options].join('\n')}\n`;
}

/** For fish: single quotes, in which only the quote and the backslash mean something. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
