import { existsSync } from 'node:fs';
import path from 'node:path';
import { shellWord } from '../../text/shell-word.js';
import { VERSION } from '../../version.js';
import type { Hook } from './choices.js';
import { hookLine, isShell, newScript, snippetFor, whyNotInto, withCall, withOurLine } from './hooks.js';
import { withMember } from './json.js';
import type { InitProject } from './project.js';
import { callsUs, type Existing, existingFile, type Step } from './step.js';
import { addToList, addToMapping } from './yaml.js';

/** A way in which a repository keeps its hooks. */
export interface Manager {
  readonly name: string;
  /** Whether it installs our package by itself, for no project but for its hooks. */
  readonly installsUs?: boolean;
  /** Its npm package. That a project depends on it shows less than a file of its: people leave packages behind. */
  readonly package?: string;
  /** Whether one of the others has to call it. */
  readonly isCalled?: boolean;
  /** What of the repository's files shows that it is in use; `null` where nothing does. */
  readonly sign: (project: InitProject) => string | null;
  readonly step: (hook: Hook, project: InitProject) => Step;
  /** What the user has to do once, for the hook to be called. */
  readonly then: (hook: Hook, project: InitProject) => string | null;
}

/** An edit of a file: the new text, or `null` where it has to be made by hand. */
type Edit = (text: string) => string | null;

/** What `init` does to a configuration: adds an entry of ours, or has the one that is there call us as it would now. */
interface Edits {
  readonly add: Edit;
  readonly renew: (text: string) => string;
}

const LEFTHOOK_FILES = ['lefthook', '.lefthook', '.config/lefthook'].flatMap((base) =>
  ['yml', 'yaml', 'json', 'jsonc', 'toml'].map((ending) => `${base}.${ending}`),
);
const PRE_COMMIT_FILES = ['.pre-commit-config.yaml', '.pre-commit-config.yml'];
const LINT_STAGED_FILES = ['.lintstagedrc', '.lintstagedrc.json'].concat(
  ['yaml', 'yml', 'js', 'mjs', 'cjs', 'ts'].map((ending) => `.lintstagedrc.${ending}`),
  ['js', 'mjs', 'cjs', 'ts'].map((ending) => `lint-staged.config.${ending}`),
);
const SIMPLE_FILES = ['.simple-git-hooks', 'simple-git-hooks'].flatMap((base) =>
  ['json', 'js', 'cjs', 'mjs'].map((ending) => `${base}.${ending}`),
);

