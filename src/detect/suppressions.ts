import { RULE_IDS } from '../finding.js';

/** A comment that accepts what a line holds. */
export interface Directive {
  /** 1-based line it accepts; `last` where it goes on until a closing one. */
  readonly line: number;
  readonly last: number;
  /** 1-based line it stands on. */
  readonly at: number;
  /** As written, e.g. `starrise-disable-line`; where it can accept nothing, why. */
  readonly name: string;
  readonly reason: string | null;
  /** Reported when it accepts nothing: ours, or of a rule that we do not have, where it begins a comment. */
  readonly checked: boolean;
  /** The rules it names; empty means all. */
  readonly rules: readonly string[];
}

const OURS = /starrise-disable-(line|next-line)\b([^\n\r]*)/g;
/** What somebody wrote for one of ours. Too short to hold a key, as it is shown. */
const MISSPELT = /starrise-(?:disable|enable|ignore|allow|suppress)[a-z-]{0,20}(?![\w-])/gi;

const ESLINT = /eslint-disable(?:-(line|next-line))?\b([^\n\r]*)/g;
const ESLINT_END = /eslint-enable\b([^\n\r]*)/g;

/**
 * Tags of other scanners, each accepting its own line or the next. Source: the documentation of gitleaks, detect-secrets,
 * secretlint.
 */
const FOREIGN = /gitleaks:allow|pragma: ?(?:allowlist( nextline)?|whitelist) secret|secretlint-disable-(next-)?line/g;

/** Every directive in `text`, in any comment syntax: what matters is the words, and that no language lets them do anything else. */
export function findDirectives(text: string, lineOf: (index: number) => number, foreign: boolean): Directive[] {
  const directives: Directive[] = [];
  const beginsComment = commentsOf(text);
  for (const match of text.matchAll(OURS)) {
    const at = lineOf(match.index);
    const line = match[1] === 'next-line' ? at + 1 : at;
    directives.push({
      line,
      last: line,
      at,
      name: `starrise-disable-${match[1]}`,
      reason: reasonIn(match[2]!),
      checked: beginsComment(match.index),
      rules: [],
    });
  }
  for (const { 0: name, index } of text.matchAll(MISSPELT)) {
    if (/^starrise-disable-(?:next-)?line\b/.test(name)) continue;
    const at = lineOf(index);
    const why = 'no such directive, write starrise-disable-line or starrise-disable-next-line';
    directives.push({
      ...NO_LINE,
      at,
      name: `${name}: ${why}`,
      reason: null,
      checked: beginsComment(index),
      rules: [],
    });
  }
  for (const match of text.matchAll(ESLINT)) {
    const rules = starriseRules(match[2]!);
    if (rules.length === 0) continue;
    const at = lineOf(match.index);
    const line = match[1] === 'next-line' ? at + 1 : at;
    const last = match[1] === undefined ? blockEnd(text, match.index, rules, lineOf) : line;
    const name = match[0].slice(0, match[0].length - match[2]!.length);
    const isKnown = rules.some((rule) => RULE_IDS.includes(rule as (typeof RULE_IDS)[number]));
    directives.push({
      line,
      last,
      at,
      name: isKnown ? name : `${name}: no such rule, there are ${RULE_IDS.join(', ')}`,
      reason: reasonIn(match[2]!),
      // Of those that name a rule of ours ESLint itself tells which are not needed.
      checked: !isKnown && beginsComment(match.index),
      rules,
    });
  }
  if (foreign) {
    for (const match of text.matchAll(FOREIGN)) {
      const at = lineOf(match.index);
      const line = (match[1] ?? match[2]) === undefined ? at : at + 1;
      directives.push({ line, last: line, at, name: match[0], reason: null, checked: false, rules: [] });
    }
  }
  return directives;
}

const NO_LINE = { line: 0, last: 0 } as const;

/** What opens a comment in the languages that people write, or stands before its words in a block. */
const OPENS_COMMENT = /(?:\/\/+|#+|\/\*+|<!--|--+|;+|%+|\{#|\(\*|\bREM|[\s*]\*|^\*)\s*$/i;

/**
 * Tells whether the words at an index are a comment, and not a text about one: behind an opener that stands in no string
 * and in no fenced block of Markdown. Where that is in doubt, no.
 */
function commentsOf(text: string): (index: number) => boolean {
  let fences: readonly number[] | undefined;
  const isFenced = (index: number): boolean => {
    fences ??= [...text.matchAll(/^[ \t>]*(?:```|~~~)/gm)].map((fence) => fence.index);
    const next = fences.findIndex((fence) => fence > index);
    return !isEven(next < 0 ? fences.length : next);
  };
  return (index) => {
    const lineStart = text.lastIndexOf('\n', index) + 1;
    const before = text.slice(Math.max(lineStart, index - LONGEST_LINE), index);
    if (!OPENS_COMMENT.test(before)) return false;
    return QUOTES.every((quote) => isEven(before.split(quote).length - 1)) && !isFenced(index);
  };
}

const QUOTES = ['"', "'", '`'] as const;

/** Of a longer line only the end before a directive is looked at. */
const LONGEST_LINE = 1000;

function isEven(count: number): boolean {
  return count % 2 === 0;
}

/** Whether `directive` accepts a finding of `rule` that begins and ends on these lines. */
export function accepts(directive: Directive, rule: string, line: number, endLine: number): boolean {
  return (
    directive.line <= endLine &&
    line <= directive.last &&
    (directive.rules.length === 0 || directive.rules.includes(rule))
  );
}

/** The `starrise/` rules that an ESLint directive names. One that names none, or others', is not about us. */
function starriseRules(rest: string): string[] {
  return [...rest.split(/\s--\s/)[0]!.matchAll(/\bstarrise\/([\w-]+)/g)].map(([, rule]) => rule!);
}

function blockEnd(text: string, from: number, rules: readonly string[], lineOf: (index: number) => number): number {
  ESLINT_END.lastIndex = from;
  for (let end = ESLINT_END.exec(text); end !== null; end = ESLINT_END.exec(text)) {
    const named = starriseRules(end[1]!);
    if (!/[\w/]/.test(end[1]!.replace(/\*\/.*/, '')) || named.some((rule) => rules.includes(rule)))
      return lineOf(end.index);
  }
  return Infinity;
}

/** What follows ` -- `, less the end of the comment. */
function reasonIn(rest: string): string | null {
  const reason = /^.*?\s--\s+(.*)$/
    .exec(rest)?.[1]
    ?.replace(/\s*(?:\*\/|--!?>|#\}|%>|\*\)|-\}|\]\]).*$/, '')
    .trim();
  return reason === undefined || reason === '' ? null : reason;
}
