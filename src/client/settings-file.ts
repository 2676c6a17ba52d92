import type { Classification } from './classify.js';
import type { ClientProblem } from './problem.js';
import { publicVariable } from './public-variable.js';

/** Files that give variables their values: environment files, CI, containers, and what platforms read. */
const SETTINGS_FILE =
  /(?:^|[\\/])(?:\.env(?:\.[\w.-]+)?|[\w.-]*\.env|[\w.-]*Dockerfile[\w.-]*|[\w.-]+\.ya?ml|(?:eas|app|vercel)\.json|netlify\.toml|wrangler\.(?:toml|jsonc?))$/i;

/** `NAME=`, `NAME: `, `"NAME": `, `ENV NAME value`, `ARG NAME`, `- NAME=`, at the beginning of a line or member. */
const GIVEN =
  /^(?:[ \t]*(?:(?:export|ENV|ARG|-)[ \t]+)?|.*[{,][ \t]*)["']?([A-Z][A-Z0-9_]+)["']?[ \t]*(?:[:=]|[ \t]\S|$)/gm;

export function isSettingsFile(file: string): boolean {
  return SETTINGS_FILE.test(file);
}

/** Public variables that a settings file gives a key to. Comments begin with `#` and so give nothing. */
export function settingsProblems(text: string, classification: Classification): ClientProblem[] {
  return [...text.matchAll(GIVEN)].flatMap(({ 0: line, 1: name = '', index }) => {
    const start = index + line.lastIndexOf(name);
    return publicVariable(name, start, start + name.length, classification) ?? [];
  });
}
