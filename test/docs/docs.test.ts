/** The documents cannot drift: their links lead somewhere, their command lines are understood, their examples run. */
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/arguments.js';
import { COMMANDS } from '../../src/cli/commands.js';
import { type OptionName, OPTIONS } from '../../src/cli/options.js';
import { RULE_IDS } from '../../src/finding.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { newApiKey } from '../support/keys.js';
import { newRepository } from '../support/repository.js';
import { repositoryRoot, run, runScan } from '../support/run.js';

const DOCS = readdirSync(path.join(repositoryRoot, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name.replaceAll(path.sep, '/')}`);
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...DOCS].map((file) => ({ file, text: textOf(file) }));

function textOf(file: string): string {
  return readFileSync(path.join(repositoryRoot, file), 'utf8').replaceAll('\r\n', '\n');
}

/** Without the insides of code. */
function proseOf(text: string): string {
  return text.replace(/^(```+)[^]*?^\1$/gm, '').replace(/`[^`\n]*`/g, (code) => '`'.repeat(code.length));
}

/** As GitHub names headings: https://github.com/gjtorikian/html-pipeline/blob/main/lib/html/pipeline/toc_filter.rb */
function anchorsOf(text: string): string[] {
  const headings = [...text.replace(/^(```+)[^]*?^\1$/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
  return headings.map((title) =>
    title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(PAGES)('$file', ({ file, text }) => {
  it('has links that lead to files and headings of this repository', () => {
    const links = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => {
        const [target = '', anchor] = link.split('#');
        const at = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
        if (!existsSync(path.join(repositoryRoot, at))) return true;
        return anchor !== undefined && !anchorsOf(textOf(at)).includes(anchor);
      });
    expect(broken).toEqual([]);
  });
});

it('the index of the documentation leads to every page', () => {
  const index = textOf('docs/README.md');
  expect(DOCS.filter((file) => file !== 'docs/README.md' && !index.includes(`(${file.replace('docs/', '')})`))).toEqual(
    [],
  );
});

it('every rule has a page that ends in when not to use it, and a row in the README', () => {
  for (const rule of RULE_IDS) {
    expect(
      textOf(`docs/rules/${rule}.md`)
        .match(/^## .*$/gm)
        ?.at(-1),
    ).toBe('## When not to use it');
    expect(textOf('README.md')).toContain(`| [${rule}](docs/rules/${rule}.md)`);
  }
});

it('every command and every option of it is on the page of the command line, as help prints it', () => {
  expect(run(process.execPath, ['scripts/command-line-page.js', '--check'], { cwd: repositoryRoot })).toMatchObject({
    status: 0,
    stderr: '',
  });
  const page = textOf('docs/command-line.md');
  for (const { name, options } of COMMANDS) {
    if (name !== null) expect(page).toContain(`## starrise-scan ${name}\n`);
    for (const option of options) expect(page).toContain(`--${option}`);
  }
});

/** A command line of a page: the words after `starrise-scan`. */
interface Line {
  readonly file: string;
  readonly words: string[];
  readonly isPiped: boolean;
}

const LINES = PAGES.filter(({ file }) => file !== 'docs/command-line.md').flatMap(({ file, text }) =>
  linesOf(file, text),
);

function linesOf(file: string, text: string): Line[] {
  const blocks = [...text.matchAll(/^```(?:sh|text)?\n([^]*?)^```$/gm)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...text.replace(/^(```+)[^]*?^\1$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...inline].flatMap((line) => {
    const [, before = '', rest] = /^(.*?)(?:npx )?starrise-scan(?=\s|$)(.*)$/.exec(line.replaceAll('\\|', '|')) ?? [];
    // What stands for something else, output, and configuration of other tools.
    if (
      rest === undefined ||
      /[…[<]|\b[A-Z]{4,}$|\bCOMMAND\b/.test(rest) ||
      !/^$|[|&(] ?$/.test(before.trimEnd() === '' ? '' : before)
    )
      return [];
    const command = rest.split(/ {2,}| [|&>;#] ?|\)/)[0] ?? '';
    const words = [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
    return [{ file, words, isPiped: before.includes('|') }];
  });
}

it('finds the command lines of the documents', () => {
  expect(LINES.length).toBeGreaterThan(60);
});

it.each(LINES)('$file: starrise-scan $words is understood', ({ words }) => {
  expect(() => parseCommandLine(words, () => true)).not.toThrow();
});

it('names no option that does not exist', () => {
  const known = new Set<string>(Object.keys(OPTIONS) as OptionName[]);
  const unknown = DOCS.filter((file) => !/hooks|ci\.md|found-a-key|editors|performance/.test(file)).flatMap((file) =>
    [...textOf(file).matchAll(/(?<=`|starrise-scan[^`\n]*? )--([a-z][a-z-]*)/g)].flatMap(([, name = '']) =>
      known.has(name) || OTHERS.has(name) ? [] : `${file}: --${name}`,
    ),
  );
  expect(unknown).toEqual([]);
});

/** Options of git, ESLint and npm that pages speak of. */
const OTHERS = new Set(['fix', 'check', 'save-dev', 'global', 'files', 'all-files', 'from-ref', 'to-ref']);

it('has command lines that run: none is a mistake, where what they name is there', () => {
  const { folder, commit, git, write } = newRepository();
  commit('First', { 'src/client.ts': `const key = '${newApiKey('docs')}';\n`, 'dist/a.js': 'a', 'a.txt': 'a' });
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  commit('Second', { 'b.txt': 'b' });
  write({ '.env': 'A=1\n' });
  for (const [name, args] of [
    ['report.json', ['history']],
    ['1.json', ['--shard', '1/2']],
    ['2.json', ['--shard', '2/2']],
  ] as const) {
    runScan([...args, '--format', `json=${name}`], { cwd: folder });
  }
  // Not: what needs a gateway, a key, a terminal, or a file that only a reader has.
  const lines = LINES.filter(
    ({ words, isPiped }) =>
      !isPiped &&
      !words.some((word) =>
        /verify|^init$|completions|\.apk|\.tgz|^~|^https?:|^-$|_KEY|--as-change|\.zip|\.tar/.test(word),
      ),
  );
  const needsOperands = COMMANDS.flatMap(({ name, operands }) => (operands.startsWith('<') ? (name ?? []) : []));
  const distinct = [...new Map(lines.map(({ words }) => [words.join(' '), words])).values()].filter(
    ([first = '', second]) => second !== undefined || !needsOperands.includes(first),
  );
  expect(distinct.length).toBeGreaterThan(15);
  const failures = distinct.flatMap((words) => {
    const { status, stderr } = runScan(words, { cwd: folder, input: 'A=1' });
    return status === 2 || status === null ? [`${words.join(' ')}: ${stderr}`] : [];
  });
  expect(failures).toEqual([]);
}, 300_000);

describe('the examples of docs/api.md', () => {
  const examples = [...textOf('docs/api.md').matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code = '']) => code);

  it.each(examples.map((code, at) => [at + 1, code] as const))('number %i runs', (at, code) => {
    const key = newApiKey('api');
    const folder = writeFiles(temporaryFolder(), {
      'example.mjs': code,
      '.env': `STARRISE_API_KEY=${key}\n`,
      'src/a.js': `fetch('https://api.starrise.ai/v1/models', { headers: { Authorization: 'Bearer ${key}' } });\n`,
    });
    mkdirSync(path.join(folder, 'node_modules'));
    symlinkSync(repositoryRoot, path.join(folder, 'node_modules/eslint-plugin-starrise'), 'junction');
    const env = { SOME_TEXT: `OUR_GATEWAY_KEY=${key}` };
    const { status, stdout, stderr } = run(process.execPath, ['example.mjs'], { cwd: folder, env });
    expect({ at, status, stderr }).toEqual({ at, status: 0, stderr: '' });
    expect(stdout).toMatch(/new-api|keys|utf-8 1|eslint-plugin-starrise/);
    expect(stdout).not.toContain(key.slice(3));
  });
});
