import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { classify, findClientProblems } from '../../src/client/index.js';
import { nearestPackage } from '../../src/project/package.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';

/** A project that depends on `packages`, with one more file; what is wrong in that, as `code text`. */
function problemsIn(packages: readonly string[], name: string, text: string): string[] {
  const file = path.join(projectWith(packages, { [name]: text }), name);
  return findClientProblems(file, text).problems.map(({ code, start, end }) => `${code} ${text.slice(start, end)}`);
}

function projectWith(packages: readonly string[], files: Readonly<Record<string, string>> = {}): string {
  const dependencies = Object.fromEntries(packages.map((name) => [name, '1']));
  return writeFiles(temporaryFolder(), {
    'package.json': JSON.stringify({ dependencies }),
    'index.html': '<!doctype html>',
    ...files,
  });
}

describe('where a file runs', () => {
  it('is not known of what Vite or esbuild build without a page', () => {
    const dependencies = { vite: '7', esbuild: '1' };
    const folder = writeFiles(temporaryFolder(), { 'package.json': JSON.stringify({ dependencies }) });
    expect(classify(path.join(folder, 'src/index.ts'), '', nearestPackage(folder))).toMatchObject({
      side: 'unknown',
      framework: null,
    });
  });

  it.each([
    ['vite', 'src/main.ts', '', 'client'],
    ['vite', 'server/index.ts', '', 'server'],
    ['vite', 'vite.config.ts', '', 'server'],
    ['vite', 'src/main.test.ts', '', 'server'],
    ['next', 'app/page.tsx', '', 'server'],
    ['next', 'app/chat.tsx', '', 'universal'],
    ['next', 'app/page.tsx', "/* a */ 'use client';\n", 'client'],
    ['next', 'app/actions.ts', '"use server"', 'server'],
    ['next', 'lib/db.ts', "import 'server-only';", 'server'],
    ['next', 'app/api/ask/route.ts', '', 'server'],
    ['next', 'pages/index.tsx', '', 'client'],
    ['next', 'pages/api/ask.ts', '', 'server'],
    ['next', 'proxy.ts', '', 'server'],
    ['next', 'lib/ask.ts', '', 'universal'],
    ['react-scripts', 'src/App.js', '', 'client'],
    ['@vue/cli-service', 'src/App.vue', '', 'client'],
    ['nuxt', 'server/api/ask.ts', '', 'server'],
    ['nuxt', 'app/components/Ask.vue', '', 'client'],
    ['@sveltejs/kit', 'src/routes/+page.svelte', '', 'client'],
    ['@sveltejs/kit', 'src/routes/+page.server.ts', '', 'server'],
    ['@sveltejs/kit', 'src/lib/server/ask.ts', '', 'server'],
    ['@sveltejs/kit', 'src/routes/+page.ts', '', 'universal'],
    ['astro', 'src/components/Ask.tsx', '', 'client'],
    ['astro', 'src/pages/api/ask.ts', '', 'server'],
    ['gatsby', 'src/pages/index.js', '', 'client'],
    ['gatsby', 'gatsby-node.js', '', 'server'],
    ['gatsby', 'src/api/ask.js', '', 'server'],
    ['expo', 'app/index.tsx', '', 'client'],
    ['expo', 'app/ask+api.ts', '', 'server'],
    ['@angular/core', 'src/environments/environment.ts', '', 'client'],
    ['@angular/core', 'src/server.ts', '', 'server'],
    ['@react-router/dev', 'app/ask.server.ts', '', 'server'],
    ['@react-router/dev', 'app/routes/home.tsx', '', 'universal'],
    ['wrangler', 'src/index.ts', '', 'server'],
    ['express', 'src/index.ts', '', 'unknown'],
    ['express', 'tests/ask.ts', '', 'server'],
    ['express', 'src/ask.test.ts', '', 'server'],
    ['express', 'scripts/app.js', '', 'unknown'],
    ['express', 'public/app.js', '', 'client'],
    ['express', 'docs/chat.html', '', 'client'],
    ['express', 'src/chat.html.ts', '', 'unknown'],
    ['next', 'lib/ask.ts', "import 'client-only';", 'client'],
    ['@sveltejs/kit', 'src/lib/ask.ts', "import { KEY } from '$env/static/private';", 'server'],
    ['vite', 'src/ask.ts', "import { serve } from 'bun:http';", 'server'],
    ['vite', 'src/server.ts', "import express from 'express';", 'server'],
    ['vite', 'src/Chat.stories.tsx', '', 'client'],
    ['vite', 'functions/ask.ts', '', 'server'],
    ['next', 'middleware.ts', '', 'server'],
    ['next', 'app/error.tsx', '', 'client'],
    ['nuxt', 'plugins/a.server.ts', '', 'server'],
    ['@sveltejs/kit', 'src/hooks.client.ts', '', 'client'],
    ['@react-router/dev', 'app/.server/ask.ts', '', 'server'],
    ['@solidjs/start', 'src/routes/api/ask.ts', '', 'server'],
    ['@builder.io/qwik', 'src/routes/index.tsx', '', 'universal'],
    ['electron', 'src/main/index.ts', '', 'client'],
    ['wxt', 'entrypoints/background.ts', '', 'client'],
    ['parcel', 'src/a.js', '', 'client'],
    ['@rsbuild/core', 'src/a.ts', '', 'client'],
    ['@capacitor/core', 'www/a.js', '', 'client'],
    ['@tauri-apps/api', 'src/main.js', '', 'client'],
    ['react-native', 'App.tsx', '', 'client'],
    ['vite', 'supabase/functions/ask/index.ts', 'Deno.serve(() => new Response());', 'server'],
    ['vite', 'src/edge.ts', 'export default {\n  async fetch(request, env) {} };', 'server'],
  ])('%s: %s %s → %s', (dependency, name, text, side) => {
    const folder = projectWith([dependency]);
    expect(classify(path.join(folder, name), text, nearestPackage(folder)).side).toBe(side);
  });

  it.each<[string, Readonly<Record<string, string>>, string, string | null]>([
    ['a configuration', { 'next.config.mjs': '' }, 'client', 'next'],
    ['a manifest of an extension', { 'manifest.json': '{ "manifest_version" : 3 }' }, 'client', 'plasmo'],
    ['another manifest', { 'manifest.json': '{ "name": "x" }' }, 'unknown', null],
    ['no manifest', { 'data.json': '{ "manifest_version": 3 }' }, 'unknown', null],
  ])('is told by %s', (_what, files, side, framework) => {
    const folder = writeFiles(temporaryFolder(), { 'package.json': '{}', ...files });
    const found = classify(path.join(folder, 'src/pages/index.tsx'), '', nearestPackage(folder));
    expect([found.side, found.framework?.id ?? null]).toEqual([side, framework]);
  });

  it.each([
    ['comments before other code', `${'/* a */\n// b\n'.repeat(2_000)}const key = 'use client';\n`, 'universal'],
    ['comments before a directive', `\uFEFF${'/* a */\n// b\n'.repeat(2_000)}"use client";\n`, 'client'],
    ['a comment without an end', `${'/* a */ '.repeat(2_000)}/* "use client"`, 'universal'],
    ['blanks', `${' \n'.repeat(20_000)}x`, 'universal'],
  ])('is said without delay of %s', (_what, text, side) => {
    const folder = projectWith(['next']);
    const before = process.cpuUsage();
    expect(classify(path.join(folder, 'lib/ask.ts'), text, nearestPackage(folder)).side).toBe(side);
    expect(process.cpuUsage(before).user).toBeLessThan(500_000);
  });

  it('is decided by the nearest package', () => {
    const root = projectWith(['next'], { 'apps/web/package.json': '{"devDependencies":{"vite":"7","vue":"3"}}' });
    const file = path.join(root, 'apps/web/src/main.ts');
    expect(classify(file, '', nearestPackage(path.dirname(file)))).toMatchObject({
      side: 'client',
      framework: { id: 'vite' },
    });
  });
});

