import { ExcerptBuilder, type Excerpt } from './excerpt.js';
import { blockEnd, KEYED, linesOf, type Line } from './yaml-lines.js';
import { shellNamed, ShellsInYaml, type ShellId } from './yaml-shells.js';

/** Keys of CI and compose files whose values a shell runs, and of OpenAPI's examples. Source: the documentation of GitHub Actions, GitLab CI, Azure Pipelines, CircleCI, Drone, Taskfile; `x-oaiMeta` in OpenAI's description of its API. */
const SHELL_KEYS =
  /^(?:run|script|before_script|after_script|commands?|cmds?|bash|sh|inlineScript|args|test|pwsh|powershell|curl)$/;
/** Keys of blocks of variables for those shells. */
const ENVIRONMENT_KEYS = /^(?:env|environment|variables|vars)$/;
const ITEM = /^([ \t]*)- +(.*?)[ \t]*$/;
const BLOCK = /^[|>][+-]?\d?[+-]?(?:[ \t]+#.*)?$/;

/** How each shell sets a variable. */
const SETTERS: Readonly<Record<ShellId, readonly [before: string, after: string]>> = {
  sh: ['NAME="', '"\n'],
  powershell: ['$env:NAME = "', '"\n'],
  cmd: ['set "NAME=', '"\n'],
};

/** A script, and the shell that runs it. */
interface ShellScript {
  readonly language: ShellId;
  readonly script: Excerpt;
}

/** A variable, and where its value stands. */
interface Setting {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function set(builder: ExcerptBuilder, language: ShellId, { name, from, to }: Setting): void {
  const [before, after] = SETTERS[language];
  const opening = before.replace('NAME', () => name);
  builder.write(opening, from).copy(from, to).write(after, to);
}

/** The scripts in a YAML file, each after the variables that the file sets for all of them. */
export function scriptsInYaml(text: string): ShellScript[] {
  const lines = linesOf(text);
  const shells = new ShellsInYaml(lines);
  const scripts: {
    readonly language: ShellId;
    readonly parts: readonly { readonly from: number; readonly to: number }[];
  }[] = [];
  const variables: Setting[] = [];
  for (let at = 0; at < lines.length; at++) {
    const found = KEYED.exec(lines[at]!.text.slice(0, MAX_LINE));
    if (found === null) continue;
    const [, prefix = '', , key = '', value = ''] = found;
    const start = lines[at]!.at + lines[at]!.text.trimEnd().length - value.length;
    const indent = prefix.length;
    const next = blockEnd(lines, at + 1, indent);
    if (ENVIRONMENT_KEYS.test(key) && value === '') variables.push(...variablesIn(lines.slice(at + 1, next)));
    if (!SHELL_KEYS.test(key)) continue;
    const language = shells.of(at, key);
    const parts = BLOCK.test(value)
      ? linesBetween(lines, at + 1, next)
      : value !== ''
        ? [scalar(start, start + value.length, text)]
        : itemsIn(lines, at + 1, next, text);
    if (language !== null) scripts.push({ language, parts });
    if (BLOCK.test(value) || value === '') at = next - 1;
  }
  return scripts
    .filter(({ parts }) => parts.length > 0)
    .map(({ language, parts }) => {
      const builder = new ExcerptBuilder(text);
      for (const variable of variables.length > MAX_VARIABLES ? [] : variables) set(builder, language, variable);
      for (const { from, to } of parts) builder.copy(from, to).write('\n', to);
      return { language, script: builder.build() };
    });
}

const MAX_LINE = 20_000;
/** More are set in no file; each script begins with them. */
const MAX_VARIABLES = 200;

function linesBetween(lines: readonly Line[], from: number, to: number): { from: number; to: number }[] {
  const block = lines.slice(from, to);
  const least = Math.min(
    ...block
      .filter(({ text }) => text.trim() !== '')
      .slice(0, 1)
      .map(({ indent }) => indent),
  );
  return block.map(({ text, at, indent }) => ({ from: at + Math.min(least, indent), to: at + text.length }));
}

function itemsIn(lines: readonly Line[], from: number, to: number, text: string): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  for (let at = from; at < to; at++) {
    const line = lines[at]!;
    const [whole, indent = '', value = ''] = ITEM.exec(line.text.slice(0, MAX_LINE)) ?? [];
    if (whole === undefined) continue;
    const end = line.at + line.text.trimEnd().length;
    const next = blockEnd(lines, at + 1, indent.length + 1);
    if (BLOCK.test(value)) {
      parts.push(...linesBetween(lines, at + 1, next));
      at = next - 1;
    } else parts.push(scalar(end - value.length, end, text));
  }
  return parts;
}

/** Without the quotes around it. What they escape stays as it is: a shell reads most of it in the same way. */
function scalar(from: number, to: number, text: string): { from: number; to: number } {
  const quote = text[from];
  const isQuoted = (quote === '"' || quote === "'") && to - from >= 2 && text[to - 1] === quote;
  return isQuoted && !text.slice(from + 1, to - 1).includes(quote) ? { from: from + 1, to: to - 1 } : { from, to };
}

function variablesIn(lines: readonly Line[]): Setting[] {
  return lines.flatMap(({ text, at }) => {
    const [whole, name = '', quote = '', value = ''] =
      /^[ \t]*(?:- +)?([A-Za-z_]\w*)[ \t]*[:=][ \t]*(["']?)([^"'\\`#\s]+)\2[ \t]*(?:#.*)?$/.exec(text.slice(0, 1000)) ??
      [];
    if (whole === undefined) return [];
    const from = at + text.indexOf(quote + value, text.indexOf(name) + name.length) + quote.length;
    return [{ name, from, to: from + value.length }];
  });
}

const RUN =
  /^[ \t]*(?:HEALTHCHECK\b.*?\bCMD|RUN|CMD|ENTRYPOINT)[ \t]+(?:--\S+[ \t]+)*(?!\[)(?:<<-?["']?(\w+)["']?[ \t]*$)?/i;
/** Runs what follows; of several shells the first counts. */
const SHELL = /^[ \t]*SHELL[ \t]*\[[ \t]*"([^"\n]+)"/im;
/** A backtick goes on with the next line: files for Windows have it, whose paths hold backslashes. */
const ESCAPE = /^(?:#[^\n]*\n)*#[ \t]*escape[ \t]*=[ \t]*`/i;
const SET = /^[ \t]*(?:ENV|ARG)[ \t]+([A-Za-z_]\w*)[= \t]+["']?([^"'\\`\s]+)["']?[ \t]*$/i;

/** What a Dockerfile runs, and the variables that it sets. */
export function scriptInDockerfile(text: string): ShellScript {
  const language = shellNamed(SHELL.exec(text)?.[1] ?? 'sh') ?? 'sh';
  const goesOn = ESCAPE.test(text.slice(0, 1000)) ? /`[ \t]*$/ : /\\[ \t]*$/;
  const builder = new ExcerptBuilder(text);
  const lines = linesOf(text);
  const copy = ({ text: line, at }: Line, from = 0): void => {
    // Docker puts the lines together; sh would do so itself.
    const mark = language === 'sh' ? null : goesOn.exec(line);
    const end = at + (mark?.index ?? line.length);
    builder.copy(at + from, end).write(mark === null ? '\n' : ' ', end);
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const run = RUN.exec(line.text.slice(0, 500));
    const setting = SET.exec(line.text.slice(0, 1000));
    if (run?.[1] !== undefined) {
      // `RUN <<EOF`: the lines up to the delimiter are the script.
      for (at++; at < lines.length && lines[at]!.text.trim() !== run[1]; at++) copy(lines[at]!);
    } else if (run !== null) {
      copy(line, run[0].length);
      // A comment inside a command is no part of it, and does not end it.
      while (at + 1 < lines.length && (goesOn.test(lines[at]!.text) || /^[ \t]*#/.test(lines[at]!.text))) {
        at++;
        if (!/^[ \t]*#/.test(lines[at]!.text)) copy(lines[at]!);
      }
    } else if (setting !== null) {
      const [, name = '', value = ''] = setting;
      const from = line.at + line.text.lastIndexOf(value);
      set(builder, language, { name, from, to: from + value.length });
    }
  }
  return { language, script: builder.build() };
}

/** The recipes of a Makefile as one script: `$$` is the shell's `$`, and `$(NAME)` a variable of make. */
export function scriptInMakefile(text: string): Excerpt {
  const builder = new ExcerptBuilder(text);
  for (const { text: line, at } of linesOf(text)) {
    const end = at + line.length;
    if (line.startsWith('\t')) {
      const from = at + (/^\t+[@+-]*/.exec(line)?.[0].length ?? 1);
      copyRecipe(builder, text, from, end);
      builder.write('\n', end);
      continue;
    }
    const [whole, name = '', value = ''] =
      /^(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*(?::{0,3}|\?)=[ \t]*([^"'\\`\s]+)[ \t]*$/.exec(line.slice(0, 1000)) ?? [];
    if (whole === undefined) continue;
    const from = at + line.lastIndexOf(value);
    builder.write(`${name}="`, from);
    copyRecipe(builder, text, from, from + value.length);
    builder.write('"\n', from + value.length);
  }
  return builder.build();
}

function copyRecipe(builder: ExcerptBuilder, text: string, start: number, end: number): void {
  let from = start;
  for (const { 0: whole, 1: name, index } of text.slice(start, end).matchAll(/\$\$|\$\(([A-Za-z_]\w*)\)/g)) {
    const at = start + index;
    builder.copy(from, at).write(name === undefined ? '$' : `\${${name}}`, at);
    from = at + whole.length;
  }
  builder.copy(from, end);
}

/** The scripts of a `package.json`. */
export function scriptsInPackage(text: string): Excerpt[] {
  const start = /"scripts"\s*:\s*\{/.exec(text);
  if (start === null) return [];
  const excerpts: Excerpt[] = [];
  const member = /\s*,?\s*"(?:[^"\\]|\\.)*"\s*:\s*"((?:[^"\\\n]|\\.)*)"/y;
  member.lastIndex = start.index + start[0].length;
  for (let found = member.exec(text); found !== null; found = member.exec(text)) {
    const end = found.index + found[0].length - 1;
    const from = end - (found[1] ?? '').length;
    excerpts.push(new ExcerptBuilder(text).copyJson(from, end).build());
  }
  return excerpts;
}
