import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Inflate, inflateWith } from '../archives/inflate.js';

/** Forms in which servers keep a file ready beside itself; brotli has no magic number, its name has to tell. */
const FORMS: readonly {
  readonly ending: RegExp;
  readonly inflate: Inflate;
}[] = [
  { ending: /\.gz$/i, inflate: gunzipSync },
  { ending: /\.br$/i, inflate: brotliDecompressSync },
];

/** The name of what is compressed in `name`, or `null` where that is no compressed file. */
export function uncompressedName(name: string): string | null {
  return FORMS.some(({ ending }) => ending.test(name)) ? name.replace(/\.\w+$/, '') : null;
}

/** What `.gz` and `.br` files hold. Throws an {@link ArchiveError} for what is broken or larger than `maxSize` bytes. */
export function inflate(bytes: Uint8Array, name: string, maxSize: number): Uint8Array {
  const form = FORMS.find(({ ending }) => ending.test(name));
  return form === undefined ? bytes : inflateWith(form.inflate, bytes, maxSize);
}