describe('public variables that hold a key', () => {
  it.each([
    ['vite', 'src/a.ts', 'const k = import.meta.env.VITE_STARRISE_API_KEY;', 'import.meta.env.VITE_STARRISE_API_KEY'],
    ['vite', 'src/a.ts', "const k = import.meta.env['VITE_OPENAI_KEY'];", "import.meta.env['VITE_OPENAI_KEY']"],
    ['vite', 'src/a.ts', 'const { VITE_API_KEY: k } = import.meta.env;', 'VITE_API_KEY: k'],
    [
      'vite',
      'src/App.vue',
      '<script setup>\nconst k = import.meta.env.VITE_API_KEY\n</script>',
      'import.meta.env.VITE_API_KEY',
    ],
    [
      'next',
      'app/chat.tsx',
      'f(process.env.NEXT_PUBLIC_ANTHROPIC_API_KEY)',
      'process.env.NEXT_PUBLIC_ANTHROPIC_API_KEY',
    ],
    ['react-scripts', 'src/a.js', 'f(process.env.REACT_APP_OPENAI_API_KEY)', 'process.env.REACT_APP_OPENAI_API_KEY'],
    ['@vue/cli-service', 'src/a.js', 'f(process.env.VUE_APP_LLM_TOKEN)', 'process.env.VUE_APP_LLM_TOKEN'],
    ['gatsby', 'src/a.js', 'f(process.env.GATSBY_OPENAI_API_KEY)', 'process.env.GATSBY_OPENAI_API_KEY'],
    ['expo', 'app/a.tsx', 'f(process.env.EXPO_PUBLIC_OPENAI_API_KEY)', 'process.env.EXPO_PUBLIC_OPENAI_API_KEY'],
    [
      '@sveltejs/kit',
      'src/a.svelte',
      "<script>\nimport { PUBLIC_OPENAI_KEY } from '$env/static/public';\n</script>",
      'PUBLIC_OPENAI_KEY',
    ],
    ['astro', 'src/components/A.tsx', 'f(import.meta.env.PUBLIC_STARRISE_KEY)', 'import.meta.env.PUBLIC_STARRISE_KEY'],
    ['parcel', 'src/a.js', 'f(process.env.STARRISE_API_KEY)', 'process.env.STARRISE_API_KEY'],
    ['vite', 'src/a.ts', 'const env = import.meta.env;\nf(env.VITE_OPENAI_API_KEY)', 'env.VITE_OPENAI_API_KEY'],
    ['vite', 'index.html', '<p title="%VITE_OPENAI_API_KEY%"></p>', 'VITE_OPENAI_API_KEY'],
    [
      'vite',
      'src/A.vue',
      '<template><p :title="import.meta.env.VITE_LLM_KEY" /></template>',
      'import.meta.env.VITE_LLM_KEY',
    ],
    ['@sveltejs/kit', 'src/A.svelte', '<p>{import.meta.env.VITE_LLM_KEY}</p>', 'import.meta.env.VITE_LLM_KEY'],
    ['astro', 'src/a.astro', '<p>{import.meta.env.PUBLIC_LLM_KEY}</p>', 'import.meta.env.PUBLIC_LLM_KEY'],
    [
      'nuxt',
      'app/components/a.ts',
      'f(useRuntimeConfig().public.openaiApiKey)',
      'useRuntimeConfig().public.openaiApiKey',
    ],
    ['vite', '.env.production', '# x\nVITE_OPENAI_API_KEY=$SECRET\n', 'VITE_OPENAI_API_KEY'],
    ['vite', 'Dockerfile', 'FROM node\nARG VITE_OPENAI_API_KEY\n', 'VITE_OPENAI_API_KEY'],
    [
      'next',
      '.github/workflows/ci.yml',
      'env:\n  NEXT_PUBLIC_OPENAI_API_KEY: ${{ secrets.K }}\n',
      'NEXT_PUBLIC_OPENAI_API_KEY',
    ],
    ['next', 'compose.yaml', 'environment:\n  - NEXT_PUBLIC_LLM_KEY=${K}\n', 'NEXT_PUBLIC_LLM_KEY'],
    ['expo', 'eas.json', '{ "env": { "EXPO_PUBLIC_OPENAI_API_KEY": "x" } }', 'EXPO_PUBLIC_OPENAI_API_KEY'],
    ['next', 'vercel.json', '{\n "env": {\n  "NEXT_PUBLIC_OPENAI_API_KEY": "@k" } }', 'NEXT_PUBLIC_OPENAI_API_KEY'],
    ['vite', 'netlify.toml', '[build.environment]\n  VITE_OPENAI_API_KEY = "x"\n', 'VITE_OPENAI_API_KEY'],
  ])('%s: %s is told', (dependency, name, text, what) => {
    expect(problemsIn([dependency], name, text)).toEqual([`public-variable ${what}`]);
  });

  it.each([
    ['vite', 'src/a.ts', 'f(import.meta.env.VITE_API_URL, import.meta.env.MODE)'],
    ['vite', 'src/a.ts', '// import.meta.env.VITE_OPENAI_API_KEY\nconst s = "VITE_OPENAI_API_KEY";'],
    ['vite', 'src/a.ts', 'f(import.meta.env.VITE_GOOGLE_MAPS_API_KEY, import.meta.env.VITE_FIREBASE_API_KEY)'],
    ['vite', 'server/a.ts', 'f(process.env.VITE_OPENAI_API_KEY)'],
    ['next', 'app/page.tsx', 'f(process.env.NEXT_PUBLIC_SITE_NAME, process.env.NEXT_PUBLIC_POSTHOG_KEY)'],
    [
      'next',
      'app/page.tsx',
      'f(process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY, process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY)',
    ],
    ['next', 'app/page.tsx', 'f(process.env.OPENAI_API_KEY)'],
    ['next', 'app/api/ask/route.ts', 'f(process.env.NEXT_PUBLIC_OPENAI_API_KEY)'],
    ['parcel', 'server/a.js', 'f(process.env.STARRISE_API_KEY)'],
    ['vite', '.env', '# VITE_OPENAI_API_KEY=x\nOPENAI_API_KEY=x\nVITE_TOKENIZER=y\nVITE_MAX_TOKENS=1\n'],
    ['vite', 'README.md', 'VITE_OPENAI_API_KEY=x\n'],
    ['vite', 'src/A.vue', '<template><p :title="import.meta.env.VITE_POSTHOG_KEY" /></template>'],
    ['next', 'app/chat.tsx', 'const env = process.env;\nf(env.NEXT_PUBLIC_OPENAI_API_KEY)'],
    ['parcel', 'src/a.js', 'const env = process.env;\nf(env.STARRISE_API_KEY)'],
    ['parcel', 'src/a.js', 'const { STARRISE_API_KEY } = settings;\nf(settings.STARRISE_API_KEY)'],
    ['parcel', 'tools/a.js', 'f(process.env.STARRISE_API_KEY)'],
    ['parcel', '.env', 'STARRISE_API_KEY=x\n'],
    ['parcel', 'index.html', '<p title="%STARRISE_API_KEY%"></p>'],
    ['express', 'src/a.ts', 'f(process.env.PUBLIC_OPENAI_API_KEY)'],
    ['nuxt', 'app/components/a.ts', 'f(useRuntimeConfig().private.openaiApiKey, use().public.openaiApiKey)'],
  ])('%s: %s is silent about %s', (dependency, name, text) => {
    expect(problemsIn([dependency], name, text)).toEqual([]);
  });
});

