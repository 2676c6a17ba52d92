import path from 'node:path';
import * as replacePlugin from '@rollup/plugin-replace';
import * as terserPlugin from '@rollup/plugin-terser';
import { build as esbuild } from 'esbuild';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import { build as vite7 } from 'vite7';
import webpack from 'webpack';
import { keyOfWay, VARIABLE, type PublicVariable } from './ways.js';

export interface BuildOptions {
  readonly folder: string;
  readonly maps: boolean;
  /** Builds the twin, which holds no key. */
  readonly twin?: boolean;
}

export interface Tool {
  readonly name: string;
  /** Builds `src/main.js` of the folder into its `dist/`. */
  readonly build: (options: BuildOptions) => Promise<unknown>;
  /** Ways that the tool itself does not know. */
  readonly without: readonly string[];
  /** How the variable gets in, as `via` says. */
  readonly via: string;
  /** Where it is not Vite's. */
  readonly variable?: PublicVariable;
}

// Their types are CommonJS, their code is not.
const replace = replacePlugin.default as unknown as typeof replacePlugin.default.default;
const terser = terserPlugin.default as unknown as typeof terserPlugin.default.default;

const READ = `import.meta.env.${VARIABLE.name}`;

function value(twin = false): string {
  return JSON.stringify(keyOfWay(VARIABLE.name, twin));
}

const VITE_OPTIONS = ({ folder, maps }: BuildOptions) =>
  ({ root: folder, configFile: false, logLevel: 'silent', build: { sourcemap: maps } }) as const;

const VIA_ENV = `${VARIABLE.name} inlined from .env.production`;

export const TOOLS: readonly Tool[] = [
  { name: 'Vite 7', build: (options) => vite7(VITE_OPTIONS(options)), without: [], via: VIA_ENV },
  { name: 'Vite 8', build: (options) => vite(VITE_OPTIONS(options)), without: [], via: VIA_ENV },
  {
    name: 'esbuild',
    build: ({ folder, maps, twin }) =>
      esbuild({
        entryPoints: [path.join(folder, 'src/main.js')],
        outfile: path.join(folder, 'dist/main.js'),
        bundle: true,
        minify: true,
        sourcemap: maps,
        format: 'esm',
        define: { [READ]: value(twin) },
        logLevel: 'silent',
      }),
    without: [],
    via: VIA_ENV,
  },
  {
    name: 'webpack',
    build: (options) => runWebpack(webpackConfiguration(options)),
    without: [],
    via: VIA_ENV,
  },
  {
    name: 'Rollup',
    build: async ({ folder, maps, twin }) => {
      const bundle = await rollup({
        input: path.join(folder, 'src/main.js'),
        plugins: [replace({ preventAssignment: true, values: { [READ]: value(twin) } }), terser()],
        external: [/\.json$/],
        logLevel: 'silent',
      });
      await bundle.write({ dir: path.join(folder, 'dist'), sourcemap: maps });
    },
    // Rollup reads JSON through a plugin only.
    without: ['JSON import'],
    via: VIA_ENV,
  },
];

/** For webpack, or what has its interface. */
export function webpackConfiguration({ folder, maps, twin }: BuildOptions, tool = webpack): webpack.Configuration {
  return {
    mode: 'production',
    context: folder,
    entry: './src/main.js',
    output: { path: path.join(folder, 'dist') },
    devtool: maps ? 'source-map' : false,
    plugins: [new tool.DefinePlugin({ [READ]: value(twin) })],
  };
}

export function runWebpack(configuration: webpack.Configuration, tool = webpack): Promise<void> {
  return new Promise((resolve, reject) => {
    tool(configuration, (error, stats) => {
      if (error) reject(error);
      else if (stats?.hasErrors()) reject(new Error(stats.toString('errors-only')));
      else resolve();
    });
  });
}
