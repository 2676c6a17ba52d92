// Assembles src/detect/kernel/kernel.wat into src/detect/kernel/kernel.wasm.ts. Run after a change of the former; a test
// holds the two together.
import { readFileSync, writeFileSync } from 'node:fs';
import wabtModule from 'wabt';

const here = new URL('../src/detect/kernel/', import.meta.url);

/** The module that kernel.wat assembles to. */
export async function assembleKernel() {
  const wabt = await wabtModule();
  const parsed = wabt.parseWat('kernel.wat', readFileSync(new URL('kernel.wat', here), 'utf8'), { simd: true });
  const { buffer } = parsed.toBinary({});
  parsed.destroy();
  return Buffer.from(buffer);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const lines = (await assembleKernel()).toString('base64').match(/.{1,100}/g) ?? [];
  const text = lines.map((line) => `  '${line}'`).join(' +\n');
  writeFileSync(
    new URL('kernel.wasm.ts', here),
    `// Made from kernel.wat by scripts/build-kernel.js; do not edit.\nexport const KERNEL_BASE64 =\n${text};\n`,
  );
}