describe('public variables that are not called keys', () => {
  it.each([
    'new OpenAI({ apiKey: import.meta.env.VITE_LLM })',
    "createAnthropic({ authToken: import.meta.env.VITE_LLM ?? '' })",
    'fetch(u, { headers: { Authorization: `Bearer ${import.meta.env.VITE_LLM}`, "x-api-key": "" } })',
    "fetch(u, { headers: { 'x-api-key': '' + import.meta.env.VITE_LLM } })",
  ])('are told where they are used as keys: %s', (text) => {
    expect(problemsIn(['vite'], 'tools/a.ts', text)).toEqual(['public-variable import.meta.env.VITE_LLM']);
  });

  it.each([
    'new OpenAI({ model: import.meta.env.VITE_LLM, baseURL: u })',
    'new OpenAI({ apiKey: load(import.meta.env.VITE_LLM) })',
    "new OpenAI({ apiKey: 'x', [import.meta.env.VITE_LLM]: 1 })",
    'const anthropic = log({ apiKey: import.meta.env.VITE_LLM }, new OpenAI())',
    "fetch(u, { headers: { 'x-model': import.meta.env.VITE_LLM, 'x-api-key': 'x' } })",
    "fetch(u, { headers: { 'x-api-key': import.meta.env.VITE_POSTHOG_KEY } })",
  ])('are not told elsewhere: %s', (text) => {
    expect(problemsIn(['vite'], 'tools/a.ts', text)).toEqual([]);
  });
});

describe('members of JSON files that end in the app', () => {
  it.each([
    [
      'expo',
      'app.json',
      '{ "expo": { "plugins": [{ "a": "b" }, "c"], "extra": { "openaiApiKey": "x" } } }',
      ['openaiApiKey'],
    ],
    [
      'expo',
      'app.json',
      '{ "expo": { "extra": { // as people write\n "api": { "openaiApiKey" : "x" } } } }',
      ['openaiApiKey'],
    ],
    [
      '@angular/core',
      'angular.json',
      `{ "define": { "process.env.OPENAI_API_KEY": "'x'" } }`,
      ['process.env.OPENAI_API_KEY'],
    ],
    [
      'expo',
      'app.json',
      '{ "extra": { "firebase": { "apiKey": "x" }, "fb": { "apiKey": "x", "authDomain": "y" } } }',
      [],
    ],
    ['expo', 'app.json', '{ "expo": { "extra": { "list": ["a"] }, "openaiApiKey": "x" } }', []],
    ['expo', 'app.json', '{ "expo": { "extra": { "openaiApiKey": "", "llmKey": null, "anthropicKey": {} } } }', []],
    ['expo', 'app.json', '{ "extra": "openaiApiKey", "define": { "openaiApiKey": "x" } }', []],
    ['expo', 'other.json', '{ "extra": { "openaiApiKey": "x" } }', []],
  ])('%s: %s %s', (dependency, name, text, told) => {
    expect(problemsIn([dependency], name, text)).toEqual(told.map((what) => `inlined-value ${what}`));
  });
});

