import { UNIVERSAL } from './arguments.js';
import type { Command } from './command.js';
import { COMMANDS } from './commands.js';
import { type Option, type OptionName, OPTIONS } from './options.js';

/** The help page of a command; that of the nameless one also lists the others. */
export function helpFor(command: Command): string {
  const isMain = command.name === null;
  return [
    `${invocationOf(command)}\n\n${command.summary}.`,
    isMain
      ? section(
          'Commands',
          COMMANDS.map((row) => [invocationOf(row), row.summary]),
        )
      : '',
    section(
      'Options',
      [...command.options, ...UNIVERSAL].map((name) => [optionText(name), OPTIONS[name].help]),
    ),
    section(
      'Examples',
      command.examples.map(({ line, does }) => [line, does]),
    ),
    isMain ? `${STATUSES}\n` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

const STATUSES = `Exit status
  0  complete and clean
  1  findings
  2  wrong usage or configuration, or it could not run
  3  no findings, but something could not be read`;

function invocationOf({ name, operands }: Command): string {
  return ['starrise-scan', name, operands].filter(Boolean).join(' ');
}

function optionText(name: OptionName): string {
  const { short, value }: Option<unknown> = OPTIONS[name];
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === null ? '' : ` ${value}`}`;
}

/** A heading over two aligned columns. */
function section(heading: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  const width = Math.max(...rows.map(([left]) => left.length));
  return [heading, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join('\n');
}
