const NUL = 0;

/** Splits a stream at its NUL bytes, a batch for each chunk. What follows the last NUL comes last, if it is not empty. */
export async function* splitByNul(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer[], void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const records: Buffer[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NUL); end !== -1; end = bytes.indexOf(NUL, start)) {
      records.push(bytes.subarray(start, end));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (records.length > 0) yield records;
  }
  if (rest.length > 0) yield [rest];
}