describe('values that a build writes into the code', () => {
  it.each([
    ['vite', 'vite.config.ts', "export default { define: { 'process.env.OPENAI_API_KEY': JSON.stringify(k) } };"],
    ['webpack', 'webpack.config.js', "new webpack.DefinePlugin({ 'process.env.OPENAI_API_KEY': k });"],
    ['esbuild', 'esbuild.config.js', 'build({ define: { __OPENAI_API_KEY__: k } });'],
    ['rollup', 'rollup.config.js', 'replace({ values: { __STARRISE_KEY__: k } });'],
    ['next', 'next.config.mjs', 'export default { env: { OPENAI_API_KEY: process.env.OPENAI_API_KEY } };'],
    ['nuxt', 'nuxt.config.ts', 'export default { runtimeConfig: { public: { openaiApiKey: k } } };'],
    ['expo', 'app.config.ts', 'export default { extra: { openaiApiKey: k } };'],
    ['vite', 'vite.config.ts', 'export default { define: { OPENAI_API_KEY: JSON.stringify(k, null) } };'],
    ['express', 'src/page.ts', 'window.ENV = { OPENAI_API_KEY: k };'],
  ])('%s: %s', (dependency, name, text) => {
    expect(problemsIn([dependency], name, text).map((problem) => problem.split(' ')[0])).toEqual(['inlined-value']);
  });

  it.each([
    ['nuxt', 'nuxt.config.ts', 'export default { runtimeConfig: { openaiApiKey: k, public: { apiBase: b } } };'],
    ['vite', 'vite.config.ts', "export default { define: { __VERSION__: v, 'process.env.API_URL': u } };"],
    ['vite', 'drizzle.config.ts', 'export default { credentials: { openaiApiKey: k } };'],
    ['vite', 'vite.config.ts', 'export default { define: { OPENAI_API_KEY: undefined } };'],
    ['vite', 'vite.config.ts', `export default { define: { OPENAI_API_KEY: '""' } };`],
    ['vite', 'vite.config.ts', 'export default { define: { OPENAI_API_KEY: `` } };'],
    ['vite', 'vite.config.ts', 'export default { define: { OPENAI_API_KEY: null } };'],
    ['vite', 'vite.config.ts', "export default { define: { OPENAI_API_KEY: JSON.stringify('') } };"],
    ['nuxt', 'nuxt.config.ts', 'export default { dir: { public: { openaiApiKey: k } } };'],
    ['express', 'src/page.ts', 'settings.ENV = { OPENAI_API_KEY: k };'],
    ['express', 'src/page.ts', "window.ENV = { OPENAI_API_KEY: '' };"],
  ])('%s: %s is silent about %s', (dependency, name, text) => {
    expect(problemsIn([dependency], name, text)).toEqual([]);
  });
});

describe('a file of variables that a build takes whole', () => {
  const wholeIn = (value: string): string[] => {
    const text = `new DefinePlugin({ 'process.env': ${value} });`;
    const files = { '.env': 'OPENAI_API_KEY=x\n', 'webpack.config.js': text };
    const file = path.join(projectWith(['webpack'], files), 'webpack.config.js');
    return findClientProblems(file, text).problems.map(
      ({ code, message }) => `${code} ${message.split(' reaches')[0]}`,
    );
  };

  it.each([
    ['JSON.stringify(dotenv.config().parsed)', 'every variable of .env'],
    ["JSON.stringify(dotenv.parse(readFileSync('.env')))", 'every variable of .env'],
    ['JSON.stringify(process.env)', 'every variable of the machine that builds'],
    ["JSON.stringify(loadEnv(mode, folder, ''))", 'every variable of the machine that builds'],
  ])('is told: %s', (value, what) => {
    expect(wholeIn(value)).toEqual([`whole-environment ${what}`]);
  });

  it.each([
    'JSON.stringify(dotenv.config().error)',
    'JSON.stringify(readSettings().parsed)',
    'JSON.stringify(JSON.parse(text))',
    'JSON.stringify(parse(text))',
    'JSON.stringify(settings())',
    "JSON.stringify(loadEnv(mode, folder, 'VITE_'))",
    'JSON.stringify(loadEnv(mode, folder))',
  ])('may be something else: %s', (value) => {
    expect(wholeIn(value)).toEqual([]);
  });
});

