import { isComponent } from '../syntax/index.js';
import type { Classification } from './classify.js';
import { FRAMEWORKS } from './frameworks.js';
import { publicVariable } from './public-variable.js';
import { isBuildFile } from './script/builds.js';
import { isLoaderFile } from './script/results.js';
import { namesWith } from './signs.js';

/** UTF-16 units; nobody writes a longer script by hand. */
const LONG = 256 * 1024;

/**
 * Whether a script is worth parsing for keys on their way to browsers. For those that nobody wrote by hand a guess: a
 * bundle of a megabyte takes seconds, and most hold nothing but words that look like it. For all others "no" is certain.
 */
export function isWorthParsing(file: string, text: string, classification: Classification): boolean {
  if (classification.side === 'client') return true;
  if (text.length > LONG) return mayHoldProblems(text, classification);
  if (isComponent(text) || isBuildFile(file) || isLoaderFile(file)) return true;
  return SIGN.test(text) || (classification.framework !== null && ENVIRONMENT.test(text));
}

/** Where a name begins that some framework makes public. */
const PUBLIC_NAME = new RegExp(
  FRAMEWORKS.flatMap(({ publicVariable: names }) => (names instanceof RegExp ? beginning(names) : [])).join('|'),
  'g',
);

/** What hands keys to browsers even where no framework is known and nothing says that a browser runs the script. */
const SIGN = new RegExp(
  [
    'dangerouslyAllowBrowser',
    // Names of public variables, and modules whose every export is one.
    PUBLIC_NAME.source,
    String.raw`\$env\/|\$app\/env\/|['"]@env['"]|react-native-(?:dotenv|config)|useRuntimeConfig`,
    // What writes values into bundles and pages.
    'DefinePlugin|EnvironmentPlugin|defineEnvVars|defineConfig',
    String.raw`\b(?:window|globalThis|self)\b(?:\s+as\s+[^;=]{1,100}\)|[!)\s])*[.[][^;=]{0,100}(?<![!<>])=\s*[{(<\/]`,
    // Functions whose results go to the page.
    String.raw`get(?:ServerSide|Static|Initial)Props|getServerData|export\b[^;{}]{0,200}\bloader\b|\b(?:routeLoader|server)\$|use server`,
  ].join('|'),
);

/** Where keys come from that a framework's other ways hand to browsers: answers of servers, properties of components. */
const ENVIRONMENT = /\benv\b|loadEnv/;

/** A pattern for whole names, as one for where a name begins in a text. */
function beginning({ source }: RegExp): string {
  return source.replace(/^\^/, String.raw`(?<!\w)`);
}

/** Whether a long script names what makes a key public wherever it stands. */
function mayHoldProblems(text: string, classification: Classification): boolean {
  if (text.includes('dangerouslyAllowBrowser')) return true;
  const isPublic = (name: string): boolean =>
    publicVariable(name, { start: 0, end: 0 }, 'member', classification) !== null;
  return [...namesWith(PUBLIC_NAME, text)].some(isPublic);
}