/** In the order of who decides where there are several. */
export const MANAGERS: readonly Manager[] = [
  {
    // https://typicode.github.io/husky/: a file a hook in .husky, run by `sh`; its own hooks are in .husky/_.
    name: 'husky',
    package: 'husky',
    sign: (project) => huskyFolder(project) ?? fileAmong(project, ['.husky']),
    step: (hook, project) => {
      if (member(project, 'husky') !== undefined) {
        const snippet = `"${hook}": ${JSON.stringify(hookLine(hook, project.call))}`;
        return tell(at(project, 'package.json'), 'husky 4 has its hooks in package.json', snippet);
      }
      return script(hook, at(project, `${huskyFolder(project) ?? '.husky'}/${hook}`), project);
    },
    // Not `husky init`: that writes a pre-commit of its own over ours.
    then: (_, project) =>
      huskyFolder(project) === null
        ? 'husky puts its hooks in place with: npx husky, or npm install where "prepare" in package.json says husky'
        : null,
  },
  {
    // https://lefthook.dev/configuration/
    name: 'lefthook',
    package: 'lefthook',
    sign: (project) => fileAmong(project, LEFTHOOK_FILES),
    step: (hook, project) => {
      const file = at(project, fileAmong(project, LEFTHOOK_FILES) ?? 'lefthook.yml');
      // {1}: lefthook's name for the first argument of the hook.
      const line = hookLine(hook, project.call).replace('"$1"', '"{1}"');
      const command = [`starrise-scan:`, `  run: ${line}`, ...(hook === 'pre-push' ? ['  use_stdin: true'] : [])];
      const snippet = [`${hook}:`, '  commands:', ...command.map((row) => `    ${row}`)].join('\n');
      const edits: Edits = {
        add: (text) => (/\.ya?ml$/.test(file) ? addToMapping(text, [hook, 'commands'], command) : null),
        renew: (text) => withCall(text, project.call),
      };
      return edited(hook, file, edits, snippet, project);
    },
    then: () => 'lefthook puts its hooks in place with: npx lefthook install',
  },
  {
    // https://github.com/toplenboren/simple-git-hooks: a line of shell a hook, in package.json or a file of its own.
    name: 'simple-git-hooks',
    package: 'simple-git-hooks',
    sign: (project) =>
      (member(project, 'simple-git-hooks') === undefined ? null : '"simple-git-hooks" in package.json') ??
      fileAmong(project, SIMPLE_FILES),
    step: (hook, project) => {
      const own = fileAmong(project, SIMPLE_FILES);
      const inManifest = own === null || member(project, 'simple-git-hooks') !== undefined;
      const file = at(project, inManifest ? 'package.json' : own);
      const line = hookLine(hook, project.call);
      const keys = inManifest ? ['simple-git-hooks', hook] : [hook];
      const edits: Edits = {
        add: (text) =>
          file.endsWith('.json') ? withMember(text, keys, (before) => beforeLine(line, before, hook)) : null,
        renew: (text) => withMember(text, keys, (before) => renewedLine(before, project.call)) ?? text,
      };
      return edited(
        hook,
        file,
        edits,
        `${JSON.stringify(hook)}: ${JSON.stringify(line)}`,
        project,
        inManifest ? (member(project, 'simple-git-hooks') ?? {}) : undefined,
      );
    },
    then: () => 'simple-git-hooks puts its hooks in place with: npx simple-git-hooks',
  },
  {
    // https://pre-commit.com/#new-hooks; `repo: local` installs what is published, and builds nothing.
    name: 'pre-commit',
    installsUs: true,
    sign: (project) => fileAmong(project, PRE_COMMIT_FILES),
    step: (hook, project) => {
      const file = at(project, fileAmong(project, PRE_COMMIT_FILES) ?? '');
      const item = preCommitItem(hook);
      const edits: Edits = { add: (text) => addToList(text, 'repos', item), renew: (text) => text };
      return edited(hook, file, edits, indented(item), project);
    },
    then: (hook) => `pre-commit puts its hook in place with: pre-commit install --hook-type ${hook}`,
  },
  {
    // https://github.com/lint-staged/lint-staged#configuration; whoever calls it calls us.
    name: 'lint-staged',
    isCalled: true,
    sign: (project) =>
      (member(project, 'lint-staged') === undefined ? null : '"lint-staged" in package.json') ??
      fileAmong(project, LINT_STAGED_FILES),
    step: (hook, project) => {
      // It knows of commits only.
      if (hook !== 'pre-commit') return script(hook, path.join(project.hooksFolder, hook), project);
      const own = fileAmong(project, LINT_STAGED_FILES);
      const inManifest = member(project, 'lint-staged') !== undefined;
      const file = at(project, inManifest || own === null ? 'package.json' : own);
      const line = `${project.call} --as-change --`;
      const edits: Edits = {
        add: (text) =>
          file.endsWith('.json')
            ? withMember(text, inManifest ? ['lint-staged', '*'] : ['*'], (before) => listWith(line, before))
            : null,
        // It has what the project installed on its PATH.
        renew: (text) => text,
      };
      return edited(
        hook,
        file,
        edits,
        `"*": ${JSON.stringify(line)}`,
        project,
        inManifest ? member(project, 'lint-staged') : undefined,
      );
    },
    then: () => 'lint-staged runs where a pre-commit hook calls it',
  },
];

/** git itself: a script in `core.hooksPath`, or in the repository's own folder. */
export const PLAIN: Manager = {
  name: 'git',
  sign: () => null,
  step: (hook, project) => script(hook, path.join(project.hooksFolder, hook), project),
  then: () => null,
};

const CALLED = MANAGERS.filter(({ isCalled }) => isCalled === true);
const CALLERS = MANAGERS.filter((manager) => !CALLED.includes(manager));