describe('what a server sends to the page', () => {
  const LEAK = 'key: process.env.OPENAI_API_KEY';

  it.each([
    ['next', 'pages/a.js', `Page.getInitialProps = async () => ({ ${LEAK} });`, LEAK],
    ['next', 'pages/a.js', `class A { static getInitialProps() { return { ${LEAK} }; } }`, LEAK],
    ['next', 'pages/a.js', `class A { static getInitialProps = () => ({ ${LEAK} }); }`, LEAK],
    ['next', 'app/a.ts', `'use server';\nexport async function ask() { return { ${LEAK} }; }`, LEAK],
    ['next', 'app/api/a/route.ts', `export const GET = () => Response.json({ ${LEAK} });`, LEAK],
    ['next', 'pages/api/a.ts', `export default (_, res) => res.status(200).json({ ${LEAK} });`, LEAK],
    [
      'next',
      'pages/api/a.ts',
      `export default (_, res) => res.send(process.env.OPENAI_API_KEY);`,
      'process.env.OPENAI_API_KEY',
    ],
    [
      'next',
      'app/page.tsx',
      'import A from "./a";\n<A b={process.env.OPENAI_API_KEY} />;',
      'b={process.env.OPENAI_API_KEY}',
    ],
    ['nuxt', 'app/pages/a.ts', `const a = useState('a', () => ({ ${LEAK} }));`, LEAK],
    ['@react-router/dev', 'app/a.ts', `export const loader = () => json({ ${LEAK} });`, LEAK],
    ['@react-router/dev', 'app/a.ts', `export const loader = () => ({ a: { ${LEAK} } });`, LEAK],
    [
      '@react-router/dev',
      'app/a.ts',
      `const all = { ${LEAK} };\nexport const loader = () => ({ all, again: all });`,
      LEAK,
    ],
    ['@react-router/dev', 'app/a.ts', `const all = { ${LEAK} };\nall.other;\nexport const loader = () => all;`, LEAK],
    ['@react-router/dev', 'app/a.ts', 'export const loader = () => ({ ...process.env });', 'process.env'],
    [
      '@react-router/dev',
      'app/a.ts',
      'export const loader = () => ({ k: a ?? process.env.OPENAI_API_KEY });',
      'k: a ?? process.env.OPENAI_API_KEY',
    ],
    [
      '@react-router/dev',
      'app/a.ts',
      'export const loader = ({ context }) => context.env.OPENAI_API_KEY;',
      'context.env.OPENAI_API_KEY',
    ],
    ['@react-router/dev', 'app/a.ts', 'export const loader = ({ env }) => env.OPENAI_API_KEY;', 'env.OPENAI_API_KEY'],
    [
      '@sveltejs/kit',
      'src/routes/+page.server.ts',
      "import { OPENAI_API_KEY } from '$env/static/private';\nexport const load = () => ({ OPENAI_API_KEY });",
      'OPENAI_API_KEY',
    ],
    ['@builder.io/qwik', 'src/routes/index.tsx', `export const useA = routeLoader$(() => ({ ${LEAK} }));`, LEAK],
  ])('%s: %s: %s', (dependency, name, text, what) => {
    expect(problemsIn([dependency], name, text)).toEqual([`server-result ${what}`]);
  });

  it.each([
    ['next', 'app/api/a/route.ts', `export async function ask() { return { ${LEAK} }; }`],
    ['next', 'app/api/a/route.ts', `cache.json({ ${LEAK} });\nresponses.send({ ${LEAK} });`],
    ['next', 'app/page.tsx', `const [a] = useState(() => ({ ${LEAK} }));`],
    ['next', 'app/page.tsx', 'const A = () => 1;\n<A b={process.env.OPENAI_API_KEY} />;'],
    ['next', 'app/a.tsx', "'use client';\nimport A from './a';\n<A b={process.env.OPENAI_API_KEY} />;"],
    ['next', 'app/page.tsx', 'import A from "./a";\n<A.B b={process.env.OPENAI_API_KEY} />;'],
    ['@builder.io/qwik', 'src/a.tsx', 'import A from "./a";\n<A b={process.env.OPENAI_API_KEY} />;'],
    ['express', 'src/a.ts', `res.json({ ${LEAK} });`],
    ['@react-router/dev', 'app/a.ts', `const loader = () => ({ ${LEAK} });`],
    ['@react-router/dev', 'app/a.ts', `export const loader = () => sign({ ${LEAK} });`],
    ['@react-router/dev', 'app/a.ts', `export const loader = () => json({}, { headers: { ${LEAK} } });`],
    ['@react-router/dev', 'app/a.ts', `const all = { ${LEAK} };\nall.key = '';\nexport const loader = () => all;`],
    ['@react-router/dev', 'app/a.ts', `const all = { ${LEAK} };\ndelete all.key;\nexport const loader = () => all;`],
    ['@react-router/dev', 'app/a.ts', 'export const loader = () => settings.OPENAI_API_KEY;'],
    ['@react-router/dev', 'app/a.ts', 'export const loader = () => load().OPENAI_API_KEY;'],
    [
      '@react-router/dev',
      'app/a.ts',
      'export const loader = () => ({ site: process.env.SITE_NAME });\nconst OPENAI_API_KEY = 1;',
    ],
    ['@sveltejs/kit', 'src/routes/+page.server.ts', `export const other = () => ({ ${LEAK} });`],
    ['@sveltejs/kit', 'src/lib/load.ts', `export const load = () => ({ ${LEAK} });`],
    [
      '@sveltejs/kit',
      'src/routes/+page.server.ts',
      "import { OPENAI_API_KEY } from './own';\nexport const load = () => ({ OPENAI_API_KEY });",
    ],
  ])('is not this: %s: %s: %s', (dependency, name, text) => {
    expect(problemsIn([dependency], name, text)).toEqual([]);
  });
});

describe('code of the server among code of the browser', () => {
  const SEND = "fetch(u, { headers: { 'x-api-key': OPENAI_API_KEY } });";

  it.each([
    ['next', 'pages/a.tsx', `export async function getServerSideProps() { ${SEND} }`, 0],
    ['next', 'pages/a.tsx', `export const getStaticProps = async () => { ${SEND} };`, 0],
    ['next', 'pages/a.tsx', `async function act() { 'use server'; ${SEND} }`, 0],
    ['next', 'pages/a.tsx', `async function act() { 'use strict'; ${SEND} }`, 1],
    ['next', 'pages/a.tsx', `async function act() { save('use server'); ${SEND} }`, 1],
    ['next', 'pages/a.tsx', `const getServerSideProps = async () => { ${SEND} };`, 1],
    ['next', 'pages/a.tsx', `export default function Page() { function getServerSideProps() { ${SEND} } }`, 1],
    ['next', 'pages/a.tsx', `export const run = createServerFn(async () => { ${SEND} });`, 0],
    ['next', 'pages/a.tsx', `export const run = createFn(async () => { ${SEND} });`, 1],
    ['astro', 'src/a.astro', `\n---\r\nnew OpenAI({ apiKey: OPENAI_API_KEY });\r\n---\r\n<script>f();</script>`, 0],
    ['astro', 'src/a.astro', `---\nf();\n---\n<script>new OpenAI({ apiKey: OPENAI_API_KEY });</script>`, 1],
    ['astro', 'src/a.astro', `<script>new OpenAI({ apiKey: OPENAI_API_KEY });</script>\n---\nf();\n---\n`, 1],
  ])('%s: %s: %s', (dependency, name, text, count) => {
    expect(problemsIn([dependency], name, text)).toHaveLength(count);
  });
});

describe('keys that a page states', () => {
  it.each([
    ['<meta name="openai-api-key" content="x">', ['<meta name="openai-api-key" content="x">']],
    ["<meta name='llm:api-key' content='x' />", ["<meta name='llm:api-key' content='x' />"]],
    ['<meta name="openai-api-key" content=" ">', []],
    ['<meta name="openai-api-key">', []],
    ['<meta name="csrf-token" content="x">', []],
  ])('%s', (text, told) => {
    expect(problemsIn(['express'], 'a.html', text)).toEqual(told.map((what) => `inlined-value ${what}`));
  });
});

it('names the bundler where no framework is known', () => {
  const text = 'environment:\n  VITE_OPENAI_API_KEY: "${KEY}"\n';
  const file = path.join(writeFiles(temporaryFolder(), { 'compose.yaml': text }), 'compose.yaml');
  expect(findClientProblems(file, text).problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('Vite writes the values of VITE_ variables into the bundle'),
  ]);
});

