// Writes schema/*.schema.json from the valibot schemas in src; with --check only tells whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { build } from 'esbuild';

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

for (const { source, name, file, title } of SCHEMAS) {
  const { [name]: schema } = await importTypeScript(source);
  const json = toJsonSchema(schema, {
    typeMode: 'input',
    // Checks written as code have no counterpart there; the command still makes them.
    ignoreActions: ['check', 'transform'],
  });
  const text = `${JSON.stringify({ $schema: json.$schema, title, ...json }, null, 2)}\n`;
  const target = path.join(root, 'schema', file);
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8').replaceAll('\r\n', '\n') !== text) {
    console.error(`schema/${file} is not what ${source} says: run node scripts/schemas.js`);
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
