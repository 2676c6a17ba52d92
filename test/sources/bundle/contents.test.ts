import { describe, expect, it } from 'vitest';
import { linesOf, scanBundle } from '../../support/bundle.js';
import { temporaryFolder, writeFiles } from '../../support/folder.js';
import { encoders, newApiKey } from '../../support/keys.js';

const KEY = newApiKey('contents');
/** As long and of the same letters, and no key. */
const TWIN = `p${KEY.slice(1)}`;

const json = (value: unknown): string => JSON.stringify(value);
const base64 = (text: string): string => encoders['base64']?.(text) ?? '';

/** What builds and frameworks wrap text in, as the file that holds it. */
const CONTENTS: readonly (readonly [what: string, file: string, content: (text: string) => string | Uint8Array])[] = [
  ['bytecode without delimiters', 'main.jsbundle', (text) => bytecode(text)],
  ['a payload of server components', 'index.rsc', (text) => `1:I[4,[],""]\n2:["$","b",null,{"apiKey":"${text}"}]\n`],
  ['__NEXT_DATA__', 'index.html', (text) => `<script id="__NEXT_DATA__">${json({ props: { text } })}</script>`],
  [
    '__NUXT__',
    'index.html',
    (text) => `<script>window.__NUXT__={};window.__NUXT__.config={public:{apiKey:"${text}"}}</script>`,
  ],
  [
    'a payload in flight',
    'index.html',
    (text) => `<script>self.__next_f.push([1,${json(`3:{"apiKey":"${text}"}`)}])</script>`,
  ],
  ['a service worker', 'sw.js', (text) => `self.addEventListener("fetch",()=>{});const t="${text}";`],
  ['a module of webpack in eval', 'main.js', (text) => `eval("const a = 1;\\nconst b = \\"${text}\\";\\n")`],
  ['JSON.parse', 'main.js', (text) => `e.exports=JSON.parse('{"a":"${text}"}')`],
  [
    'WebAssembly',
    'app.wasm',
    (text) =>
      Buffer.concat([
        Buffer.from('\0asm\x01\0\0\0'),
        Buffer.from(`https://api.starrise.ai/v1${text}`),
        Buffer.alloc(4),
      ]),
  ],
  ...[0, 1, 2].map(
    (offset) =>
      [
        `a data URL, ${offset} bytes in`,
        'main.css',
        (text: string) => `a{b:url(data:text/plain;base64,${base64(`${'{'.repeat(offset)}"${text}"}`)})}`,
      ] as const,
  ),
];

/** Strings one after the other, as in the string table of Hermes; only with the gateway in it is such a key proved. */
function bytecode(text: string): Uint8Array {
  return Buffer.concat([
    Buffer.from('c61fbc03c103191f', 'hex'),
    Buffer.from(`https://api.starrise.ai/v1Authorization${text}`),
    Buffer.alloc(8),
  ]);
}

describe('what a build may hold a key in', () => {
  it.each(CONTENTS)('%s', (_, file, content) => {
    const place = (text: string): string[] =>
      linesOf(scanBundle(writeFiles(temporaryFolder(), { [file]: content(text) }), '.'));
    expect(place(KEY)).toEqual([expect.stringMatching(new RegExp(`^${file}:\\d+ public$`))]);
    expect(place(TWIN)).toEqual([]);
  });
});