it.each([
  ['src/a.astro', `<A client:load ${'a={1} '.repeat(60)}b={() => 2} c={import.meta.env.OPENAI_API_KEY} />`, 1],
  ['src/a.astro', `<A b={() => 2} c={import.meta.env.OPENAI_API_KEY} client:load />`, 1],
  ['src/a.astro', `<A b={() => 2} c={import.meta.env.OPENAI_API_KEY} />`, 0],
  ['src/a.astro', `<B client:load ${'<A b={ '.repeat(5_000)}import.meta.env.OPENAI_API_KEY`, 0],
  ['src/a.astro', `<B client:load ${'{{'.repeat(10_000)}import.meta.env.OPENAI_API_KEY`, 0],
  ['src/a.astro', `<A client:load ${'a={{ b: 1 }} '.repeat(60)}c={import.meta.env.OPENAI_API_KEY} />`, 1],
  ['index.html', `${'<meta name=x '.repeat(20_000)}<meta name="openai-api-key" content="x">`, 1],
  ['index.html', `${'<script>'.repeat(20_000)}%VITE_OPENAI_API_KEY%`, 1],
  ['index.html', `${'<!--'.repeat(20_000)}%VITE_OPENAI_API_KEY%`, 1],
  ['index.html', `<!-- <script> --><p>%VITE_OPENAI_API_KEY%</p><script></script>`, 1],
  ['index.html', `<script>'<!--'</script><!-- %VITE_OPENAI_API_KEY% -->`, 0],
])('markup is read in no more time than its length takes: %s %.40s', (name, text, count) => {
  const before = process.cpuUsage();
  expect(problemsIn([name.endsWith('.astro') ? 'astro' : 'vite'], name, text)).toHaveLength(count);
  expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
});

/** Variables of which each is given by the one before, several times over. */
function ladder(declare: (name: string, before: string) => string): string {
  return Array.from({ length: 15 }, (_, at) => declare(`x${at + 1}`, `x${at}`)).join('');
}

it.each([
  [
    'src/a.ts',
    `function f(x0) { ${ladder((name, before) => `let ${name};${`${name} = ${before};`.repeat(8)}`)}
    return new OpenAI({ apiKey: x15, dangerouslyAllowBrowser: true }); }`,
    0,
  ],
  [
    'pages/a.js',
    `const x0 = { key: process.env.OPENAI_API_KEY };
    ${ladder((name, before) => `const ${name} = { ${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => `${key}: ${before}`).join()} };`)}
    export async function getServerSideProps() { return { props: x3 }; }`,
    1,
  ],
  [
    'src/a.ts',
    `let k;${'k = f();'.repeat(20_000)}${'new OpenAI({ apiKey: k, dangerouslyAllowBrowser: true });'.repeat(10_000)}`,
    0,
  ],
  [
    'src/a.ts',
    `const f0 = (x) => store(x); ${Array.from({ length: 30 }, (_, n) => `const f${n + 1} = (x) => f${n}(x) || f${n}(x);`).join('')}
    new OpenAI({ apiKey: f30(1), dangerouslyAllowBrowser: true });`,
    0,
  ],
  [
    'pages/a.jsx',
    `export async function getServerSideProps() { ${'if (a) return { props: {} };'.repeat(20_000)} }
    ${'export const loader = () => { return 1; };'.repeat(3000)}${'<A b={process.env.OPENAI_API_KEY} />;'.repeat(5000)}`,
    0,
  ],
])('variables that hold one another are looked at once: %s', (name, text, count) => {
  expect(problemsIn(['next', 'vite'], name, text)).toHaveLength(count);
});

describe('objects with keys that their issuers publish', () => {
  const environment = (members: string): string[] =>
    problemsIn(['@angular/core'], 'src/environments/environment.ts', `export const environment = { ${members} };`);

  it.each([
    "firebase: { apiKey: 'x' }",
    "messages: { apiKey: 'x', authDomain: 'a.example', messagingSenderId: '1' }",
    "apiKey: 'x', storageBucket: 'a.example'",
    "mapbox: { accessToken: 'x' }",
  ])('have no key to report: %s', (members) => {
    expect(environment(members)).toEqual([]);
  });

  it.each([
    ["apiKey: 'x', firebase: {}", "apiKey: 'x'"],
    ["model: { apiKey: 'x' }, firebase: { apiKey: 'y' }", "apiKey: 'x'"],
    ["firebase: { apiKey: 'y', privateKey: 'x' }", "privateKey: 'x'"],
    ["googleMaps: { geminiApiKey: 'x' }", "geminiApiKey: 'x'"],
  ])('may have others: %s', (members, key) => {
    expect(environment(members)).toEqual([`inlined-value ${key}`]);
  });

  it('are global variables of pages too', () => {
    expect(problemsIn(['vite'], 'src/a.ts', "window.firebaseConfig = { apiKey: 'x' };")).toEqual([]);
    expect(problemsIn(['vite'], 'src/a.ts', "window.config = { apiKey: 'x' };")).toEqual(["inlined-value apiKey: 'x'"]);
  });
});

