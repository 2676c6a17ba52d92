/**
 * Frameworks, each installed from the registry for its own tests and taken away again: every way of writing a key, built
 * for production by the framework's own command. One after the other, since each build takes a machine of its own.
 */
import { renameSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { testEveryWay } from '../builds/every-way.js';
import type { BuildOptions, Tool } from '../builds/tools.js';
import { newFolder, removeFolder, writeFiles } from '../support/folder.js';
import { installInto } from '../support/npm.js';
import { runOrThrow } from '../support/run.js';

interface Framework extends Omit<Tool, 'build'> {
  readonly packages: readonly string[];
  /** What the project needs besides `src/`. */
  readonly files: (options: BuildOptions) => Readonly<Record<string, string>>;
  /** The script below `node_modules` that builds, with its arguments. */
  readonly command: (options: BuildOptions) => readonly [script: string, ...args: readonly string[]];
}

const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'Next.js',
    packages: ['next@16', 'react@19', 'react-dom@19'],
    files: ({ maps }) => ({
      'package.json': '{ "private": true, "dependencies": { "next": "16" } }',
      'next.config.mjs': `export default { productionBrowserSourceMaps: ${maps}, turbopack: { root: import.meta.dirname } };\n`,
      'app/layout.js': 'export default ({ children }) => <html><body>{children}</body></html>;\n',
      'app/page.js': "import Client from './client';\nexport default () => <Client />;\n",
      // It runs while building, too.
      'app/before.js': 'globalThis.use ??= () => undefined;\n',
      'app/client.js':
        "'use client';\nimport './before.js';\nimport '../src/main.js';\nexport default () => <p>x</p>;\n",
    }),
    command: () => ['next/dist/bin/next', 'build'],
    variable: { name: 'NEXT_PUBLIC_STARRISE_API_KEY', read: 'process.env.NEXT_PUBLIC_STARRISE_API_KEY' },
    without: [],
    via: 'NEXT_PUBLIC_STARRISE_API_KEY inlined from .env.production',
  },
  {
    name: 'Parcel',
    packages: ['parcel@2'],
    files: () => ({ 'package.json': '{ "private": true, "devDependencies": { "parcel": "2" } }' }),
    command: ({ maps }) => ['parcel/lib/bin.js', 'build', 'index.html', ...(maps ? [] : ['--no-source-maps'])],
    variable: { name: 'STARRISE_API_KEY', read: 'process.env.STARRISE_API_KEY' },
    without: [],
    via: 'STARRISE_API_KEY inlined from .env.production',
  },
  {
    name: 'SvelteKit',
    packages: ['@sveltejs/kit@2', '@sveltejs/adapter-static@3', '@sveltejs/vite-plugin-svelte@6', 'svelte@5', 'vite@7'],
    files: ({ maps }) => ({
      'package.json': '{ "private": true, "type": "module", "devDependencies": { "@sveltejs/kit": "2", "vite": "7" } }',
      'svelte.config.js':
        "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter() } };\n",
      'vite.config.js': `import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()], build: { sourcemap: ${maps} } };\n`,
      'src/app.html': '<!doctype html><head>%sveltekit.head%</head><body>%sveltekit.body%</body>',
      'src/routes/+page.js': 'export const prerender = true;\nexport const ssr = false;\n',
      'src/routes/+page.svelte': "<script>\n  import '../main.js';\n</script>\n",
    }),
    command: () => ['vite/bin/vite.js', 'build'],
    without: [],
    via: 'VITE_STARRISE_API_KEY inlined from .env.production',
  },
  {
    name: 'Nuxt',
    packages: ['nuxt@4'],
    files: ({ maps }) => ({
      'package.json': '{ "private": true, "type": "module", "dependencies": { "nuxt": "4" } }',
      'nuxt.config.ts': `export default defineNuxtConfig({ ssr: false, telemetry: false, sourcemap: { client: ${maps}, server: false }, devtools: { enabled: false } });\n`,
      'app/app.vue': "<script setup>\nimport '../src/main.js';\n</script>\n<template><p>x</p></template>\n",
    }),
    command: () => ['nuxt/bin/nuxt.mjs', 'build', '--dotenv', '.env.production'],
    without: [],
    via: 'VITE_STARRISE_API_KEY inlined from .env.production',
  },
];

describe.each(FRAMEWORKS)('$name', ({ packages, files, command, ...tool }) => {
  let tools = '';

  beforeAll(() => {
    tools = newFolder();
    installInto(tools, packages);
  });

  afterAll(() => {
    removeFolder(tools);
  });

  testEveryWay({
    ...tool,
    build: (options) => {
      const { folder } = options;
      const [script, ...args] = command(options);
      writeFiles(folder, files(options));
      // A link would lead out of the project, which some builds refuse.
      const [own, lent] = [path.join(tools, 'node_modules'), path.join(folder, 'node_modules')];
      renameSync(own, lent);
      try {
        const env = { NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1' };
        runOrThrow(process.execPath, [path.join(lent, script), ...args], { cwd: folder, env });
      } finally {
        renameSync(lent, own);
      }
      return Promise.resolve();
    },
  });
});
