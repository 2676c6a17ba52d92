/** How a comment is written, by the ending or the name of a file: to show people the line that they can copy. */

type Wrap = readonly [before: string, after: string];

const HASH: Wrap = ['# ', ''];
const SLASHES: Wrap = ['// ', ''];
const DASHES: Wrap = ['-- ', ''];
const MARKUP: Wrap = ['<!-- ', ' -->'];
/** As in HTML, but two dashes may not stand in it. */
const XML: Wrap = ['<!-- ', ' -->'];
const STARS: Wrap = ['/* ', ' */'];

/** From the reference of each language; formats that have no comments (JSON, CSV) are not in it. */
const SYNTAXES: readonly (readonly [Wrap, readonly string[]])[] = [
  [
    SLASHES,
    'js jsx mjs cjs ts tsx mts cts jsonc json5 java go rs c h cc cpp hpp cs swift kt kts scala dart php groovy gradle proto scss less sol zig'.split(
      ' ',
    ),
  ],
  [
    HASH,
    'py rb sh bash zsh fish ksh yaml yml toml pl pm r jl ex exs tf tfvars hcl cmake mk nix ps1 conf cfg properties gitignore dockerignore editorconfig ipynb.py coffee graphql'.split(
      ' ',
    ),
  ],
  [DASHES, 'sql lua hs elm adb ads'.split(' ')],
  [MARKUP, 'html htm md markdown vue svelte astro'.split(' ')],
  [XML, 'xml svg plist xaml'.split(' ')],
  [STARS, ['css']],
  [['; ', ''], 'ini clj cljs lisp el scm asm'.split(' ')],
  [['% ', ''], 'tex erl m'.split(' ')],
];

const BY_ENDING = new Map(SYNTAXES.flatMap(([wrap, endings]) => endings.map((ending) => [ending, wrap] as const)));

/** Files that go by their name. */
const BY_NAME: readonly (readonly [RegExp, Wrap])[] = [
  [/^(?:Dockerfile|Containerfile|Makefile|GNUmakefile|Rakefile|Gemfile|Procfile|Vagrantfile)(?:\.|$)/, HASH],
  [/^\.env(?:\.|$)|\.env$/, HASH],
  [/^Jenkinsfile/, SLASHES],
  [/^\.(?:bash|zsh|profile|npmrc|netrc|pypirc)/, HASH],
];

/** `text`, a directive and perhaps its reason, as a comment in the file at `path` (with `/`); `null` where its language is unknown or has none. */
export function commentIn(path: string, text: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const named = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  const wrap = named ?? BY_ENDING.get(/[^.]*$/.exec(name)?.[0].toLowerCase() ?? '');
  if (wrap === undefined) return null;
  const [before, after] = wrap;
  return `${before}${wrap === XML ? text.replace(/ --.*/, '') : text}${after}`;
}

/** Files in which what follows a value belongs to it: a comment stands on a line of its own. */
const OWN_LINE =
  /^(?:Dockerfile|Containerfile|Procfile)(?:\.|$)|\.(?:dockerfile|env|ini|properties|conf|cfg|gitignore|dockerignore|editorconfig|npmrc|netrc|pypirc)$|^\.env\./i;

export function needsOwnLine(path: string): boolean {
  return OWN_LINE.test(path.slice(path.lastIndexOf('/') + 1));
}

/** Whether the file holds the environment of one machine: it belongs into no commit at all. */
export function isEnvironmentFile(path: string): boolean {
  return /(?:^|\/)\.env(?:\.(?!example|sample|template|dist)[^/]*)?$/i.test(path);
}
