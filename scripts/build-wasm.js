// Translates src/**/*.wat into the base64 modules beside them. Run it after editing a .wat file; a test compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import initWabt from 'wabt';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The TypeScript module that holds the WebAssembly of one .wat file. */
export async function wasmModuleText(watFile) {
  const wabt = await initWabt();
  const parsed = wabt.parseWat(path.basename(watFile), readFileSync(watFile, 'utf8'), {
    bulk_memory: true,
    simd: true,
  });
  const { buffer } = parsed.toBinary({});
  const lines = Buffer.from(buffer)
    .toString('base64')
    .match(/.{1,100}/g)
    .map((line) => `  '${line}'`);
  const source = path.basename(watFile);
  return `// Made from ${source} by scripts/build-wasm.js: edit that, not this.\nexport default (\n${lines.join(' +\n')}\n);\n`;
}

export function wasmModuleFile(watFile) {
  return watFile.replace(/\.wat$/, '.wasm.ts');
}

/** Every .wat file of the sources. */
export function watFiles() {
  return readdirSync(path.join(root, 'src'), { recursive: true })
    .filter((name) => name.endsWith('.wat'))
    .map((name) => path.join(root, 'src', name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const watFile of watFiles()) writeFileSync(wasmModuleFile(watFile), await wasmModuleText(watFile));
}
