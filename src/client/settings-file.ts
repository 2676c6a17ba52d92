import path from 'node:path';
import { isOfFirebase, isPublishableIn, isSecretName } from '../keys/secret-names.js';
import type { Classification } from './classify.js';
import { jsonMembers } from './json-members.js';
import { clientProblem, type ClientProblem } from './problem.js';
import { audienceOf, publicVariable, serverRouteOf } from './public-variable.js';

/** Files that give variables their values: environment files, CI, containers, and what platforms read. */
const SETTINGS_FILE =
  /(?:^|[\\/])(?:\.env(?:rc|\.[\w.-]+)?|[\w.-]*\.env|[\w.-]*(?:Docker|Container)file[\w.-]*|[\w.-]+\.ya?ml|[\w.-]+\.(?:sh|bash|zsh|ps1|mk|tf|tfvars)|Makefile|Jenkinsfile|(?:eas|app|vercel|angular|project|railway|capacitor\.config|tauri\.conf)\.json5?|(?:netlify|fly|railway)\.toml|wrangler\.(?:toml|jsonc?))$/i;

/** A name in capitals where something gives it a value: before `=` or `:`, behind `ARG` or `--build-arg`, or alone in a list. */
const GIVEN =
  /(?<![\w.$%-]|\$\{|secrets\.)["']?([A-Z][A-Z0-9_]{3,})(?:["']?[ \t]*(?:[:+?]?=|:(?![-=?+]))|(?<=(?:\b(?:ENV|ARG)|--build-arg)[ \t]+\1)(?![\w=])|(?<=^[ \t]*-[ \t]+["']?\1)["']?[ \t]*$|(?<=\b(?:name|key):[ \t]*["']?\1)["']?[ \t]*$)/gm;

/** Where a line is a comment from its beginning on. */
const COMMENT = /^[ \t]*(?:#|\/\/|;|rem\b|::)/i;

/** Members of JSON files whose values end in the app. Sources: src/client/frameworks.ts. */
const PUBLIC_MEMBERS: readonly { readonly file: RegExp; readonly within: string; readonly how: string }[] = [
  { file: /^app\.json$/i, within: 'extra', how: 'Expo puts `extra` into the app that users install' },
  { file: /^(?:angular|project)\.json$/i, within: 'define', how: '`define` writes the value into the bundle' },
];

export function isSettingsFile(file: string): boolean {
  return SETTINGS_FILE.test(file);
}

/** Public variables that a settings file gives a key to, and members of it that end in the app. */
export function settingsProblems(file: string, text: string, classification: Classification): ClientProblem[] {
  return [...variablesGiven(text, classification), ...membersGiven(file, text, classification)];
}

function variablesGiven(text: string, classification: Classification): ClientProblem[] {
  return [...text.matchAll(GIVEN)].flatMap(({ 0: whole, 1: name = '', index }) => {
    const start = index + whole.indexOf(name);
    if (COMMENT.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))) return [];
    return publicVariable(name, { start, end: start + name.length }, 'given', classification) ?? [];
  });
}

function membersGiven(file: string, text: string, { framework }: Classification): ClientProblem[] {
  const rows = PUBLIC_MEMBERS.filter((row) => row.file.test(path.basename(file)));
  if (rows.length === 0) return [];
  const members = jsonMembers(text);
  const firebases = new Set(
    members.filter(({ names }) => isOfFirebase(names.at(-1)!)).map(({ names }) => objectOf(names)),
  );
  return members.flatMap(({ names, start, end, isEmpty }) => {
    const row = rows.find(({ within }) => names.slice(0, -1).includes(within));
    const name = names.at(-1)?.split('.').at(-1) ?? '';
    if (row === undefined || isEmpty || !isSecretName(name)) return [];
    if (isPublishableIn(firebases.has(objectOf(names)) ? 'firebase' : (names.at(-2) ?? ''), name)) return [];
    return [
      clientProblem({
        code: 'inlined-value',
        start,
        end,
        message: `${name} reaches ${audienceOf(framework)}: ${row.how}`,
        correction: `Take it out of here, and read it in ${serverRouteOf(framework)}`,
      }),
    ];
  });
}

/** The way to the object that a member is in. */
function objectOf(names: readonly string[]): string {
  return names.slice(0, -1).join('\0');
}