describe('clients of the gateway in the browser', () => {
  it.each([
    [
      'src/a.ts',
      'new OpenAI({ apiKey: k, dangerouslyAllowBrowser: true });',
      'browser-client dangerouslyAllowBrowser: true',
    ],
    [
      'src/a.ts',
      'new OpenAI({ provider: bedrock({ apiKey: BEDROCK_API_KEY }), dangerouslyAllowBrowser: true });',
      'browser-client dangerouslyAllowBrowser: true',
    ],
    ['src/a.ts', 'new Anthropic({ apiKey: CLAUDE_API_KEY });', 'browser-client apiKey: CLAUDE_API_KEY'],
    ['src/a.ts', "const { OPENAI_KEY: apiKey } = require('./keys');\nnew OpenAI({ apiKey });", 'browser-client apiKey'],
    [
      'src/a.ts',
      "const { OPENAI_KEY } = await import('./keys');\nnew OpenAI({ apiKey: OPENAI_KEY });",
      'browser-client apiKey: OPENAI_KEY',
    ],
    ['src/a.ts', 'createOpenAI({ apiKey });', 'browser-client apiKey'],
    [
      'src/a.ts',
      'const options = { apiKey: process.env.OPENAI_API_KEY };\nnew OpenAI(options);',
      'browser-client apiKey: process.env.OPENAI_API_KEY',
    ],
    [
      'src/a.ts',
      'fetch(u, { headers: { Authorization: `Bearer ${OPENAI_API_KEY}` } });',
      'key-header Authorization: `Bearer ${OPENAI_API_KEY}`',
    ],
    [
      'src/a.ts',
      "import { env } from './observer/env';\nfetch(u, { headers: { 'x-api-key': env.ANTHROPIC_API_KEY } });",
      "key-header 'x-api-key': env.ANTHROPIC_API_KEY",
    ],
    [
      'src/a.ts',
      "import { OPENAI_API_KEY as key } from './keys.js';\nfetch(u, { headers: { [`x-api-key`]: key } });",
      'key-header [`x-api-key`]: key',
    ],
    [
      'src/a.ts',
      "fetch(u, { headers: { 'x-api-key': config.starriseApiKey } });",
      "key-header 'x-api-key': config.starriseApiKey",
    ],
    ['src/a.ts', "headers.set('x-api-key', OPENAI_API_KEY);", "key-header headers.set('x-api-key', OPENAI_API_KEY)"],
    ['src/a.ts', "f([['x-api-key', OPENAI_API_KEY]]);", "key-header ['x-api-key', OPENAI_API_KEY]"],
    [
      'src/a.ts',
      'new WebSocket(u, [`openai-insecure-api-key.${OPENAI_API_KEY}`]);',
      'key-header `openai-insecure-api-key.${OPENAI_API_KEY}`',
    ],
    [
      'src/a.ts',
      "new WebSocket(u, ['openai-insecure-api-key.' + OPENAI_API_KEY]);",
      "key-header 'openai-insecure-api-key.' + OPENAI_API_KEY",
    ],
    [
      'src/a.ts',
      "const OPENAI_API_KEY = given ?? process.env.OPENAI_API_KEY;\nheaders.set('x-api-key', OPENAI_API_KEY);",
      "key-header headers.set('x-api-key', OPENAI_API_KEY)",
    ],
    [
      'src/a.ts',
      "const all = { openaiApiKey: text };\nheaders.set('x-api-key', all.openaiApiKey);",
      "key-header headers.set('x-api-key', all.openaiApiKey)",
    ],
    [
      'src/a.ts',
      "import all from './config.ts';\nheaders.set('x-api-key', all.openaiApiKey);",
      "key-header headers.set('x-api-key', all.openaiApiKey)",
    ],
    [
      'src/a.ts',
      "import OPENAI_API_KEY from './text';\nheaders.set('x-api-key', OPENAI_API_KEY);",
      "key-header headers.set('x-api-key', OPENAI_API_KEY)",
    ],
  ])('%s: %s', (name, text, problem) => {
    expect(problemsIn(['vite'], name, text)).toEqual([problem]);
  });

  it.each([
    ['src/a.ts', 'new OpenAI({ apiKey: process.env.OPENAI_API_KEY, dangerouslyAllowBrowser: true });', 1],
    ['src/a.ts', 'new OpenAI({ dangerouslyAllowBrowser: true });', 1],
    ['src/a.ts', "import { apiKey } from './keys.js';\nnew OpenAI({ apiKey, dangerouslyAllowBrowser: true });", 1],
    ['src/a.ts', 'class A { m() { new OpenAI({ apiKey: this.apiKey, dangerouslyAllowBrowser: true }); } }', 0],
    ['src/a.ts', 'function f(o) { return new OpenAI({ dangerouslyAllowBrowser: true, ...o }); }', 0],
    ['tests/a.ts', 'new OpenAI({ apiKey: process.env.OPENAI_API_KEY, dangerouslyAllowBrowser: true });', 0],
  ])('of a library are the users’ own where it passes on their key: %s: %s', (name, text, count) => {
    expect(problemsIn(['express'], name, text)).toHaveLength(count);
  });

  it.each([
    ['function f(fields) { return new OpenAI({ apiKey: fields.apiKey, dangerouslyAllowBrowser: true }); }', 0],
    ['const use = ({ key }) => new OpenAI({ apiKey: key, dangerouslyAllowBrowser: true });', 0],
    ['const key = await stored();\nnew OpenAI({ apiKey: key, dangerouslyAllowBrowser: true });', 0],
    ['const [key] = useState("");\nnew OpenAI({ apiKey: key ?? "", dangerouslyAllowBrowser: true });', 0],
    [
      'let key = "";\nexport const set = (k) => (key = k);\nnew OpenAI({ apiKey: key, dangerouslyAllowBrowser: true });',
      0,
    ],
    ['new OpenAI({ apiKey: localStorage.openai || prompt(), dangerouslyAllowBrowser: true });', 0],
    ['class A { m() { new OpenAI({ apiKey: this.apiKey, dangerouslyAllowBrowser: true }); } }', 0],
    ['new OpenAI({ apiKey: $settings.key, dangerouslyAllowBrowser: true });', 0],
    ['function f(o) { return new OpenAI({ apiKey: o.key || MY_API_KEY, dangerouslyAllowBrowser: true }); }', 1],
    ['const f = (k = process.env.OPENAI_API_KEY) => new OpenAI({ apiKey: k, dangerouslyAllowBrowser: true });', 1],
    ['new OpenAI({ apiKey: getEnv("OPENAI_API_KEY"), dangerouslyAllowBrowser: true });', 1],
    ['new OpenAI({ apiKey: atob(TEXT), dangerouslyAllowBrowser: true });', 1],
    ['new OpenAI({ apiKey: unpack(import.meta.env.TEXT), dangerouslyAllowBrowser: true });', 1],
    ['let key;\nkey = SECRET_TEXT;\nnew OpenAI({ apiKey: key, dangerouslyAllowBrowser: true });', 1],
    [
      "const { OPENAI_KEY } = require('./keys');\nnew OpenAI({ apiKey: OPENAI_KEY, dangerouslyAllowBrowser: true });",
      1,
    ],
    ["import { text } from './text.js';\nnew OpenAI({ apiKey: text, dangerouslyAllowBrowser: true });", 1],
    [
      'const { key } = await (await fetch("/key")).json();\nnew OpenAI({ apiKey: key, dangerouslyAllowBrowser: true });',
      1,
    ],
    [
      'const key = await fetch("/k").then((r) => r.text());\nnew OpenAI({ apiKey: key, dangerouslyAllowBrowser: true });',
      1,
    ],
    ['const r = await axios.get("/key");\nnew OpenAI({ apiKey: r.data, dangerouslyAllowBrowser: true });', 1],
    ['const getKey = () => import.meta.env.KEY;\nnew OpenAI({ apiKey: getKey(), dangerouslyAllowBrowser: true });', 1],
    [
      `function getKey(which) { if (which) return store.get(which); return import.meta.env.KEY ?? ''; }
      new OpenAI({ apiKey: getKey('a'), dangerouslyAllowBrowser: true });`,
      1,
    ],
    [
      `const read = () => import.meta.env.KEY;
      const getKey = (which) => which ? read() : '';
      new OpenAI({ apiKey: getKey('a'), dangerouslyAllowBrowser: true });`,
      1,
    ],
    ['const getKey = () => "none";\nnew OpenAI({ apiKey: getKey(), dangerouslyAllowBrowser: true });', 0],
    ['const getKey = () => store.get("key");\nnew OpenAI({ apiKey: getKey(), dangerouslyAllowBrowser: true });', 0],
    [
      `function useKey() { const [key] = useState(''); return key; }
      new OpenAI({ apiKey: useKey(), dangerouslyAllowBrowser: true });`,
      0,
    ],
    [
      `function useSettings() { return { key: localStorage.key }; }
      const { key } = useSettings();
      new OpenAI({ apiKey: key, dangerouslyAllowBrowser: true });`,
      0,
    ],
    [
      'const getKey = () => { if (a) return "none"; return import.meta.env.KEY; };\nnew OpenAI({ apiKey: getKey(), dangerouslyAllowBrowser: true });',
      1,
    ],
    ['new OpenAI({ apiKey: a ? localStorage.key : "", dangerouslyAllowBrowser: true });', 0],
    ['new OpenAI({ apiKey: a ? localStorage.key : MY_API_KEY, dangerouslyAllowBrowser: true });', 1],
    ['const f = () => g();\nconst g = () => f();\nnew OpenAI({ apiKey: f(), dangerouslyAllowBrowser: true });', 0],
    ['const key = key.of("key").get();\nnew OpenAI({ apiKey: key, dangerouslyAllowBrowser: true });', 0],
    ['const key = store.get("key");\nnew OpenAI({ apiKey: key, dangerouslyAllowBrowser: true });', 0],
  ])('of an app are its users’ own where the key comes in at run time: %s', (text, count) => {
    expect(problemsIn(['vite'], 'src/a.ts', text)).toHaveLength(count);
  });

  it.each([
    ['server/a.ts', 'new OpenAI({ apiKey: k, dangerouslyAllowBrowser: true });'],
    ['src/a.ts', "new OpenAI({ apiKey: 'none', baseURL: '/api/v1', dangerouslyAllowBrowser: true });"],
    ['src/a.ts', "new OpenAI({ provider: bedrock({ apiKey: 'none' }), dangerouslyAllowBrowser: true });"],
    ['src/a.ts', 'new OpenAI({ apiKey: `none`, dangerouslyAllowBrowser: true });'],
    [
      'src/a.ts',
      "import { env } from '~/server/env.server';\nfetch(u, { headers: { 'x-api-key': env.ANTHROPIC_API_KEY } });",
    ],
    ['src/a.ts', "import { openaiApiKey } from './keys.server';\nnew OpenAI({ apiKey: openaiApiKey });"],
    ['src/a.ts', "const { openaiApiKey } = require('./keys.server');\nnew OpenAI({ apiKey: openaiApiKey });"],
    ['src/a.ts', "const { openaiApiKey } = load('./keys');\nnew OpenAI({ apiKey: openaiApiKey });"],
    ['src/a.ts', 'new OpenAI({ apiKey: k, dangerouslyAllowBrowser: false || isTest });'.replace('OpenAI', 'Other')],
    ['src/a.ts', 'fetch(u, { headers: { Authorization: `Bearer ${session.accessToken}` } });'],
    ['lib.ts', 'new Anthropic({ apiKey: CLAUDE_API_KEY });'],
    ['src/a.ts', 'class A { make() { return new OpenAI({ apiKey: this.options.apiKey }); } }'],
    [
      'src/a.ts',
      'const { openaiApiKey } = await stored();\nfetch(u, { headers: { Authorization: `Bearer ${openaiApiKey}` } });',
    ],
    ['src/a.ts', 'const ask = (apiKey) => createOpenAI({ apiKey });'],
    ['src/a.ts', "headers.set('x-model', OPENAI_API_KEY);\nheaders.set('x-api-key');\nf('x-api-key', OPENAI_API_KEY);"],
    ['src/a.ts', "f([['x-model', OPENAI_API_KEY], ['x-api-key'], [, OPENAI_API_KEY]]);"],
    ['src/a.ts', "new WebSocket(u, ['protocol.' + OPENAI_API_KEY, `protocol.${OPENAI_API_KEY}`, 1 + OPENAI_API_KEY]);"],
    [
      'src/a.ts',
      "headers.set('x-api-key', OPENAI_API_KEY ? 'a' : 'b');\nheaders.set('x-api-key', sign(OPENAI_API_KEY));",
    ],
    ['src/a.ts', "let all = load();\nheaders.set('x-api-key', all.openaiApiKey);"],
    ['src/a.ts', "let config = load();\nheaders.set('x-api-key', config.openaiApiKey);"],
    ['src/a.ts', "headers.set('x-api-key', session.openaiApiKey);\nheaders.set('x-api-key', load().openaiApiKey);"],
    ['src/a.ts', "import all from './store.ts';\nheaders.set('x-api-key', all.openaiApiKey);"],
    ['src/a.ts', "function ask(OPENAI_API_KEY) { headers.set('x-api-key', OPENAI_API_KEY); }"],
  ])('%s is silent about %s', (name, text) => {
    expect(problemsIn(['vite'], name, text)).toEqual([]);
  });
});
