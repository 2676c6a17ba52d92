import { symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type webpack from 'webpack';
import { testEveryWay } from '../builds/every-way.js';
import { type BuildOptions, runWebpack, webpackConfiguration } from '../builds/tools.js';
import { VARIABLE } from '../builds/ways.js';
import { newFolder, removeFolder, writeFiles } from '../support/folder.js';
import { installInto } from '../support/npm.js';
import { runOrThrow } from '../support/run.js';

// Tools too large for the development dependencies: installed from the registry for this run.
let tools = '';

beforeAll(() => {
  tools = newFolder();
  installInto(tools, ['@rspack/core@2', 'astro@5']);
}, 20 * 60_000);

afterAll(() => {
  removeFolder(tools);
});

const VIA_ENV = `${VARIABLE.name} inlined from .env.production`;

/** Its programming interface is webpack's. */
function rspack(): typeof webpack {
  const installed = createRequire(path.join(tools, 'package.json'))('@rspack/core') as { rspack: typeof webpack };
  return installed.rspack;
}

testEveryWay({
  name: 'Rspack',
  build: (options) => runWebpack(webpackConfiguration(options, rspack()), rspack()),
  without: [],
  via: VIA_ENV,
});

// Not in the page itself, where small scripts go by default: no map belongs to that.
const astroConfiguration = ({ maps }: BuildOptions): string =>
  `export default { vite: { envPrefix: 'VITE_', build: { sourcemap: ${maps}, assetsInlineLimit: 0 } } };\n`;

testEveryWay({
  name: 'Astro',
  build: (options) => {
    const { folder } = options;
    writeFiles(folder, {
      'package.json': '{ "name": "built", "private": true, "type": "module", "dependencies": { "astro": "5" } }\n',
      'astro.config.mjs': astroConfiguration(options),
      'src/pages/index.astro': '<html><body><script>import "../main.js";</script></body></html>\n',
    });
    symlinkSync(path.join(tools, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    const manifest = createRequire(path.join(tools, 'package.json')).resolve('astro/package.json');
    const { bin } = createRequire(manifest)(manifest) as { bin: { astro: string } };
    const program = path.join(path.dirname(manifest), bin.astro);
    runOrThrow(process.execPath, [program, 'build'], { cwd: folder, env: { ASTRO_TELEMETRY_DISABLED: '1' } });
    return Promise.resolve();
  },
  without: [],
  via: VIA_ENV,
});
