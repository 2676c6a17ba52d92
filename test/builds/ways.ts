import { encoders, makers, type KeyKind } from '../support/keys.js';

/** A way of writing a key in frontend code, as one module of a small project. */
export interface Way {
  readonly name: string;
  /** The module's own files, by path; `KEY` and `BODY` stand for the key and for what follows its prefix. */
  readonly files: (key: string) => Readonly<Record<string, string>>;
  /** Where the key, or the longest piece of it, is written. */
  readonly source: string;
  readonly line: number;
  /** False where the build drops it from the code and only the map still has it. */
  readonly inCode: boolean;
}

const KIND: KeyKind = 'NEW_API';

/** The whole key of a way; `twin`: text of the same length and alphabet that is none. */
export function keyOfWay(name: string, twin = false): string {
  const key = makers[KIND](`way ${name}`);
  return twin ? `p${key.slice(1)}` : key;
}

function use(expression: string): string {
  return `globalThis.use(${expression});\n`;
}

/** The rows of "The same key after a build" that need no variable and no special file. */
export const WAYS: readonly Way[] = [
  {
    name: 'literal',
    files: (key) => ({ 'src/literal.js': `// the key\nconst key = "${key}";\n${use('key')}` }),
    source: 'src/literal.js',
    line: 2,
    inCode: true,
  },
  {
    name: 'header',
    files: (key) => ({
      'src/header.js': `export const ask = () =>\n  fetch("/v1/models", { headers: { Authorization: "Bearer ${key}" } });\n${use('ask')}`,
    }),
    source: 'src/header.js',
    line: 2,
    inCode: true,
  },
  {
    name: 'sum',
    files: (key) => ({ 'src/sum.js': `\nconst key = "${key.slice(0, 3)}" + "${key.slice(3)}";\n${use('key')}` }),
    source: 'src/sum.js',
    line: 2,
    inCode: true,
  },
  {
    name: 'halves',
    files: (key) => ({
      'src/halves.js': `const a = "${key.slice(0, 20)}";\nconst b = "${key.slice(20)}";\n${use('a + b')}`,
    }),
    source: 'src/halves.js',
    line: 3,
    inCode: true,
  },
  {
    name: 'template',
    files: (key) => ({
      'src/template.js': `const BODY = "${key.slice(3)}";\n${use(`\`${key.slice(0, 3)}\${BODY}\``)}${use('BODY')}`,
    }),
    source: 'src/template.js',
    line: 2,
    inCode: true,
  },
  {
    name: 'constants of another module',
    files: (key) => ({
      'src/constants.js': `export const PREFIX = "${key.slice(0, 3)}";\n\nexport const BODY = "${key.slice(3)}";\n`,
      'src/uses-constants.js': `import { PREFIX, BODY } from "./constants.js";\n${use('PREFIX + BODY')}${use('BODY')}`,
    }),
    source: 'src/constants.js',
    line: 3,
    inCode: true,
  },
  {
    name: 'joined list',
    files: (key) => ({
      'src/join.js': `${use(`["${key.slice(0, 3)}", "${key.slice(3, 30)}", "${key.slice(30)}"].join("")`)}`,
    }),
    source: 'src/join.js',
    line: 1,
    inCode: true,
  },
  {
    name: 'atob',
    files: (key) => ({ 'src/atob.js': `\n\n${use(`atob("${encoders['base64']?.(key) ?? ''}")`)}` }),
    source: 'src/atob.js',
    line: 3,
    inCode: true,
  },
  {
    name: 'character codes',
    files: (key) => ({ 'src/codes.js': `\n${use(`String.fromCharCode(${encoders['codes']?.(key) ?? ''})`)}` }),
    source: 'src/codes.js',
    line: 2,
    inCode: true,
  },
  {
    name: 'JSON import',
    files: (key) => ({
      'src/settings.json': `{\n  "name": "x",\n  "apiKey": "${key}"\n}\n`,
      'src/uses-json.js': `import settings from "./settings.json";\n${use('settings.apiKey')}${use('settings')}`,
    }),
    source: 'src/settings.json',
    line: 3,
    inCode: true,
  },
  {
    name: 'unicode escapes',
    files: (key) => ({
      'src/unicode.js': `const key = "${encoders['unicode']?.(key.slice(0, 2)) ?? ''}${key.slice(2)}";\n${use('key')}`,
    }),
    source: 'src/unicode.js',
    line: 1,
    inCode: true,
  },
  {
    name: 'hexadecimal escapes',
    files: (key) => ({
      'src/hex.js': `\nconst key = "${encoders['hexEscape']?.(key.slice(0, 2)) ?? ''}${key.slice(2)}";\n${use('key')}`,
    }),
    source: 'src/hex.js',
    line: 2,
    inCode: true,
  },
  {
    name: 'comment',
    files: (key) => ({ 'src/comment.js': `${use('1')}// old: ${key}\n` }),
    source: 'src/comment.js',
    line: 2,
    inCode: false,
  },
  {
    name: 'unused export',
    files: (key) => ({ 'src/unused.js': `${use('2')}\nexport const unused = "${key}";\n` }),
    source: 'src/unused.js',
    line: 3,
    inCode: false,
  },
  {
    name: 'dead branch',
    files: (key) => ({ 'src/dead.js': `if (false) {\n  globalThis.use("${key}");\n}\n${use('3')}` }),
    source: 'src/dead.js',
    line: 2,
    inCode: false,
  },
];

/** The variable that a build writes into the code, and where the code reads it. */
export const VARIABLE = { name: 'VITE_STARRISE_API_KEY', source: 'src/variable.js', line: 2 };

/** A variable that a tool writes in, and how code reads it. */
export interface PublicVariable {
  readonly name: string;
  readonly read: string;
}

const VITES: PublicVariable = { name: VARIABLE.name, read: `import.meta.env.${VARIABLE.name}` };

/** A project with every way in it. `twin`: the same without a key. */
export function projectFiles(twin = false, { name, read } = VITES): Record<string, string> {
  const modules = WAYS.map(({ name, files }) => files(keyOfWay(name, twin)));
  const files = Object.assign({}, ...modules) as Record<string, string>;
  const variable = `\nglobalThis.use(${read});\n`;
  const entries = [
    ...Object.keys(files).filter((file) => file.endsWith('.js') && !file.endsWith('constants.js')),
    VARIABLE.source,
  ];
  return {
    'package.json': '{ "name": "built", "private": true, "type": "module", "devDependencies": { "vite": "7" } }\n',
    'index.html': '<!doctype html><title>x</title><script type="module" src="/src/main.js"></script>\n',
    'src/main.js': [...entries, 'src/uses-constants.js'].map((file) => `import "./${file.slice(4)}";\n`).join(''),
    [VARIABLE.source]: variable,
    ...files,
    '.env.production': `${name}=${keyOfWay(VARIABLE.name, twin)}\n`,
  };
}
