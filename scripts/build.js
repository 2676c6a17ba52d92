// Builds dist/: the command and the library in CommonJS, which starts a hook a tenth sooner than ES modules do; the
// plugin, and the library's front door, as ES modules; types beside them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { rollup } from 'rollup';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const target = 'node20.19';
const define = { __VERSION__: JSON.stringify(version), __SOURCE__: JSON.stringify(hashOfSource()) };

/**
 * What hooks load, one after the other: each step is one file, with all of ours that these modules import. Threads that
 * read files or packs load neither `start` nor `hook`: what those import of Node costs a thread 20 ms.
 */
const STEPS = [
  { name: 'records', modules: ['git/records'] },
  { name: 'start', modules: ['cli/main', 'cli/staged'] },
  {
    name: 'prefilter',
    modules: [
      'detect/prefilter',
      'keys/issuers',
      'sources/ledger',
      'sources/names',
      'sources/selection',
      'sources/archives/signature',
      'git/lfs',
    ],
  },
  { name: 'history', modules: ['cli/history'] },
  { name: 'hook', modules: ['cli/scan-staged', 'report/text'] },
  { name: 'objects', modules: ['git/objects/links', 'git/objects/commit', 'git/objects/unreadable'] },
  { name: 'range', modules: ['cli/scan-history'] },
  { name: 'packs', modules: ['git/objects/forest', 'git/objects/workspace'] },
  { name: 'sweep', modules: ['sources/history/clean-objects', 'sources/history/whole-sweep', 'git/objects/database'] },
  { name: 'detect', modules: ['detect/index', 'detect/redact'] },
  { name: 'findings', modules: ['scan/judge'] },
];

/** Reads our TypeScript; packages stay outside, for npm to install. */
const typescript = {
  name: 'typescript',
  resolveId(source, importer) {
    if (importer === undefined) return source;
    if (!source.startsWith('.')) return { id: source, external: true };
    return path.resolve(path.dirname(importer), source.replace(/\.js$/, '.ts'));
  },
  async load(id) {
    if (id === sourceOf('require-package')) return 'export const requirePackage = require;';
    const { code } = await transform(readFileSync(id, 'utf8'), { loader: 'ts', target, define, sourcefile: id });
    return code;
  },
  resolveImportMeta: () => "require('node:url').pathToFileURL(__filename).href",
};

rmSync(dist, { recursive: true, force: true });
await Promise.all([buildPlugin(), buildCommand()]);
chmodSync(path.join(dist, 'cli.js'), 0o755);

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', path.join(root, 'tsconfig.build.json')], {
  stdio: ['ignore', 2, 2],
});
setType('dist/types', 'module');
process.exit(status ?? 1);

/** Of every file that is built, and of the packages it is built with. */
function hashOfSource() {
  const files = readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...files, path.join(root, 'package.json')]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** What ESLint loads: one file. It shares nothing with the command at run time. */
async function buildPlugin() {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/index.ts'],
    outfile: 'dist/index.mjs',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target,
    packages: 'external',
    define,
    // Everything diagnostic goes to standard error: npm pack's output names the tarball, and tools read it.
    logLevel: 'warning',
  });
}

/** The command, the library and their workers. By Rollup: esbuild cannot cut CommonJS into pieces. */
async function buildCommand() {
  const workers = readdirSync(path.join(root, 'src/workers')).map((file) => `workers/${path.basename(file, '.ts')}`);
  const entries = Object.fromEntries(['cli', 'scanner', 'action', ...workers].map((name) => [name, sourceOf(name)]));
  const bundle = await rollup({
    input: entries,
    plugins: [typescript],
    // Modules but these declare things and do nothing: those that nobody uses are left out.
    treeshake: { moduleSideEffects: (id) => Object.values(entries).includes(id) },
  });
  const { output } = await bundle.write({
    dir: dist,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    manualChunks: stepOf,
    onlyExplicitManualChunks: true,
    // `import()` of a package is `require`: starting Node's loader of ES modules takes longer than most packages.
    dynamicImportInCjs: false,
    interop: (id) => (id?.startsWith('node:') ? 'default' : 'auto'),
    externalLiveBindings: false,
    esModule: false,
    freeze: false,
    hoistTransitiveImports: false,
    minifyInternalExports: false,
  });
  await bundle.close();
  setType('dist', 'commonjs');
  const { exports: names } = output.find(({ name }) => name === 'scanner');
  writeFileSync(path.join(dist, 'scanner.mjs'), `export { ${names.join(', ')} } from './scanner.js';\n`);
}

function sourceOf(name) {
  return path.join(root, 'src', `${name}.ts`);
}

function stepOf(id, { getModuleInfo }) {
  return STEPS.find(({ modules }) => modules.some((name) => reaches(sourceOf(name), id, getModuleInfo)))?.name;
}

/** Whether loading `from` loads `id`. */
function reaches(from, id, getModuleInfo, seen = new Set()) {
  if (from === id) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (getModuleInfo(from)?.importedIds ?? []).some((next) => reaches(next, id, getModuleInfo, seen));
}

/** Says what Node takes the `.js` files (and TypeScript the `.d.ts` files) of a folder for, where it is not what package.json says. */
function setType(folder, type) {
  mkdirSync(path.join(root, folder), { recursive: true });
  writeFileSync(path.join(root, folder, 'package.json'), `${JSON.stringify({ type })}\n`);
}
