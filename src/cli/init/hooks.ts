/** What each hook runs. */
import type { Hook } from './choices.js';
import { MARK } from './step.js';

/** The line of a shell that a hook runs; `call` starts our command. A pre-push gets the name of the remote in `$1`. */
export function hookLine(hook: Hook, call: string): string {
  if (hook === 'pre-commit') return `${call} staged`;
  return hook === 'pre-push' ? `${call} history - --remote "$1"` : `${call} history -`;
}

/** What calls us where the project has not installed us: it has to be on the PATH. */
export const BY_NAME = 'starrise-scan';

/** A line that `init` wrote so, alone or as lefthook has it. */
const CALLS_BY_NAME = /^(\s*(?:run: )?)starrise-scan(?= (?:staged|history -))/gm;

/** `text`, with `call` in what called us by name before: an installation in the project is on no hook's PATH. */
export function withCall(text: string, call: string): string {
  return text.replace(CALLS_BY_NAME, (_, before: string) => before + call);
}

export function newScript(hook: Hook, call: string): string {
  return `#!/bin/sh\n${MARK}\n${hookLine(hook, call)}\n`;
}

/** Scripts that a line of ours can stand in; husky starts scripts without a first line of their own by `sh`. */
const SHELL = /^#!.*\b(?:ba|da|k|z|a)?sh\b/;

export function isShell(script: string): boolean {
  return !script.startsWith('#!') || SHELL.test(script);
}

/** Why our line cannot be put before what a hook does; `null` where it can. */
export function whyNotInto(hook: Hook): string | null {
  // Two readers of one standard input: the second would find it empty, and pass everything.
  if (hook !== 'pre-commit') return 'it may read the standard input that we need too';
  return null;
}

/**
 * Puts our line before all others: a script may end early, by `exec` or `exit`, and what stands after that is never
 * reached. The first line and the comments below it stay first.
 */
export function withOurLine(script: string, hook: Hook, call: string): string {
  const lines = script.split('\n');
  let at = lines[0]?.startsWith('#!') ? 1 : 0;
  // What husky 8 put there; it sets up the rest.
  if (/^\. .*husky\.sh"?$/.test(lines[at] ?? '')) at++;
  return [...lines.slice(0, at), MARK, `${hookLine(hook, call)} || exit $?`, ...lines.slice(at)].join('\n');
}

/**
 * What to put into a script that `init` does not change, or whose other commands read standard input. `unless` is a
 * condition of the shell under which nothing is done, with its `||`.
 */
export function snippetFor(hook: Hook, call: string, unless = ''): string {
  if (hook === 'pre-commit') return `${unless}${hookLine(hook, call)} || exit $?`;
  return [
    'input=$(cat)',
    `${unless}printf '%s\\n' "$input" | ${hookLine(hook, call)} || exit $?`,
    `# and before each other command that reads it: printf '%s\\n' "$input" |`,
  ].join('\n');
}
