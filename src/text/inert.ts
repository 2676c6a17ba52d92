import { latePattern } from './late-pattern.js';

/**
 * Text of others (paths, source lines, names of refs) with everything that could steer a terminal or hide from the
 * reader made visible: control characters and escape sequences, bidirectional and other invisible characters, line
 * breaks, halves of surrogate pairs and what is no character at all. A tab becomes one space, so that carets stay below what they point at.
 *
 * Runners of CI take orders from what a program prints: those lose the character that makes them orders.
 */
export function inert(text: string): string {
  const seen = PLAIN.test(text) ? text : text.replace(unseen(), (char) => (char === '\t' ? ' ' : visible(char)));
  return seen.replace(ORDERS, visible);
}

const PLAIN = /^[ -~]*$/;
const unseen = latePattern(String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]`, 'gu');

/**
 * What makes a line an order: `::name …::` at its start for GitHub, `##[name]` anywhere for GitHub, `##vso[…]` and
 * `##teamcity[…]` for others.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs (TryParseV2, TryParse)
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
 * https://www.jetbrains.com/help/teamcity/service-messages.html
 */
const ORDERS = /(?<=^\s*):(?=:)|#(?=#\w*\[)/g;

function visible(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}
