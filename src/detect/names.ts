import { ISSUERS, type IssuerId } from '../keys/issuers.js';
import { isSecretName, privateName } from '../keys/secret-names.js';
import { BEHIND_OUR_NAME } from '../keys/this-tool.js';
import { unescaped } from './decoders/escapes.js';
import type { DetectSettings } from './detection.js';

/** A name that stands beside a key: a variable, a property, a header, or a word of a comment. */
export interface NameBeside {
  readonly name: string;
  readonly issuer: IssuerId | null;
}

const IDENTIFIER = /[A-Za-z_$][\w$-]*/g;

/** How far a name may stand from its key, in characters. */
const REACH = 200;

/**
 * The name nearest to `[start, end)` that belongs to an issuer: to the left on the same line, else to the right on it,
 * else on the line above (Kubernetes writes `name:` there). A key in between ends the search: the name is that one's.
 */
export function issuerNameBeside(
  text: string,
  start: number,
  end: number,
  settings: DetectSettings,
): NameBeside | null {
  const left = beforeOnLine(text, start);
  const own = lastOf(namesIn(afterOtherKeys(unescaped(left)), settings));
  if (own !== null) return own;
  const right = afterOnLine(text, end);
  const comment = firstOf(namesIn(beforeOtherKeys(unescaped(right)), settings));
  if (comment !== null) return comment;
  const lineBreak = start - left.length - 1;
  const above = text[lineBreak] === '\n' ? beforeOnLine(text, lineBreak) : '';
  return /\b(?:name|key)\\?["']?\s*[:=]/i.test(above) && /\bvalue\\?["']?\s*[:=]/i.test(left)
    ? lastOf(namesIn(above, settings))
    : null;
}

/** What the text before a literal ends with, where it is given to a name: see {@link assignedName}. */
const BEFORE_LITERAL = /[\s"'`\\(=:,>]$/;

/** The name that a literal at `start` is given to: `NAME = "`, `"NAME": "`, `NAME: `, `export NAME=`, `ENV NAME `; folded. */
export function assignedName(text: string, start: number): string | null {
  const name = writtenName(text, start);
  return name === null ? null : foldName(name);
}

const ENVIRONMENT_VARIABLE = /^[A-Z][A-Z0-9_]{2,63}$/;

/** What is written to the environment is not read from there under the same name. */
const INTO_ENVIRONMENT = /\bprocess\.env\b[^=]*=[\s"'`]*$/;

/**
 * The variable of the environment that the text itself would read the key at `start` from: `OPENAI_API_KEY` of
 * `OPENAI_API_KEY=`, and of `NEXT_PUBLIC_OPENAI_API_KEY=` too. `null` where the name is no such, or says nothing of keys.
 */
export function environmentVariableAt(text: string, start: number, settings: DetectSettings): string | null {
  const name = privateName(writtenName(text, start)?.replace(/^.*\./, '') ?? '');
  if (!ENVIRONMENT_VARIABLE.test(name) || INTO_ENVIRONMENT.test(beforeOnLine(text, start))) return null;
  return isSecretName(name) || settings.variables.includes(name) ? name : null;
}

/** As {@link assignedName}, as it is written. */
function writtenName(text: string, start: number): string | null {
  const left = unescaped(beforeOnLine(text, start));
  // Long lines of base64 have thousands of places that could be keys.
  if (!BEFORE_LITERAL.test(left)) return null;
  const match =
    /([A-Za-z_$][\w$.-]*)\\*["'`\])]*\s*(?::=|\?=|\?\?=|=>|=|:|,|\s)\s*(?:[A-Za-z.]+\()?\\*["'`]*(?:Bearer\s+)?$/.exec(
      left,
    );
  return match === null ? null : match[1]!;
}

/** `STARRISE_API_KEY`, `starrise.apiKey` and `starrise-api-key` are one name: `starriseapikey`. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[_.$-]/g, '');
}

/** Whose key a variable of this name holds, by the issuers' table and the user's own names; also where it is made public. */
export function issuerOfName(name: string, settings: DetectSettings): IssuerId | null {
  const [whole, folded] = [foldName(name), foldName(privateName(name))];
  const own = settings.variables.map(foldName);
  if (own.includes(whole) || own.includes(folded)) return 'new-api';
  return ISSUERS.find(({ variable }) => variable?.test(folded))?.id ?? null;
}

function namesIn(text: string, settings: DetectSettings): NameBeside[] {
  const names: NameBeside[] = [];
  for (const { 0: name, index } of text.matchAll(IDENTIFIER)) {
    // A piece of a host name is no name of a variable; hosts are clues of their own.
    if (/[./@]/.test(text[index - 1] ?? '') && /^\.[a-z]/.test(text.slice(index + name.length))) continue;
    const issuer = issuerOfName(name, settings);
    if (issuer === null || OUR_TOOL.test(text.slice(index))) continue;
    names.push({ name, issuer });
  }
  return names;
}

const OUR_TOOL = new RegExp(`^starrise${BEHIND_OUR_NAME}`);

function afterOtherKeys(left: string): string {
  const other = Math.max(left.lastIndexOf('sk-'), left.lastIndexOf(';'));
  return other < 0 ? left : left.slice(other + 1).replace(/^k-[\w-]*/, '');
}

function beforeOtherKeys(right: string): string {
  const other = right.search(/sk-|[,;}]/);
  return other < 0 || /^[\\"'`\s,;]*(?:\/\/|#|--|\/\*)/.test(right) ? right : right.slice(0, other);
}

function lastOf(names: readonly NameBeside[]): NameBeside | null {
  return names.at(-1) ?? null;
}

function firstOf(names: readonly NameBeside[]): NameBeside | null {
  return names[0] ?? null;
}

/** The line before `index`, as far as {@link REACH}: a line may be as long as a file. */
function beforeOnLine(text: string, index: number): string {
  const before = text.slice(Math.max(0, index - REACH), index);
  return before.slice(before.lastIndexOf('\n') + 1);
}

/** The line from `index` on, as far. */
function afterOnLine(text: string, index: number): string {
  const after = text.slice(index, index + REACH);
  const end = after.indexOf('\n');
  return end < 0 ? after : after.slice(0, end);
}
