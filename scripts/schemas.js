// Writes schema/*.schema.json from the valibot schemas in src, and from the one of the configuration the reference in
// docs/configuration.md; with --check only tells whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { build } from 'esbuild';
import { format } from 'prettier';
import { configurationReference, withReference } from './configuration-reference.js';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const SCHEMAS = [
  {
    source: 'src/config/schema.ts',
    name: 'configSchema',
    file: 'config.schema.json',
    title: 'Configuration of eslint-plugin-starrise and starrise-scan',
  },
  {
    source: 'src/report/schema.ts',
    name: 'reportSchema',
    file: 'report.schema.json',
    title: 'JSON report of starrise-scan',
  },
];

const REFERENCE = 'docs/configuration.md';

for (const { source, name, file, title } of SCHEMAS) {
  const { [name]: schema } = await importTypeScript(source);
  const json = toJsonSchema(schema, {
    typeMode: 'input',
    // Checks written as code have no counterpart there; the command still makes them.
    ignoreActions: ['check', 'transform'],
  });
  const text = `${JSON.stringify({ $schema: json.$schema, title, ...json }, null, 2)}\n`;
  deliver(`schema/${file}`, text, source);
  if (name === 'configSchema') {
    const { DEFAULT_CONFIG } = await importTypeScript('src/config/config.ts');
    const page = withReference(textOf(REFERENCE), configurationReference(json, DEFAULT_CONFIG));
    deliver(REFERENCE, await format(page, { parser: 'markdown', printWidth: 128 }), source);
  }
}

function textOf(file) {
  return readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n');
}

function deliver(file, text, source) {
  if (!process.argv.includes('--check')) writeFileSync(path.join(root, file), text);
  else if (textOf(file) !== text) {
    console.error(`${file} is not what ${source} says: run node scripts/schemas.js`);
    process.exitCode = 1;
  }
}

/** Node 20 cannot import TypeScript, and the build bundles schemas into chunks without a name. */
async function importTypeScript(source) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [source],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
