import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build as vite } from 'vite';
import { build as vite7 } from 'vite7';
import webpack from 'webpack';
import { beforeAll, describe, expect, it } from 'vitest';
import { findClientProblems } from '../../src/client/index.js';
import { newFolder, removeFolder, writeFiles } from '../support/folder.js';
import { runWebpack } from './tools.js';

/** Uses of the object `E` that holds the public variables `P…`; each is one module. `use` takes what it is given out of sight. */
const USES: Readonly<Record<string, string>> = {
  member: 'use(E.P_TITLE)',
  'member that is not there': 'use(E.NO_SUCH)',
  'name in quotes': "use(E['MODE'])",
  'name in a constant': "const NAME = 'P_TITLE'; use(E[NAME])",
  'computed name': 'use(E[globalThis.x])',
  'optional member': 'use(E?.P_TITLE)',
  'optional computed name': 'use(E?.[globalThis.x])',
  pattern: 'const { P_TITLE, MODE: mode } = E; use(P_TITLE + mode)',
  'pattern in a function': 'globalThis.f = () => { const { P_TITLE } = E; return P_TITLE; }',
  'pattern with a rest': 'const { P_TITLE, ...rest } = E; use(rest)',
  'pattern that is a rest': 'const { ...all } = E; use(all)',
  'pattern with a default': "const { P_TITLE = 'x' } = E; use(P_TITLE)",
  'pattern with a computed name': 'const { [globalThis.x]: value } = E; use(value)',
  'pattern of a parameter': 'globalThis.f = ({ P_TITLE } = E) => P_TITLE',
  'pattern that is assigned': 'let P_TITLE; ({ P_TITLE } = E); use(P_TITLE)',
  'default of a parameter': 'globalThis.f = (env = E) => env.P_TITLE',
  'constant, never read': 'const env = E; use(1)',
  'constant, read once': 'const env = E; use(env.P_TITLE)',
  'constant, read often': 'const env = E; use(env.P_TITLE); use(env.MODE + env.P_TITLE)',
  'constant, read by a computed name': 'const env = E; use(env[globalThis.x])',
  'constant, handed on': 'const env = E; use(env)',
  'or something else': 'use(E || {})',
  'one of two': 'use(globalThis.x ? E : {})',
  argument: 'use(E)',
  result: 'globalThis.f = () => E',
  'member of an object': 'globalThis.o = { env: E }',
  copy: 'use({ ...E })',
  keys: 'use(Object.keys(E))',
  JSON: 'use(JSON.stringify(E))',
  in: "use('P_TITLE' in E)",
  loop: 'for (const key in E) use(key)',
  typeof: 'use(typeof E)',
  not: 'use(!E)',
  condition: 'if (E) use(2)',
  guard: 'use(E && E.P_TITLE)',
  comparison: 'use(E === undefined)',
};

const names = Object.keys(USES);
const files = names.map((_, at) => `src/use${at}.js`);
const VALUE = 'value-of-the-secret';

interface Tool {
  readonly name: string;
  readonly dependency: Readonly<Record<string, string>>;
  readonly object: string;
  readonly prefix: string;
  /** Builds each of {@link files} into one file of the same name in `dist/`. */
  readonly build: (folder: string) => Promise<unknown>;
  /** Where the rule says something else than what this build does, and why that is wanted. */
  readonly otherwise: readonly string[];
}

function byVite(build: typeof vite | typeof vite7): Tool['build'] {
  return async (folder) => {
    for (const file of files) {
      await build({
        root: folder,
        configFile: false,
        logLevel: 'silent',
        build: {
          emptyOutDir: false,
          rollupOptions: { input: path.join(folder, file), output: { entryFileNames: path.basename(file) } },
        },
      });
    }
  };
}

const TOOLS: readonly Tool[] = [
  {
    name: 'Vite 7',
    dependency: { vite: '^7.3.0' },
    object: 'import.meta.env',
    prefix: 'VITE',
    build: byVite(vite7),
    // Kept by this version alone, and hardly ever written.
    otherwise: ['guard'],
  },
  {
    name: 'Vite 8',
    dependency: { vite: '^8.3.0' },
    object: 'import.meta.env',
    prefix: 'VITE',
    build: byVite(vite),
    // This version gives `rest` too little; it is not to be relied on.
    otherwise: ['pattern with a rest'],
  },
  {
    name: 'webpack, as Create React App configures it',
    dependency: { 'react-scripts': '5' },
    object: 'process.env',
    prefix: 'REACT_APP',
    build: (folder) =>
      runWebpack({
        mode: 'production',
        context: folder,
        entry: Object.fromEntries(files.map((file) => [path.basename(file, '.js'), `./${file}`])),
        output: { path: path.join(folder, 'dist') },
        plugins: [
          new webpack.DefinePlugin({
            'process.env': {
              MODE: '"production"',
              REACT_APP_TITLE: '"title"',
              REACT_APP_OPENAI_API_KEY: JSON.stringify(VALUE), // starrise-disable-line -- what the test is about
            },
          }),
        ],
      }),
    // As react-scripts itself builds them: Babel, which it runs before webpack, leaves less for terser to see through.
    otherwise: ['optional member', 'constant, read often'],
  },
];

describe.each(TOOLS)(
  'an object of variables in a build by $name',
  ({ dependency, object, prefix, build, otherwise }) => {
    let folder = '';
    beforeAll(async () => {
      const text = (use: string): string => use.replaceAll(/\bE\b/g, object).replaceAll(/\bP_/g, `${prefix}_`);
      folder = writeFiles(newFolder(), {
        'package.json': JSON.stringify({ dependencies: dependency }),
        'index.html': '',
        '.env': `${prefix}_OPENAI_API_KEY=${VALUE}\n${prefix}_TITLE=title\n`,
        ...Object.fromEntries(
          names.map((name, at) => [files[at]!, `const use = (x) => globalThis.seen.push(x);\n${text(USES[name]!)}\n`]),
        ),
      });
      await build(folder);
      return () => {
        removeFolder(folder);
      };
    });

    it.each(names)('is reported as it is kept: %s', (name) => {
      const file = path.join(folder, files[names.indexOf(name)]!);
      const built = readFileSync(path.join(folder, 'dist', path.basename(file)), 'utf8');
      const { problems } = findClientProblems(file, readFileSync(file, 'utf8'));
      const isReported = problems.some(({ code }) => code === 'whole-environment');
      expect(isReported).toBe(built.includes(VALUE) !== otherwise.includes(name));
    });
  },
);
