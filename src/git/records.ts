import { isUtf8 } from 'node:buffer';

/** What git says, as text; as bytes where it is not UTF-8, because text would mean something else. */
export type RawText = string | Uint8Array;

const NUL = 0;

/** Splits a stream at its NUL bytes, a batch for each chunk. What follows the last NUL comes last, if it is not empty. */
export async function* splitByNul(chunks: AsyncIterable<Buffer>): AsyncGenerator<RawText[], void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(NUL);
    rest = bytes.subarray(end + 1);
    if (end !== -1) yield recordsIn(bytes.subarray(0, end));
  }
  if (rest.length > 0) yield recordsIn(rest);
}

/** The text of `bytes`, or a copy of them where they are not UTF-8. */
export function rawText(bytes: Buffer): RawText {
  return isUtf8(bytes) ? bytes.toString('utf8') : new Uint8Array(bytes);
}

function recordsIn(bytes: Buffer): RawText[] {
  // One string cut into many is much cheaper than many small buffers.
  if (isUtf8(bytes)) return bytes.toString('utf8').split('\0');
  const records: RawText[] = [];
  for (let start = 0; start <= bytes.length;) {
    const nul = bytes.indexOf(NUL, start);
    const end = nul === -1 ? bytes.length : nul;
    records.push(rawText(bytes.subarray(start, end)));
    start = end + 1;
  }
  return records;
}
