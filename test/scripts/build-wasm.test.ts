import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { wasmModuleFile, wasmModuleText, watFiles } from '../../scripts/build-wasm.js';
import { repositoryRoot } from '../support/run.js';

it.each(watFiles().map((file) => path.relative(repositoryRoot, file)))(
  'the module beside %s is made from it as it stands',
  async (name) => {
    const file = path.join(repositoryRoot, name);
    expect(readFileSync(wasmModuleFile(file), 'utf8')).toBe(await wasmModuleText(file));
  },
);
