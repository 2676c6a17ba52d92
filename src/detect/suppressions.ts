/** A comment that accepts what a line holds. */
export interface Directive {
  /** 1-based line it accepts; `last` where it goes on until a closing one. */
  readonly line: number;
  readonly last: number;
  /** 1-based line it stands on. */
  readonly at: number;
  /** As written, e.g. `starrise-disable-line`. */
  readonly name: string;
  readonly reason: string | null;
  /** Ours are reported when they accept nothing; others are other tools' business. */
  readonly ours: boolean;
  /** The rules it names; empty means all. */
  readonly rules: readonly string[];
}

const OURS = /starrise-disable-(line|next-line)\b([^\n\r]*)/g;
const ESLINT = /eslint-disable(?:-(line|next-line))?\b([^\n\r]*)/g;
const ESLINT_END = /eslint-enable\b([^\n\r]*)/g;

/** Tags of other scanners, each accepting its own line. Source: the documentation of gitleaks, detect-secrets, secretlint. */
const FOREIGN = /gitleaks:allow|pragma: ?(?:allowlist|whitelist) secret|secretlint-disable-line/g;

/** Every directive in `text`, in any comment syntax: what matters is the words, and that no language lets them do anything else. */
export function findDirectives(text: string, lineOf: (index: number) => number, foreign: boolean): Directive[] {
  const directives: Directive[] = [];
  for (const match of text.matchAll(OURS)) {
    const at = lineOf(match.index);
    const line = match[1] === 'next-line' ? at + 1 : at;
    directives.push({
      line,
      last: line,
      at,
      name: `starrise-disable-${match[1]}`,
      reason: reasonIn(match[2]!),
      ours: true,
      rules: [],
    });
  }
  for (const match of text.matchAll(ESLINT)) {
    const rules = starriseRules(match[2]!);
    if (rules.length === 0) continue;
    const at = lineOf(match.index);
    const line = match[1] === 'next-line' ? at + 1 : at;
    const last = match[1] === undefined ? blockEnd(text, match.index, rules, lineOf) : line;
    directives.push({
      line,
      last,
      at,
      name: match[0].slice(0, match[0].length - match[2]!.length),
      reason: reasonIn(match[2]!),
      ours: false,
      rules,
    });
  }
  if (foreign) {
    for (const match of text.matchAll(FOREIGN)) {
      const at = lineOf(match.index);
      directives.push({ line: at, last: at, at, name: match[0], reason: null, ours: false, rules: [] });
    }
  }
  return directives;
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
