import { treesOf } from '../../syntax/index.js';
import type { Site } from '../site.js';
import { readScripts } from '../syntax/read.js';
import { readCode } from './code/any/read.js';
import { CODE_LANGUAGES } from './code/any/languages.js';
import { readPython } from './code/python/read.js';
import { readBruno } from './collections/bruno.js';
import { readCollections } from './collections/read.js';
import { scriptInDockerfile, scriptInMakefile, scriptsInPackage, scriptsInYaml } from './containers.js';
import { jsonTree } from './data/json.js';
import { yamlTree } from './data/yaml.js';
import type { Excerpt } from './excerpt.js';
import { readHttp } from './http.js';
import { fencesIn } from './markdown.js';
import { readNotebook } from './notebook.js';
import { readCmd } from './shell/cmd.js';
import { readPosix } from './shell/posix/read.js';
import { readPowerShell } from './shell/powershell/read.js';
import { sitesOfScript } from './shell/read.js';
import { readVariables } from './variables.js';

/** A language or format, the files that hold it, and the names that documents give it behind a fence. */
interface Language {
  readonly id: string;
  /** Matched against the name of a file, without its folders. */
  readonly files: RegExp;
  readonly fences: readonly string[];
  /** Whether a name that is set there is the program's own. */
  readonly isProgram?: boolean;
  readonly read: (text: string, depth: number) => Site[];
}

/** A script in a document in a script: deeper than that nobody writes. */
const MAX_DEPTH = 4;

const LANGUAGES: readonly Language[] = [
  {
    id: 'sh',
    files: /\.(?:sh|bash|zsh|ksh|fish|curl)$|^\.(?:envrc|bashrc|zshrc|profile|bash_profile)$/i,
    fences: [
      '',
      'sh',
      'bash',
      'zsh',
      'fish',
      'shell',
      'console',
      'terminal',
      'shellscript',
      'shell-session',
      'curl',
      'text',
      'plaintext',
    ],
    read: (text, depth) => sitesOfScript(readPosix(text), text, readerAt(depth)),
  },
  {
    id: 'powershell',
    files: /\.(?:ps1|psm1)$/i,
    fences: ['powershell', 'pwsh', 'ps1', 'ps', 'posh', 'powershell-interactive'],
    read: (text, depth) => sitesOfScript(readPowerShell(text), text, readerAt(depth)),
  },
  {
    id: 'cmd',
    files: /\.(?:bat|cmd)$/i,
    fences: ['bat', 'batch', 'batchfile', 'cmd', 'dos', 'winbatch'],
    read: (text, depth) => sitesOfScript(readCmd(text), text, readerAt(depth)),
  },
  {
    id: 'javascript',
    files: /\.[cm]?[jt]sx?$/i,
    fences: ['js', 'javascript', 'ts', 'typescript', 'jsx', 'tsx', 'mjs', 'node', 'nodejs'],
    isProgram: true,
    read: (text) => readScripts(treesOf(text), text),
  },
  {
    id: 'http',
    files: /\.(?:http|rest)$/i,
    fences: ['http', 'rest'],
    read: readHttp,
  },
  {
    id: 'python',
    files: /\.(?:py|pyi|pyw)$/i,
    fences: ['py', 'python', 'python3'],
    isProgram: true,
    read: readPython,
  },
  ...CODE_LANGUAGES.map((language) => ({
    ...language,
    isProgram: true,
    read: (text: string) => readCode(text, language),
  })),
  {
    id: 'yaml',
    files: /\.ya?ml$/i,
    fences: ['yaml', 'yml'],
    read: (text, depth) => [
      ...scriptsInYaml(text).flatMap(({ language, script }) =>
        script.inSource(readAs(languageNamed(language), script.text, depth)),
      ),
      ...readCollections(text, yamlTree),
    ],
  },
  {
    id: 'docker',
    files: /^(?:Dockerfile|Containerfile)(?:\..*)?$|\.dockerfile$/i,
    fences: ['dockerfile', 'docker'],
    read: (text, depth) => {
      const { language, script } = scriptInDockerfile(text);
      return script.inSource(readAs(languageNamed(language), script.text, depth));
    },
  },
  {
    id: 'make',
    files: /^(?:GNU)?Makefile$|\.mk$/i,
    fences: ['make', 'makefile'],
    read: (text, depth) => readShell(scriptInMakefile(text), depth),
  },
  {
    id: 'package',
    files: /^(?:package|composer)\.json$/,
    fences: [],
    read: (text, depth) => scriptsInPackage(text).flatMap((script) => readShell(script, depth)),
  },
  {
    id: 'json',
    files: /\.(?:json|jsonc|json5|postman_collection)$/i,
    fences: ['json', 'jsonc', 'json5'],
    read: (text) => readCollections(text, jsonTree),
  },
  {
    id: 'bruno',
    files: /\.bru$/i,
    fences: ['bru', 'bruno'],
    read: readBruno,
  },
  {
    id: 'notebook',
    files: /\.ipynb$/i,
    fences: [],
    read: (text, depth) => {
      const { whole, parts } = readNotebook(text);
      return whole.inSource([
        ...parts.flatMap(({ language, excerpt }) =>
          excerpt.inSource(readAs(languageBehind(language), excerpt.text, depth)),
        ),
        // In the notebook itself their quotes are escaped.
        ...readVariables(whole.text, '', (index) => parts[0]!.excerpt.holds(index)),
      ]);
    },
  },
  {
    id: 'markdown',
    files: /\.(?:md|mdx|markdown|mdown|qmd|rmd|mdc)$/i,
    fences: ['md', 'markdown', 'mdx'],
    read: (text, depth) =>
      fencesIn(text).flatMap(({ language, excerpt }) =>
        excerpt.inSource(readAs(languageBehind(language), excerpt.text, depth)),
      ),
  },
];