/** Who keeps the hooks of the repository, and what shows it. A server's hooks are git's own. */
export function managerOf(project: InitProject): { readonly manager: Manager; readonly sign: string } {
  const signs = project.isBare
    ? []
    : [
        ...CALLERS.map((manager) => ({ manager, sign: manager.sign(project) })),
        ...CALLERS.map((manager) => ({ manager, sign: dependency(project, manager.package) })),
        ...CALLED.map((manager) => ({ manager, sign: manager.sign(project) })),
      ];
  for (const { manager, sign } of signs) if (sign !== null) return { manager, sign };
  return { manager: PLAIN, sign: project.isHooksFolderSet ? 'core.hooksPath' : 'no hook manager' };
}

/** Hooks that a manager wrote, and what shows it; what is added to them is lost when it writes them again. */
const GENERATED: readonly (readonly [manager: string, sign: RegExp])[] = [
  ['simple-git-hooks', /SKIP_SIMPLE_GIT_HOOKS/],
  ['lefthook', /^call_lefthook\b/m],
  ['pre-commit', /^# File generated by pre-commit:/m],
];

/** A hook that is a script of its own. */
function script(hook: Hook, file: string, project: InitProject): Step {
  const { call, top, hooksFolder, isHooksFolderSet, isBare } = project;
  const within = [top, hooksFolder].find((folder) => isBelow(folder, file)) ?? path.dirname(file);
  if (isHooksFolderSet && file.startsWith(hooksFolder) && !isBelow(top, hooksFolder) && !isBare) {
    return tell(
      file,
      'core.hooksPath leads out of this repository, and its hooks are those of others too',
      snippetFor(hook, call, unlessAbsent(project)),
    );
  }
  const existing = existingFile(file, within);
  if (existing === null) return { kind: 'write', file, text: newScript(hook, call), mode: 0o755, isNew: true };
  const { text, isText, mode } = existing;
  const isRun =
    process.platform === 'win32' ||
    (mode & 0o100) !== 0 ||
    path.dirname(file) === at(project, huskyFolder(project) ?? '.husky');
  const whyNotRun = 'it is not executable, so git does not run it';
  if (callsUs(text)) {
    if (!isRun) return tell(file, whyNotRun, `chmod +x ${shellWord(file)}`, 'make it so');
    return renewed(file, existing, (before) => withCall(before, call));
  }
  const writer = GENERATED.find(([, sign]) => sign.test(text))?.[0];
  if (writer !== undefined) {
    return tell(file, `${writer} writes it anew`, hookLine(hook, call), `add this to the configuration of ${writer}`);
  }
  if (!isText || !isShell(text)) {
    const why = isText ? 'it is no shell script' : 'it is no text in UTF-8';
    return tell(file, why, hookLine(hook, call), 'let it start this first, and end where this fails');
  }
  const why = isRun ? whyNotInto(hook) : `${whyNotRun} (chmod +x)`;
  if (why !== null) return tell(file, why, snippetFor(hook, call));
  return { kind: 'write', file, text: withOurLine(text, hook, call), mode, isNew: false };
}

/** What keeps a hook of many repositories from failing where ours is not installed. */
function unlessAbsent({ installed }: InitProject): string {
  return installed === null ? '' : `[ ! -e ${shellWord(`${installed}/dist/cli.js`)} ] || `;
}

/** A configuration that gets an entry of ours. */
function edited(
  hook: Hook,
  file: string,
  { add, renew }: Edits,
  snippet: string,
  { top }: InitProject,
  // The part of the file that speaks of hooks, where the rest may name us for other reasons.
  part?: unknown,
): Step {
  const existing = existingFile(file, top);
  const about = part === undefined ? (existing?.text ?? '') : JSON.stringify(part, null, 1);
  if (existing !== null && hasEntry(about, hook)) return renewed(file, existing, renew);
  const text = existing?.isText === false ? null : withLineEndsKept(existing?.text ?? '', add);
  if (text === null) return tell(file, 'it is written in a way that init does not change', snippet);
  return { kind: 'write', file, text, mode: existing?.mode ?? 0o644, isNew: existing === null };
}

/** What `edit`, which knows line feeds alone, makes of `text`; where all its lines end as on Windows, they still do. */
function withLineEndsKept(text: string, edit: Edit): string | null {
  if (!text.includes('\r\n') || /(?<!\r)\n/.test(text)) return edit(text);
  return edit(text.replaceAll('\r\n', '\n'))?.replaceAll('\n', '\r\n') ?? null;
}

/** What calls us already, and may do so by a name that it cannot find. */
function renewed(file: string, { text: before, isText, mode }: Existing, renew: (text: string) => string): Step {
  const text = isText ? renew(before) : before;
  return text === before ? { kind: 'there', file } : { kind: 'write', file, text, mode, isNew: false };
}

/** Whether a file that is about several hooks calls us for this one. */
function hasEntry(text: string, hook: Hook): boolean {
  const lines = text.split('\n').filter((line) => !/^\s*(?:#|\/\/)/.test(line));
  const isPush = (line: string): boolean => /history -|starrise-scan-push/.test(line);
  // A key alone, as lefthook has it, does not say for which hook.
  const calls = lines.filter((line) => /starrise-scan(?!:\s*$)|eslint-plugin-starrise\/dist/.test(line));
  return calls.some((line) => isPush(line) === (hook !== 'pre-commit'));
}

function preCommitItem(hook: Hook): string[] {
  const entry =
    hook === 'pre-commit'
      ? ['entry: starrise-scan --as-change --', 'types: []', 'types_or: [file, symlink]']
      : [
          'entry: starrise-scan history -',
          'pass_filenames: false',
          'always_run: true',
          'stages: [pre-push] # [push] before pre-commit 3.2',
        ];
  const rows = [
    'id: starrise-scan' + (hook === 'pre-commit' ? '' : '-push'),
    `name: keys of LLM gateways in ${hook === 'pre-commit' ? 'changed files' : 'what is pushed'}`,
    'language: node',
    `additional_dependencies: ['eslint-plugin-starrise@${VERSION}']`,
    ...entry,
    'require_serial: true',
  ];
  return ['repo: local', 'hooks:', ...rows.map((row, nth) => `${nth === 0 ? '  - ' : '    '}${row}`)];
}

/** Our line of a shell before another one; `null` where joining them could change what that one means. */
function beforeLine(line: string, before: unknown, hook: Hook): unknown {
  if (before === undefined) return line;
  const isPlain = typeof before === 'string' && !/[|;&\n]/.test(before);
  return isPlain && isShell(before) && whyNotInto(hook) === null ? `${line} && ${before}` : null;
}

/** `null` where there is nothing to renew. */
function renewedLine(before: unknown, call: string): unknown {
  const line = typeof before === 'string' ? withCall(before, call) : before;
  return line === before ? null : line;
}

function listWith(line: string, before: unknown): unknown {
  if (before === undefined) return line;
  if (typeof before === 'string') return [line, before];
  return Array.isArray(before) ? [line, ...(before as unknown[])] : null;
}

function tell(file: string, why: string, snippet: string, how = 'add this'): Step {
  return { kind: 'tell', file, why, how, snippet };
}

function indented([first = '', ...rest]: readonly string[]): string {
  return [`  - ${first}`, ...rest.map((row) => `    ${row}`)].join('\n');
}

function at({ top }: InitProject, name: string): string {
  return path.join(top, name);
}

/** The folder of husky's hooks from the top, where git is set to call them: in a monorepo it may be `web/.husky`. */
function huskyFolder({ top, hooksFolder, isHooksFolderSet }: InitProject): string | null {
  const isHuskys = isHooksFolderSet && path.basename(hooksFolder) === '_' && existsSync(path.join(hooksFolder, 'h'));
  const folder = path.dirname(hooksFolder);
  return isHuskys && isBelow(top, folder) ? path.relative(top, folder).replaceAll(path.sep, '/') : null;
}

function isBelow(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way !== '' && way.split(path.sep)[0] !== '..' && !path.isAbsolute(way);
}

/** The first of `names` that is there. */
function fileAmong({ top }: InitProject, names: readonly string[]): string | null {
  return names.find((name) => existsSync(path.join(top, name))) ?? null;
}

function member({ manifest }: InitProject, name: string): unknown {
  return manifest?.value[name];
}

/** A package that the project depends on, as a sign. */
function dependency(project: InitProject, name: string | undefined): string | null {
  if (name === undefined) return null;
  const groups = ['dependencies', 'devDependencies'].map((group) => member(project, group));
  const has = groups.some((group) => typeof group === 'object' && group !== null && Object.hasOwn(group, name));
  return has ? `${name} in package.json` : null;
}