function readShell(script: Excerpt, depth: number): Site[] {
  return script.inSource(readAs(languageNamed('sh'), script.text, depth));
}

/** By the name that a document gives it. */
function languageBehind(name: string): Language | undefined {
  return LANGUAGES.find(({ fences }) => fences.includes(name));
}

function languageNamed(id: string): Language | undefined {
  return LANGUAGES.find((language) => language.id === id);
}

/** The sites of a text that is no script of JavaScript; the name of its file says what it is. */
export function readText(text: string, path: string): Site[] {
  const language = languageOf(path, text);
  const sites = readAs(language, text, 0);
  const clients = sites.filter(({ kind }) => kind === 'client');
  // `OpenAI(base_url=os.getenv("OPENAI_BASE_URL", "https://…"))`: the client is judged, with all that it may be given.
  const isJudged = ({ start, end }: Site): boolean =>
    clients.some((client) => client.start <= start && end <= client.end);
  return [...sites, ...readVariables(text, path, codeIn(text, language)).filter((site) => !isJudged(site))];
}

/** Whether a program stands at a place of the text. */
function codeIn(text: string, language: Language | undefined): (index: number) => boolean {
  if (language?.id !== 'markdown') return () => language?.isProgram === true;
  const programs = fencesIn(text).filter((fence) => languageBehind(fence.language)?.isProgram === true);
  return (index) => programs.some(({ excerpt }) => excerpt.holds(index));
}

/** The name of a file decides, and for a file without one its first line. */
function languageOf(path: string, text: string): Language | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const isScript = /^#![^\n]{0,100}\b(?:ba|z|k|da)?sh\b/.test(text.slice(0, 120));
  return LANGUAGES.find(({ id, files }) => files.test(name) || (isScript && id === 'sh'));
}

function readAs(language: Language | undefined, text: string, depth: number): Site[] {
  return language === undefined || depth > MAX_DEPTH ? [] : language.read(text, depth + 1);
}

function readerAt(depth: number): Parameters<typeof sitesOfScript>[2] {
  return (text, what) =>
    readAs('language' in what ? languageNamed(what.language) : languageOf(what.file, text), text, depth);
}
